"""The measured command: what counts as done, and what stops a measurement."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import corpus
from bench.corpus import MeasureError, run_extract, table


def _stand_in(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(corpus, "extract_command", lambda file, *options: [sys.executable, "-c", program])


def test_done_with_problems_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    _stand_in(monkeypatch, """print('{"id": "a"}\\n{"id": "b"}'); raise SystemExit(1)""")
    assert [row["id"] for row in run_extract(Path("x.jsonl"))] == ["a", "b"]


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "raise SystemExit(1)", "pass"])
def test_a_run_that_prints_nothing_or_fails_is_no_measurement(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    _stand_in(monkeypatch, f"import sys; sys.stderr.write('the reason'); {program}")
    with pytest.raises(MeasureError, match=r"x\.jsonl: the reason"):
        run_extract(Path("x.jsonl"))


def test_columns_stand_under_their_names() -> None:
    assert table([{"name": "a", "F1": 0.5}, {"name": "longer", "F1": 1}]) == "name    F1\na       0.500\nlonger  1"
