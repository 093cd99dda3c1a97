"""Strange input is linked, traced and weighed without harm: false dates, a page that repeats itself, 5,000 claims."""

from __future__ import annotations

import time
from typing import Any

from takhrij.link.copies import copies
from takhrij.link.events import Linker
from takhrij.link.origins import Material as Traces
from takhrij.link.origins import origins
from takhrij.weigh import Material, weigh

_BODY = "دارت مواجهات عنيفة بين الطرفين في أطراف المدينة واستمرت حتى المساء ثم هدأت بعد وساطة شيوخ المنطقة"


def whole_way(maker: Any, claims: list[Any], language: Any, resources: Any) -> tuple[Any, ...]:
    found = copies(maker.readings.values(), 0.5, language, resources)
    linked = Linker(language, resources).link(claims, maker.readings, (), found)
    sprung = origins(Traces(maker.readings, claims, found, linked.clusters), language, resources)
    told = Material(maker.readings, claims, linked.clusters, sprung.of_claim, copies=found, why=sprung.why)
    return weigh(told, resources)


def test_a_false_date_is_no_day(maker: Any, language: Any, resources: Any) -> None:
    pages = [
        maker.page(f"p{n}", f"{_BODY} {n}", published=day, outlet=f"صحيفة {n}")
        for n, day in enumerate(("2021-02-30", "قريبا", "2021-07-01"))
    ]
    claims = [maker.claim(page, "دارت مواجهات", place=["marib"], actor=["houthi"]) for page in pages]
    events = whole_way(maker, claims, language, resources)
    assert sorted(c for e in events for c, _ in e.claims) == sorted(c.id for c in claims)
    assert all(e.time is None for e in events)


def test_a_page_that_repeats_itself_is_no_copy_of_itself(maker: Any, language: Any, resources: Any) -> None:
    page = maker.page("twice", f"{_BODY}.\n\n{_BODY}.", outlet="صحيفة العينة")
    assert copies(maker.readings.values(), 0.5, language, resources) == []
    (event,) = whole_way(maker, [maker.claim(page, "دارت مواجهات")], language, resources)
    assert event.origins == ((page.document,),)


def test_two_texts_of_one_address_are_one_origin_of_two_tellings(maker: Any, language: Any, resources: Any) -> None:
    first = maker.page("v1", f"{_BODY} وقتل خمسة", published="2021-07-01", outlet="صحيفة العينة")
    second = maker.page("v2", "قتل سبعة حين دارت مواجهات قرب الجسر", published="2021-07-02", outlet="صحيفة العينة")
    claims = [
        maker.claim(page, "دارت مواجهات", counts={"killed": [killed]}) for page, killed in ((first, 5), (second, 7))
    ]
    cluster = [[c.id for c in claims]]
    pages = {first.document: "https://p.example/1", second.document: "https://p.example/1"}
    sprung = origins(Traces(maker.readings, claims, [], cluster, pages), language, resources)
    (event,) = weigh(Material(maker.readings, claims, cluster, sprung.of_claim), resources)
    assert len(event.origins) == 1 and not event.conflicts
    assert event.notes and "revised" in event.notes[0]


def test_an_event_of_five_thousand_claims_is_weighed(maker: Any, language: Any, resources: Any) -> None:
    page = maker.page("many", _BODY, published="2021-07-01", outlet="صحيفة العينة")
    claims = [
        maker.claim(page, "دارت مواجهات", mark=f".{n}", actor=["houthi"], polarity="did_not" if n % 7 == 0 else "did")
        for n in range(5000)
    ]
    cluster = [[c.id for c in claims]]
    start = time.perf_counter()
    sprung = origins(Traces(maker.readings, claims, [], cluster), language, resources)
    (event,) = weigh(Material(maker.readings, claims, cluster, sprung.of_claim, why=sprung.why), resources)
    assert len(event.claims) == 5000 and len(event.traced) == 5000
    assert time.perf_counter() - start < 20
