"""Happenings: what joins, what stays apart, what a human says; any order, any size."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.link.cluster import Given, cluster
from takhrij.link.events import Judgement, Linker
from takhrij.link.tables import FIELDS, tables


@pytest.fixture(scope="module")
def linker(language: Any, resources: Any) -> Linker:
    return Linker(language, resources)


def test_one_swap_with_its_refusal_apart(swap: Any, linker: Linker) -> None:
    linked = linker.link(swap.claims, swap.readings)
    kinds = {c.id: (swap.names[c.document], c.polarity) for c in swap.claims}
    told = [sorted(kinds[c] for c in members) for members in linked.clusters]
    assert sorted(told, key=len) == [
        [(n, "refused") for n in ("agency", "retitled", "trimmed")],
        [(n, "did") for n in ("agency", "citing", "one_sided", "retitled", "trimmed", "vague")],
    ]
    assert all(link.weight == pytest.approx(sum(c.weight for c in link.comparisons)) for link in linked.links)


def test_shuffled_claims_give_the_same_value(swap: Any, linker: Linker) -> None:
    first = linker.link(swap.claims, swap.readings)
    for seed in range(5):
        claims = list(swap.claims) + swap.claims[:2]
        random.Random(seed).shuffle(claims)
        assert linker.link(claims, dict(reversed(list(swap.readings.items())))) == first


def test_a_human_different_holds_and_same_joins(swap: Any, linker: Linker) -> None:
    exchange = [c.id for c in swap.claims if c.type == "exchange"]
    refusal = next(c.id for c in swap.claims if c.polarity == "refused")
    apart = [Judgement(exchange[0], exchange[1], "different"), Judgement(refusal, exchange[0], "same")]
    linked = linker.link(swap.claims, swap.readings, apart)
    of = linked.of_claim
    assert of[exchange[0]] != of[exchange[1]] and of[refusal] == of[exchange[0]]
    assert [link.judged for link in linked.links].count("human") == 1
    # A "same" by way of a third claim cannot undo the "different".
    chained = [*apart, Judgement(refusal, exchange[1], "same"), Judgement("gone", refusal, "same")]
    again = linker.link(swap.claims, swap.readings, chained)
    assert again.of_claim[exchange[0]] != again.of_claim[exchange[1]]
    assert len(again.refused) == 1 and again.unknown == (Judgement("gone", refusal, "same"),)


def test_part_of_stays_two_events(swap: Any, linker: Linker) -> None:
    a, b = (c.id for c in swap.claims if c.type == "exchange" and swap.names[c.document] in ("agency", "vague"))
    linked = linker.link(swap.claims, swap.readings, [Judgement(b, a, "part_of")])
    assert linked.of_claim[a] != linked.of_claim[b]
    assert linked.parts == ((linked.of_claim[b], linked.of_claim[a]),)


def test_mirror_events_and_unplaced_claims_stay_apart(maker: Any, linker: Linker) -> None:
    pages = [
        maker.page(f"p{n}", f"أفرج طرف عن رجال عند الطرف الآخر رقم {n}", published="2021-07-01") for n in range(4)
    ]
    there = maker.claim(pages[0], "أفرج طرف عن رجال", "release", actor=["houthi"], target=["aqap"], time="2021-07-01")
    back = maker.claim(pages[1], "أفرج طرف عن رجال", "release", actor=["aqap"], target=["houthi"], time="2021-07-01")
    bare = [maker.claim(p, "أفرج طرف", "release", actor=["houthi"]) for p in pages[2:]]
    linked = linker.link([there, back, *bare], maker.readings)
    assert linked.of_claim[there.id] != linked.of_claim[back.id]
    assert len({linked.of_claim[c.id] for c in bare}) == 2


def test_same_place_and_parties_months_apart_are_two(maker: Any, linker: Linker) -> None:
    pages = [maker.page(f"m{n}", "دارت مواجهات عنيفة في مأرب أوقعت قتلى", published=None) for n in range(2)]
    told = {"actor": ["houthi"], "target": ["yemen_army"], "place": ["marib"]}
    claims = [
        maker.claim(p, "دارت مواجهات عنيفة في مأرب", "clash", time=day, **told)
        for p, day in zip(pages, ("2015-07-01", "2015-11-01"), strict=True)
    ]
    assert len(linker.link(claims, maker.readings).clusters) == 2


def test_one_doubtful_link_chains_nothing() -> None:
    """Two tight groups of four with one strong pair between them stay two; the pair is a bridge."""

    def score(i: int, j: int) -> int:
        return 500 if (i < 4) == (j < 4) or {i, j} == {3, 4} else -400

    links = [(score(i, j), i, j) for i in range(8) for j in range(i + 1, 8) if score(i, j) > 0]
    made = cluster(8, links, score, 0)
    assert made.members == ((0, 1, 2, 3), (4, 5, 6, 7)) and made.bridges == ((3, 4),)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8), st.randoms(use_true_random=False))
def test_different_is_never_broken(apart: list[tuple[int, int]], chance: random.Random) -> None:
    different = [(min(p), max(p)) for p in apart if p[0] != p[1]]
    links = [(chance.randint(0, 900), i, j) for i in range(10) for j in range(i + 1, 10)]
    same = [(i, i + 1) for i in range(0, 9, 2)]
    made = cluster(10, links, lambda i, j: 300, 0, Given(same, different))
    home = {i: n for n, members in enumerate(made.members) for i in members}
    assert all(home[i] != home[j] for i, j in different)
    assert sorted(home) == list(range(10))


@pytest.mark.parametrize("one_block", [True, False])
def test_five_thousand_claims(one_block: bool, maker: Any, linker: Linker) -> None:
    page = maker.page("block", "دارت مواجهات عنيفة في أطراف مأرب", published="2021-07-01")
    claims = []
    for n in range(5000):
        day = "2021-07-01" if one_block else f"20{10 + n % 10}-{1 + n % 12:02d}-{1 + n % 28:02d}"
        reading = page if one_block else maker.page(f"b{n}", f"دارت مواجهات عنيفة {n} في أطراف مأرب", published=day)
        told = {"actor": ["houthi"], "place": ["marib" if n % 2 else "sawmaa"], "time": day, "mark": f".{n}"}
        claims.append(maker.claim(reading, "دارت مواجهات", "clash", **told))
    start = time.perf_counter()
    linked = linker.link(claims, maker.readings)
    took = time.perf_counter() - start
    assert sum(len(m) for m in linked.clusters) == 5000
    assert took < 30, f"{took:.1f} s"


def test_frozen_model_says_where_it_comes_from(language: Any, resources: Any) -> None:
    raw = resources.json("link_model")
    assert raw["provenance"] and raw["version"]
    model = tables(language, resources).model
    assert all(isinstance(w, int) for name in FIELDS for w in model.weights[name])


def test_every_level_has_a_weight_and_a_reason(language: Any, resources: Any) -> None:
    from takhrij.link.score import _FIELDS

    model = tables(language, resources).model
    assert {name: len(_FIELDS[name].REASONS) for name in FIELDS} == {
        name: len(model.weights[name]) for name in FIELDS
    }


def test_a_denial_without_particulars_takes_them_from_its_page(maker: Any, language: Any, resources: Any) -> None:
    told = maker.page("told", "تم تبادل أسرى بين الطرفين في الصومعة", published="2021-07-26")
    words = "تحدثت مواقع عن تبادل أسرى في الصومعة. وقال إن ما جرى لم يكن صفقة تبادل"
    other = maker.page("other", words, published="2021-07-28")
    parties = {"actor": ("houthi", "alqaeda"), "place": ("sawmaa",), "time": "2021-07-26"}
    claims = [
        maker.claim(told, "تبادل أسرى", "exchange", **parties),
        maker.claim(other, "تبادل أسرى", "exchange", **parties),
        maker.claim(other, "صفقة تبادل", "exchange", polarity="did_not"),
    ]
    linker = Linker(language, resources)
    assert len(linker.link(claims, maker.readings).clusters) == 1
    taken = next(f for f in linker.prepare(claims, maker.readings) if f.polarity == "did_not")
    assert taken.borrowed == {"time", "place", "actors"} and taken.everyone == {"houthi", "alqaeda"}
    link = next(k for k in linker.link(claims, maker.readings).links if claims[2].id in (k.a, k.b))
    assert any("taken from the claim beside it" in row.reason for row in link.comparisons)


def test_what_is_taken_from_beside_keeps_nothing_apart(maker: Any, language: Any, resources: Any) -> None:
    page = maker.page("page", "تبادل أسرى في مأرب. أفرجوا عن اثنين", published="2021-07-26")
    other = maker.page("other", "إطلاق سراح اثنين من صنعاء", published="2021-07-26")
    both = {"actor": ("houthi",), "target": ("alqaeda",), "counts": {"released": (2,)}}
    claims = [
        maker.claim(page, "تبادل أسرى", "exchange", place=("marib",), time="2021-07-26"),
        maker.claim(page, "أفرجوا", "release", **both),
        maker.claim(other, "إطلاق سراح", "release", place=("sanaa",), time="2021-07-26", **both),
    ]
    home = Linker(language, resources).link(claims, maker.readings).of_claim
    assert home[claims[1].id] == home[claims[2].id]


def test_namesake_towns_and_turned_roles_stay_apart(maker: Any, linker: Linker) -> None:
    from dataclasses import replace

    from takhrij.core.records import PlaceRef, Span

    def told(name: str, text: str, **roles: Any) -> Any:
        page = maker.page(name, text, published="2021-03-12")
        claim = maker.claim(page, text, "shelling", time="2021-03-11", **roles)
        start = text.index("تل المرمر")
        place = PlaceRef("x:تل-المرمر", "", "تل المرمر", "town", Span(start, start + 9, "تل المرمر"))
        return replace(claim, roles={**claim.roles, "place": (place,)})

    west = told("west", "سقطت قذائف على تل المرمر بولاية الغربية", target=["civilians"])
    coast = told("coast", "قذائف على سوق تل المرمر في ولاية الساحل", target=["civilians"])
    either = told("either", "أصابت قذائف بلدة تل المرمر", target=["civilians"])
    linked = linker.link([west, coast], maker.readings)
    assert len(linked.clusters) == 2
    assert len(linker.link([west, either], maker.readings).clusters) == 1
    page = maker.page("roles", "أفرج عن رجال ثم أفرج عن رجال", published="2021-03-12")
    there = maker.claim(page, "أفرج عن رجال ثم", "release", actor=["other:جبهه-الهضاب"], time="2021-03-03")
    other = maker.page("turned", "السلطات تفرج عن رجال", published="2021-03-12")
    back = maker.claim(
        other, "السلطات", "release", actor=["other:السلطات"], target=["other:جبهه-الهضاب"], time="2021-03-03"
    )
    assert len(linker.link([there, back], maker.readings).clusters) == 2


def test_one_page_that_tells_flight_and_fall_tells_two(maker: Any, linker: Linker) -> None:
    text = "سقطت مدينة النجم في يد الجبهة بعد فرار حاميتها"
    told = {"actor": ["other:جبهه-الهضاب"], "place": ["marib"], "time": "2021-03-18"}
    claims = [
        maker.claim(page, word, kind, **told)
        for page in (maker.page(f"fall{n}", text + " " * n, published="2021-03-18") for n in range(2))
        for word, kind in (("سقطت", "seize"), ("فرار", "withdraw"))
    ]
    linked = linker.link(claims, maker.readings)
    kinds = {c.id: c.type for c in claims}
    assert {frozenset(kinds[c] for c in members) for members in linked.clusters} == {
        frozenset({"seize"}),
        frozenset({"withdraw"}),
    }
    # Where each page tells one of them, they may be one happening seen from two sides.
    assert len(linker.link([claims[0], claims[3]], maker.readings).clusters) == 1


def test_who_speaks_for_a_party_is_the_doer_that_is_not_named(maker: Any, linker: Linker) -> None:
    from takhrij.core.records import ChainLink, Span

    page = maker.page("statement", "القيادة العامة لجبهة الهضاب: أطلقنا خمسة عشر أسيرا", published="2021-03-03")
    link = ChainLink("official", Span(0, 26, "القيادة العامة لجبهة الهضاب"))
    claim = maker.claim(page, "أطلقنا", "release", time="2021-03-03", chain=link)
    (fact,) = linker.prepare([claim], maker.readings)
    assert fact.actors == {"other:group:هضاب"} and "actors" in fact.borrowed
