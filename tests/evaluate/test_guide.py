"""Single values against the reference's way of writing them."""

from __future__ import annotations

from typing import Any

import pytest

from takhrij.evaluate.guide import Guide, days, load_guide, time_holds
from takhrij.resources import Resources

DATA = Resources().document("evaluate/guide")


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load_guide(Resources())


@pytest.mark.parametrize("row", [*DATA["letters"], *DATA["place_words"]], ids=lambda row: row["example"])
def test_examples_of_the_foldings(guide: Guide, row: dict[str, Any]) -> None:
    assert guide.fold(row["example"]) == row["folded"]


@pytest.mark.parametrize(
    ("told", "limits"),
    [
        ("20", (20, 20)),
        ("80+", (81, None)),
        ("80-", (None, 79)),
        ("~80", (80, 80)),
        ("3-5", (3, 5)),
        ("1,200", (1200, 1200)),
        ("16+4=20", (20, 20)),
        ("20 (16+4)", (20, 20)),
        ("dozens", (20, 99)),
        ("several", None),
    ],
)
def test_limits_of_a_count(guide: Guide, told: str, limits: tuple[int | None, int | None] | None) -> None:
    assert guide.limits(told) == limits


@pytest.mark.parametrize(
    ("told", "low", "high", "holds"),
    [
        ("20", 20, 20, True),
        ("20", 20, None, True),
        ("20", 20, 21, False),
        ("80+", 80, None, True),
        ("80+", 83, None, False),
        ("80-", None, 80, True),
        ("80-", 10, None, False),
        ("3-5", 3, 5, True),
        ("3-5", 3, 6, False),
        ("dozens", 20, 99, True),
        ("dozens", 10, None, True),
        ("dozens", 100, None, False),
    ],
)
def test_counts(guide: Guide, told: str, low: int | None, high: int | None, holds: bool) -> None:
    assert guide.count_holds(told, [{"min": low, "max": high}]) is holds


def test_a_count_not_found_or_told_twice_otherwise_is_wrong(guide: Guide) -> None:
    assert not guide.count_holds("20", [])
    assert not guide.count_holds("20", [{"min": 20, "max": 20}, {"min": 19, "max": 19}])


@pytest.mark.parametrize(
    ("told", "found", "holds"),
    [
        (None, [], True),
        ("2018-11", [], False),
        ("2018-11|null", [], True),
        (None, ["2018"], False),
        ("2018-11", ["2018-11-01/2018-11-30"], True),
        ("2018-11~", ["2018-11"], True),
        ("2018-08|2018-09", ["2018-09"], True),
        ("../2014", ["../2014-12-31"], True),
        ("2018-11-13", ["2018-11-14"], False),
        ("2018-11-13", ["2018-11-13", "2018-11-14"], False),
    ],
)
def test_times(told: str | None, found: list[str], holds: bool) -> None:
    assert time_holds(told, found) is holds


def test_a_value_that_is_no_date_equals_only_itself() -> None:
    assert days("2018-13") == "2018-13"
    assert days("spring") != days("autumn")


def test_actors_are_partnered_once_and_by_the_strictest_test(guide: Guide) -> None:
    found = [{"id": "tribes:مراد", "text": "مراد"}, {"id": "tribes", "text": "القبائل"}]
    assert guide.same_actors(["tribes", "tribes:مراد"], found) == 2
    assert guide.same_actors(["houthi", "houthi"], [{"id": "houthi"}]) == 1
    assert guide.same_actors(["aqap"], [{"id": "alqaeda"}]) == 1
    assert guide.same_actors(["other:كتيبة النموذج"], [{"id": "other:x", "text": "كتيبة النموذج الأولى"}]) == 1
    assert guide.same_actors(["other:كتيبة النموذج"], [{"id": "houthi", "text": "كتيبة النموذج"}]) == 0


def test_places_hold_by_any_of_their_names(guide: Guide) -> None:
    assert guide.same_places(["قيفة"], [{"text": "هناك", "name_ar": "منطقة قيفة"}]) == 1
    assert guide.same_places(["عدن"], [{"text": "معدن"}]) == 0
    assert guide.same_places([""], [{"text": ""}]) == 0
