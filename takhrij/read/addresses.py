"""Lists of addresses: a text file with one URL a line. They are fetched by whoever asks for it, never by reading."""

from __future__ import annotations

from collections.abc import Iterator

from takhrij.core.records import Problem
from takhrij.read.contract import Packet, Reader, Source, container_only, problem

ENDING = ".urls"
_WEB = ("http://", "https://")


def is_address(given: str) -> bool:
    """Whether an input is a web address and no path.

    >>> is_address("https://example.org/news"), is_address("pages/news.html")
    (True, False)
    """
    return given.lower().startswith(_WEB)


def listed_addresses(text: str) -> Iterator[tuple[int, str]]:
    """Line number and words of every line of a list that is neither empty nor a remark (``#``)."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        told = line.strip()
        if told and not told.startswith("#"):
            yield number, told


def _split(packet: Packet) -> Iterator[Source | Problem]:
    told = f"{packet.name} is a list of addresses; `takhrij add {packet.name} --case CASE` fetches them"
    yield problem("addresses", packet.name, told)


READER = Reader("addresses", "1", "text/uri-list", (ENDING,), container_only, split=_split)
