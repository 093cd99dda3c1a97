"""How many: equal figures, figures that can both be true, near ones, and figures that cannot agree."""

from __future__ import annotations

from takhrij.link.facts import Facts, Number
from takhrij.link.tables import Tables

UNKNOWN, EQUAL_LARGE, EQUAL_SMALL, COMPATIBLE, CLOSE, CONTRADICTORY, TOLLS, ROUNDS, PART = range(9)
REASONS = (
    "no number to compare",
    "the same number, and not a small one",
    "the same small number",
    "numbers that can both be true",
    "numbers close to each other",
    "numbers that cannot both be true",
    "tolls that differ, as tolls do from day to day",
    "other numbers on another day: two rounds, not one",
    "a number told of one day, and a larger one of several days that hold it: a part and its total",
)
_LARGE = 5
_HALVED = "freed"
_UNTOLD = 10**9


def level(a: Facts, b: Facts, tables: Tables) -> int:
    """The best agreement of any number told of the same thing."""
    if not a.numbers or not b.numbers:
        return UNKNOWN
    best = _best(a, b, tables)
    if best in (CLOSE, CONTRADICTORY, TOLLS) and (_is_part(a, b) or _is_part(b, a)):
        return PART
    if best == CONTRADICTORY and (a.type, b.type) in tables.place_free:
        # One side's freed are a part of all who were exchanged.
        half, whole = (a, b) if b.type in tables.two_sided else (b, a)
        return COMPATIBLE if _least(half) <= _most(whole) else CONTRADICTORY
    if best in (CLOSE, CONTRADICTORY, TOLLS) and None not in (a.day, b.day) and a.day != b.day:
        return ROUNDS
    return best


def _is_part(part: Facts, total: Facts) -> bool:
    """Whether one tells less of one day than the other tells of several days that hold it."""
    if part.day is None or total.first is None or total.last is None or total.approximate or "time" in total.borrowed:
        return False
    if part.type != total.type or not (total.first < total.last and total.first <= part.day <= total.last):
        return False
    shared = part.numbers.keys() & total.numbers.keys()
    return bool(shared) and all(_top(part, family) < _top(total, family) for family in shared)


def _top(fact: Facts, family: str) -> int:
    return max(number.low or 0 for number in fact.numbers[family])


def _least(fact: Facts) -> int:
    return min((n.low or 0 for n in fact.numbers.get(_HALVED, ())), default=0)


def _most(fact: Facts) -> int:
    return max((n.high or _UNTOLD for n in fact.numbers.get(_HALVED, ())), default=_UNTOLD)


def _best(a: Facts, b: Facts, tables: Tables) -> int:
    best = UNKNOWN
    for family, numbers in a.numbers.items():
        mine, others = _comparable(numbers, b.numbers.get(family, ()))
        for theirs in others:
            for number in mine:
                found = _pair(number, theirs)
                if found == CONTRADICTORY and family in tables.tolls:
                    found = TOLLS
                best = found if best == UNKNOWN else min(best, found)
    return best


def _comparable(
    mine: tuple[Number, ...], theirs: tuple[Number, ...]
) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """Where both tell a number with its parts, the wholes answer each other: one's part is not the other's whole."""
    return (mine[-1:], theirs[-1:]) if len(mine) > 1 and len(theirs) > 1 else (mine, theirs)


def _pair(p: Number, q: Number) -> int:
    if p.exact and q.exact:
        assert p.low is not None and q.low is not None
        if p.low == q.low:
            return EQUAL_LARGE if p.low >= _LARGE else EQUAL_SMALL
        apart, most = abs(p.low - q.low), max(p.low, q.low)
        # A toll grows by one or two, and one more of five still is nearly the same.
        return CLOSE if apart * 5 <= most or (apart <= 2 and most >= _LARGE) else CONTRADICTORY
    if (p.low is not None and q.high is not None and p.low > q.high) or (
        q.low is not None and p.high is not None and q.low > p.high
    ):
        return CONTRADICTORY
    return COMPATIBLE
