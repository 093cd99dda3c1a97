"""Each row of the table of grades does what its example says."""

from __future__ import annotations

from typing import Any

import pytest

from takhrij.resources import Resources
from takhrij.weigh.grades import Standing, grade

_ROWS = Resources().document("linking/grades")["row"]


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["words"][:30])
def test_example(row: dict[str, Any]) -> None:
    told = row["example"]
    fields = ("time",) if told["conflicts"] else ()
    made = grade(Standing(told["origins"], told["sides"], told["direct"], fields, told["denials"]), _ROWS)
    assert made.credibility == row["credibility"]
    assert made.reason and "{" not in made.reason


def test_no_row_means_unknown() -> None:
    assert grade(Standing(9, 2, True, (), 0), []).credibility == 6
