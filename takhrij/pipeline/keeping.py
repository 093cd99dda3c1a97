"""Keeping what was read or refused, with its entry in the record: both, or neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from takhrij.core.ids import sha256
from takhrij.core.records import Document, Problem, Reading
from takhrij.read.contract import Source
from takhrij.store import Store, custody
from takhrij.store.erasure import Tombstone

_ERASED = "leave it out, or give --allow-erased where the reason no longer holds"


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


def refuse(store: Store, problem: Problem, signed: custody.Signature, paths: Sequence[Path] = ()) -> None:
    """Keep a Problem of an input out of one of the paths; the same one is kept and told once."""
    with store.transaction():
        if store.put_problem(problem):
            custody.log_refusal(store.audit, problem, signed, given_by(problem.name, paths))


def given_by(name: str, paths: Sequence[Path]) -> Path | None:
    """The path that an input's name came from, of those that were read; None where it came from none of these.

    A name begins with that of the file or folder which was given (``folder/archive.zip/page.html``, ``rows.jsonl#3``).
    """
    for path in paths:
        whole = path.absolute()
        if name == str(path) or Path(whole.parent, name.partition("#")[0]).is_relative_to(whole):
            return whole
    return None


def file_of(name: str, given: Path) -> Path | None:
    """The file in which an input of that name lies, beneath the path that was given; None where it is there no more."""
    file = given if Path(name) == given else Path(given.parent, name.partition("#")[0])
    while not file.exists() and file != given and given in file.parents:
        file = file.parent
    return file if file.is_file() else None


def unerased(item: Source | Problem, gone: Mapping[str, Tombstone]) -> Source | Problem:
    """An input, or the Problem that its bytes were erased from the case."""
    if isinstance(item, Problem) or not gone or (stone := gone.get(sha256(item.data))) is None:
        return item
    told = f"{item.name} was erased from this case on {stone.at[:10]} by {stone.by or 'nobody named'} ({stone.why})"
    return Problem("erased", f"{told}; --allow-erased adds it again", "read", item.name, stone.sha256, _ERASED)
