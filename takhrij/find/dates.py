"""Dates of a text as EDTF, resolved against the day of publication.

A time that is not told stays untold: relative words and dates without a year need a day of publication.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from takhrij.core.edtf import valid
from takhrij.core.language import Language, Text
from takhrij.core.records import DateValue, Mention, Reading
from takhrij.find import dates_relative as relative
from takhrij.find.dates_calendar import PARTS, Moment, day_of, month_part, point, shifted, year_part, year_stretch
from takhrij.find.dates_holidays import holiday
from takhrij.find.dates_lexicon import build, rows
from takhrij.find.dates_months import dated, days_before, month_date, planned
from takhrij.find.dates_scene import Scene
from takhrij.find.dates_unnamed import UNNAMED, names_month
from takhrij.resources import Resources

# Kinds of words at which a moment may begin, and those that govern one.
_OPENERS = frozenset(
    ["weekday", "holiday", "holiday_day", "day", "this", "the_unit", "the_units", "part", "decade", "year_pair"]
    + ["skip", "month_word", "echo", "season"]
)
_GOVERNORS = frozenset(["prep", "between", "from", "within"])
_DASHES = frozenset("-–—")
# As long is the EDTF of a single day.
_ONE_DAY = len("2018-11-13")
# Words that may stand between «قبل» and its year: «قبل الانقلاب الحوثي في العام ٢٠١٤».
_REACH = 5


def _role(kinds: frozenset[str]) -> str | None:
    """What a word's presence means for the search, the most telling first."""
    if "month" in kinds:
        return "month"
    if "rel" in kinds:
        return "relation"
    if kinds & _OPENERS:
        return "opener"
    return "governor" if kinds & _GOVERNORS else "thereof" if "thereof" in kinds else None


class DateFinder:
    """Finds dates: `find` gives a Mention of kind ``date`` for each, in text order, without overlaps."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        self._lexicon = build(resources, language.fold)
        entries = self._lexicon.entries.items()
        roles = {form: _role(kinds) for form, kinds in self._lexicon.kinds.items()}
        self._gate = {form: role for form, role in roles.items() if role is not None}
        self._unnamed = frozenset(form for form, found in entries if UNNAMED & {e.kind for e in found})
        self._years = frozenset(form for form, found in entries if any(e.value == "year" for e in found))

    def find(self, text: Text, reading: Reading) -> list[Mention]:
        """Every date told in a text, relative words resolved against `reading.published`, in a part against its own."""
        scene = Scene(text.tokens, self._lexicon, self._language, day_of(reading.published))
        starts = self._starts(scene)
        scene.published = relative.writing_day(scene, starts)
        mentions: list[Mention] = []
        done = 0
        for at in starts:
            if at < done:
                continue
            if reading.parts:
                scene.published = day_of(reading.published_at(text.tokens[at].start))
            found, end = _read(scene, at)
            done = max(done, end)
            if found is not None and valid(found[1]):
                first, edtf = found
                done = end
                scene.day = day_of(edtf) if len(edtf) == _ONE_DAY else scene.day
                mentions.append(Mention("date", text.span(first, end), DateValue(edtf), first, end))
        return mentions

    def _starts(self, scene: Scene) -> list[int]:
        """Tokens at which a date may begin, in order; fills the scene's `starts` and `days`."""
        tokens, gate, starts = scene.tokens, self._gate, scene.starts
        governors: set[int] = set()
        for at, token in enumerate(tokens):
            form = token.form
            kind = gate.get(form)
            if kind is not None:
                told = kind == "month" or (form in self._unnamed and names_month(scene, at))
                days = days_before(scene, at) if told and at else None
                if days is not None:
                    # The month is read with its day only: «31 فبراير» is no date rather than a month.
                    scene.days[days.first] = days
                    starts.add(days.first)
                    continue
                if kind != "thereof":
                    (governors if kind == "governor" else starts).add(at)
                if kind == "relation":
                    starts.update(range(max(0, at - 2), at))
            elif form.isdigit():
                starts.update((at - 1, at) if at and tokens[at - 1].form in self._years else (at,))
            elif at and tokens[at - 1].form in self._years and self._language.begins_number(form):
                starts.add(at - 1)
        return sorted(starts | governors)


Found = tuple[int, str]


def _read(scene: Scene, at: int) -> tuple[Found | None, int]:
    """The date that begins at a token and where reading goes on."""
    echo = scene.hit(at, "echo")
    if echo is not None:
        again = relative.day_again(scene, at, echo)
        return again and (at, again.edtf), echo.end
    skip = scene.hit(at, "skip")
    if skip is not None and holiday(scene, at) is None:
        part = _part(scene, at)
        if part is not None:
            return (at, part.edtf), part.end
        return _whole_within(scene, range(at + 1, skip.end)) or (None, skip.end)
    kinds = scene.kinds(at)
    for kind, reader in (("prep", _governed), ("between", _between), ("from", _from), ("within", _during)):
        if kind in kinds and scene.hit(at, kind):
            found = reader(scene, at)
            if found is not None:
                return found
    moment = _moment(scene, at, bare=_year_is_due(scene, at))
    if moment is None:
        return None, at + 1
    if _names_a_thing(scene, moment):
        return None, moment.end
    moment = _extended(scene, moment)
    return (moment.first, moment.edtf), moment.end


def _whole_within(scene: Scene, words: range) -> tuple[Found, int] | None:
    """The date in a name that is told with its year («هجمات 11 سبتمبر 2001»)."""
    for at in words:
        found = dated(scene, at) if at in scene.days else None
        if found is not None and found.year_told:
            return (found.first, found.edtf), found.end
    return None


def _year_is_due(scene: Scene, at: int) -> bool:
    return bool(at and not scene.tokens[at].gap and scene.hit(at - 1, "near", "prep", "deed"))


def _moment(scene: Scene, at: int, bare: bool = False) -> Moment | None:
    """One moment at a token, whatever tells it."""
    if at not in scene.starts:
        return None
    form = scene.tokens[at].form
    if form not in scene.lexicon.entries and at not in scene.days and not scene.language.begins_number(form):
        return None
    return (
        holiday(scene, at)
        or dated(scene, at)
        or relative.weekday(scene, at)
        or relative.relative_day(scene, at)
        or _part(scene, at)
        or relative.year(scene, at, bare)
        or relative.period(scene, at)
        or relative.decade(scene, at)
    )


def _inner(scene: Scene, at: int, bare: bool = True) -> Moment | None:
    """The moment behind a preposition, over words such as «يوم», «مساء» and «في»."""
    for _ in range(3):
        if at >= len(scene.tokens) or scene.tokens[at].gap not in ("", "("):
            return None
        found = _moment(scene, at, bare)
        if found is not None:
            return found
        word = scene.hit(at, "day_word", "days_word", "near", "about", "deed")
        if word is None:
            return None
        at = word.end
    return None


def _names_a_thing(scene: Scene, moment: Moment) -> bool:
    """Whether the date is part of a name: «ثورة 26 سبتمبر», «سوق الأحد»."""
    at = moment.first
    if at and scene.tokens[at - 1].form == "ال" and scene.tokens[at - 1].end == scene.tokens[at].start:
        at -= 1
    if moment.year_told or not at or scene.tokens[at].gap not in ("", "«", '"', "("):
        return False
    if scene.hit(at, "day", "the_unit", "part", "this"):
        return False
    kinds = ("named", "each") if scene.hit(at, "weekday") else ("named",)
    return any((hit := scene.hit(at - back, *kinds)) and hit.end == at for back in (1, 2) if at >= back)


def _part(scene: Scene, at: int) -> Moment | None:
    """«مطلع العام الجاري», «أواخر سبتمبر», «منتصف 2014»."""
    part = scene.hit(at, "part")
    if part is None:
        return None
    start = part.end
    of = scene.next(start, "of")
    start = of.end if of else start
    if start >= len(scene.tokens) or scene.tokens[start].gap not in ("", "("):
        return None
    if scene.hit(start, "part"):
        return None
    inner = _moment(scene, start, bare=True) or month_date(scene, start, None)
    if inner is None and part.entry.value in ("early", "mid"):
        inner = relative.running(scene, start)
    return None if inner is None else _cut(inner, at, part.entry.value)


def _cut(inner: Moment, first: int, part: str) -> Moment | None:
    """A part of a moment: of a month, a year, a decade or a Hijri month; a day and a week stay whole."""
    if inner.grain == "month" and not inner.approximate and inner.low == inner.high:
        days = month_part(int(inner.low[:4]), int(inner.low[5:7]), part)
        return days and Moment(first, inner.end, *days, "day" if days[0] == days[1] else "span", inner.year_told)
    if inner.grain == "year" and inner.low == inner.high:
        stretch = year_stretch(int(inner.low), part)
        if stretch is not None:
            return Moment(first, inner.end, *stretch, "span", inner.year_told)
        month = year_part(int(inner.low), part)
        return month and Moment(first, inner.end, month, month, "month", inner.year_told, True) or None
    if inner.grain == "decade":
        years = {"early": 0, "mid": 5, "late": 9}.get(part)
        value = None if years is None else str(int(inner.low) + years)
        return value and Moment(first, inner.end, value, value, "year", True, True) or None
    if inner.grain == "span" and len(inner.low) == len(inner.high) == 10:
        return _cut_lunar(inner, first, part)
    return inner if part in ("early", "mid", "late") else None


def _cut_lunar(inner: Moment, first: int, part: str) -> Moment | None:
    """A part of a month of 29 or 30 days that begins anywhere in a Gregorian one."""
    start, last = date.fromisoformat(inner.low), date.fromisoformat(inner.high)
    length = (last - start).days + 1
    if not 29 <= length <= 31 or part not in PARTS:
        return inner if part in ("early", "mid", "late") else None
    low, high = (shifted(start, min(day, length) - 1) for day in PARTS[part])
    if low is None or high is None:
        return None
    high = last if part in ("late", "half 2") else high
    grain = "day" if low == high else "span"
    return Moment(first, inner.end, low.isoformat(), high.isoformat(), grain, inner.year_told)


def _extended(scene: Scene, moment: Moment) -> Moment:
    """«مارس وأبريل», «13 نوفمبر – 15 نوفمبر»: two moments that are told as one stretch."""
    at = moment.end
    if at >= len(scene.tokens):
        return moment
    joined = scene.tokens[at].form[:1] == "و" and not scene.tokens[at].gap
    if joined and moment.grain == "day" and not moment.year_told:
        return _of_its_year(moment, dated(scene, at + (scene.tokens[at].form == "و")))
    month = scene.next(at, "month") if moment.grain == "month" else None
    other: Moment | None = None
    if month and month.entry.prefix == "و":
        other = month_date(scene, at, None)
    elif scene.tokens[at].gap in _DASHES and moment.grain == "day":
        other = dated(scene, at)
    if other is None or other.grain != moment.grain:
        return moment
    return _joined(moment, other) or moment


def _of_its_year(moment: Moment, other: Moment | None) -> Moment:
    """«في 30 يونيو و3 يوليو 2013»: a day listed before one with a year is of that year."""
    if other is None or not other.year_told or other.grain != "day" or len(moment.low) != len(other.low):
        return moment
    low = _in_year(moment.low, int(other.low[:4]), other.low)
    return moment._replace(low=low, high=low)


def _joined(low: Moment, high: Moment) -> Moment | None:
    """The stretch from one moment to another; an untold year of the first is that of the second."""
    start = low.low
    if high.year_told and not low.year_told and low.grain in ("day", "month", "span"):
        start = _in_year(low.low, int(high.low[:4]), high.high)
    if start[: len(high.high)] > high.high[: len(start)]:
        return None
    told = high.year_told
    return Moment(low.first, high.end, start, high.high, "span", told, low.approximate or high.approximate)


def _in_year(value: str, year: int, not_after: str) -> str:
    month, day = int(value[5:7]), int(value[8:10]) if len(value) > 7 else None
    for candidate in (year, year - 1):
        told = point(candidate, month, day)
        if told and told <= not_after:
            return told
    return value


def _governed(scene: Scene, at: int) -> tuple[Found | None, int] | None:
    """«منذ X», «قبل X», «حتى X», «بعد X»."""
    prep = scene.hit(at, "prep")
    if prep is None:
        return None
    relation = prep.entry.value
    if relation in ("since", "before"):
        length = relative.ago(scene, prep.end)
        if length is not None:
            moment, end = length
            if moment is None:
                return None, end
            value = moment.edtf if relation == "before" else f"{moment.edtf}/.."
            return (at, value), end
    elif relation == "after" and relative.ago(scene, prep.end) is not None:
        return None, prep.end
    inner = _inner(scene, prep.end)
    if inner is None and relation in ("before", "since"):
        inner = _told_later(scene, prep.end)
    if inner is None or not _may_govern(scene, relation, inner):
        return None
    mark = "~" if inner.approximate else ""
    if relation == "since":
        until = _until(scene, inner)
        if until is not None:
            return (at, f"{inner.low}{mark}/{until.high}"), until.end
    value = f"{inner.low}{mark}/.." if relation in ("since", "after") else f"../{inner.high}{mark}"
    return (at, value), inner.end


def _may_govern(scene: Scene, relation: str, inner: Moment) -> bool:
    """«بعد أمس» and «قبل الثلاثاء» tell no bound worth keeping; a date or a told year does."""
    if relation in ("since", "until"):
        return True
    return inner.year_told or inner.grain != "day" or dated(scene, inner.first) is not None


def _until(scene: Scene, inner: Moment) -> Moment | None:
    to = scene.hit(inner.end, "to") if scene.gap(inner.end) in ("", "،", ",") else None
    until = _inner(scene, to.end) if to else None
    return until if until is not None and until.high >= inner.low else None


def _told_later(scene: Scene, at: int) -> Moment | None:
    """The told year a few words on: «قبل الانقلاب في 2014»."""
    for step in range(at, min(at + _REACH, len(scene.tokens))):
        if scene.tokens[step].gap:
            return None
        word = scene.hit(step, "near")
        if word is not None and step > at:
            inner = _inner(scene, word.end)
            return inner if inner is not None and inner.year_told else None
    return None


def _between(scene: Scene, at: int) -> tuple[Found | None, int] | None:
    """«بين مارس وسبتمبر», «بين 13 و15 نوفمبر», «بين عامي 2014 و2016»."""
    hit = scene.hit(at, "between")
    low = _inner(scene, hit.end) if hit else None
    if low is None:
        return None
    end = low.end
    if end < len(scene.tokens) and scene.tokens[end].gap in ("", "،", ",") and scene.tokens[end].form[:1] == "و":
        apart = scene.tokens[end].form == "و"
        high = _inner(scene, end + 1) if apart else _moment(scene, end, bare=True)
        whole = _joined(low, high) if high else None
        if whole is not None:
            return (low.first, whole.edtf), whole.end
    return ((low.first, low.edtf), low.end) if low.grain == "span" or low.low != low.high else None


def _from(scene: Scene, at: int) -> tuple[Found | None, int] | None:
    """«من مارس إلى سبتمبر», «من 2014 حتى 2016»."""
    hit = scene.hit(at, "from")
    low = _inner(scene, hit.end) if hit else None
    to = scene.next(low.end, "to") if low else None
    high = _inner(scene, to.end) if to else None
    whole = _joined(low, high) if low and high else None
    return ((whole.first, whole.edtf), whole.end) if whole else None


def _during(scene: Scene, at: int) -> tuple[Found | None, int] | None:
    """«خلال 24 ساعة» of what was done; of what is ahead it is a term, not a time."""
    hit = scene.hit(at, "within")
    length = relative.during(scene, hit.end) if hit and not planned(scene, at) else None
    return ((at, length.edtf), length.end) if length else None


def check(language: Language, resources: Resources) -> Iterator[str]:
    """One line for each row of the date lexicon whose example does not read as expected."""
    finder = DateFinder(language, resources)
    for _, row in rows(resources):
        reading = Reading("example", "check", row["example"], published="2018-11-14")
        found = finder.find(language.tokenize(row["example"]), reading)
        got = ";".join(m.value.edtf for m in found if isinstance(m.value, DateValue)) or "none"
        if got != row["expected"] or row["form"] not in row["example"]:
            yield f"{row['line']}: «{row['example']}» reads as {got}, expected {row['expected']}; correct it"


FINDER = DateFinder
