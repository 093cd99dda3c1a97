"""Mentions: dates, places, actors, persons and counts of a Reading. One finder a module of this package.

A module that defines ``FINDER`` is a finder; a new kind of mention is one new file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Protocol

from takhrij.core.language import Language, Text
from takhrij.core.records import ActorValue, Mention, MentionKind, PlaceValue, Reading
from takhrij.find.people import People
from takhrij.find.sides import Sides
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
        self._sides = Sides(language, resources)

    def __reduce__(self) -> tuple[type[Finders], tuple[Language, Resources]]:
        return Finders, self._made_of

    @cached_property
    def people(self) -> People:
        """The reader of every naming of a person, which only a case asks for."""
        return People(*self._made_of)

    def find(self, text: Text, reading: Reading) -> tuple[Mention, ...]:
        """Every mention of a Reading in text order, overlaps resolved by `resolve`, words for a side by `Sides`."""
        found = resolve(mention for finder in self._finders for mention in finder.find(text, reading))
        return self._sides.settle(text, found)


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
    if kinds == {"actor", "count"}:
        count, actor = (a, b) if a.kind == "count" else (b, a)
        # «حركة طالبان» is no two students, though «جنديين» are two soldiers.
        named = isinstance(actor.value, ActorValue) and actor.value.kind == "group" and actor.value.told is None
        return count.first < actor.first or (count.first == actor.first and not named)
    return kinds == {"person", "count"}


def _is_named_group(mention: Mention) -> bool:
    """A group outside the codebook, known by its words alone: its id is spelt in them."""
    value = mention.value
    return isinstance(value, ActorValue) and value.kind == "group" and not value.id.isascii()


def _is_bare_force(mention: Mention) -> bool:
    """A force told by its trade alone on a page without a country («الجيش»): any fuller reading is better."""
    value = mention.value
    return isinstance(value, ActorValue) and value.kind == "force" and not value.id.isascii()


def _is_collective(mention: Mention) -> bool:
    """People by a common noun, which a group may have in its name («حركة شباب الوادي»)."""
    return isinstance(mention.value, ActorValue) and mention.value.kind == "collective"


def _id(mention: Mention) -> str:
    return mention.value.id if isinstance(mention.value, ActorValue) else ""


def _known_instead(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions without the groups whose words, or whose name, the codebook reads.

    A listed actor within the name («كتائب المقاومة») is who is meant; of two readings from the same word on the
    codebook's stands, unless it is a general noun («مسلحون») that the group's own words narrow. What stands for
    such a group later in the text goes with it.
    """
    every = list(dict.fromkeys(mentions))
    groups = [mention for mention in every if _is_named_group(mention)]
    if not groups:
        return every
    begun = {mention.first for mention in groups}
    every = [mention for mention in every if not (_is_bare_force(mention) and mention.first in begun)]
    listed: dict[int, list[Mention]] = {}
    for mention in every:
        if mention.kind == "actor" and not _is_named_group(mention):
            for at in range(mention.first, mention.end_token):
                listed.setdefault(at, []).append(mention)

    def is_known(group: Mention) -> bool:
        near = (other for at in range(group.first, group.end_token) for other in listed.get(at, ()))
        return any(
            other.end_token >= group.end_token or other.end_token - other.first > 1
            if other.first == group.first
            else not (_is_state(other) or _is_collective(other))
            for other in near
        )

    known = {_id(group) for group in groups if is_known(group)}
    return [mention for mention in every if not (_is_named_group(mention) and _id(mention) in known)]


def resolve(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions without forbidden overlaps, in text order.

    Dates win over everything; then the longer mention; then actor, person, place, count.
    """
    ranked = sorted(
        _known_instead(mentions),
        key=lambda m: (m.kind != "date", m.first - m.end_token, _RANK[m.kind], m.first),
    )
    taken: dict[int, list[Mention]] = {}
    kept: list[Mention] = []
    for mention in ranked:
        tokens = range(mention.first, mention.end_token)
        if all(_may_share(mention, other) for at in tokens for other in taken.get(at, ())):
            kept.append(mention)
            for at in tokens:
                taken.setdefault(at, []).append(mention)
    return tuple(sorted(kept, key=lambda m: (m.first, m.end_token, _RANK[m.kind])))
