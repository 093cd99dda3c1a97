"""The application: every page at its address, behind one gate that checks who asks."""

from __future__ import annotations

import hmac
import importlib
import math
import pkgutil
import sys
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from takhrij.core.errors import CaseError, CaseLocked, CaseReadOnly, OvertakenError, TakhrijError, UsageError
from takhrij.fetch import Fetcher
from takhrij.show.messages import LANGUAGES
from takhrij.web import pages
from takhrij.web.access import Access, Session, User
from takhrij.web.accounts.signing import RefusedError
from takhrij.web.curtained import Curtains
from takhrij.web.fetching import Desk
from takhrij.web.guard import export_of, foreign
from takhrij.web.rendering import Renderer
from takhrij.web.screen import ForbiddenError, NotFoundError, Page, Screen
from takhrij.web.signing import COOKIE
from takhrij.web.workbench import PreparingError, Snapshot, StaleError, Workbench

LONGEST_FORM = 512 * 1024
TYPED = ("value", "why", "text", "translator", "other")
"""Fields of forms that a person types into: a page that refuses a form shows them again."""

AGAIN = 3
"""Seconds after which a browser asks again for a page of a case that is still being read."""

STATIC = Path(__file__).with_name("static")
HOSTS = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    # Told to nobody else; with "no-referrer" browsers send forms with no origin, as if from elsewhere.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


@dataclass(frozen=True)
class Served:
    """What one workbench is made of; `hosts` are the names that it answers to."""

    workbench: Workbench
    access: Access
    renderer: Renderer
    hosts: tuple[str, ...] = HOSTS
    secure: bool = False
    fetcher: Callable[[], Fetcher] = Fetcher

    @cached_property
    def curtains(self) -> Curtains:
        """The workbench as each role sees it."""
        return Curtains(self.workbench)

    @cached_property
    def desk(self) -> Desk:
        """Where pages are fetched."""
        return Desk(self.workbench, self.fetcher)


def all_pages() -> tuple[Page, ...]:
    """Every page of every module of `takhrij.web.pages`, by module name."""
    found: list[Page] = []
    for module in sorted(pkgutil.iter_modules(pages.__path__), key=lambda m: m.name):
        found += importlib.import_module(f"{pages.__name__}.{module.name}").PAGES
    return tuple(found)


def application(served: Served) -> Starlette:
    """The ASGI application of a workbench."""
    routes: list[BaseRoute] = [Mount("/static", _Static(directory=STATIC), name="static")]
    for page in all_pages():
        for path, extension in _addresses(page):
            routes.append(Route(path, _endpoint(served, page, extension), methods=list(page.methods)))

    async def failed(request: Request, error: Exception) -> Response:
        return await run_in_threadpool(_error_page, served, request, error)

    handlers: Any = {HTTPException: failed}
    middleware = [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(served.hosts), www_redirect=False),
        Middleware(_Headers),
        Middleware(GZipMiddleware, minimum_size=2048, compresslevel=5),
    ]
    served.workbench.rehearse = partial(_rehearse, served)
    app = Starlette(routes=routes, exception_handlers=handlers, middleware=middleware)
    app.state.served = served
    return app


def _rehearse(served: Served, fresh: Snapshot) -> None:
    """Make every page that a case opens with once in each language, so that all they need is worked out."""
    user = User("", "reader")
    for page, language in product((p for p in all_pages() if p.rehearsed), LANGUAGES):
        screen = Screen(served.workbench, served.renderer, served.access, Session(user, "", 0, 0), page.path)
        screen.language = "ar" if language == "ar" else "en"
        screen.show(fresh)
        page.handler(screen)


def paths() -> frozenset[str]:
    """The addresses of all pages."""
    return frozenset(page.path for page in all_pages())


def _addresses(page: Page) -> Iterator[tuple[str, str]]:
    yield page.path, "html"
    if page.listing:
        yield f"{page.path}.json", "json"
        yield f"{page.path}.csv", "csv"


class _Static(StaticFiles):
    """Files that never change while the program runs, and may be kept by the browser for an hour."""

    async def get_response(self, path: str, scope: Any) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "public, max-age=3600"
        return response


class _Headers:
    """Puts the headers of protection on every answer."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                added = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in there]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, with_headers)


def _endpoint(served: Served, page: Page, extension: str) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        token = request.cookies.get(COOKIE, "")
        session = served.access.session(token) if token else None
        form = await _form(request) if request.method == "POST" else {}
        screen = _screen(served, request, session, extension)
        screen.form = form
        try:
            refused = _refused(page, request, screen)
            return (
                refused
                if refused is not None
                else await run_in_threadpool(_answered, served, page, (request, screen))
            )
        except HTTPException:
            raise
        except Exception as error:  # noqa: BLE001 — every failure ends in one clear page
            request.state.sent = form
            return await run_in_threadpool(_error_page, served, request, error)

    return endpoint


def _answered(served: Served, page: Page, asked: tuple[Request, Screen]) -> Response:
    """What a page answers to somebody of a role: without what is sealed from it, and with a note of what was taken away."""
    request, screen = asked
    if screen.session is not None:
        screen.workbench = served.curtains.for_role(screen.session.user.role)
    response = page.handler(screen)
    taken = export_of(request, response, screen.extension)
    if taken is not None and screen.session is not None:
        # A case that cannot be written to can be read and taken away all the same; nothing can note it there.
        with suppress(CaseReadOnly):
            screen.workbench.note("export", screen.session.user.name, taken)
    return response


async def _form(request: Request) -> dict[str, str]:
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LONGEST_FORM:
        raise HTTPException(413)
    async with request.form(max_files=0, max_fields=200, max_part_size=LONGEST_FORM) as form:
        return {key: value for key, value in form.multi_items() if isinstance(value, str)}


def _screen(served: Served, request: Request, session: Session | None, extension: str) -> Screen:
    language = request.cookies.get("language", "")
    if language not in ("en", "ar"):
        language = "ar" if request.headers.get("accept-language", "").lower().startswith("ar") else "en"
    theme = request.cookies.get("theme", "")
    return Screen(
        served.workbench,
        served.renderer,
        served.access,
        session,
        request.url.path,
        path={key: str(value) for key, value in request.path_params.items()},
        query=request.query_params,
        language="ar" if language == "ar" else "en",
        theme=theme if theme in ("light", "dark") else "",
        extension="json" if extension == "json" else "csv" if extension == "csv" else "html",
        client=request.client.host if request.client else "",
        token=request.cookies.get(COOKIE, ""),
        cookies=request.cookies,
        secure=served.secure,
        desk=served.desk,
    )


def _refused(page: Page, request: Request, screen: Screen) -> Response | None:
    """The one gate: nobody signed in, too low a role, or a form from elsewhere or without its token."""
    reads = request.method in ("GET", "HEAD")
    if not reads and foreign(request):
        raise ForbiddenError(screen.t("foreign_form"))
    if page.open:
        return None
    if screen.session is None:
        if screen.extension != "html" or not reads:
            raise HTTPException(401)
        back = screen.url() if page.path != "/" else None
        return RedirectResponse(f"/login?{urlencode({'next': back})}" if back else "/login", status_code=303)
    if not screen.session.user.may(page.role):
        raise ForbiddenError(screen.t("forbidden", role=screen.t(f"role.{page.role}")))
    if not reads:
        sent = request.headers.get("x-csrf") or screen.form.get("csrf", "")
        if not hmac.compare_digest(sent.encode("utf-8", "replace"), screen.csrf.encode()):
            raise ForbiddenError(screen.t("csrf"))
    return None


_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (NotFoundError, 404),
    (ForbiddenError, 403),
    (PreparingError, 503),
    (StaleError, 409),
    (OvertakenError, 409),
    (CaseLocked, 423),
    (CaseError, 503),
    (UsageError, 400),
    (TakhrijError, 400),
)


def _error_page(served: Served, request: Request, error: Exception) -> Response:
    """A clear page for every failure; what nobody foresaw is written to the terminal and said in one line."""
    token = request.cookies.get(COOKIE, "")
    screen = _screen(served, request, served.access.session(token) if token else None, "html")
    if isinstance(error, HTTPException):
        status, told = error.status_code, screen.t(f"http.{error.status_code}")
    elif isinstance(error, TakhrijError):
        status, told = next(code for kind, code in _STATUS if isinstance(error, kind)), str(error)
        told = screen.t("preparing") if isinstance(error, PreparingError) else screen.refusal(told)
        if isinstance(error, RefusedError) and error.wait:
            status, told = 429, screen.t("wait_login", seconds=math.ceil(error.wait))
    else:
        traceback.print_exception(error, file=sys.stderr)
        status, told = 500, screen.t("http.500")
    sent = getattr(request.state, "sent", {}) if request.method == "POST" else {}
    again = {k: v for k, v in sent.items() if k not in ("csrf", "password", "code")} if screen.session else {}
    response = screen.page(
        "error.html.j2", status=status, status_code=status, told=told, sent=again, typed=TYPED, action=screen.url()
    )
    if isinstance(error, RefusedError) and error.wait:
        response.headers["retry-after"] = str(math.ceil(error.wait))
    if isinstance(error, PreparingError):
        response.headers["retry-after"] = str(AGAIN)
        if request.method == "GET":
            response.headers["refresh"] = str(AGAIN)
    return response
