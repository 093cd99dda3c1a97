"""JSON lines: one document a line, read as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator

from takhrij.core.errors import InputRefused
from takhrij.core.records import Problem
from takhrij.read.columns import naming, plainly_named
from takhrij.read.contract import Columns, Packet, Reader, Source, problem
from takhrij.read.rows import MEDIA_TYPE, read_row, row_source

_NAME = "jsonl"


def _split(packet: Packet) -> Iterator[Source | Problem]:
    number = 0
    unused: dict[str, None] = {}
    while line := packet.stream.readline(packet.limit + 1):
        number += 1
        name = f"{packet.name}#{number}"
        if len(line) > packet.limit:
            while line and not line.endswith(b"\n"):
                line = packet.stream.readline(packet.limit + 1)
            yield problem("too_large", name, f"{name} is longer than {packet.limit} bytes; the other lines were read")
            continue
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _line(line, name, packet.columns, unused)
    if unused:
        told = ", ".join(f"«{key}»" for key in unused)
        yield problem("columns", packet.name, f"{packet.name}: {told} hold no known field; they were kept, not read")
    if number == 0:
        yield problem("empty", packet.name, f"{packet.name} is empty; write one document a line")


def _line(line: bytes, name: str, columns: Columns, unused: dict[str, None]) -> Source | Problem:
    """The Source of a line; keys of rows of foreign make that hold no field are put to `unused`."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
        if isinstance(row, dict) and (columns.given or not plainly_named(row)):
            told = naming(row, columns)
            row = told.marked(row)
            unused.update(dict.fromkeys(told.unused))
        return row_source(row, name, _NAME, own_id=True)
    except UnicodeDecodeError:
        return problem("encoding", name, f"{name} is not UTF-8; the other lines were read")
    except (ValueError, RecursionError) as error:
        where = f" ({error.msg}, character {error.pos + 1})" if isinstance(error, json.JSONDecodeError) else ""
        return problem("malformed", name, f"{name} is not JSON{where}; the other lines were read")
    except InputRefused as error:
        return problem(error.reason, name, str(error))


def _sniff(head: bytes) -> bool:
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    return first.startswith((b'{"', b'{ "'))


READER = Reader(_NAME, "1", MEDIA_TYPE, (".jsonl", ".ndjson"), read_row, _sniff, _split)
