"""Rows as a table, JSON, JSON lines or CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
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
    if form == "json":
        whole = list(rows)
        out.write("[" + ",\n ".join(json_text(r) for r in whole) + "]\n")
        return len(whole)
    sheet = csv.writer(out, lineterminator="\r\n") if form == "csv" else None
    if sheet is not None:
        sheet.writerow([c.name for c in listing.columns])
    written = 0
    for row in rows:
        if sheet is not None:
            sheet.writerow([guarded(c.cell(row)) for c in listing.columns])
        else:
            out.write(json_text(row) + "\n")
        written += 1
    return written
