"""The accounts of the case, for whoever keeps them."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from takhrij.core.errors import UsageError
from takhrij.show.team import USERS
from takhrij.store.seals import ROLES
from takhrij.web.accounts.book import Account, Book
from takhrij.web.accounts.signing import Accounts
from takhrij.web.pages.account import accounts
from takhrij.web.screen import ForbiddenError, Page, Screen


def users(screen: Screen) -> Response:
    """Every account."""
    found = screen.access.book.all() if isinstance(screen.access, Accounts) else ()
    if screen.extension != "html":
        rows = [{"name": a.name, "role": a.role, "totp": a.totp, "disabled": a.disabled} for a in found]
        return screen.rows(rows, USERS, "users")
    kept = isinstance(screen.access, Accounts)
    return screen.page("users.html.j2", accounts=found, roles=ROLES, kept=kept, fetches=screen.access.fetches)


def add(screen: Screen) -> Response:
    """Make an account."""
    form = screen.form
    return _changed(
        screen, "added", lambda book: book.add(form.get("name", ""), form.get("role", ""), form.get("password", ""))
    )


def role(screen: Screen) -> Response:
    """Give an account another role."""

    def change(book: Book) -> Account:
        _refuse_last(screen, book, screen.form.get("role", "") != "admin")
        return book.set_role(screen.path["name"], screen.form.get("role", ""))

    return _changed(screen, "role", change)


def disable(screen: Screen) -> Response:
    """Let an account sign in no longer, or again."""
    off = screen.form.get("disabled") == "1"

    def change(book: Book) -> Account:
        _refuse_last(screen, book, off)
        return book.set_disabled(screen.path["name"], off)

    return _changed(screen, "disabled" if off else "enabled", change)


def password(screen: Screen) -> Response:
    """Set an account's password, for one who forgot it."""
    return _changed(
        screen, "password", lambda book: book.set_password(screen.path["name"], screen.form.get("password", ""))
    )


def drop(screen: Screen) -> Response:
    """Ask an account for no second factor any more, for one who lost it."""
    return _changed(screen, "totp off", lambda book: book.drop_totp(screen.path["name"]))


def _refuse_last(screen: Screen, book: Book, loses: bool) -> None:
    """One must not lock everybody out."""
    admins = [a.name for a in book.all() if a.role == "admin" and not a.disabled]
    if loses and admins == [book.named(screen.path["name"]).name]:
        raise UsageError(screen.t("last_admin"))


def fetching(screen: Screen) -> Response:
    """Let editors have pages fetched, or no longer."""
    on, access = screen.form.get("fetching") == "1", accounts(screen)
    with access.alone():
        _refuse_no_admin(screen, access)
        access.book.set_fetches(on)
    access.record("account", screen.user.name, {"change": f"fetching {'on' if on else 'off'}"})
    return screen.redirect("/users")


def _refuse_no_admin(screen: Screen, access: Accounts) -> None:
    """Asked anew while nobody else can write: the page's own check may be older than the loss of the role."""
    acting = access.book.get(screen.user.name)
    if acting is None or acting.disabled or acting.role != "admin":
        raise ForbiddenError(screen.t("forbidden", role=screen.t("role.admin")))


def _changed(screen: Screen, what: str, change: Callable[[Book], Account]) -> Response:
    access = accounts(screen)
    with access.alone():
        _refuse_no_admin(screen, access)
        account = change(access.book)
    told = {"change": what, "name": account.name, "role": account.role}
    access.record("account", screen.user.name, told)
    return screen.redirect("/users")


PAGES = (
    Page("/users", users, role="admin", listing=True),
    Page("/users", add, methods=("POST",), role="admin"),
    Page("/users/fetching", fetching, methods=("POST",), role="admin"),
    Page("/users/{name}/role", role, methods=("POST",), role="admin"),
    Page("/users/{name}/disabled", disable, methods=("POST",), role="admin"),
    Page("/users/{name}/password", password, methods=("POST",), role="admin"),
    Page("/users/{name}/totp/drop", drop, methods=("POST",), role="admin"),
)
