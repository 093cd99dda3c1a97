"""How many of the standing ties of relations.jsonl are found, by type.

usage: python -m bench.quality.relations [--errors] [--half even|odd] [--file F.jsonl] [--json]

`--errors` lists what was missed and what was found too much; `--file` scores another file of the same form.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.corpus import RELATIONS, Json, MeasureError, extracted, table
from takhrij.evaluate.ties import TieError, TieScore, score_ties

HALVES = {"even": 0, "odd": 1}


def measured(half: str | None = None, file: Path | None = None) -> TieScore:
    """The score of the reference (or of another file), or of the pages of even or odd place in it."""
    reference = RELATIONS if file is None else replace(RELATIONS, name=file.stem, file=file)
    found, wanted = extracted(reference), reference.documents()
    if half is not None:
        wanted = wanted[HALVES[half] :: 2]
    return score_ties(found, wanted)


def _row(name: str, scores: Mapping[str, Any]) -> dict[str, object]:
    return {"type": name, "n": scores["n"], "P": scores["p"], "R": scores["r"], "F1": scores["f1"]}


def _parties(side: Any) -> list[str]:
    if isinstance(side, Mapping):
        return [f"{key} {value}" for key, value in side.items()]
    return [item if isinstance(item, str) else str(next(iter(item.values()))) for item in side]


def _line(error: TieError) -> str:
    relation: Json = dict(error.relation)
    evidence = relation["evidence"]
    words = evidence if isinstance(evidence, str) else evidence[0]["text"]
    sides = " | ".join(", ".join(_parties(relation.get(s, ()))) for s in ("subject", "object", "between"))
    return f"{'missed' if error.wanted else 'false '} {error.document} {relation['type']}: {sides}  «{words}»"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="relations", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", action="store_true", help="list the rows behind the figures")
    parser.add_argument("--half", choices=HALVES, help="only the pages of even or odd place")
    parser.add_argument("--file", type=Path, help="score this file in place of relations.jsonl")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args(arguments)
    try:
        score = measured(options.half, options.file)
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    scores = score.as_json()
    if options.json:
        print(json.dumps(scores, ensure_ascii=False))
        return 0
    rows = [_row(kind, scores["types"][kind]) for kind in scores["types"]]
    print(table([*rows, _row("all", scores["relation"])]))
    time, speaker = scores["time"], scores["speaker"]
    print(
        f"time {time['acc']:.3f}, speaker {speaker['acc']:.3f} of {time['n']}; on pages without: {scores['trapped']}"
    )
    if options.errors:
        for row in score.errors:
            print(_line(row))
    return 0


if __name__ == "__main__":
    sys.exit(main())
