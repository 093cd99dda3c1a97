"""Signing in by the one-time link, signing out, the packaged font, and what the browser remembers of language and colours."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from starlette.responses import RedirectResponse, Response

from takhrij.web.screen import Page, Screen, local

COOKIE = "takhrij"
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
        return screen.page("login.html.j2", status=403, told=screen.t("link_used"))
    response = RedirectResponse("/", status_code=303)
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=screen.secure)
    return response


def login(screen: Screen) -> Response:
    """How to sign in."""
    return screen.page("login.html.j2", told=screen.t("link_hint"))


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


PAGES = (
    Page("/prefer", prefer, open=True),
    Page("/open", opened, open=True),
    Page("/login", login, open=True),
    Page("/logout", logout, methods=("POST",)),
    Page("/font/noto-sans-arabic.ttf", font, open=True),
)
