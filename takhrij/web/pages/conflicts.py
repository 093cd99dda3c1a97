"""Conflicts: where accounts of one happening cannot all be true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from takhrij.show import query
from takhrij.show.columns import CONFLICTS
from takhrij.show.view import CaseView
from takhrij.web.filters import Asked, event_address, facet_choices
from takhrij.web.screen import Page, Screen

Json = dict[str, Any]
_PATH = "/conflicts"


def all_conflicts(view: CaseView) -> tuple[Json, ...]:
    """Every conflict; `view.once(all_conflicts)` keeps them."""
    return tuple(query.conflicts(view))


def conflicts(screen: Screen) -> Response:
    """Conflicts of the events that fit; `field` asks for those of one field."""
    asked = Asked(_PATH, screen.query, own=("field",))
    rows: Sequence[Json] = screen.view.once(all_conflicts, lasting=True)
    facets = asked.facets()
    if facets.values or facets.dated:
        events = {event.id for event in asked.found(screen.view).events}
        rows = [row for row in rows if row["event"] in events]
    fields = Counter(row["field"] for row in rows)
    field = screen.query.get("field", "").strip()
    rows = [row for row in rows if row["field"] == field] if field else rows
    if screen.extension != "html":
        return screen.rows(rows, CONFLICTS, "conflicts")
    words = screen.words
    return screen.page(
        "conflicts.html.j2",
        form=asked.form(rows, facet_choices(screen.view, asked, words, screen.workbench.resources)),
        shown=words.many("conflict", len(rows)),
        fields=[(words.role_name(name), n, asked.address(field=name)) for name, n in fields.most_common()],
        rows=[_said(row, screen) for row in asked.slice(rows)],
    )


def _said(row: Json, screen: Screen) -> Json:
    words = screen.words
    note = row.get("note", "")
    return {
        "href": event_address(row["event"]),
        "label_said": words.label(screen.view.by_id[row["event"]]),
        "field_said": words.role_name(row["field"]),
        "sides": [_side(row["field"], value, screen) for value in row["values"]],
        "note": screen.reason(note) if note else "",
    }


def _side(field: str, value: Json, screen: Screen) -> Json:
    view, words = screen.view, screen.words
    told = [view.claims[c].document for c in value["claims"] if c in view.claims]
    # A sum that does not hold is told as a sentence; every other value is one.
    said = screen.reason(value["value"]) if field == "sum" else words.contested(field, value["value"])
    return {
        "value": said,
        "claims": words.many("claim", len(value["claims"])),
        "outlets": list(dict.fromkeys(words.outlet(view.readings.get(document)) for document in told)),
    }


PAGES = (Page(_PATH, conflicts, listing=True, rehearsed=True),)
