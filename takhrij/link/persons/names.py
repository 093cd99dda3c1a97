"""How two names of persons stand to each other: folded parts in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence

_ARTICLE = "ال"
_KUNYA = "ابو "
_FAITH = "الدين"
_WEAK = str.maketrans("", "", "اويىه")
_LONG = 4
SAME, WITHIN, TURNED, ALIKE = 4, 3, 2, 1
"""Levels of agreement: all parts equal; one name leaves out parts of the other; other order; another spelling."""


def bare(part: str) -> str:
    """A part without its article: «ولد طالب» and «ولد الطالب», «ربيعي» and «الربيعي»."""
    return part[len(_ARTICLE) :] if part.startswith(_ARTICLE) and len(part) > len(_ARTICLE) + 2 else part


def skeleton(part: str) -> str:
    """A part without its weak letters, which spellings of one foreign name differ in («دانيال», «دانييل»)."""
    thin = bare(part).translate(_WEAK)
    return thin if len(thin) > 1 else bare(part)


def agreement(a: Sequence[str], b: Sequence[str], given: Collection[str] = ()) -> int:
    """The level at which two names of at least two parts may be one person's; 0 where they cannot. Two names of the
    language («وسيم», «وسام») are no spellings of each other: `given` are those."""
    one, two = [bare(p) for p in a], [bare(p) for p in b]
    if one == two:
        return SAME
    short, long = sorted((one, two), key=len)
    if len(short) < 2:
        return 0
    if _heads(short[0], long[0]) and short[-1] == long[-1] and _in_order(short[1:], long[1:]):
        return WITHIN
    if len(short) > 2 and _in_order(short, long) and short[0] == long[0]:
        return WITHIN
    if sorted(short) == sorted(long):
        return TURNED
    if short == long[: len(short)]:
        # «عبد الله راجح» of «عبد الله راجح الشيباني»: with the father's name and without the family's.
        return ALIKE
    if len(short) == len(long):
        pairs = list(zip(short, long, strict=True))
        return ALIKE if all(p == q or (_alike(p, q) and not _two_names(p, q, given)) for p, q in pairs) else 0
    return 0


def _heads(short: str, long: str) -> bool:
    """«برهان» heads «برهان الدين»."""
    return short == long or long == short + _FAITH or short == long + _FAITH


def _alike(a: str, b: str) -> bool:
    return min(len(a), len(b)) >= _LONG and skeleton(a) == skeleton(b)


def _two_names(a: str, b: str, given: Collection[str]) -> bool:
    """«وسيم» and «وسام» are two names; longer ones that differ in a weak letter («دانيال», «دانييل») are spellings."""
    return a in given and b in given and min(len(a), len(b)) <= _LONG


def _in_order(short: Sequence[str], long: Sequence[str]) -> bool:
    rest = iter(long)
    return all(part in rest for part in short)


def is_part(part: str, name: Sequence[str]) -> bool:
    """Whether one bare word may stand for a name: its first or its last part."""
    return bare(part) in (bare(name[0]), bare(name[-1])) or part + _FAITH == name[0]
