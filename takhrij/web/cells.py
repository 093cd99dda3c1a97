"""The cells of the workbench's tables, in the language of the page: what each column says and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from takhrij.core.records import ActorRef, Claim, Event, Relation, Span
from takhrij.show.view import CaseView
from takhrij.show.wording import Words


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, the address that it leads to, and how it is drawn (``code``, ``grade``, ``differs``)."""

    text: str
    link: str = ""
    style: str = ""


Made = dict[str, Cell]

# Which columns of a comparison a contested field stands in; every other field is a count.
CONTESTED = {
    "polarity": "stance",
    "modality": "stance",
    **{name: name for name in ("type", "actor", "target", "time", "place", "mediator", "amount")},
}


def event(view: CaseView, words: Words, key: str) -> Made:
    """An event in a list."""
    told: Event = view.by_id[key]
    return {
        "event": Cell(words.label(told), f"/events/{told.id}"),
        "time": Cell(words.when(told.time)),
        "place": Cell(words.event_place(told)),
        "claims": Cell(str(len(told.claims))),
        "origins": Cell(str(len(told.origins))),
        "conflicts": Cell(words.joined([words.role_name(name) for name in view.contested.get(key, ())])),
        "grade": Cell(str(told.grade.credibility), style="grade"),
    }


def claim(view: CaseView, words: Words, key: str) -> Made:
    """A claim in a list."""
    told = view.claims[key]
    return {
        "words": Cell(told.trigger.text, f"/claims/{told.id}"),
        "document": Cell(view.label(told.document), f"/documents/{told.document}"),
        **_fields(words, told),
        "set by a human": Cell(words.joined([words.role_name(e.field) for e in told.edits])),
    }


def _fields(words: Words, told: Claim) -> Made:
    counts = words.t("list.semicolon").join(words.counted(told, name) for name, _ in words.counts(told))
    speaker = told.speaker
    made = {
        "type": Cell(words.kind(told.type)),
        "stance": Cell(words.stance(told)),
        **{name: Cell(words.role(told, name)) for name in ("actor", "target", "time", "place")},
        "counts": Cell(counts),
        "speaker": Cell(speaker.span.text if speaker.span is not None else words.speaker(speaker.source_class)),
    }
    return made


def compared(view: CaseView, words: Words, told: Claim, contested: tuple[str, ...]) -> Made:
    """A claim among the accounts of its event; the cells of contested fields are marked."""
    made = {
        "document": Cell(view.label(told.document), f"/claims/{told.id}"),
        **_fields(words, told),
        **{name: Cell(words.role(told, name)) for name in ("mediator", "amount")},
        "words": Cell(told.trigger.text),
    }
    for field in contested:
        column = CONTESTED.get(field, "counts")
        made[column] = Cell(made[column].text, made[column].link, "differs")
    return made


def document(view: CaseView, words: Words, key: str) -> Made:
    """A document in a list."""
    reading = view.readings.get(key)
    return {
        "title": Cell((reading.title if reading else None) or view.label(key), f"/documents/{key}"),
        "document": Cell(view.label(key)),
        "outlet": Cell(words.outlet(reading)),
        "author": Cell((reading.author if reading else None) or ""),
        "published": Cell(words.when(reading.published) if reading and reading.published else words.untold),
        "claims": Cell(str(len(view.claims_of.get(key, ())))),
    }


def relation(view: CaseView, words: Words, key: str) -> Made:
    """A tie in a list."""
    told: Relation = view.relation_by_id[key]
    span: Span | None = told.evidence[0] if told.evidence else None
    return {
        "relation": Cell(tie(view, words, told), f"/documents/{told.document}#{told.id}"),
        "document": Cell(view.label(told.document)),
        "time": Cell(words.joined([words.when(t.edtf) for t in told.time])),
        "words": Cell(span.text if span is not None else ""),
    }


def tie(view: CaseView, words: Words, told: Relation) -> str:
    """A tie in one line, claims that it names told by their own lines."""
    named = [o.claim for o in told.object if hasattr(o, "claim")]
    return words.tie(told, {c: words.statement(view.claims[c]) for c in named if c in view.claims})


CELLS: Mapping[str, Callable[[CaseView, Words, str], Made]] = {
    "event": event,
    "claim": claim,
    "document": document,
    "relation": relation,
}


def values(words: Words, view: CaseView) -> Callable[[str, str], str]:
    """The label of a facet's value in the language of the page, by facet and value."""
    tied = (side for r in view.relations for side in (*r.subject, *r.between, *r.object))
    actors = {side.name: words.named(side.id) for side in tied if isinstance(side, ActorRef)}
    actors |= {name: words.named(key) for key, name in view.actor_names.items()}
    places: dict[str, Any] = {p.name: words.place(p) for c in view.claims.values() for p in c.places}

    def label(facet: str, value: str) -> str:
        match facet:
            case "type":
                return words.t.find(f"relation.{value}") or words.kind(value)
            case "genre":
                return words.t.find(f"genre.{value}") or value
            case "modality":
                return words.modality(value)
            case "speaker":
                return words.speaker(value)
            case "conflict":
                return words.role_name(value)
            case "actor":
                return actors.get(value, value)
            case "place":
                return str(places.get(value, value))
            case _:
                return value

    return label
