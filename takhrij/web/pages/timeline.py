"""The timeline: one bar an event, as wide as its date is vague."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from takhrij.show.chips import chip
from takhrij.show.names import ActorNames
from takhrij.show.sheets import TIMELINE
from takhrij.show.timeline import rows as timeline_rows
from takhrij.show.view import CaseView
from takhrij.show.wording import Words
from takhrij.web.filters import Asked, event_address, facet_choices
from takhrij.web.screen import Page, Screen

Json = dict[str, Any]
_PATH = "/timeline"


def timeline(screen: Screen) -> Response:
    """Events in time; as JSON and CSV all that fit, on the screen a page of them."""
    asked = Asked(_PATH, screen.query)
    found = asked.found(screen.view)
    names = ActorNames.of(screen.view, screen.workbench.resources)
    if screen.extension != "html":
        return screen.rows(timeline_rows(screen.view, found.facts, names), TIMELINE, "timeline")
    words = screen.words
    shown = [_said(row, screen.view, words) for row in timeline_rows(screen.view, asked.slice(found.facts), names)]
    dated = [row for row in shown if row["time"]]
    undated = sum(one.days is None for one in found.facts)
    return screen.page(
        "timeline.html.j2",
        form=asked.form(found.facts, facet_choices(screen.view, asked, words, screen.workbench.resources)),
        shown=_counts(words, len(found.facts), undated),
        undated_left=words.t("timeline.left_out", n=words.many("event", found.undated)) if found.undated else "",
        rows=dated,
        undated=[row for row in shown if not row["time"]],
        undated_said=words.t.many("timeline.undated", undated),
        picture=_picture(dated, words),
    )


def _counts(words: Words, rows: int, undated: int) -> str:
    told = [words.many("event", rows)]
    return " · ".join(told + ([words.t.many("timeline.undated", undated)] if undated else []))


def _said(row: Json, view: CaseView, words: Words) -> Json:
    place = row["place"]
    return {
        **row,
        "label": words.label(view.by_id[row["id"]]),
        "href": event_address(row["id"]),
        "when": words.when(row["time"]["edtf"] if row["time"] else None),
        "place_said": (place["name_ar"] if words.language == "ar" else place["name"]) if place else words.untold,
        "chip": chip(row, words),
        "rivals": [{**rival, "when": words.when(rival["edtf"])} for rival in row["rivals"]],
        "conflicts_said": words.joined(words.role_name(field) for field in row["conflicts"]),
    }


def _picture(rows: Sequence[Mapping[str, Any]], words: Words) -> Json:
    """What the script draws: no more than it needs."""
    kept = ("id", "label", "href", "when", "chip", "time", "rivals")
    drawn = [{key: row[key] for key in kept} for row in rows]
    return {"language": words.language, "direction": words.direction, "rows": drawn}


PAGES = (Page(_PATH, timeline, listing=True, rehearsed=True),)
