"""Places that no gazetteer knows: which unit a page puts them in, and whether one name lies within another's.

Two towns of one name are told apart by the unit that their pages tell («تل المرمر بولاية الساحل»).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

from takhrij.core.language import Language
from takhrij.core.records import PlaceRef, Reading

COINED = "x:"
_RANKS = {"site": 1, "village": 2, "area": 2, "town": 3, "district": 4, "governorate": 5}
_UNIT = "unit:"
_REACH = 60
# A name of fewer letters may be part of any other.
_SHORTEST = 3
_WORD = re.compile(r"\w+")
_CLITICS = ("ب", "في", "ل", "")


def unit_of(place: PlaceRef, reading: Reading | None, language: Language, units: AbstractSet[str]) -> tuple[str, ...]:
    """The ancestors of a coined place: those it has, else the unit named right behind its name on the page."""
    if place.within or reading is None or not place.id.startswith(COINED):
        return place.within
    told = _units(reading.text, place.span.text, language, tuple(sorted(units)))
    return tuple(f"{_UNIT}{unit}" for unit in told)


@lru_cache(maxsize=4096)
def _units(text: str, name: str, language: Language, units: tuple[str, ...]) -> tuple[str, ...]:
    found: set[str] = set()
    at = text.find(name)
    while at >= 0 and len(name) > 2:
        behind = text[at + len(name) : at + len(name) + _REACH]
        words = _WORD.findall(language.fold(re.split(r"[.،؛:\n]", behind, maxsplit=1)[0]))[:3]
        for clitic in _CLITICS:
            for word, following in pairwise(words):
                if word.removeprefix(clitic) in units and following:
                    found.add(following.removeprefix("ال"))
        at = text.find(name, at + 1)
    return tuple(sorted(found)[:1]) if len(found) == 1 else ()


def namesakes(p: tuple[str, ...], q: tuple[str, ...]) -> bool:
    """Whether two places of one name are told to lie in different units, by their ancestors."""
    mine, theirs = ({w for w in within if w.startswith(_UNIT)} for within in (p, q))
    return bool(mine and theirs and not mine & theirs)


def told_within(lists: Iterable[Sequence[tuple[str, str]]]) -> dict[str, tuple[str, ...]]:
    """Which coined places lie in which wider ones, by the places (id, precision) that single claims tell together."""
    found: dict[str, set[str]] = {}
    for places in lists:
        for p, narrow in places:
            wider = {q for q, wide in places if _RANKS.get(wide, 0) > _RANKS.get(narrow, 0)}
            if p.startswith(COINED) and wider:
                found.setdefault(p, set()).update(wider)
    return {p: tuple(sorted(wider)) for p, wider in sorted(found.items())}


def named_within(p: str, q: str) -> bool:
    """Whether one name of a place, in bare words joined by dashes, begins or ends with another: «مستشفى تل المرمر» lies
    in «تل المرمر»."""
    long, short = sorted((p, q), key=len, reverse=True)
    return len(short) >= _SHORTEST and (f"{long}-".startswith(f"{short}-") or f"-{long}".endswith(f"-{short}"))
