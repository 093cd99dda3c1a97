"""Dates with a month or a year: «13 تشرين الثاني/نوفمبر 2018», «2 أبريل (نيسان) الماضي», «3/4/2018», «عام 2014»."""

from __future__ import annotations

import math
from datetime import date

from takhrij.find import dates_calendar as cal
from takhrij.find.dates_calendar import Moment
from takhrij.find.dates_lexicon import Hit
from takhrij.find.dates_scene import Days, Scene, Tail
from takhrij.find.dates_unnamed import of_month

# How far before a date an announcing word («المقرر») makes an untold year a coming one, in tokens.
_PLANNED_REACH = 12
_HALF_YEAR = 183
# A day that lies so long back with no year is the one to come within the month: «تبدأ الهدنة في الرابع من مايو».
_NEARLY_A_YEAR = 334
# So many days of a list may stand before its last («10 و11 و12 نوفمبر»).
_LISTED_DAYS = 4
# The longest part of a time is told in so many words («الأيام الأولى من»).
_PART_WORDS = 3
_DUAL_GAPS = frozenset({"", "/", "(", "-", "–", "/(", "،"})
_TAIL_GAPS = frozenset({"", ")", ",", "،", "/", "),", ")،", "-"})
_NUMERIC_GAPS = frozenset("/-.")
_DASHES = frozenset("-–—")


def _day_number(scene: Scene, at: int, end: int) -> tuple[int, int] | None:
    """Day numbers that fill tokens [at, end): digits, a range of digits, an ordinal, a number word."""
    if at < 0:
        return None
    form = scene.tokens[at].form
    if form.isdigit() and len(form) > 2:
        return None
    number = scene.language.numeral(scene.tokens, at)
    if number is None or number.end != end or number.min is None or number.max is None or number.dual:
        return None
    return (number.min, number.max) if 1 <= number.min <= number.max <= 31 else None


def days_before(scene: Scene, month_at: int) -> Days | None:
    """The day numbers before a month word, with «من» or «شهر» between or not."""
    end = month_at
    if end and not scene.tokens[end].gap and scene.hit(end - 1, "month_word"):
        end -= 1
    of = end and scene.hit(end - 1, "of")
    end -= 1 if of and scene.tokens[end].gap == "" else 0
    if end < 1 or any(
        scene.tokens[k].gap not in ("", ")") for k in range(end, month_at + 1) if k < len(scene.tokens)
    ):
        return None
    for size in (3, 2, 1):
        number = _day_number(scene, end - size, end)
        if number is None:
            continue
        days = Days(end - size, number[0], number[1], month_at)
        return _with_earlier_day(scene, days)
    return None


def _with_earlier_day(scene: Scene, days: Days) -> Days:
    """«13 و14 نوفمبر», «13 – 14 نوفمبر», «10 و11 و12 نوفمبر» and «بين 13 و15 نوفمبر» begin at the first number."""
    tokens = scene.tokens
    for _ in range(_LISTED_DAYS):
        at = days.first
        joined = tokens[at].form.startswith("و") and not tokens[at].form.isdigit()
        dashed = tokens[at].gap in _DASHES
        before = at - 1 if joined or dashed else at - 2
        apart = at >= 2 and tokens[at - 1].form == "و" and tokens[at].gap == "" and tokens[at - 1].gap == ""
        if before < 0 or not (apart or dashed or (joined and tokens[at].gap == "")):
            return days
        number = _day_number(scene, before, before + 1)
        if number is None or number[0] >= days.low:
            return days
        days = Days(before, number[0], days.high, days.month_at)
    return days


def era(scene: Scene, at: int) -> tuple[str | None, int]:
    """«م» or «هـ» after a year."""
    found = scene.hit(at, "era") if scene.gap(at) in ("", "/", "(") else None
    return (found.entry.value, found.end) if found else (None, at)


def year_at(scene: Scene, at: int) -> Tail | None:
    """A year in digits with its era."""
    year = scene.digits(at)
    if year is None or len(scene.tokens[at].form) != 4:
        return None
    mark, end = era(scene, at + 1)
    if mark == "ah" or (year in cal.HIJRI_YEARS and mark is None):
        return Tail(year, None, True, end) if year in cal.HIJRI_YEARS else None
    return Tail(year, None, False, end) if year in cal.YEARS else None


def _tail(scene: Scene, at: int, published: date | None) -> Tail:
    nothing = Tail(None, None, False, at)
    if scene.gap(at) not in _TAIL_GAPS:
        return nothing
    same = scene.hit(at, "same_year")
    if same and scene.year is not None:
        return Tail(scene.year, None, False, same.end)
    start = at
    of = scene.hit(start, "of")
    start = of.end if of and scene.gap(of.end) == "" else start
    year_word = scene.hit(start, "the_unit", "unit")
    if year_word and year_word.entry.value == "year":
        told = year_at(scene, year_word.end) if scene.gap(year_word.end) == "" else None
        if told:
            return told
        relation = scene.next(year_word.end, "rel")
        if relation and published:
            shift = {"past": -1, "current": 0, "next": 1}[relation.entry.value]
            return Tail(published.year + shift, None, False, relation.end)
        return nothing
    told = year_at(scene, start)
    if told:
        return told
    relation = scene.hit(at, "rel") if scene.gap(at) in ("", ")") else None
    return Tail(None, relation.entry.value, False, relation.end) if relation else nothing


def planned(scene: Scene, at: int) -> bool:
    """Whether a word before a token announces what comes («المقرر»)."""
    return any(scene.hit(k, "planned") for k in range(max(0, at - _PLANNED_REACH), at))


def _year(scene: Scene, month: int, day: int | None, tail: Tail, at: int) -> int | None:
    if tail.year is not None:
        return tail.year
    if scene.published is None:
        return None
    year = cal.year_of(scene.published, month, day, tail.relation)
    told = cal.point(year, month, day or 1) if tail.relation is None else None
    if told is None or (year == scene.published.year and not planned(scene, at)):
        return year
    ago = (scene.published - date.fromisoformat(told)).days
    return year + (ago > (_HALF_YEAR if planned(scene, at) else _NEARLY_A_YEAR if day else math.inf))


def _second_name(scene: Scene, month: Hit) -> int:
    """The token after another name of the same month («تشرين الثاني/نوفمبر», «أبريل (نيسان)»)."""
    if scene.gap(month.end) not in _DUAL_GAPS:
        return month.end
    other = scene.hit(month.end, "month")
    same = other and other.entry.row["calendar"] == month.entry.row["calendar"] and not other.entry.prefix
    return other.end if other and same and other.entry.value == month.entry.value else month.end


def _allowed(scene: Scene, month: Hit, days: Days | None, tail: Tail, end: int) -> bool:
    """Whether a month word that is also another word stands among words that make it a month."""
    strength = month.entry.row["strength"]
    told = tail.year is not None
    if strength == "strong" or told or strength == "year":
        return told or strength == "strong"
    at = days.month_at if days else end
    if days or tail.relation or not at:
        return bool(days or tail.relation)
    if _behind_part(scene, at):
        return True
    # «من مارس» is «who practised» unless «إلى» follows.
    if scene.hit(at - 1, "from"):
        return scene.next(tail.end, "to") is not None
    return scene.hit(at - 1, "near", "prep", "month_word", "day_word", "between", "to", "within") is not None


def _behind_part(scene: Scene, at: int) -> bool:
    """Whether a token follows a part of a time: «آخر أيام رمضان», «العشر الأواخر من رمضان»."""
    of = scene.hit(at - 1, "of")
    end = at - 1 if of and of.end == at else at
    spots = range(max(0, end - _PART_WORDS), end)
    return any((part := scene.hit(spot, "part")) is not None and part.end == end for spot in spots)


def month_date(scene: Scene, month_at: int, days: Days | None, year: int | None = None) -> Moment | None:
    """The date of a month word with its day numbers, other name, year and era; `year` fills an untold one."""
    month = scene.hit(month_at, "month")
    if month is None:
        return None
    first = days.first if days else month_at
    named_end = _second_name(scene, month)
    dual = named_end != month.end
    days, end = (days, named_end) if days else _days_after(scene, named_end)
    tail = _tail(scene, end, scene.published)
    if tail.year is None and tail.relation is None and scene.gap(named_end) == ")":
        tail = tail._replace(end=named_end)
    hijri = month.entry.row["calendar"] == "hijri"
    if not (dual or _allowed(scene, month, days, tail, month_at)) or (tail.hijri and not hijri):
        return None
    if year is not None and tail.year is None:
        tail = tail._replace(year=year)
    found = _hijri(scene, month.number, days, tail) if hijri else _gregorian(scene, month.number, days, tail, first)
    if found is None:
        return None
    if tail.year is not None:
        scene.year = int(found[0][:4])
    if not hijri:
        scene.month = (int(found[0][:4]), int(found[0][5:7]))
    grain = "day" if days and days.low == days.high else "span" if days or hijri else "month"
    return Moment(first, tail.end, *found, grain, tail.year is not None)


def _days_after(scene: Scene, at: int) -> tuple[Days | None, int]:
    """«نوفمبر 13, 2018»: the day behind its month, only before a comma and a year."""
    day = scene.digits(at, 2)
    if day and scene.gap(at) == "" and scene.gap(at + 1) in (",", "،") and year_at(scene, at + 1) and day <= 31:
        return Days(at - 1, day, day, at - 1), at + 1
    return None, at


def _gregorian(scene: Scene, month: int, days: Days | None, tail: Tail, at: int) -> tuple[str, str] | None:
    year = _year(scene, month, days.low if days else None, tail, at)
    if year is None:
        return None
    low = cal.point(year, month, days.low if days else None)
    high = cal.point(year, month, days.high if days else None)
    return None if low is None or high is None else (low, high)


def _hijri(scene: Scene, month: int, days: Days | None, tail: Tail) -> tuple[str, str] | None:
    year = tail.year
    day = days.low if days else None
    if year is not None and year in cal.YEARS:
        # «رمضان 2015»: the Hijri month that begins in that year.
        for candidate in (year - 579, year - 580, year - 578):
            found = cal.hijri_days(candidate, month, day)
            if found and found[0].year == year:
                return found[0].isoformat(), found[1].isoformat()
        return None
    if year is None:
        year = cal.hijri_year_of(scene.published, month, day, tail.relation) if scene.published else None
    low = cal.hijri_days(year, month, day) if year is not None else None
    high = cal.hijri_days(year, month, days.high if days else None) if year is not None else None
    return None if low is None or high is None else (low[0].isoformat(), high[1].isoformat())


def _equal_date(scene: Scene, moment: Moment) -> Moment:
    """«5 ربيع الأول 1440 هـ الموافق 13 نوفمبر 2018» is one date, told in the Gregorian calendar."""
    equals = scene.hit(moment.end, "equals") if scene.gap(moment.end) in ("", "،", ",", "(", ")") else None
    if equals is None:
        return moment
    at = equals.end
    weekday = scene.hit(at, "weekday")
    at = weekday.end if weekday else at
    other = _plain(scene, at)
    if other is None:
        return moment
    hijri_first = scene.hit(moment.end - 1, "era") or "hijri" in _calendars(scene, moment)
    chosen = other if hijri_first else moment
    return chosen._replace(first=moment.first, end=other.end)


def _calendars(scene: Scene, moment: Moment) -> set[str]:
    hits = (scene.hit(k, "month") for k in range(moment.first, moment.end))
    return {h.entry.row["calendar"] for h in hits if h}


def numeric_date(scene: Scene, at: int) -> Moment | None:
    """«13/11/2018», «2018-11-13»: day first, unless that cannot be."""
    if at + 2 >= len(scene.tokens):
        return None
    gap = scene.gap(at + 1)
    numbers = [scene.digits(at + k) for k in range(3)]
    tight = len({scene.tokens[at + k].start - scene.tokens[at + k - 1].end for k in (1, 2)}) == 1
    if None in numbers or gap not in _NUMERIC_GAPS or scene.gap(at + 2) != gap or not tight:
        return None
    if _continues(scene, at) or _continues(scene, at + 3):
        return None
    widths = [len(scene.tokens[at + k].form) for k in range(3)]
    a, b, c = (n or 0 for n in numbers)
    if widths[0] == 4 and widths[2] <= 2:
        year, month, day = a, b, c
    elif widths[2] == 4 and widths[0] <= 2:
        year, month, day = (c, b, a) if b <= 12 else (c, a, b)
    else:
        return None
    mark, end = era(scene, at + 3)
    if mark == "ah" or year in cal.HIJRI_YEARS:
        found = cal.hijri_days(year, month, day) if year in cal.HIJRI_YEARS else None
        value = found[0].isoformat() if found else None
    else:
        value = cal.point(year, month, day) if year in cal.YEARS else None
    if value is None:
        return None
    scene.year = int(value[:4])
    return Moment(at, end, value, value, "day", True)


def _continues(scene: Scene, at: int) -> bool:
    """Whether digits run on over a dash or slash, as in a telephone number."""
    if not 0 < at < len(scene.tokens) or scene.gap(at) not in ("-", "/", "."):
        return False
    tight = scene.tokens[at].start - scene.tokens[at - 1].end == 1
    return tight and scene.digits(at, 99) is not None and scene.digits(at - 1, 99) is not None


def dated(scene: Scene, at: int) -> Moment | None:
    """A date in digits or with a month word that begins at a token, with its equal in another calendar."""
    found = _plain(scene, at)
    return None if found is None else _equal_date(scene, found)


def _plain(scene: Scene, at: int) -> Moment | None:
    if at >= len(scene.tokens):
        return None
    found = numeric_date(scene, at)
    if found is not None:
        return found
    days = scene.days.get(at)
    if days is not None:
        return month_date(scene, days.month_at, days) or of_month(scene, days)
    word = scene.hit(at, "month_word")
    month_at = word.end if word and scene.gap(word.end) == "" else at
    found = month_date(scene, month_at, scene.days.get(month_at))
    return found._replace(first=at) if found else None
