"""Lawful erasure: a document, or words in the record, are destroyed in the open."""

from __future__ import annotations

from dataclasses import dataclass

from takhrij.core.config import Config
from takhrij.core.errors import UsageError
from takhrij.core.records import Problem
from takhrij.pipeline import link_case
from takhrij.pipeline.tools import LANGUAGE
from takhrij.store import Store
from takhrij.store.contract import AuditEntry
from takhrij.store.erasure import log_erased, telling, telling_of

Signature = tuple[str, str, str]
"""By whom, when (ISO 8601 UTC seconds) and why."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What goes: a document (SHA-256, or empty for words alone), how many claims, entries of the record, problems."""

    document: str
    claims: int
    entries: tuple[AuditEntry, ...]
    problems: tuple[Problem, ...] = ()


def planned(store: Store, document: str, words: str) -> Erasure:
    """What erasing a document, words in the record, or both would take away; nothing is touched. Raises UsageError."""
    if document and not store.has(document):
        raise UsageError(f"there is no document {document[:12]} in this case")
    found = {entry.seq: entry for entry in (telling_of(store, document) if document else ())}
    if words.strip():
        found |= {entry.seq: entry for entry in telling(store.audit, words, _fold)}
    elif not document:
        raise UsageError("name a document, or words with --words")
    extraction = store.extraction(document) if document else None
    claims = len(extraction.claims) if extraction is not None else 0
    return Erasure(document, claims, tuple(found[seq] for seq in sorted(found)), _problems_telling(store, words))


def _problems_telling(store: Store, words: str) -> tuple[Problem, ...]:
    """Problems in whose name or message words stand: a refused file may be called after a person."""
    sought = _fold(words).strip()
    return tuple(p for p in store.problems() if sought and (sought in _fold(p.name) or sought in _fold(p.message)))


def erase(store: Store, plan: Erasure, signed: Signature, config: Config) -> bool:
    """Do what was planned, and link what is left. False while another process keeps earlier bytes in its journal."""
    by, at, why = signed
    with store.transaction():
        # Before the document goes, for the entry tells its second hash.
        log_erased(store, plan.document, signed)
        for entry in plan.entries:
            store.audit.erase_payload(entry.seq, by, why, at)
        for problem in plan.problems:
            store.drop_problem(problem)
        if plan.document:
            key = plan.document
            store.erase_document(key)
            told = f"document {key[:12]} was erased on {at[:10]} by {by or 'nobody named'} ({why}); its hash is kept"
            store.put_problem(Problem("erased", told, "erase", key[:12], key))
        link_case(store, config)
    return store.purge()


def still_telling(store: Store, words: str) -> tuple[str, ...]:
    """The documents (SHA-256) in whose text or headings words stand, however they are spelled."""
    sought = _fold(words)
    found = []
    for reading in store.readings():
        told = (reading.text, reading.title, reading.outlet, reading.author, *reading.tags)
        if any(sought in _fold(part) for part in told if part):
            found.append(reading.document)
    return tuple(found)


def _fold(text: str) -> str:
    return LANGUAGE.fold_map(text).text
