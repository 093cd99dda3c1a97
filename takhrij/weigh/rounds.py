"""Rounds: «the fifth exchange» against the exchanges between the same parties that the case knows from before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from takhrij.core.edtf import bounds
from takhrij.core.records import Check, Claim, Event

# Between whom dealings are counted: so many parties in common.
_SHARED = 2


@dataclass(frozen=True, slots=True)
class _Dealing:
    """An event that came about on known days, with its parties and the numbers told of it, each with the claim that
    tells it first."""

    event: Event
    first: date
    last: date
    parties: frozenset[str]
    numbers: tuple[tuple[int, str], ...]

    @property
    def number(self) -> int | None:
        """The one number told; two of one dealing are a difference of its accounts, no ground to count from."""
        return self.numbers[0][0] if len(self.numbers) == 1 else None


def round_checks(
    events: Sequence[Event], claims: Mapping[str, Claim], rules: Mapping[str, Any]
) -> dict[str, tuple[Check, ...]]:
    """Checks by event id: whether no more earlier dealings are known than an event's number leaves room for, and
    whether numbers rise with the days, for each number that is told of it. Nothing is said of events without a day, or between one known party."""
    by_type: dict[str, list[_Dealing]] = defaultdict(list)
    for event in events:
        dealing = _dealing(event, claims)
        if dealing is not None:
            by_type[event.type].append(dealing)
    found: dict[str, tuple[Check, ...]] = {}
    for dealings in by_type.values():
        for told in dealings:
            if told.numbers:
                earlier = [d for d in dealings if d.last < told.first and len(d.parties & told.parties) >= _SHARED]
                checked = (_checks(number, claim, earlier, rules) for number, claim in told.numbers)
                found[told.event.id] = tuple(check for checks in checked for check in checks)
    return found


def _dealing(event: Event, claims: Mapping[str, Claim]) -> _Dealing | None:
    time = bounds(event.time) if event.time else None
    if time is None or time.first is None or time.last is None:
        return None
    told = [claims[claim] for claim, _ in event.claims if claim in claims]
    done = [
        c for c in told if c.polarity == "did" and c.modality not in ("planned", "denied") and c.type == event.type
    ]
    if not done:
        return None
    parties = frozenset(party for c in done for role in ("actor", "target") for party in c.actors(role))
    numbered: dict[int, str] = {}
    for claim, count in ((c, count) for c in done for count in c.counts("round")):
        if count.min is not None:
            numbered.setdefault(count.min, claim.id)
    return _Dealing(event, time.first, time.last, parties, tuple(numbered.items()))


def _checks(number: int, claim: str, earlier: Sequence[_Dealing], rules: Mapping[str, Any]) -> tuple[Check, ...]:
    ordered = sorted(earlier, key=lambda d: (d.first, d.event.id))
    labels = "; ".join(d.event.label for d in ordered)
    known = len(ordered)
    sentence = rules["round"].format(
        n=number, k=known, of="is" if known == 1 else "are", told=f": {labels}" * bool(known)
    )
    made = [Check(claim, known < number, sentence)]
    for before in ordered:
        if before.number is not None and before.number >= number:
            sentence = rules["ranks"].format(n=number, m=before.number, told=before.event.label)
            made.append(Check(claim, False, sentence))
    return tuple(made)
