"""Scores by outlet and by day over the training annotations: does a rule hold beyond the pages it was seen on?

usage: python -m bench.quality.folds [--least EVENTS]
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence

from bench.corpus import TRAIN, Json, MeasureError, extracted, present, table
from takhrij.evaluate.score import score

_FOLDS = (("outlet", "source"), ("day", "published"))


def fold_rows(predictions: Sequence[Json], references: Sequence[Json], key: str) -> list[dict[str, object]]:
    """One row for each value of a document's key, those with most events first."""
    groups: dict[str, list[Json]] = defaultdict(list)
    for document in references:
        groups[str(document.get(key))].append(document)
    rows: list[dict[str, object]] = []
    for name, documents in groups.items():
        ids = {document["id"] for document in documents}
        own = [prediction for prediction in predictions if prediction["id"] in ids]
        # A group of which nothing was read is a row of zeros, not an error.
        result = score(own or [{"id": documents[0]["id"], "text": "", "claims": []}], documents)
        row = {"docs": len(documents), "events": result.event.n, "event F1": result.event.f1}
        rows.append({"fold": name, **row, "whole F1": result.whole.f1})
    return sorted(rows, key=lambda row: (-int(str(row["events"])), str(row["fold"])))


def spread(rows: Sequence[dict[str, object]], column: str, least: int) -> str:
    """Lowest, mean, highest and standard deviation of a column over folds with enough events."""
    values = [float(str(row[column])) for row in rows if int(str(row["events"])) >= least]
    if len(values) < 2:
        return f"{column}: fewer than two folds with {least} events"
    figures = f"{min(values):.3f} lowest, {statistics.mean(values):.3f} mean, {max(values):.3f} highest"
    return f"{column}: {figures}, {statistics.stdev(values):.3f} standard deviation over {len(values)} folds"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="folds", description="Scores by outlet and by day.")
    parser.add_argument("--least", type=int, default=20, help="events a fold needs to count in the spread")
    options = parser.parse_args(arguments)
    try:
        present([TRAIN])
        references, predictions = TRAIN.documents(), extracted(TRAIN)
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    for title, key in _FOLDS:
        rows = fold_rows(predictions, references, key)
        print(f"\nby {title}\n{table(rows)}")
        for column in ("event F1", "whole F1"):
            print(spread(rows, column, options.least))
    return 0


if __name__ == "__main__":
    sys.exit(main())
