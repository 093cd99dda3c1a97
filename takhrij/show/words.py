"""Values in plain English: dates, counts, roles and who speaks. One wording for tables and dossier."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from takhrij.core.codec import filler_from_json
from takhrij.core.edtf import bounds
from takhrij.core.records import (
    ActorRef,
    AmountRef,
    ChainLink,
    Claim,
    ClaimRef,
    CountRef,
    FieldEdit,
    Filler,
    PlaceRef,
    Reading,
    Relation,
    RelationRef,
    TimeRef,
)
from takhrij.show.direction import isolated

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
UNTOLD = "not told"
POLARITY = {
    "did": "",
    "did_not": "said not to have happened",
    "ended": "said to have ended",
    "refused": "said to have been refused",
    "failed": "said to have failed",
}
SPEAKER = {
    "narrator": "the page itself",
    "named": "a named person",
    "official": "an official source",
    "anonymous": "an unnamed source",
    "media": "another outlet",
}
Names = Mapping[str, str]
NO_NAMES: Names = {}
_POINT = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)")


def heading(name: str) -> str:
    """An id as words: ``supervises`` gives "Supervises", ``sexual_violence`` "Sexual violence"."""
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def _point(value: str) -> str:
    match = _POINT.fullmatch(value)
    if match is None:
        return value
    month = MONTHS[int(match[2]) - 1] if match[2] and 1 <= int(match[2]) <= 12 else match[2]
    parts = [str(int(match[3])) if match[3] else "", month or "", match[1]]
    return ("about " if match[4] else "") + " ".join(p for p in parts if p)


def _days(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {MONTHS[first.month - 1]} {first.year}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {last.day} {MONTHS[last.month - 1]} {first.year}"
    return f"{_point(first.isoformat())} – {_point(last.isoformat())}"


def when(edtf: str | None) -> str:
    """An EDTF value as a reader says it; None is "not told".

    >>> when("2018-08-01/2018-08-10")
    '1–10 August 2018'
    >>> when("../2014")
    'up to 2014'
    """
    if not edtf:
        return UNTOLD
    head, slash, tail = edtf.partition("/")
    if not slash:
        return _point(head)
    if head in ("", ".."):
        return f"up to {_point(tail)}"
    if tail in ("", ".."):
        return f"from {_point(head)}"
    span = bounds(edtf)
    exact = len(head) == len(tail) == 10
    if exact and span is not None and span.first is not None and span.last is not None:
        return _days(span.first, span.last)
    return f"{_point(head)} – {_point(tail)}"


def how_many(least: int | None, most: int | None, approx: bool = False) -> str:
    """A count's bounds as words.

    >>> how_many(21, None)
    'at least 21'
    """
    about = "about " if approx else ""
    if least is None and most is None:
        return "a number not told"
    if least is None:
        return f"at most {about}{most}"
    if most is None:
        return f"at least {about}{least}"
    return f"{about}{least}" if least == most else f"{about}{least}–{most}"


def plural(number: int, noun: str, many: str | None = None) -> str:
    """A number with its noun: "1 claim", "3 claims"."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def joined(names: list[str] | tuple[str, ...]) -> str:
    """Names as a list in prose, each once, in order."""
    unique = list(dict.fromkeys(n for n in names if n))
    return unique[0] if len(unique) == 1 else ", ".join(unique[:-1]) + " and " + unique[-1] if unique else ""


def actor(ref: ActorRef) -> str:
    """The neutral name; for a part, the part of whom."""
    return ref.name if ref.unit is None else f"{ref.name} ({heading(ref.unit)})"


def named(actor_id: str, names: Names = NO_NAMES) -> str:
    """An actor id by its neutral name, where a claim of the case tells it."""
    return names.get(actor_id) or heading(actor_id.removeprefix("other:"))


def _count(ref: CountRef, names: Names) -> str:
    text = how_many(ref.min, ref.max, ref.approx)
    if ref.parts:
        told = [f"{how_many(p.min, p.max)} {joined([named(o, names) for o in p.of])}".strip() for p in ref.parts]
        text += f" ({' + '.join(told)})"
    elif ref.of:
        text += f" of {joined([named(o, names) for o in ref.of])}"
    return text


def filler(value: Filler, names: Names = NO_NAMES) -> str:
    """One value of a role in words; a role filled by words gives the words as they stand."""
    match value:
        case ActorRef():
            return actor(value)
        case PlaceRef():
            return value.name
        case TimeRef():
            return when(value.edtf)
        case CountRef():
            return _count(value, names)
        case AmountRef() if value.value is not None:
            return f"{value.value:,.15g} {value.unit or '(currency not told)'}"
        case ClaimRef():
            return f"claim {value.claim}"
        case RelationRef():
            return f"relation {value.relation}"
        case _:
            return value.span.text


def role(claim: Claim, name: str, names: Names = NO_NAMES) -> str:
    """All values of a role in words, or an empty string where the role is not told."""
    return joined([filler(f, names) for f in claim.roles.get(name, ())])


def stance(claim: Claim) -> str:
    """How the claim is put forward: "asserted", "alleged", "denied: said to have been refused"."""
    told = POLARITY.get(claim.polarity, claim.polarity)
    return f"{claim.modality}: {told}" if told else claim.modality


def outlet(reading: Reading | None) -> str:
    """Whose page it is; unknown is said, not guessed."""
    if reading is None:
        return "unknown outlet"
    return reading.outlet or "unknown outlet"


def chain(links: tuple[ChainLink, ...]) -> list[tuple[str, str | None]]:
    """Links from the outlet inwards as (class in words, quoted words or None)."""
    return [(SPEAKER.get(x.source_class, x.source_class), x.span.text if x.span else None) for x in links]


def counts(claim: Claim, names: Names = NO_NAMES) -> list[tuple[str, str]]:
    """The counts told, as (role, words), in the claim's order."""
    told = [(name, [f for f in fillers if isinstance(f, CountRef)]) for name, fillers in claim.roles.items()]
    return [(name, joined([filler(f, names) for f in refs])) for name, refs in told if refs]


def statement(claim: Claim, names: Names = NO_NAMES) -> str:
    """One neutral line of a claim: type, who to whom, how many, where, when; only what is told."""
    who, whom = (isolated(role(claim, name)) for name in ("actor", "target"))
    arrow = f"{who} → {whom}" if who and whom else who or (f"→ {whom}" if whom else "")
    many = "; ".join(f"{words} {name}" for name, words in counts(claim, names))
    time = claim.time
    parts = [heading(claim.type), arrow, many, isolated(role(claim, "place")), when(time.edtf) if time else ""]
    parts.append("set by a human: " + joined([e.field for e in claim.edits]) if claim.edits else "")
    return " · ".join(p for p in parts if p)


def read_before(claim: Claim, edit: FieldEdit, names: Names = NO_NAMES) -> str:
    """What the machine reads in a field that a human set, in words."""
    if edit.was is None:
        return UNTOLD
    if isinstance(edit.was, str):
        return edit.was
    fillers = [filler_from_json(edit.field, value) for value in edit.was]
    return joined([filler(f, names) for f in fillers]) or UNTOLD


def edited(claim: Claim, edit: FieldEdit, names: Names = NO_NAMES) -> str:
    """One line on a field that a human set: the value, whose judgement it is, why, and what was read before."""
    value = role(claim, edit.field, names) or (getattr(claim, edit.field, None) or UNTOLD)
    reason = f" ({edit.why})" if edit.why else ""
    head = f"{heading(edit.field)} set to {isolated(value)} by {isolated(edit.by)} on {when(edit.at[:10])}{reason}"
    return f"{head}; the program read {isolated(read_before(claim, edit, names))}"


def tie(relation: Relation, told: Names = NO_NAMES) -> str:
    """One neutral line of a relation: subject, verb, object, and between whom; `told` words claims by id."""
    objects = [
        actor(o)
        if isinstance(o, ActorRef)
        else told.get(o.claim if isinstance(o, ClaimRef) else o.relation, filler(o))
        for o in relation.object
    ]
    line = " ".join(
        p for p in (isolated(joined([actor(a) for a in relation.subject])), relation.type.replace("_", " ")) if p
    )
    line = f"{line} {isolated(joined(objects))}".strip()
    return f"{line}, between {isolated(joined([actor(a) for a in relation.between]))}" if relation.between else line


def points_back(link: ChainLink) -> bool:
    """Whether a speaker is told by one definite word alone («المصدر»): it is whoever the page named before."""
    told = link.span.text.split() if link.span is not None else []
    return (
        link.source_class in ("anonymous", "official")
        and link.actor is None
        and len(told) == 1
        and told[0][:2] == "ال"
    )
