"""How often one may try to sign in: each account and each address waits longer after every failure."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from takhrij.core.ids import sha256
from takhrij.web.accounts.database import Database

FREE = {"account": 5, "address": 20}
"""Failures before waiting begins. Several people may share an address."""
LONGEST = 900.0
FORGET = 24 * 3600.0
"""Seconds: the longest wait, doubled up to from one; and after which failures are forgotten."""


class Throttle:
    """Failures in the file of accounts, so that starting the program anew forgives none."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._db = database
        self._clock = clock

    def admit(self, account: str, address: str) -> float:
        """Seconds to wait; 0 lets the attempt through and counts it as failed until `forgive` says otherwise.

        Counting first leaves nothing to be won by trying many times at once.
        """
        now = self._clock()
        with self._db.writing():
            self._db.run("DELETE FROM attempts WHERE last < ?", (now - FORGET,))
            kept = [(kind, key, *self._found(key)) for kind, key in _keys(account, address)]
            wait = max(until - now for *_, until in kept)
            if wait > 0:
                return wait
            for kind, key, failures, _ in kept:
                over = failures + 1 - FREE[kind]
                until = now + min(LONGEST, 2.0 ** min(over, 20)) if over >= 0 else 0.0
                self._db.run("INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?)", (key, failures + 1, now, until))
        return 0.0

    def forgive(self, account: str, address: str) -> None:
        """Forget the failures of an account that signed in, and the one attempt of its address."""
        (_, of_account), (_, of_address) = _keys(account, address)
        with self._db.writing():
            self._db.run("DELETE FROM attempts WHERE who = ?", (of_account,))
            # Who has one account must not be able to clear an address of its tries at others.
            self._db.run(
                "UPDATE attempts SET failures = max(failures - 1, 0), until = 0 WHERE who = ?", (of_address,)
            )

    def _found(self, key: str) -> tuple[int, float]:
        row = self._db.row("SELECT failures, until FROM attempts WHERE who = ?", (key,))
        return (0, 0.0) if row is None else (int(row[0]), float(row[1]))


def _keys(account: str, address: str) -> Sequence[tuple[str, str]]:
    # Hashed: names that are no accounts may be passwords typed into the wrong field.
    told = (("account", account), ("address", address))
    return [(kind, sha256(f"{kind}:{value}".encode("utf-8", "surrogatepass"))) for kind, value in told]
