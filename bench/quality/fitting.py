"""What every fitting command asks for: on which annotations, and whether the weights are frozen."""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import TRAIN, Json, Reference, present
from bench.quality import standoff

# Own texts that are marked for fitting; no figure is told on them.
SCENES = Reference("scenes", Path(__file__).with_name("scenes.jsonl"))


@dataclass(frozen=True, slots=True)
class Material:
    """Annotated documents, what they are called, and their hash."""

    name: str
    sha256: str
    documents: list[Json]


def parser(name: str, description: str, model: Path) -> argparse.ArgumentParser:
    """The options of a fitting command: a reference of the user's own, and --write."""
    made = argparse.ArgumentParser(prog=name, description=description)
    made.add_argument(
        "reference",
        nargs="?",
        type=Path,
        help="annotated documents; what the project has marked for fitting unless told",
    )
    made.add_argument("--write", action="store_true", help=f"freeze the weights in {model.name}")
    return made


def reference_of(options: argparse.Namespace) -> Reference:
    """The reference that was asked for. Raises MeasureError where it is not here."""
    reference = Reference(options.reference.stem, options.reference) if options.reference else TRAIN
    present([reference])
    return reference


def materials_of(options: argparse.Namespace) -> list[Material]:
    """What was asked for, else the training set, the annotated articles that may be read and the own texts marked
    for fitting. Raises MeasureError where one is not here."""
    references = [reference_of(options)]
    if options.reference is not None:
        return [Material(r.name, r.sha256, r.documents()) for r in references]
    made = [Material(r.name, r.sha256, r.documents()) for r in (*references, *present([SCENES]))]
    kept = sorted(standoff.KEPT.glob("*.jsonl"))
    if kept:
        digest = hashlib.sha256(b"".join(file.read_bytes() for file in kept)).hexdigest()
        made.append(Material("articles", digest, standoff.references("read")))
    return made


def origin(materials: list[Material]) -> list[Json]:
    """What a frozen file says of the annotations behind it."""
    return [{"name": material.name, "sha256": material.sha256} for material in materials]
