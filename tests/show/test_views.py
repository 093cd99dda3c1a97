"""Timeline, map and network over the small case of three pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from takhrij.core.errors import UsageError
from takhrij.core.records import ActorRef, Claim, Decision, Span
from takhrij.resources import Resources
from takhrij.show import sheets
from takhrij.show.chips import chip, marks, support
from takhrij.show.columns import Listing
from takhrij.show.facets import choices, choose, facts, parse
from takhrij.show.formats import write
from takhrij.show.geo import Geography, collection
from takhrij.show.names import ActorNames, PlaceNames
from takhrij.show.network import Network
from takhrij.show.timeline import bar, precision, rows
from takhrij.show.view import LATELY, CaseView
from takhrij.show.wording import Words

RESOURCES = Resources()
NOTHING = parse({})


def timeline(view: CaseView, **query: str) -> list[dict[str, object]]:
    return list(rows(view, choose(view, parse(query)).facts, ActorNames.of(view, RESOURCES)))


def untimed(view: CaseView) -> CaseView:
    return replace(view, events=(replace(view.events[0], time=None, conflicts=()),))


# -- facets


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ({}, True),
        ({"type": "exchange"}, True),
        ({"type": "siege"}, False),
        ({"actor": "alqaeda"}, True),
        ({"actor": "al-Qaeda"}, True),
        ({"actor": "isis"}, False),
        ({"place": "sanaa"}, True),
        ({"place": "Sanaa"}, True),
        ({"outlet": "موقع العينة"}, True),
        ({"outlet": "صحيفة أخرى"}, False),
        ({"from": "2021", "to": "2021-07"}, True),
        ({"from": "2021-07-29"}, False),
        ({"to": "2021-07-27"}, False),
        ({"type": "exchange", "actor": "isis"}, False),
    ],
)
def test_every_facet_asked_for_must_be_met(view: CaseView, query: dict[str, str], fits: bool) -> None:
    assert len(choose(view, parse(query)).facts) == fits


@pytest.mark.parametrize(
    "query", [{"from": "soon"}, {"to": "2021-13"}, {"from": "2022", "to": "2021"}, {"actor": "x" * 301}]
)
def test_a_broken_filter_is_told_in_one_line(query: dict[str, str]) -> None:
    with pytest.raises(UsageError) as told:
        parse(query)
    assert "\n" not in str(told.value) and next(iter(query)) in str(told.value)


def test_days_are_inclusive_and_a_month_is_all_of_it() -> None:
    facets = parse({"from": "2021-02", "to": "2021-02"})
    assert (facets.first, facets.last) == (date(2021, 2, 1), date(2021, 2, 28))


def test_a_place_holds_what_lies_in_it(view: CaseView) -> None:
    def moved(claim: Claim) -> Claim:
        places = tuple(replace(p, id="YE-BA.x", name="X", within=("YE-BA", "YE")) for p in claim.places)
        return replace(claim, roles={**claim.roles, "place": places})

    lying = replace(view, claims={key: moved(claim) for key, claim in view.claims.items()})
    for place in ("X", "YE-BA.x", "YE-BA", "YE"):
        assert len(choose(lying, parse({"place": place})).facts) == 1
    assert dict(lying.once(choices)["place"]) == {"X": 1, "YE-BA": 1, "YE": 1}


def test_what_has_no_time_lies_in_no_days_and_is_counted(view: CaseView) -> None:
    found = choose(untimed(view), parse({"from": "2021"}))
    assert (len(found.facts), found.undated) == (0, 1)
    assert len(choose(untimed(view), NOTHING).facts) == 1


def test_the_choices_of_a_facet_are_its_values_with_their_events(view: CaseView) -> None:
    told = view.once(choices)
    assert told["type"] == (("exchange", 1),)
    assert dict(told["actor"]) == {"Houthis (Ansar Allah)": 1, "al-Qaeda": 1}
    assert dict(told["outlet"]) == {"وكالة المثال": 1, "صحيفة النموذج": 1, "موقع العينة": 1}


# -- timeline


@pytest.mark.parametrize(
    ("edtf", "wanted"),
    [
        ("2018-11-13", ("day", "2018-11-13", "2018-11-13", False)),
        ("2018-11", ("month", "2018-11-01", "2018-11-30", False)),
        ("2018~", ("year", "2018-01-01", "2018-12-31", True)),
        ("2018-08-01/2018-08-10", ("interval", "2018-08-01", "2018-08-10", False)),
        ("../2014", ("open", None, "2014-12-31", False)),
        ("2018-04-02/..", ("open", "2018-04-02", None, False)),
    ],
)
def test_a_bar_is_as_wide_as_its_date_is_vague(edtf: str, wanted: tuple[object, ...]) -> None:
    drawn = bar(edtf)
    assert drawn is not None
    assert (precision(edtf), drawn["first"], drawn["last"], drawn["approximate"]) == wanted


def test_what_is_no_time_draws_no_bar() -> None:
    assert bar("28 July 2021") is None


def moved(view: CaseView, told: str) -> CaseView:
    """The case with its event told at another time than all its accounts tell."""
    return replace(view, events=(replace(view.events[0], time=told),))


def test_a_vaguer_date_that_holds_the_one_shown_is_no_rival(view: CaseView) -> None:
    (row,) = timeline(view)
    assert row["time"] == bar("2021-07-28") and row["rivals"] == []
    (row,) = timeline(moved(view, "2021-07"))
    assert [r["edtf"] for r in row["rivals"]] == ["2021-07-28", "2021-07-21/2021-07-31"]  # type: ignore[attr-defined]


def test_rival_dates_stand_beside_the_one_shown(view: CaseView) -> None:
    (row,) = timeline(moved(view, "2021-07-20"))
    rivals = [(r["edtf"], len(r["claims"])) for r in row["rivals"]]  # type: ignore[attr-defined]
    assert rivals == [("2021-07-28", 2), ("2021-07-21/2021-07-31", 1)]
    assert [a["id"] for a in row["actors"]] == ["houthi", "alqaeda"]  # type: ignore[attr-defined]
    assert row["conflicts"] == ["time", "type"]


def test_events_without_a_time_come_last(view: CaseView) -> None:
    dated = view.events[0]
    undated = replace(dated, id="a-before-all", time=None)
    both = replace(view, events=(undated, dated))
    assert [r["id"] for r in timeline(both)] == [dated.id, "a-before-all"]


def test_the_chip_counts_pages_and_origins_and_keeps_both_marks(view: CaseView) -> None:
    told = support(view, view.events[0])
    assert told == {"reports": 3, "origins": 2, "reliability": "F", "credibility": 2}
    assert chip(told, Words.plain("en", RESOURCES)) == "3 reports · 2 origins · F2"


def test_the_chip_counts_as_arabic_does(view: CaseView) -> None:
    arabic = Words.plain("ar", RESOURCES)
    assert chip(support(view, view.events[0]), arabic) == "3 تقارير · أصلان · F2"


def test_the_letter_is_that_of_whoever_speaks_first(view: CaseView) -> None:
    mark = view.decisions[0]
    marked = Decision(
        "d2", "reliability", replace(mark.anchor, quote="مصدر محلي"), "reviewer", "2026-01-03T10:00:00Z", "", "B"
    )
    assert support(replace(view, decisions=(*view.decisions, marked)), view.events[0])["reliability"] == "B"


# -- map


def test_a_place_is_a_point_with_a_circle_as_wide_as_it_is_vague(view: CaseView) -> None:
    told = collection(view, view.once(facts), Geography(RESOURCES))
    assert (told["events"], told["unplaced"], told["without_coordinates"]) == (1, 0, 1)
    event = view.events[0]
    contested = replace(view, events=(replace(event, conflicts=(replace(event.conflicts[0], field="place"),)),))
    told = collection(contested, facts(contested), Geography(RESOURCES))
    (feature,) = told["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [44.2, 15.35]}
    assert feature["properties"]["radius_m"] == 3000
    assert [e["rival"] for e in feature["properties"]["events"]] == [True]
    assert feature["properties"]["origins"] == 1


def test_a_place_without_coordinates_stands_where_it_lies(view: CaseView) -> None:
    first = next(iter(view.claims.values()))
    geography = Geography(RESOURCES)
    place = replace(first.places[0], within=("YE-BA", "YE"))
    point = geography.point(place)
    assert point is not None
    assert (point.precision, point.at) == ("governorate", "YE-BA")
    assert geography.point(replace(place, within=("ZZ",))) is None


def test_every_precision_of_the_gazetteer_has_a_radius() -> None:
    tables = ("places/cities", "places/fronts", "lexicons/ar/place_words")
    told = {row["precision"] for table in tables for row in RESOURCES.table(table)} - {""}
    assert told | {"country", "governorate", "district"} <= set(Geography(RESOURCES).radii)


def test_places_are_named_in_both_languages(view: CaseView) -> None:
    names = PlaceNames.of(view, RESOURCES)
    assert (names.name("sanaa"), names.name("sanaa", "ar")) == ("Sanaa", "صنعاء")
    assert (names.name("YE"), names.name("YE", "ar")) == ("Yemen", "اليمن")
    assert names.name("NO", "ar") == "النرويج"


# -- network


def graph(view: CaseView, **query: str) -> dict[str, list[dict[str, object]]]:
    return Network(view, parse(query), RESOURCES).graph(ActorNames.of(view, RESOURCES))


def test_an_edge_weighs_as_many_origins_as_tell_it(view: CaseView) -> None:
    edges = {e["type"]: e for e in graph(view)["edges"]}
    exchange = edges["exchange"]
    assert (exchange["source"], exchange["target"], exchange["directed"]) == ("alqaeda", "houthi", False)
    assert exchange["weight"] == 1 and len(exchange["evidence"]) == 2  # type: ignore[arg-type]
    assert (edges["release"]["source"], edges["release"]["target"]) == ("houthi", "alqaeda")


def test_a_tie_without_a_time_is_shown_at_all_times(view: CaseView) -> None:
    relation = replace(view.relations[0], object=(ActorRef("alqaeda", "al-Qaeda", Span(0, 1, "ت")),), time=())
    tied = replace(view, relations=(relation,))
    for query in ({}, {"from": "2030"}, {"to": "2010"}, {"type": "supervises"}, {"actor": "alqaeda"}):
        kinds = [e["type"] for e in graph(tied, **query)["edges"] if e["kind"] == "tie"]
        assert kinds == ["supervises"], query
    for query in ({"type": "release"}, {"actor": "isis"}, {"place": "sanaa"}, {"outlet": "موقع العينة"}):
        assert not [e for e in graph(tied, **query)["edges"] if e["kind"] == "tie"], query


def test_what_is_denied_ties_nobody(view: CaseView) -> None:
    denied = {k: replace(c, polarity="did_not", modality="denied") for k, c in view.claims.items()}
    assert graph(replace(view, claims=denied)) == {"nodes": [], "edges": []}


def test_nodes_have_neutral_names(view: CaseView) -> None:
    nodes = {n["id"]: n for n in graph(view)["nodes"]}
    assert nodes["houthi"]["name_ar"] == "الحوثيون (أنصار الله)"
    assert nodes["houthi"]["degree"] == 2


# -- sheets


def sheet(listing: Listing, told: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    out = io.StringIO()
    write(told, listing, "csv", out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_each_picture_is_a_sheet_too(view: CaseView) -> None:
    (event,) = sheet(sheets.TIMELINE, timeline(moved(view, "2021-07-20")))
    assert (event["first day"], event["precision"], event["rival times"]) == (
        "2021-07-20",
        "day",
        "2021-07-28; 2021-07-21/2021-07-31",
    )
    dealings = sheet(sheets.NETWORK, sheets.edges(graph(view)))
    assert [(d["type"], d["source name"], d["origins"]) for d in dealings] == [
        ("exchange", "al-Qaeda", "1"),
        ("release", "Houthis (Ansar Allah)", "1"),
    ]
    placed = replace(view, events=(replace(view.events[0], place=("sanaa", "Sanaa")),))
    shown = collection(placed, facts(placed), Geography(RESOURCES))
    (place,) = sheet(sheets.MAP, sheets.places(shown))
    assert (place["lat"], place["name in Arabic"], place["events"]) == ("15.35", "صنعاء", "1")


def test_what_is_asked_again_is_not_worked_out_again(view: CaseView) -> None:
    found = choose(view, parse({"type": "exchange"}))
    assert choose(view, parse({"type": "exchange"})) is found
    for year in range(1900, 1900 + LATELY):
        choose(view, parse({"from": str(year)}))
    assert choose(view, parse({"type": "exchange"})) is not found
    assert view.once(facts) is view.once(facts)


def test_a_judgement_leaves_what_it_does_not_change(view: CaseView) -> None:
    found = view.once(facts, lasting=True)
    judged = replace(view, decisions=()).like(view)
    assert judged.once(facts, lasting=True) is found
    assert judged.once(marks) == {} and replace(view).once(facts, lasting=True) is not found
