"""Where: the same place, one within the other, near, or elsewhere; a country says little."""

from __future__ import annotations

import math
from functools import lru_cache

from takhrij.link.facts import Facts, Place
from takhrij.link.tables import Tables
from takhrij.link.whereabouts import COINED, named_within, namesakes

UNKNOWN, SAME, WITHIN, NEAR, WIDE, NEIGHBOURS, ELSEWHERE, FREE, UNRELATED = range(9)
REASONS = (
    "a place is not told, or it cannot be known whether one lies in the other",
    "told of the same place",
    "one place lies within the other",
    "places less than 30 km apart",
    "told of the same country or region",
    "different places of one governorate",
    "told of different places",
    "different places, but the two types are told from different places",
    "different names of places, of which no gazetteer knows how they lie",
)
_NEAR_KM = 30.0
_ORDER = (SAME, WITHIN, NEAR, NEIGHBOURS, WIDE, UNKNOWN, UNRELATED, ELSEWHERE)
_RANK = {step: rank for rank, step in enumerate(_ORDER)}
_APART = (ELSEWHERE, NEIGHBOURS, UNRELATED)


def level(a: Facts, b: Facts, tables: Tables) -> int:
    """How far the two places agree; the best pair of places counts."""
    if not a.places or not b.places:
        return UNKNOWN
    if len(a.places) == 1 and len(b.places) == 1:
        p, q = a.places[0], b.places[0]
        best = ELSEWHERE if _namesakes(p, q) else _pair(p, q, tables)
    elif any(_namesakes(p, q) for p in a.places for q in b.places):
        return ELSEWHERE
    else:
        best = min((_pair(p, q, tables) for p in a.places for q in b.places), key=_RANK.__getitem__)
    if best in _APART and ("place" in a.borrowed or "place" in b.borrowed):
        return UNKNOWN
    if best in _APART and (a.type, b.type) in tables.place_free:
        return FREE
    return best


def _pair(p: Place, q: Place, tables: Tables) -> int:
    wide = p.precision in tables.wide or q.precision in tables.wide
    coined = p.id.startswith(COINED), q.id.startswith(COINED)
    if p.id == q.id:
        return WIDE if wide else SAME
    if p.id in q.within or q.id in p.within or (any(coined) and named_within(p.name, q.name)):
        return WIDE if wide else WITHIN
    if wide:
        return ELSEWHERE
    if kilometres(p, q) <= _NEAR_KM:
        return NEAR
    if any(coined):
        # «مبنى الجمارك» may stand in the town that another page tells, or in any other.
        return UNRELATED if p.precision == q.precision else UNKNOWN
    # The last two ancestors are the governorate and the country.
    return NEIGHBOURS if set(p.within[:-1]) & set(q.within[:-1]) else ELSEWHERE


def _namesakes(p: Place, q: Place) -> bool:
    """Whether two coined places bear one name and lie in different units, which no wider place told beside them heals."""
    return p.id == q.id and p.id.startswith(COINED) and namesakes(p.within, q.within)


def kilometres(p: Place, q: Place) -> float:
    """Great-circle distance; infinite where a coordinate is not known."""
    if p.lat is None or p.lon is None or q.lat is None or q.lon is None:
        return math.inf
    return _great_circle(p.lat, p.lon, q.lat, q.lon)


@lru_cache(maxsize=1 << 16)
def _great_circle(p_lat: float, p_lon: float, q_lat: float, q_lon: float) -> float:
    lat_p, lat_q = math.radians(p_lat), math.radians(q_lat)
    half = math.sin((lat_q - lat_p) / 2) ** 2
    half += math.cos(lat_p) * math.cos(lat_q) * math.sin(math.radians(q_lon - p_lon) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, half)))
