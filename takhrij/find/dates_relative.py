"""Dates told from the day of publication, and years: weekdays, «أمس», «الشهر الماضي», «قبل أسبوعين», «عام 2014»."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from takhrij.find import dates_calendar as cal
from takhrij.find.dates_calendar import Moment
from takhrij.find.dates_lexicon import Hit
from takhrij.find.dates_months import dated, era, year_at
from takhrij.find.dates_scene import Scene, Tail

_SHIFT = {"past": -1, "current": 0, "next": 1}
_DAYS = {"day": 1, "week": 7}
_DASHES = frozenset("-–—/")
_ASIDE = frozenset({"", "("})
# How far before «اليوم» the word «صحيفة» makes it part of an outlet's name, in tokens.
_MEDIA_REACH = 3
# «قبل أيام» and «قبل أسابيع»: so many days back lies the month that is told, approximately.
_SOME = {"day": 4, "week": 21}


def _day(first: int, end: int, day: date | None, approximate: bool = False) -> Moment | None:
    return None if day is None else Moment(first, end, day.isoformat(), day.isoformat(), "day", False, approximate)


def _with_date(scene: Scene, first: int, end: int) -> Moment | None:
    """The full date that follows a weekday or «أمس» in apposition."""
    if scene.gap(end) not in ("", ",", "،", "("):
        return None
    equals = scene.hit(end, "equals")
    found = dated(scene, equals.end if equals else end)
    return None if found is None or found.grain == "month" else found._replace(first=first)


def weekday(scene: Scene, at: int) -> Moment | None:
    """«الثلاثاء», «الثلاثاء الماضي», «الاثنين والثلاثاء», «الثلاثاء 13 نوفمبر»."""
    hit = scene.hit(at, "weekday")
    if hit is None:
        return None
    whole = _with_date(scene, at, hit.end)
    if whole is not None:
        return whole
    if scene.published is None:
        return None
    night = bool(at and scene.hit(at - 1, "day_word") and not scene.tokens[at].gap)
    to = scene.next(hit.end, "to", "hence") if night else None
    second = scene.next(to.end, "weekday") if to else scene.hit(hit.end, "weekday")
    if second and to and second.number != (hit.number + 1) % 7:
        second = None
    gap = "" if to else scene.gap(hit.end)
    if second and (gap in _DASHES or (gap == "" and (second.entry.prefix == "و" or night))):
        relation = scene.next(second.end, "rel")
        told = relation.entry.value if relation else None
        last = cal.weekday_day(scene.published, second.number, told)
        first = last and cal.weekday_day(last, hit.number, "past")
        if first and last:
            end = relation.end if relation else second.end
            return Moment(at, end, first.isoformat(), last.isoformat(), "span")
    relation = scene.next(hit.end, "rel")
    told = relation.entry.value if relation else None
    return _day(at, relation.end if relation else hit.end, cal.weekday_day(scene.published, hit.number, told))


def writing_day(scene: Scene, starts: Iterable[int]) -> date | None:
    """The day on which a text says it was written.

    A page may be dated some days after its writing; «اليوم الأحد» and «أمس السبت» then tell the day from which all
    that is relative counts. One of them that agrees with the day of publication settles it.
    """
    if scene.published is None:
        return None
    lags: Counter[int] = Counter()
    for at in starts:
        hit = scene.hit(at, "day")
        named = scene.hit(hit.end, "weekday") if hit is not None and scene.gap(hit.end) in _ASIDE else None
        if hit is None or named is None or hit.number > 0 or scene.next(named.end, "rel") is not None:
            continue
        lags[(scene.published.weekday() + hit.number - named.number) % 7] += 1
    if not lags or 0 in lags:
        return scene.published
    return cal.shifted(scene.published, -min(lags, key=lambda lag: (-lags[lag], lag)))


def _in_outlet_name(scene: Scene, at: int) -> bool:
    for back in range(at - 1, max(-1, at - 1 - _MEDIA_REACH), -1):
        if scene.tokens[back + 1].gap:
            return False
        if scene.hit(back, "media"):
            return True
    return False


def relative_day(scene: Scene, at: int) -> Moment | None:
    """«أمس», «أول من أمس», «اليوم الأربعاء»; a weekday beside it decides between neighbouring days."""
    hit = scene.hit(at, "day")
    if hit is None:
        return None
    named = scene.hit(hit.end, "weekday") if scene.gap(hit.end) in _ASIDE else None
    end = named.end if named else hit.end
    whole = _with_date(scene, at, end)
    if whole is not None:
        return whole
    if scene.published is None or (hit.number == 0 and named is None and _in_outlet_name(scene, at)):
        return None
    day = cal.shifted(scene.published, hit.number)
    if day is not None and named is not None:
        off = (named.number - day.weekday() + 3) % 7 - 3
        day = cal.shifted(day, off)
    return _day(at, end, day)


def day_again(scene: Scene, at: int, echo: Hit) -> Moment | None:
    """«اليوم نفسه», «اليوم التالي»: so many days from the day told last."""
    return None if scene.day is None else _day(at, echo.end, cal.shifted(scene.day, echo.number))


def _season(scene: Scene, at: int) -> Moment | None:
    """«الصيف الماضي»: the last one that is over, the one that runs, the next one."""
    season = scene.hit(at, "season")
    relation = scene.next(season.end, "rel") if season is not None else None
    if season is None or relation is None or scene.published is None:
        return None
    this, told = scene.published.isoformat()[:7], relation.entry.value
    stretches = [cal.year_stretch(scene.published.year + shift, season.entry.value) for shift in (-2, -1, 0, 1)]
    known = [stretch for stretch in stretches if stretch is not None]
    if told == "past":
        fitting = [stretch for stretch in known if stretch[1] < this][-1:]
    else:
        fitting = [s for s in known if (s[0] <= this <= s[1] if told == "current" else s[0] > this)][:1]
    return Moment(at, relation.end, *fitting[0], "span") if fitting else None


def _whole_unit(published: date, unit: str, shift: int) -> tuple[str, str] | None:
    if unit == "week":
        return cal.week(published, shift)
    if unit == "month":
        value = cal.point(*cal.months_before(published, -shift))
    elif unit == "year":
        value = cal.point(published.year + shift)
    else:
        return None
    return None if value is None else (value, value)


def _last_units(published: date, unit: str, count: int) -> tuple[str, str] | None:
    """The stretch from `count` units ago to the day of publication."""
    if unit == "hour":
        days = max(1, -(-count // 24))
        first = cal.shifted(published, -days)
    elif unit in _DAYS:
        first = cal.shifted(published, -count * _DAYS[unit])
    elif unit == "month":
        low = cal.point(*cal.months_before(published, count))
        return None if low is None else (low, published.isoformat()[:7])
    else:
        low = cal.point(published.year - count)
        return None if low is None else (low, published.isoformat()[:4])
    return None if first is None else (first.isoformat(), published.isoformat())


def period(scene: Scene, at: int) -> Moment | None:
    """«الأسبوع الماضي», «هذا الشهر», «الأيام الثلاثة الماضية», «الساعات الـ24 الماضية», «الصيف الماضي»."""
    if scene.published is None:
        return None
    this = scene.hit(at, "this")
    if this is not None:
        unit = scene.next(this.end, "the_unit")
        value = _whole_unit(scene.published, unit.entry.value, 0) if unit else None
        return Moment(at, unit.end, *value, unit.entry.value) if unit and value else None
    unit = scene.hit(at, "the_unit", "the_units")
    if unit is None:
        return _season(scene, at) or counted_period(scene, at)
    name, end, count = unit.entry.value, unit.end, None
    start = end + 1 if end < len(scene.tokens) and scene.tokens[end].form == "ال" else end
    number = scene.language.numeral(scene.tokens, start) if start < len(scene.tokens) else None
    if number is not None and not number.ordinal and number.min == number.max:
        count, end = number.min, number.end
    few = scene.next(end, "few")
    end = few.end if few else end
    relation = scene.next(end, "rel")
    if relation is None:
        return None
    shift = _SHIFT[relation.entry.value]
    if count:
        value = _last_units(scene.published, name, count) if shift < 0 else None
        return Moment(at, relation.end, *value, "span") if value else None
    if name in ("hour", "day") or unit.entry.kind == "the_units":
        return _few_units(scene, at, relation, name)
    value = _whole_unit(scene.published, name, shift)
    return Moment(at, relation.end, *value, name) if value else None


def running(scene: Scene, at: int) -> Moment | None:
    """«العام», «الشهر» with no word to it, behind «بداية»: the one that runs."""
    unit = scene.hit(at, "the_unit")
    if unit is None or unit.entry.value not in ("month", "year") or scene.published is None:
        return None
    value = _whole_unit(scene.published, unit.entry.value, 0)
    return Moment(at, unit.end, *value, unit.entry.value) if value else None


def _few_units(scene: Scene, at: int, relation: Hit, unit: str) -> Moment | None:
    """«الساعات الماضية» is the day of publication, «الأيام الماضية» the month of the days before it."""
    if scene.published is None or relation.entry.value != "past":
        return None
    if unit == "hour":
        return _day(at, relation.end, scene.published, approximate=True)
    return _some(scene, at, relation.end, unit)


def _some(scene: Scene, first: int, end: int, unit: str) -> Moment | None:
    back = _SOME.get(unit)
    day = cal.shifted(scene.published, -back) if back and scene.published else None
    if day is None:
        return None
    month = day.isoformat()[:7]
    return Moment(first, end, month, month, "month", False, True)


def _unit_of(scene: Scene, form: str) -> str | None:
    entries = scene.lexicon.entries.get(form, ())
    return next((e.value for e in entries if e.kind == "unit" and not e.prefix), None)


def counted_period(scene: Scene, at: int) -> Moment | None:
    """«الـ24 ساعة الماضية», «الأربعة الأشهر الماضية», «اليومين الماضيين»."""
    number = scene.language.numeral(scene.tokens, at)
    if number is None or number.ordinal or number.min is None or number.min != number.max or not scene.published:
        return None
    end, unit = number.end, _unit_of(scene, number.dual) if number.dual else None
    if number.dual is None:
        hit = scene.next(end, "unit", "units", "the_unit", "the_units")
        unit, end = (hit.entry.value, hit.end) if hit else (None, end)
    relation = scene.next(end, "rel") if unit else None
    if unit is None or relation is None or relation.entry.value != "past" or number.min > 10000:
        return None
    value = _last_units(scene.published, unit, number.min)
    return Moment(at, relation.end, *value, "span") if value else None


def ago(scene: Scene, at: int) -> tuple[Moment | None, int] | None:
    """The time so long before publication, told after «قبل» or «منذ»: (moment or None, end), None if no length.

    A length counted from something told («قبل يومين من الهجوم») is a length without a moment.
    """
    about = scene.next(at, "about")
    start = about.end if about else at
    several = scene.next(start, "several")
    start = several.end if several else start
    if start >= len(scene.tokens) or scene.tokens[start].gap not in ("", "("):
        return None
    number = None if several else scene.language.numeral(scene.tokens, start)
    count, end, approximate = None, start, bool(about)
    if number is not None:
        if number.ordinal:
            return None
        count, end = number.min or number.max, number.end
        approximate = approximate or number.approx or number.min != number.max
    unit = _unit_of(scene, number.dual) if number is not None and number.dual else None
    if unit is None:
        hit = scene.hit(end, "unit", "units") if scene.gap(end) in ("", ")") else None
        if hit is None or hit.entry.prefix or (year_at(scene, hit.end) and number is None and not scene.gap(hit.end)):
            return None
        if hit.entry.value == "month" and scene.next(hit.end, "month"):
            return None  # «منذ شهر أبريل» names the month
        plural = hit.entry.kind == "units"
        unit, count, end = hit.entry.value, count or (None if plural or several else 1), hit.end
    if scene.next(end, "hence") and scene.published:
        return None, end
    return _ago(scene, at, end, unit, count, approximate), end


def _ago(scene: Scene, first: int, end: int, unit: str, count: int | None, about: bool) -> Moment | None:
    if scene.published is None or (count is not None and count > 5000):
        return None
    if unit == "hour":
        return _day(first, end, scene.published, approximate=True)
    if count is None:
        return _some(scene, first, end, unit)
    if unit in _DAYS:
        return _day(first, end, cal.shifted(scene.published, -count * _DAYS[unit]), about)
    if unit == "month" and count == 1:
        return _day(first, end, cal.same_day_months_before(scene.published, 1), True)
    if unit == "month" or count == 1:
        value = cal.point(*cal.months_before(scene.published, count * (12 if unit == "year" else 1)))
    else:
        value = cal.point(scene.published.year - count)
    return Moment(first, end, value, value, unit, False, True) if value else None


def during(scene: Scene, at: int) -> Moment | None:
    """The stretch of a bare length up to the day of writing, told after «خلال»: «قتل 28 خلال 24 ساعة»."""
    number = scene.language.numeral(scene.tokens, at) if at < len(scene.tokens) and not scene.tokens[at].gap else None
    if number is None or number.ordinal or not scene.published:
        return None
    count, end = number.min or number.max, number.end
    unit = _unit_of(scene, number.dual) if number.dual else None
    if unit is None:
        hit = scene.next(end, "unit", "units")
        if hit is None or hit.entry.prefix:
            return None
        unit, end = hit.entry.value, hit.end
    if count is None or count > 5000 or scene.next(end, "rel") is not None:
        return None
    value = _last_units(scene.published, unit, count)
    return Moment(at, end, *value, "span") if value else None


def _year_in_words(scene: Scene, at: int) -> Tail | None:
    """«عام ألفين وأربعة عشر»."""
    number = scene.language.numeral(scene.tokens, at) if at < len(scene.tokens) else None
    if number is None or number.dual or number.ordinal or number.min != number.max or number.min not in cal.YEARS:
        return None
    return Tail(number.min, None, False, number.end)


def year(scene: Scene, at: int, bare: bool = False) -> Moment | None:
    """«عام 2014», «عامي 2014 و2016»; digits alone only where `bare` says that a year is due."""
    pair = scene.hit(at, "year_pair")
    word = pair or scene.hit(at, "unit", "the_unit")
    if word is not None and (pair or word.entry.value == "year"):
        at_year = word.end if scene.gap(word.end) in ("", "(") else at
    elif bare:
        at_year = at
    else:
        return None
    told = year_at(scene, at_year) or (_year_in_words(scene, at_year) if word is not None else None)
    if told is None or told.year is None:
        return None
    end = told.end
    alone = word is None and end == at_year + 1 and end < len(scene.tokens) and not scene.tokens[end].gap
    if alone and scene.tokens[end].form in scene.lexicon.counted:
        return None
    if told.hijri:
        days = cal.hijri_year(told.year) if word or era(scene, at_year + 1)[0] else None
        return Moment(at, end, *days, "span", True) if days else None
    low = high = told.year
    if pair:
        joined = end + 1 if end < len(scene.tokens) and scene.tokens[end].form == "و" else end
        second = year_at(scene, joined)
        if second and second.year and not second.hijri and second.year > low:
            high, end = second.year, second.end
    scene.year = low
    return Moment(at, end, f"{low:04}", f"{high:04}", "year", True)


def decade(scene: Scene, at: int) -> Moment | None:
    """«الثمانينيات», «ثمانينيات القرن الماضي»; never an age."""
    hit = scene.hit(at, "decade")
    if hit is None:
        return None
    century = scene.next(hit.end, "century")
    definite = hit.entry.row["form"].startswith("ال")
    if century is None and (not definite or scene.next(hit.end, "of")):
        return None
    end = century.end if century else hit.end
    return Moment(at, end, str(hit.number), str(hit.number + 9), "decade", True)
