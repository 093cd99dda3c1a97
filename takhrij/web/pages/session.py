"""Signing in by the one-time link, signing out, the packaged font, and what the browser remembers of language and colours."""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.resources import files

from starlette.responses import JSONResponse, RedirectResponse, Response

from takhrij.web.accounts.signing import Accounts, RefusedError
from takhrij.web.screen import ForbiddenError, Page, Screen, local
from takhrij.web.signing import COOKIE, form_is_ours, form_token, signed_in, with_form_token

YEAR = 365 * 24 * 3600
FONT = ("fontpkg_noto_sans_arabic", "files", "NotoSansArabic[wdth,wght].ttf")


def prefer(screen: Screen) -> Response:
    """Keep a language or a theme in a cookie, and go back to where one was."""
    response = RedirectResponse(local(screen.query.get("back", "/")), status_code=303)
    for name, values in (("language", ("en", "ar")), ("theme", ("light", "dark", "auto"))):
        value = screen.query.get(name, "")
        if value in values:
            response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="strict")
    return response


def opened(screen: Screen) -> Response:
    """Sign in by the one-time link."""
    token = screen.access.open_link(screen.query.get("key", ""))
    if token is None:
        return screen.page("login.html.j2", status=403, told=screen.t("link_used"), form="", next="")
    return signed_in(screen, token, "/")


def login(screen: Screen) -> Response:
    """How to sign in: by name and password where there are accounts, else by the link."""
    if screen.session is not None:
        return screen.redirect(screen.query.get("next", "/"))
    if not isinstance(screen.access, Accounts):
        return screen.page("login.html.j2", told=screen.t("link_hint"), form="", next="")
    return _form(screen, None, 200, screen.query.get("next", "/"))


def _form(screen: Screen, told: str | None, status: int, to: str) -> Response:
    token = form_token(screen)
    return with_form_token(screen, screen.page("login.html.j2", status, told=told, form=token, next=local(to)), token)


def sign_in(screen: Screen) -> Response:
    """Sign in by name, password and, where the account asks for one, a code."""
    form, to = screen.form, screen.form.get("next", "/")
    if not isinstance(screen.access, Accounts):
        raise ForbiddenError(screen.t("link_hint"))
    if not form_is_ours(screen):
        return _form(screen, screen.t("form_old"), 403, to)
    try:
        name, password = form.get("name", ""), form.get("password", "")
        token = screen.access.sign_in(name, password, form.get("code", ""), screen.client)
    except RefusedError as error:
        if error.wait > 0:
            seconds = math.ceil(error.wait)
            response = _form(screen, screen.t("wait_login", seconds=seconds), 429, to)
            response.headers["retry-after"] = str(seconds)
            return response
        return _form(screen, screen.t("wrong_login"), 401, to)
    return signed_in(screen, token, to)


def logout(screen: Screen) -> Response:
    """Sign out."""
    screen.access.close(screen.token)
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(COOKIE)
    return response


@lru_cache(maxsize=1)
def _font() -> bytes:
    package, *path = FONT
    return files(package).joinpath(*path).read_bytes()


def font(_screen: Screen) -> Response:
    """The packaged Arabic font (Noto Sans Arabic, OFL)."""
    return Response(_font(), media_type="font/ttf", headers={"cache-control": "public, max-age=86400"})


def shown(screen: Screen) -> Response:
    """Which reading of the case pages show now, and whether a newer one is being made."""
    return JSONResponse({"number": screen.snapshot.number, "behind": screen.workbench.behind})


PAGES = (
    Page("/shown", shown),
    Page("/prefer", prefer, open=True),
    Page("/open", opened, open=True),
    Page("/login", login, open=True),
    Page("/login", sign_in, methods=("POST",), open=True),
    Page("/logout", logout, methods=("POST",)),
    Page("/font/noto-sans-arabic.ttf", font, open=True),
)
