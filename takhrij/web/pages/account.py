"""One's own account: another password, a second factor."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from takhrij.core.errors import UsageError
from takhrij.web.accounts.book import Account, address_of
from takhrij.web.accounts.signing import Accounts
from takhrij.web.screen import ForbiddenError, Page, Screen
from takhrij.web.signing import signed_in


def accounts(screen: Screen) -> Accounts:
    """The accounts behind this workbench. Raises ForbiddenError where it is opened by a one-time link."""
    if not isinstance(screen.access, Accounts):
        raise ForbiddenError(screen.t("no_accounts"))
    return screen.access


def account(screen: Screen) -> Response:
    """What one may change of one's account."""
    if not isinstance(screen.access, Accounts):
        return screen.page("account.html.j2", account=None, pending=None, address=None, told=None)
    return _page(screen, None)


def _page(screen: Screen, told: str | None, status: int = 200) -> Response:
    book = accounts(screen).book
    pending = book.pending_totp(screen.user.name)
    address = address_of(pending, screen.user.name, screen.workbench.name) if pending else None
    held = book.named(screen.user.name)
    return screen.page("account.html.j2", status=status, account=held, pending=pending, address=address, told=told)


def password(screen: Screen) -> Response:
    """Set another password: all sessions end, and this browser gets a new one."""

    def change(access: Accounts, held: Account) -> None:
        new = screen.form.get("new", "")
        if new != screen.form.get("again", ""):
            raise UsageError(screen.t("passwords_differ"))
        access.book.set_password(held.name, new)

    return _changed(screen, "password", change)


def begin(screen: Screen) -> Response:
    """A new secret for the authenticator, which holds once a code of it was given."""
    return _changed(screen, None, lambda access, held: _begin(access, held))


def _begin(access: Accounts, held: Account) -> None:
    access.book.begin_totp(held.name)


def confirm(screen: Screen) -> Response:
    """Let the new secret hold."""

    def change(access: Accounts, held: Account) -> None:
        access.book.confirm_totp(held.name, screen.form.get("code", ""))

    return _changed(screen, "totp", change)


def drop(screen: Screen) -> Response:
    """Ask for no second factor any more."""

    def change(access: Accounts, held: Account) -> None:
        access.book.drop_totp(held.name)

    return _changed(screen, "totp off", change)


def _changed(screen: Screen, what: str | None, change: Callable[[Accounts, Account], object]) -> Response:
    """Make a change for which the password is asked once more: an open browser must not be enough."""
    access = accounts(screen)
    name = screen.user.name
    try:
        access.confirm(name, screen.form.get("password", ""), screen.client)
        change(access, access.book.named(name))
    except UsageError as error:
        return _page(screen, screen.refusal(str(error)), 400)
    if what is not None:
        access.record("account", name, {"change": what, "name": name})
    if what == "password":
        return signed_in(screen, access.sessions.begin(name), "/account")
    return screen.redirect("/account")


PAGES = (
    Page("/account", account),
    Page("/account/password", password, methods=("POST",)),
    Page("/account/totp", begin, methods=("POST",)),
    Page("/account/totp/confirm", confirm, methods=("POST",)),
    Page("/account/totp/drop", drop, methods=("POST",)),
)
