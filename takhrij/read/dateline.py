"""The day of publication in a line of a page's head: «نشر في: الأحد 19 يوليو 2026 - 10:32 ص», «فلان – 3 أغسطس 2021»."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from hijridate import Hijri

from takhrij.core.language import Language
from takhrij.read.day import figure_days, iso_day
from takhrij.resources import Resources

_TOKEN = re.compile(r"\d{1,4}\s?([/.-])\s?\d{1,2}\s?\1\s?\d{1,4}|\d{1,2}:\d\d(?::\d\d)?|\d+|[^\W\d_]+")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_FIGURE = re.compile(r"\d")
_FULL_STOP = ("؟", "!", "…", "...")
_LONGEST = 160
_MOST_OTHERS = 6
_LONGEST_CUE = 3


class Dateline(NamedTuple):
    """A day told in a line, what was said of it (``published`` or None), the line's other words and their number."""

    day: str
    said: str | None
    rest: str
    others: int


class _Found(NamedTuple):
    first: int
    end: int
    day: str
    said: str | None
    loose: bool


@dataclass(frozen=True)
class Datelines:
    """Reads days in a page's head by month names, weekdays and the words that stand with them."""

    language: Language
    months: Mapping[str, int | None]
    hijri: Mapping[str, int | None]
    weekdays: Mapping[str, int]
    words: Mapping[str, str]

    def read(self, line: str, *, of_page: bool = False) -> Dateline | None:
        """The Dateline that a short line is, or None for prose, for a lone «last updated», and for unclear days.

        `of_page` says that the line is known to tell of the page: «كتب فلان في 3 أغسطس 2021» is no happening then.
        """
        if not _may_tell(line):
            return None
        folded = self.language.fold_map(line)
        matches = list(_TOKEN.finditer(folded.text))
        tokens = [m[0] for m in matches]
        classes = self._classes(tokens)
        days = self._days(tokens, classes) or self._hijri_days(tokens, classes)
        chosen = next((d for d in days if d.said == "published"), None)
        chosen = chosen or next((d for d in days if d.said is None and (of_page or not d.loose)), None)
        if chosen is None:
            return None
        known = {i for i, kind in enumerate(classes) if kind}
        known.update(i for d in days for i in range(d.first, d.end))
        first, end = chosen.first, chosen.end
        while first - 1 in known:
            first -= 1
        while end in known:
            end += 1
        others = len(tokens) - len(known)
        if others > _MOST_OTHERS:
            return None
        span = folded.span(matches[first].start(), matches[end - 1].end())
        rest = f"{line[: span.start].rstrip(_EDGES)} | {line[span.end :].lstrip(_EDGES)}"
        return Dateline(chosen.day, chosen.said, rest.strip(_EDGES), others)

    def updated(self, line: str) -> str | None:
        """The day of the last change that a short line tells («آخر تحديث: 20 يوليو 2026»), or None."""
        if not _may_tell(line):
            return None
        tokens = [m[0] for m in _TOKEN.finditer(self.language.fold(line))]
        classes = self._classes(tokens)
        days = self._days(tokens, classes) if "updated" in classes else []
        others = classes.count(None) - sum(d.end - d.first for d in days)
        return next((d.day for d in days if d.said == "updated"), None) if others <= _MOST_OTHERS else None

    def day(self, text: str) -> str | None:
        """The day of a metadata value, in ISO figures or in words; None when it may be read two ways."""
        told = iso_day(text)
        dated = None if told else self.read(text)
        return told or (dated.day if dated else None)

    def _classes(self, tokens: list[str]) -> list[str | None]:
        """Each token's class in the table (the longest form wins); weekdays and clock times stand with days too."""
        classes: list[str | None] = [None] * len(tokens)
        i = 0
        while i < len(tokens):
            for length in range(_LONGEST_CUE, 0, -1):
                kind = self.words.get(" ".join(tokens[i : i + length]))
                if kind is not None and i + length <= len(tokens):
                    classes[i : i + length] = [kind] * length
                    i += length
                    break
            else:
                if tokens[i] in self.weekdays or _CLOCK.fullmatch(tokens[i]):
                    classes[i] = "with"
                i += 1
        for i in range(1, len(tokens) - 1):
            # The hour of «الساعة 10 صباحا», the day and year of the other calendar.
            if tokens[i].isdecimal() and classes[i - 1] == classes[i + 1] == "with":
                classes[i] = "with"
        return classes

    def _days(self, tokens: list[str], classes: list[str | None]) -> list[_Found]:
        found: list[_Found] = []
        i = 0
        while i < len(tokens):
            told = self._day_at(tokens, classes, i)
            if told is None:
                i += 1
                continue
            day, end = told
            before = i
            while before and classes[before - 1] in ("with", "preposition"):
                before -= 1
            said = classes[before - 1] if before and classes[before - 1] in _SAID else None
            # «وقع الهجوم في 3 أغسطس» tells of a happening, «نشر في 3 أغسطس» of the page.
            loose = said is None and before > 0 and "preposition" in classes[before:i]
            found.append(_Found(i, end, day, said, loose))
            i = end
        return found

    def _hijri_days(self, tokens: list[str], classes: list[str | None]) -> list[_Found]:
        """A day of the Hijri calendar whose weekday stands with it: the calendars of countries differ by a day, and the
        weekday tells which day is meant. Without one it is unknown."""
        for i in range(1, len(tokens) - 2):
            month, after = self._month(tokens, i + 1, self.hijri)
            weekday = next(
                (self.weekdays[t] for t in reversed(tokens[max(0, i - 2) : i]) if t in self.weekdays), None
            )
            figures = (tokens[i], *tokens[after : after + 1])
            if month is None or weekday is None or not all(f.isdecimal() for f in figures) or len(figures) != 2:
                continue
            day = _of_hijri(int(figures[1]), month, int(figures[0]), weekday)
            if day is not None:
                said = next((c for c in classes[:i] if c in _SAID), None)
                return [_Found(i, after + 1, day, said, False)]
        return []

    def _day_at(self, tokens: list[str], classes: list[str | None], i: int) -> tuple[str, int] | None:
        """A day that begins at a token, and the token after it."""
        weekday = next((self.weekdays[t] for t in reversed(tokens[max(0, i - 2) : i]) if t in self.weekdays), None)
        days = figure_days(tokens[i])
        if len(days) > 1:
            days = [d for d in days if d.weekday() == weekday]
        if len(days) == 1:
            return days[0].isoformat(), i + 1
        month, after = self._month(tokens, i)
        if month is not None:
            return self._joined(tokens[after : after + 2], month, after + 2)
        if not tokens[i].isdecimal():
            return None
        start = i + 1
        while start < len(tokens) and classes[start] == "joint":
            start += 1
        month, after = self._month(tokens, start)
        if month is None:
            return None
        again, later = self._month(tokens, after)
        after = later if again == month else after
        return self._joined([tokens[i], *tokens[after : after + 1]], month, after + 1)

    def _month(
        self, tokens: list[str], i: int, names: Mapping[str, int | None] | None = None
    ) -> tuple[int | None, int]:
        for length in (2, 1):
            month = (names or self.months).get(" ".join(tokens[i : i + length]))
            if month is not None and i + length <= len(tokens):
                return month, i + length
        return None, i

    def _joined(self, figures: list[str], month: int, end: int) -> tuple[str, int] | None:
        if len(figures) != 2 or not all(f.isdecimal() for f in figures) or len(figures[1]) != 4:
            return None
        day = iso_day(f"{int(figures[1]):04d}-{month:02d}-{int(figures[0]):02d}") if int(figures[0]) < 32 else None
        return (day, end) if day else None


def _of_hijri(year: int, month: int, day: int, weekday: int) -> str | None:
    """The day of a weekday (0 is Monday) that is at most one off from a Hijri day of the tables, or None."""
    try:
        told = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    near = (date(told.year, told.month, told.day) + timedelta(days=off) for off in (0, -1, 1))
    return next((d.isoformat() for d in near if d.weekday() == weekday), None)


def _may_tell(line: str) -> bool:
    return len(line) <= _LONGEST and _FIGURE.search(line) is not None and not line.rstrip().endswith(_FULL_STOP)


_EDGES = " \t\xa0.،,:;-–—|/\\*()[]•·"
_SAID = ("published", "updated")


def datelines_of(language: Language, resources: Resources) -> Datelines:
    """The Datelines of a language: its months and weekdays, and the words of `data/reading/datelines.tsv`."""
    lexicon = f"lexicons/{language.code}"
    own = resources.table("reading/datelines")

    def key(text: str) -> str:
        return " ".join(m[0] for m in _TOKEN.finditer(language.fold(text)))

    months = {key(r["form"]): int(r["value"]) for r in own if r["class"] == "month"}
    # A day of the other calendar stands beside the day that counts here; its months are no months of ours.
    months |= {
        key(r["form"]): int(r["value"]) for r in resources.table(f"{lexicon}/months") if r["calendar"] == "gregorian"
    }
    hijri = {
        key(r["form"]): int(r["value"]) for r in resources.table(f"{lexicon}/months") if r["calendar"] == "hijri"
    }
    other = {part: "with" for form in hijri for part in form.split()}
    weekdays = {key(r["form"]): int(r["value"]) for r in resources.table(f"{lexicon}/weekdays")}
    words = other | {key(r["form"]): r["class"] for r in own if r["class"] != "month"}
    return Datelines(language, months, hijri, weekdays, words)
