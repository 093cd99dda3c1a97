"""Who: overlap of the parties by rarity; roles that are turned round are a mirror event."""

from __future__ import annotations

from takhrij.core.alliances import When, both
from takhrij.core.parties import is_bare
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
    # Who may be named for whom depends on the day: an ally of 2015 is an enemy of 2018.
    at = both(a.window, b.window)
    if not tables.share(mine, theirs, at):
        # «السلطات» may be any state's, and a borrowed party never keeps apart.
        # Who was hit is what the two sides of a strike tell differently: «مدنيون», «مسلحون».
        vague = any(all(is_bare(p) or p in tables.victims for p in side) for side in (mine, theirs))
        # The payer that one page tells and the payee of the other are no two answers to one question.
        vague = vague or not ((a.actors and b.actors) or (a.targets and b.targets))
        return UNKNOWN if vague or "actors" in a.borrowed or "actors" in b.borrowed else NONE
    if _mirrored(a, b, tables, at):
        return MIRRORED
    if mine == theirs:
        shared, whole = mine, True
    else:
        shared = frozenset(x for x in mine if x in theirs or tables.share((x,), theirs, at))
        whole = len(shared) == len(mine) and all(y in mine or tables.share((y,), mine, at) for y in theirs)
    rare = any(not is_bare(party) for party in shared - tables.model.common)
    # One party alone, however rare, is half a telling.
    if whole and len(mine) > 1 and len(theirs) > 1:
        return ALL_RARE if rare else ALL_COMMON
    return SOME_RARE if rare else SOME_COMMON


def _mirrored(a: Facts, b: Facts, tables: Tables, at: When) -> bool:
    """Whether the doer of one is the sufferer of the other: roles turned round, as far as both tell them."""
    if a.type != b.type or a.type in tables.mutual or not (a.actors and b.actors):
        return False
    if "actors" in a.borrowed or "actors" in b.borrowed or tables.share(a.actors, b.actors, at):
        return False
    turned = tables.share(a.actors, b.targets, at), tables.share(a.targets, b.actors, at)
    return all(turned) or (any(turned) and not tables.share(a.targets, b.targets, at))
