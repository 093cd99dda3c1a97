"""The course of captives over the claims of a case, and what does not add up in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from takhrij.core.records import (
    ActorRef,
    Claim,
    CountRef,
    Entity,
    Event,
    Filler,
    Grade,
    Modality,
    Person,
    Polarity,
    Reading,
    Span,
    TimeRef,
)
from takhrij.show.captives import captives
from takhrij.show.view import CaseView

SPAN = Span(0, 1, "س")
GUARD = ActorRef("other:حرس-الوادي", "حرس الوادي", SPAN)
FRONT = ActorRef("other:جبهه-السنديان", "جبهة السنديان", SPAN)
SALIM = ActorRef("other:سليم_الناصري", "سليم الناصري", SPAN)


def claim(
    name: str,
    kind: str,
    day: str | None,
    roles: dict[str, tuple[Filler, ...]],
    *,
    modality: Modality = "asserted",
    polarity: Polarity = "did",
) -> Claim:
    told = {**roles, **({"time": (TimeRef(day, SPAN),)} if day else {})}
    return Claim(name, name[0] * 64, kind, modality, polarity, SPAN, (SPAN,), told)


def number(value: int) -> tuple[CountRef, ...]:
    return (CountRef(value, value, SPAN),)


def rows(*claims: Claim, together: tuple[tuple[str, ...], ...] = ()) -> list[dict[str, Any]]:
    events = tuple(
        Event(ids[0], "release", "", None, None, tuple((i, i[0] * 64) for i in ids), (), (), (), (), Grade(6, ""))
        for ids in together
    )
    return list(captives(CaseView(claims={c.id: c for c in claims}, events=events)))


def test_numbered_captives_have_a_row_for_holder_and_party_in_order_of_days() -> None:
    held = claim("a1", "detain", "2018-02", {"actor": (FRONT,), "target": (GUARD,), "captured": number(20)})
    freed = claim("a2", "release", "2019-05-01", {"actor": (FRONT,), "target": (GUARD,), "released": number(6)})
    row = rows(freed, held)[0]
    assert [a["id"] for a in row["held_by"]] == [FRONT.id] and [a["id"] for a in row["of"]] == [GUARD.id]
    assert row["since"] == "2018-02" and row["last"] == "released"
    assert [(s["stage"], s["count"]) for s in row["steps"]] == [
        ("held", {"min": 20, "max": 20}),
        ("released", {"min": 6, "max": 6}),
    ]
    assert row["does_not_add_up"] == []


def test_unknown_captives_of_one_holder_are_the_same_on_one_page_only() -> None:
    held = claim("a1", "detain", "2018-02", {"actor": (FRONT,), "captured": number(4)})
    freed = claim("a2", "release", "2018-05", {"actor": (FRONT,), "released": number(4)})
    again = claim("b1", "release", "2018-05", {"actor": (FRONT,), "released": number(4)})
    other = claim("b2", "release", "2019-07", {"actor": (FRONT,), "released": number(9)})
    found = rows(held, freed, again, other, together=(("a2", "b1"),))
    assert [[step["stage"] for step in row["steps"]] for row in found] == [["held", "released"], ["released"]]


def test_more_freed_than_held_is_told() -> None:
    held = claim("a1", "detain", "2018-02", {"actor": (FRONT,), "target": (GUARD,), "captured": number(4)})
    freed = claim("a2", "release", "2019-05-01", {"actor": (FRONT,), "target": (GUARD,), "released": number(6)})
    assert rows(held, freed)[0]["does_not_add_up"] == ["6 told as set free, 4 as held"]


def test_a_named_captive_freed_twice_and_one_freed_after_death() -> None:
    one = claim("a1", "release", "2019-05-01", {"actor": (FRONT,), "target": (SALIM,)})
    two = claim("b1", "release", "2020-06-01", {"actor": (FRONT,), "target": (SALIM,)})
    dead = claim("b2", "killing", "2018-01-01", {"actor": (FRONT,), "target": (SALIM,)})
    row = rows(one, two, dead)[0]
    assert row["captive"] == "سليم الناصري"
    assert row["does_not_add_up"] == [
        "told as freed 2 times: 1 May 2019, 1 June 2020",
        "told as freed after being told as dead",
    ]


def test_a_death_of_somebody_never_held_is_no_captives() -> None:
    assert rows(claim("a1", "killing", "2018-01-01", {"actor": (FRONT,), "target": (SALIM,)})) == []


def test_a_promise_without_a_release_and_accounts_that_differ() -> None:
    promised = claim(
        "a1",
        "release",
        "2019-05-01",
        {"actor": (FRONT,), "target": (GUARD,), "released": number(9)},
        modality="planned",
    )
    assert rows(promised)[0]["does_not_add_up"] == ["promised 1 May 2019; no release is told since"]
    few = claim("a2", "release", "2019-06-01", {"actor": (FRONT,), "target": (GUARD,), "released": number(7)})
    many = claim("b1", "release", "2019-06-01", {"actor": (FRONT,), "target": (GUARD,), "released": number(9)})
    told = rows(promised, few, many, together=(("a2", "b1"),))[0]["does_not_add_up"]
    assert told == ["released 1 June 2019: accounts tell 7 to 9"]


def test_each_side_of_an_exchange_frees_the_others_people() -> None:
    swap = claim("a1", "exchange", None, {"actor": (FRONT, GUARD), "released": number(3), "exchanged": number(2)})
    found = {(r["held_by"][0]["id"], r["of"][0]["id"]): r["steps"][0]["count"]["min"] for r in rows(swap)}
    assert found == {(FRONT.id, GUARD.id): 3, (GUARD.id, FRONT.id): 2}


def _page(key: str, text: str, *names: str) -> tuple[Reading, tuple[Person, ...]]:
    persons = (Person(Span(text.index(n), text.index(n) + len(n), n), "name", tuple(n.split())) for n in names)
    return Reading(key, "text@1", text), tuple(persons)


def test_two_lists_in_other_spellings_and_order_name_the_same_men() -> None:
    one, first = _page("a" * 64, "أسروا اثنين هما سليم الناصري ورامي جابر خولي", "سليم الناصري", "رامي جابر خولي")
    two, second = _page("b" * 64, "يحتجزون رامي الخولي وسالم الناصري", "رامي الخولي", "سالم الناصري")
    end = Span(0, 5, one.text[:5])
    held = [
        replace(claim(f"{p}1", "detain", "2021-06-01", {"actor": (FRONT,), "captured": number(2)}), trigger=end)
        for p in "ab"
    ]
    entities = (
        Entity("salim", "سليم الناصري", (("a" * 64, 0), ("b" * 64, 1))),
        Entity("rami", "رامي جابر خولي", (("a" * 64, 1), ("b" * 64, 0))),
    )
    events = (
        Event("a1", "detain", "", None, None, (("a1", "a" * 64), ("b1", "b" * 64)), (), (), (), (), Grade(6, "")),
    )
    view = CaseView(
        claims={c.id: c for c in held},
        readings={"a" * 64: one, "b" * 64: two},
        persons={"a" * 64: first, "b" * 64: second},
        entities=entities,
        events=events,
    )
    found = {row["captive"]: row for row in captives(view)}
    assert set(found) == {"سليم الناصري", "رامي جابر خولي"}
    assert all(len(row["steps"]) == 1 and row["does_not_add_up"] == [] for row in found.values())
    apart = replace(view, entities=(replace(entities[0], members=(("a" * 64, 0),)), entities[1]))
    told = {row["captive"]: row["does_not_add_up"] for row in captives(apart)}
    assert len(told["سليم الناصري"]) == 1 and "not in that of" in told["سليم الناصري"][0]


def test_a_shorter_name_may_be_the_same_man_and_nobody_is_joined_by_it() -> None:
    text = "أفرجوا عن رامي خولي"
    one, first = _page("a" * 64, text, "رامي خولي")
    two, second = _page("b" * 64, "أسروا رامي جابر خولي", "رامي جابر خولي")
    told = {
        "a1": claim("a1", "release", "2021-07-01", {"actor": (FRONT,)}),
        "b1": claim("b1", "detain", "2021-06-01", {"actor": (FRONT,)}),
    }
    view = CaseView(claims=told, readings={"a" * 64: one, "b" * 64: two}, persons={"a" * 64: first, "b" * 64: second})
    found = {row["captive"]: row["does_not_add_up"] for row in captives(view)}
    assert found == {
        "رامي خولي": ["perhaps the same as رامي جابر خولي"],
        "رامي جابر خولي": ["perhaps the same as رامي خولي"],
    }
