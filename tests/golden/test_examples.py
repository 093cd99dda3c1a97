"""The example pages hold what their reading says, and the reader finds it. The truth is in `examples.jsonl`."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Document, Reading
from takhrij.read import Source, expand, read
from takhrij.resources import Resources

HERE = Path(__file__).resolve()
PAGES = HERE.parents[2] / "examples" / "pages"
TRUTH: list[dict[str, Any]] = [
    json.loads(line) for line in HERE.with_name("examples.jsonl").read_text(encoding="utf-8").splitlines()
]
every_document = pytest.mark.parametrize("truth", TRUTH, ids=[t["id"] for t in TRUTH])


def case(truth: dict[str, Any], fact: str) -> Any:
    return pytest.param(truth, fact, id=f"{truth['id']}-{fact}")


FACTS = [case(truth, fact) for truth in TRUTH for fact in ("title", "outlet", "published")]
MARKED = [case(truth, "boilerplate") for truth in TRUTH]


@lru_cache(maxsize=1)
def readings() -> dict[str, tuple[Document, Reading]]:
    found = {}
    for source in expand([PAGES], 2**24):
        assert isinstance(source, Source), source
        document, reading = read(source, Arabic(), Resources())
        found[document.label] = (document, reading)
    return found


def places(text: str, words: str) -> list[tuple[int, int]]:
    return [(i, i + len(words)) for i in range(len(text)) if text.startswith(words, i)]


def is_marked(reading: Reading, start: int, end: int) -> bool:
    return any(a <= start and end <= b for a, b in (*reading.boilerplate, *reading.hidden))


def test_every_page_is_described_and_every_description_has_its_page() -> None:
    assert set(readings()) == {t["id"] for t in TRUTH}


@every_document
def test_the_description_quotes_what_the_page_says(truth: dict[str, Any]) -> None:
    for event in truth["events"]:
        told = [*event["evidence"], event["attribution"]["span"] or event["evidence"][0]]
        assert all(words in truth["text"] for words in told)


@pytest.mark.parametrize(("truth", "fact"), FACTS)
def test_the_reader_finds_what_a_page_says_of_itself(truth: dict[str, Any], fact: str) -> None:
    assert getattr(readings()[truth["id"]][1], fact) == truth[fact]


@every_document
def test_a_by_line_is_the_page_s_own_or_left_out(truth: dict[str, Any]) -> None:
    # A desk («هيئة التحرير») may be taken for no author; a wrong author may not stand.
    assert readings()[truth["id"]][1].author in (truth["author"], None)


@every_document
def test_evidence_stands_outside_boilerplate(truth: dict[str, Any]) -> None:
    reading = readings()[truth["id"]][1]
    for words in (w for event in truth["events"] for w in event["evidence"]):
        found = places(reading.text, words)
        assert found, words
        assert any(not is_marked(reading, *at) for at in found), words


@pytest.mark.parametrize(("truth", "fact"), MARKED)
def test_menus_sharing_and_comment_forms_are_marked(truth: dict[str, Any], fact: str) -> None:
    reading = readings()[truth["id"]][1]
    bare = [w for w in truth[fact] for at in places(reading.text, w) if not is_marked(reading, *at)]
    assert bare == []
