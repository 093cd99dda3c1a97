"""What a server answered, as Sources: the reader is chosen by the type it names, else by the bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from takhrij.core.records import Problem
from takhrij.read.contract import Packet, Reader, Source
from takhrij.read.registry import HEAD, readers

# Types that say nothing of what the bytes are.
_UNTOLD = (
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/unknown",
    "text/xml",
    "application/xml",
)
_NEVER = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript")


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of one answer, its codings undone, with its address, when it came (ISO 8601) and its headers.

    `headers` have names in lower case; `name` is what a user would look for.
    """

    data: bytes
    name: str
    url: str
    retrieved: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def media_type(self) -> str:
        """The type that the server names, without its parameters, in lower case."""
        return self.headers.get("content-type", "").split(";", 1)[0].strip().lower()


def reader_of(answer: Answer) -> Reader | None:
    """The reader for an answer, or None where no reader knows its type."""
    head, told = answer.data[:HEAD], answer.media_type
    if told.startswith(_NEVER):
        return None
    known = readers().values()
    claimed = next((r for r in known if r.claims and r.sniff(head)), None)
    sniffed = claimed or next((r for r in known if r.sniff(head)), None)
    if claimed is not None or told in _UNTOLD:
        return sniffed
    named = [r for r in known if r.media_type == told]
    # Several readers may share a type (rows of JSON): the bytes tell which.
    return sniffed if sniffed in named or not named else named[0]


def sources_of(answer: Answer, limit: int) -> Iterator[Source | Problem]:
    """One Source a document of the answer; nothing where no reader knows its type.

    `limit` is the most bytes of one document.
    """
    reader = reader_of(answer)
    if reader is None:
        return
    if reader.split is None:
        yield Source(
            answer.data,
            answer.name,
            answer.url,
            reader.media_type,
            reader.name,
            answer.url,
            answer.retrieved,
            answer.headers,
        )
        return
    for item in reader.split(Packet(io.BytesIO(answer.data), answer.name, limit)):
        if isinstance(item, Source):
            yield replace(item, url=item.url or answer.url, retrieved=item.retrieved or answer.retrieved)
        else:
            yield item


def utc_seconds(told: datetime) -> str:
    """A moment as ISO 8601 UTC seconds.

    >>> utc_seconds(datetime.fromisoformat("2021-07-28T02:51:32+03:00"))
    '2021-07-27T23:51:32Z'
    """
    return told.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
