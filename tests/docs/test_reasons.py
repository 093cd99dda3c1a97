"""The guide's table of reasons knows every reason that a Problem can have, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from takhrij.core.records.acquisition import Outcome

_ROOT = Path(__file__).resolve().parents[2]
_MADE_BY = ("Problem", "problem", "InputRefused", "Fall")
_GOT = {"fetched", "unchanged"}


def reasons() -> Iterator[str]:
    """Reasons that the code names, and the outcomes of asking the network, which become reasons."""
    for file in sorted((_ROOT / "takhrij").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _name(call.func) in _MADE_BY and call.args:
                yield from (n.value for n in ast.walk(call.args[0]) if isinstance(n, ast.Constant))
    yield from set(get_args(Outcome)) - _GOT


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_reason_stands_in_the_guide_and_no_other() -> None:
    guide = (_ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    table = guide.partition("## Reasons of problems")[2].partition("\n\nThe rest of the batch")[0]
    told = {
        name for row in re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    assert told == set(reasons())
