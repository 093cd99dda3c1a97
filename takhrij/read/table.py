"""CSV and TSV: one document a row, the columns known by their names; a row becomes a JSON row."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from takhrij.core.errors import InputRefused
from takhrij.core.records import Problem
from takhrij.read.columns import Naming, naming
from takhrij.read.contract import Columns, Packet, Reader, Source, problem
from takhrij.read.decode import encoding_of
from takhrij.read.rows import read_row, row_source

_SAMPLE = 65536
_LOOKED_AT = 50
_DELIMITERS = ",\t;|"
_MOST_COLUMNS = 1000


def _split(packet: Packet) -> Iterator[Source | Problem]:
    sample = packet.stream.read(_SAMPLE)
    packet.stream.seek(0)
    encoding = encoding_of(sample)
    if not sample.strip() or encoding is None:
        reason, told = ("encoding", "is in an unknown encoding; save it as UTF-8") if sample.strip() else _EMPTY
        yield problem(reason, packet.name, f"{packet.name} {told}")
        return
    text = io.TextIOWrapper(packet.stream, encoding, newline="")
    delimiter = _delimiter(sample.decode(encoding, "replace"), packet.columns)
    csv.field_size_limit(packet.limit)
    try:
        yield from _rows(csv.reader(_lines(text, packet), delimiter=delimiter), packet)
    except UnicodeDecodeError:
        yield problem("encoding", packet.name, f"{packet.name} is not {encoding} throughout; save it as UTF-8")
    except csv.Error as error:
        yield problem("malformed", packet.name, f"{packet.name} is no table to its end ({error}); correct it")
    except InputRefused as error:
        yield problem(error.reason, packet.name, str(error))
    finally:
        text.detach()  # the stream is its owner's to close


_EMPTY = ("empty", "is empty; write a line with the names of the columns, then one document a line")


def _lines(stream: io.TextIOWrapper, packet: Packet) -> Iterator[str]:
    while line := stream.readline(packet.limit + 1):
        if len(line) > packet.limit:
            raise InputRefused("too_large", f"{packet.name} has a line longer than {packet.limit}; split the file")
        yield line.replace("\0", "\ufffd")


def _rows(rows: Iterator[list[str]], packet: Packet) -> Iterator[Source | Problem]:
    header = [name.strip().lstrip("\ufeff") for name in next(rows, [])]
    told = naming([name for name in header if name], packet.columns)
    fault = _fault(header, told, packet.name)
    if fault is not None:
        yield fault
        return
    for number, cells in enumerate((r for r in rows if any(c.strip() for c in r)), start=1):
        name = f"{packet.name}#{number}"
        if len(cells) > len(header):
            reason = f"{name} has {len(cells)} cells for {len(header)} columns; the other rows were read"
            yield problem("malformed", name, reason)
            continue
        row = {column: cell for column, cell in zip(header, cells, strict=False) if column}
        try:
            yield row_source(told.marked(row), name, "jsonl", own_id=True)
        except InputRefused as error:
            yield problem(error.reason, name, str(error))
    if told.unused:
        unused = ", ".join(f"«{c}»" for c in told.unused)
        yield problem(
            "columns", packet.name, f"{packet.name}: columns {unused} hold no known field; they were kept, not read"
        )


def _fault(header: list[str], told: Naming, name: str) -> Problem | None:
    """What keeps a table from being read, by the names of its columns."""
    if len(header) > _MOST_COLUMNS:
        return problem(
            "malformed", name, f"{name} has more than {_MOST_COLUMNS} columns; it is no table of documents"
        )
    twice = next((c for c, times in Counter(filter(None, header)).items() if times > 1), None)
    if twice is not None:
        return problem("malformed", name, f"{name} has two columns «{twice}»; give each its own name")
    if told.lacking:
        return problem("columns", name, f"{name} has no column «{told.lacking[0]}»; it has: {', '.join(header)}")
    if "text" not in told.fields:
        shown = ", ".join(header)
        return problem(
            "columns", name, f"{name}: no column is known to hold the text; give --columns text=… ({shown})"
        )
    return None


def _delimiter(sample: str, columns: Columns) -> str:
    """The delimiter that gives the most known columns, then the most rows as wide as the header."""

    def worth(delimiter: str) -> tuple[int, int, int]:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        try:
            rows = list(islice(reader, _LOOKED_AT))
        except csv.Error:
            return (0, 0, 0)
        header = [c.strip() for c in rows[0]] if rows else []
        same = sum(len(r) == len(header) for r in rows) if len(header) > 1 else 0
        return (len(naming(header, columns).fields), same, len(header))

    return max(_DELIMITERS, key=worth)


READER = Reader("table", "1", "text/csv", (".csv", ".tsv", ".tab"), read_row, split=_split)
