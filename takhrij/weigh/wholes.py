"""Totals and what they are made of: «seventy in two days» beside forty on Monday and thirty on Tuesday.

A total is held against the happenings of its own type, between parties it names, that lie in its time. Where some of
them add up to it they are said to be its parts; where those known already exceed it, that does not add up. Nothing is
joined: a total stays an event of its own, and a human may judge its parts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

from takhrij.core.codec import COUNT_ROLES
from takhrij.core.edtf import bounds
from takhrij.core.records import Check, Claim, Event, PlaceRef
from takhrij.weigh.values import places_agree

# Parts of a total at most, and happenings that are tried for one.
_MOST_PARTS, _MOST_TRIED = 4, 12


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number of one role that every claim of an event that tells one tells alike; `claim` is the first of them."""

    event: Event
    number: int
    claim: str
    first: date
    last: date
    parties: frozenset[str]
    places: tuple[PlaceRef, ...]


@dataclass(frozen=True, slots=True)
class Wholes:
    """What was found: checks of totals and notes of parts, by event id."""

    checks: Mapping[str, tuple[Check, ...]]
    notes: Mapping[str, tuple[str, ...]]

    @staticmethod
    def of(events: Sequence[Event], claims: Mapping[str, Claim], rules: Mapping[str, Any]) -> Wholes:
        """Hold every total against the happenings that may be its parts."""
        checks: dict[str, list[Check]] = defaultdict(list)
        notes: dict[str, list[str]] = defaultdict(list)
        for role in COUNT_ROLES:
            figures = [figure for event in events for figure in _figures(event, claims, role)]
            for total, near in _candidates(figures):
                parts = _parts(total, near)
                if parts:
                    checks[total.event.id].append(_check(total, parts, rules["whole"], role, holds=True))
                    for part in parts:
                        notes[part.event.id].append(rules["in_whole"].format(whole=total.event.label))
                elif _exceeded(total, near):
                    checks[total.event.id].append(_check(total, near, rules["exceeded"], role, holds=False))
        return Wholes(
            {event: tuple(found) for event, found in checks.items()},
            {event: tuple(dict.fromkeys(found)) for event, found in notes.items()},
        )


def _figures(event: Event, claims: Mapping[str, Claim], role: str) -> Iterator[_Figure]:
    time = bounds(event.time) if event.time else None
    if time is None or time.first is None or time.last is None:
        return
    told = [claims[claim] for claim, _ in event.claims if claim in claims]
    told = [
        c for c in told if c.polarity == "did" and c.modality not in ("planned", "denied") and c.type == event.type
    ]
    counts = [(count, claim) for claim in told for count in claim.counts(role)]
    numbers = {count.min if count.min == count.max else None for count, _ in counts}
    if len(numbers) != 1 or None in numbers:
        return
    parties = frozenset(party for c in told for kind in ("actor", "target") for party in c.actors(kind))
    places = tuple({place.id: place for c in told for place in c.places}.values())
    (number,) = numbers
    yield _Figure(event, number or 0, counts[0][1].id, time.first, time.last, parties, places)


def _candidates(figures: Sequence[_Figure]) -> Iterator[tuple[_Figure, list[_Figure]]]:
    """Each figure with the smaller ones of its type that lie in its time, in order of time."""
    by_type: dict[str, list[_Figure]] = defaultdict(list)
    for figure in figures:
        by_type[figure.event.type].append(figure)
    for alike in by_type.values():
        alike.sort(key=lambda f: (f.first, f.event.id))
        days = [figure.first for figure in alike]
        for total in alike:
            if total.first == total.last:
                continue  # parts of one day are told by one page as parts
            within = alike[bisect_left(days, total.first) : bisect_right(days, total.last)]
            near = [f for f in within if f is not total and _may_be_part(f, total)]
            if len(near) > 1:
                yield total, near


def _may_be_part(part: _Figure, total: _Figure) -> bool:
    if part.number >= total.number or not part.number or part.last > total.last:
        return False
    if part.parties and total.parties and part.parties.isdisjoint(total.parties):
        return False
    return not part.places or not total.places or any(places_agree(a, b) for a in part.places for b in total.places)


def _parts(total: _Figure, near: Sequence[_Figure]) -> tuple[_Figure, ...]:
    """The fewest happenings that add up to a total, () where none do."""
    for size in range(2, min(_MOST_PARTS, len(near)) + 1):
        for chosen in combinations(near[:_MOST_TRIED], size):
            if sum(part.number for part in chosen) == total.number and _apart(chosen):
                return chosen
    return ()


def _exceeded(total: _Figure, near: Sequence[_Figure]) -> bool:
    return sum(part.number for part in near) > total.number and _apart(near)


def _apart(figures: Sequence[_Figure]) -> bool:
    """Whether happenings lie on days of their own, so that none of them can be another told again."""
    ordered = sorted(figures, key=lambda f: (f.first, f.last))
    return all(a.last + timedelta(days=1) <= b.first for a, b in pairwise(ordered))


def _check(total: _Figure, parts: Sequence[_Figure], words: str, role: str, *, holds: bool) -> Check:
    added = " + ".join(str(part.number) for part in parts)
    summed = sum(part.number for part in parts)
    told = "; ".join(part.event.label for part in parts)
    sentence = words.format(role=role, added=added, sum=summed, total=total.number, told=told)
    return Check(total.claim, holds, sentence)
