"""What happens often: rounds, parts and their totals, one state dated twice, and the persons it is told of."""

from __future__ import annotations

from typing import Any

import pytest

from takhrij.core.records import ChainLink, Person, Span
from takhrij.link.compare import counts, persons, time, words
from takhrij.link.events import Linker
from takhrij.link.facts import Facts
from takhrij.link.tables import Tables, tables


@pytest.fixture(scope="module")
def known(language: Any, resources: Any) -> Tables:
    return tables(language, resources)


@pytest.fixture(scope="module")
def linker(language: Any, resources: Any) -> Linker:
    return Linker(language, resources)


def strike(maker: Any, name: str, killed: int | None, day: str, **told: Any) -> Any:
    text = f"خبر {name} يروي أن غارات الطيران على الوادي أوقعت قتلى من المقاتلين وأضرارا في المزارع والطرق"
    page = maker.page(name, text, published="2021-07-14", outlet=name)
    told.setdefault("actor", ["coalition"])
    number = {"counts": {"killed": [killed]}} if killed is not None else {}
    return maker.claim(
        page, text[text.index("غارات") :], told.pop("kind", "airstrike"), place=["sawmaa"], time=day, **number, **told
    )


def pair(linker: Linker, maker: Any, *claims: Any) -> tuple[Facts, Facts]:
    first, second = linker.prepare(claims, maker.readings)
    return first, second


def test_two_days_and_their_total_are_three_events(maker: Any, linker: Linker, known: Tables) -> None:
    days = [("one", 3, "2021-07-10"), ("two", 4, "2021-07-11"), ("both", 9, "2021-07-10/2021-07-11")]
    claims = [strike(maker, *told) for told in days]
    assert len(linker.link(claims, maker.readings).clusters) == 3
    total, part = pair(linker, maker, claims[2], claims[0])
    assert counts.level(part, total, known) == counts.level(total, part, known) == counts.PART
    assert words.level(part, total, known) == words.FEW


def test_an_equal_number_of_the_same_few_days_is_one(maker: Any, linker: Linker, known: Tables) -> None:
    claims = [strike(maker, n, 9, "2021-07-10/2021-07-11") for n in ("one", "two")]
    assert time.level(*pair(linker, maker, *claims), known) == time.SAME_DAY
    assert len(linker.link(claims, maker.readings).clusters) == 1


def test_a_page_that_tells_one_on_each_of_two_days_keeps_them_apart(
    maker: Any, linker: Linker, known: Tables
) -> None:
    page = maker.page("rounds", "تبادل أول يوم الاثنين ثم تبادل ثان يوم الثلاثاء", published="2021-04-07")
    told = {"actor": ["houthi", "hadi_government"], "place": ["marib"]}
    monday = maker.claim(page, "تبادل أول", "exchange", time="2021-04-05", **told)
    tuesday = maker.claim(page, "تبادل ثان", "exchange", time="2021-04-06", **told)
    other = maker.claim(maker.page("other", "جرى تبادل"), "تبادل", "exchange", time="2021-04-05", **told)
    found = {f.id: f for f in linker.prepare([monday, tuesday, other], maker.readings)}
    assert time.level(found[tuesday.id], found[other.id], known) == time.ONE_EACH
    assert time.level(found[monday.id], found[other.id], known) == time.SAME_DAY


@pytest.mark.parametrize(("kind", "level"), [("withdraw", time.NEXT_DAY), ("airstrike", time.DAYS_APART)])
def test_what_lasts_comes_about_once(kind: str, level: int, maker: Any, linker: Linker, known: Tables) -> None:
    claims = [strike(maker, n, None, day, kind=kind) for n, day in (("one", "2021-07-10"), ("two", "2021-07-12"))]
    assert time.level(*pair(linker, maker, *claims), known) == level


def test_a_person_it_was_done_to_joins_and_its_speaker_does_not(maker: Any, linker: Linker, known: Tables) -> None:
    claims, people = [], {}
    for name, victim in (("one", "سعاد المرجان"), ("two", "سعاد كامل المرجان"), ("three", "هاني الخزاف")):
        text = f"دفع فدية عن {victim} كما قال سالم الناطق"
        page = maker.page(name, text, published="2021-06-20")
        at, by = text.index(victim), text.index("سالم الناطق")
        speaker = Span(by, by + 11, "سالم الناطق")
        claims.append(maker.claim(page, text, "payment", chain=ChainLink("named", speaker)))
        spans = Span(at, at + len(victim), victim), speaker
        people[page.document] = tuple(Person(span, "name", tuple(span.text.split())) for span in spans)
    one, two, three = (
        next(f for f in linker.prepare(claims, maker.readings, people) if f.id == c.id) for c in claims
    )
    assert one.persons == {("سعاد", "المرجان")}
    assert persons.level(one, two, known) == persons.SAME
    assert persons.level(one, three, known) == persons.OTHERS
    assert persons.level(one, one, known) == persons.UNKNOWN
