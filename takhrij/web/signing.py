"""Cookies of a browser that signs in and out, and the check that a sign-in form came from this workbench."""

from __future__ import annotations

import hmac
import secrets

from starlette.responses import RedirectResponse, Response

from takhrij.web.screen import Screen, local

COOKIE = "takhrij"
FORM_COOKIE = "takhrij-form"


def signed_in(screen: Screen, token: str, to: str) -> Response:
    """To a page of this workbench, with the cookie of a session; whatever session the browser had has ended."""
    if screen.token and screen.token != token:
        screen.access.close(screen.token)
    response = RedirectResponse(local(to), status_code=303)
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=screen.secure)
    response.delete_cookie(FORM_COOKIE)
    return response


def with_form_token(screen: Screen, response: Response, token: str) -> Response:
    """A sign-in page with the token that its form has to bring back: before signing in there is no session to hold it."""
    response.set_cookie(FORM_COOKIE, token, httponly=True, samesite="strict", secure=screen.secure)
    return response


def form_token(screen: Screen) -> str:
    """The browser's token for the sign-in form, a new one where it has none."""
    return screen.cookies.get(FORM_COOKIE, "") or secrets.token_urlsafe(32)


def form_is_ours(screen: Screen) -> bool:
    """Whether a sign-in form brought back the token that its page was given."""
    held, sent = screen.cookies.get(FORM_COOKIE, ""), screen.form.get("csrf", "")
    return bool(held) and hmac.compare_digest(held.encode("utf-8", "replace"), sent.encode("utf-8", "replace"))
