"""Commands for the accounts of a case. Passwords are asked for or read from standard input, never given as arguments."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from takhrij.cli.terms import Case, FormatOption, login, put
from takhrij.core.errors import UsageError

if TYPE_CHECKING:
    from takhrij.web.accounts.book import Book

Name = Annotated[str, Parameter(help="name of the account")]
RoleName = Annotated[
    Literal["reader", "reviewer", "editor", "admin"],
    Parameter(help="reader looks, reviewer judges, editor runs rounds and seals, admin keeps accounts"),
]


@contextmanager
def _book(case: str) -> Iterator[Book]:
    from takhrij.web.accounts.book import Book
    from takhrij.web.accounts.database import open_database

    database = open_database(case)
    try:
        yield Book(database)
    finally:
        database.close()


def _log(case: str, what: str, told: dict[str, Any]) -> None:
    """Say in the case's record that an account was changed, and how; no password is part of it."""
    from takhrij import pipeline
    from takhrij.store import open_case

    with open_case(case) as store:
        store.audit.append("account", login(), {"change": what, **told}, pipeline.now())


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise UsageError("the two passwords differ; nothing was changed")
    return first


def add(name: Name, *, case: Case, role: RoleName = "reader") -> None:
    """Make an account."""
    with _book(case) as book:
        account = book.add(name, role, _password())
    _log(case, "added", {"name": account.name, "role": account.role})
    print(f"'{account.name}' may sign in as {account.role}.")


def users(*, case: Case, format: FormatOption = None) -> None:
    """List the accounts."""
    from takhrij.show import team as columns

    with _book(case) as book:
        rows = [{"name": a.name, "role": a.role, "totp": a.totp, "disabled": a.disabled} for a in book.all()]
    put(rows, columns.USERS, format)


def role(name: Name, role: RoleName, *, case: Case) -> None:
    """Give an account another role; it holds at once."""
    with _book(case) as book:
        account = book.set_role(name, role)
    _log(case, "role", {"name": account.name, "role": account.role})
    print(f"'{account.name}' is {account.role} now.")


def password(name: Name, *, case: Case) -> None:
    """Set another password; the account's sessions end."""
    with _book(case) as book:
        book.named(name)
        account = book.set_password(name, _password())
    _log(case, "password", {"name": account.name})
    print(f"'{account.name}' has another password.")


def totp(
    name: Name, *, case: Case, off: Annotated[bool, Parameter(help="ask for no second factor", negative="")] = False
) -> None:
    """Set up a second factor: codes of an authenticator. The account asks for them once a first one was given."""
    from pathlib import Path

    from takhrij.web.accounts.book import address_of

    with _book(case) as book:
        account = book.named(name)
        if off:
            book.drop_totp(account.name)
        else:
            secret = book.begin_totp(account.name)
            print(f"Give this to the authenticator:\n{address_of(secret, account.name, Path(case).resolve().name)}")
            print("Code that it shows: ", end="", flush=True)
            book.confirm_totp(account.name, sys.stdin.readline())
    _log(case, "totp off" if off else "totp", {"name": account.name})
    print(f"'{account.name}' is asked for {'no second factor' if off else 'a code at every sign-in'} now.")


def fetching(state: Annotated[Literal["on", "off"], Parameter(help="on or off")], *, case: Case) -> None:
    """Let editors have pages fetched by a workbench with accounts, or no longer; off unless turned on."""
    with _book(case) as book:
        book.set_fetches(state == "on")
    _log(case, f"fetching {state}", {})
    print(f"Editors may {'have pages fetched' if state == 'on' else 'have no pages fetched'} now.")


def disable(
    name: Name, *, case: Case, enable: Annotated[bool, Parameter(help="let it sign in again", negative="")] = False
) -> None:
    """Let an account sign in no longer; its sessions end at once."""
    with _book(case) as book:
        account = book.set_disabled(name, not enable)
    _log(case, "enabled" if enable else "disabled", {"name": account.name})
    print(f"'{account.name}' may {'sign in again' if enable else 'sign in no longer'}.")
