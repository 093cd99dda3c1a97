"""The fields of a claim as labels and numbers, so that two tellings of one claim can be held against each other."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from takhrij.core.codec import COUNT_ROLES, NUMBER_ROLES
from takhrij.core.edtf import bounds
from takhrij.core.records import (
    ActorRef,
    AmountRef,
    Claim,
    ClaimRef,
    CountRef,
    Filler,
    PlaceRef,
    RelationRef,
    TimeRef,
)

EXISTS = "claim"
"""The field that says whether there is a claim at all."""

PLAIN = ("type", "modality", "polarity")
ROLES = (
    *("actor", "target", "mediator", "beneficiary", "place", "origin_place", "destination", "time", "amount"),
    *("condition", "purpose", "instrument", *NUMBER_ROLES),
)
MAIN = (*PLAIN, "actor", "target", "place", "time")
"""Fields that every claim is asked about, told or not."""


def told(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The fields that any of the claims tells, the main ones always, in a fixed order."""
    roles = {role for claim in claims for role, fillers in claim.roles.items() if fillers}
    return (*MAIN, *(role for role in ROLES if role in roles and role not in MAIN))


def label(claim: Claim, field: str) -> Hashable:
    """What a claim tells in a field, whatever the order and the words; nothing told is a value too."""
    if field in PLAIN:
        return str(getattr(claim, field))
    return tuple(sorted({_value(filler) for filler in claim.roles.get(field, ())}))


def number(claim: Claim, field: str) -> float | None:
    """A count, or a day as a number of days; None where the field is no single number.

    A count between two bounds is their middle; a time is the middle of the days that it covers.
    """
    if field == "time":
        days = bounds(claim.time.edtf) if claim.time is not None else None
        if days is None or days.first is None or days.last is None:
            return None
        return (days.first.toordinal() + days.last.toordinal()) / 2
    counts = claim.counts(field) if field in COUNT_ROLES else ()
    if len(counts) != 1 or counts[0].min is None or counts[0].max is None:
        return None
    return (counts[0].min + counts[0].max) / 2


def differing(one: Claim, two: Claim) -> tuple[str, ...]:
    """The fields in which two tellings differ."""
    return tuple(field for field in (*PLAIN, *ROLES) if label(one, field) != label(two, field))


def _value(filler: Filler) -> str:
    match filler:
        case ActorRef():
            return filler.unit or filler.id
        case PlaceRef():
            return filler.id
        case TimeRef():
            return filler.edtf
        case CountRef():
            parts = "".join(f"+{p.min}..{p.max}:{','.join(sorted(p.of))}" for p in filler.parts)
            return f"{filler.min}..{filler.max}{'~' if filler.approx else ''}:{','.join(sorted(filler.of))}{parts}"
        case AmountRef():
            return f"{filler.value} {filler.unit}"
        case ClaimRef():
            return filler.claim
        case RelationRef():
            return filler.relation
        case _:
            return " ".join(filler.span.text.split())
