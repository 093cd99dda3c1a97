"""What a reader is handed and what it gives back: Source, Draft, Reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from takhrij.core.language import Language
from takhrij.core.records import Problem
from takhrij.resources import Resources

STAGE = "read"


@dataclass(frozen=True, slots=True)
class Source:
    """One original to read: its bytes and where they came from. Picklable.

    `name` is the file as a user would look for it (``case.zip/page.html``, ``rows.jsonl#3``), `label` the id that
    the input gave (file stem, row id), `reader` the name of the reader chosen for it, `url` and `retrieved` what
    a container told beside the bytes.
    """

    data: bytes
    name: str
    label: str
    media_type: str
    reader: str
    url: str | None = None
    retrieved: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader took out of one Source; `boilerplate` and `hidden` are code-point ranges of `text`."""

    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    genre: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    boilerplate: tuple[tuple[int, int], ...] = ()
    hidden: tuple[tuple[int, int], ...] = ()
    url: str | None = None
    retrieved: str | None = None


@dataclass(frozen=True, slots=True)
class Packet:
    """A stream of several documents: its bytes, its name, and the most bytes that one document may have."""

    stream: IO[bytes]
    name: str
    limit: int


def _never(_head: bytes) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format. A module of this package that has a constant `READER` is found by its being there.

    `endings` are lower-case file endings with the dot; `sniff` says from the first 4 KiB whether bytes are of this
    format; `split` is given by formats that hold several documents and yields one Source a document.
    """

    name: str
    version: str
    media_type: str
    endings: tuple[str, ...]
    read: Callable[[Source, Language, Resources], Draft]
    sniff: Callable[[bytes], bool] = _never
    split: Callable[[Packet], Iterator[Source | Problem]] | None = None

    @property
    def stamp(self) -> str:
        """Name and version as a Reading records them, e.g. ``html@1``."""
        return f"{self.name}@{self.version}"


_RETRY = {
    "missing": "check the path and the permissions, then run the same command again",
    "empty": "save the page again, then add the new file",
    "binary": "save the page as HTML or as plain text, then add that file",
    "encoding": "save the file as UTF-8, then add it again",
    "malformed": "correct the place named, then add the file again; what was read is not added twice",
    "too_large": "split the file into smaller ones, then add those",
    "no_article": "save the article's own page (not a list or a menu), or paste its text into a .txt file",
    "not_arabic": "add the Arabic original of this page",
}


def problem(reason: str, name: str, message: str, document: str | None = None) -> Problem:
    """A Problem of this room, with what to do next for its reason."""
    return Problem(reason, message, STAGE, name, document, _RETRY.get(reason))
