"""The first page, the lists of events, claims, documents and relations, and the search over all of them."""

from __future__ import annotations

import heapq
from collections import Counter
from functools import partial

from starlette.responses import Response

from takhrij.core.records import Event
from takhrij.show.hits import FOUND
from takhrij.show.hits import hits as hits_of
from takhrij.show.index import LONGEST_QUERY, Asked, Counts, Found
from takhrij.show.view import CaseView
from takhrij.web.cells import CELLS
from takhrij.web.listings import BY_NAME, KINDS, MOST_PAGE, Kind, asked, number, verdicts_of
from takhrij.web.screen import Page, Screen

SIZE = 50
SEARCHED = 8
"""Hits of each kind that the search page shows; the lists hold the rest."""
SEARCHED_BY = ("type", "actor", "place", "outlet")
"""The facets of the search; a kind that has none of a value asked for has no hits."""


def home(screen: Screen) -> Response:
    """What the case holds, and where to begin."""
    view = screen.view
    judged = len(view.once(verdicts_of))
    figures = (
        ("documents", len(view.documents), "/documents"),
        ("claims", len(view.claims), "/claims"),
        ("events", len(view.events), "/events"),
        ("origins", len(view.origins), "/events"),
        ("contested", len(view.contested), "/conflicts"),
        ("problems", len(view.problems), "/problems"),
    )
    strongest = view.once(_strongest, lasting=True)
    return screen.page(
        "home.html.j2", figures=figures, judged=judged, total=len(view.claims) + len(view.rejected), events=strongest
    )


def _strongest(view: CaseView) -> list[Event]:
    return heapq.nsmallest(8, view.events, key=lambda e: (-len(e.origins), -len(e.claims), e.id))


def listed(kind: Kind, screen: Screen) -> Response:
    """One list, filtered by its address."""
    wanted = asked(screen.query, kind.facets)
    if screen.extension != "html":
        keys = screen.index.keys(kind.kind, wanted)
        told = (kind.row(screen.view, key) for key in keys if known(screen.view, kind, key))
        return screen.rows(told, kind.listing, kind.name)
    page = number(screen.query.get("page", "1"), 1, MOST_PAGE, "page")
    size = number(screen.query.get("size", str(SIZE)), 1, 250, "size")
    found = screen.index.find(kind.kind, wanted, page, size)
    rows = [CELLS[kind.kind](screen.view, screen.words, key) for key in found.keys if known(screen.view, kind, key)]
    return screen.page(
        "list.html.j2",
        kind=kind,
        rows=rows,
        found=found,
        wanted=wanted,
        page=page,
        pages=max(1, -(-found.total // size)),
    )


def search(screen: Screen) -> Response:
    """Words and facets looked for in everything: the first hits of each kind."""
    wanted = asked(screen.query, SEARCHED_BY)
    looked = bool(wanted.words.strip() or wanted.facets or wanted.since or wanted.until)
    if screen.extension != "html":
        return screen.rows(hits_of(screen.view, screen.index, wanted) if looked else (), FOUND, "search")
    hits = []
    for kind in KINDS if looked else ():
        there = screen.index.keys(kind.kind, wanted)
        keys = [key for key in there[: 2 * SEARCHED] if known(screen.view, kind, key)][:SEARCHED]
        hits.append((kind, keys, len(there)))
    return screen.page(
        "search.html.j2",
        hits=hits,
        wanted=wanted,
        facets=SEARCHED_BY,
        found=Found((), sum(total for _, _, total in hits), _of_all_kinds(screen, wanted)),
        looked=looked,
        cut=len(wanted.words) > LONGEST_QUERY,
        most=LONGEST_QUERY,
    )


def _of_all_kinds(screen: Screen, wanted: Asked) -> Counts:
    """How often each value of the search's facets stands among events, claims, documents and ties together."""
    told: dict[str, Counter[str]] = {name: Counter() for name in SEARCHED_BY}
    for kind in KINDS:
        counts = screen.index.counts(kind.kind, wanted)
        for name in SEARCHED_BY:
            told[name].update(dict(counts.get(name, ())))
    return {name: tuple(sorted(n.items(), key=lambda row: (-row[1], row[0]))) for name, n in told.items()}


def known(view: CaseView, kind: Kind, key: str) -> bool:
    """Whether a key of the index is still there: a judgement may have taken it out since the case was indexed."""
    return kind.kind != "claim" or key in view.claims


PAGES = (
    Page("/", home, rehearsed=True),
    Page("/search", search, listing=True),
    *(Page(f"/{name}", partial(listed, kind), listing=True, rehearsed=True) for name, kind in BY_NAME.items()),
)
