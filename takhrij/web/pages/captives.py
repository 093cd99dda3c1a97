"""Captives: who is held by whom, and what is told of them since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from takhrij.show.captives import captives as captive_rows
from takhrij.show.columns import CAPTIVES
from takhrij.show.view import CaseView
from takhrij.show.wording import Words
from takhrij.show.words import english
from takhrij.web.filters import Asked, event_address, facet_choices
from takhrij.web.screen import Page, Screen

Json = dict[str, Any]
_PATH = "/captives"


@dataclass(frozen=True)
class Rows:
    """Every row in the words of one language; `view.once(Rows(words))` keeps them."""

    language: str
    words: Words = field(compare=False)

    def __call__(self, view: CaseView) -> tuple[Json, ...]:
        """The rows of a case."""
        return tuple(captive_rows(view, self.words))


def captives(screen: Screen) -> Response:
    """Rows of captives of whom an event that fits tells a step."""
    asked = Asked(_PATH, screen.query)
    # Files are the same in every language of the screen.
    words = screen.words if screen.extension == "html" else english()
    rows: Sequence[Json] = screen.view.once(Rows(words.language, words), lasting=True)
    facets = asked.facets()
    if facets.values or facets.dated:
        events = {event.id for event in asked.found(screen.view).events}
        rows = [row for row in rows if any(step["event"] in events for step in row["steps"])]
    if screen.extension != "html":
        return screen.rows(rows, CAPTIVES, "captives")
    return screen.page(
        "captives.html.j2",
        form=asked.form(rows, facet_choices(screen.view, asked, words, screen.workbench.resources)),
        shown=words.t.many("views.rows", len(rows)),
        rows=[_said(row, screen.view, words) for row in asked.slice(rows)],
    )


def _said(row: Json, view: CaseView, words: Words) -> Json:
    return {
        "who": row["captive"] or words.joined(words.named(a["id"]) for a in row["of"]) or words.t("captives.untold"),
        "holder": words.joined(words.named(a["id"]) for a in row["held_by"]) or words.untold,
        "places": row["places"],
        "steps": [_step(step, view, words) for step in row["steps"]],
        "odd": row["does_not_add_up"],
    }


def _step(step: Json, view: CaseView, words: Words) -> Json:
    count = step["count"]
    said = words.t("step.said", step=words.t(f"step.{step['stage']}"), when=words.when(step["time"]))
    known = step["event"] in view.by_id
    return {
        "said": f"{said} ({words.how_many(count['min'], count['max'])})" if count else said,
        "href": event_address(step["event"]) if known else "",
        "documents": step["documents"],
    }


PAGES = (Page(_PATH, captives, listing=True, rehearsed=True),)
