"""Mentions: dates, places, actors, persons and counts of a Reading. One finder a module of this package.

A module that defines ``FINDER`` is a finder; a new kind of mention is one new file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from typing import Protocol

from takhrij.core.language import Language, Text
from takhrij.core.records import ActorValue, Mention, MentionKind, PlaceValue, Reading
from takhrij.resources import Resources

# Where two mentions of equal length claim the same words, the earlier kind keeps them.
_RANK: dict[MentionKind, int] = {"date": 0, "actor": 1, "person": 2, "place": 3, "count": 4, "source": 5}


class Finder(Protocol):
    """What a finder module offers as ``FINDER``: built once a process, called for each Reading."""

    def __init__(self, language: Language, resources: Resources) -> None: ...

    def find(self, text: Text, reading: Reading) -> Iterable[Mention]:
        """Mentions of one kind in a tokenised Reading."""
        ...


def finder_modules() -> Iterator[str]:
    """Names of this package's modules, sorted (works from a zip)."""
    yield from sorted(f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__))


def _finder_classes() -> list[type[Finder]]:
    modules = (importlib.import_module(name) for name in finder_modules())
    return [module.FINDER for module in modules if hasattr(module, "FINDER")]


def check(language: Language, resources: Resources) -> Iterator[str]:
    """Failures of the data rows' examples, over every finder module that checks its rows."""
    for name in finder_modules():
        run = getattr(importlib.import_module(name), "check", None)
        if run is not None:
            yield from run(language, resources)


class Finders:
    """All finders over one language and one set of data. Picklable: a worker builds its own indexes."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._made_of = (language, resources)
        self._finders = [finder(language, resources) for finder in _finder_classes()]

    def __reduce__(self) -> tuple[type[Finders], tuple[Language, Resources]]:
        return Finders, self._made_of

    def find(self, text: Text, reading: Reading) -> tuple[Mention, ...]:
        """Every mention of a Reading in text order, overlaps resolved by `resolve`."""
        return resolve(mention for finder in self._finders for mention in finder.find(text, reading))


def _is_state(mention: Mention) -> bool:
    return isinstance(mention.value, ActorValue) and mention.value.kind == "state"


def _is_coined(mention: Mention) -> bool:
    return isinstance(mention.value, PlaceValue) and mention.value.id.startswith("x:")


def _may_share(a: Mention, b: Mention) -> bool:
    """Whether two overlapping mentions both stand.

    One form may name two actors («ميليشيات الحوثي وصالح»); a country may be meant as a state or as a place;
    a count holds the noun that is also an actor («ثلاثة مدنيين»).
    """
    kinds = {a.kind, b.kind}
    if kinds == {"actor"}:
        return (a.first, a.end_token) == (b.first, b.end_token) and a.value != b.value
    if kinds == {"actor", "place"}:
        return (_is_state(a) or _is_state(b)) and not (_is_coined(a) or _is_coined(b))
    return kinds in ({"actor", "count"}, {"person", "count"})


def resolve(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions without forbidden overlaps, in text order.

    Dates win over everything; then the longer mention; then actor, person, place, count.
    """
    ranked = sorted(
        dict.fromkeys(mentions),
        key=lambda m: (m.kind != "date", m.first - m.end_token, _RANK[m.kind], m.first, repr(m.value)),
    )
    taken: dict[int, list[Mention]] = {}
    kept: list[Mention] = []
    for mention in ranked:
        tokens = range(mention.first, mention.end_token)
        if all(_may_share(mention, other) for at in tokens for other in taken.get(at, ())):
            kept.append(mention)
            for at in tokens:
                taken.setdefault(at, []).append(mention)
    return tuple(sorted(kept, key=lambda m: (m.first, m.end_token, _RANK[m.kind], repr(m.value))))
