"""The threat model names tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = NAMED.findall((ROOT / "docs" / "threats.md").read_text(encoding="utf-8"))
    assert len(named) > 40
    gone = [f"{file}::{test}" for file, test in named if not _there(ROOT / file, test)]
    assert gone == []


def test_every_row_names_a_test() -> None:
    rows = [
        line for line in (ROOT / "docs" / "threats.md").read_text(encoding="utf-8").splitlines() if line[:2] == "| "
    ]
    bodies = [row for row in rows if not row.startswith("| Threat ")]
    assert len(bodies) > 30
    assert [row for row in bodies if not NAMED.search(row.split(" | ")[2])] == []


def _there(file: Path, test: str) -> bool:
    if not file.is_file():
        return False
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return not test or test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
