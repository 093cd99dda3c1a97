"""What contradicts and what only is less exact."""

from __future__ import annotations

from typing import Any

import pytest

from takhrij.core.records import Conflict, CountPart, CountRef, Span
from takhrij.weigh import Material, weigh
from takhrij.weigh.arithmetic import checks
from takhrij.weigh.values import Range, number_words, numbers_agree, times_agree

_AT = Span(0, 1, "د")


def conflicts(maker: Any, resources: Any, *told: dict[str, Any]) -> dict[str, Conflict]:
    claims = []
    for n, values in enumerate(told):
        page = maker.page(f"c{n}", f"دارت مواجهات {n}", outlet=f"صحيفة {n}")
        claims.append(maker.claim(page, "دارت", values.pop("kind", "clash"), **values))
    (event,) = weigh(Material(maker.readings, claims, [[c.id for c in claims]], {}), resources)
    return {c.field: c for c in event.conflicts}


@pytest.mark.parametrize(
    ("a", "b", "field"),
    [
        ({"time": "2018-11"}, {"time": "2018-11-13"}, None),
        ({"time": "2018-11-12"}, {"time": "2018-11-13"}, "time"),
        ({"time": "2018-11-13~"}, {"time": "2018-11-14"}, None),
        ({"time": "2018-11-13"}, {}, None),
        ({"place": ["sawmaa"]}, {"place": ["bayda"]}, None),
        ({"place": ["sawmaa"]}, {"place": ["marib"]}, "place"),
        ({"counts": {"killed": [5]}}, {"counts": {"killed": [7]}}, "killed"),
        ({"counts": {"killed": [5]}}, {"counts": {"killed": [5]}}, None),
        ({"counts": {"killed": [34]}}, {"counts": {"killed": [CountRef(20, 99, _AT)]}}, None),
        ({"counts": {"killed": [12]}}, {"counts": {"killed": [CountRef(11, 11, _AT, approx=True)]}}, None),
        ({"counts": {"killed": [5]}}, {"counts": {"injured": [7]}}, None),
        ({"actor": ["houthi"]}, {"actor": ["yemen_army"]}, "actor"),
        ({"actor": ["houthi", "saleh_forces"]}, {"actor": ["houthi"]}, None),
        ({"mediator": ["tribes"]}, {"mediator": ["un"]}, "mediator"),
        ({"modality": "alleged"}, {}, None),
        ({"modality": "planned"}, {}, "modality"),
        ({"polarity": "did_not", "modality": "denied"}, {}, "polarity"),
    ],
)
def test_pairs(a: dict[str, Any], b: dict[str, Any], field: str | None, maker: Any, resources: Any) -> None:
    assert list(conflicts(maker, resources, a, b)) == ([field] if field else [])


def test_a_lone_total_is_both_sides_together(maker: Any, resources: Any) -> None:
    sides = {"kind": "exchange", "counts": {"released": [2], "exchanged": [2]}}
    assert not conflicts(maker, resources, dict(sides), {"kind": "exchange", "counts": {"exchanged": [4]}})
    (conflict,) = conflicts(
        maker, resources, dict(sides), {"kind": "exchange", "counts": {"exchanged": [6]}}
    ).values()
    assert {v.value for v in conflict.values} == {"4", "6"} and "both sides" in conflict.note


def test_counts_of_two_sides_are_two_conflicts(maker: Any, resources: Any) -> None:
    def told(n: int) -> dict[str, Any]:
        return {"counts": {"killed": [CountRef(n, n, _AT, of=("houthi",)), CountRef(3, 3, _AT, of=("yemen_army",))]}}

    found = conflicts(maker, resources, told(9), told(12))
    assert list(found) == ["killed"] and found["killed"].note == "houthi"
    assert [v.value for v in found["killed"].values] == ["12", "9"]


@pytest.mark.parametrize(
    ("total", "parts", "holds"),
    [((20, 20), (16, 4), True), ((20, 20), (16, 3), False), ((20, 20), (4,), None), ((21, None), (16, 6), True)],
)
def test_sums(total: tuple[int, int | None], parts: tuple[int, ...], holds: bool | None, maker: Any) -> None:
    made = tuple(CountPart(n, n, (), _AT) for n in parts)
    claim = maker.claim(
        maker.page("sum", "دارت"), "دارت", "release", counts={"released": [CountRef(*total, _AT, parts=made)]}
    )
    assert [c.holds for c in checks([claim])] == ([] if holds is None else [holds])


def test_a_sum_says_what_was_added(maker: Any) -> None:
    parts = (CountPart(16, 16, ("aqap",), _AT), CountPart(4, 4, ("isis",), _AT))
    claim = maker.claim(maker.page("s", "دارت"), "دارت", counts={"released": [CountRef(20, 20, _AT, parts=parts)]})
    assert checks([claim])[0].statement == "released: 16 + 4 = 20; the parts add up to the total"


def test_values() -> None:
    assert number_words(Range(None, None, False)) == "an untold number"
    assert numbers_agree(Range(None, 10, False), Range(3, None, False))
    assert times_agree("2018", "2018-05-01") and not times_agree("../2014", "2015-01-01")
    assert times_agree("rubbish", "2015")


def told_in_parts(total: int, *parts: tuple[int, str]) -> CountRef:
    return CountRef(total, total, _AT, parts=tuple(CountPart(n, n, (of,), _AT) for n, of in parts))


def test_one_total_told_in_other_parts_is_a_conflict_on_the_part(maker: Any, resources: Any) -> None:
    right, wrong = told_in_parts(20, (16, "alqaeda"), (4, "isis")), told_in_parts(20, (15, "alqaeda"), (4, "isis"))
    found = conflicts(maker, resources, *({"counts": {"released": [count]}} for count in (right, wrong)))
    assert {v.value for v in found["released"].values} == {"15", "16"}
    assert found["released"].note == "alqaeda, as a part of the total"
    same = conflicts(maker, resources, *({"counts": {"released": [right]}} for _ in range(2)))
    assert same == {}
