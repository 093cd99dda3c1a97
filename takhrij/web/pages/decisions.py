"""What humans decided, in the order made, each with its undo; and whether the record holds."""

from __future__ import annotations

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
        "decisions.html.j2", rows=newest, page=page, pages=max(1, -(-len(rows) // SIZE)), count=count, breaks=breaks
    )


PAGES = (Page("/decisions", decisions, listing=True),)
