"""Scores against a reference as tables in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TextIO

from takhrij.show import tables
from takhrij.show.columns import Column, Listing

Row = Mapping[str, Any]


def _figure(key: str) -> Column:
    return Column(key, lambda row: "" if row.get(key) is None else str(row[key]), narrow=True)


_MEASURES = Listing("Scores", (_figure("measure"), *(_figure(k) for k in ("p", "r", "f1", "acc", "n"))), "no scores")
_TYPES = Listing("Types", tuple(_figure(k) for k in ("type", "p", "r", "n_pred", "n_ref")), "no types")


def write(told: Row, out: TextIO) -> None:
    """Print a score as `Score.as_json` gives it."""
    measures = [{"measure": name, **value} for name, value in told.items() if _measured(value)]
    out.write(f"{told['documents']} documents\n")
    tables.write(measures, _MEASURES, out)
    if "relations" in told:
        out.write(f"relations: {told['relations']['found']} of {told['relations']['n']} found\n")
    quiet = told["eventless"]
    out.write(f"documents without events: {quiet['documents']}, with {quiet['claims']} claims in them\n")
    tables.write([{"type": k, **v} for k, v in told["types"].items()], _TYPES, out)


def _measured(value: Any) -> bool:
    return isinstance(value, dict) and ("f1" in value or "acc" in value)
