"""Signing in with an account: throttled, counted, and told to the case's record without what was typed."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from argon2 import PasswordHasher

from takhrij.core.errors import TakhrijError, UsageError
from takhrij.web.access import Session, User
from takhrij.web.accounts.book import Book, canonical
from takhrij.web.accounts.database import Database
from takhrij.web.accounts.sessions import Sessions
from takhrij.web.accounts.throttle import Throttle

Record = Callable[[str, str, dict[str, Any]], None]
"""Adds an entry to the case's record: its kind, by whom, and what is told."""


class RefusedError(TakhrijError):
    """Signing in was refused. `wait` is how many seconds one has to wait before trying again; 0 for a wrong answer."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


class Accounts:
    """Access by accounts. Roles and disabling hold from the next page on."""

    def __init__(
        self,
        database: Database,
        record: Record,
        clock: Callable[[], float] = time.time,
        hasher: PasswordHasher | None = None,
    ) -> None:
        self._db = database
        self.book = Book(database, clock, hasher)
        self.sessions = Sessions(database, clock)
        self._throttle = Throttle(database, clock)
        self.record = record

    def session(self, token: str) -> Session | None:
        """The session of a token, or None."""
        kept = self.sessions.find(token)
        return None if kept is None else Session(User(kept.account, kept.role), kept.csrf, kept.begun, kept.seen)

    @property
    def fetches(self) -> bool:
        """Whether editors may have pages fetched."""
        return self.book.fetches

    def open_link(self, key: str) -> str | None:
        """None: where there are accounts there is no link."""
        return None

    def close(self, token: str) -> None:
        """End a session."""
        self.sessions.end(token)

    def sign_in(self, name: str, password: str, code: str, address: str) -> str:
        """The token of a new session. Raises RefusedError, with the same words whatever was wrong."""
        key = canonical(name)[:200]
        wait = self._throttle.admit(key, address)
        if wait > 0:
            raise RefusedError("too many attempts; wait, then try again", wait)
        account = self.book.check(key, password, code)
        if account is None:
            known = self.book.get(key)
            # What is no account's name may be a password that was typed into the wrong field.
            told = known.name if known is not None else None
            self.record("login", told or "unknown", {"ok": False, "account": told, "address": address})
            raise RefusedError("name, password or code is not right")
        self._throttle.forgive(key, address)
        self.record("login", account.name, {"ok": True, "account": account.name, "address": address})
        return self.sessions.begin(account.name)

    def confirm(self, name: str, password: str, address: str) -> None:
        """Ask somebody who is signed in for the password once more. Raises RefusedError, and UsageError for a wrong one."""
        wait = self._throttle.admit(canonical(name), address)
        if wait > 0:
            raise RefusedError("too many attempts; wait, then try again", wait)
        if not self.book.knows(name, password):
            raise UsageError("the password is not right")
        self._throttle.forgive(canonical(name), address)

    def alone(self) -> AbstractContextManager[None]:
        """Look and change as one: nobody else changes an account in the block."""
        return self._db.writing()
