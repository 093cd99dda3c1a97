"""From a plain case to an encrypted one and back, so that whoever is cut short has the one or the other, whole.

The other form of the case is made beside it, in ``converting/``. Once all of it is on the disk, a plan is written
there: without a plan the folder is only rubbish, with one the change is carried to its end at the next opening.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from takhrij.core.errors import CaseError, CaseLocked, UsageError
from takhrij.store.archive import Archive, disk_error
from takhrij.store.connection import WriterLock, cipher_driver, plain_error
from takhrij.store.files import discard, sync_folder, wipe, write_through
from takhrij.store.keyfile import EARLIER, Cost, is_encrypted, new_vault, write_key
from takhrij.store.layout import ACCOUNTS, ARCHIVE, DATABASE, KEY_FILE, LOCK, OVERLAY, SEALED_OVERLAY, WORK
from takhrij.store.vault import Vault, packed, unpack

_PLAN_FILE = "plan.json"
_JOURNALS = tuple(f"{name}{end}" for name in (DATABASE, ACCOUNTS) for end in ("-wal", "-shm", "-journal"))
_DATABASES = ((DATABASE, "database", "audit"), (ACCOUNTS, "accounts", "accounts"))
"""Each database with the purpose of its key and the table without which nobody can write to it."""


_USUAL = Cost()


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A new passphrase and what a try at it is to cost."""

    words: str
    cost: Cost = _USUAL


def encrypt(folder: Path, passphrase: Passphrase) -> Vault:
    """Encrypt a plain case that nobody else has open. Raises UsageError, CaseLocked, CaseError, StoreFull."""
    if is_encrypted(folder):
        raise UsageError(f"{folder} is encrypted already; --change sets another passphrase")
    vault = new_vault()
    with _converting(folder) as work:
        write_key(work, vault, passphrase.words, passphrase.cost)
        with _held(folder, work, None, vault):
            if (folder / OVERLAY).is_dir():
                write_through(work / SEALED_OVERLAY, vault.seal(SEALED_OVERLAY, packed(folder / OVERLAY)))
            _plan(folder, work, (OVERLAY,))
        _switch(folder, work)
    return vault


def decrypt(folder: Path, vault: Vault) -> None:
    """Make an encrypted case that nobody else has open a plain one. Raises CaseLocked, CaseError, StoreFull."""
    with _converting(folder) as work:
        with _held(folder, work, vault, None):
            sealed = folder / SEALED_OVERLAY
            if sealed.is_file() and not (folder / OVERLAY).exists():
                unpack(vault.open(SEALED_OVERLAY, sealed.read_bytes()), work / OVERLAY)
            _plan(folder, work, (SEALED_OVERLAY, KEY_FILE))
        _switch(folder, work)


def seal_overlay(folder: Path, vault: Vault) -> bool:
    """Take a plain codebook that was put into an encrypted case under its key; True when there was one."""
    plain, sealed = folder / OVERLAY, folder / SEALED_OVERLAY
    if not plain.is_dir():
        return False
    partial = folder / f".{SEALED_OVERLAY}.partial"
    write_through(partial, vault.seal(SEALED_OVERLAY, packed(plain)))
    os.replace(partial, sealed)
    sync_folder(folder)
    wipe(plain)
    return True


def open_overlay(folder: Path, vault: Vault) -> None:
    """Lay the codebook of an encrypted case open beside its encrypted form, and in place of it. Raises UsageError."""
    plain, sealed = folder / OVERLAY, folder / SEALED_OVERLAY
    if plain.exists():
        raise UsageError(f"{plain} lies open already; edit it there")
    if sealed.is_file():
        unpack(vault.open(SEALED_OVERLAY, sealed.read_bytes()), plain)
    else:
        plain.mkdir()


def finish(folder: Path) -> None:
    """Carry a conversion that was cut short to its end, or take it back where it had not come to its plan.

    Raises CaseLocked while a conversion is running, CaseError where the folder cannot be written.
    """
    if (folder / EARLIER).exists():
        wipe(folder / EARLIER)
    work = folder / WORK
    if not work.is_dir():
        return
    with _locked(folder):
        if (work / _PLAN_FILE).is_file():
            _switch(folder, work)
        else:
            discard(work)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Nobody else writes to the case. Raises CaseLocked, and CaseError or StoreFull where the disk refuses."""
    lock = WriterLock(folder / LOCK, str(folder))
    lock.take()
    try:
        yield
    except OSError as error:
        raise disk_error(error, folder) from error
    finally:
        lock.release()


@contextmanager
def _converting(folder: Path) -> Iterator[Path]:
    """The folder for the other form, while nobody else can use the case."""
    cipher_driver()
    finish(folder)
    work = folder / WORK
    with _locked(folder):
        work.mkdir(mode=0o700)
        try:
            yield work
        finally:
            if not (work / _PLAN_FILE).is_file():
                discard(work)


@contextmanager
def _held(folder: Path, work: Path, old: Vault | None, new: Vault | None) -> Iterator[None]:
    """Databases and originals are in their other form, and the old databases stay shut until the block has its plan.

    Whoever waited for an old database meanwhile finds it unfit to write to: no decision goes into a file that is
    thrown away.
    """
    with ExitStack() as stack:
        shut = []
        for name, purpose, table in _DATABASES:
            if (folder / name).is_file():
                keys = tuple(b"" if vault is None else vault.key(purpose) for vault in (old, new))
                with _plain_errors(folder / name):
                    raw = stack.enter_context(closing(_alone(folder / name, keys[0])))
                    _export(raw, work / name, keys[1])
                shut.append((raw, table))
        source, target = Archive(folder / ARCHIVE, old), Archive(work / ARCHIVE, new)
        kept = tuple(source.keys())
        for key in kept:
            target.put(key, source.get(key))
        yield
        for raw, table in shut:
            with _plain_errors(folder):
                raw.execute(f"ALTER TABLE {table} RENAME TO {table}_of_the_earlier_form")


@contextmanager
def _plain_errors(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, cipher_driver().Error) as error:
        raise plain_error(error, str(file)) from error


def _alone(file: Path, key: bytes) -> sqlite3.Connection:
    """A connection that nobody else can have beside it. Raises CaseLocked, or errors of SQLite."""
    raw: sqlite3.Connection = cipher_driver().connect(str(file), timeout=2.0, isolation_level=None)
    try:
        raw.execute("PRAGMA cipher_log_level = NONE")
        if key:
            raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        raw.execute("PRAGMA temp_store = MEMORY")
        # Only whoever is alone with a database can end its write-ahead log.
        if raw.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise CaseLocked(f"{file} is in use; stop the workbench and other commands, then run again")
        raw.execute("PRAGMA main.locking_mode = EXCLUSIVE")
        raw.execute("BEGIN EXCLUSIVE")
        raw.execute("COMMIT")  # the lock stays until the connection is closed
    except BaseException:
        raw.close()
        raise
    return raw


def _export(raw: sqlite3.Connection, target: Path, key: bytes) -> None:
    raw.execute("ATTACH ? AS other KEY ?", (str(target), f"x'{key.hex()}'" if key else ""))
    raw.execute("SELECT sqlcipher_export('other')")
    for mark in ("application_id", "user_version"):
        value = raw.execute(f"PRAGMA main.{mark}").fetchone()[0]
        raw.execute(f"PRAGMA other.{mark} = {int(value)}")
    raw.execute("DETACH other")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _plan(folder: Path, work: Path, gone: tuple[str, ...]) -> None:
    """Write down what takes the place of what, once all of it is on the disk."""
    place = sorted(path.name for path in work.iterdir())
    plan = {"drop": [*_JOURNALS, *gone], "place": place}
    write_through(work / f".{_PLAN_FILE}", json.dumps(plan).encode())
    sync_folder(work)
    os.replace(work / f".{_PLAN_FILE}", work / _PLAN_FILE)
    sync_folder(work)
    sync_folder(folder)


def _switch(folder: Path, work: Path) -> None:
    """Put the other form in place of the one before, which is overwritten; may be begun again at any point."""
    try:
        plan = json.loads((work / _PLAN_FILE).read_bytes())
    except ValueError as error:
        raise CaseError(f"{work / _PLAN_FILE} is damaged; restore the case from a backup") from error
    for name in plan["drop"]:
        wipe(folder / name)
    for name in plan["place"]:
        if (work / name).exists():
            # Not cut off but overwritten: whoever still has the old file open finds no database in it, and writes nothing.
            wipe(folder / name)
            os.replace(work / name, folder / name)
            sync_folder(folder)
    (work / _PLAN_FILE).unlink()
    discard(work)
