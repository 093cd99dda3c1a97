"""What must hold of any case holds of a small one: order, growth, and judgements that are taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bench.quality.properties import PAGES, merged_and_undone, one_by_one, shuffled

Tried = Callable[[Sequence[str], Path], bool]


@pytest.mark.slow
@pytest.mark.parametrize("tried", [shuffled, one_by_one, merged_and_undone])
def test_a_small_case(tried: Tried, tmp_path: Path) -> None:
    lines = (PAGES / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    assert tried(lines[14:18], tmp_path)
