"""Which events a screen shows: by type, actor, place, outlet and days, as they stand in an address.

A value of one facet must be met by an event's own claims. An event whose time is not told lies in no stretch of days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from takhrij.core.edtf import Bounds, bounds
from takhrij.core.errors import UsageError
from takhrij.core.records import ActorRef, Claim, Event, PlaceRef
from takhrij.show import words
from takhrij.show.view import CaseView

CHOICES = ("type", "actor", "place", "outlet")
DAYS = ("from", "to")
MOST_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Facts:
    """What facets ask of one event: ids of all actors in any role, ids of the places told and of what these lie in,
    the outlets that tell it, and its days (None where no time is told)."""

    event: Event
    claims: tuple[Claim, ...]
    actors: frozenset[str]
    places: frozenset[str]
    outlets: frozenset[str]
    days: Bounds | None

    def of(self, facet: str) -> frozenset[str]:
        """Its values of a facet."""
        if facet == "type":
            return frozenset((self.event.type,))
        return {"actor": self.actors, "place": self.places, "outlet": self.outlets}[facet]


@dataclass(frozen=True, slots=True)
class Facets:
    """What is asked for; an empty value asks for nothing. `first` and `last` are days, both inclusive."""

    values: tuple[tuple[str, str], ...]
    first: date | None = None
    last: date | None = None

    @property
    def dated(self) -> bool:
        """Whether only some days are asked for."""
        return self.first is not None or self.last is not None

    def value(self, facet: str) -> str | None:
        """The value asked for, None where any will do."""
        return next((value for name, value in self.values if name == facet), None)

    def within(self, days: Bounds | None) -> bool:
        """Whether a time may lie in the days asked for; one that is not told does only where none are."""
        if not self.dated:
            return True
        return days is not None and days.overlaps(Bounds(self.first, self.last))


@dataclass(frozen=True, slots=True)
class Found:
    """The events that fit; `undated` of those that fit otherwise were left out for having no time."""

    facts: tuple[Facts, ...]
    undated: int = 0

    @property
    def events(self) -> Iterator[Event]:
        """The events alone."""
        return (one.event for one in self.facts)


def _day(facet: str, told: str, last: bool) -> date | None:
    if not told:
        return None
    known = bounds(told) if "/" not in told else None
    day = (known.last if last else known.first) if known is not None else None
    if day is None:
        raise UsageError(f"'{facet}' is no day, month or year: write 2018-11-13, 2018-11 or 2018")
    return day


def parse(query: Mapping[str, str]) -> Facets:
    """The facets of an address; other parameters are not looked at.

    Raises UsageError for a date that is none, days the wrong way round, or a value too long to be one.
    """
    told = {key: query.get(key, "").strip() for key in (*CHOICES, *DAYS)}
    for key, value in told.items():
        if len(value) > MOST_CHARACTERS:
            raise UsageError(f"'{key}' has {len(value):,} characters; choose one of the values of its list")
    first, last = _day("from", told["from"], last=False), _day("to", told["to"], last=True)
    if first is not None and last is not None and last < first:
        raise UsageError(f"'from' ({told['from']}) is after 'to' ({told['to']}); exchange them")
    return Facets(tuple((key, told[key]) for key in CHOICES if told[key]), first, last)


def facts(view: CaseView) -> tuple[Facts, ...]:
    """The facts of every event by its first day and then its last, those without a time after them;
    `view.once(facts)` keeps them."""
    return tuple(sorted((_facts(view, event) for event in view.events), key=_order))


def _order(one: Facts) -> tuple[bool, date, date, str]:
    days = one.days
    first = (days.first or days.last) if days is not None else None
    last = days.last if days is not None else None
    return days is None, first or date.max, last or date.max, one.event.id


def _facts(view: CaseView, event: Event) -> Facts:
    claims = tuple(view.claims[c] for c, _ in event.claims if c in view.claims)
    fillers = [f for claim in claims for told in claim.roles.values() for f in told]
    places = [f for f in fillers if isinstance(f, PlaceRef)]
    return Facts(
        event,
        claims,
        frozenset(f.id for f in fillers if isinstance(f, ActorRef)),
        frozenset(identity for place in places for identity in (place.id, *place.within)),
        frozenset(words.outlet(view.readings.get(document)) for _, document in event.claims),
        bounds(event.time) if event.time else None,
    )


@dataclass(frozen=True, slots=True)
class _Choice:
    facets: Facets

    def __call__(self, view: CaseView) -> Found:
        return _choose(view, self.facets)


def choose(view: CaseView, facets: Facets) -> Found:
    """The events asked for, by their time."""
    return view.lately(_Choice(facets))


def _choose(view: CaseView, facets: Facets) -> Found:
    wanted = [(facet, meant(view, facet, value)) for facet, value in facets.values]
    fitting = [
        one for one in view.once(facts, lasting=True) if all(one.of(facet) & values for facet, values in wanted)
    ]
    kept = tuple(one for one in fitting if facets.within(one.days))
    undated = sum(one.days is None for one in fitting) if facets.dated else 0
    return Found(kept, undated)


def named(view: CaseView) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Ids of actors and places by the English name that claims carry, by facet; `view.once(named)` keeps them."""
    found: dict[str, dict[str, set[str]]] = {"actor": {}, "place": {}}
    for claim in view.claims.values():
        for fillers in claim.roles.values():
            for f in fillers:
                if isinstance(f, ActorRef | PlaceRef):
                    facet = "actor" if isinstance(f, ActorRef) else "place"
                    found[facet].setdefault(f.name, set()).add(f.id)
    return {facet: {name: frozenset(ids) for name, ids in names.items()} for facet, names in found.items()}


def meant(view: CaseView, facet: str, value: str) -> frozenset[str]:
    """What a value of an address means: an id, an outlet or a type by itself, an actor or a place also by its name."""
    return frozenset((value,)) | view.once(named, lasting=True).get(facet, {}).get(value, frozenset())


def choices(view: CaseView) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Every value of each facet with the number of its events, most first; `view.once(choices)` keeps them.

    Actors and places stand under their English names, as in the lists; a place that no claim names under its id."""
    counted = {
        facet: Counter(v for one in view.once(facts, lasting=True) for v in one.of(facet)) for facet in CHOICES
    }
    for facet, names in view.once(named, lasting=True).items():
        by_id = {identity: name for name, ids in names.items() for identity in ids}
        told: Counter[str] = Counter()
        for identity, times in counted[facet].items():
            told[by_id.get(identity, identity)] += times
        counted[facet] = told
    return {facet: tuple(sorted(n.items(), key=lambda told: (-told[1], told[0]))) for facet, n in counted.items()}
