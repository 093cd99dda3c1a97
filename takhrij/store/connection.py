"""A SQLite file with nested transactions, one writer at a time, and errors in plain words."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from takhrij.core.errors import CaseError, CaseLocked, NotInstalled, StoreFull, TakhrijError

BUSY_SECONDS = 5.0
# Less than a page of a database and its log take.
_ROOM = 64 * 1024
LOCK_SECONDS = 2.0
_FETCH = 256


def cipher_driver() -> Any:
    """The driver of encrypted databases, `sqlite3` in all but name. Raises NotInstalled."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise NotInstalled("encrypted cases need more packages; run `pip install 'takhrij[encrypt]'`") from None
    return dbapi2


def errors_of(key: bytes | None) -> type[Exception]:
    """What a connection with this key raises."""
    error: type[Exception] = sqlite3.Error if key is None else cipher_driver().Error
    return error


def connected(address: str | Path, key: bytes | None = None, **options: Any) -> sqlite3.Connection:
    """A connection to a database; with a key (32 bytes) to an encrypted one, of which nothing is ever laid down in plain.

    Raises `errors_of(key)` where it cannot be opened, NotInstalled.
    """
    if key is None:
        plain: sqlite3.Connection = sqlite3.connect(address, **options)
        return plain
    raw: sqlite3.Connection = cipher_driver().connect(str(address), **options)
    raw.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal
    raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    raw.execute("PRAGMA temp_store = MEMORY")
    return raw


def plain_error(error: Exception, place: str) -> TakhrijError:
    """What an error of SQLite means to the user, with what to do next."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = sqlite3.SQLITE_NOTADB if code is None and "not a database" in str(error) else (code or 0) & 0xFF
    match primary:
        case sqlite3.SQLITE_FULL:
            return _no_room(place)
        case sqlite3.SQLITE_IOERR if _is_full(place):
            return _no_room(place)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return CaseLocked(f"another process is writing to {place}; wait until it has ended, then run again")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return CaseError(f"{place} cannot be opened or written; check the rights of its folder and files")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return CaseError(f"{place} is damaged or not a case ({error}); restore it from a backup")
        case sqlite3.SQLITE_IOERR:
            return CaseError(f"the disk of {place} failed ({error}); check the disk, then run again")
        case _:
            return CaseError(f"{place}: {error}; run with --verbose and report this")


def _no_room(place: str) -> StoreFull:
    return StoreFull(f"no room left for {place}; nothing was half-written: free some, then run again")


def _is_full(place: str) -> bool:
    """Whether the disk of a place has no room: its write-ahead log then fails as if the disk itself did."""
    try:
        return shutil.disk_usage(place).free < _ROOM
    except OSError:
        return False


class Connection:
    """One connection to a SQLite file; `place` is how messages name it."""

    def __init__(self, file: Path, place: str, *, immutable: bool = False, key: bytes | None = None) -> None:
        self.place = place
        self._depth = 0
        self._errors = errors_of(key)
        mode = "?mode=ro&immutable=1" if immutable else "?mode=rwc"
        with self.plain_errors():
            uri = file.absolute().as_uri() + mode
            self.raw = connected(uri, key, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            with self.plain_errors():
                self.raw.execute("PRAGMA foreign_keys = ON")
                # An erased payload must not stay readable in a free page.
                self.raw.execute("PRAGMA secure_delete = ON")
                self.raw.execute("PRAGMA synchronous = NORMAL")
        except TakhrijError:
            self.raw.close()
            raise

    def close(self) -> None:
        """Close the file; an open transaction is rolled back."""
        self.raw.close()

    @contextmanager
    def plain_errors(self) -> Iterator[None]:
        """Turn errors of SQLite into errors of Takhrij."""
        try:
            yield
        except self._errors as error:
            raise plain_error(error, self.place) from error

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Execute one statement; the number of rows it changed."""
        with self.plain_errors():
            return self.raw.execute(sql, values).rowcount

    def run_many(self, sql: str, rows: Iterator[Sequence[Any]]) -> None:
        """Execute one statement for each row."""
        with self.plain_errors():
            self.raw.executemany(sql, rows)

    def row(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        with self.plain_errors():
            found: tuple[Any, ...] | None = self.raw.execute(sql, values).fetchone()
            return found

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, drawn as they are taken."""
        with self.plain_errors():
            cursor = self.raw.execute(sql, values)
        try:
            while True:
                with self.plain_errors():
                    block = cursor.fetchmany(_FETCH)
                if not block:
                    return
                yield from block
        finally:
            cursor.close()

    def purge(self) -> bool:
        """Write the file anew and end the journal; False where another process keeps it."""
        self.run("PRAGMA temp_store = MEMORY")  # the new copy must not lie in a temporary file either
        self.run("VACUUM")
        ended = self.row("PRAGMA wal_checkpoint(TRUNCATE)")
        return ended is not None and ended[0] == 0

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[None]:
        """All writes of the block, or none. A nested block that fails takes back only its own writes.

        `durable`: on the disk when left, power cut or not (an outermost block only; else the outer decides).
        """
        if self._depth:
            with self._nested():
                yield
            return
        if durable:
            self.run("PRAGMA synchronous = FULL")
        try:
            with self._outermost():
                yield
        finally:
            if durable:
                self.run("PRAGMA synchronous = NORMAL")

    @contextmanager
    def _outermost(self) -> Iterator[None]:
        self.run("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
            if not self.raw.in_transaction:
                raise StoreFull(f"a write to {self.place} failed and was taken back; free some room, then run again")
            self.run("COMMIT")
        except BaseException:
            if self.raw.in_transaction:
                self.raw.rollback()
            raise
        finally:
            self._depth = 0

    @contextmanager
    def _nested(self) -> Iterator[None]:
        name = f"inner_{self._depth}"
        self.run(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
            self.run(f"RELEASE {name}")
        except BaseException:
            # A full disk may already have ended the whole transaction.
            if self.raw.in_transaction:
                self.raw.execute(f"ROLLBACK TO {name}")
                self.raw.execute(f"RELEASE {name}")
            raise
        finally:
            self._depth -= 1


class WriterLock:
    """Held by the one process that writes to a case; the system frees it when that process ends, however it ends.

    The lock is SQLite's own on an empty file, so that it works alike on every system.
    """

    def __init__(self, file: Path, place: str) -> None:
        self._file = file
        self._place = place
        self._held: sqlite3.Connection | None = None

    @property
    def held(self) -> bool:
        """Whether this value holds the lock."""
        return self._held is not None

    def take(self) -> None:
        """Take the lock, waiting shortly for another writer. Raises CaseLocked."""
        if self._held is not None:
            return
        connection: sqlite3.Connection | None = None
        try:
            connection = sqlite3.connect(self._file, timeout=LOCK_SECONDS, isolation_level=None)
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            raise plain_error(error, self._place) from error
        self._held = connection

    def release(self) -> None:
        """Give the lock back."""
        if self._held is not None:
            self._held.close()
            self._held = None
