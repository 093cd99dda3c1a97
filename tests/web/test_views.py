"""Timeline, map, network, captives, sources, conflicts and problems: rows, filters, files and the letter of a source."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.browser import csrf, served

VIEWS = ("timeline", "map", "network", "captives", "sources", "conflicts", "problems")
FILTERED = ("timeline", "map", "network", "captives", "conflicts")


def sheet(client: TestClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).text)))


def carried(page: str, name: str) -> dict[str, list[dict[str, object]]]:
    """The data that a page hands to its picture."""
    found = re.search(rf'<script type="application/json" id="{name}-data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    told: dict[str, list[dict[str, object]]] = json.loads(found[1])
    return told


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_answers_in_both_languages_and_as_files(client: TestClient, view: str, language: str) -> None:
    client.get(f"/prefer?language={language}&back=/")
    page = client.get(f"/{view}")
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert " style=" not in page.text and "<script>" not in page.text
    assert client.get(f"/{view}.json").json() is not None
    assert client.get(f"/{view}.csv").status_code == 200


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("broken", ["colour=red", "page=none", "page=0", "page=-1"])
def test_a_broken_filter_is_a_clear_page(client: TestClient, view: str, broken: str) -> None:
    answer = client.get(f"/{view}?{broken}")
    assert answer.status_code == 400
    assert '<section class="error">' in answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize("view", FILTERED)
@pytest.mark.parametrize("broken", ["from=soon", "to=2021-02-31", "from=2022&to=2021", "actor=" + "x" * 400])
def test_broken_days_and_values_are_a_clear_page(client: TestClient, view: str, broken: str) -> None:
    for ending in ("", ".json", ".csv"):
        answer = client.get(f"/{view}{ending}?{broken}")
        assert answer.status_code == 400
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("view", FILTERED)
def test_a_filter_that_nothing_fits_says_so(client: TestClient, view: str) -> None:
    answer = client.get(f"/{view}?outlet=nobody")
    assert answer.status_code == 200
    assert "Nothing fits" in answer.text


def test_the_facets_of_the_lists_are_those_of_the_views(client: TestClient) -> None:
    for facet in ("type=release", "actor=Al-Qaeda", "outlet=وكالة المثال"):
        listed = {row["id"] for row in client.get(f"/events.json?{facet}").json()}
        assert listed
        assert {row["id"] for row in client.get(f"/timeline.json?{facet}").json()} == listed


def test_the_timeline_tells_apart_what_has_no_date(client: TestClient) -> None:
    rows = client.get("/timeline.json").json()
    undated = [row for row in rows if row["time"] is None]
    assert undated and rows[-len(undated) :] == undated
    page = client.get("/timeline").text
    assert f"{len(undated)} events whose date is not told" in page
    assert {row["id"] for row in carried(page, "timeline")["rows"]} == {r["id"] for r in rows if r["time"]}
    within = client.get("/timeline.json?from=2021-07&to=2021-07").json()
    assert within and all(r["time"]["first"].startswith("2021-07") for r in within)
    assert f"Left out by the days asked for: {len(undated)} events" in client.get("/timeline?from=2021-07").text


def test_the_chip_stands_in_the_table(client: TestClient) -> None:
    row = next(r for r in client.get("/timeline.json").json() if r["origins"] > 2)
    chip = f"{row['reports']} reports · {row['origins']} origins · F{row['credibility']}"
    assert chip in client.get("/timeline").text


def test_the_map_is_geojson_and_its_table_holds_every_place(client: TestClient) -> None:
    told = client.get("/map.json")
    assert told.headers["content-type"].startswith("application/geo+json")
    places = {f["properties"]["name"]: f for f in told.json()["features"]}
    assert places["Sanaa"]["geometry"]["coordinates"] == [44.21, 15.35]
    page = client.get("/map").text
    assert len(carried(page, "map")["places"]) == len(places)
    assert all(f'<bdi dir="auto">{name}</bdi>' in page for name in places)
    assert '<div id="map" class="map" dir="ltr">' in page
    assert len(sheet(client, "/map.csv")) == len(places)


def test_names_of_the_map_are_in_the_language_of_the_page(client: TestClient) -> None:
    client.get("/prefer?language=ar&back=/")
    told = carried(client.get("/map").text, "map")
    assert told["countries"]["887"] == "اليمن"  # type: ignore[call-overload]
    assert "صنعاء" in {place["name"] for place in told["places"]}


def test_the_network_weighs_in_origins(client: TestClient) -> None:
    graph = client.get("/network.json").json()
    exchange = next(e for e in graph["edges"] if e["type"] == "exchange" and e["kind"] == "dealing")
    assert exchange["weight"] == len(set(exchange["origins"])) < len(exchange["evidence"])
    page = client.get("/network").text
    assert len(carried(page, "network")["edges"]) == len(graph["edges"]) == len(sheet(client, "/network.csv"))
    nodes = {node["id"] for node in graph["nodes"]}
    assert all({e["source"], e["target"]} <= nodes for e in graph["edges"])


def test_a_tie_leads_to_the_page_that_tells_it(client: TestClient) -> None:
    told = next(e for e in client.get("/network.json").json()["edges"] if e["kind"] == "tie")
    proof = told["evidence"][0]
    assert f'<a href="/documents/{proof["sha256"]}#' in client.get("/network").text
    assert client.get(f"/documents/{proof['sha256']}").status_code == 200


def test_a_network_that_tells_no_time_has_no_slider(client: TestClient) -> None:
    page = client.get("/network?type=negotiation")
    assert page.status_code == 200
    assert '<div class="sliders" hidden>' in page.text


def test_captives_are_those_of_the_events_that_fit(client: TestClient) -> None:
    every = client.get("/captives.json").json()
    some = client.get("/captives.json?from=2018&to=2018").json()
    assert 0 < len(some) < len(every)
    page = client.get("/captives").text
    assert "accounts tell 15 to 16" in page
    client.get("/prefer?language=ar&back=/")
    assert "تذكر الروايات من 15 إلى 16" in client.get("/captives").text
    assert client.get("/captives.json").json() == every


def test_conflicts_of_one_field(client: TestClient) -> None:
    every = client.get("/conflicts.json").json()
    fields = {row["field"] for row in every}
    assert {"place", "polarity", "sum"} <= fields
    some = client.get("/conflicts.json?field=place").json()
    assert [row["field"] for row in some] == ["place"]
    assert "Sanaa" in client.get("/conflicts?field=place").text


def test_reasons_are_told_in_the_language_of_the_page(client: TestClient) -> None:
    client.get("/prefer?language=ar&back=/")
    page = client.get("/conflicts").text
    assert "لكن المجموع" in page and "but the total" not in page
    assert "«تبادل أسرى»" in page and "one-sided" not in page
    event = next(row for row in client.get("/events.json").json() if row["grade"]["credibility"] == 4)
    assert "مشكوك فيه: عدد الأصول المستقلة" in client.get(f"/events/{event['id']}").text


def test_a_problem_is_shown_with_what_to_do(case: Path, tmp_path: Path) -> None:
    from takhrij import pipeline
    from takhrij.core.config import Config

    (tmp_path / "bad.html").write_bytes(b"\x00\x01")
    pipeline.add([tmp_path / "bad.html"], str(case), Config())
    client, _ = served(case)
    with client:
        (row,) = client.get("/problems.json").json()
        page = client.get("/problems").text
        assert row["reason"] in page and "bad.html" in page
        assert client.get("/problems.json?stage=extract").json() == []


# -- the letter of a source


def letter(client: TestClient, **fields: str) -> int:
    page = client.get("/sources").text
    form = {"csrf": csrf(page), "source": "وكالة المثال", "letter": "B", "why": "names its sources", "seen": "F"}
    return client.post("/sources/mark", data=form | fields).status_code


def test_a_human_sets_the_letter_and_it_is_said_who_did(client: TestClient) -> None:
    assert letter(client) == 200
    marked = {row["source"]: row["reliability"] for row in client.get("/sources.json").json()}
    assert marked["وكالة المثال"] == "B"
    page = client.get("/sources").text
    assert "set by amal" in page and "names its sources" in page
    assert any(d["verb"] == "reliability" and d["by"] == "amal" for d in client.get("/decisions.json").json())
    assert " · B" in client.get("/timeline").text


def test_a_letter_that_somebody_else_set_meanwhile_is_not_written_over(client: TestClient) -> None:
    assert letter(client) == 200
    assert letter(client, letter="E", seen="F") == 409
    marked = {row["source"]: row["reliability"] for row in client.get("/sources.json").json()}
    assert marked["وكالة المثال"] == "B"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"letter": "G"}, 400),
        ({"letter": ""}, 400),
        ({"source": "nobody"}, 404),
        ({"why": "x" * 501}, 400),
        ({"csrf": "no"}, 403),
    ],
)
def test_a_wrong_letter_writes_nothing(client: TestClient, fields: dict[str, str], status: int) -> None:
    assert letter(client, **fields) == status
    assert client.get("/decisions.json").json() == []


def test_a_reader_sees_letters_and_sets_none(case: Path) -> None:
    client, _ = served(case, "reader")
    with client:
        page = client.get("/sources").text
        assert 'class="letter"' not in page
        assert client.post("/sources/mark", data={"source": "وكالة المثال", "letter": "A"}).status_code == 403
