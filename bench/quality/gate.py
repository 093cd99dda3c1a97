"""Hold measured quality against the floors of floors.json, which only ever rise.

A floor is a value that was measured. A mark is a value that is aimed at: it is printed while it is not reached
and fails nothing.

usage: python -m bench.quality.gate [--table] [--update [--new-reference NAME]]

Exit status: 0 every floor holds; 1 a measure fell below its floor; 2 nothing could be measured, or the
annotations are not those that the floors were set on.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import MeasureError, Reference, extracted, present, table
from takhrij.evaluate.score import score
from takhrij.evaluate.ties import score_ties

FLOORS = Path(__file__).with_name("floors.json")

# What is kept from falling. The fields are taken end to end: over paired events alone they fall whenever a hard
# event is newly found.
GUARDED = (
    "event.f1",
    "whole.f1",
    "e2e_actor.f1",
    "e2e_target.f1",
    "e2e_place.f1",
    "e2e_time.f1",
    "e2e_count.f1",
    "relations.found",
    "relation.f1",
    "relation.p",
)
_STEPS = 100  # floors are kept to two decimals, rounded down

Floors = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A measure below its floor."""

    reference: str
    measure: str
    floor: float
    value: float

    def __str__(self) -> str:
        where = f"{self.reference}: {self.measure} is {self.value:.3f}, its floor is {self.floor:.3f}"
        return f"{where}; find the change that lowered it (takhrij eval --errors shows the rows)"


def value_of(scores: Mapping[str, Any], measure: str) -> float | None:
    """The number under a dotted name, such as ``event.f1``; None where the reference has no such measure."""
    value: Any = scores
    for key in measure.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return None if value is None else float(value)


def shortfalls(name: str, scores: Mapping[str, Any], floors: Mapping[str, float]) -> list[Shortfall]:
    """The measures of one reference that are below their floors; one that is gone counts as 0."""
    measured = {measure: value_of(scores, measure) or 0.0 for measure in floors}
    return [Shortfall(name, m, floor, measured[m]) for m, floor in floors.items() if measured[m] < floor]


def raised(floors: Mapping[str, float], scores: Mapping[str, Any]) -> dict[str, float]:
    """The floors after a measurement: each the higher of its old value and the measure, rounded down."""
    out = dict(floors)
    for measure in dict.fromkeys((*GUARDED, *floors)):
        value = value_of(scores, measure)
        if value is not None:
            out[measure] = max(out.get(measure, 0.0), _rounded_down(value))
    # A floor of nothing cannot fail: the measure gets one once there is something to keep.
    return {measure: floor for measure, floor in out.items() if floor > 0 or measure in floors}


def _rounded_down(value: float) -> float:
    return math.floor(round(value * _STEPS, 6)) / _STEPS


def check_reference(reference: Reference, floors: Floors, renewed: Sequence[str] = ()) -> None:
    """Raises MeasureError when the annotations are not those that the floors were set on."""
    known = floors.get(reference.name, {}).get("sha256")
    if known in (None, reference.sha256) or reference.name in renewed:
        return
    raise MeasureError(
        f"{reference.file.name} has changed since its floors were set; if that is meant, set them anew with "
        f"--update --new-reference {reference.name} and say why in the commit."
    )


def updated(floors: Floors, measured: Mapping[str, tuple[str, Mapping[str, Any]]], renewed: Sequence[str]) -> Floors:
    """The floors file after a measurement; `measured` maps a reference to its hash and scores.

    Floors of a reference in `renewed` whose hash changed start anew; every other floor only rises.
    """
    out = {name: dict(entry) for name, entry in floors.items()}
    for name, (sha256, scores) in measured.items():
        entry = out.get(name, {})
        marks = {"marks": entry["marks"]} if "marks" in entry else {}
        anew = name in renewed and entry.get("sha256") != sha256
        out[name] = {"sha256": sha256, "floors": raised({} if anew else entry.get("floors", {}), scores), **marks}
    return out


def load_floors(file: Path = FLOORS) -> Floors:
    """The floors file."""
    loaded: Floors = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def _row(name: str, scores: Mapping[str, Any]) -> dict[str, object]:
    row: dict[str, object] = {"reference": name, "docs": scores["documents"], "events": scores["event"]["n"]}
    row |= {"P": scores["event"]["p"], "R": scores["event"]["r"], "F1": scores["event"]["f1"]}
    row |= {key: scores[key]["f1"] for key in ("whole", "actor", "target", "place", "time", "count")}
    row |= {"modality": scores["modality"]["acc"], "speaker": scores["attribution"]["acc"]}
    relations = scores.get("relations")
    row["relations"] = f"{relations['found']}/{relations['n']}" if relations else "-"
    return row


def _tie_row(name: str, scores: Mapping[str, Any]) -> dict[str, object]:
    ties = scores["relation"]
    row: dict[str, object] = {"reference": name, "ties": ties["n"], "P": ties["p"], "R": ties["r"], "F1": ties["f1"]}
    return row | {
        "time": scores["time"]["acc"],
        "speaker": scores["speaker"]["acc"],
        "false pages": scores["trapped"],
    }


def _measure(reference: Reference) -> dict[str, Any]:
    """The printed scores of a reference, by events or by ties."""
    found, wanted = extracted(reference), reference.documents()
    return score_ties(found, wanted).as_json() if reference.ties else score(found, wanted).as_json()


def run(options: argparse.Namespace, floors_file: Path = FLOORS) -> int:
    """Measure, compare or update; returns the exit status."""
    floors = load_floors(floors_file)
    references = present()
    for reference in references:
        check_reference(reference, floors, options.new_reference)
    measured = {}
    for reference in references:
        measured[reference.name] = (reference.sha256, _measure(reference))
    print(table([_row(name, scores) for name, (_, scores) in measured.items() if "event" in scores]))
    print(table([_tie_row(name, scores) for name, (_, scores) in measured.items() if "relation" in scores]))
    if options.update:
        text = json.dumps(updated(floors, measured, options.new_reference), indent=2, ensure_ascii=False)
        floors_file.write_text(text + "\n", encoding="utf-8")
        print(f"Floors written: {floors_file.name}")
        return 0
    below = []
    for name, (_, scores) in measured.items():
        below += shortfalls(name, scores, floors.get(name, {}).get("floors", {}))
    for shortfall in below:
        print(shortfall, file=sys.stderr)
    for name, (_, scores) in measured.items():
        for ahead in shortfalls(name, scores, floors.get(name, {}).get("marks", {})):
            print(f"Mark not reached yet: {name} {ahead.measure} is {ahead.value:.3f} of {ahead.floor:.3f}.")
    if options.table:
        return 0
    print("Quality gate: every floor holds." if not below else f"Quality gate: {len(below)} below the floor.")
    return 1 if below else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="gate", description="Hold measured quality against its floors.")
    parser.add_argument("--table", action="store_true", help="print the measures only")
    parser.add_argument("--update", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--new-reference", action="append", default=[], metavar="NAME", help="changed annotations")
    try:
        return run(parser.parse_args(arguments))
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
