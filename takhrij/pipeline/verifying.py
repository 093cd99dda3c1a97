"""Whether everything that a case says of its originals still holds: hashes, readings, quotations, record, time-stamps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from takhrij import read
from takhrij.core.config import Config
from takhrij.core.errors import CaseError, CaseReadOnly
from takhrij.core.ids import sha512
from takhrij.core.records import Document, Problem, Reading, Span
from takhrij.pipeline import Extractor, Progress, now, silent
from takhrij.pipeline.caging import runner, unread
from takhrij.pipeline.stamping import stamps
from takhrij.read.contract import Source
from takhrij.store import Store, custody, open_case

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: what kind of thing, of which document (SHA-256) where of one, and why."""

    kind: str
    document: str | None
    message: str


@dataclass(slots=True)
class Report:
    """What was checked, what does not hold, and what could not be checked."""

    originals: int = 0
    bytes: int = 0
    readings: int = 0
    spans: int = 0
    entries: int = 0
    stamps: int = 0
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def figures(self) -> Json:
        """All numbers by name."""
        return {
            name: getattr(self, name) for name in ("originals", "bytes", "readings", "spans", "entries", "stamps")
        }

    def fault(self, kind: str, document: str | None, message: str) -> None:
        """Note one thing that does not hold."""
        self.faults.append(Fault(kind, document, message))


@dataclass(frozen=True, slots=True)
class Wish:
    """How to check: `reread` makes every Reading again from its original; `roots` are certificates for time-stamps."""

    reread: bool = True
    roots: tuple[Path, ...] = ()
    by: str = ""


def verify(case: str, config: Config, wish: Wish | None = None, progress: Progress = silent) -> Report:
    """Check a case, one original in memory at a time; that it was checked is noted in the record where that can be."""
    wish, report = wish or Wish(), Report()
    with open_case(case) as store:
        _originals(store, replace(config, overlay=store.overlay), wish, report, progress)
        _spans(store, report)
        _record(store, report)
        _stamps(store, wish.roots, report)
        told = {**report.figures, "faults": len(report.faults), "tool": custody.TOOL}
        with suppress(CaseReadOnly):
            store.audit.append(custody.VERIFIED, wish.by, told, now())
    return report


def _originals(store: Store, config: Config, wish: Wish, report: Report, progress: Progress) -> None:
    waiting: list[Reading] = []
    documents = list(store.documents())
    older = sum(store.sha512(document.sha256) is None for document in documents)
    if older:
        report.notes.append(f"{older} originals carry no SHA-512 yet (added by an older version); `rebuild` adds it")
    strange = set()

    def sources() -> Iterator[Source]:
        for done, document in enumerate(documents, 1):
            progress("verify", done, len(documents))
            data, reading = _original(store, document, report), _reading(store, document, report)
            if data is None or reading is None or not wish.reread:
                continue
            if read.readers()[reading.reader.partition("@")[0]].stamp != reading.reader:
                strange.add(reading.reader)
                continue
            waiting.append(reading)
            yield read.archived(document, data, reading.reader)

    with runner(config) as caged:
        for outcome in caged.map(Extractor(config).read, sources(), unread):
            kept = waiting.pop(0)
            report.readings += 1
            _compare(kept, outcome if isinstance(outcome, Problem) else outcome[1], report)
    report.notes += [
        f"readings by {stamp} were not made again: this program has another version" for stamp in sorted(strange)
    ]


def _original(store: Store, document: Document, report: Report) -> bytes | None:
    key = document.sha256
    report.originals += 1
    try:
        data = store.original(key)
    except CaseError as error:
        report.fault("original", key, str(error))
        return None
    report.bytes += len(data)
    if len(data) != document.size:
        report.fault("original", key, f"{document.name} has {len(data)} bytes, {document.size} were kept")
    kept = store.sha512(key)
    if kept is not None and sha512(data) != kept:
        report.fault("original", key, f"{document.name} no longer has its SHA-512; restore a backup")
    return data


def _reading(store: Store, document: Document, report: Report) -> Reading | None:
    try:
        reading = store.reading(document.sha256)
    except CaseError as error:
        report.fault("reading", document.sha256, str(error))
        return None
    if reading is None:
        report.notes.append(f"{document.name} has no reading yet; `rebuild` makes it")
    return reading


def _compare(kept: Reading, made: Reading | Problem, report: Report) -> None:
    if isinstance(made, Problem):
        report.fault("reading", kept.document, f"the original can no longer be read ({made.message})")
        return
    other = [f.name for f in fields(Reading) if getattr(kept, f.name) != getattr(made, f.name)]
    if other:
        report.fault("reading", kept.document, f"reading it again gives another {', '.join(other)}; run `rebuild`")


def _spans(store: Store, report: Report) -> None:
    """Check that every quotation stands where it says, in the Reading of its document."""
    try:
        for extraction in store.extractions():
            text, key = extraction.reading.text, extraction.reading.document
            for span in spans(replace(extraction, reading=Reading(key, "", ""))):
                report.spans += 1
                if text[span.start : span.end] != span.text:
                    report.fault("quotation", key, f"«{span.text}» does not stand at {span.start}; run `rebuild`")
    except CaseError as error:
        report.fault("reading", None, str(error))


def spans(value: object) -> Iterator[Span]:
    """Every Span within a record, however deep."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from spans(item)
    elif isinstance(value, dict):
        yield from spans(tuple(value.values()))
    elif is_dataclass(value) and not isinstance(value, type):
        for told in fields(value):
            yield from spans(getattr(value, told.name))


def _record(store: Store, report: Report) -> None:
    for broken in store.audit.breaks():
        report.fault("record", None, f"entry {broken.seq}: {broken.reason}")
    added: set[str] = set()
    for entry in store.audit.entries():
        report.entries += 1
        if entry.kind != custody.ADDED or entry.payload is None:
            continue
        key = entry.payload["document"]
        added.add(key)
        kept = store.sha512(key)
        if kept is not None and kept != entry.payload["sha512"]:
            report.fault("record", key, "its SHA-512 is another than the one noted when it was added")
        elif not store.has(key):
            report.fault("record", key, f"{entry.payload['name']} was added and is no longer in the case")
    untold = sum(document.sha256 not in added for document in store.documents())
    if untold:
        report.notes.append(f"the record does not tell who added {untold} originals (added by an older version)")


def _stamps(store: Store, roots: Sequence[Path], report: Report) -> None:
    for entry, faults, notes in stamps(store, roots):
        report.stamps += 1
        for message in faults:
            report.fault("time-stamp", None, f"the time-stamp of {entry.at}: {message}")
        report.notes += [f"the time-stamp of {entry.at}: {message}" for message in notes]
