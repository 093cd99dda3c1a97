"""Rows out of a case: one function a question, each row a plain dict fit for JSON.

Documents are printed by label (`CaseView.label`); claims, relations and events by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from takhrij.core.codec import claim_to_json, framing_to_json, problem_to_json, relation_to_json
from takhrij.core.records import (
    ASIDE,
    ActorRef,
    Claim,
    ClaimLink,
    ClaimRef,
    Conflict,
    Copy,
    Decision,
    Event,
    Origin,
    Relation,
)
from takhrij.show import words
from takhrij.show.reliability import UNKNOWN, History, letters, one_source
from takhrij.show.view import CaseView

Json = dict[str, Any]


def conflict_to_json(conflict: Conflict) -> Json:
    """``{"field", "values": [{"value", "claims"}]}`` and a note where there is one."""
    values = [{"value": v.value, "claims": list(v.claims)} for v in conflict.values]
    out: Json = {"field": conflict.field, "values": values}
    if conflict.note:
        out["note"] = conflict.note
    return out


def event_to_json(view: CaseView, event: Event) -> Json:
    """An event exactly as `events --format json` prints it."""
    return {
        "id": event.id,
        "type": event.type,
        "label": event.label,
        "time": {"edtf": event.time} if event.time else None,
        "place": {"id": event.place[0], "name": event.place[1]} if event.place else None,
        "claims": [{"id": claim, "document": view.label(document)} for claim, document in event.claims],
        "origins": [[view.label(d) for d in origin] for origin in event.origins],
        "sides": list(event.sides),
        "conflicts": [conflict_to_json(c) for c in event.conflicts],
        "grade": {"credibility": event.grade.credibility, "reason": event.grade.reason},
    }


def events(view: CaseView) -> Iterator[Json]:
    """Every event, in the case's order."""
    return (event_to_json(view, e) for e in view.events)


def claim_row(view: CaseView, claim: Claim) -> Json:
    """A claim with its document and event, and the number of its page where the document has pages."""
    head: Json = {"document": view.label(claim.document), "event": view.event_of.get(claim.id)}
    reading = view.readings.get(claim.document)
    page = reading.page_at(claim.trigger.start) if reading is not None else None
    head |= {} if page is None else {"page": page}
    out = claim_to_json(claim)
    return {"id": out.pop("id"), **head, **out, "statement": words.statement(claim, view.actor_names)}


def claims(view: CaseView) -> Iterator[Json]:
    """Every claim, by document and text order."""
    return (claim_row(view, c) for c in view.claims.values())


def documents(view: CaseView) -> Iterator[Json]:
    """Every document read, with what its page says about itself; then those that were erased, by whom and why."""
    for key in view.documents:
        yield {**document_row(view, key, len(view.claims_of.get(key, ()))), "erased": None}
    for stone in view.erased:
        nothing = dict.fromkeys(("outlet", "author", "title", "genre", "published", "retrieved", "url", "bytes"))
        gone = {"at": stone.at, "by": stone.by, "why": stone.why}
        yield {
            "document": f"erased@{stone.sha256[:8]}",
            "sha256": stone.sha256,
            **nothing,
            "claims": 0,
            "erased": gone,
        }


def document_row(view: CaseView, key: str, claims: int) -> Json:
    """One document, by its SHA-256, with the number of its claims."""
    document, reading = view.documents[key], view.readings.get(key)
    return {
        "document": view.label(key),
        "sha256": key,
        "outlet": reading.outlet if reading else None,
        "author": reading.author if reading else None,
        "title": reading.title if reading else None,
        "genre": reading.genre if reading else None,
        "published": reading.published if reading else None,
        "updated": reading.updated if reading else None,
        "retrieved": document.retrieved,
        "url": document.url,
        "bytes": document.size,
        "claims": claims,
    }


@dataclass(slots=True)
class _Told:
    """What one source tells: its claims, and the labels of its documents in order."""

    kind: str
    source: str
    actor: str | None
    claims: set[str] = field(default_factory=set)
    documents: dict[str, None] = field(default_factory=dict)


def sources(view: CaseView) -> Iterator[Json]:
    """Outlets, and those whom they quote: who speaks in how many claims of which documents, the letter that a human
    gave them, and how what they told fared against independent origins."""
    found: dict[tuple[str, str], _Told] = {}
    marked, history, alike = letters(view), History(view), one_source(view)

    def note(kind: str, name: str, actor: str | None, claim: Claim) -> None:
        told = found.setdefault((kind, name), _Told(kind, name, actor))
        told.claims.add(claim.id)
        told.documents[view.label(claim.document)] = None

    for claim in view.claims.values():
        note("outlet", words.outlet(view.readings.get(claim.document)), None, claim)
        for link in claim.attribution:
            if link.span is not None and not words.points_back(link):
                note(link.source_class, link.span.text, link.actor, claim)
    for told in sorted(found.values(), key=lambda told: (-len(told.claims), told.source)):
        yield {
            "source": told.source,
            "class": told.kind,
            "actor": told.actor,
            "claims": len(told.claims),
            "documents": list(told.documents),
            **({"same_as": alike[told.source]} if told.source in alike else {}),
            "reliability": marked.get(told.source, UNKNOWN),
            "history": history.of(view.claims[claim] for claim in sorted(told.claims)),
        }


def actors(view: CaseView) -> Iterator[Json]:
    """Codebook actors: in how many claims they act or are acted upon, and the words that name them."""
    found: dict[str, Json] = {}
    for claim in view.claims.values():
        for role, fillers in claim.roles.items():
            for ref in fillers:
                if isinstance(ref, ActorRef):
                    _note_actor(view, found, ref, (role, claim.id, claim.document))
    for relation in view.relations:
        for ref in (*relation.subject, *relation.between, *(o for o in relation.object if isinstance(o, ActorRef))):
            _note_actor(view, found, ref, ("relation", relation.id, relation.document))
    yield from sorted(found.values(), key=lambda r: (-len(r["claims"]), r["id"]))


def _note_actor(view: CaseView, found: dict[str, Json], ref: ActorRef, place: tuple[str, str, str]) -> None:
    role, claim, document = place
    blank: Json = {
        "id": ref.id,
        "name": ref.name,
        "roles": {},
        "claims": [],
        "documents": [],
        "units": [],
        "words": [],
    }
    row = found.setdefault(ref.id, blank)
    row["roles"][role] = row["roles"].get(role, 0) + 1
    told = [("claims", claim), ("documents", view.label(document)), ("units", ref.unit), ("words", ref.span.text)]
    for key, value in told:
        if value and value not in row[key]:
            row[key].append(value)


def origins(view: CaseView) -> Iterator[Json]:
    """Groups of documents that go back to one report, with the reason why each joined."""
    return (_origin_row(view, origin) for origin in view.origins)


def _origin_row(view: CaseView, origin: Origin) -> Json:
    return {
        "id": origin.id,
        "label": origin.label,
        "documents": [view.label(d) for d in origin.documents],
        "reasons": {view.label(d): reason for d, reason in origin.reasons.items()},
    }


def copy_to_json(copy: Copy, a: str, b: str) -> Json:
    """``{"a", "b", "containment", "direction"}``; ``a>b`` says that b copies a."""
    direction = None if copy.copier is None else ("a>b" if copy.copier == copy.b else "b>a")
    return {"a": a, "b": b, "containment": round(copy.containment, 4), "direction": direction}


def copies(view: CaseView, least: float = 0.0) -> Iterator[Json]:
    """Pairs of documents of which one repeats the other, down to a containment."""
    return (
        copy_to_json(c, view.label(c.a), view.label(c.b)) | {"reason": c.reason}
        for c in view.copies
        if c.containment >= least
    )


def conflicts(view: CaseView) -> Iterator[Json]:
    """Every field on which claims of one event disagree, and every sum that does not hold."""
    for event in view.events:
        for conflict in event.conflicts:
            yield {"event": event.id, "label": event.label, **conflict_to_json(conflict)}
        for check in event.checks:
            if not check.holds:
                values = [{"value": check.statement, "claims": [check.claim]}]
                yield {"event": event.id, "label": event.label, "field": "sum", "values": values}


def relations(view: CaseView) -> Iterator[Json]:
    """Standing ties between actors, as told."""
    return (relation_row(view, relation) for relation in view.relations)


def relation_row(view: CaseView, relation: Relation) -> Json:
    """One tie with its document and its line; claims that it names are told by their own lines."""
    named = [o.claim for o in relation.object if isinstance(o, ClaimRef)]
    told = {c: words.statement(view.claims[c], view.actor_names) for c in named if c in view.claims}
    head = {"id": relation.id, "document": view.label(relation.document)}
    return {**head, **relation_to_json(relation), "statement": words.tie(relation, told)}


def framing(view: CaseView) -> Iterator[Json]:
    """Loaded terms: whom they name and who used them."""
    return ({"document": view.label(d), **framing_to_json(f)} for d, f in view.framing)


def problems(view: CaseView) -> Iterator[Json]:
    """Inputs and decisions that need a person."""
    for problem in view.problems:
        row = problem_to_json(problem)
        yield row | {"document": view.label(problem.document) if problem.document else None}


def decision_row(view: CaseView, decision: Decision, undone: frozenset[str] = frozenset()) -> Json:
    """A human judgement: who, when, what, on which words."""
    anchor, other, value = decision.anchor, decision.other, decision.value
    # Whole claims are kept beside what was decided; a reader asks only for the latter.
    if isinstance(value, dict) and decision.verb in ASIDE:
        value = {key: told for key, told in value.items() if key not in ("claim", "claims")}
    elif isinstance(value, dict) and ("claim" in value or decision.verb == "reject"):
        value = value.get("value")
    elif isinstance(value, dict) and "members" in value:
        value = f"{len(value['members']) + 2} claims"
    return {
        "id": decision.id,
        "at": decision.at,
        "by": decision.by,
        "verb": decision.verb,
        "document": view.label(anchor.document),
        "type": anchor.type,
        "field": anchor.field,
        "quote": anchor.quote,
        "value": value,
        "other": {"document": view.label(other.document), "quote": other.quote} if other else None,
        "why": decision.why,
        "undoes": decision.undoes,
        "undone": decision.id in undone,
    }


def decisions(view: CaseView) -> Iterator[Json]:
    """Every decision in the order it was made, undone ones marked."""
    undone = frozenset(d.undoes for d in view.decisions if d.undoes)
    return (decision_row(view, d, undone) for d in view.decisions)


def _links_by_claim(view: CaseView) -> Mapping[str, list[ClaimLink]]:
    found: dict[str, list[ClaimLink]] = {}
    for link in view.links:
        found.setdefault(link.a, []).append(link)
    return found


def _link_order(view: CaseView) -> Mapping[tuple[str, str], int]:
    return {(link.a, link.b): n for n, link in enumerate(view.links)}


def _origin_labels(view: CaseView) -> Mapping[str, str]:
    return {origin.id: origin.label for origin in view.origins}


def _origins_by_document(view: CaseView) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, origin in enumerate(view.origins):
        for document in origin.documents:
            found.setdefault(document, []).append(at)
    return found


def _origins_of(view: CaseView, documents: Iterable[str]) -> list[Origin]:
    """The origins that list any of some documents, in the case's order."""
    by_document = view.once(_origins_by_document, lasting=True)
    return [view.origins[at] for at in sorted({at for d in documents for at in by_document.get(d, ())})]


def explained(view: CaseView, event: Event) -> Json:
    """One event with all its claims, sums, origin reasons and the waterfall of every link."""
    return {
        **event_to_json(view, event),
        "denials": [[view.label(d) for d in origin] for origin in event.denials],
        "effective": event.effective,
        "told": [claim_row(view, view.claims[c]) for c, _ in event.claims if c in view.claims],
        "checks": [{"claim": c.claim, "holds": c.holds, "statement": c.statement} for c in event.checks],
        "notes": list(event.notes),
        "why": why(view, event),
    }


def why(view: CaseView, event: Event) -> Json:
    """Why an event is one and how it is counted: ``{"uncounted", "origins", "claims", "links"}``."""
    own = {claim for claim, _ in event.claims}
    documents = {document for _, document in event.claims}
    by_claim = view.once(_links_by_claim, lasting=True)
    links = [x for key in own for x in by_claim.get(key, ()) if x.b in own]
    links = sorted(links, key=lambda x: order[x.a, x.b]) if (order := view.once(_link_order, lasting=True)) else []
    own_origins = {traced.origin for traced in event.traced}
    reasons = [_origin_row(view, o) for o in _origins_of(view, documents) if o.id in own_origins or not own_origins]
    return {
        "uncounted": _uncounted(view, event),
        "origins": reasons,
        "claims": _traced(view, event),
        "links": [
            {
                "a": x.a,
                "b": x.b,
                "weight": round(x.weight, 4),
                "judged": x.judged,
                "comparisons": [
                    {"field": c.field, "level": c.level, "weight": round(c.weight, 4), "reason": c.reason}
                    for c in x.comparisons
                ],
            }
            for x in links
        ],
    }


def _uncounted(view: CaseView, event: Event) -> list[Json]:
    """Every document of an event that adds no origin to it, with the reason."""
    documents = {document for origin in event.origins for document in origin[1:]}
    near = _origins_of(view, documents)
    reasons = {(o.id, d): reason for o in near for d, reason in o.reasons.items()}
    by_document = {d: reason for (_, d), reason in sorted(reasons.items())}
    told: list[Json] = []
    for origin in event.origins:
        for document in origin[1:]:
            why = next((reasons[o.id, document] for o in near if set(origin) <= set(o.documents)), None)
            reason = why or by_document.get(document, "goes back to a report that is counted already")
            told.append({"document": view.label(document), "reason": reason})
    denying = sorted({d for origin in event.denials for d in origin})
    return told + [{"document": view.label(d), "reason": "says that it did not happen"} for d in denying]


def _traced(view: CaseView, event: Event) -> list[Json]:
    """Every claim of an event with the origin that it goes back to, whether it is the one counted for it, and why."""
    labels = view.once(_origin_labels, lasting=True)
    documents = dict(event.claims)
    denying = {document for origin in event.denials for document in origin}
    affirming = {document for origin in event.origins for document in origin}
    counted: set[str] = set()
    rows: list[Json] = []
    for traced in event.traced:
        document = documents[traced.claim]
        claim = view.claims.get(traced.claim)
        denies = claim is not None and claim.polarity == "did_not" and document in denying
        first = not denies and traced.origin not in counted and document in affirming
        counted |= {traced.origin} if first else set()
        again = "says that it did not happen" if denies else "its origin is counted already"
        reason = traced.reason if first else f"{again}: {traced.reason}"
        row = {"claim": traced.claim, "document": view.label(document)}
        rows.append({**row, "origin": labels.get(traced.origin, traced.origin), "counted": first, "reason": reason})
    return rows
