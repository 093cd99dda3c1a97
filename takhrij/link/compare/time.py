"""When: intervals of days; a time that is not told is no contradiction, the day of publication only a hint."""

from __future__ import annotations

from takhrij.link.facts import Facts
from takhrij.link.tables import Tables

UNKNOWN, NEAR_PRINT, SAME_DAY, NEXT_DAY, WITHIN_MONTH, WIDE, DAYS_APART, WEEKS_APART, FAR, ONE_EACH = range(10)
REASONS = (
    "a time is not told",
    "a time is not told, the pages are of the same days",
    "told of the same day, or of the same few days",
    "told of days next to each other",
    "one time lies within the other",
    "long times that overlap",
    "told two or three days apart",
    "told days or weeks apart",
    "told of different times",
    "told of days next to each other, and one of the pages tells one of this kind on each",
)
_PRINT_DAYS = 4
_SOME_DAYS = 7
_SAME_STATE = 3
_OPEN = 10**7


def level(a: Facts, b: Facts, tables: Tables) -> int:
    """How far the two times agree."""
    if not a.told or not b.told:
        return _by_publication(a, b)
    a_first, a_last = a.first or 0, a.last or _OPEN
    b_first, b_last = b.first or 0, b.last or _OPEN
    gap = max(a_first - b_last, b_first - a_last)
    if gap > 0 and ("time" in a.borrowed or "time" in b.borrowed):
        return UNKNOWN
    if gap > 0:
        loose = a.approximate or b.approximate
        if gap == 1 and _one_each(a, b):
            return ONE_EACH
        # Accounts that differ in the day and in the kind of event are of two events; but the half of a deed that one side
        # tells may be told a day late.
        if a.type != b.type and not loose and (gap > 1 or (a.type, b.type) not in tables.place_free):
            return FAR if gap > 1 else DAYS_APART
        return NEXT_DAY if gap <= _SAME_STATE and _once(a, b, tables) else _apart(gap, loose)
    longest = max(a_last - a_first, b_last - b_first)
    if longest == 0:
        return NEXT_DAY if a.approximate or b.approximate else SAME_DAY
    if longest <= _SOME_DAYS and (a_first, a_last) == (b_first, b_last):
        return SAME_DAY
    if longest <= 2:
        return NEXT_DAY
    return WITHIN_MONTH if longest <= 31 else WIDE


def _once(a: Facts, b: Facts, tables: Tables) -> bool:
    """Whether it can have come about there only once in some days: who told it done cannot see it done again."""
    same_place = {p.id for p in a.places} & {p.id for p in b.places}
    return a.type == b.type and a.type in tables.lasting and bool(same_place) and a.polarity == b.polarity == "did"


def _one_each(a: Facts, b: Facts) -> bool:
    """Whether a page that misdates nothing tells two: its own two claims of the kind stand on the two days."""
    days = {a.day, b.day}
    return a.type == b.type and (days <= a.days or days <= b.days)


def _apart(gap: int, approximate: bool) -> int:
    if gap == 1 or (approximate and gap <= 3):
        return NEXT_DAY
    if gap <= 3 or (approximate and gap <= 15):
        return DAYS_APART
    return WEEKS_APART if gap <= 31 else FAR


def _by_publication(a: Facts, b: Facts) -> int:
    """Untold times: current news happened shortly before it was printed."""
    a_day = a.published if not a.told else a.last
    b_day = b.published if not b.told else b.last
    if a_day is None or b_day is None:
        return UNKNOWN
    if a.told and a.first is not None and a_day - a.first > 31:
        return UNKNOWN
    if b.told and b.first is not None and b_day - b.first > 31:
        return UNKNOWN
    # An event that is dated after the other page was printed cannot be that page's event.
    if (a.told and not b.told and a.first is not None and a.first > b_day) or (
        b.told and not a.told and b.first is not None and b.first > a_day
    ):
        return WEEKS_APART
    return NEAR_PRINT if abs(a_day - b_day) <= _PRINT_DAYS else UNKNOWN
