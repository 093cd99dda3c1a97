"""Days of a month that is told without its name: «في 14 منه», «في الخامس من الشهر الماضي», «في 5 الجاري»."""

from __future__ import annotations

from takhrij.find import dates_calendar as cal
from takhrij.find.dates_calendar import Moment
from takhrij.find.dates_scene import Days, Scene

# Kinds of words by which a month may be told without its name.
UNNAMED = frozenset({"thereof", "this", "the_unit", "rel"})


def names_month(scene: Scene, at: int) -> bool:
    """Whether a month is told by a token without its name: «الشهر الجاري», «هذا الشهر», «منه», «5 الجاري»."""
    thereof = scene.hit(at, "thereof")
    if thereof is not None:
        return bool(thereof.entry.rest) or _dated_before(scene, at - 1)
    this, unit = scene.hit(at, "this"), scene.hit(at, "the_unit")
    unit = scene.next(this.end, "the_unit") if this else unit
    if unit is not None:
        return unit.entry.value == "month" and bool(this or scene.next(unit.end, "rel"))
    relation = scene.hit(at, "rel")
    return relation is not None and relation.entry.value != "next" and _dated_before(scene, at - 1)


def _dated_before(scene: Scene, at: int) -> bool:
    """Whether a number stands where a day does: «في 5 الجاري», «إلى الحادي عشر منه»; never «أصيب 5 منه»."""
    words = range(max(1, at - 1), at + 1)
    return any(scene.hit(first - 1, "near", "day_word", "prep", "from", "to") is not None for first in words)


def _unnamed_month(scene: Scene, at: int) -> tuple[int, int, int, bool] | None:
    """Year and month told without a name, the token after them, and whether they are those of a date before."""
    if scene.published is None:
        return None
    today = (scene.published.year, scene.published.month)
    thereof = scene.hit(at, "thereof")
    if thereof is not None:
        return *(scene.month or today), thereof.end, scene.month is not None
    this = scene.hit(at, "this")
    unit = scene.next(this.end, "the_unit") if this else scene.hit(at, "the_unit")
    if this is not None:
        return (*today, unit.end, False) if unit is not None else None
    start = unit.end if unit is not None else at
    relation = scene.hit(start, "rel")
    if relation is None:
        return None
    back = {"past": 1, "current": 0, "next": -1}[relation.entry.value]
    return *cal.months_before(scene.published, back), relation.end, False


def of_month(scene: Scene, days: Days) -> Moment | None:
    """«في 14 منه», «في الخامس من الشهر الماضي»: the days of a month that is told without its name."""
    told = _unnamed_month(scene, days.month_at)
    if told is None or scene.published is None:
        return None
    year, month, end, before = told
    low, high = cal.point(year, month, days.low), cal.point(year, month, days.high)
    if scene.hit(days.month_at, "thereof") and not before and low is not None and low > scene.published.isoformat():
        year, month = cal.months_before(scene.published, 1)
        low, high = cal.point(year, month, days.low), cal.point(year, month, days.high)
    if low is None or high is None:
        return None
    scene.month = (year, month)
    return Moment(days.first, end, low, high, "day" if low == high else "span")
