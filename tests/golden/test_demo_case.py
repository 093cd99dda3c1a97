"""The example pages as one case: what goes back to one report, what contradicts, what adds up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.show import query
from takhrij.show.view import CaseView
from takhrij.store import open_case

PAGES = Path(__file__).resolve().parents[2] / "examples" / "pages"


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseView]:
    place = str(tmp_path_factory.mktemp("demo") / "case")
    pipeline.add([PAGES], place, Config(jobs=1))
    with open_case(place) as store:
        yield pipeline.view(store)


def told_by(view: CaseView, claims: list[str]) -> set[str]:
    return {view.label(view.claims[claim].document) for claim in claims}


def conflicts(view: CaseView, *fields: str) -> list[dict[str, Any]]:
    return [row for row in query.conflicts(view) if row["field"] in fields]


def test_the_agency_its_reprints_and_who_cites_it_are_one_origin(view: CaseView) -> None:
    origins = [{view.label(d) for d in origin.documents} for origin in view.origins]
    assert [o for o in origins if {"agency", "reprint-trimmed", "reprint-headline", "citing", "second-hand"} <= o], (
        origins
    )
    assert not [o.id for o in view.origins if o.id.startswith("source:")]
    for page in ("one-sided", "rank", "refusal", "late-july"):
        assert {page} in origins, page


def test_the_one_sided_account_is_set_against_the_exchange(view: CaseView) -> None:
    held = [
        {label for value in row["values"] for label in told_by(view, value["claims"])}
        for row in conflicts(view, "type", "same happening")
    ]
    assert [pages for pages in held if {"one-sided", "agency"} <= pages], held


def test_the_page_that_denies_the_exchange_is_a_conflict_of_polarity(view: CaseView) -> None:
    rows = conflicts(view, "polarity")
    denied = [v for row in rows for v in row["values"] if v["value"] == "did_not"]
    assert "one-sided" in {label for value in denied for label in told_by(view, value["claims"])}


def test_the_refusal_to_free_the_third_man_is_an_event_of_its_own(view: CaseView) -> None:
    refused = [e for e in view.events if all(view.claims[c].polarity == "refused" for c, _ in e.claims)]
    pages = {view.label(document) for event in refused for _, document in event.claims}
    assert {"agency", "citing", "refusal"} <= pages
    assert all("(refused)" in event.label for event in refused)


def test_sums_are_checked_and_the_part_told_otherwise_is_a_conflict(view: CaseView) -> None:
    checks = {check.statement: check.holds for event in view.events for check in event.checks}
    assert checks["released: 16 + 4 = 20; the parts add up to the total"] is True
    assert checks["released: 15 + 4 = 19, but the total told is 20"] is False
    assert "15 + 4 = 19" in json.dumps(conflicts(view, "sum"))
    values = [{v["value"]: told_by(view, v["claims"]) for v in row["values"]} for row in conflicts(view, "released")]
    assert {"16": {"breakdown"}, "15": {"breakdown-off"}} in values
