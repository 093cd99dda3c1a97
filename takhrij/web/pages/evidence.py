"""Originals as evidence: their custody, what pages changed after publication, and what was looked for in vain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from takhrij import pipeline
from takhrij.core.errors import UsageError
from takhrij.core.records import Search
from takhrij.read.addresses import is_address
from takhrij.show import acquisitions as acquired
from takhrij.show import custody as handled
from takhrij.show import versions as versioned
from takhrij.show.export.manifest import manifest
from takhrij.show.words import outlet as outlet_name
from takhrij.store import Page as Versions
from takhrij.store.codec import record_to_json
from takhrij.store.custody import SEARCHED
from takhrij.web.fetching import FullError, NotAskedError
from takhrij.web.filters import Asked, document_address
from takhrij.web.pages.documents import found
from takhrij.web.screen import NotFoundError, Page, Screen

Json = Mapping[str, Any]
_LOG, _GRID = "/acquisitions", "/silence"
_LONGEST_ADDRESS = 2000
_VAIN = ("nothing", "refused", "failed", "forbidden", "untold")


def custody(screen: Screen) -> Response:
    """An original's hashes, where it came from, and what was done to it since, by whom."""
    kept = found(screen)
    with screen.workbench.store() as store:
        (row,) = manifest(store, (kept.sha256,))
    if screen.extension != "html":
        return screen.rows([row] if screen.extension == "json" else handled.steps(row), handled.CUSTODY, "custody")
    return screen.page(
        "custody.html.j2", row=row, steps=list(handled.steps(row)), name=screen.view.label(kept.sha256)
    )


def versions(screen: Screen) -> Response:
    """What a page changed: each version against the one before it, the words that are gone and new, and the claims."""
    kept = found(screen)
    with screen.workbench.store() as store:
        pages = list(store.pages())
        page = versioned.page_of(pages, "", kept.sha256) or Versions("", (kept.sha256,))
        added = {key: store.added(key) for key in page.versions}
    view = screen.view
    order = versioned.in_order(view, page, added)
    told = [_told(screen, change) for change in versioned.changes(view, page, added)]
    shown = [
        {"key": key, "at": view.documents[key].retrieved or added[key], "claims": len(view.claims_of.get(key, ()))}
        for key in order
    ]
    return screen.page("versions.html.j2", page=page, versions=shown, changes=told, name=view.label(kept.sha256))


def _told(screen: Screen, change: versioned.Change) -> Json:
    words = screen.words
    return {
        "before": change.before,
        "after": change.after,
        "silent": change.silent,
        "edits": change.edits,
        "facts": change.facts,
        "pieces": list(versioned.shortened(change.pieces)),
        "gone": [(c.id, words.statement(c)) for c in change.gone],
        "new": [(c.id, words.statement(c)) for c in change.new],
        "changed": [(b.id, words.statement(a), words.statement(b), names) for a, b, names in change.changed],
    }


def acquisitions(screen: Screen) -> Response:
    """Every search, fetch, page and refusal, newest first; `outcome` asks for one kind of end."""
    asked = Asked(_LOG, screen.query, own=("outcome",), of=())
    with screen.workbench.store() as store:
        rows = list(acquired.rows(screen.view, store.audit))
    outcomes = {row["outcome"]: sum(r["outcome"] == row["outcome"] for r in rows) for row in rows}
    wanted = screen.query.get("outcome", "").strip()
    chosen = [row for row in rows if wanted in ("", row["outcome"])]
    if screen.extension != "html":
        return screen.rows(chosen, acquired.ACQUISITIONS, "acquisitions")
    shown = [
        {**row, "href": document_address(row["document"]) if row["document"] else ""}
        for row in asked.slice(chosen[::-1])
    ]
    kinds = [(name, times, asked.address(outcome=name)) for name, times in sorted(outcomes.items())]
    desk = screen.desk if screen.access.fetches and screen.user.may("editor") else None
    fetched = desk.asked() if desk is not None else None
    return screen.page(
        "acquisitions.html.j2", rows=shown, kinds=kinds, wanted=wanted, form=asked.form(chosen), fetched=fetched
    )


def fetch(screen: Screen) -> Response:
    """Have a page fetched beside the pages; off unless whoever keeps the workbench turned it on."""
    if screen.desk is None or not screen.access.fetches:
        raise NotFoundError(screen.t("evidence.fetch_off"))
    url = screen.form.get("address", "").strip()
    if not is_address(url) or len(url) > _LONGEST_ADDRESS:
        raise UsageError(screen.t("evidence.fetch_none"))
    try:
        screen.desk.ask(url, screen.user.name)
    except NotAskedError as error:
        raise UsageError(screen.t("evidence.fetch_refused", url=url)) from error
    except FullError as error:
        raise UsageError(screen.t("evidence.fetch_full")) from error
    return screen.redirect(_LOG)


def search(screen: Screen) -> Response:
    """Note a search that somebody ran elsewhere."""
    form = {
        name: screen.form.get(name, "").strip()[:500]
        for name in ("words", "place", "outlet", "first", "last", "note")
    }
    number, now = screen.form.get("results", "").strip(), pipeline.now()
    if not form["words"] or not form["place"]:
        raise UsageError(screen.t("evidence.search_empty"))
    if number and not (number.isascii() and number.isdigit() and len(number) < 10):
        raise UsageError(screen.t("evidence.search_number"))
    first, last = form["first"] or form["last"] or None, form["last"] or form["first"] or None
    if first and last:
        acquired.silence(screen.view, (), first, last)  # raises for what are no days
    told = Search(
        form["words"],
        form["place"],
        now,
        int(number) if number else None,
        form["outlet"] or None,
        first,
        last,
        form["note"],
    )
    screen.workbench.note(SEARCHED, screen.user.name, record_to_json(told))
    return screen.redirect(_LOG)


def silence(screen: Screen) -> Response:
    """Outlets by the days of one month: told, silent, searched, or nothing read."""
    asked = Asked(_GRID, screen.query, own=("month",), of=())
    with screen.workbench.store() as store:
        looked = acquired.searches(store.audit)
    known = screen.view, acquired.months(screen.view, looked)
    month = screen.query.get("month", "").strip() or max(known[1], key=lambda m: (known[1][m], m), default="")
    rows = acquired.silence(screen.view, looked, f"{month}-01", acquired.end_of_month(f"{month}-01")) if month else []
    if screen.extension != "html":
        return screen.rows(rows, acquired.SILENCE, "silence")
    unknown = outlet_name(None)
    grid: dict[str, list[Json]] = {}
    for row in rows:
        grid.setdefault(screen.t("unknown_outlet") if row["outlet"] == unknown else row["outlet"], []).append(row)
    undated = acquired.undated(screen.view)
    return screen.page(
        "silence.html.j2",
        grid=grid,
        month=month,
        month_said=screen.words.when(month) if month else "",
        months=[
            (name, screen.words.when(name), times, asked.address(month=name)) for name, times in known[1].items()
        ],
        undated=sum(undated.values()),
        form=asked.form(rows),
    )


PAGES = (
    Page("/documents/{key}/custody", custody, listing=True),
    Page("/documents/{key}/versions", versions),
    Page(_LOG, acquisitions, listing=True),
    Page("/acquisitions/fetch", fetch, methods=("POST",), role="editor"),
    Page("/acquisitions/search", search, methods=("POST",), role="reviewer"),
    Page(_GRID, silence, listing=True),
)
