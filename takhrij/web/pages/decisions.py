"""What humans decided, in the order made, each with its undo; and whether the record holds."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from takhrij.show import query
from takhrij.show.columns import DECISIONS
from takhrij.web.listings import MOST_PAGE, number
from takhrij.web.screen import Page, Screen

SIZE = 100


def decisions(screen: Screen) -> Response:
    """The log, newest first; files hold it in the order made."""
    rows = list(query.decisions(screen.view))
    if screen.extension != "html":
        return screen.rows(rows, DECISIONS, "decisions")
    page = number(screen.query.get("page", "1"), 1, MOST_PAGE, "page")
    with screen.workbench.store() as store:
        count, breaks = sum(1 for _ in store.audit.entries()), store.audit.breaks()
    newest = rows[::-1][(page - 1) * SIZE : page * SIZE]
    return screen.page(
        "decisions.html.j2",
        said=said,
        rows=newest,
        page=page,
        pages=max(1, -(-len(rows) // SIZE)),
        count=count,
        breaks=breaks,
    )


def said(value: Any) -> str:
    """What a decision sets, in words: the name of a filler, the text of a translation, else the value as it is."""
    if isinstance(value, list):
        return ", ".join(said(item) for item in value)
    if isinstance(value, dict):
        told = next((value[key] for key in ("name", "text", "edtf", "min") if value.get(key) is not None), None)
        return str(told) if told is not None else json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


PAGES = (Page("/decisions", decisions, listing=True),)
