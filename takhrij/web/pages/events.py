"""One event: its accounts side by side, where they differ, where they go back to, and why they are one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import JSONResponse, Response

from takhrij import pipeline
from takhrij.core.errors import UsageError
from takhrij.core.records import Anchor, Claim, Decision, Event
from takhrij.pipeline import judging
from takhrij.pipeline.previewing import events_changed
from takhrij.show import marked, query
from takhrij.show.cards import Cards
from takhrij.show.graph import origins_graph
from takhrij.show.view import CaseView
from takhrij.store import Store
from takhrij.web.cells import compared
from takhrij.web.listings import MOST_PAGE, number
from takhrij.web.pages.map import of_event
from takhrij.web.screen import NotFoundError, Page, Screen
from takhrij.web.workbench import Judged

MOST_ACCOUNTS = 100
"""Accounts of one event that a page shows; further ones are on further pages."""
PAIRWISE = ("same", "different", "part_of", "same_origin", "not_copy")
COLUMNS = (
    *("document", "speaker", "stance", "type", "actor", "target", "time", "place", "counts", "mediator", "amount"),
    "words",
)


def found(screen: Screen) -> Event:
    """The event that the address names by its id or a member claim's. Raises NotFoundError."""
    try:
        return screen.view.event(screen.path["event"])
    except UsageError:
        raise NotFoundError(screen.t("no_event")) from None


def event(screen: Screen) -> Response:
    """All that the case says of one happening."""
    if screen.path["event"] in screen.view.rejected:
        # The claim that gave the event its name is rejected; what it was, and why, stands on its own page.
        return screen.redirect(f"/claims/{screen.path['event']}")
    told = found(screen)
    view = screen.view
    shown, page, pages = _shown(screen, told)
    contested = view.contested.get(told.id, ())
    documents = {document for _, document in shown.claims}
    own = {claim for claim, _ in told.claims}
    return screen.page(
        "event.html.j2",
        event=told,
        shown=shown,
        page=page,
        pages=pages,
        why=query.why(view, shown),
        columns=COLUMNS,
        accounts=[
            compared(view, screen.words, view.claims[c], contested) for c, _ in shown.claims if c in view.claims
        ],
        card=Cards(view, screen.words).event(1, shown),
        copies=[c for c in view.copies if c.a in documents and c.b in documents],
        history=[d for c in own for d in view.decided.get(c, ())],
        picture=of_event(screen, shown),
        near=nearby(screen, told)[:12],
    )


def _shown(screen: Screen, told: Event) -> tuple[Event, int, int]:
    """The part of an event that a page shows, the number of the page and of pages."""
    pages = max(1, -(-len(told.claims) // MOST_ACCOUNTS))
    page = min(number(screen.query.get("page", "1"), 1, MOST_PAGE, "page"), pages)
    if pages == 1:
        return told, page, pages
    return part(told, told.claims[(page - 1) * MOST_ACCOUNTS : page * MOST_ACCOUNTS]), page, pages


def part(told: Event, claims: tuple[tuple[str, str], ...]) -> Event:
    """An event with some of its claims, and of its origins, conflicts and sums what concerns these."""
    own, documents = {claim for claim, _ in claims}, {document for _, document in claims}
    conflicts = []
    for conflict in told.conflicts:
        values = [replace(v, claims=tuple(c for c in v.claims if c in own)) for v in conflict.values]
        conflicts.append(replace(conflict, values=tuple(v for v in values if v.claims)))
    return replace(
        told,
        claims=claims,
        origins=tuple(o for o in told.origins if not documents.isdisjoint(o)),
        denials=tuple(o for o in told.denials if not documents.isdisjoint(o)),
        conflicts=tuple(c for c in conflicts if c.values),
        checks=tuple(c for c in told.checks if c.claim in own),
        traced=tuple(t for t in told.traced if t.claim in own),
    )


def nearby(screen: Screen, told: Event) -> list[Event]:
    """Events of one place or day with this one: those that it may have to be joined with, likeliest first."""
    view = screen.view
    by = view.once(_by_place_and_month, lasting=True)
    place, month = told.place[0] if told.place else "", (told.time or "")[:7]
    near = {e.id: e for key in (place, month) if key for e in by.get(key, ()) if e.id != told.id}

    def likeness(e: Event) -> int:
        same_place, same_month = e.place is not None and e.place[0] == place, (e.time or "")[:7] == month
        return 2 * (bool(told.time) and e.time == told.time) + (e.type == told.type) + same_place + same_month

    return sorted(near.values(), key=lambda e: (-likeness(e), e.id))


def _by_place_and_month(view: CaseView) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in view.events:
        for key in (event.place[0] if event.place else "", (event.time or "")[:7]):
            found.setdefault(key, []).append(event)
    return found


def graph(screen: Screen) -> Response:
    """The origin graph of the accounts that a page of the event shows, as JSON."""
    return JSONResponse(origins_graph(screen.view, _shown(screen, found(screen))[0]))


def as_json(screen: Screen) -> Response:
    """The event as `takhrij event --why` prints it."""
    return JSONResponse(query.explained(screen.view, found(screen)))


def preview(screen: Screen) -> Response:
    """What a judgement of two claims or events would change; nothing is written."""
    told, verb, other = _pair(screen)
    anchor = Anchor(told.document, "", "", "", told.type)

    def judge(store: Store) -> object:
        value = judging.members(store, screen.view, told, other) if verb == "same" else None
        made = Decision("", verb, anchor, screen.user.name, pipeline.now(), "", value)
        return pipeline.decide(store, told, verb, made, other)

    changed = events_changed(*screen.workbench.preview(judge))
    return screen.page("preview.html.j2", changed=changed, sent=screen.form, told=told, other=other, verb=verb)


def judge(screen: Screen) -> Response:
    """Judge two claims or events against each other."""
    told, verb, other = _pair(screen)
    judged = Judged(told.id, verb, screen.user.name, screen.form.get("why", "")[:2000], other=other.id)
    screen.workbench.judge(judged)
    return screen.redirect(f"/events/{told.id}")


def _pair(screen: Screen) -> tuple[Claim, str, Claim]:
    form: Mapping[str, str] = screen.form
    verb = form.get("verb", "")
    if verb not in PAIRWISE:
        raise UsageError(f"'{verb[:40]}' judges no two claims; give {', '.join(PAIRWISE)}")
    told, other = _claim(screen, form.get("claim", "")), _claim(screen, form.get("other", ""))
    if told.id == other.id:
        raise UsageError("these are one and the same claim; name two")
    if verb == "not_copy" and told.document == other.document:
        raise UsageError("both claims stand in one document; not_copy judges two documents")
    return told, verb, other


def _claim(screen: Screen, name: str) -> Claim:
    """A claim by its id or, for an event's, the claim that gives it its name."""
    return screen.view.claim(name.strip())


def compare(screen: Screen) -> Response:
    """Two documents side by side, what they share marked in both."""
    a, b = screen.path["a"], screen.path["b"]
    view = screen.view
    copy: Any = next((c for c in view.copies if {c.a, c.b} == {a, b}), None)
    if copy is None or a not in view.readings or b not in view.readings:
        raise NotFoundError(screen.t("no_document"))
    sides = [(key, view.readings[key]) for key in (copy.a, copy.b)]
    shown = [
        (key, reading, marked.pieces(reading.text, marked.of_page(reading, (), [copy]))) for key, reading in sides
    ]
    return screen.page("compare.html.j2", copy=copy, sides=shown)


PAGES = (
    Page("/events/preview", preview, methods=("POST",), role="reviewer"),
    Page("/events/judge", judge, methods=("POST",), role="reviewer"),
    Page("/events/{event}/graph.json", graph),
    Page("/events/{event}.json", as_json),
    Page("/events/{event}", event),
    Page("/compare/{a}/{b}", compare),
)
