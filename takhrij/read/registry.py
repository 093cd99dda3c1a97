"""Finds the readers of this package and chooses one for given bytes."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from pathlib import PurePosixPath

from takhrij.core.errors import InputRefused
from takhrij.read.contract import Reader

HEAD = 4096
_FALLBACK = "text"


@lru_cache(maxsize=1)
def readers() -> dict[str, Reader]:
    """All readers by name: every module of this package that has a constant `READER`."""
    found: dict[str, Reader] = {}
    room = importlib.import_module(__name__.rpartition(".")[0])
    for info in pkgutil.iter_modules(room.__path__):
        module = importlib.import_module(f"{room.__name__}.{info.name}")
        reader = getattr(module, "READER", None)
        if isinstance(reader, Reader):
            found[reader.name] = reader
    return dict(sorted(found.items()))


def reader_named(name: str) -> Reader:
    """The reader of a name or a stamp (``html``, ``html@1``). Raises InputRefused when there is none."""
    reader = readers().get(name.split("@", 1)[0])
    if reader is None:
        raise InputRefused("malformed", f"no reader is called {name}; choose one of {', '.join(readers())}")
    return reader


def packed(name: str, head: bytes) -> bool:
    """Whether a file that begins like a zip is one document and not a folder of files."""
    ending = PurePosixPath(name).suffix.lower()
    return any(r.packed and (ending in r.endings or r.sniff(head)) for r in readers().values())


def choose(name: str, head: bytes) -> Reader:
    """The reader for a file by its ending, else by its first bytes, else plain text.

    Bytes that a reader claims are its own whatever the ending is (an export's ``result.json``, a feed saved as
    ``.html``). A text ending gives way to a format that knows its own bytes: pages are often saved as ``.txt``.
    """
    claimed = next((r for r in readers().values() if r.claims and r.sniff(head)), None)
    if claimed is not None:
        return claimed
    ending = PurePosixPath(name).suffix.lower()
    by_ending = next((r for r in readers().values() if ending in r.endings), None)
    if by_ending is not None and by_ending.name != _FALLBACK:
        return by_ending
    by_bytes = next((r for r in readers().values() if r.sniff(head)), None)
    return by_bytes or by_ending or readers()[_FALLBACK]
