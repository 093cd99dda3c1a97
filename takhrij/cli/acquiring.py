"""Commands on how a case came by what it holds: what was searched and read, what held nothing, where nobody looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from cyclopts import Parameter

from takhrij.cli.terms import Case, FormatOption, known_login, opened, put
from takhrij.core.errors import UsageError
from takhrij.core.records import Search

First = Annotated[str | None, Parameter(name="--from", help="first day, as 2018-11-13")]
Last = Annotated[str | None, Parameter(name="--to", help="last day")]


def acquisitions(
    *,
    case: Case,
    nothing: Annotated[
        bool, Parameter(help="only what held or gave nothing, or could not be had", negative="")
    ] = False,
    silence: Annotated[
        bool, Parameter(help="each outlet on each day: told, silent, searched, or nothing read", negative="")
    ] = False,
    first: First = None,
    last: Last = None,
    format: FormatOption = None,
) -> None:
    """List what was searched, fetched, read and refused; with --silence, outlets by days of publication."""
    from takhrij import pipeline
    from takhrij.show import acquisitions as shown

    with opened(case) as store:
        view = pipeline.view(store)
        if silence:
            looked = shown.searches(store.audit)
            known = list(shown.months(view, looked))
            # One month is what fits a screen; the last one is what a monitor works on.
            begin = first or (f"{known[-1]}-01" if known else None)
            end = last or (shown.end_of_month(begin) if begin else None)
            found = shown.silence(view, looked, begin, end) if begin and end else []
            listing = shown.SILENCE
        else:
            found = [row for row in shown.rows(view, store.audit) if _between(row["at"], first, last)]
            found = [
                row for row in found if not nothing or row["outcome"] not in ("claims", "found", "known", "fetched")
            ]
            listing = shown.ACQUISITIONS
    put(found, listing, format)


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Searched:
    """What a search gave and covered."""

    results: Annotated[int | None, Parameter(help="how many results it gave")] = None
    outlet: Annotated[str | None, Parameter(help="the outlet whose pages it covered")] = None
    first: First = None
    last: Last = None
    at: Annotated[str | None, Parameter(help="when it was run; now unless given")] = None
    note: Annotated[str, Parameter(help="anything else: filters, account, place")] = ""

    def record(self, words: str, where: str, now: str) -> Search:
        """The search as it is kept. Raises UsageError for what can be no search."""
        if not words.strip() or not where.strip():
            raise UsageError("say what was searched for and where; an empty one tells nothing")
        if self.results is not None and self.results < 0:
            raise UsageError("a search gives no fewer than 0 results; leave --results out where it is not known")
        for name, day in (("--from", self.first), ("--to", self.last)):
            if day is not None and not _is_day(day):
                raise UsageError(f"{name} {day} is no day; write it as 2018-11-13")
        if self.at is not None and not _is_time(self.at):
            raise UsageError(f"--at {self.at} is no time; write it as 2018-11-13 or 2018-11-13T09:30:00Z")
        first, last = self.first or self.last, self.last or self.first
        return Search(words, where, self.at or now, self.results, self.outlet, first, last, self.note)


_SEARCHED = Searched()


def search(
    words: Annotated[str, Parameter(help="the words that were searched for")],
    *,
    case: Case,
    where: Annotated[str, Parameter(help="where: an engine, a site, a database")],
    told: Searched = _SEARCHED,
    by: Annotated[str | None, Parameter(help="who searched; your login name unless given")] = None,
) -> None:
    """Note a search that you ran anywhere, also one that gave nothing."""
    from takhrij import pipeline
    from takhrij.store import open_case
    from takhrij.store.custody import log_search

    now = pipeline.now()
    record = told.record(words, where, now)
    with open_case(case) as store:
        log_search(store.audit, record, by or known_login(), now)
    print(f"Noted: {words} in {where}{'' if record.results is None else f', {record.results} results'}.")


def _between(at: str, first: str | None, last: str | None) -> bool:
    return (first is None or at[:10] >= first) and (last is None or at[:10] <= last)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False
