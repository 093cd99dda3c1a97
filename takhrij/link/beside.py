"""What a claim leaves untold, taken from the claim beside it on its page: «what happened was no exchange».

A page tells the day, the place and the parties once. A later sentence on the same thing leaves them out, and
without them could not be compared with anything. What is taken is marked, so that it never contradicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from takhrij.link.facts import Facts
from takhrij.link.tables import Tables


def completed(found: Sequence[Facts], tables: Tables) -> list[Facts]:
    """Facts in their order, each completed from its own page; `found` is sorted by `order`."""
    made: list[Facts] = []
    for _, group in groupby(found, key=lambda fact: fact.document):
        told = list(group)
        kinds = frozenset(fact.type for fact in told)
        days = _days(told)
        page = [replace(fact, kinds=kinds, days=days.get(fact.type, frozenset())) for fact in told]
        made += [_completed(at, page, tables) for at in range(len(page))]
    return made


def _days(page: Sequence[Facts]) -> dict[str, frozenset[int]]:
    """By type, the days on which a page tells one of it: a headline tells none that the text does not."""
    found: dict[str, set[int]] = {}
    for fact in page:
        if fact.day is not None and not fact.headline:
            found.setdefault(fact.type, set()).add(fact.day)
    return {kind: frozenset(days) for kind, days in found.items()}


def _completed(at: int, page: Sequence[Facts], tables: Tables) -> Facts:
    fact = page[at]
    # A claim that tells where or when stands by itself; at most its parties are left to the page, and a headline's day,
    # which is that of what the page tells.
    bare = not fact.told and not fact.places
    late = fact.headline and not fact.told
    return _with(
        fact,
        time=_nearest(at, page, tables, "time") if bare or late else None,
        place=_nearest(at, page, tables, "place") if bare else None,
        actors=None if fact.everyone else _nearest(at, page, tables, "actors"),
    )


def _with(fact: Facts, time: Facts | None = None, place: Facts | None = None, actors: Facts | None = None) -> Facts:
    if time is not None:
        fact = replace(fact, first=time.first, last=time.last, approximate=time.approximate)
    if place is not None:
        fact = replace(fact, places=place.places)
    if actors is not None:
        fact = replace(fact, actors=actors.actors, targets=actors.targets)
    taken = {"time": time, "place": place, "actors": actors}
    names = {name for name, source in taken.items() if source is not None}
    return replace(fact, borrowed=fact.borrowed | names)


def _nearest(at: int, page: Sequence[Facts], tables: Tables, field: str) -> Facts | None:
    """The claim of the page that tells a field: of the same type rather than a kindred one, then the nearest."""
    mine = page[at]
    alike = mine.headline and bool(mine.places) and field == "time"
    fit = [
        (other.type != mine.type, abs(i - at), i)
        for i, other in enumerate(page)
        if i != at
        and _tells(other, field)
        and (other.type == mine.type or (not alike and (other.type, mine.type) in tables.compatible))
    ]
    return page[min(fit)[2]] if fit else None


def _tells(fact: Facts, field: str) -> bool:
    if field == "time":
        return fact.told
    return bool(fact.places if field == "place" else fact.everyone)
