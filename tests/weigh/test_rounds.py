"""An event told as the n-th of its kind is held against the earlier ones that the case knows."""

from __future__ import annotations

from typing import Any

import pytest

from takhrij.core.records import Event
from takhrij.weigh import Material, weigh

PARTIES = ["houthi", "hadi_government"]


def _weighed(maker: Any, resources: Any, told: list[tuple[str, str, int | None, list[str]]]) -> list[Event]:
    """One exchange a (name, day, number told, parties)."""
    claims = []
    for name, day, number, parties in told:
        page = maker.page(name, f"تبادل الطرفان الأسرى {name}", outlet="وكالة المثال", published="2021-04-28")
        counts = {"round": [number]} if number else {}
        claims.append(maker.claim(page, "تبادل", "exchange", actor=parties, time=day, counts=counts))
    events = weigh(
        Material(maker.readings, claims, [[claim.id] for claim in claims], {c.id: c.id for c in claims}), resources
    )
    by_id = {event.id: event for event in events}
    return [by_id[claim.id] for claim in claims]


def test_a_number_leaves_room_for_the_earlier_ones(maker: Any, resources: Any) -> None:
    *_, last = _weighed(
        maker,
        resources,
        [("a", "2021-04-01", None, PARTIES), ("b", "2021-04-05", None, PARTIES), ("c", "2021-04-09", 5, PARTIES)],
    )
    (check,) = last.checks
    assert (
        check.holds
        and check.claim == last.id
        and "number 5" in check.statement
        and "2 earlier are" in check.statement
    )


def test_more_earlier_ones_than_the_number_allows_do_not_add_up(maker: Any, resources: Any) -> None:
    *_, last = _weighed(
        maker,
        resources,
        [("a", "2021-04-01", None, PARTIES), ("b", "2021-04-05", None, PARTIES), ("c", "2021-04-09", 2, PARTIES)],
    )
    (check,) = last.checks
    assert not check.holds


def test_numbers_rise_with_the_days(maker: Any, resources: Any) -> None:
    first, second = _weighed(maker, resources, [("a", "2021-04-01", 6, PARTIES), ("b", "2021-04-05", 5, PARTIES)])
    assert [check.holds for check in first.checks] == [True]
    assert [check.holds for check in second.checks] == [True, False]
    assert "number 6 is told of an earlier one" in second.checks[1].statement


@pytest.mark.parametrize(
    ("day", "parties"), [("2021-04-09", PARTIES), ("2021-04", PARTIES), ("2021-04-01", ["houthi", "saleh_forces"])]
)
def test_only_earlier_ones_between_the_same_parties_count(
    maker: Any, resources: Any, day: str, parties: list[str]
) -> None:
    told, _ = _weighed(maker, resources, [("a", "2021-04-05", 2, PARTIES), ("b", day, None, parties)])
    (check,) = told.checks
    assert check.holds and "0 earlier are" in check.statement


def test_each_of_two_numbers_told_of_one_is_held_against_the_earlier_ones(maker: Any, resources: Any) -> None:
    claims = []
    for name, day, number in (
        ("a", "2021-04-01", None),
        ("b", "2021-04-05", None),
        ("c", "2021-04-09", 3),
        ("d", "2021-04-09", 2),
    ):
        page = maker.page(name, f"تبادل الطرفان الأسرى {name}", outlet=f"صحيفة {name}", published="2021-04-28")
        counts = {"round": [number]} if number else {}
        claims.append(maker.claim(page, "تبادل", "exchange", actor=PARTIES, time=day, counts=counts))
    clusters = [[claims[0].id], [claims[1].id], [claims[2].id, claims[3].id]]
    material = Material(maker.readings, claims, clusters, {c.id: c.id for c in claims})
    (last,) = (event for event in weigh(material, resources) if len(event.claims) == 2)
    assert {check.claim: check.holds for check in last.checks} == {claims[2].id: True, claims[3].id: False}
    assert [conflict.field for conflict in last.conflicts] == ["round"]
