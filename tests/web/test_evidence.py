"""Custody, versions, acquisitions and silence in the workbench, in both languages; nothing sealed is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.store import open_case
from tests.web.browser import csrf

URL = "https://alnamudhaj.example/news/1"
TEXT = "في 13 نوفمبر 2018 أفرجت جماعة الحوثي عن {n} عنصرا من تنظيم القاعدة في صنعاء. <b>انتهى</b>"


@pytest.fixture
def versions(case: Path, tmp_path: Path) -> list[str]:
    """Two versions of one page in the case, by SHA-256."""
    for number in (20, 25):
        row = {"id": f"v{number}", "source": "صحيفة النموذج", "url": URL, "author": "", "title": f"إفراج عن {number}"}
        row |= {"published": "2018-11-14", "text": TEXT.format(n=number)}
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    pipeline.add([tmp_path / "20.jsonl", tmp_path / "25.jsonl"], str(case), Config(caged=False, by="amal"))
    with open_case(case) as store:
        return [document.sha256 for document in store.documents() if document.url == URL]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_answer_in_both_languages(versions: list[str], client: TestClient, language: str) -> None:
    client.get(f"/prefer?language={language}&back=/")
    for path in (
        f"/documents/{versions[0]}/custody",
        f"/documents/{versions[0]}/versions",
        "/acquisitions",
        "/silence",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert f'<html lang="{language}"' in answer.text and " style=" not in answer.text
        assert "evidence." not in answer.text


def test_what_a_page_changed_is_marked_and_its_words_are_only_words(versions: list[str], client: TestClient) -> None:
    page = client.get(f"/documents/{versions[0]}/versions").text
    assert "<del>20</del>" in page and "<ins>25</ins>" in page or "<del>25</del>" in page and "<ins>20</ins>" in page
    assert "<b>" not in page and "&lt;" in page
    assert client.get("/documents/" + "0" * 64 + "/versions").status_code == 404


def test_custody_tells_who_added_and_that_it_was_taken(versions: list[str], client: TestClient) -> None:
    client.get(f"/documents/{versions[0]}/original")
    (row,) = client.get(f"/documents/{versions[0]}/custody.json").json()
    assert row["by"] == "amal" and len(row["sha512"]) == 128
    assert [step["what"] for step in row["custody"]] == ["added", "export"]
    assert row["sha512"] in client.get(f"/documents/{versions[0]}/custody").text


def test_a_search_is_noted_by_whoever_is_signed_in(client: TestClient) -> None:
    token = csrf(client.get("/acquisitions").text)
    told = {"words": "أسرى", "place": "محرك", "results": "0", "outlet": "موقع العينة", "first": "2021-07-26"}
    assert client.post("/acquisitions/search", data={**told, "csrf": token}).status_code == 200
    rows = client.get("/acquisitions.json?outcome=nothing").json()
    assert [(r["what"], r["outlet"], r["results"]) for r in rows if r["what"] == "search"] == [
        ("search", "موقع العينة", 0)
    ]
    cells = client.get("/silence.json?month=2021-07").json()
    assert [c["day"] for c in cells if c["outlet"] == "موقع العينة" and c["state"] == "searched"] == ["2021-07-26"]
    for wrong in ({"words": ""}, {"results": "many"}, {"first": "soon"}):
        assert client.post("/acquisitions/search", data={**told, **wrong, "csrf": token}).status_code == 400


@pytest.mark.parametrize("broken", ["month=soon", "month=2021-13", "colour=red"])
def test_a_month_that_is_none_is_a_clear_page(client: TestClient, broken: str) -> None:
    answer = client.get(f"/silence?{broken}")
    assert answer.status_code == 400 and '<section class="error">' in answer.text
