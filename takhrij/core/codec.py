"""Records to JSON and back: the one place that knows the printed contract of claims and relations.

`*_to_json` gives plain dicts in the order of the contract; `*_from_json` is the exact inverse for values it
wrote (tested as a round trip).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from takhrij.core.records import (
    ActorRef,
    ActorValue,
    AmountRef,
    ChainLink,
    Claim,
    ClaimRef,
    CountPart,
    CountRef,
    CountValue,
    DateValue,
    Extraction,
    FieldEdit,
    Filler,
    Framing,
    Mention,
    PersonValue,
    PlaceRef,
    PlaceValue,
    Problem,
    Relation,
    RelationRef,
    SourceValue,
    Span,
    TextRef,
    TimeRef,
)

Json = dict[str, Any]


def span_to_json(span: Span) -> Json:
    """``{"text", "start", "end"}``."""
    return {"text": span.text, "start": span.start, "end": span.end}


def span_from_json(value: Mapping[str, Any]) -> Span:
    """The Span of ``{"text", "start", "end"}``."""
    return Span(value["start"], value["end"], value["text"])


def _actor(f: ActorRef) -> Json:
    return {"id": f.id, "unit": f.unit, "name": f.name, **span_to_json(f.span)}


def _place(f: PlaceRef) -> Json:
    return {
        "id": f.id,
        "name": f.name,
        "name_ar": f.name_ar,
        "lat": f.lat,
        "lon": f.lon,
        "precision": f.precision,
        "within": list(f.within),
        **span_to_json(f.span),
    }


def _count(f: CountRef) -> Json:
    parts = [{"min": p.min, "max": p.max, "of": list(p.of), **span_to_json(p.span)} for p in f.parts]
    head = {"min": f.min, "max": f.max, "approx": f.approx, "by": f.by, "of": list(f.of)}
    return {**head, "parts": parts, **span_to_json(f.span)}


def filler_to_json(filler: Filler) -> Json:
    """One role filler as the contract prints it."""
    match filler:
        case ActorRef():
            return _actor(filler)
        case PlaceRef():
            return _place(filler)
        case TimeRef():
            return {"edtf": filler.edtf, **span_to_json(filler.span)}
        case CountRef():
            return _count(filler)
        case AmountRef():
            return {"value": filler.value, "unit": filler.unit, **span_to_json(filler.span)}
        case TextRef():
            return span_to_json(filler.span)
        case ClaimRef():
            return {"claim": filler.claim}
        case RelationRef():
            return {"relation": filler.relation}


_ACTOR_ROLES = frozenset({"actor", "target", "mediator", "beneficiary"})
_PLACE_ROLES = frozenset({"place", "origin_place", "destination"})
COUNT_ROLES = (
    "killed",
    "injured",
    "captured",
    "released",
    "exchanged",
    "surrendered",
    "displaced",
    "strikes",
    "vehicles",
    "other",
)
# Those that hold a number and are told of happenings as a whole: which of a row of dealings it was, how many days it lasted.
MEASURE_ROLES = ("round", "duration")
# Those that hold a number: with them how many days after something else it came.
NUMBER_ROLES = (*COUNT_ROLES, *MEASURE_ROLES, "elapsed")


def _actor_back(v: Mapping[str, Any]) -> ActorRef:
    return ActorRef(v["id"], v["name"], span_from_json(v), v["unit"])


def _place_back(v: Mapping[str, Any]) -> PlaceRef:
    names = (v["id"], v["name"], v["name_ar"], v["precision"], span_from_json(v))
    return PlaceRef(*names, lat=v["lat"], lon=v["lon"], within=tuple(v.get("within", ())))


def _count_back(v: Mapping[str, Any]) -> CountRef:
    parts = tuple(CountPart(p["min"], p["max"], tuple(p["of"]), span_from_json(p)) for p in v["parts"])
    return CountRef(v["min"], v["max"], span_from_json(v), v["approx"], v["by"], tuple(v["of"]), parts)


def filler_from_json(role: str, value: Mapping[str, Any]) -> Filler:
    """The filler that `filler_to_json` printed under a role."""
    if "claim" in value:
        return ClaimRef(value["claim"])
    if "relation" in value:
        return RelationRef(value["relation"])
    if role in _ACTOR_ROLES:
        return _actor_back(value)
    if role in _PLACE_ROLES:
        return _place_back(value)
    if role == "time":
        return TimeRef(value["edtf"], span_from_json(value))
    if role in NUMBER_ROLES:
        return _count_back(value)
    if role == "amount":
        return AmountRef(value["value"], value["unit"], span_from_json(value))
    return TextRef(span_from_json(value))


def link_to_json(link: ChainLink) -> Json:
    """One link of an attribution chain."""
    base: Json = {"class": link.source_class, "text": None, "start": None, "end": None}
    if link.span is not None:
        base.update(span_to_json(link.span))
    if link.actor is not None:
        base["actor"] = link.actor
    return base


def link_from_json(value: Mapping[str, Any]) -> ChainLink:
    """The link that `link_to_json` printed."""
    span = None if value["start"] is None else span_from_json(value)
    return ChainLink(value["class"], span, value.get("actor"))


def claim_to_json(claim: Claim) -> Json:
    """A claim as `extract` prints it (the document's id stands on the document); `edited` only where a human did."""
    out: Json = {
        "id": claim.id,
        "type": claim.type,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "trigger": span_to_json(claim.trigger),
        "evidence": [span_to_json(s) for s in claim.evidence],
        "roles": {role: [filler_to_json(f) for f in fillers] for role, fillers in claim.roles.items()},
        "attribution": [link_to_json(link) for link in claim.attribution],
    }
    if claim.edits:
        out["edited"] = [{"field": e.field, "by": e.by, "at": e.at, "why": e.why, "was": e.was} for e in claim.edits]
    return out


def claim_from_json(document: str, value: Mapping[str, Any]) -> Claim:
    """The claim that `claim_to_json` printed for a document."""
    roles = {r: tuple(filler_from_json(r, f) for f in fillers) for r, fillers in value["roles"].items()}
    return Claim(
        id=value["id"],
        document=document,
        type=value["type"],
        modality=value["modality"],
        polarity=value["polarity"],
        trigger=span_from_json(value["trigger"]),
        evidence=tuple(span_from_json(s) for s in value["evidence"]),
        roles=roles,
        attribution=tuple(link_from_json(link) for link in value["attribution"]),
        edits=tuple(FieldEdit(**edit) for edit in value.get("edited", ())),
    )


def relation_to_json(relation: Relation) -> Json:
    """A relation as `extract` prints it."""
    out: Json = {
        "id": relation.id,
        "type": relation.type,
        "subject": [_actor(a) for a in relation.subject],
        "object": [filler_to_json(o) for o in relation.object],
        "between": [_actor(a) for a in relation.between],
        "time": [filler_to_json(t) for t in relation.time],
        "evidence": [span_to_json(s) for s in relation.evidence],
        "attribution": [link_to_json(link) for link in relation.attribution],
    }
    if relation.derived_from:
        out["derived_from"] = list(relation.derived_from)
    return out


def relation_from_json(document: str, value: Mapping[str, Any]) -> Relation:
    """The relation that `relation_to_json` printed for a document."""
    objects: list[ActorRef | ClaimRef | RelationRef] = []
    for item in value["object"]:
        filler = filler_from_json("target", item)
        assert isinstance(filler, ActorRef | ClaimRef | RelationRef)
        objects.append(filler)
    return Relation(
        id=value["id"],
        document=document,
        type=value["type"],
        subject=tuple(_actor_back(a) for a in value["subject"]),
        object=tuple(objects),
        between=tuple(_actor_back(a) for a in value["between"]),
        evidence=tuple(span_from_json(s) for s in value["evidence"]),
        time=tuple(TimeRef(t["edtf"], span_from_json(t)) for t in value["time"]),
        attribution=tuple(link_from_json(link) for link in value["attribution"]),
        derived_from=tuple(value.get("derived_from", ())),
    )


def framing_to_json(framing: Framing) -> Json:
    """A framing row as `extract` prints it; `speaker` is the class, its words follow when it has some."""
    out: Json = {
        **span_to_json(framing.span),
        "names": framing.names,
        "loaded": list(framing.loaded),
        "speaker": framing.speaker.source_class,
    }
    if framing.speaker.span is not None:
        out["speaker_words"] = link_to_json(framing.speaker)
    return out


def framing_from_json(value: Mapping[str, Any]) -> Framing:
    """The framing row that `framing_to_json` printed."""
    words = value.get("speaker_words")
    speaker = link_from_json(words) if words else ChainLink(value["speaker"])
    return Framing(span_from_json(value), value["names"], tuple(value["loaded"]), speaker)


_MENTION_VALUE: dict[type, Callable[[Any], Json]] = {
    DateValue: lambda v: {"edtf": v.edtf},
    PlaceValue: lambda v: {"id": v.id, "name": v.name},
    ActorValue: lambda v: {"id": v.id, "name": v.name},
    PersonValue: lambda v: {"id": None, "name": v.name},
    CountValue: lambda v: {"min": v.min, "max": v.max},
    SourceValue: lambda v: {"id": v.actor, "name": v.source_class},
}


def mention_to_json(mention: Mention) -> Json:
    """A mention as `extract --mentions` prints it."""
    value = _MENTION_VALUE[type(mention.value)](mention.value)
    span = mention.span
    return {"kind": mention.kind, "start": span.start, "end": span.end, "text": span.text, **value}


def problem_to_json(problem: Problem) -> Json:
    """A problem as commands print it."""
    return {
        "reason": problem.reason,
        "message": problem.message,
        "stage": problem.stage,
        "name": problem.name,
        "document": problem.document,
        "retry": problem.retry,
    }


def problem_from_json(value: Mapping[str, Any]) -> Problem:
    """The problem that `problem_to_json` printed."""
    return Problem(**{k: value[k] for k in ("reason", "message", "stage", "name", "document", "retry")})


def extraction_to_json(extraction: Extraction, *, label: str, url: str | None, mentions: bool = False) -> Json:
    """One document's object of the contract of `extract`."""
    reading = extraction.reading
    out: Json = {
        "id": label,
        "sha256": reading.document,
        "url": url,
        "outlet": reading.outlet,
        "author": reading.author,
        "title": reading.title,
        "genre": reading.genre,
        "tags": list(reading.tags),
        "published": reading.published,
        "updated": reading.updated,
        "language": reading.language,
        "text": reading.text,
        "boilerplate": [list(r) for r in reading.boilerplate],
        "claims": [claim_to_json(c) for c in extraction.claims],
        "relations": [relation_to_json(r) for r in extraction.relations],
        "framing": [framing_to_json(f) for f in extraction.framing],
        "problems": [problem_to_json(p) for p in extraction.problems],
    }
    if reading.hidden:
        out["hidden"] = [list(r) for r in reading.hidden]
    if reading.parts:
        out["parts"] = [
            {"start": p.start, "end": p.end, "title": p.title, "published": p.published} for p in reading.parts
        ]
    if reading.pages:
        out["pages"] = list(reading.pages)
    if reading.via is not None:
        out["via"] = reading.via
    if reading.excerpt:
        out["excerpt"] = True
    if mentions:
        out["mentions"] = [mention_to_json(m) for m in extraction.mentions]
    return out
