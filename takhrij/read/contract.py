"""What a reader is handed and what it gives back: Source, Draft, Reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import IO

from takhrij.core.errors import InputRefused
from takhrij.core.language import Language
from takhrij.core.records import Part, Problem
from takhrij.resources import Resources

STAGE = "read"


@dataclass(frozen=True, slots=True)
class Source:
    """One original to read: its bytes and where they came from. Picklable.

    `name` is the file as a user would look for it (``case.zip/page.html``, ``rows.jsonl#3``), `label` the id that
    the input gave (file stem, row id), `reader` the name of the reader chosen for it, `url` and `retrieved` what
    a container told beside the bytes, `headers` those that a server sent with them (names in lower case).
    """

    data: bytes
    name: str
    label: str
    media_type: str
    reader: str
    url: str | None = None
    retrieved: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def charset(self) -> str | None:
        """The encoding that a server named."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message.get_content_charset()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader took out of one Source; `boilerplate` and `hidden` are code-point ranges of `text`.

    `pages` are the offsets at which its pages begin, `headers` what the original tells of itself, unverified;
    `problems` tell what of it was left unread, `via` names whose words the whole of it hands on, `excerpt` says that it
    is the summary of a longer page.
    """

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
    updated: str | None = None
    parts: tuple[Part, ...] = ()
    url: str | None = None
    retrieved: str | None = None
    pages: tuple[int, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    via: str | None = None
    excerpt: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Which field of a row (``text``, ``title``, ``published`` …) each column of a table is.

    `known` are fields by the usual names of their columns, `given` the columns that the user named, by field.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)


BY_NAME = Columns()


@dataclass(frozen=True, slots=True)
class Packet:
    """A stream of several documents: its bytes, its name, the most bytes that one document may have, its columns."""

    stream: IO[bytes]
    name: str
    limit: int
    columns: Columns = BY_NAME


def _never(_head: bytes) -> bool:
    return False


def container_only(source: Source, _language: Language, _resources: Resources) -> Draft:
    """The `read` of a format that only holds documents of other formats. Raises InputRefused."""
    raise InputRefused("malformed", f"{source.name} holds pages and is none itself; add the file that it came in")


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format. A module of this package that has a constant `READER` is found by its being there.

    `endings` are lower-case file endings with the dot; `sniff` says from the first 4 KiB whether bytes are of this
    format; `split` is given by formats that hold several documents and yields one Source a document; `packed` says
    that its files are zips which are one document, and are not unpacked as a folder of files would be; `claims` that
    `sniff` is sure whatever the file's ending is.
    """

    name: str
    version: str
    media_type: str
    endings: tuple[str, ...]
    read: Callable[[Source, Language, Resources], Draft]
    sniff: Callable[[bytes], bool] = _never
    split: Callable[[Packet], Iterator[Source | Problem]] | None = None
    packed: bool = False
    claims: bool = False

    @property
    def stamp(self) -> str:
        """Name and version as a Reading records them, e.g. ``html@1``."""
        return f"{self.name}@{self.version}"


SKIPPED = frozenset({"empty", "no_article", "not_arabic", "passed_over"})
"""Reasons of inputs that hold nothing to read; all others say that something there could not be read."""

_RETRY = {
    "missing": "check the path and the permissions, then run the same command again",
    "empty": "save the page again, then add the new file",
    "binary": "save the page as HTML or as plain text, then add that file",
    "encoding": "save the file as UTF-8, then add it again",
    "malformed": "correct the place named, then add the file again; what was read is not added twice",
    "outside": "copy the file itself into the folder, then add it",
    "too_large": "split the file into smaller ones, then add those",
    "no_article": "save the article's own page (not a list or a menu), or paste its text into a .txt file",
    "not_arabic": "add the Arabic original of this page",
    "columns": "name the columns with --columns FIELD=COLUMN, then add the file again",
    "locked": "save a copy without the password, then add that",
    "needs_ocr": "run the pages through text recognition, then add the PDF that has text",
    "failed": "report the file; the other inputs are not touched",
    "crashed": "add it alone; where it ends its worker again, report the page",
    "too_slow": "split the file, or set TAKHRIJ_SECONDS to more than 120, then add it again",
    "too_much_memory": "split the file into smaller ones, then add those",
    "partly_read": "look at the original for what was left out",
    "digest": "get the archive again; bytes that do not have their digest are no evidence",
    "unproven": "compare with the archive at its source before you rely on it",
    "passed_over": "nothing, unless one of them should have been a page: save that one by itself",
    "addresses": "give the list to `takhrij add` or `takhrij watch`, which fetch what it names",
}


def problem(reason: str, name: str, message: str, document: str | None = None) -> Problem:
    """A Problem of this room, with what to do next for its reason."""
    return Problem(reason, message, STAGE, name, document, retry(reason))


def retry(reason: str) -> str | None:
    """What to do next about a Problem of this reason."""
    return _RETRY.get(reason)
