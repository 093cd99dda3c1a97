"""Calendar arithmetic for dates told in words: points, weeks, Hijri days, the nearest day that fits."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from hijridate import Gregorian, Hijri

YEARS = range(1900, 2101)
HIJRI_YEARS = range(1343, 1501)
# Days of a month and months of a year that a part of it covers; «الأسبوع الأخير» counts from the end.
_LAST_WEEK = "last week"
PARTS = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "week 1": (1, 7),
    "week 2": (8, 14),
    "week 3": (15, 21),
    "week 4": (22, 28),
    "half 1": (1, 15),
    "half 2": (16, 31),
    "first day": (1, 1),
    "last day": (31, 31),
}
_YEAR_PART_MONTH = {"early": 1, "mid": 6, "late": 12}
_YEAR_STRETCHES = {
    "half 1": (1, 6),
    "half 2": (7, 12),
    "quarter 1": (1, 3),
    "quarter 2": (4, 6),
    "quarter 3": (7, 9),
    "quarter 4": (10, 12),
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "winter": (12, 14),
}


class Moment(NamedTuple):
    """A time told by tokens [first, end): EDTF points `low` and `high`, equal for a single point.

    `grain` is day, week, month, year or span; `year_told` is False where the year came from the publication.
    """

    first: int
    end: int
    low: str
    high: str
    grain: str
    year_told: bool = False
    approximate: bool = False

    @property
    def edtf(self) -> str:
        """The value as an EDTF point or closed interval."""
        mark = "~" if self.approximate else ""
        return f"{self.low}{mark}" if self.low == self.high else f"{self.low}{mark}/{self.high}{mark}"


def point(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """An EDTF point, or None where there is no such day.

    >>> point(2018, 11, 13), point(2018, 2, 30)
    ('2018-11-13', None)
    """
    if not 1 <= year <= 9999 or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def months_before(day: date, months: int) -> tuple[int, int]:
    """(year, month) some months before a day (after it when negative)."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return year, month + 1


def shifted(day: date, days: int) -> date | None:
    """A day some days later, or None outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def same_day_months_before(day: date, months: int) -> date | None:
    """The like day some months before, clipped to the end of its month."""
    year, month = months_before(day, months)
    if not 1 <= year <= 9999:
        return None
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def week(day: date, shift: int) -> tuple[str, str] | None:
    """First and last day (Sunday, Saturday) of the week `shift` weeks from a day's own."""
    first = shifted(day, -((day.weekday() + 1) % 7) + 7 * shift)
    last = None if first is None else shifted(first, 6)
    return None if first is None or last is None else (first.isoformat(), last.isoformat())


def month_part(year: int, month: int, part: str) -> tuple[str, str] | None:
    """The days of a part of a month: 1–10, 11–20, 21–end, a week, a half, its first or last day."""
    length = calendar.monthrange(year, month)[1]
    if part == _LAST_WEEK:
        first, last = length - 6, length
    elif part in PARTS:
        first, last = (min(day, length) for day in PARTS[part])
    else:
        return None
    return f"{year:04}-{month:02}-{first:02}", f"{year:04}-{month:02}-{last:02}"


def year_part(year: int, part: str) -> str | None:
    """The month that stands, approximately, for the beginning, middle or end of a year."""
    month = _YEAR_PART_MONTH.get(part)
    return None if month is None else f"{year:04}-{month:02}"


def day_of(edtf: str | None) -> date | None:
    """The day that begins an ISO day or time, or None."""
    try:
        return date.fromisoformat(edtf[:10]) if edtf else None
    except ValueError:
        return None


def year_stretch(year: int, part: str) -> tuple[str, str] | None:
    """The months of a half, a quarter or a season of a year; winter ends in the next one.

    >>> year_stretch(2014, "summer"), year_stretch(2014, "early")
    (('2014-06', '2014-08'), None)
    """
    if part not in _YEAR_STRETCHES or year >= 9999:
        return None
    first, last = _YEAR_STRETCHES[part]
    return f"{year:04}-{first:02}", f"{year + (last - 1) // 12:04}-{(last - 1) % 12 + 1:02}"


def weekday_day(published: date, weekday: int, relation: str | None) -> date | None:
    """The last such weekday on or before a day; strictly before for «الماضي», strictly after for «المقبل»."""
    back = (published.weekday() - weekday) % 7
    if relation == "next":
        return shifted(published, 7 - back)
    return shifted(published, -(back or 7 if relation == "past" else back))


def year_of(published: date, month: int, day: int | None, relation: str | None) -> int:
    """The year of a month (and day) told without one: the nearest past, or the nearest future for «المقبل».

    >>> year_of(date(2018, 11, 14), 12, None, None)
    2017
    """
    now = (published.month, published.day if day is not None else 0)
    told = (month, day or 0)
    if relation == "current":
        return published.year
    if relation == "next":
        return published.year if told >= now else published.year + 1
    late = told > now or (relation == "past" and told == now)
    return published.year - 1 if late else published.year


def hijri_days(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    """First and last Gregorian day of a Hijri day or month (Umm al-Qura), or None outside its tables."""
    try:
        first = Hijri(year, month, day or 1)
        start = first.to_gregorian()
        length = 1 if day else first.month_length()
    except (ValueError, OverflowError):
        return None
    begin = date(start.year, start.month, start.day)
    return begin, begin + timedelta(days=length - 1)


def hijri_year_of(published: date, month: int, day: int | None, relation: str | None) -> int | None:
    """The Hijri year of a Hijri month (and day) told without one, as `year_of`."""
    try:
        year = int(Gregorian(published.year, published.month, published.day).to_hijri().year)
    except (ValueError, OverflowError):
        return None
    if relation == "current":
        return year
    if relation == "next":
        candidates = [y for y in (year, year + 1) if _starts(y, month, day) >= published]
        return candidates[0] if candidates else None
    if relation == "past":
        past = [y for y in (year, year - 1) if _ends(y, month, day) < published]
    else:
        past = [y for y in (year, year - 1) if _starts(y, month, day) <= published]
    return past[0] if past else None


def _starts(year: int, month: int, day: int | None) -> date:
    days = hijri_days(year, month, day)
    return date.max if days is None else days[0]


def _ends(year: int, month: int, day: int | None) -> date:
    days = hijri_days(year, month, day)
    return date.max if days is None else days[1]


def hijri_year(year: int) -> tuple[str, str] | None:
    """First and last Gregorian day of a Hijri year."""
    first, last = hijri_days(year, 1, None), hijri_days(year, 12, None)
    return None if first is None or last is None else (first[0].isoformat(), last[1].isoformat())
