"""Keeping what was read or refused, with its entry in the record: both, or neither."""

from __future__ import annotations

from takhrij.core.records import Document, Problem, Reading
from takhrij.store import Store, custody


def keep(
    store: Store, document: Document, reading: Reading, original: bytes, signed: custody.Signature
) -> tuple[bool, bool]:
    """Archive an original with its Reading; whether the document is new, and whether anything was."""
    key = document.sha256
    new = not store.has(key)
    # A rebuild has dropped the Readings: what it reads anew is no further sighting.
    met = not new and store.reading(key) is not None
    with store.transaction():
        changed = store.put_document(document, reading, original, signed[1])
        if new or (met and changed):
            custody.log_document(store, document, reading, signed, new=new)
    return new, changed


def refuse(store: Store, problem: Problem, signed: custody.Signature) -> None:
    """Keep a Problem of an input; the same one is kept and told once."""
    with store.transaction():
        if store.put_problem(problem):
            custody.log_refusal(store.audit, problem, signed)
