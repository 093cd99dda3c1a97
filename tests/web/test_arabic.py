"""Pages in Arabic hold no English: whatever is written in Latin letters on them is a name that is written so."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.browser import csrf, served

SECTIONS = (
    *("/", "/events", "/search?q=أسرى", "/timeline", "/map", "/network", "/captives", "/relations", "/sources"),
    *(
        "/people",
        "/conflicts",
        "/problems",
        "/rounds",
        "/samples",
        "/claims",
        "/documents",
        "/acquisitions",
        "/silence",
    ),
    *("/review", "/review?seen=judged", "/decisions", "/dossier", "/dossier/wait?format=pdf", "/account", "/users"),
)
JUDGED: tuple[dict[str, str], ...] = (
    {"verb": "accept"},
    {"verb": "reject"},
    {"verb": "unsure"},
    {"verb": "edit", "field": "time", "value": "2018-11-14"},
    {"verb": "grade", "value": "3"},
)
REFUSED = (
    *("/nothing", "/events/none", "/claims/none", "/documents/none", "/compare/a/b", "/rounds/none", "/samples/none"),
    *("/events?colour=red", "/timeline?colour=red", "/events?from=x", "/timeline?from=x", "/events?page=x"),
    *("/timeline?page=x", "/timeline?from=2019&to=2018", "/review?seen=x", "/dossier?format=exe"),
    f"/dossier?title={'x' * 301}",
)
MISJUDGED: tuple[tuple[str, dict[str, str]], ...] = (
    ("/claims/{}/judge", {"verb": "maybe"}),
    ("/claims/{}/judge", {"verb": "grade", "value": "7"}),
    ("/claims/{}/judge", {"verb": "edit", "field": "time"}),
    ("/claims/{}/judge", {"verb": "edit", "field": "colour", "value": "red"}),
    ("/claims/{}/judge", {"verb": "edit", "field": "type", "value": "feast"}),
    ("/claims/{}/judge", {"verb": "edit", "field": "attribution", "class-0": "official", "text-0": ""}),
    ("/events/judge", {"verb": "accept"}),
    ("/events/judge", {"verb": "same", "claim": "none", "other": "none"}),
    ("/sources/preview", {"one": "x", "other": "y"}),
    ("/people/preview", {"verb": "accept"}),
    ("/people/preview", {"verb": "same_person"}),
    ("/people/preview", {"verb": "same_person", "n:a": "on", "n:b": "on"}),
    ("/rounds", {"name": "", "coders": "amal"}),
    ("/rounds", {"name": "first", "coders": "amal"}),
    ("/rounds", {"name": "first", "coders": "amal, basim", "draw": "x"}),
    ("/samples", {"size": "x"}),
    ("/undo", {"decision": "none"}),
)
WRITTEN_SO = {"English", "JSON", "CSV", "HTML", "PDF", "DOCX", "Markdown", "SHA", "Ctrl", "Esc"} | {
    *("amal", "case", "takhrij", "users", "add"),
}
"""Names of formats, keys and commands, the person signed in and the folder of the case."""


def latin(page: str) -> set[str]:
    """The runs of Latin letters that a page shows or reads out, outside quoted pages and left-to-right identifiers."""
    page = re.sub(r"<(script|style|head|datalist|blockquote)\b.*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r'<div class="source".*?</div>|<bdi dir="ltr".*?</bdi>', "", page, flags=re.DOTALL)
    told = re.findall(r'(?:title|aria-label|placeholder)="([^"]*)"', page)
    return set(re.findall("[A-Za-z]{2,}", html.unescape(" ".join([re.sub(r"<[^>]+>", " ", page), *told]))))


@pytest.fixture(scope="module")
def arabic(read_case: Path, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A browser in Arabic over the example pages, on which some judgements were made."""
    case = tmp_path_factory.mktemp("arabic") / "case"
    shutil.copytree(read_case, case)
    client, _ = served(case)
    client.get("/prefer?language=ar&back=/")
    token = csrf(client.get("/account").text)
    for row, form in zip(client.get("/claims.json").json(), JUDGED, strict=False):
        answer = client.post(f"/claims/{row['id']}/judge", data={"csrf": token, "why": "لسبب", **form})
        assert answer.status_code == 200, answer.text
    return client


def addresses(client: TestClient) -> list[str]:
    def ids(path: str, key: str) -> list[str]:
        return [row[key] for row in client.get(f"{path}.json").json()]

    found = [f"/events/{key}" for key in ids("/events", "id")]
    found += [f"/claims/{key}" for key in ids("/claims", "id")]
    documents = ids("/documents", "sha256")
    found += [f"/documents/{key}{more}" for key in documents for more in ("", "/custody", "/versions")]
    pairs = re.findall(r'href="(/compare/[^"]+)"', "".join(client.get(path).text for path in found))
    assert pairs
    return [*SECTIONS, *found, *pairs]


def test_pages_in_arabic_hold_no_english(arabic: TestClient) -> None:
    labels = {row["document"] for row in arabic.get("/documents.json").json()}
    labels |= {row["asked"] for row in arabic.get("/acquisitions.json").json()}
    names = {part for label in labels for part in re.findall("[A-Za-z]+", label)}
    found = {path: latin(arabic.get(path).text) - WRITTEN_SO - names for path in addresses(arabic)}
    assert {path: left for path, left in found.items() if left} == {}


def test_the_walk_sees_english_where_there_is_some(arabic: TestClient) -> None:
    assert "Ctrl" in latin(arabic.get("/timeline").text)
    assert latin('<p title="Actor">x</p><bdi dir="ltr">id-one</bdi>') == {"Actor"}


def refused(page: str) -> set[str]:
    """The English of a page of refusal, outside what it repeats of what was asked (names between isolates)."""
    told = page[page.index('<section class="error">') :]
    told = re.sub(r"<form.*?</form>|<footer.*", "", told, flags=re.DOTALL)
    return latin(re.sub("\u2068.*?\u2069", "", told))


@pytest.mark.parametrize("address", REFUSED)
def test_broken_addresses_are_refused_in_arabic(arabic: TestClient, address: str) -> None:
    answer = arabic.get(address)
    assert answer.status_code in (400, 404) and refused(answer.text) - WRITTEN_SO == set(), answer.text


@pytest.mark.parametrize(("address", "form"), MISJUDGED)
def test_refused_judgements_are_told_in_arabic(arabic: TestClient, address: str, form: dict[str, str]) -> None:
    claim = arabic.get("/claims.json").json()[0]["id"]
    token = csrf(arabic.get("/account").text)
    answer = arabic.post(address.format(claim), data={"csrf": token, **form})
    assert answer.status_code in (400, 404) and refused(answer.text) - WRITTEN_SO == set(), answer.text
