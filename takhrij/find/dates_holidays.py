"""Days that recur under a name: «عيد الأضحى», «أول أيام عيد الفطر», «رأس السنة»."""

from __future__ import annotations

from datetime import date

from takhrij.find import dates_calendar as cal
from takhrij.find.dates_calendar import Moment
from takhrij.find.dates_relative import year
from takhrij.find.dates_scene import Scene


def holiday(scene: Scene, at: int) -> Moment | None:
    """«عيد الأضحى», «أول أيام عيد الفطر»: the nearest past one, or that of the year told."""
    nth = scene.hit(at, "holiday_day")
    hit = scene.hit(nth.end, "holiday") if nth else scene.hit(at, "holiday")
    if hit is None or (nth and scene.gap(nth.end)):
        return None
    row = hit.entry.row
    month, day, length = int(row["month"]), int(row["day"]), int(row["days"])
    relation = scene.next(hit.end, "rel")
    told = year(scene, hit.end) if not scene.gap(hit.end) else None
    first = _holiday_start(scene, row["calendar"], (month, day), relation.entry.value if relation else None, told)
    if first is None:
        return None
    end = told.end if told else relation.end if relation else hit.end
    number = nth.number if nth else 1
    start = cal.shifted(first, number - 1 if number else 0)
    last = cal.shifted(first, length - 1) if nth and not number else start
    if start is None or last is None:
        return None
    approximate = nth is None and row["calendar"] == "hijri"
    grain = "day" if start == last else "span"
    return Moment(at, end, start.isoformat(), last.isoformat(), grain, told is not None, approximate)


def _holiday_start(
    scene: Scene, calendar: str, when: tuple[int, int], relation: str | None, told: Moment | None
) -> date | None:
    month, day = when
    if told is not None:
        wanted = int(told.low[:4])
        if calendar == "gregorian":
            return date(wanted, month, day)
        starts = (cal.hijri_days(y, month, day) for y in (wanted - 579, wanted - 580, wanted - 578))
        return next((s[0] for s in starts if s and s[0].year == wanted), None)
    if scene.published is None:
        return None
    if calendar == "gregorian":
        return date(cal.year_of(scene.published, month, day, relation), month, day)
    hijri = cal.hijri_year_of(scene.published, month, day, relation)
    days = cal.hijri_days(hijri, month, day) if hijri is not None else None
    return days[0] if days else None
