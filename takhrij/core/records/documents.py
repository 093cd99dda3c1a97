"""Originals, what readers made of them, and what could not be read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that was refused or partly read, with its reason.

    `reason` is a stable code, `stage` the room that saw it, `message` one plain line, `retry` what to do.
    """

    reason: str
    message: str
    stage: str
    name: str
    document: str | None = None
    retry: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Words at a place: ``reading.text[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One archived original.

    `sha256` is its key; `label` is the id that the input gave (a file stem, a JSONL id); `name` is the file
    it came from; `retrieved` is an ISO date-time or day as the input told it, or None. `headers` is what came with
    the bytes and is not verified: what a server sent, and what a file tells of itself (``file:created``).
    """

    sha256: str
    label: str
    name: str
    media_type: str
    size: int
    url: str | None = None
    retrieved: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of a page that holds several (messages, live entries, articles): a range of the Reading's `text`, the
    entry's title and the ISO day that stands with it, each None where none does."""

    start: int
    end: int
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a named reader version made of a Document. The text never changes once stored.

    `boilerplate` and `hidden` are ranges of `text` that yield nothing; `published` and `updated` are ISO days or None,
    and the day of a change is never taken for that of publication; `parts` are the entries of a page that holds several;
    `pages` are the offsets of `text` at which the pages of a paged original begin; `problems` tell what of it was left
    unread; `via` names whose words the whole of it hands on (a message that a channel forwards), `excerpt` says that it
    is the summary of a longer page.
    """

    document: str
    reader: str
    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    genre: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str = "ar"
    boilerplate: tuple[tuple[int, int], ...] = ()
    hidden: tuple[tuple[int, int], ...] = ()
    pages: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    via: str | None = None
    excerpt: bool = False
    updated: str | None = None
    parts: tuple[Part, ...] = ()

    def published_at(self, start: int) -> str | None:
        """The day of publication that holds at an offset: that of the part there, else the page's."""
        part = next((p for p in self.parts if p.start <= start < p.end), None)
        return part.published if part is not None else self.published

    def quote(self, start: int, end: int) -> Span:
        """The Span of a range of this Reading."""
        return Span(start, end, self.text[start:end])

    def page_at(self, offset: int) -> int | None:
        """The number of the page on which an offset of the text stands, from 1; None where there are no pages."""
        return bisect_right(self.pages, offset) or None
