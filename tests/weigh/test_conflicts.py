"""What contradicts and what only is less exact."""

from __future__ import annotations

from typing import Any

import pytest

from takhrij.core.records import ChainLink, Conflict, CountPart, CountRef, Span
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
        ({"place": ["sawmaa", "bayda"]}, {"place": ["rada", "bayda"]}, "place"),
        ({"place": ["sawmaa", "bayda"]}, {"place": ["sawmaa"]}, None),
        ({"place": ["sawmaa", "bayda"]}, {"place": ["bayda"]}, None),
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


def test_a_lone_number_may_be_one_side_s(maker: Any, resources: Any) -> None:
    sides = {"kind": "exchange", "counts": {"released": [14], "exchanged": [9]}}
    assert not conflicts(maker, resources, dict(sides), {"kind": "exchange", "counts": {"exchanged": [9]}})
    told = conflicts(maker, resources, dict(sides), {"kind": "exchange", "counts": {"exchanged": [8]}})
    assert list(told) == ["exchanged"]


def test_a_denial_of_a_detail_denies_nothing(maker: Any, resources: Any) -> None:
    page = maker.page("staff", "قصفنا موقعا ولم نقصف حيا", outlet="وكالة العينة")
    link = ChainLink("official", Span(0, 5, "قصفنا"))
    done = maker.claim(page, "قصفنا", "airstrike", chain=link)
    detail = maker.claim(page, "ولم نقصف", "airstrike", polarity="did_not", modality="denied", chain=link)
    other = maker.claim(
        maker.page("denies", "لم يقصف أحد"), "يقصف", "airstrike", polarity="did_not", modality="denied"
    )
    ids = [done.id, detail.id, other.id]
    told = {done.id: "source:staff", detail.id: "source:staff", other.id: "other"}
    (event,) = weigh(Material(maker.readings, [done, detail], [ids[:2]], told), resources)
    assert not event.conflicts and not event.denials
    (event,) = weigh(Material(maker.readings, [done, detail, other], [ids], told), resources)
    assert [c.field for c in event.conflicts] == ["polarity"] and event.denials == ((other.document,),)


def test_what_a_page_has_from_other_outlets_does_not_soften_its_own_source_s_denial(
    maker: Any, resources: Any
) -> None:
    page = maker.page("denier", "قصفنا كما ذكرت مواقع ولم يقصف أحد قال مصدر", outlet="وكالة العينة")
    others = maker.claim(page, "قصفنا", "airstrike", chain=ChainLink("media", Span(15, 20, "مواقع")))
    source = ChainLink("anonymous", Span(38, 42, "مصدر"))
    denial = maker.claim(page, "ولم يقصف", "airstrike", polarity="did_not", modality="denied", chain=source)
    told = {others.id: "denier", denial.id: "denier"}
    (event,) = weigh(Material(maker.readings, [others, denial], [[others.id, denial.id]], told), resources)
    assert [c.field for c in event.conflicts] == ["polarity"] and event.denials


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


def _told(maker: Any, name: str, day: str | None, outlet: str = "وكالة المثال", **told: Any) -> Any:
    page = maker.page(name, f"قصف السوق {name}", outlet=outlet, published=day)
    return maker.claim(page, "قصف السوق", "airstrike", **told)


def _weighed(maker: Any, resources: Any, claims: list[Any], **told: Any) -> Any:
    from takhrij.weigh import Material, weigh

    origin = told.pop("origin_of", {c.id: c.id for c in claims})
    (event,) = weigh(Material(maker.readings, claims, [[c.id for c in claims]], origin, **told), resources)
    return event


def test_a_later_figure_of_one_source_is_a_revision_and_its_last_word_counts(maker: Any, resources: Any) -> None:
    first = _told(maker, "one", "2021-03-10", counts={"killed": [7]})
    later = _told(maker, "two", "2021-03-12", counts={"killed": [14]})
    origin = {first.id: "o", later.id: "o"}
    event = _weighed(maker, resources, [first, later], origin_of=origin)
    assert event.conflicts == ()
    assert event.notes == ("the number killed was revised by its own source: 7 (2021-03-10) → 14 (2021-03-12)",)
    # Who told the first figure on a later day from another source is contradicted by the last one.
    other = _told(maker, "three", "2021-03-13", outlet="موقع العينة", counts={"killed": [9]})
    event = _weighed(maker, resources, [first, later, other], origin_of=origin)
    assert [c.field for c in event.conflicts] == ["killed"]
    assert {v.value for v in event.conflicts[0].values} == {"7", "14", "9"}


def test_what_only_the_reading_of_a_copy_made_is_no_contradiction(maker: Any, resources: Any) -> None:
    first = _told(maker, "first", "2021-03-10", time="2021-03-10", counts={"killed": [7]})
    copy = _told(
        maker, "copy", "2021-03-18", "موقع العينة", time="2021-03-17", modality="planned", counts={"killed": [7]}
    )
    assert {c.field for c in _weighed(maker, resources, [first, copy]).conflicts} == {"time", "modality"}
    speaks = {copy.id: first.id}
    assert _weighed(maker, resources, [first, copy], speaks=speaks).conflicts == ()
    # A figure that the copy tells in other words is its own.
    changed = _told(
        maker, "changed", "2021-03-18", "موقع العينة", counts={"killed": [CountRef(17, 17, Span(0, 2, "قص"))]}
    )
    event = _weighed(maker, resources, [first, changed], speaks={changed.id: first.id})
    assert [c.field for c in event.conflicts] == ["killed"]
    # So is a town that its sentence names: one text told again of another town.
    here, there = (_told(maker, name, "2021-03-10", name, place=[name, "bayda"]) for name in ("sawmaa", "rada"))
    event = _weighed(maker, resources, [here, there], speaks={there.id: here.id})
    assert [c.field for c in event.conflicts] == ["place"]


def test_sums_of_money_conflict_in_one_currency(maker: Any, resources: Any) -> None:
    from dataclasses import replace

    from takhrij.core.records import AmountRef

    def paid(name: str, value: float, unit: str | None) -> Any:
        claim = _told(maker, name, "2021-03-10", outlet=name)
        return replace(claim, roles={"amount": (AmountRef(value, unit, _AT),)})

    claims = [paid("a", 200000, "USD"), paid("b", 350000, None)]
    (found,) = _weighed(maker, resources, claims).conflicts
    assert found.field == "amount" and [v.value for v in found.values] == ["200000 USD", "350000"]
    assert _weighed(maker, resources, [claims[0], paid("c", 200000, "USD")]).conflicts == ()
    assert _weighed(maker, resources, [claims[0], paid("d", 700, "YER")]).conflicts == ()


def test_a_plan_told_before_the_deed_and_denials_of_it(maker: Any, resources: Any) -> None:
    plan = _told(maker, "plan", "2021-03-08", modality="planned")
    deed = _told(maker, "deed", "2021-03-10", outlet="قناة الشاهد")
    denial = _told(maker, "denial", "2021-03-11", outlet="موقع العينة", modality="denied", polarity="did_not")
    event = _weighed(maker, resources, [plan, deed])
    assert event.conflicts == ()
    event = _weighed(maker, resources, [deed, denial])
    assert [c.field for c in event.conflicts] == ["polarity"]
    assert event.origins == ((deed.document,),) and event.denials == ((denial.document,),)


def test_unlisted_parties_conflict_by_their_names(maker: Any, resources: Any, language: Any) -> None:
    from takhrij.core.parties import parties

    known = parties(language, resources.table("linking/heads"))
    told = [
        _told(maker, str(n), "2021-03-10", outlet=f"o{n}", actor=[actor])
        for n, actor in enumerate(("other:الجبهه", "other:جبهه-الهضاب", "other:جنود", "other:جبهه-السهل"))
    ]
    assert _weighed(maker, resources, told[:3], parties=known).conflicts == ()
    (found,) = _weighed(maker, resources, told, parties=known).conflicts
    assert found.field == "actor"


def test_origins_that_share_words_count_for_less(maker: Any, resources: Any) -> None:
    from takhrij.core.records import Copy

    a, b = (_told(maker, name, "2021-03-10", outlet=name) for name in ("a", "b"))
    assert _weighed(maker, resources, [a, b]).effective == 2.0
    one, other = sorted((a.document, b.document))
    copy = Copy(one, other, 0.4, None, "", (((0, 4), (0, 4)),))
    assert _weighed(maker, resources, [a, b], copies=[copy]).effective == 1.6
