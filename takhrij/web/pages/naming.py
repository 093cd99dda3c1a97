"""Names judged: whether two sources are one, and whether two namings are of one person or of two."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.responses import Response

from takhrij import pipeline
from takhrij.core.errors import UsageError
from takhrij.core.records import PERSONAL, Anchor, Decision, Entity
from takhrij.pipeline import naming
from takhrij.pipeline.previewing import events_changed, persons_changed
from takhrij.pipeline.tools import LANGUAGE
from takhrij.show import people as persons
from takhrij.show.columns import PEOPLE
from takhrij.show.view import CaseView
from takhrij.store import Store
from takhrij.web.filters import Asked
from takhrij.web.pages.sources import all_sources
from takhrij.web.screen import NotFoundError, Page, Screen
from takhrij.web.workbench import StaleError

Json = dict[str, Any]
_PATH, _SOURCES = "/people", "/sources"
_CHOSEN = "n:"
"""How the boxes of a page are called before the id of the naming that each stands for."""
MOST_WHY = 2000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names as a form sends them: what is judged of them, what they are called, and how that is logged.

    `named` is what the fingerprint of earlier judgements looks for; `back` is where the judgement was begun.
    """

    verb: str
    ids: tuple[str, str]
    names: tuple[str, str]
    named: Collection[tuple[str, str]]
    log: Callable[[Store], Decision]
    back: str


def all_people(view: CaseView) -> tuple[tuple[str, Json], ...]:
    """Every person as `people` prints them, with their names folded for the search."""
    return tuple((LANGUAGE.fold(" ".join(row["names"])), row) for row in persons.people(view))


def people(screen: Screen) -> Response:
    """Who is named in the case; any of several names parted by commas is looked for."""
    asked = Asked(_PATH, screen.query, own=("q",), of=())
    sought = [LANGUAGE.fold(part).strip() for part in screen.query.get("q", "").replace("،", ",").split(",")]
    sought = [part for part in sought if part]
    found = screen.view.once(all_people, lasting=True)
    rows = [row for folded, row in found if not sought or any(part in folded for part in sought)]
    if screen.extension != "html":
        return screen.rows(rows, PEOPLE, "people")
    return screen.page(
        "people.html.j2",
        form=asked.form(rows),
        q=screen.query.get("q", ""),
        shown=screen.many("person", len(rows)),
        rows=[_said(row, screen) for row in asked.slice(rows)],
        may_set=screen.user.may("reviewer"),
        verbs=PERSONAL,
    )


def _said(row: Json, screen: Screen) -> Json:
    members = screen.view.once(_by_id, lasting=True)[row["id"]].members
    ids = [naming.naming_id(document, screen.view.persons[document][at]) for document, at in members]
    return row | {"mentions": [mention | {"id": key} for mention, key in zip(row["mentions"], ids, strict=True)]}


def _by_id(view: CaseView) -> dict[str, Entity]:
    return {entity.id: entity for entity in view.entities}


def _chosen_people(screen: Screen) -> Pair:
    """The two namings that the boxes of a form choose. Raises UsageError for more or fewer."""
    form, view = screen.form, screen.view
    verb = form.get("verb", "")
    if verb not in PERSONAL:
        raise UsageError(f"'{verb[:40]}' judges no two persons; give {' or '.join(PERSONAL)}")
    ids = [name.removeprefix(_CHOSEN) for name in form if name.startswith(_CHOSEN)]
    if len(ids) != 2:
        raise UsageError(screen.t("naming.choose_two"))
    pair = (ids[0], ids[1])
    places = [naming.member(view, asked) for asked in pair]
    home = {place: entity for entity in view.entities for place in entity.members}
    members = {m for place in places for m in (place, *(home[place].members if place in home else ()))}
    made = Decision("", verb, Anchor("", "", "", "", ""), screen.user.name, pipeline.now(), _why(screen))
    return Pair(
        verb,
        pair,
        _two(view.persons[document][at].span.text for document, at in places),
        {(document, view.persons[document][at].span.text) for document, at in members},
        lambda store: naming.decide(store, screen.view, pair, made),
        _PATH,
    )


def _chosen_sources(screen: Screen) -> Pair:
    """The two sources that a form names. Raises NotFoundError."""
    known = {row["source"] for row in screen.view.once(all_sources, lasting=True)}
    pair = _two(screen.form.get(name, "").strip() for name in ("one", "other"))
    if not known.issuperset(pair):
        raise NotFoundError(screen.t("sources.none"))
    made = Decision("", "same_source", Anchor("", "", "", "", ""), screen.user.name, pipeline.now(), _why(screen))
    return Pair(
        "same_source",
        pair,
        pair,
        {("", name) for name in pair},
        lambda store: naming.join_sources(store, screen.view, pair, made),
        _SOURCES,
    )


def _two(names: Any) -> tuple[str, str]:
    one, other = names
    return one, other


def _why(screen: Screen) -> str:
    return screen.form.get("why", "")[:MOST_WHY]


def preview(screen: Screen, chosen: Callable[[Screen], Pair], overtaken: bool = False) -> Response:
    """What a judgement of two names would change; nothing is written."""
    pair = chosen(screen)
    with screen.workbench.store() as store:
        seen = naming.fingerprint(store.decisions(), pair.named)
    before, after = screen.workbench.preview(pair.log, people=True)
    return screen.page(
        "naming.html.j2",
        status=409 if overtaken else 200,
        pair=pair,
        changed=events_changed(before, after),
        persons=list(persons_changed(before, after)),
        sent={name: value for name, value in screen.form.items() if name not in ("csrf", "seen", "why")},
        why=_why(screen),
        seen=seen,
        overtaken=overtaken,
    )


def judge(screen: Screen, chosen: Callable[[Screen], Pair]) -> Response:
    """Log a judgement of two names; where one of them was judged since the preview, show anew what would change."""
    pair = chosen(screen)

    def logged(store: Store) -> Decision:
        if screen.form.get("seen", "") != naming.fingerprint(store.decisions(), pair.named):
            raise StaleError(screen.t("naming.stale"))
        return pair.log(store)

    try:
        screen.workbench.log(logged)
    except StaleError:
        screen.reload()
        return preview(screen, chosen, overtaken=True)
    return screen.redirect(pair.back)


PAGES = (
    Page(_PATH, people, listing=True, rehearsed=True),
    Page(f"{_PATH}/preview", partial(preview, chosen=_chosen_people), methods=("POST",), role="reviewer"),
    Page(f"{_PATH}/judge", partial(judge, chosen=_chosen_people), methods=("POST",), role="reviewer"),
    Page(f"{_SOURCES}/preview", partial(preview, chosen=_chosen_sources), methods=("POST",), role="reviewer"),
    Page(f"{_SOURCES}/judge", partial(judge, chosen=_chosen_sources), methods=("POST",), role="reviewer"),
)
