"""What was erased from a case: the payload is gone, its hash and the fact stay in the audit chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from takhrij.core.ids import canonical_json
from takhrij.store.audit import ERASE
from takhrij.store.contract import AuditEntry, AuditLog, Store
from takhrij.store.custody import EXPORTED, REBUILT, STAMPED, VERIFIED
from takhrij.store.decisions import DECISION

ERASED = "erased"
_KEPT = frozenset({ERASE, ERASED, EXPORTED, REBUILT, STAMPED, VERIFIED})
"""Kinds of entries that tell hashes and facts, and no words of a document."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A document that was erased: its SHA-256, when, by whom and why."""

    sha256: str
    at: str
    by: str
    why: str


def erased(audit: AuditLog) -> Mapping[str, Tombstone]:
    """Every document that was erased, by SHA-256; the latest erasure of one that was added again."""
    found: dict[str, Tombstone] = {}
    for entry in audit.entries((ERASED,)):
        if entry.payload is not None and (key := entry.payload["document"]):
            found[key] = Tombstone(key, entry.at, entry.by, entry.payload["why"])
    return found


def log_erased(store: Store, document: str, signed: tuple[str, str, str]) -> AuditEntry:
    """Say that a document was erased; `signed` is by whom, when and why. An empty one says so of words alone."""
    told: dict[str, Any] = {"document": document, "sha512": None, "why": signed[2]}
    if document:
        told["sha512"] = store.sha512(document)
    return store.audit.append(ERASED, signed[0], told, signed[1])


def telling_of(store: Store, document: str) -> tuple[AuditEntry, ...]:
    """The entries whose payload tells of a document: judgements of it, how it came, the letters of sources named
    nowhere else."""
    others = [r for r in store.readings() if r.document != document]

    def only_there(source: str) -> bool:
        return bool(source) and not any(source == r.outlet or source in r.text for r in others)

    return tuple(entry for entry, told in _payloads(store.audit) if document in told or _marks(entry, only_there))


def _marks(entry: AuditEntry, only_there: Callable[[str], bool]) -> bool:
    value = entry.payload
    if entry.kind != DECISION or value["verb"] not in ("reliability", "same_source"):
        return False
    anchors = [a for a in (value["anchor"], value.get("other")) if a]
    return any(only_there(anchor["quote"]) for anchor in anchors)


def telling(audit: AuditLog, words: str, fold: Callable[[str], str]) -> tuple[AuditEntry, ...]:
    """The entries whose payload holds words, however they are spelled; `fold` gives one spelling for all."""
    sought = fold(words)
    return tuple(entry for entry, told in _payloads(audit) if sought in fold(told))


def _payloads(audit: AuditLog) -> Iterator[tuple[AuditEntry, str]]:
    for entry in audit.entries():
        if entry.payload is not None and entry.kind not in _KEPT:
            yield entry, canonical_json(entry.payload)
