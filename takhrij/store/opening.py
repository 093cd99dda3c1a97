"""Opening a case: what lies at a place is told from what does not before anything is touched."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from takhrij.core.errors import CaseError, CaseMissing, UsageError
from takhrij.store.archive import disk_error
from takhrij.store.connection import Connection
from takhrij.store.contract import Store
from takhrij.store.conversion import finish
from takhrij.store.keyfile import RING
from takhrij.store.layout import ARCHIVE, DATABASE, KEY_FILE, LOCK, OVERLAY, SEALED_OVERLAY, WORK
from takhrij.store.migrations import APPLICATION_ID, check_version, migrate
from takhrij.store.sqlite import SqliteStore

_OWN = (ARCHIVE, DATABASE, LOCK, OVERLAY, SEALED_OVERLAY, KEY_FILE, WORK)


def open_case(location: str | Path, create: bool = False) -> Store:
    """The case at a folder; with `create`, a new one where there is none. Close it after use.

    An older case is brought to the newest format; an encrypted one is opened by what `keyfile.RING` holds or asks for.
    Raises UsageError (a PostgreSQL URL), CaseMissing, CaseTooNew, CaseEncrypted, CaseLocked, StoreFull, or CaseError
    for a folder that is no case, is damaged or read-only.
    """
    if str(location).startswith(("postgresql://", "postgres://")):
        raise UsageError("cases in PostgreSQL are not supported by this version of Takhrij; name a folder instead")
    folder = Path(location)
    if folder.exists() and not folder.is_dir():
        raise CaseError(f"{folder} is a file; a case is a folder: name another place")
    finish(folder)
    if not _has_database(folder):
        if not create:
            hint = f"make one with `takhrij add INPUT --case {folder}`, or check the path"
            raise CaseMissing(
                f"{folder} is not a case; {hint}" if folder.exists() else f"no case at {folder}; {hint}"
            )
        _prepare(folder)
    return _open(folder)


def _has_database(folder: Path) -> bool:
    # A creation that was cut short may leave an empty file, which is no case yet.
    file = folder / DATABASE
    return file.is_file() and (file.stat().st_size > 0 or _has_originals(folder))


def _has_originals(folder: Path) -> bool:
    return any((folder / ARCHIVE).glob("[0-9a-f][0-9a-f]"))


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))
    except OSError as error:
        raise disk_error(error, folder) from error
    if any(not name.startswith(_OWN) for name in names):
        raise CaseError(f"{folder} holds other files and is not a case; name an empty or a new folder")
    if _has_originals(folder):
        raise CaseError(f"{folder} has originals but no {DATABASE}; restore it from a backup")
    if not os.access(folder, os.W_OK):
        raise CaseError(f"{folder} is read-only; name a place that you can write to")


def _open(folder: Path) -> SqliteStore:
    file = folder / DATABASE
    read_only = not os.access(folder, os.W_OK) or (file.exists() and not os.access(file, os.W_OK))
    unfinished = folder / f"{DATABASE}-wal"
    if read_only and unfinished.exists() and unfinished.stat().st_size:
        raise CaseError(f"{folder} is read-only and its last run was cut short; open it once where it can be written")
    vault = RING.vault(folder)
    key = None if vault is None else vault.key("database")
    connection = Connection(file, str(folder), immutable=read_only, key=key)
    try:
        with connection.plain_errors():
            _check(connection.raw, folder)
            if not check_version(connection.raw, str(folder)):
                if read_only:
                    raise CaseError(
                        f"{folder} has an older format and is read-only; open it once where it can be written"
                    )
                _write_ahead(connection.raw)
                migrate(connection.raw, str(folder))
            elif not read_only:
                _write_ahead(connection.raw)
    except BaseException:
        connection.close()
        raise
    return SqliteStore(folder, connection, read_only=read_only, vault=vault)


def _write_ahead(raw: sqlite3.Connection) -> None:
    # A conversion that was cut short leaves the other mode behind, in which readers would wait for writers.
    if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        raw.execute("PRAGMA journal_mode = WAL")


def _check(raw: sqlite3.Connection, folder: Path) -> None:
    mark = raw.execute("PRAGMA application_id").fetchone()[0]
    tables = raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if mark == APPLICATION_ID:
        return
    if tables:
        raise CaseError(f"{folder / DATABASE} belongs to another program; name another folder")
    if _has_originals(folder):
        raise CaseError(f"{folder / DATABASE} is empty though there are originals; restore it from a backup")
