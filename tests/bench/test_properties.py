"""What must hold of any case holds of a small one: order, growth, and judgements that are taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bench.quality.properties import PAGES, merged_and_undone, one_by_one, shuffled

Tried = Callable[[Sequence[str], Path], bool]


@pytest.mark.slow
@pytest.mark.parametrize(("tried", "pages"), [(shuffled, 4), (one_by_one, 4), (merged_and_undone, 8)])
def test_a_small_case(tried: Tried, pages: int, tmp_path: Path) -> None:
    # Half of the pages come before the judgement: they must tell two happenings.
    lines = (PAGES / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    assert tried(lines[18 - pages : 18], tmp_path)
