"""Who stood with whom on the day decides how many sides confirm, and who may be named for whom."""

from __future__ import annotations

from typing import Any

import pytest

from takhrij.core.records import ChainLink, Event, Span
from takhrij.link.events import Linker
from takhrij.link.origins import Material as Traced
from takhrij.link.origins import origins
from takhrij.link.tables import tables
from takhrij.weigh import Material, weigh

_TEXT = "قال ناطق إن قوة أسرت أربعة جنود في صنعاء يوم الأحد بعد كمين قرب الجسر"


def told(maker: Any, language: Any, resources: Any, day: str, *who: dict[str, Any]) -> tuple[Event, ...]:
    """Events of pages of one day, each with one claim; `speaks` is the actor in whose name it is told."""
    claims = []
    for n, one in enumerate(who):
        page = maker.page(f"{day}-{n}", f"{_TEXT} {'وأضاف' * n}.", outlet=f"صحيفة {n}", published=day)
        speaker = one.pop("speaks", None)
        chain = ChainLink("official", Span(4, 8, "ناطق"), actor=speaker) if speaker else None
        one.setdefault("kind", "detain")
        claims.append(maker.claim(page, _TEXT, place=["sanaa"], time=day, chain=chain, **one))
    linked = Linker(language, resources).link(claims, maker.readings)
    made = origins(Traced(maker.readings, claims, (), linked.clusters), language, resources)
    known = tables(language, resources)
    material = Material(
        maker.readings, claims, linked.clusters, made.of_claim, parties=known.parties, alliances=known.alliances
    )
    return weigh(material, resources)


@pytest.mark.parametrize(
    ("day", "credibility", "note"),
    [("2015-08-03", 2, "stood on one side then"), ("2018-08-03", 1, "")],
)
def test_allies_confirm_as_one_side_and_enemies_as_two(
    maker: Any, language: Any, resources: Any, day: str, credibility: int, note: str
) -> None:
    parties = {"actor": ["houthi"], "target": ["saleh_forces"], "kind": "exchange"}
    (event,) = told(
        maker, language, resources, day, {"speaks": "houthi", **parties}, {"speaks": "saleh_forces", **parties}
    )
    assert event.sides == ("houthi", "saleh_forces") and len(event.origins) == 2
    assert event.grade.credibility == credibility
    assert [note in n for n in event.notes] == [True] * bool(note)


@pytest.mark.parametrize(
    ("day", "reason"),
    [("2015-08-03", "some parties in common"), ("2018-08-03", "the same parties in opposite roles")],
)
def test_an_ally_may_be_named_for_an_ally_while_he_is_one(
    maker: Any, language: Any, resources: Any, day: str, reason: str
) -> None:
    pairs = (["houthi"], ["hadi_government"]), (["saleh_forces"], ["houthi"])
    claims = [
        maker.claim(maker.page(f"p{n}", _TEXT, published=day), _TEXT, "killing", actor=actor, target=target, time=day)
        for n, (actor, target) in enumerate(pairs)
    ]
    link = Linker(language, resources).explain(*claims, maker.readings)
    assert next(row.reason for row in link.comparisons if row.field == "actors") == reason


@pytest.mark.parametrize(("day", "said"), [("2015-08-03", True), ("2018-08-03", False)])
def test_allies_told_as_opponents_are_noted(maker: Any, language: Any, resources: Any, day: str, said: bool) -> None:
    (event,) = told(maker, language, resources, day, {"actor": ["houthi"], "target": ["saleh_forces"]})
    assert any("told as opponents" in note for note in event.notes) is said


@pytest.mark.parametrize(("day", "said"), [("2015-08-03", False), ("2018-08-03", True)])
def test_a_deed_in_common_of_those_who_had_parted_is_noted(
    maker: Any, language: Any, resources: Any, day: str, said: bool
) -> None:
    pair = {"actor": ["houthi", "saleh_forces"], "target": ["hadi_government"]}
    (event,) = told(maker, language, resources, day, pair)
    assert any("told as doing it together" in note for note in event.notes) is said


@pytest.mark.parametrize(("day", "conflict"), [("2016-08-03", False), ("2014-08-03", True)])
def test_a_part_told_for_its_whole_is_no_conflict_while_it_is_one(
    maker: Any, language: Any, resources: Any, day: str, conflict: bool
) -> None:
    pages = [{"actor": [who], "target": ["houthi"], "kind": "airstrike"} for who in ("coalition", "saudi")]
    events = told(maker, language, resources, day, *pages)
    fields = {c.field for event in events for c in event.conflicts}
    assert ("actor" in fields or len(events) > 1) is conflict
