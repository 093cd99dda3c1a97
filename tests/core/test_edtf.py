"""Intervals of days behind EDTF values."""

from __future__ import annotations

from datetime import date

import pytest

from takhrij.core.edtf import bounds, valid


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2018-11-13", date(2018, 11, 13), date(2018, 11, 13)),
        ("2018-02", date(2018, 2, 1), date(2018, 2, 28)),
        ("2018~", date(2018, 1, 1), date(2018, 12, 31)),
        ("../2014", None, date(2014, 12, 31)),
        ("2018-04-02/..", date(2018, 4, 2), None),
        ("2018-08-01/2018-08-10", date(2018, 8, 1), date(2018, 8, 10)),
    ],
)
def test_bounds(value: str, first: date | None, last: date | None) -> None:
    found = bounds(value)
    assert found is not None
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("value", ["", "2018-13", "2018-02-30", "soon", "2018-08-10/2018-08-01", "18-08"])
def test_what_is_no_value(value: str) -> None:
    assert not valid(value)


def test_overlap_gap_and_containment() -> None:
    month, day, later = bounds("2018-11"), bounds("2018-11-13"), bounds("2018-12-02")
    assert month is not None and day is not None and later is not None
    assert day.within(month) and month.overlaps(day) and not day.overlaps(later)
    assert day.gap(later) == 19 and later.gap(day) == 19 and month.gap(day) == 0
    assert month.days == 30
