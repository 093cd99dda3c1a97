"""Keeping what was read or refused, with its entry in the record: both, or neither."""

from __future__ import annotations

from collections.abc import Mapping

from takhrij.core.ids import sha256
from takhrij.core.records import Document, Problem, Reading
from takhrij.read.contract import Source
from takhrij.store import Store, custody
from takhrij.store.erasure import Tombstone


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


def unerased(item: Source | Problem, gone: Mapping[str, Tombstone]) -> Source | Problem:
    """An input, or the Problem that its bytes were erased from the case."""
    if isinstance(item, Problem) or not gone or (stone := gone.get(sha256(item.data))) is None:
        return item
    told = f"{item.name} was erased from this case on {stone.at[:10]} by {stone.by or 'nobody named'} ({stone.why})"
    return Problem("erased", f"{told}; --allow-erased adds it again", "read", item.name, stone.sha256)
