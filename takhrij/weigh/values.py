"""Values of a field as they are told, and which of them can both be true."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple, TypeVar

from takhrij.core.edtf import bounds
from takhrij.core.records import CountRef, PlaceRef

T = TypeVar("T", bound=Hashable)


class Range(NamedTuple):
    """A number told, bounds inclusive (None is open), `approx` for «about»."""

    low: int | None
    high: int | None
    approx: bool


def number(count: CountRef) -> Range:
    """The range of a count."""
    return Range(count.min, count.max, count.approx)


def number_words(value: Range) -> str:
    """A range as the guide writes it: ``20``, ``~80``, ``21+``, ``79-``, ``20-99``.

    >>> number_words(Range(21, None, False)), number_words(Range(20, 20, True))
    ('21+', '~20')
    """
    low, high, approx = value
    mark = "~" if approx else ""
    if low is None and high is None:
        return "an untold number"
    if high is None:
        return f"{mark}{low}+"
    if low is None:
        return f"{mark}{high}-"
    return f"{mark}{low}" if low == high else f"{mark}{low}-{high}"


def numbers_agree(a: Range, b: Range) -> bool:
    """Whether two numbers can both be true; «about» stretches a number by a tenth and at least by one."""
    (a_low, a_high), (b_low, b_high) = _stretched(a), _stretched(b)
    if a_low is not None and b_high is not None and a_low > b_high:
        return False
    return not (b_low is not None and a_high is not None and b_low > a_high)


def _stretched(value: Range) -> tuple[int | None, int | None]:
    low, high, approx = value
    if not approx:
        return low, high
    return (
        None if low is None else low - max(1, low // 10),
        None if high is None else high + max(1, high // 10),
    )


def times_agree(a: str, b: str) -> bool:
    """Whether two EDTF values can both be true: they overlap, or one is approximate and they nearly do."""
    first, second = bounds(a), bounds(b)
    if first is None or second is None:
        return True
    gap = first.gap(second)
    return gap == 0 or ((first.approximate or second.approximate) and gap is not None and gap <= 3)


def time_precision(edtf: str) -> int:
    """Days that a time covers; an open one counts as very long."""
    told = bounds(edtf)
    return told.days if told is not None and told.days is not None else 10**6


def places_agree(a: PlaceRef, b: PlaceRef) -> bool:
    """Whether one place is the other or lies within it."""
    return a.id == b.id or a.id in b.within or b.id in a.within


def best_supported(
    told: Sequence[tuple[str, str]], agree: Callable[[str, str], bool], rank: Callable[[str], tuple[int, str]]
) -> str | None:
    """The value that most origins support, then the most exact (smallest `rank`), of (value, origin) pairs.

    A vague value yields to an exact one that it agrees with, and supports it. `rank` is a coarseness and then
    the value itself, so that there is one answer in any order of input.
    """
    values = sorted({value for value, _ in told}, key=rank)
    exact = [v for v in values if not any(rank(w)[0] < rank(v)[0] and agree(v, w) for w in values)]
    if not exact:
        return None
    support = {v: len({origin for other, origin in told if agree(v, other)}) for v in exact}
    return min(exact, key=lambda v: (-support[v], rank(v)))
