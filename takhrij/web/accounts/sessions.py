"""Sessions of accounts: random tokens, kept as hashes, that end when unused and in any case after a day."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from takhrij.core.ids import sha256
from takhrij.web.accounts.database import Database

IDLE_SECONDS = 8 * 3600.0
LONGEST_SECONDS = 24 * 3600.0
_NOTED = 60.0
"""Seconds after which a session's last use is written anew: a page need not cost a write."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A session that holds: whose, with what role now, and the token that its forms carry."""

    account: str
    role: str
    csrf: str
    begun: float
    seen: float


class Sessions:
    """The sessions in the file of accounts."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._db = database
        self._clock = clock

    def begin(self, account: str) -> str:
        """A new token of 256 random bits for an account; the file gets its hash only."""
        token, now = secrets.token_urlsafe(32), self._clock()
        row = (_hash(token), account, secrets.token_urlsafe(32), now, now)
        with self._db.writing():
            ended = (now - LONGEST_SECONDS, now - IDLE_SECONDS)
            self._db.run("DELETE FROM sessions WHERE begun < ? OR seen < ?", ended)
            self._db.run("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", row)
        return token

    def find(self, token: str) -> Kept | None:
        """The session of a token, or None: unknown, expired, or of an account that may not sign in any more."""
        now, key = self._clock(), _hash(token)
        row = self._db.row(
            "SELECT s.account, a.role, s.csrf, s.begun, s.seen FROM sessions s JOIN accounts a ON a.name = s.account "
            "WHERE s.token = ? AND NOT a.disabled",
            (key,),
        )
        if row is None:
            return None
        kept = Kept(*row)
        if now - kept.seen > IDLE_SECONDS or now - kept.begun > LONGEST_SECONDS:
            self.end(token)
            return None
        if now - kept.seen > _NOTED:
            self._db.run("UPDATE sessions SET seen = ? WHERE token = ?", (now, key))
        return kept

    def end(self, token: str) -> None:
        """End a session."""
        self._db.run("DELETE FROM sessions WHERE token = ?", (_hash(token),))


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass"))
