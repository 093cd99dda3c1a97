"""A total is held against the happenings of its time: they are its parts, or more than it."""

from __future__ import annotations

from typing import Any

from takhrij.core.records import Event
from takhrij.weigh import Material, weigh


def _weighed(maker: Any, resources: Any, told: list[tuple[str, str, int]]) -> list[Event]:
    """One event a (name, time, number freed)."""
    claims = []
    for name, time, number in told:
        page = maker.page(name, f"أفرجت الجماعة عنهم {name}", outlet="وكالة المثال", published="2021-04-08")
        claims.append(
            maker.claim(page, "أفرجت", "release", actor=["houthi"], time=time, counts={"released": [number]})
        )
    clusters = [[claim.id] for claim in claims]
    events = weigh(Material(maker.readings, claims, clusters, {c.id: c.id for c in claims}), resources)
    by_id = {event.id: event for event in events}
    return [by_id[claim.id] for claim in claims]


def test_what_adds_up_to_a_total_is_part_of_it(maker: Any, resources: Any) -> None:
    total, monday, tuesday, later = _weighed(
        maker,
        resources,
        [
            ("a", "2021-04-05/2021-04-06", 70),
            ("b", "2021-04-05", 40),
            ("c", "2021-04-06", 30),
            ("d", "2021-04-07", 30),
        ],
    )
    (check,) = total.checks
    assert check.holds and "40 + 30 = 70" in check.statement
    for part in (monday, tuesday):
        assert any(total.label in note for note in part.notes)
    assert later.notes == () and later.checks == ()


def test_more_than_a_total_does_not_add_up(maker: Any, resources: Any) -> None:
    total, *_ = _weighed(maker, resources, [("a", "2021-04", 50), ("b", "2021-04-05", 40), ("c", "2021-04-06", 30)])
    (check,) = total.checks
    assert not check.holds and "40 + 30 = 70, more than the 50" in check.statement


def test_two_tellings_of_one_day_are_no_parts(maker: Any, resources: Any) -> None:
    events = _weighed(maker, resources, [("a", "2021-04", 70), ("b", "2021-04-05", 40), ("c", "2021-04-05", 30)])
    assert all(event.checks == () and event.notes == () for event in events)
