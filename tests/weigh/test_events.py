"""Events: one view over all accounts of a happening, with every disagreement left visible."""

from __future__ import annotations

import random
from typing import Any

import pytest

from takhrij.core.records import ChainLink, Event, Grade, Span
from takhrij.link.copies import copies
from takhrij.link.events import Linker
from takhrij.link.origins import Material as Traced
from takhrij.link.origins import origins
from takhrij.weigh import Material, weigh


def whole_way(case: Any, claims: list[Any], language: Any, resources: Any) -> tuple[Event, ...]:
    linked = Linker(language, resources).link(claims, case.readings)
    found = copies(case.readings.values(), 0.3, language, resources)
    made = origins(Traced(case.readings, claims, found, linked.clusters), language, resources)
    return weigh(Material(case.readings, claims, linked.clusters, made.of_claim), resources)


@pytest.fixture
def events(swap: Any, language: Any, resources: Any) -> tuple[Event, ...]:
    return whole_way(swap, swap.claims, language, resources)


def test_reprints_are_one_origin(swap: Any, events: tuple[Event, ...]) -> None:
    exchange = next(e for e in events if e.type == "exchange")
    named = sorted(sorted(swap.names[d] for d in o) for o in exchange.origins)
    assert named == [["agency", "citing", "retitled", "trimmed"], ["one_sided"], ["vague"]]
    assert exchange.time == "2021-07-27" and exchange.place == ("sawmaa", "al-Sawma'a")
    assert exchange.label.startswith("Exchange of captives: ")


def test_the_one_sided_account_is_a_conflict_and_precision_is_none(events: tuple[Event, ...]) -> None:
    exchange = next(e for e in events if e.type == "exchange")
    by_field = {c.field: c for c in exchange.conflicts}
    assert set(by_field) == {"type", "time", "place"}
    assert "one-sided" in by_field["type"].note
    assert {v.value: len(v.claims) for v in by_field["type"].values} == {"exchange": 5, "release": 1}
    assert exchange.grade.credibility == 3 and "3 independent origins" in exchange.grade.reason


def test_the_refusal_is_its_own_event_of_one_origin(events: tuple[Event, ...]) -> None:
    (refusal,) = [e for e in events if e.type == "release"]
    assert "(refused)" in refusal.label and len(refusal.origins) == 1 and len(refusal.claims) == 3
    assert refusal.grade.credibility == 6 and "one origin" in refusal.grade.reason


def test_event_id_is_its_first_claim(swap: Any, events: tuple[Event, ...]) -> None:
    published = {d: r.published for d, r in swap.readings.items()}
    for event in events:
        keys = [(published[d] or "~", d, int(c.rsplit("-", 1)[1])) for c, d in event.claims]
        assert keys == sorted(keys) and event.id == event.claims[0][0]


def test_shuffled_input_changes_nothing(swap: Any, language: Any, resources: Any, events: tuple[Event, ...]) -> None:
    for seed in range(4):
        claims = list(swap.claims)
        random.Random(seed).shuffle(claims)
        assert whole_way(swap, claims, language, resources) == events


def test_a_humans_grade_wins(swap: Any, resources: Any) -> None:
    ids = tuple(c.id for c in swap.claims if c.type == "exchange")
    human = Grade(2, "set by a human: seen the list")
    (event,) = weigh(Material(swap.readings, swap.claims, [ids], {}, {ids[-1]: human}), resources)
    assert event.grade == human


def test_a_claim_without_anything_still_is_an_event(maker: Any, resources: Any) -> None:
    claim = maker.claim(maker.page("bare", "وقع شيء"), "وقع", "no_such_type")
    (event,) = weigh(Material(maker.readings, [claim], [[claim.id, "gone"]], {}), resources)
    assert (event.label, event.time, event.place, event.origins) == ("no_such_type", None, None, ((claim.document,),))
    assert weigh(Material({}, [], [["gone"]], {}), resources) == ()


def test_two_sides_who_both_tell_it(maker: Any, resources: Any) -> None:
    claims = []
    for actor in ("houthi", "yemen_army"):
        page = maker.page(actor, "دارت مواجهات في مأرب", outlet=actor)
        chain = ChainLink("official", Span(0, 4, "دارت"), actor)
        claims.append(maker.claim(page, "دارت مواجهات", actor=["houthi"], target=["yemen_army"], chain=chain))
    (event,) = weigh(Material(maker.readings, claims, [[c.id for c in claims]], {}), resources)
    assert event.sides == ("houthi", "yemen_army") and event.grade.credibility == 1


def two_tellings(maker: Any, **half: Any) -> list[Any]:
    whole = maker.page("whole", "تبادل أسرى بين الجانبين", published="2021-07-26")
    alone = maker.page("alone", "إطلاق سراح اثنين", published="2021-07-28")
    parties = {"actor": ["houthi"], "target": ["alqaeda"]}
    return [
        maker.claim(
            whole, "تبادل أسرى", "exchange", actor=["houthi", "alqaeda"], place=["sawmaa"], time="2021-07-26"
        ),
        maker.claim(alone, "إطلاق سراح", "release", **{**parties, "place": ["sanaa"], **half}),
    ]


def doubted(maker: Any, resources: Any, claims: list[Any], **told: Any) -> list[list[str]]:
    material = Material(maker.readings, claims, [[c.id] for c in claims], {}, **told)
    return [[c.field for c in event.conflicts] for event in weigh(material, resources)]


def test_a_release_beside_an_exchange_is_queued_as_doubtful_at_both(maker: Any, resources: Any) -> None:
    claims = two_tellings(maker)
    assert doubted(maker, resources, claims) == [["same happening"], ["same happening"]]
    apart = [(claims[1].id, claims[0].id)]
    assert doubted(maker, resources, claims, apart=apart) == [[], []]


@pytest.mark.parametrize("half", [{"time": "2020-06-13"}, {"target": ["isis"]}])
def test_another_day_or_other_parties_are_no_doubt(maker: Any, resources: Any, half: dict[str, Any]) -> None:
    assert doubted(maker, resources, two_tellings(maker, **half)) == [[], []]


def test_who_denies_the_exchange_and_tells_a_release_is_one_sided(maker: Any, resources: Any) -> None:
    claims = two_tellings(maker)
    page = maker.page("denies", "إطلاق سراح بلا مقابل، ولم تكن صفقة. تحدثت مواقع عن تبادل", published="2021-07-28")
    denial = [
        maker.claim(page, "إطلاق سراح", "release"),
        maker.claim(page, "صفقة", "exchange", polarity="did_not"),
        maker.claim(page, "تبادل", "exchange"),
    ]
    told = [claims[0], *denial]
    (event,) = weigh(Material(maker.readings, told, [[c.id for c in told]], {}), resources)
    kinds = {v.value: v.claims for c in event.conflicts if c.field == "type" for v in c.values}
    assert kinds == {"exchange": (claims[0].id, denial[2].id), "release": (denial[0].id,)}
    assert "polarity" in [c.field for c in event.conflicts]
