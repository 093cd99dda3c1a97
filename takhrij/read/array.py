"""A JSON array (or a run of JSON objects) of documents: one Source an item."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from takhrij.core.errors import InputRefused
from takhrij.core.records import Problem
from takhrij.read.contract import Packet, Reader, Source, problem
from takhrij.read.rows import MEDIA_TYPE, read_row, row_source

_NAME = "array"
_BETWEEN = re.compile(r"[\s,]*")
_OPENING = re.compile(rb"\s*\[\s*(\{|\]|$)")


def _text(packet: Packet) -> str | Problem:
    data = packet.stream.read(packet.limit + 1)
    if len(data) > packet.limit:
        return problem("too_large", packet.name, f"{packet.name} is larger than {packet.limit} bytes; split it")
    if not data.strip():
        return problem("empty", packet.name, f"{packet.name} is empty; write an array of documents")
    try:
        encoding = json.detect_encoding(data)
        return data.decode("utf-8-sig" if encoding.startswith("utf-8") else encoding)
    except UnicodeDecodeError:
        return problem("encoding", packet.name, f"{packet.name} is not UTF-8; save it as UTF-8")


def _split(packet: Packet) -> Iterator[Source | Problem]:
    # Items are decoded one at a time, so that a fault in one leaves those before it and memory stays low.
    text = _text(packet)
    if isinstance(text, Problem):
        yield text
        return
    decoder = json.JSONDecoder()
    start = _skip(text, 0)
    is_array = text.startswith("[", start)
    at = _skip(text, start + is_array)
    number = 0
    while at < len(text) and not (is_array and text[at] == "]"):
        number += 1
        name = f"{packet.name}#{number}"
        try:
            row, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield problem("malformed", name, f"{name} is not JSON; the items before it were read, not those after")
            return
        try:
            yield row_source(row, name, _NAME, own_id=False)
        except InputRefused as error:
            yield problem(error.reason, name, str(error))
        at = _skip(text, at)
    if is_array and at >= len(text):
        yield problem("malformed", packet.name, f"{packet.name} breaks off after item {number}; get the whole file")


def _skip(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def _sniff(head: bytes) -> bool:
    return _OPENING.match(head.lstrip(b"\xef\xbb\xbf")) is not None


READER = Reader(_NAME, "1", MEDIA_TYPE, (".json",), read_row, _sniff, _split)
