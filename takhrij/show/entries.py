"""What a case is searched by and filtered by: one entry for each event, claim, document and tie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from takhrij.core.edtf import bounds
from takhrij.core.records import ActorRef, Claim, Event, PlaceRef, Relation, Span
from takhrij.show import words
from takhrij.show.index import Entry
from takhrij.show.view import CaseView

More = Mapping[str, str]
"""Further words of an event type or an actor by its id: its labels in every language."""

Facets = list[tuple[str, str]]


def entries(view: CaseView, more: More) -> Iterator[Entry]:
    """Every event, claim, document and relation of a case, each kind in the case's order."""
    told = {claim.id: _words(view, claim, more) for claim in view.claims.values()}
    for event in view.events:
        yield _event(view, event, more, told)
    for claim in view.claims.values():
        yield _claim(view, claim, told[claim.id])
    for claim in view.rejected.values():
        yield replace(_claim(view, claim, _words(view, claim, more)), kind="rejected")
    for key in view.documents:
        yield _document(view, key)
    for relation in view.relations:
        yield _relation(view, relation, more)


def day_of(edtf: str | None) -> str | None:
    """The first day of a date, by which things are ordered; None where it is not told or open."""
    span = bounds(edtf) if edtf else None
    return span.first.isoformat() if span is not None and span.first is not None else None


def _event(view: CaseView, event: Event, more: More, told: Mapping[str, tuple[str, ...]]) -> Entry:
    claims = [view.claims[c] for c, _ in event.claims if c in view.claims]
    facets: Facets = [("type", event.type), ("credibility", str(event.grade.credibility))]
    facets += [("outlet", words.outlet(view.readings.get(d))) for _, d in event.claims]
    facets += [("actor", name) for c in claims for name in _actors(c)]
    facets += [("place", event.place[1])] if event.place else []
    facets += [("conflict", c.field) for c in event.conflicts]
    facets += [("conflict", "sum")] if any(not check.holds for check in event.checks) else []
    facets.append(("origins", str(len(event.origins))))
    parts = [event.id, event.label, more.get(event.type, ""), *(part for c in claims for part in told[c.id])]
    return Entry("event", event.id, tuple(parts), tuple(dict.fromkeys(facets)), day_of(event.time))


def _claim(view: CaseView, claim: Claim, told: tuple[str, ...]) -> Entry:
    facets: Facets = [("type", claim.type), ("modality", claim.modality)]
    facets.append(("outlet", words.outlet(view.readings.get(claim.document))))
    facets += [("actor", name) for name in _actors(claim)]
    facets += [("place", p.name) for p in claim.places]
    facets += [("speaker", claim.speaker.source_class)]
    event = view.event_of.get(claim.id)
    facets += [("conflict", field) for field in view.contested.get(event or "", ())]
    facets += [("document", view.label(claim.document))]
    return Entry(
        "claim", claim.id, told, tuple(dict.fromkeys(facets)), day_of(claim.time.edtf if claim.time else None)
    )


def _actors(claim: Claim) -> list[str]:
    return list(dict.fromkeys(f.name for fs in claim.roles.values() for f in fs if isinstance(f, ActorRef)))


def _words(view: CaseView, claim: Claim, more: More) -> tuple[str, ...]:
    reading = view.readings.get(claim.document)
    parts = [
        claim.id,
        view.label(claim.document),
        words.heading(claim.type),
        more.get(claim.type, ""),
        claim.modality,
    ]
    parts += [span.text for span in claim.evidence]
    for fillers in claim.roles.values():
        for filler in fillers:
            span = getattr(filler, "span", None)
            parts += [span.text] if isinstance(span, Span) else []
            if isinstance(filler, ActorRef):
                parts += [filler.name, filler.id, more.get(filler.id, ""), more.get(filler.unit or "", "")]
            if isinstance(filler, PlaceRef):
                parts += [filler.name, filler.name_ar]
    parts += [link.span.text for link in claim.attribution if link.span is not None]
    time = claim.time
    parts += [time.edtf, words.when(time.edtf)] if time is not None else []
    parts += [reading.outlet or "", reading.title or "", reading.author or ""] if reading is not None else []
    return tuple(parts)


def _document(view: CaseView, key: str) -> Entry:
    document, reading = view.documents[key], view.readings.get(key)
    facets: Facets = [("outlet", words.outlet(reading))]
    if reading is not None:
        facets += [(name, value) for name, value in (("genre", reading.genre), ("author", reading.author)) if value]
    told = [document.label, document.name, document.url or "", key]
    told += [reading.title or "", reading.outlet or "", reading.author or "", reading.text] if reading else []
    return Entry("document", key, tuple(told), tuple(facets), reading.published if reading is not None else None)


def _relation(view: CaseView, relation: Relation, more: More) -> Entry:
    sides = [*relation.subject, *relation.between, *(o for o in relation.object if isinstance(o, ActorRef))]
    facets: Facets = [("type", relation.type), *(("actor", side.name) for side in sides)]
    facets.append(("outlet", words.outlet(view.readings.get(relation.document))))
    told = [relation.id, relation.type, *(s.text for s in relation.evidence)]
    told += _sides(sides, more)
    day = next((d for t in relation.time if (d := day_of(t.edtf)) is not None), None)
    return Entry("relation", relation.id, tuple(told), tuple(dict.fromkeys(facets)), day)


def _sides(sides: Iterable[ActorRef], more: More) -> list[str]:
    return [part for side in sides for part in (side.name, side.span.text, more.get(side.id, ""))]
