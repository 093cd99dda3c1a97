"""Writes the figures of docs/quality.md: one table of references, one a reference by type, one over outlets and days.

usage: python -m bench.quality.report [--write]

Without --write the tables are printed. With it they are laid into the document between its marks, the words around
them untouched.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence

from bench.corpus import (
    CONSTRUCTED,
    DEV,
    OTHER_WARS,
    OWN,
    ROOT,
    TRAIN,
    Json,
    MeasureError,
    Reference,
    extracted,
    present,
)
from bench.quality.folds import fold_rows
from takhrij.evaluate.score import score

DOCUMENT = ROOT / "docs" / "quality.md"
_FIELDS = ("actor", "target", "place", "time", "count")
_BEGIN, _END = "<!-- figures: {name} -->", "<!-- end -->"


def markdown(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows of equal keys as a Markdown table; numbers with two decimals."""
    if not rows:
        return ""
    lines = [list(rows[0]), ["---"] * len(rows[0])]
    lines += [[f"{v:.2f}" if isinstance(v, float) else str(v) for v in row.values()] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _whole_row(reference: Reference, told: Json) -> dict[str, object]:
    event = told["event"]
    row: dict[str, object] = {"reference": reference.name, "documents": told["documents"], "events": event["n"]}
    row |= {"P": float(event["p"]), "R": float(event["r"]), "F1": float(event["f1"])}
    row |= {"whole rows": float(told["whole"]["f1"])}
    row |= {field: float(told[field]["f1"]) for field in _FIELDS}
    row |= {"modality": float(told["modality"]["acc"]), "speaker": float(told["attribution"]["acc"])}
    return row


def _by_type(told: Json) -> list[dict[str, object]]:
    return [
        {"type": name, "told": row["n_ref"], "found": row["n_pred"], "P": _shown(row["p"]), "R": _shown(row["r"])}
        for name, row in told["types"].items()
    ]


def _shown(value: float | None) -> object:
    return "-" if value is None else float(value)


def tables() -> dict[str, str]:
    """Every table by its name in the document."""
    found: dict[str, str] = {}
    rows = []
    for reference in present([DEV, CONSTRUCTED, OWN, OTHER_WARS]):
        told = score(extracted(reference), reference.documents()).as_json()
        rows.append(_whole_row(reference, told))
        if reference is OTHER_WARS:
            found["types, other wars"] = markdown(_by_type(told))
    found["references"] = markdown(rows)
    if TRAIN.file.is_file():
        predictions, documents = extracted(TRAIN), TRAIN.documents()
        found["types, train"] = markdown(_by_type(score(predictions, documents).as_json()))
        for title, key in (("outlets", "source"), ("days", "published")):
            found[title] = markdown(fold_rows(predictions, documents, key))
    return found


def laid(text: str, found: Mapping[str, str]) -> str:
    """The document with each table between its marks. Raises MeasureError where a table has no place."""
    for name, lines in found.items():
        begin = _BEGIN.format(name=name)
        if begin not in text:
            raise MeasureError(f"docs/quality.md has no place for the table '{name}'; write «{begin}» and «{_END}»")
        pattern = re.compile(re.escape(begin) + ".*?" + re.escape(_END), re.DOTALL)
        text = pattern.sub(lambda _: f"{begin}\n{lines}\n{_END}", text, count=1)  # noqa: B023 — used at once
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="report", description="The figures of docs/quality.md.")
    parser.add_argument("--write", action="store_true", help="lay the tables into the document")
    options = parser.parse_args(arguments)
    try:
        found = tables()
        if options.write:
            DOCUMENT.write_text(laid(DOCUMENT.read_text(encoding="utf-8"), found), encoding="utf-8")
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    if not options.write:
        for name, lines in found.items():
            print(f"\n{name}\n\n{lines}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
