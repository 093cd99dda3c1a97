"""Which places stand beside the one where a predicate happened: what holds it («كريتر … عدن»), what it is listed with.

The likeliest place is chosen first (`where`); every other candidate is then described by how it lies to that one and
rated by weights of its own in `data/place_model.json`.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from takhrij.core.records import PlaceValue
from takhrij.frame.scene import Candidate, fineness

# What is rated below this as a place of its own stands beside none.
UNLIKELY = 0.02
_STEPS = (0, 1, 2, 4, 7, 12, 20, 40)


@dataclass(frozen=True, slots=True)
class Companion:
    """A candidate beside the chosen place: its log-odds as a place of its own and how it lies to that one."""

    candidate: Candidate
    odds: float
    features: tuple[str, ...]


def companions(rated: Sequence[tuple[float, Candidate]], top: Candidate) -> Iterator[Companion]:
    """Every candidate that may stand beside the chosen one."""
    holders = [c for _, c in rated if c.spot.value.id in top.spot.value.within]
    for chance, candidate in rated:
        if candidate is not top and chance >= UNLIKELY:
            odds = math.log(chance / (1 - min(chance, 1 - UNLIKELY / 10)))
            yield Companion(candidate, odds, tuple(_features(candidate, top, holders)))


def _relation(a: PlaceValue, b: PlaceValue) -> str:
    """What one place is to another: holds it, lies in it, in the same parts, in the same country, elsewhere."""
    if a.id in b.within:
        return "holds"
    if b.id in a.within:
        return "in"
    if not b.within and b.id.startswith("x:"):
        return "of coined"
    if not a.within and a.id.startswith("x:"):
        return "coined"
    shared = len(set(a.within) & set(b.within))
    return ("apart", "land", "kin")[min(shared, 2)]


def _features(candidate: Candidate, top: Candidate, holders: list[Candidate]) -> Iterator[str]:
    spot, chosen = candidate.spot, top.spot
    value, relation = spot.value, _relation(spot.value, chosen.value)
    near = "listed" if spot.group == chosen.group else "beside" if spot.sentence == chosen.sentence else "other"
    if near == "other":
        near = "back" if spot.sentence < chosen.sentence else "ahead"
    apart = spot.mention.first - chosen.mention.first
    side = f"{near} {'after' if apart > 0 else 'before'}"
    fine = fineness(spot) - fineness(chosen)
    width = "finer" if fine > 0 else "wider" if fine < 0 else "even"
    zones, kinds = f"{candidate.zone} by {top.zone}", f"{value.precision} to {chosen.value.precision}"
    closest = candidate in holders and all(len(o.spot.value.within) <= len(value.within) for o in holders)
    held = any(o is not candidate and o.spot.group == chosen.group for o in holders)
    yield from (relation, f"{relation} {near}", f"{relation} {candidate.zone}", f"{side} {relation}")
    yield from (f"{width} {near}", kinds, f"{relation} {kinds}", zones, f"{relation} {zones}")
    yield f"{side} under {spot.governor}"
    yield f"{relation} under {spot.governor}"
    yield f"{near} hangs on {spot.anchor}"
    yield f"{relation}, lead {'in lead' in candidate.features}"
    yield f"{relation} {near} by {_STEPS[bisect_right(_STEPS, abs(apart)) - 1]}"
    yield f"closest {closest}"
    yield f"closest {closest} {near}"
    yield f"{relation}, chosen held {held}"
    yield f"{width} {side} under {spot.governor}, around {' '.join(spot.around)}"
    yield f"{relation}, holders {min(len(holders), 3)}"
    yield f"is {value.precision}"
    if spot.beside:
        yield f"lies beside {relation}"
    if spot.inside:
        yield f"lies in {relation}"
    if spot.mate is not None or chosen.mate is not None:
        yield f"mates {near} {relation}"
    if fine < 0 and not chosen.value.within:
        yield f"wider than coined {near} {value.precision}"
