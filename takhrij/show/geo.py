"""Events on a map: the places that claims tell, each a point with a circle as wide as it is vague, shaped as GeoJSON.

A place without coordinates stands at the nearest thing it lies in, and says so. What stands nowhere is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from takhrij.core.records import Event, PlaceRef
from takhrij.resources import Resources
from takhrij.show.facets import Facets, Facts, choose, facts
from takhrij.show.traces import origin
from takhrij.show.view import CaseView

Json = dict[str, Any]
_TABLES = ("places/countries", "places/governorates")


class Point(NamedTuple):
    """Degrees north and east and the precision that they have."""

    lat: float
    lon: float
    precision: str
    at: str | None = None
    """The id of the wider place at whose coordinates it stands."""


@dataclass(frozen=True)
class Geography:
    """Radii by precision, and the coordinates of countries and governorates, by id."""

    _resources: Resources

    @cached_property
    def radii(self) -> Mapping[str, int]:
        """Metres by precision."""
        return {row["precision"]: int(row["radius_m"]) for row in self._resources.table("show/precision")}

    @cached_property
    def _wide(self) -> Mapping[str, tuple[float, float, str]]:
        rows = [
            (row, table) for table in _TABLES for row in self._resources.table(table) if row["lat"] and row["lon"]
        ]
        kinds = dict(zip(_TABLES, ("country", "governorate"), strict=True))
        return {r["id"]: (float(r["lat"]), float(r["lon"]), kinds[table]) for r, table in rows}

    def radius(self, precision: str) -> int:
        """Metres that a place of a precision may lie from its coordinates; the widest for one that is not listed."""
        return self.radii.get(precision, max(self.radii.values()))

    def point(self, place: PlaceRef) -> Point | None:
        """Where a place stands; None where neither it nor anything that it lies in has coordinates."""
        if place.lat is not None and place.lon is not None:
            return Point(place.lat, place.lon, place.precision)
        for wider in place.within:
            if wider in self._wide:
                lat, lon, kind = self._wide[wider]
                return Point(lat, lon, kind, wider)
        return None


class Spot(NamedTuple):
    """A place of an event: the words that tell it, where it stands (None: nowhere), whether only a rival account
    tells it, and the origins that name it."""

    ref: PlaceRef
    point: Point | None
    rival: bool
    origins: frozenset[str]


@dataclass(frozen=True)
class Spots:
    """The places of every event by its id; `view.once(Spots(geography))` keeps them."""

    geography: Geography

    def __call__(self, view: CaseView) -> Mapping[str, tuple[Spot, ...]]:
        """The spots of every event of a case."""
        return {one.event.id: tuple(self._of(view, one)) for one in view.once(facts, lasting=True)}

    def _of(self, view: CaseView, one: Facts) -> Iterator[Spot]:
        for ref, rival in _told(one):
            naming = (c for c in one.claims if any(p.id == ref.id for p in c.places))
            origins = frozenset(origin(view, c.id, c.document) for c in naming)
            yield Spot(ref, self.geography.point(ref), rival, origins)


@dataclass(slots=True)
class _Place:
    ref: PlaceRef
    point: Point
    events: list[tuple[Event, bool]] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Collection:
    """Places of the events asked for; `view.lately(Collection(facets, geography))` keeps it for a while."""

    facets: Facets
    geography: Geography

    def __call__(self, view: CaseView) -> Json:
        """The collection, as `collection` tells it."""
        return collection(view, choose(view, self.facets).facts, self.geography)


def collection(view: CaseView, facts: Iterable[Facts], geography: Geography) -> Json:
    """A GeoJSON FeatureCollection, a feature a place: ``properties`` hold ``id, name, name_ar, precision, radius_m, at,
    events: [{"id", "label", "type", "time", "rival"}]`` and ``origins``, the number of independent origins that name
    it.

    Beside the features: ``events`` that were asked for, ``unplaced`` (no place told) and ``without_coordinates``.
    An event stands at its own place and, marked as rival, at every place that a conflict sets against it.
    """
    spots = view.once(Spots(geography), lasting=True)
    places: dict[str, _Place] = {}
    counted, unplaced, nowhere = 0, 0, 0
    for one in facts:
        told = spots[one.event.id]
        counted += 1
        unplaced += not told
        nowhere += bool(told) and all(spot.point is None for spot in told)
        for ref, point, rival, origins in told:
            if point is not None:
                place = places.setdefault(ref.id, _Place(ref, point))
                place.events.append((one.event, rival))
                place.origins |= origins
    return {
        "type": "FeatureCollection",
        "features": [
            _feature(p, geography) for p in sorted(places.values(), key=lambda p: (-len(p.events), p.ref.id))
        ],
        "events": counted,
        "unplaced": unplaced,
        "without_coordinates": nowhere,
    }


def _told(one: Facts) -> list[tuple[PlaceRef, bool]]:
    """The place of an event and its rivals, each once."""
    event = one.event
    refs = {p.id: p for c in reversed(one.claims) for p in reversed(c.places)}
    told = [(refs[event.place[0]], False)] if event.place and event.place[0] in refs else []
    for conflict in event.conflicts:
        if conflict.field == "place":
            claims = {claim for value in conflict.values for claim in value.claims}
            rivals = (c.places[0] for c in one.claims if c.id in claims and c.places)
            told += [
                (p, True) for p in {p.id: p for p in rivals}.values() if not event.place or p.id != event.place[0]
            ]
    return told


def _event(event: Event, rival: bool) -> Json:
    return {"id": event.id, "label": event.label, "type": event.type, "time": event.time, "rival": rival}


def _feature(place: _Place, geography: Geography) -> Json:
    ref, point = place.ref, place.point
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
        "properties": {
            "id": ref.id,
            "name": ref.name,
            "name_ar": ref.name_ar,
            "precision": point.precision,
            "radius_m": geography.radius(point.precision),
            "at": point.at,
            "events": [_event(event, rival) for event, rival in place.events],
            "origins": len(place.origins),
        },
    }
