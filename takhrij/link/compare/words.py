"""Which words: how much of the two evidences is worded alike (share of distinct folded words)."""

from __future__ import annotations

from takhrij.link.facts import Facts
from takhrij.link.tables import Tables

UNKNOWN, NEARLY_ALL, MOST, SOME, FEW, HARDLY = range(6)
REASONS = (
    "too few words to compare, or those of one page",
    "worded nearly alike",
    "mostly the same words",
    "many of the same words",
    "a few of the same words",
    "hardly a word in common",
)
_LEAST = 4
_SEVERAL = 7


def level(a: Facts, b: Facts, tables: Tables) -> int:
    """How much wording the two share, by hundredths of the union."""
    if a.document == b.document:
        return UNKNOWN
    if len(a.words) < _LEAST or len(b.words) < _LEAST:
        return UNKNOWN
    common = len(a.words & b.words)
    share = 100 * common // (len(a.words) + len(b.words) - common)
    if a.type != b.type and share >= 50:
        # One sentence that tells a flight and the fall that it opened tells two things.
        return FEW
    if share >= 15 and _of_other_days(a, b):
        # What happens daily is told daily in the same words.
        return FEW
    if share >= 80:
        return NEARLY_ALL
    if share >= 50:
        return MOST
    if share >= 30:
        return SOME
    return FEW if share >= 15 else HARDLY


def _of_other_days(a: Facts, b: Facts) -> bool:
    """Whether both tell when, and not the same: two days, or one day of several that the other tells."""
    if (a.day is None) == (b.day is None):
        return a.day != b.day
    several = b if b.day is None else a
    if several.first is None or several.last is None or several.approximate or "time" in several.borrowed:
        return False
    return several.last - several.first <= _SEVERAL
