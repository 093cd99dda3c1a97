"""The file of accounts: beside the case and not part of it, readable by its owner alone, never exported."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from takhrij.core.errors import CaseError, CaseMissing
from takhrij.store.connection import connected, errors_of, plain_error
from takhrij.store.conversion import finish
from takhrij.store.keyfile import RING
from takhrij.store.layout import ACCOUNTS, DATABASE

_FORMAT = 2
_TABLES = (
    """CREATE TABLE accounts (
        name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, totp TEXT, totp_pending TEXT,
        totp_step INTEGER NOT NULL DEFAULT 0, disabled INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID""",
    # Tokens are kept as hashes: whoever reads the file cannot use the sessions in it.
    """CREATE TABLE sessions (
        token TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE, csrf TEXT NOT NULL,
        begun REAL NOT NULL, seen REAL NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE attempts (
        who TEXT PRIMARY KEY, failures INTEGER NOT NULL, last REAL NOT NULL, until REAL NOT NULL) STRICT, WITHOUT ROWID""",
)

_SETTINGS = "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"
"""Since format 2."""


class Database:
    """One connection that threads take turns with; other processes may change the same file at the same time."""

    def __init__(self, file: Path, key: bytes | None = None) -> None:
        self._place = str(file)
        self._errors = errors_of(key)
        self._lock = threading.RLock()
        try:
            # Made before SQLite opens it, so that it is never there with wider rights; its journal takes them over.
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            os.chmod(file, 0o600)
        except OSError as error:
            raise CaseError(f"{file} cannot be made or written ({error.strerror}); check the rights") from error
        try:
            self._raw = connected(file, key, timeout=5.0, isolation_level=None, check_same_thread=False)
        except self._errors as error:
            raise plain_error(error, self._place) from error
        try:
            self._prepare()
        except BaseException:
            self._raw.close()
            raise

    def _prepare(self) -> None:
        self.run("PRAGMA foreign_keys = ON")
        self.run("PRAGMA secure_delete = ON")
        with self.writing():
            found = int(self.row("PRAGMA user_version")[0])  # type: ignore[index]
            if found > _FORMAT:
                raise CaseError(f"{self._place} was made by a newer Takhrij; upgrade Takhrij")
            if found == 0:
                for statement in _TABLES:
                    self.run(statement)
            if found < _FORMAT:
                self.run(_SETTINGS)
                self.run(f"PRAGMA user_version = {_FORMAT}")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._raw.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All writes of the block, or none; nobody else writes between what is read in it and what is written."""
        with self._lock:
            if self._raw.in_transaction:
                yield
                return
            self.run("BEGIN IMMEDIATE")
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                if self._raw.in_transaction:
                    self._raw.rollback()
                raise

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Execute one statement; the number of rows it changed. Raises CaseError."""
        with self._lock:
            try:
                return self._raw.execute(sql, values).rowcount
            except self._errors as error:
                raise plain_error(error, self._place) from error

    def row(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises CaseError."""
        with self._lock:
            try:
                return self._raw.execute(sql, values).fetchall()
            except self._errors as error:
                raise plain_error(error, self._place) from error


def open_database(case: str) -> Database:
    """The accounts of a case, made where there are none. Raises CaseMissing, CaseEncrypted, CaseError."""
    folder = Path(case)
    if not (folder / DATABASE).is_file():
        raise CaseMissing(f"{folder} is not a case; make one with `takhrij add INPUT --case {folder}`")
    finish(folder)
    vault = RING.vault(folder)
    return Database(folder / ACCOUNTS, None if vault is None else vault.key("accounts"))
