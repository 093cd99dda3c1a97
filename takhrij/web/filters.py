"""The filter and the pages of a screen of views, as its address tells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlencode

from takhrij.core.errors import UsageError
from takhrij.resources import Resources
from takhrij.show import words as said
from takhrij.show.facets import CHOICES, DAYS, Facets, Found, choices, choose, named, parse
from takhrij.show.names import PlaceNames
from takhrij.show.view import CaseView
from takhrij.show.wording import Words

T = TypeVar("T")
PER_PAGE = 100
MOST_OPTIONS = 200
_MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet, its name on the screen, and how many events have it."""

    value: str
    name: str
    events: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet with its values; `options` of a day is empty and `value` what is asked for."""

    name: str
    options: tuple[Option, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What the template draws of a filter: the facets, other parameters kept, and the addresses of other forms."""

    action: str
    choices: tuple[Choice, ...]
    days: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    json: str
    csv: str
    page: int
    last_page: int
    earlier: str | None
    later: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter as asked for: `of` are the facets of a screen, `own` its parameters besides them.

    Raises UsageError for a parameter that it does not know."""

    path: str
    query: Mapping[str, str]
    own: tuple[str, ...] = ()
    of: tuple[str, ...] = (*CHOICES, *DAYS)

    def __post_init__(self) -> None:
        known = (*self.of, *self.own, "page")
        unknown = sorted({name for name in self.query if name not in known})
        if unknown:
            raise UsageError(f"there is no filter '{unknown[0][:40]}' here; there are {', '.join(known)}")

    def facets(self) -> Facets:
        """Its facets. Raises UsageError."""
        return parse(self.query)

    def found(self, view: CaseView) -> Found:
        """The events that fit."""
        return choose(view, self.facets())

    @property
    def page(self) -> int:
        """The page asked for, from 1. Raises UsageError for what is no number."""
        told = self.query.get("page", "1").strip() or "1"
        if not (told.isascii() and told.isdigit() and 0 < int(told[:9]) <= _MOST_PAGES):
            raise UsageError("'page' is no number of a page; begin at 1")
        return int(told[:9])

    @property
    def told(self) -> dict[str, str]:
        """The parameters that this screen reads and that say something, the page left out."""
        return {key: self.query[key] for key in (*self.of, *self.own) if self.query.get(key, "").strip()}

    def address(self, extension: str = "", **changed: str | int) -> str:
        """The address of this filter, in another form or with other values; an empty value leaves one out."""
        told = {**self.told, **{key: str(value) for key, value in changed.items()}}
        query = urlencode({key: value for key, value in told.items() if value})
        return f"{self.path}{extension}" + (f"?{query}" if query else "")

    def at(self, path: str, **changed: str) -> str:
        """The address of another screen with these facets and others beside them."""
        told = {key: value for key, value in self.told.items() if key in self.of}
        return Asked(path, {**told, **changed}, of=self.of).address()

    def slice(self, rows: Sequence[T]) -> Sequence[T]:
        """The rows of the page asked for; of the last page where there are fewer."""
        at = min(self.page, self.last(rows)) - 1
        return rows[at * PER_PAGE : (at + 1) * PER_PAGE]

    @staticmethod
    def last(rows: Sequence[T]) -> int:
        """The number of pages."""
        return max(1, -(-len(rows) // PER_PAGE))

    def form(self, rows: Sequence[T], facets: Sequence[Choice] = ()) -> Form:
        """What the template draws: `rows` are all that fit, of which one page is shown."""
        last = self.last(rows)
        page = min(self.page, last)
        return Form(
            self.path,
            tuple(facets),
            tuple(Choice(day, value=self.query.get(day, "").strip()) for day in DAYS) if facets else (),
            tuple((key, self.query[key]) for key in self.own if self.query.get(key, "").strip()),
            self.address(".json"),
            self.address(".csv"),
            page,
            last,
            self.address(page=page - 1) if page > 1 else None,
            self.address(page=page + 1) if page < last else None,
        )


def facet_choices(view: CaseView, asked: Asked, words: Words, resources: Resources) -> tuple[Choice, ...]:
    """Every facet with its values by name, most events first; the one asked for is among them though it has none."""
    places, unknown = PlaceNames.of(view, resources), said.outlet(None)
    actors = view.once(named, lasting=True)["actor"]
    by_name = view.once(named, lasting=True)["place"]
    titles: dict[str, Callable[[str], str]] = {
        "type": words.kind,
        "actor": lambda actor: words.named(_one(actors, actor)),
        "place": lambda place: places.name(_one(by_name, place), words.language),
        "outlet": lambda outlet: words.t("unknown_outlet") if outlet == unknown else outlet,
    }
    found = []
    for facet, values in view.once(choices, lasting=True).items():
        mine, name = asked.query.get(facet, "").strip(), titles[facet]
        shown = [*values[:MOST_OPTIONS]]
        if mine and all(value != mine for value, _ in shown):
            shown.append((mine, dict(values).get(mine, 0)))
        found.append(Choice(facet, tuple(Option(v, name(v), n, v == mine) for v, n in shown), mine))
    return tuple(found)


def _one(names: Mapping[str, frozenset[str]], name: str) -> str:
    """An id that a name stands for; a name that stands for none is one itself."""
    return min(names.get(name, (name,)))


def event_address(event: str) -> str:
    """Where an event is shown."""
    return f"/events/{quote(event, safe='')}"


def document_address(document: str) -> str:
    """Where a document is shown."""
    return f"/documents/{quote(document, safe='')}"
