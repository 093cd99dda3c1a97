"""What every fitting command asks for: which reference, and whether the weights are frozen."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.corpus import TRAIN, Reference, present


def parser(name: str, description: str, model: Path) -> argparse.ArgumentParser:
    """The options of a fitting command: a reference of the user's own, and --write."""
    made = argparse.ArgumentParser(prog=name, description=description)
    made.add_argument("reference", nargs="?", type=Path, help="annotated documents; the training set unless told")
    made.add_argument("--write", action="store_true", help=f"freeze the weights in {model.name}")
    return made


def reference_of(options: argparse.Namespace) -> Reference:
    """The reference that was asked for. Raises MeasureError where it is not here."""
    reference = Reference(options.reference.stem, options.reference) if options.reference else TRAIN
    present([reference])
    return reference
