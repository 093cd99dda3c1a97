"""Who: overlap of the parties by rarity; roles that are turned round are a mirror event."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from takhrij.link.facts import Facts
from takhrij.link.tables import Tables

UNKNOWN, ALL_RARE, ALL_COMMON, SOME_RARE, SOME_COMMON, NONE, MIRRORED = range(7)
REASONS = (
    "an actor is not told",
    "the same parties, one of them seldom told of",
    "the same parties",
    "some parties in common, one of them seldom told of",
    "some parties in common",
    "no party in common",
    "the same parties in opposite roles",
)


def level(a: Facts, b: Facts, tables: Tables) -> int:
    """How far the parties agree."""
    mine, theirs = a.everyone, b.everyone
    if not mine or not theirs:
        return UNKNOWN
    if not _overlap(mine, theirs, tables) and ("actors" in a.borrowed or "actors" in b.borrowed):
        return UNKNOWN
    if _mirrored(a, b, tables):
        return MIRRORED
    shared = {x for x in mine if _meets(x, theirs, tables)}
    if not shared:
        return NONE
    whole = len(shared) == len(mine) and all(_meets(y, mine, tables) for y in theirs)
    rare = bool(shared - tables.model.common)
    # One party alone, however rare, is half a telling.
    if whole and len(mine) > 1 and len(theirs) > 1:
        return ALL_RARE if rare else ALL_COMMON
    return SOME_RARE if rare else SOME_COMMON


def _meets(actor: str, others: AbstractSet[str], tables: Tables) -> bool:
    return actor in others or any((actor, other) in tables.kin for other in others)


def _overlap(mine: AbstractSet[str], theirs: AbstractSet[str], tables: Tables) -> bool:
    return any(_meets(actor, theirs, tables) for actor in mine)


def _mirrored(a: Facts, b: Facts, tables: Tables) -> bool:
    if a.type != b.type or a.type in tables.mutual or not (a.actors and a.targets and b.actors and b.targets):
        return False
    turned = _overlap(a.actors, b.targets, tables) and _overlap(a.targets, b.actors, tables)
    return turned and not _overlap(a.actors, b.actors, tables)
