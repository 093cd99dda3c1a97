"""What a page is given, and how its answer is made: HTML, JSON or CSV, in the language asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from takhrij.core.errors import TakhrijError
from takhrij.resources import Resources
from takhrij.show import formats
from takhrij.show.columns import Listing
from takhrij.show.index import Index
from takhrij.show.reasons import Reasons
from takhrij.show.view import CaseView
from takhrij.show.wording import Words
from takhrij.web.access import Access, Session, User
from takhrij.web.fetching import Desk
from takhrij.web.rendering import Renderer
from takhrij.web.workbench import Snapshot, Workbench

PART = 1 << 16
"""Characters of a file that are made before they are sent."""

Role = Literal["reader", "reviewer", "editor", "admin"]
Handler = Callable[["Screen"], Response]
Message = Mapping[str, str]


class NotFoundError(TakhrijError):
    """There is nothing at this address."""


class ForbiddenError(TakhrijError):
    """Whoever asks may not do this."""


@dataclass(frozen=True, slots=True)
class Page:
    """One address: who may ask for it, how, and what answers.

    `role` is the least that is needed; `open` pages need nobody signed in; a `listing` is also there as ``.json`` and
    ``.csv``; a `rehearsed` one is made once before a large case is shown. `path` may hold ``{name}`` parameters.
    """

    path: str
    handler: Handler
    methods: tuple[str, ...] = ("GET",)
    role: Role = "reader"
    listing: bool = False
    open: bool = False
    rehearsed: bool = False


@dataclass(frozen=True)
class _Reasons:
    """The reasons of a case in one language, kept beside the case: they look events up by their labels."""

    language: str
    words: Words = field(compare=False)

    def __call__(self, view: CaseView) -> Reasons:
        return Reasons(self.words, view.events)


@dataclass
class Screen:
    """One request, as a handler sees it."""

    workbench: Workbench
    renderer: Renderer
    access: Access
    session: Session | None
    address: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: QueryParams = field(default_factory=QueryParams)
    form: Mapping[str, str] = field(default_factory=dict)
    language: Literal["en", "ar"] = "en"
    theme: str = ""
    extension: Literal["html", "json", "csv"] = "html"
    client: str = ""
    token: str = ""
    cookies: Mapping[str, str] = field(default_factory=dict)
    secure: bool = False
    desk: Desk | None = None
    _snapshot: Snapshot | None = None

    @property
    def user(self) -> User:
        """Who is signed in. Raises ForbiddenError where nobody is."""
        if self.session is None:
            raise ForbiddenError("sign in first")
        return self.session.user

    @property
    def csrf(self) -> str:
        """The token that every form must carry."""
        return self.session.csrf if self.session is not None else ""

    @property
    def snapshot(self) -> Snapshot:
        """The case, the same for the whole of one request."""
        if self._snapshot is None:
            self._snapshot = self.workbench.snapshot()
        return self._snapshot

    @property
    def shown(self) -> int | None:
        """The number of the reading that this request was shown; None where it needed nothing of the case."""
        return self._snapshot.number if self._snapshot is not None else None

    def show(self, snapshot: Snapshot) -> None:
        """Take the case from a reading of it that no page shows yet."""
        self._snapshot = snapshot

    def reload(self) -> None:
        """Take the case as it is now, after what this request was shown has changed."""
        self._snapshot = None

    @property
    def view(self) -> CaseView:
        """The case as the screens read it."""
        return self.snapshot.view

    @property
    def index(self) -> Index:
        """Search and facets over the case."""
        return self.snapshot.index

    @property
    def words(self) -> Words:
        """How values are said in the language of the page."""
        return self.snapshot.words(self.language)

    def reason(self, told: str) -> str:
        """A reason or note of the case in the language of the page; English where no row says it otherwise."""
        return self.view.once(_Reasons(self.language, self.words), lasting=True).said(told)

    def refusal(self, told: str) -> str:
        """Why something is refused, in the language of the page; the case is not asked, for it may be what fails."""
        return Reasons(Words.plain(self.language, Resources()), ()).said(told)

    def said(self, facet: str, value: str) -> str:
        """A facet's value in the language of the page."""
        return self.snapshot.said(self.language)(facet, value)

    def t(self, key: str, **given: Any) -> str:
        """A message in the language of the page; an unknown key as words."""
        return self.renderer.message(key, self.language, given)

    def nothing(self, key: str) -> str:
        """What stands where a view has no rows: the message of a key, or how a case that holds no page is begun."""
        return self.t(key if self.view.readings else "no_pages")

    def many(self, noun: str, number: int) -> str:
        """A number with its noun in agreement, in the language of the page."""
        return self.renderer.many(noun, number, self.language)

    def url(self, path: str | None = None, **changed: str | None) -> str:
        """This address, or another path, with query values set, or left out where None."""
        kept = [(k, v) for k, v in self.query.multi_items() if k not in changed]
        kept += [(k, v) for k, v in changed.items() if v is not None]
        where = self.address if path is None else path
        return f"{where}?{urlencode(kept)}" if kept else where

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page made of a template."""
        text = self.renderer.render(template, self, context)
        return HTMLResponse(text.encode("utf-8", "replace"), status_code=status)

    def rows(self, rows: Iterable[Mapping[str, Any]], listing: Listing, name: str) -> Response:
        """Rows as JSON or CSV, by the ending of the address; `name` is the file's."""
        form: Literal["json", "csv"] = "json" if self.extension == "json" else "csv"
        parts = _parts(formats.pieces(rows, listing, form))
        # The first part is made now: what is wrong with the question is told by a page, not by a file that breaks off.
        first = next(parts, b"")
        kind = "application/json" if form == "json" else "text/csv; charset=utf-8"
        head = {"content-disposition": f'attachment; filename="{name}.csv"'} if form == "csv" else {}
        return StreamingResponse(chain((first,), parts), media_type=kind, headers=head)

    def redirect(self, path: str) -> Response:
        """To another page of this workbench, after a form was sent."""
        return RedirectResponse(local(path), status_code=303)


def _parts(pieces: Iterable[str]) -> Iterator[bytes]:
    """Pieces of text as bytes, in parts of at least `PART` characters but the last."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= PART:
            yield "".join(held).encode("utf-8", "backslashreplace")
            held, size = [], 0
    yield "".join(held).encode("utf-8", "backslashreplace")


def local(path: str) -> str:
    """A path of this workbench; anything that could lead elsewhere leads to its first page.

    >>> local("/events?type=release"), local("//example.org"), local("https://example.org")
    ('/events?type=release', '/', '/')
    """
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if safe else "/"
