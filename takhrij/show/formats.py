"""Rows as a table, JSON, JSON lines or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Literal, TextIO

from takhrij.show.columns import Listing

Format = Literal["table", "json", "jsonl", "csv"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def choose(asked: Format | None, terminal: bool) -> Format:
    """The format asked for; else a table in a terminal and JSON lines in a pipe."""
    return asked or ("table" if terminal else "jsonl")


def json_text(value: Any) -> str:
    """One line of JSON; lone surrogates stay escaped, so that any text can be written as UTF-8."""
    text = json.dumps(value, ensure_ascii=False)
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = json.dumps(value)
    return text


def guarded(cell: str) -> str:
    """A CSV cell that no spreadsheet runs: one that begins like a formula gets an apostrophe before it."""
    return (
        f"'{cell}"
        if cell.lstrip(" \u00a0\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069").startswith(
            _FORMULA
        )
        else cell
    )


def write(rows: Iterable[Mapping[str, Any]], listing: Listing, form: Format, out: TextIO) -> int:
    """Write rows in a format and give their number; a table is written by `takhrij.show.tables`."""
    if form == "table":
        from takhrij.show import tables

        return tables.write(rows, listing, out)
    written = -1
    for piece in pieces(rows, listing, form):
        out.write(piece)
        written += 1
    return written - (form == "json")


def pieces(
    rows: Iterable[Mapping[str, Any]], listing: Listing, form: Literal["json", "jsonl", "csv"]
) -> Iterator[str]:
    """Rows in a format, a piece a row behind a piece that opens the file (JSON has one more, that closes it): a large
    file need never be held whole."""
    if form == "csv":
        line = io.StringIO()
        sheet = csv.writer(line, lineterminator="\r\n")
        for cells in chain([[c.name for c in listing.columns]], (_cells(listing, row) for row in rows)):
            sheet.writerow(cells)
            yield line.getvalue()
            line.seek(0)
            line.truncate()
        return
    yield "[" if form == "json" else ""
    before, behind = ("", "") if form == "json" else ("", "\n")
    for row in rows:
        yield before + json_text(row) + behind
        before = ",\n " if form == "json" else ""
    if form == "json":
        yield "]\n"


def _cells(listing: Listing, row: Mapping[str, Any]) -> list[str]:
    return [guarded(c.cell(row)) for c in listing.columns]
