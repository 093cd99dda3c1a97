"""What every store of a case must offer, and the records that only stores hand out.

Every write is one transaction: it is in the case whole, or not at all. Every listing comes in a fixed order by
code points, never by collation. A store is used from one thread; reading and writing while a listing of the
same store is half-read is not supported (take the listing first).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

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


@dataclass(frozen=True, slots=True)
class Page:
    """The versions of one URL: SHA-256 of its documents, earliest retrieved first, undated last."""

    url: str
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Everything that linking and weighing made of a case's claims; rebuilt and replaced as a whole."""

    copies: tuple[Copy, ...] = ()
    origins: tuple[Origin, ...] = ()
    claim_links: tuple[ClaimLink, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One link of the audit chain. `payload` is the JSON value told, or None once it was erased.

    `payload_hash` covers the payload and a random salt that is erased with it, so that a short payload cannot
    be guessed from the hash that stays; `entry_hash` covers every other field but the payload itself.
    """

    seq: int
    kind: str
    at: str
    by: str
    payload_hash: str
    prev_hash: str
    entry_hash: str
    payload: Any = None


@dataclass(frozen=True, slots=True)
class AuditBreak:
    """A place where the audit chain does not verify, with the reason as one line."""

    seq: int
    reason: str


class AuditLog(Protocol):
    """One append-only chain of entries, over the hashes of their payloads. `at` is ISO 8601 UTC seconds."""

    def append(self, kind: str, by: str, payload: Any, at: str) -> AuditEntry:
        """Add an entry of any kind (``decision``, ``erase``, …) with a JSON payload."""
        ...

    def entries(self, kinds: Collection[str] = ()) -> Iterator[AuditEntry]:
        """Every entry, or those of some kinds, in order."""
        ...

    def breaks(self) -> tuple[AuditBreak, ...]:
        """Every place where the chain does not verify; empty when it is whole."""
        ...

    def verify(self) -> int:
        """The number of entries of a whole chain. Raises AuditBroken."""
        ...

    def erase_payload(self, seq: int, by: str, why: str, at: str) -> AuditEntry:
        """Destroy one payload; the chain still verifies and gains an entry that says who erased it and why.

        Raises DecisionError where there is no such entry, or it is itself an erasure or already erased.
        """
        ...


class Store(Protocol):
    """One case: originals, readings, claims, links and the decision log.

    Only one process at a time writes documents, extractions, problems and links: the first such write takes
    the case's writer lock and `close` gives it back. Decisions need no such lock, so that one can decide while
    a long `add` runs. Methods raise CaseLocked, CaseError (read-only, damaged) or StoreFull; a failed write
    leaves the case as it was.
    """

    @property
    def location(self) -> str:
        """The folder or URL the case was opened at."""
        ...

    @property
    def overlay(self) -> Path | None:
        """The case's own codebook folder (`Resources(overlay=...)`), or None where it has none."""
        ...

    @property
    def audit(self) -> AuditLog:
        """The case's audit chain."""
        ...

    def close(self) -> None:
        """Release the case; leaving a `with` block does it too."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def transaction(self) -> AbstractContextManager[None]:
        """Make several writes one: all of them are kept, or none. Nested blocks join the outermost."""
        ...

    # -- documents and readings

    def put_document(self, document: Document, reading: Reading, original: bytes, at: str) -> bool:
        """Archive an original with one Reading of it; True when anything was new.

        `at` (ISO 8601 UTC seconds) is kept as the time of adding when the document is new. The same bytes met
        under another label, name or URL are one document with a further sighting; which sighting (and with
        it which Reading) the document shows does not depend on the order of adding. A Reading by another
        reader version takes the place of the earlier one; the extraction of a Reading no longer shown is dropped.
        """
        ...

    def has(self, sha256: str) -> bool:
        """Whether the document is in the case."""
        ...

    def document(self, sha256: str) -> Document | None:
        """A document by its key, or None."""
        ...

    def added(self, sha256: str) -> str | None:
        """When the document was first added, as the caller told it, or None where it is not in the case."""
        ...

    def sha512(self, sha256: str) -> str | None:
        """The SHA-512 of the original as it was when kept; None where there is none (added by an older version)."""
        ...

    def documents(self) -> Iterator[Document]:
        """Every document, by SHA-256."""
        ...

    def sightings(self, sha256: str) -> tuple[Document, ...]:
        """Every name, label and URL that the same bytes were met under, the one shown first."""
        ...

    def pages(self) -> Iterator[Page]:
        """Every URL with its versions, by URL."""
        ...

    def original(self, sha256: str) -> bytes:
        """The archived bytes, checked against their hash. Raises CaseError when missing or changed."""
        ...

    def reading(self, sha256: str) -> Reading | None:
        """The Reading that a document shows now; None while a rebuild has not come to it yet."""
        ...

    def readings(self) -> Iterator[Reading]:
        """The Reading of every document that has one, by SHA-256."""
        ...

    # -- what was taken out

    def put_extraction(self, extraction: Extraction, model: str) -> bool:
        """Keep a document's extraction in place of any earlier one; mentions are not kept.

        `model` is the digest of program and data that made it. False, and nothing kept, when the document
        shows another Reading (its bytes have a further sighting). Raises CaseError for a Reading never put.
        """
        ...

    def has_extraction(self, sha256: str, model: str) -> bool:
        """Whether the document's extraction is of this model and of the Reading that the document shows."""
        ...

    def extraction(self, sha256: str) -> Extraction | None:
        """A document's extraction, or None; its mentions are empty."""
        ...

    def extractions(self) -> Iterator[Extraction]:
        """Every extraction, by SHA-256."""
        ...

    def claims(self) -> Iterator[Claim]:
        """Every claim, by document SHA-256, then in text order; lighter than `extractions`."""
        ...

    # -- problems

    def put_problem(self, problem: Problem) -> bool:
        """Keep a refused input or another problem; the same problem is kept once. True when it was new."""
        ...

    def replace_problems(self, stage: str, problems: Iterable[Problem]) -> None:
        """Keep these as all the problems of one stage (decisions that found no place after a re-run)."""
        ...

    def drop_problem(self, problem: Problem) -> None:
        """Keep a problem no longer; one that an extraction holds stays with it."""
        ...

    def problems(self) -> tuple[Problem, ...]:
        """Problems put here and those of extractions, each once, by name, stage, reason and message."""
        ...

    # -- links

    def replace_links(self, links: Links) -> None:
        """Keep the results of linking and weighing in place of all earlier ones."""
        ...

    def links(self) -> Links:
        """The results of linking and weighing, in the order given; empty before the first linking."""
        ...

    def erase_document(self, sha256: str) -> None:
        """Drop a document with its original, Readings, extraction and problems, and all links; the audit chain stays."""
        ...

    def purge(self) -> bool:
        """Leave no byte of what was deleted in the database; outside of every transaction.

        False while another process has the case open: what its journal holds goes when it is closed.
        """
        ...

    def clear_derived(self) -> None:
        """Drop readings, extractions, links and problems of documents, for a rebuild.

        Originals, documents with their sightings, refused inputs (they cannot be read again) and the audit
        chain stay.
        """
        ...

    # -- decisions

    def deciding(self) -> AbstractContextManager[None]:
        """Read and decide as one: nobody else decides between what is read in the block and what it logs.

        Needs no writer lock; what was logged is on the disk once the block is left, all of it or nothing.
        """
        ...

    def append_decision(self, decision: Decision) -> Decision:
        """Log a human judgement and return it with its id (the first 12 digits of its entry's hash).

        Raises DecisionError when an anchored document is not in the case (an empty key anchors nowhere).
        """
        ...

    def decisions(self) -> tuple[Decision, ...]:
        """Every logged decision in the order made, undone ones and undo entries included, erased ones not.

        `takhrij.store.decisions.standing` leaves those in force.
        """
        ...

    def undo(self, decision: str, by: str, at: str, why: str = "") -> Decision:
        """Log that a decision (by its id or an unambiguous beginning) no longer holds; return the undo entry.

        An undo can itself be undone. Raises DecisionError where there is none or it is already undone.
        """
        ...
