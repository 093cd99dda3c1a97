"""EDTF values as a reader says them, with the months of a language and of the region that a case is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from takhrij.core.edtf import bounds
from takhrij.core.records import Claim
from takhrij.resources import Resources
from takhrij.show.messages import Messages

_TABLE = "show/calendars"
_POINT = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)")
_COUNTRY = re.compile(r"[A-Z]{2}")


def country_of(claims: Iterable[Claim]) -> str:
    """The ISO 3166 code of the country in which most of the places told lie; empty where none is known."""
    told: Counter[str] = Counter()
    for claim in claims:
        for place in claim.places:
            told.update([c for c in (place.id, *place.within) if _COUNTRY.fullmatch(c)][-1:])
    return min(told, key=lambda c: (-told[c], c)) if told else ""


class Dates:
    """Words for times. `country` chooses the names of the months: تموز in Syria is يوليو in Yemen."""

    def __init__(self, messages: Messages, resources: Resources, country: str = "") -> None:
        self._t = messages
        rows = [r for r in resources.table(_TABLE) if r["language"] == messages.language]
        own = [r for r in rows if country and country in r["countries"].split("|")]
        self.months: tuple[str, ...] = tuple(
            (own or [r for r in rows if not r["countries"]])[-1]["months"].split("|")
        )

    def when(self, edtf: str | None) -> str:
        """An EDTF value in words; None is "not told"."""
        if not edtf:
            return self._t("untold")
        head, slash, tail = edtf.partition("/")
        if not slash:
            return self._point(head)
        if head in ("", ".."):
            return self._t("date.until", date=self._point(tail))
        if tail in ("", ".."):
            return self._t("date.from", date=self._point(head))
        span = bounds(edtf)
        if len(head) == len(tail) == 10 and span is not None and span.first is not None and span.last is not None:
            return self._days(span.first, span.last)
        return self._t("date.range", first=self._point(head), last=self._point(tail))

    def _point(self, value: str) -> str:
        match = _POINT.fullmatch(value)
        if match is None:
            return value
        month = self.months[int(match[2]) - 1] if match[2] and 1 <= int(match[2]) <= 12 else match[2]
        if match[3]:
            said = self._t("date.day", day=int(match[3]), month=month, year=match[1])
        else:
            said = self._t("date.month", month=month, year=match[1]) if month else match[1]
        return self._t("date.about", date=said) if match[4] else said

    def _days(self, first: date, last: date) -> str:
        told = {"first": first.day, "month": self.months[first.month - 1], "year": first.year, "last": last.day}
        if (first.year, first.month) == (last.year, last.month):
            return self._t("date.days_of_month", **told)
        if first.year == last.year:
            return self._t("date.days_of_year", **told, last_month=self.months[last.month - 1])
        whole = (self._point(day.isoformat()) for day in (first, last))
        return self._t("date.range", **dict(zip(("first", "last"), whole, strict=True)))
