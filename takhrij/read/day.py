"""Publication days written in figures: ISO values of metadata, and visible dates that can be read one way only."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?!\d)")
_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,4})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?![\d/.-])")


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if 1900 < year < 2200 else None
    except ValueError:
        return None


def iso_day(value: object) -> str | None:
    """The day of an ISO date or date-time, as told there (no change of time zone), or None.

    >>> iso_day("2021-07-28T22:30:00+03:00")
    '2021-07-28'
    """
    match = _ISO.match(value) if isinstance(value, str) else None
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def visible_day(line: str) -> str | None:
    """The day that figures in a line tell, or None when there is none or day and month may be exchanged.

    >>> visible_day("٢٨/٧/٢٠٢١"), visible_day("2021/07/28 - 10:15"), visible_day("7/8/2021")
    ('2021-07-28', '2021-07-28', None)
    """
    match = _FIGURES.search(line)
    if match is None:
        return None
    first, middle, last = match[1], int(match[3]), match[4]
    if len(first) == 4:
        return _day(int(first), middle, int(last))
    if len(last) != 4:
        return None
    low, year = int(first), int(last)
    if low > 12 or low == middle:
        return _day(year, middle, low)
    return _day(year, low, middle) if middle > 12 else None
