"""Pages in Arabic hold no English: whatever is written in Latin letters on them is a name that is written so."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.browser import served

SECTIONS = (
    *("/", "/events", "/search?q=أسرى", "/timeline", "/map", "/network", "/captives", "/relations", "/sources"),
    *("/people", "/conflicts", "/problems", "/rounds", "/samples"),
)
WRITTEN_SO = {"English", "JSON", "CSV", "SHA", "Ctrl", "Esc", "amal", "case", "takhrij", "users", "add"}
"""Names of formats, keys and commands, the person signed in and the folder of the case."""


def latin(page: str) -> set[str]:
    """The runs of Latin letters that a page shows or reads out, outside quoted pages and left-to-right identifiers."""
    page = re.sub(r"<(script|style|head|datalist|blockquote)\b.*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r'<div class="source".*?</div>|<bdi dir="ltr".*?</bdi>', "", page, flags=re.DOTALL)
    told = re.findall(r'(?:title|aria-label|placeholder)="([^"]*)"', page)
    return set(re.findall("[A-Za-z]{2,}", html.unescape(" ".join([re.sub(r"<[^>]+>", " ", page), *told]))))


@pytest.fixture(scope="module")
def arabic(read_case: Path) -> TestClient:
    client, _ = served(read_case)
    client.get("/prefer?language=ar&back=/")
    return client


def addresses(client: TestClient) -> list[str]:
    events = client.get("/events.json").json()
    return [*SECTIONS, *(f"/events/{event['id']}" for event in events)]


def test_pages_in_arabic_hold_no_english(arabic: TestClient) -> None:
    labels = {row["document"] for row in arabic.get("/documents.json").json()}
    names = {part for label in labels for part in re.findall("[A-Za-z]+", label)}
    found = {path: latin(arabic.get(path).text) - WRITTEN_SO - names for path in addresses(arabic)}
    assert {path: left for path, left in found.items() if left} == {}


def test_the_walk_sees_english_where_there_is_some(arabic: TestClient) -> None:
    assert "Ctrl" in latin(arabic.get("/timeline").text)
    assert latin('<p title="Actor">x</p><bdi dir="ltr">id-one</bdi>') == {"Actor"}
