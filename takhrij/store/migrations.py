"""The tables of a case, as numbered steps; each step and the record that it was done are one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from takhrij.core import __version__
from takhrij.core.errors import CaseTooNew

# "Tkhr": tells a case from any other SQLite file.
APPLICATION_ID = 0x546B6872


@dataclass(frozen=True, slots=True)
class Migration:
    """One step from the format before it: its number, what it does and its SQL statements."""

    version: int
    name: str
    statements: tuple[str, ...]


_FIRST = (
    """CREATE TABLE documents (
        sha256 TEXT PRIMARY KEY, added TEXT NOT NULL, shown TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    # The same bytes may be met under several names and URLs; `reading` is NULL until they are read (again).
    """CREATE TABLE sightings (
        document TEXT NOT NULL REFERENCES documents, id TEXT NOT NULL, url BLOB, retrieved TEXT,
        record BLOB NOT NULL, reading TEXT, PRIMARY KEY (document, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX sightings_by_url ON sightings (url) WHERE url IS NOT NULL",
    """CREATE TABLE readings (
        id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents, reader TEXT NOT NULL,
        text_sha256 TEXT NOT NULL, record BLOB NOT NULL) STRICT""",
    """CREATE TABLE extractions (
        document TEXT PRIMARY KEY REFERENCES documents, reading TEXT NOT NULL REFERENCES readings,
        model TEXT NOT NULL, claims BLOB NOT NULL, relations BLOB NOT NULL, framing BLOB NOT NULL,
        problems BLOB NOT NULL) STRICT""",
    """CREATE TABLE problems (
        id TEXT PRIMARY KEY, stage TEXT NOT NULL, document TEXT, record BLOB NOT NULL) STRICT""",
    """CREATE TABLE links (
        kind TEXT NOT NULL, position INTEGER NOT NULL, record BLOB NOT NULL,
        PRIMARY KEY (kind, position)) STRICT""",
    """CREATE TABLE audit (
        seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL,
        payload_hash TEXT NOT NULL, prev_hash TEXT NOT NULL, entry_hash TEXT NOT NULL UNIQUE) STRICT""",
    "CREATE TABLE audit_payloads (seq INTEGER PRIMARY KEY REFERENCES audit, payload BLOB NOT NULL) STRICT",
    """CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END""",
    """CREATE TRIGGER audit_is_not_cut BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END""",
    """CREATE TRIGGER audit_payload_is_not_changed BEFORE UPDATE ON audit_payloads
        BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END""",
)

_PEOPLE = ("ALTER TABLE extractions ADD COLUMN people BLOB NOT NULL DEFAULT (CAST('[]' AS BLOB))",)

# NULL for documents that were added before it was kept; a rebuild fills it in.
_SECOND_HASH = ("ALTER TABLE documents ADD COLUMN sha512 TEXT",)

MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "documents, readings, extractions, links and the audit chain", _FIRST),
    Migration(2, "the namings of persons of each document", _PEOPLE),
    Migration(3, "a second hash of each original", _SECOND_HASH),
)


def version_of(connection: sqlite3.Connection) -> int:
    """The format of an open case; 0 when no step was ever applied."""
    there = connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'").fetchone()
    if there is None:
        return 0
    newest = connection.execute("SELECT max(version) FROM migrations").fetchone()[0]
    return int(newest or 0)


def check_version(connection: sqlite3.Connection, place: str, steps: Sequence[Migration] = MIGRATIONS) -> bool:
    """Whether the case is of the newest format. Raises CaseTooNew when it is newer than this program."""
    found, known = version_of(connection), steps[-1].version
    if found > known:
        raise CaseTooNew(
            f"{place} was made by a newer Takhrij (its format is {found}, this one knows {known}); upgrade Takhrij"
        )
    return found == known


def migrate(connection: sqlite3.Connection, place: str, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a case to the newest format, all steps in one transaction. Raises CaseTooNew.

    Needs a connection without a transaction of its own; another process that migrates at the same time is
    waited for, and its steps are not done twice.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        check_version(connection, place, steps)
        found = version_of(connection)
        if found == 0:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(
                "CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, program TEXT NOT NULL) STRICT"
            )
        for step in steps:
            if step.version > found:
                for statement in step.statements:
                    connection.execute(statement)
                connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", (step.version, step.name, __version__))
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
