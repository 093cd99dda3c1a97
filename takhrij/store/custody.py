"""What happened to each original, and what was looked for: entries of the audit chain beside the decisions.

Every entry names its documents in ``document`` or ``documents`` (SHA-256), so that one that concerns a sealed document
is kept back and one that concerns an erased document is found. A search or a refusal concerns none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from takhrij.core import __version__
from takhrij.core.records import Acquisition, Document, Problem, Reading, Search
from takhrij.store.audit import ERASE
from takhrij.store.codec import record_from_json, record_to_json
from takhrij.store.contract import AuditEntry, AuditLog, Store
from takhrij.store.decisions import DECISION
from takhrij.store.seals import SEAL, UNSEAL

ADDED, SIGHTED, REFUSED, FETCHED, SEARCHED = "added", "sighted", "refused", "fetched", "search"
REBUILT, VERIFIED, EXPORTED, STAMPED = "rebuilt", "verified", "export", "stamped"
TOOL = f"takhrij {__version__}"
_KEY = re.compile(r"[0-9a-f]{64}")
_OF_ALL = frozenset({REBUILT, VERIFIED, STAMPED})
_KINDS = (ADDED, SIGHTED, FETCHED, REBUILT, VERIFIED, EXPORTED, STAMPED, ERASE, DECISION, "erased")

Json = dict[str, Any]
Signature = tuple[str, str]
"""By whom, and when (ISO 8601 UTC seconds)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done to an original: which, when, by whom, and what is told of it."""

    seq: int
    at: str
    by: str
    what: str
    told: Mapping[str, Any]


def log_document(store: Store, document: Document, reading: Reading, signed: Signature, *, new: bool) -> None:
    """Note that an original came into the case, or that the same bytes were met under another name."""
    told: Json = {
        "document": document.sha256,
        "sha512": store.sha512(document.sha256),
        "size": document.size,
        "name": document.name,
        "url": document.url,
        "retrieved": document.retrieved,
        "reader": reading.reader,
        "tool": TOOL,
    }
    store.audit.append(ADDED if new else SIGHTED, signed[0], told, signed[1])


def log_refusal(audit: AuditLog, problem: Problem, signed: Signature, given: Path | None = None) -> None:
    """Note that an input was refused, and the path that was given for it, so that it can be tried again."""
    told = {
        "given": str(given) if given is not None else None,
        "name": problem.name,
        "reason": problem.reason,
        "message": problem.message,
        "document": problem.document,
    }
    audit.append(REFUSED, signed[0], told | {"tool": TOOL}, signed[1])


def log_acquisition(audit: AuditLog, acquisition: Acquisition, by: str) -> None:
    """Note an attempt to fetch something, whatever came of it; its time is when it ended."""
    told = record_to_json(acquisition) | {"document": acquisition.sha256}
    audit.append(FETCHED, by, told, acquisition.ended)


def log_search(audit: AuditLog, search: Search, by: str, at: str) -> None:
    """Note a search that somebody ran, maybe earlier than `at`, the time of noting it."""
    audit.append(SEARCHED, by, record_to_json(search), at)


def acquisitions(audit: AuditLog) -> Iterator[tuple[AuditEntry, Acquisition | Search | None]]:
    """Every entry on what was searched, fetched, added or refused, in order; with its record where it is one."""
    for entry in audit.entries((ADDED, SIGHTED, REFUSED, FETCHED, SEARCHED)):
        if entry.payload is None:
            continue
        if entry.kind == FETCHED:
            yield entry, record_from_json(Acquisition, entry.payload)
        else:
            yield entry, record_from_json(Search, entry.payload) if entry.kind == SEARCHED else None


def custody(audit: AuditLog, document: str) -> tuple[Step, ...]:
    """What was done to an original (by its SHA-256), in order: kept, met again, read anew, exported, sealed, erased."""
    return custodies(audit, (document,))[document]


def custodies(audit: AuditLog, documents: Collection[str]) -> Mapping[str, tuple[Step, ...]]:
    """The custody of several originals, by SHA-256, in one pass over the record."""
    found: dict[str, list[Step]] = {key: [] for key in documents}
    # An erasure of a payload names an entry; this finds whose it was.
    owners: dict[int, list[str]] = {}
    for entry in audit.entries(_KINDS):
        told = entry.payload if isinstance(entry.payload, dict) else {}
        step = _step(entry, told)
        if step is None:
            continue
        named = owners.get(told.get("seq", 0), []) if entry.kind == ERASE else _named(entry, told)
        concerned = [key for key in (found if named is None else named) if key in found]
        for key in concerned:
            # What concerned all of the case came before an original that was not in it yet.
            if named is not None or found[key]:
                found[key].append(step)
        if named:
            owners[entry.seq] = concerned
    return {key: tuple(steps) for key, steps in found.items()}


def _step(entry: AuditEntry, told: Json) -> Step | None:
    if entry.kind != DECISION:
        return Step(entry.seq, entry.at, entry.by, entry.kind, told)
    if told.get("verb") not in (SEAL, UNSEAL):
        return None
    return Step(entry.seq, entry.at, entry.by, told["verb"], {"role": told["value"], "why": told["why"]})


def _named(entry: AuditEntry, told: Json) -> Collection[str] | None:
    """The documents that an entry concerns; None where it concerns all."""
    if entry.kind in _OF_ALL or told.get("all"):
        return None
    if entry.kind == DECISION:
        return (told["anchor"]["document"],)
    return {told.get("document") or "", *told.get("documents", ()), *_KEY.findall(told.get("path", ""))} - {""}
