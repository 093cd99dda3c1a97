"""JSON lines: one document a line, read as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator

from takhrij.core.errors import InputRefused
from takhrij.core.records import Problem
from takhrij.read.contract import Packet, Reader, Source, problem
from takhrij.read.rows import MEDIA_TYPE, read_row, row_source

_NAME = "jsonl"


def _split(packet: Packet) -> Iterator[Source | Problem]:
    number = 0
    while line := packet.stream.readline(packet.limit + 1):
        number += 1
        name = f"{packet.name}#{number}"
        if len(line) > packet.limit:
            while line and not line.endswith(b"\n"):
                line = packet.stream.readline(packet.limit + 1)
            yield problem("too_large", name, f"{name} is longer than {packet.limit} bytes; the other lines were read")
            continue
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _line(line, name)
    if number == 0:
        yield problem("empty", packet.name, f"{packet.name} is empty; write one document a line")


def _line(line: bytes, name: str) -> Source | Problem:
    try:
        return row_source(json.loads(line.decode("utf-8-sig")), name, _NAME, own_id=True)
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
