"""Events that may be one happening: a release told by itself, beside an exchange between the same two sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from takhrij.core.codec import COUNT_ROLES
from takhrij.core.records import Claim, Conflict, ConflictValue, Event, Reading
from takhrij.weigh.values import times_agree

FIELD = "same happening"


@dataclass(frozen=True, slots=True)
class Doubts:
    """The rule and what it reads; `two_sided` gives the one-sided types that tell half of a type, `apart` the
    pairs of claims that a human held apart."""

    rules: Mapping[str, Any]
    two_sided: Mapping[str, Sequence[str]]
    readings: Mapping[str, Reading]
    claims: Mapping[str, Claim]
    apart: frozenset[tuple[str, str]] = frozenset()

    def found(self, events: Sequence[Event]) -> dict[str, tuple[Conflict, ...]]:
        """By event id, one Conflict for each event that may be the same happening; it stands at both."""
        made: dict[str, list[Conflict]] = {}
        # Only events of one pair of types that share a party are held side by side: their number is what it costs.
        halves: dict[tuple[str, str], list[int]] = {}
        one_sided = frozenset(kind for kinds in self.two_sided.values() for kind in kinds)
        for at, event in enumerate(events):
            for party in self._parties(event) if event.type in one_sided else ():
                halves.setdefault((event.type, party), []).append(at)
        for whole in events:
            if whole.type not in self.two_sided:
                continue
            shared = Counter(
                at
                for kind in self.two_sided[whole.type]
                for party in self._parties(whole)
                for at in halves.get((kind, party), ())
            )
            for half in (events[at] for at in sorted(shared) if shared[at] > 1):
                if whole.id != half.id and self._may_be_one(whole, half):
                    conflict = self._conflict(whole, half)
                    made.setdefault(whole.id, []).append(conflict)
                    made.setdefault(half.id, []).append(conflict)
        return {event: tuple(conflicts) for event, conflicts in made.items()}

    def _may_be_one(self, whole: Event, half: Event) -> bool:
        fit = self._times_fit(whole, half)
        # Where no day is known, an equal number speaks for one happening.
        if fit is False or (fit is None and not self._numbers(whole) & self._numbers(half)):
            return False
        mine, theirs = ({claim for claim, _ in event.claims} for event in (whole, half))
        return not any((a in mine and b in theirs) or (a in theirs and b in mine) for a, b in self.apart)

    def _told(self, event: Event) -> list[Claim]:
        told = [self.claims[claim] for claim, _ in event.claims if claim in self.claims]
        return [claim for claim in told if claim.polarity == "did" and claim.type == event.type]

    def _parties(self, event: Event) -> frozenset[str]:
        claims = self._told(event)
        return frozenset(party for c in claims for role in ("actor", "target") for party in c.actors(role))

    def _numbers(self, event: Event) -> set[int]:
        told = [self.claims[claim] for claim, _ in event.claims if claim in self.claims]
        counts = [count for c in told for role in COUNT_ROLES for count in c.counts(role) if c.polarity == "did"]
        return {count.min for count in counts if count.min is not None and count.min == count.max}

    def _times_fit(self, whole: Event, half: Event) -> bool | None:
        """Whether the times told, else the days of the pages, are close; None where neither is known."""
        if whole.time is not None and half.time is not None:
            return times_agree(whole.time, half.time)
        apart = [abs(a - b) for a in self._days(whole) for b in self._days(half)]
        return min(apart) <= self.rules["days"] if apart else None

    def _days(self, event: Event) -> set[int]:
        found = set()
        for _, document in event.claims:
            reading = self.readings.get(document)
            try:
                found.add(date.fromisoformat((reading.published or "")[:10]).toordinal() if reading else 0)
            except ValueError:
                continue
        return found - {0}

    def _conflict(self, whole: Event, half: Event) -> Conflict:
        values = (
            ConflictValue(event.label, tuple(claim.id for claim in self._told(event))) for event in (whole, half)
        )
        return Conflict(FIELD, tuple(values), self.rules["doubtful"].format(a=half.type, b=whole.type))
