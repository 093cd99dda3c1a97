"""Publication days written in figures: ISO values of metadata, and the days that a date in figures may mean."""

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


def figure_days(figures: str) -> list[date]:
    """The days that one date in figures may mean, day before month first; none for anything else.

    >>> [str(d) for d in figure_days("7/8/2021")]
    ['2021-08-07', '2021-07-08']
    """
    match = _FIGURES.fullmatch(figures)
    return _readings(match) if match else []


def _readings(match: re.Match[str]) -> list[date]:
    first, middle, last = match[1], int(match[3]), match[4]
    if len(first) == 4:
        told = [_day(int(first), middle, int(last))]
    elif len(last) == 4:
        told = [_day(int(last), middle, int(first)), _day(int(last), int(first), middle)]
    else:
        told = []
    return [date.fromisoformat(day) for day in dict.fromkeys(told) if day]
