"""The subset of EDTF (ISO 8601-2) that claims use, as intervals of days.

Values: ``2018-11-13``, ``2018-11``, ``2018``, each optionally followed by ``~`` (approximate); closed
intervals ``2018-08-01/2018-08-10``; open intervals ``../2014`` and ``2018-04-02/..``. Unknown is None,
never an empty string.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_POINT = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)")


class Bounds(NamedTuple):
    """First and last possible day, both inclusive; None is an open end."""

    first: date | None
    last: date | None
    approximate: bool = False

    @property
    def days(self) -> int | None:
        """Length in days, or None for an interval that is open on either side."""
        if self.first is None or self.last is None:
            return None
        return (self.last - self.first).days + 1

    def overlaps(self, other: Bounds) -> bool:
        """Whether one day may belong to both."""
        return not (_before(self.last, other.first) or _before(other.last, self.first))

    def within(self, other: Bounds) -> bool:
        """Whether every day of self belongs to other."""
        low = other.first is None or (self.first is not None and self.first >= other.first)
        high = other.last is None or (self.last is not None and self.last <= other.last)
        return low and high

    def gap(self, other: Bounds) -> int | None:
        """Days between the two intervals (0 when they overlap), None when that is unknown."""
        if self.overlaps(other):
            return 0
        if _before(self.last, other.first):
            assert self.last is not None and other.first is not None
            return (other.first - self.last).days
        assert other.last is not None and self.first is not None
        return (self.first - other.last).days


def _before(a: date | None, b: date | None) -> bool:
    return a is not None and b is not None and a < b


def _point(value: str) -> tuple[date, date, bool] | None:
    match = _POINT.fullmatch(value)
    if match is None:
        return None
    year, month, day, mark = int(match[1]), match[2], match[3], match[4]
    try:
        if day:
            exact = date(year, int(month), int(day))
            return exact, exact, bool(mark)
        first_month, last_month = (int(month), int(month)) if month else (1, 12)
        last_day = calendar.monthrange(year, last_month)[1]
        return date(year, first_month, 1), date(year, last_month, last_day), bool(mark)
    except ValueError:
        return None


@lru_cache(maxsize=16384)
def bounds(edtf: str) -> Bounds | None:
    """The days an EDTF value covers, or None when the value is not of the subset.

    >>> bounds("2018-11").days
    30
    >>> bounds("../2014").first is None
    True
    """
    head, slash, tail = edtf.partition("/")
    if not slash:
        point = _point(head)
        return None if point is None else Bounds(*point)
    first = last = None
    approximate = False
    if head not in ("", ".."):
        point = _point(head)
        if point is None:
            return None
        first, approximate = point[0], point[2]
    if tail not in ("", ".."):
        point = _point(tail)
        if point is None:
            return None
        last, approximate = point[1], approximate or point[2]
    if first is not None and last is not None and last < first:
        return None
    return Bounds(first, last, approximate)


def valid(edtf: str) -> bool:
    """Whether the value belongs to the subset.

    >>> valid("2018-02-30")
    False
    """
    return bounds(edtf) is not None
