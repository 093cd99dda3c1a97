"""A case in a folder: ``case.sqlite3``, ``archive/`` with the originals, and an optional ``codebook/`` overlay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from takhrij.core.codec import (
    claim_from_json,
    claim_to_json,
    framing_to_json,
    problem_from_json,
    problem_to_json,
    relation_to_json,
)
from takhrij.core.errors import CaseError, CaseReadOnly
from takhrij.core.ids import content_id, sha256, sha512
from takhrij.core.records import (
    Claim,
    ClaimLink,
    Copy,
    Decision,
    Document,
    Event,
    Extraction,
    Origin,
    Problem,
    Reading,
)
from takhrij.store.archive import Archive
from takhrij.store.audit import AuditChain
from takhrij.store.codec import dump, load, record_from_json, record_to_json
from takhrij.store.connection import Connection, WriterLock
from takhrij.store.contract import AuditEntry, Links, Page
from takhrij.store.decisions import DecisionLog
from takhrij.store.files import wipe
from takhrij.store.layout import ARCHIVE, LOCK, OVERLAY, SEALED_OVERLAY
from takhrij.store.rows import document_row, extraction_row, order, reading_row
from takhrij.store.vault import Vault, unpacked

R = TypeVar("R")
_ENTRY = "seq, kind, at, by, payload_hash, prev_hash, entry_hash"
_EXTRACTION = "SELECT e.document, r.record, e.claims, e.relations, e.framing, e.problems, e.people"


class SqliteStore:
    """The Store of a folder; made by `takhrij.store.open_case`."""

    def __init__(
        self, folder: Path, connection: Connection, *, read_only: bool = False, vault: Vault | None = None
    ) -> None:
        self._folder = folder
        self._vault = vault
        self._db = connection
        self._read_only = read_only
        self._lock = WriterLock(folder / LOCK, str(folder))
        self._payload_dropped = False
        self.archive = Archive(folder / ARCHIVE, vault)
        self.audit = AuditChain(self)
        self._decisions = DecisionLog(self.audit, self.has)

    @property
    def location(self) -> str:
        """The folder."""
        return str(self._folder)

    @property
    def overlay(self) -> Path | None:
        """``codebook/`` where the case has one; that of an encrypted case is opened for this process alone."""
        folder, sealed = self._folder / OVERLAY, self._folder / SEALED_OVERLAY
        if folder.is_dir():
            return folder
        return unpacked(self._vault, sealed) if self._vault is not None and sealed.is_file() else None

    def close(self) -> None:
        """Close the file and give the writer lock back."""
        self._db.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Make several writes one."""
        return self._writing()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._refuse_read_only()
        if not self._lock.held:
            self._lock.take()
            self.archive.sweep()
        with self._db.transaction():
            yield

    def _refuse_read_only(self) -> None:
        if self._read_only:
            raise CaseReadOnly(f"{self._folder} is read-only; get the right to write to it, or copy it elsewhere")

    # -- documents and readings

    def put_document(self, document: Document, reading: Reading, original: bytes, at: str) -> bool:
        """Archive an original with one Reading of it; True when anything was new."""
        key = document.sha256
        if reading.document != key:
            raise CaseError(
                f"the reading of {reading.document[:12]} was given with document {key[:12]}; read it again"
            )
        record, read = record_to_json(document), record_to_json(reading)
        sighting, reading_id = content_id(record), content_id(read)
        known = self._db.row("SELECT reading FROM sightings WHERE document = ? AND id = ?", (key, sighting))
        if known == (reading_id,):
            return False
        with self._writing():
            self.archive.put(key, original)
            self._db.run(_NEW_DOCUMENT, (key, at, sighting, sha512(original)))
            self._put_reading(reading_id, reading, read)
            url = None if document.url is None else document.url.encode("utf-8", "surrogatepass")
            self._db.run(
                "INSERT INTO sightings VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (document, id) DO UPDATE SET reading = excluded.reading",
                (key, sighting, url, document.retrieved, dump(record), reading_id),
            )
            self._show(key)
        return True

    def _put_reading(self, reading_id: str, reading: Reading, record: dict[str, Any]) -> None:
        text_hash = sha256(reading.text.encode("utf-8", "surrogatepass"))
        values = (reading_id, reading.document, reading.reader, text_hash, dump(record))
        self._db.run("INSERT OR IGNORE INTO readings VALUES (?, ?, ?, ?, ?)", values)

    def _show(self, key: str) -> None:
        """Choose the sighting to show by its content alone, and drop an extraction of another Reading."""
        rows = self._db.rows("SELECT id, record FROM sightings WHERE document = ?", (key,))
        shown = min((order(document_row(record)), found) for found, record in rows)[1]
        self._db.run("UPDATE documents SET shown = ? WHERE sha256 = ?", (shown, key))
        self._db.run(
            "DELETE FROM extractions WHERE document = ? AND reading IS NOT "
            "(SELECT reading FROM sightings WHERE document = ? AND id = ?)",
            (key, key, shown),
        )

    def has(self, sha256: str) -> bool:
        """Whether the document is in the case."""
        return self._db.row("SELECT 1 FROM documents WHERE sha256 = ?", (sha256,)) is not None

    def document(self, sha256: str) -> Document | None:
        """A document by its key, or None."""
        row = self._db.row(f"SELECT s.record {_SHOWN} WHERE d.sha256 = ?", (sha256,))
        return None if row is None else document_row(row[0])

    def added(self, sha256: str) -> str | None:
        """When the document was first added, or None."""
        row = self._db.row("SELECT added FROM documents WHERE sha256 = ?", (sha256,))
        return None if row is None else str(row[0])

    def sha512(self, sha256: str) -> str | None:
        """The SHA-512 of the original as it was when kept, or None."""
        row = self._db.row("SELECT sha512 FROM documents WHERE sha256 = ?", (sha256,))
        return None if row is None else row[0]

    def documents(self) -> Iterator[Document]:
        """Every document, by SHA-256."""
        for (record,) in self._db.rows(f"SELECT s.record {_SHOWN} ORDER BY d.sha256"):
            yield document_row(record)

    def sightings(self, sha256: str) -> tuple[Document, ...]:
        """Every name, label and URL that the same bytes were met under, the one shown first."""
        rows = self._db.rows("SELECT record FROM sightings WHERE document = ?", (sha256,))
        return tuple(sorted((document_row(record) for (record,) in rows), key=order))

    def pages(self) -> Iterator[Page]:
        """Every URL with its versions, by URL."""
        rows = self._db.rows(
            "SELECT url, document FROM sightings WHERE url IS NOT NULL GROUP BY url, document "
            "ORDER BY url, min(retrieved) IS NULL, min(retrieved), document"
        )
        for url, versions in groupby(rows, key=lambda row: row[0]):
            yield Page(url.decode("utf-8", "surrogatepass"), tuple(document for _, document in versions))

    def original(self, sha256: str) -> bytes:
        """The archived bytes, checked against their hash."""
        return self.archive.get(sha256)

    def reading(self, sha256: str) -> Reading | None:
        """The Reading that a document shows now, or None."""
        row = self._db.row(f"SELECT r.record, r.text_sha256 {_READ} WHERE d.sha256 = ?", (sha256,))
        return None if row is None else reading_row(*row)

    def readings(self) -> Iterator[Reading]:
        """The Reading of every document that has one, by SHA-256."""
        for row in self._db.rows(f"SELECT r.record, r.text_sha256 {_READ} ORDER BY d.sha256"):
            yield reading_row(*row)

    # -- what was taken out

    def put_extraction(self, extraction: Extraction, model: str) -> bool:
        """Keep a document's extraction in place of any earlier one; False when its Reading is not shown."""
        key = extraction.reading.document
        reading_id = content_id(record_to_json(extraction.reading))
        if self._db.row("SELECT 1 FROM readings WHERE id = ?", (reading_id,)) is None:
            raise CaseError(f"the reading of {key[:12]} is not in {self._folder}; put the document before its claims")
        if self._db.row(f"SELECT 1 {_READ} WHERE d.sha256 = ? AND r.id = ?", (key, reading_id)) is None:
            return False
        parts = (
            [claim_to_json(c) for c in extraction.claims],
            [relation_to_json(r) for r in extraction.relations],
            [framing_to_json(f) for f in extraction.framing],
            [problem_to_json(p) for p in extraction.problems],
            [record_to_json(p) for p in extraction.people],
        )
        with self._writing():
            values = (key, reading_id, model, *map(dump, parts))
            self._db.run("INSERT OR REPLACE INTO extractions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        return True

    def has_extraction(self, sha256: str, model: str) -> bool:
        """Whether the document's extraction is of this model and of the Reading that it shows."""
        # An extraction of another Reading was dropped when the document began to show this one.
        found = self._db.row("SELECT 1 FROM extractions WHERE document = ? AND model = ?", (sha256, model))
        return found is not None

    def extraction(self, sha256: str) -> Extraction | None:
        """A document's extraction, or None."""
        row = self._db.row(f"{_EXTRACTION}, r.text_sha256 {_EXTRACTED} WHERE e.document = ?", (sha256,))
        return None if row is None else extraction_row(row)

    def extractions(self) -> Iterator[Extraction]:
        """Every extraction, by SHA-256."""
        for row in self._db.rows(f"{_EXTRACTION}, r.text_sha256 {_EXTRACTED} ORDER BY e.document"):
            yield extraction_row(row)

    def claims(self) -> Iterator[Claim]:
        """Every claim, by document SHA-256, then in text order."""
        for document, claims in self._db.rows("SELECT document, claims FROM extractions ORDER BY document"):
            for claim in load(claims):
                yield claim_from_json(document, claim)

    # -- problems

    def put_problem(self, problem: Problem) -> bool:
        """Keep a refused input or another problem; True when it was new."""
        record = problem_to_json(problem)
        key = content_id(record)
        if self._db.row("SELECT 1 FROM problems WHERE id = ?", (key,)) is not None:
            return False
        with self._writing():
            values = (key, problem.stage, problem.document, dump(record))
            self._db.run("INSERT OR IGNORE INTO problems VALUES (?, ?, ?, ?)", values)
        return True

    def replace_problems(self, stage: str, problems: Iterable[Problem]) -> None:
        """Keep these as all the problems of one stage."""
        kept = tuple(problems)
        with self._writing():
            self._db.run("DELETE FROM problems WHERE stage = ?", (stage,))
            for problem in kept:
                if problem.stage != stage:
                    raise CaseError(f"a problem of stage '{problem.stage}' was given for stage '{stage}'")
                self.put_problem(problem)

    def drop_problem(self, problem: Problem) -> None:
        """Keep a problem no longer."""
        with self._writing():
            self._db.run("DELETE FROM problems WHERE id = ?", (content_id(problem_to_json(problem)),))

    def problems(self) -> tuple[Problem, ...]:
        """Problems put here and those of extractions, each once."""
        found = {problem_from_json(load(record)) for (record,) in self._db.rows("SELECT record FROM problems")}
        for (records,) in self._db.rows("SELECT problems FROM extractions WHERE problems <> ?", (dump([]),)):
            found.update(problem_from_json(record) for record in load(records))
        return tuple(sorted(found, key=lambda p: (p.name, p.stage, p.reason, p.message, p.document or "")))

    # -- links

    def replace_links(self, links: Links) -> None:
        """Keep the results of linking and weighing in place of all earlier ones."""
        groups = {"copy": links.copies, "origin": links.origins, "claim": links.claim_links, "event": links.events}
        with self._writing():
            self._db.run("DELETE FROM links")
            for kind, records in groups.items():
                rows = ((kind, position, dump(record_to_json(r))) for position, r in enumerate(records))
                self._db.run_many("INSERT INTO links VALUES (?, ?, ?)", rows)

    def links(self) -> Links:
        """The results of linking and weighing, in the order given."""

        def kept(kind: str, record: type[R]) -> tuple[R, ...]:
            rows = self._db.rows("SELECT record FROM links WHERE kind = ? ORDER BY position", (kind,))
            return tuple(record_from_json(record, load(data)) for (data,) in rows)

        return Links(kept("copy", Copy), kept("origin", Origin), kept("claim", ClaimLink), kept("event", Event))

    def erase_document(self, sha256: str) -> None:
        """Drop a document with all that was made of it, overwritten where it lay."""
        with self._writing():
            for table in ("extractions", "sightings", "readings", "problems"):
                self._db.run(f"DELETE FROM {table} WHERE document = ?", (sha256,))
            self._db.run("DELETE FROM links")
            self._db.run("DELETE FROM documents WHERE sha256 = ?", (sha256,))
            # Last, so that only the ending of the transaction can still fail: then what is left is erased by another try.
            wipe(self.archive.path(sha256))

    def purge(self) -> bool:
        """Write the database anew without what was deleted from it; False while another process keeps its journal."""
        return self._db.purge()

    def clear_derived(self) -> None:
        """Drop readings, extractions, links and problems of documents, for a rebuild. What was refused stays told."""
        with self._writing():
            self._db.run("DELETE FROM links")
            self._db.run("DELETE FROM extractions")
            self._db.run("UPDATE sightings SET reading = NULL")
            self._db.run("DELETE FROM readings")
            self._db.run("DELETE FROM problems WHERE document IN (SELECT sha256 FROM documents)")

    # -- decisions and the rows of the audit chain

    def deciding(self) -> AbstractContextManager[None]:
        """Read and decide as one."""
        return self.audit_writing()

    def append_decision(self, decision: Decision) -> Decision:
        """Log a human judgement and return it with its id."""
        return self._decisions.append(decision)

    def decisions(self) -> tuple[Decision, ...]:
        """Every logged decision in the order made."""
        return self._decisions.all()

    def undo(self, decision: str, by: str, at: str, why: str = "") -> Decision:
        """Log that a decision no longer holds; return the undo entry."""
        return self._decisions.undo(decision, by, at, why)

    @contextmanager
    def audit_writing(self) -> Iterator[None]:
        """One transaction that is on the disk once it is left."""
        self._refuse_read_only()
        with self._db.transaction(durable=True):
            yield
        if self._payload_dropped and not self._db.raw.in_transaction:
            # The write-ahead log still holds the erased bytes until it is folded into the file.
            self._payload_dropped = False
            self._db.row("PRAGMA wal_checkpoint(TRUNCATE)")

    def audit_rows(self, kinds: Collection[str] = ()) -> Iterator[tuple[AuditEntry, bytes | None]]:
        """Entries in order, of some kinds or all, each with its payload's bytes or None."""
        chosen = f"WHERE kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
        joined = f"audit LEFT JOIN audit_payloads USING (seq) {chosen}"
        for row in self._db.rows(f"SELECT {_ENTRY}, payload FROM {joined} ORDER BY seq", tuple(kinds)):
            yield AuditEntry(*row[:-1]), row[-1]

    def audit_last(self) -> AuditEntry | None:
        """The newest entry."""
        row = self._db.row(f"SELECT {_ENTRY} FROM audit ORDER BY seq DESC LIMIT 1")
        return None if row is None else AuditEntry(*row)

    def audit_add(self, entry: AuditEntry, payload: bytes) -> None:
        """Keep one more entry and its payload."""
        head = (entry.seq, entry.kind, entry.at, entry.by, entry.payload_hash, entry.prev_hash, entry.entry_hash)
        self._db.run("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", head)
        self._db.run("INSERT INTO audit_payloads VALUES (?, ?)", (entry.seq, payload))

    def audit_drop_payload(self, seq: int) -> None:
        """Destroy a payload."""
        self._db.run("DELETE FROM audit_payloads WHERE seq = ?", (seq,))
        self._payload_dropped = True


_NEW_DOCUMENT = (
    "INSERT INTO documents (sha256, added, shown, sha512) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (sha256) DO UPDATE SET sha512 = coalesce(sha512, excluded.sha512)"
)
_SHOWN = "FROM documents d JOIN sightings s ON s.document = d.sha256 AND s.id = d.shown"
_READ = f"{_SHOWN} JOIN readings r ON r.id = s.reading"
_EXTRACTED = "FROM extractions e JOIN readings r ON r.id = e.reading"
