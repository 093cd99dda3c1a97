"""Where the reference texts lie, and how the program's own command is run over them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
_INPUT_KEYS = ("id", "source", "url", "author", "title", "published", "text")


class MeasureError(Exception):
    """A measurement could not be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An annotated file; `page` is the input itself where the annotations belong to one saved page, `ties` says that
    standing ties are marked in it and no events."""

    name: str
    file: Path
    page: Path | None = None
    ties: bool = False

    @property
    def sha256(self) -> str:
        """Hash of the annotations, so that a floor is never held against others."""
        return hashlib.sha256(self.file.read_bytes()).hexdigest()

    def documents(self) -> list[Json]:
        """The annotated documents."""
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]


DEV = Reference("dev", SHARED / "gold" / "dev.jsonl")
TRAIN = Reference("train", SHARED / "gold" / "train.jsonl")
SEED = Reference("seed", SHARED / "cases" / "seed" / "reference.jsonl", SHARED / "cases" / "seed" / "page.txt")
CONSTRUCTED = Reference("constructed", SHARED / "cases" / "constructed.jsonl")
OWN = Reference("own", ROOT / "bench" / "quality" / "own.jsonl")
RELATIONS = Reference("relations", ROOT / "bench" / "quality" / "relations.jsonl", ties=True)
OTHER_WARS = Reference("other_wars", ROOT / "bench" / "quality" / "other_wars.jsonl")
CAPTIVES = Reference("captives", ROOT / "bench" / "quality" / "captives.jsonl")
DEALINGS = Reference("dealings", ROOT / "bench" / "quality" / "dealings.jsonl")
GATED = (DEV, SEED, CONSTRUCTED, OWN, OTHER_WARS, RELATIONS)


def present(references: Sequence[Reference] = GATED) -> list[Reference]:
    """The references that lie on this machine. Raises MeasureError where there is none."""
    found = [reference for reference in references if reference.file.is_file()]
    if not found:
        names = ", ".join(reference.file.name for reference in references)
        raise MeasureError(f"None of {names} is here; lay the folder shared/ beside the repository.")
    return found


def extracted(reference: Reference) -> list[Json]:
    """What `takhrij extract` makes of a reference's texts; it is shown no annotation."""
    documents = reference.documents()
    if reference.page is not None:
        return run_extract(reference.page, "--id", documents[0]["id"])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.jsonl"
        rows = ({key: document.get(key) for key in _INPUT_KEYS} for document in documents)
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return run_extract(file)


def extract_command(file: Path, *options: str) -> list[str]:
    """The command line that is measured."""
    return [sys.executable, "-m", "takhrij", "extract", str(file), "--format", "jsonl", "--jobs", "1", *options]


def run_extract(file: Path, *options: str) -> list[Json]:
    """Run the command; exit status 1 (done with problems) is no failure. Raises MeasureError."""
    done = subprocess.run(
        extract_command(file, *options), cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode not in (0, 1) or not done.stdout.strip():
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise MeasureError(f"takhrij extract ended with status {done.returncode} on {file.name}: {last}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]


def run_case(*arguments: str) -> str:
    """What a command over a case prints; exit status 1 is no failure. Raises MeasureError."""
    command = [sys.executable, "-m", "takhrij", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise MeasureError(f"takhrij {arguments[0]} ended with status {done.returncode}: {last}")
    return done.stdout


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows of equal keys as aligned columns; numbers with three decimals."""
    if not rows:
        return ""
    shown = [{k: f"{v:.3f}" if isinstance(v, float) else str(v) for k, v in row.items()} for row in rows]
    widths = {key: max(len(key), *(len(row[key]) for row in shown)) for key in shown[0]}
    lines = [dict(zip(widths, widths, strict=True)), *shown]
    return "\n".join("  ".join(f"{line[key]:<{width}}" for key, width in widths.items()).rstrip() for line in lines)
