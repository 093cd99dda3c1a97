"""The custody of an original as rows and as lines: what was done to it, when, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from takhrij.show.columns import Column, Listing

Row = Mapping[str, Any]
_TOLD = (
    "name",
    "url",
    "retrieved",
    "reader",
    "role",
    "form",
    "path",
    "reason",
    "why",
    "server",
    "time",
    "faults",
    "tool",
)
_HEAD = ("sha256", "sha512", "size", "media_type", "name", "url", "retrieved", "added", "by", "tool", "reader")


def _column(name: str, narrow: bool = False) -> Column:
    return Column(name, lambda row: str(row[name] or ""), narrow)


CUSTODY = Listing(
    "Custody",
    (_column("at", narrow=True), _column("what", narrow=True), _column("by"), _column("told"), _column("entry")),
    "the record tells nothing of this original: it was added by an older version",
)


def steps(row: Row) -> Iterator[Row]:
    """The steps of a row of the manifest, each with what is told of it as one line."""
    for step in row["custody"]:
        told = step["told"]
        kept = [f"{name} {told[name]}" for name in _TOLD if told.get(name) not in (None, "", [])]
        yield {
            "entry": step["seq"],
            "at": step["at"],
            "by": step["by"] or None,
            "what": step["what"],
            "told": "; ".join(kept),
        }


def write(row: Row, out: TextIO) -> None:
    """The facts of an original as lines, what is not known left out."""
    for name in _HEAD:
        if row[name] is not None:
            out.write(f"{name.replace('_', ' '):<10}  {row[name]}\n")
    for name, value in row["headers"].items():
        out.write(f"header      {name}: {value}\n")
    for sighting in row["sightings"]:
        told = " · ".join(str(v) for v in sighting.values() if v)
        out.write(f"met as      {told}\n")
    out.write("\n")
