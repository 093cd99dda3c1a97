"""Events in time: one bar an event, as wide as its date is vague, with the dates that rival accounts tell beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from takhrij.core.edtf import bounds
from takhrij.core.records import Event
from takhrij.show.chips import support
from takhrij.show.facets import Facts
from takhrij.show.names import ActorNames
from takhrij.show.view import CaseView

Json = dict[str, Any]
_LENGTHS = {10: "day", 7: "month", 4: "year"}


def precision(edtf: str) -> str:
    """How exact a time is: "day", "month", "year", "interval", or "open" where one end is not told.

    >>> precision("2018-11"), precision("2018-08-01/2018-08-10"), precision("../2014")
    ('month', 'interval', 'open')
    """
    known = bounds(edtf)
    if known is None or known.days is None:
        return "open"
    return "interval" if "/" in edtf else _LENGTHS.get(len(edtf.rstrip("~?%")), "interval")


def bar(edtf: str) -> Json | None:
    """``{"edtf", "first", "last", "approximate", "precision"}``: days inclusive, None for an open end; None for a value
    that is no time."""
    known = bounds(edtf)
    if known is None:
        return None
    return {
        "edtf": edtf,
        "first": known.first.isoformat() if known.first else None,
        "last": known.last.isoformat() if known.last else None,
        "approximate": known.approximate,
        "precision": precision(edtf),
    }


def ghosts(view: CaseView, event: Event) -> Iterator[Json]:
    """The times that claims of an event tell against the one it is shown at, each a bar with its claims.

    A vaguer time that holds the one shown is no rival of it.
    """
    shown = bounds(event.time) if event.time else None
    for conflict in event.conflicts:
        if conflict.field != "time":
            continue
        for value in conflict.values:
            # Where a conflict words its value for readers, its claims still hold the time.
            claimed = (view.claims[c].time for c in value.claims if c in view.claims)
            told = value.value if bounds(value.value) else next((t.edtf for t in claimed if t is not None), "")
            days, drawn = bounds(told) if told else None, bar(told)
            if drawn is not None and days is not None and not (shown is not None and shown.within(days)):
                yield drawn | {"claims": list(value.claims)}


def rows(view: CaseView, facts: Iterable[Facts], names: ActorNames) -> Iterator[Json]:
    """A row an event, in the order given."""
    return (_row(view, one, names) for one in facts)


def _row(view: CaseView, one: Facts, names: ActorNames) -> Json:
    event = one.event
    place = next((p for c in one.claims for p in c.places if event.place and p.id == event.place[0]), None)
    told = [a for role in ("actor", "target") for c in one.claims for a in c.actors(role)]
    return {
        "id": event.id,
        "type": event.type,
        "label": event.label,
        "time": bar(event.time) if event.time else None,
        "rivals": list(ghosts(view, event)),
        "place": {"id": place.id, "name": place.name, "name_ar": place.name_ar} if place is not None else None,
        "actors": [names.both(actor) for actor in dict.fromkeys(told)],
        **support(view, event),
        "conflicts": list(dict.fromkeys(c.field for c in event.conflicts)),
    }
