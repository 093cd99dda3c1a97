"""Where a predicate happened: a learned choice among the places that its sentence and those before it name.

Reports tell the place beside the predicate, in the sentence before, in the headline, or by «المدينة». The weights
lie in `data/place_model.json`, made by `python -m bench.quality.places`.
"""

from __future__ import annotations

from collections.abc import Sequence

from takhrij.core.records import Mention, PlaceValue
from takhrij.frame.company import companions
from takhrij.frame.place_model import PlaceModel
from takhrij.frame.scene import Candidate, Scene, Stand

# So wide a place tells little beside one within it.
WIDE = frozenset({"country", "region"})
_ORDER = {"site": 0, "village": 1, "town": 2, "front": 2, "area": 2, "district": 3, "governorate": 4, "country": 5}


def places_of(scene: Scene, stand: Stand) -> list[Mention]:
    """The places of a predicate, most specific first, each once: the likeliest, and what stands beside it."""
    held = choose(scene.notes.place_model, stand.type, scene.candidates(stand))
    if held and _of_another(scene, stand, held[0]):
        held = held[:1]  # what stands beside it there is the other's
    held = [*held[:1], *(c for c in held[1:] if not _parted(scene, stand, held[0], c))]
    chosen = [c.spot.mention for c in held]
    return sorted(chosen, key=lambda m: (_ORDER.get(_value(m).precision, 2), m.first))


def _of_another(scene: Scene, stand: Stand, candidate: Candidate) -> bool:
    """Whether a place of the sentence is told in a clause that describes somebody by another deed («المسؤولين عن اغتيال
    القاضي في …»)."""
    spot, hit, syntax = candidate.spot, stand.hit, scene.notes.syntax
    owner = syntax.owner[spot.mention.first]
    if spot.sentence != hit.sentence or owner == syntax.owner[hit.first] or syntax.clauses[owner].kind != "relative":
        return False
    others = scene.in_sentence.get(hit.sentence, ())
    return any(syntax.owner[other.first] == owner for other in others if other.first < spot.mention.first)


def _parted(scene: Scene, stand: Stand, one: Candidate, other: Candidate) -> bool:
    """Whether another predicate stands between two places of a sentence («السيطرة على البلدة والتقدم نحو القرية»)."""
    if one.spot.sentence != other.spot.sentence:
        return False
    low, high = sorted((one.spot.mention.first, other.spot.mention.first))
    hits = scene.in_sentence.get(one.spot.sentence, ())
    return any(low < hit.first < high and hit.first != stand.hit.first for hit in hits)


def choose(model: PlaceModel, kind: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that are places of a predicate of an event type, the likeliest first."""
    rated = [(model.chance(kind, c.features), c) for c in candidates]
    if not rated:
        return []
    best, top = max(rated, key=lambda pair: (pair[0], -pair[1].spot.mention.first))
    if best < (model.carried if top.carried else model.least):
        return []
    mates = companions(rated, top)
    beside = [m.candidate for m in mates if model.company_chance(kind, m.odds, m.features) >= model.beside]
    return [top, *beside]


def _value(mention: Mention) -> PlaceValue:
    assert isinstance(mention.value, PlaceValue)
    return mention.value


def same_place(a: PlaceValue, b: PlaceValue) -> bool:
    """Whether two readings name one place: a town and its governorate often share a name."""
    return a.id == b.id or a.name_ar == b.name_ar


def related(a: PlaceValue, b: PlaceValue) -> bool:
    """Whether one place is, or lies in, the other."""
    return a.id == b.id or a.id in b.within or b.id in a.within
