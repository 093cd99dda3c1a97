"""Where a predicate happened: a learned choice among the places that its sentence and those before it name.

Reports tell the place beside the predicate, in the sentence before, in the headline, or by «المدينة». The weights
lie in `data/place_model.json`, made by `python -m bench.quality.places`.
"""

from __future__ import annotations

from takhrij.core.records import Mention, PlaceValue
from takhrij.frame.scene import Scene, Stand

_ORDER = {"site": 0, "village": 1, "town": 2, "front": 2, "area": 2, "district": 3, "governorate": 4, "country": 5}
_WIDE = frozenset({"country", "region"})


def places_of(scene: Scene, stand: Stand) -> list[Mention]:
    """The places of a predicate, most specific first, each once: the likeliest, those in its chain, others nearly sure."""
    model = scene.notes.place_model
    rated = [(model.chance(stand.type, c.features), c) for c in scene.candidates(stand)]
    if not rated:
        return []
    best, top = max(rated, key=lambda pair: (pair[0], -pair[1].spot.mention.first))
    if best < (model.carried if top.carried else model.least):
        return []
    group = top.spot.group
    chosen = [
        c.spot.mention
        for chance, c in rated
        if c is top or chance >= (model.joined if c.spot.group == group else model.more)
    ]
    kept = without_countries(chosen)
    return sorted(kept, key=lambda m: (_ORDER.get(_value(m).precision, 2), m.first))


def _value(mention: Mention) -> PlaceValue:
    assert isinstance(mention.value, PlaceValue)
    return mention.value


def same_place(a: PlaceValue, b: PlaceValue) -> bool:
    """Whether two readings name one place: a town and its governorate often share a name."""
    return a.id == b.id or a.name_ar == b.name_ar


def without_countries(found: list[Mention]) -> list[Mention]:
    """Places without the country or its quarter («جنوب اليمن»), where something within it is told."""
    narrow = [m for m in found if _value(m).precision not in _WIDE]
    return narrow or found


def related(a: PlaceValue, b: PlaceValue) -> bool:
    """Whether one place is, or lies in, the other."""
    return a.id == b.id or a.id in b.within or b.id in a.within
