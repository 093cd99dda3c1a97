"""How long something lasted is held against its days, and how long after another it came against both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from takhrij.core.records import CountRef, Span, TextRef
from takhrij.weigh import Material, weigh


def _weighed(maker: Any, resources: Any, claims: list[Any]) -> dict[str, Any]:
    clusters = [[claim.id] for claim in claims]
    events = weigh(Material(maker.readings, claims, clusters, {c.id: c.id for c in claims}), resources)
    return {event.id: event for event in events}


@pytest.mark.parametrize(
    ("days", "time", "holds"),
    [
        (3, "2021-04-05/2021-04-07", True),
        (2, "2021-04-05/2021-04-07", True),
        (5, "2021-04-05/2021-04-07", False),
        (1, "2021-04-05/2021-04-07", False),
        ((28, 31), "2021-04-05/2021-05-05", True),
        ((28, 31), "2021-04-05/2021-06-05", False),
        (3, "2021-04", None),
        (3, "2021-04-05", None),
        (3, "2021-04-05/..", None),
    ],
)
def test_a_length_beside_its_first_and_last_day(
    days: Any, time: str, holds: bool | None, maker: Any, resources: Any
) -> None:
    page = maker.page("a", "استمرت المعارك في الوادي", outlet="وكالة المثال", published="2021-06-08")
    low, high = days if isinstance(days, tuple) else (days, days)
    length = CountRef(low, high, Span(0, 7, "استمرت"))
    claim = maker.claim(page, "المعارك", "clash", actor=["houthi"], time=time, counts={"duration": [length]})
    (event,) = _weighed(maker, resources, [claim]).values()
    assert [check.holds for check in event.checks] == ([] if holds is None else [holds])
    if holds is False:
        assert "told to have lasted" in event.checks[0].statement and "2021-04-05" in event.checks[0].statement


@pytest.mark.parametrize(("signed", "holds"), [("2021-04-05", True), ("2021-03-05", False), ("2021-04", None)])
def test_a_distance_beside_the_days_of_both(signed: str, holds: bool | None, maker: Any, resources: Any) -> None:
    page = maker.page("a", "سقطت البلدة بعد أسبوع من توقيع الهدنة", outlet="وكالة المثال", published="2021-04-13")
    truce = maker.claim(page, "توقيع", "agreement", actor=["houthi"], time=signed)
    fall = maker.claim(page, "سقطت", "seize", actor=["houthi"], time="2021-04-12", counts={"elapsed": [7]})
    fall = replace(fall, roles={**fall.roles, "since": (TextRef(truce.trigger),)})
    event = _weighed(maker, resources, [truce, fall])[fall.id]
    assert [check.holds for check in event.checks] == ([] if holds is None else [holds])
    if holds is False:
        assert "from 2021-03-05 to 2021-04-12 are 38" in event.checks[0].statement


def test_two_lengths_of_one_happening_differ(maker: Any, resources: Any) -> None:
    claims = []
    for name, days in (("a", 3), ("b", 5)):
        page = maker.page(name, f"استمرت المعارك {name}", outlet=f"صحيفة {name}", published="2021-04-08")
        counts = {"duration": [days]}
        claims.append(maker.claim(page, "المعارك", "clash", actor=["houthi"], time="2021-04-05", counts=counts))
    material = Material(maker.readings, claims, [[c.id for c in claims]], {c.id: c.id for c in claims})
    (event,) = weigh(material, resources)
    assert [conflict.field for conflict in event.conflicts] == ["duration"]
