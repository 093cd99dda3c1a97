"""What was searched, fetched, read and refused, as rows; and the silence of outlets told apart from not having looked."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from takhrij.core.errors import UsageError
from takhrij.core.records import Search
from takhrij.show.columns import Column, Listing
from takhrij.show.view import CaseView
from takhrij.show.words import outlet as outlet_name
from takhrij.store import AuditEntry, AuditLog
from takhrij.store.custody import ADDED, SIGHTED, acquisitions

Row = Mapping[str, Any]
NOTHING = "nothing"
"""The outcome of a page that held no claim, and of a search that gave no result."""
MOST_CELLS = 100_000


def _column(name: str, heading: str | None = None, narrow: bool = False) -> Column:
    return Column(heading or name, lambda row: "" if row[name] is None else str(row[name]), narrow)


ACQUISITIONS = Listing(
    "Acquisitions",
    (
        _column("at", narrow=True),
        _column("what", narrow=True),
        _column("asked"),
        _column("where"),
        _column("outlet"),
        _column("outcome", narrow=True),
        _column("results", narrow=True),
        _column("reason"),
        _column("by"),
    ),
    "nothing was searched or read yet; `takhrij add INPUT --case CASE` reads pages, `takhrij log search` notes a search",
)
SILENCE = Listing(
    "Silence",
    (
        _column("outlet"),
        _column("day", narrow=True),
        _column("state", narrow=True),
        _column("documents", narrow=True),
        _column("with_claims", "with claims", narrow=True),
        _column("searches", narrow=True),
    ),
    "no day and no outlet is known of what was read",
)


def rows(view: CaseView, audit: AuditLog) -> Iterator[Row]:
    """One row for each search, fetch, page kept and input refused, in order; `results` counts claims or results."""
    for entry, told in acquisitions(audit):
        if isinstance(told, Search):
            yield _row(entry, "search", told.words, told.where, told.outlet, told.results, _found(told), told.note)
        elif told is not None:
            reason = told.detail or (f"status {told.status}" if told.status and told.status >= 400 else None)
            yield _row(entry, "fetch", told.asked, told.address, None, None, told.outcome, reason)
        elif entry.kind in (ADDED, SIGHTED):
            yield _kept(view, entry)
        else:
            yield _row(entry, "input", entry.payload["name"], None, None, None, "refused", entry.payload["reason"])


def _found(search: Search) -> str:
    return {None: "untold", 0: NOTHING}.get(search.results, "found")


def _kept(view: CaseView, entry: AuditEntry) -> Row:
    key, told = entry.payload["document"], entry.payload
    reading, claims = view.readings.get(key), len(view.claims_of.get(key, ()))
    outcome = "known" if entry.kind == SIGHTED else "claims" if claims else NOTHING
    row = _row(
        entry, "page", told["url"] or told["name"], None, reading.outlet if reading else None, claims, outcome, None
    )
    return {**row, "document": key if key in view.documents else None}


def _row(entry: AuditEntry, what: str, *told: Any) -> Row:
    names = ("asked", "where", "outlet", "results", "outcome", "reason")
    head = {"entry": entry.seq, "at": entry.at, "by": entry.by or None, "what": what, "document": None}
    return {
        **head,
        **{name: value or None if name != "results" else value for name, value in zip(names, told, strict=True)},
    }


# -- silence -------------------------------------------------------------------------------------------------


def searches(audit: AuditLog) -> tuple[Search, ...]:
    """The searches that somebody noted, in order."""
    return tuple(told for _, told in acquisitions(audit) if isinstance(told, Search))


def months(view: CaseView, looked: Iterable[Search]) -> Mapping[str, int]:
    """Documents by month of publication (``2018-11``), months that only a search covers with none; in order of time."""
    found = Counter(r.published[:7] for r in view.readings.values() if r.published)
    for search in looked:
        for end in (search.first, search.last):
            if end:
                found[end[:7]] += 0
    return dict(sorted(found.items()))


def silence(view: CaseView, looked: Iterable[Search], first: str, last: str) -> list[Row]:
    """One row for each outlet and day (ISO) from `first` to `last`, by outlet and day.

    `state` is ``claims`` where something was told, ``silent`` where pages were read that told nothing, ``searched``
    where somebody looked and no page was read, else ``unread``: nothing may be concluded from that. Raises UsageError.
    """
    days = _days(first, last)
    read: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    covered: Counter[tuple[str, str]] = Counter()
    outlets = {outlet_name(reading) for reading in view.readings.values()}
    for key, reading in view.readings.items():
        cell = read[outlet_name(reading), reading.published or ""]
        cell[0] += 1
        cell[1] += bool(view.claims_of.get(key))
    for search in looked:
        if search.outlet is not None and search.first and search.last:
            outlets.add(search.outlet)
            covered.update((search.outlet, day) for day in days if search.first <= day <= search.last)
    if len(outlets) * len(days) > MOST_CELLS:
        raise UsageError(f"{len(outlets)} outlets on {len(days)} days are too many to list; ask for fewer days")
    return [
        _cell(outlet, day, read.get((outlet, day), [0, 0]), covered[outlet, day])
        for outlet in sorted(outlets)
        for day in days
    ]


def undated(view: CaseView) -> Mapping[str, int]:
    """How many documents of each outlet have no day, and so stand in no cell."""
    return Counter(outlet_name(r) for r in view.readings.values() if not r.published)


def _cell(outlet: str, day: str, read: list[int], covered: int) -> Row:
    documents, told = read
    state = "claims" if told else "silent" if documents else "searched" if covered else "unread"
    return {
        "outlet": outlet,
        "day": day,
        "state": state,
        "documents": documents,
        "with_claims": told,
        "searches": covered,
    }


def _days(first: str, last: str) -> list[str]:
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise UsageError(f"'{first}' to '{last}' are no days; write them as 2018-11-13") from None
    if end < begin:
        raise UsageError(f"{last} is before {first}; give the earlier day first")
    if (end - begin).days > MOST_CELLS:
        raise UsageError(f"{first} to {last} are too many days to list; ask for fewer")
    return [(begin + timedelta(days=n)).isoformat() for n in range((end - begin).days + 1)]


def end_of_month(day: str) -> str:
    """The last day of a day's month. Raises UsageError.

    >>> end_of_month("2018-02-13")
    '2018-02-28'
    """
    (begin,) = (date.fromisoformat(d) for d in _days(day, day))
    return date(begin.year, begin.month, monthrange(begin.year, begin.month)[1]).isoformat()
