"""The whole way over a few pages: resumed, rebuilt, in any order, with decisions that stay."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.errors import DataError, UsageError
from takhrij.core.records import Anchor, Decision, Problem, Reading
from takhrij.show import query
from takhrij.show.view import CaseView
from takhrij.store import open_case

PAGES = {
    "agency": "تبادل أسرى في البيضاء\n\nتبادلت جماعة الحوثي وتنظيم القاعدة أربعة أسرى في مديرية الصومعة في 26 يوليو 2021.\n",
    "reprint": "خبر منقول\n\nتبادلت جماعة الحوثي وتنظيم القاعدة أربعة أسرى في مديرية الصومعة في 26 يوليو 2021.\n",
    "other": "إفراج\n\nأفرجت جماعة الحوثي في 13 نوفمبر 2018 عن 20 عنصرا من تنظيم القاعدة في صنعاء.\n",
}
CONFIG = Config()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def case(pages: Path, tmp_path: Path) -> str:
    place = str(tmp_path / "case")
    pipeline.add([pages], place, CONFIG)
    return place


def look(case: str) -> CaseView:
    with open_case(case) as store:
        return pipeline.view(store)


def told(case: str) -> str:
    view = look(case)
    listings = [
        query.events(view),
        query.claims(view),
        query.origins(view),
        query.copies(view),
        query.conflicts(view),
    ]
    return json.dumps([list(rows) for rows in listings], ensure_ascii=False)


def decide(case: str, kind: str, verb: str, field: str | None = None, value: Any = None) -> str:
    with open_case(case) as store:
        claim = next(c for c in pipeline.view(store).claims.values() if c.type == kind)
        anchor = Anchor(claim.document, "", "", "", kind, field)
        made = Decision("", verb, anchor, "reviewer", "2026-01-02T03:04:05Z", "", value)
        pipeline.decide(store, claim, verb, made)
        pipeline.link_case(store, CONFIG)
        return claim.id


def teach(case: str, name: str, rows: str) -> None:
    """Lay a file over the package's data, as the case's own."""
    with open_case(case) as store:
        folder = store.overlay or Path(case) / "codebook"
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(rows, encoding="utf-8")


def test_a_case_is_the_same_whatever_the_order_and_the_number_of_processes(
    pages: Path, case: str, tmp_path: Path
) -> None:
    backwards = str(tmp_path / "backwards")
    for name in sorted(PAGES, reverse=True):
        pipeline.add([pages / f"{name}.txt"], backwards, CONFIG)
    beside = str(tmp_path / "beside")
    pipeline.add([pages], beside, Config(jobs=2))
    assert told(case) == told(backwards) == told(beside)
    pipeline.rebuild(case, CONFIG)
    assert told(case) == told(backwards)


def test_adding_again_reads_nothing_and_counts_it(pages: Path, case: str) -> None:
    again = pipeline.add([pages, pages / "missing.txt"], case, CONFIG)
    assert (again.read, again.duplicate, again.refused, again.extracted) == (0, 3, 1, 0)
    assert again.claims == len(look(case).claims)
    assert [p.reason for p in look(case).problems] == ["missing"]


def test_an_interrupted_run_goes_on_where_it_stopped(pages: Path, case: str, tmp_path: Path) -> None:
    cut = str(tmp_path / "cut")

    def stop(stage: str, done: int, _total: int | None) -> None:
        if (stage, done) == ("extract", 1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pipeline.add([pages], cut, CONFIG, stop)
    rest = pipeline.add([pages], cut, CONFIG)
    assert (rest.read, rest.duplicate, rest.extracted) == (0, 3, 2)
    assert told(cut) == told(case)


def test_one_failing_page_is_a_problem_and_the_rest_goes_on(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nobody:
        def find(self, text: Any, mentions: Any) -> tuple[()]:
            return ()

    class Fragile:
        people = Nobody()

        def find(self, text: Any, reading: Reading) -> tuple[()]:
            if reading.title == "خبر منقول":
                raise RuntimeError("unheard of")
            return ()

    _, framer = pipeline.tools(None, pipeline.Extractor(CONFIG).model)
    monkeypatch.setattr(pipeline.extracting, "tools", lambda *_: (Fragile(), framer))
    rows = list(pipeline.extract_inputs([pages], CONFIG))
    assert [row["id"] for row in rows if isinstance(row, dict)] == ["agency", "other", "reprint"]
    troubled = [row["problems"] for row in rows if isinstance(row, dict)]
    assert [len(problems) for problems in troubled] == [0, 0, 1]
    assert troubled[2][0]["stage"] == "extract" and "unheard of" in troubled[2][0]["message"]
    summary = pipeline.add([pages], str(tmp_path / "fragile"), CONFIG)
    assert summary.read == 3 and [p.stage for p in summary.problems] == ["extract"]


def test_a_label_names_one_document_only(pages: Path) -> None:
    (row,) = pipeline.extract_inputs([pages / "other.txt"], CONFIG, label="mine")
    assert isinstance(row, dict) and row["id"] == "mine"
    with pytest.raises(UsageError, match="--id"):
        list(pipeline.extract_inputs([pages], CONFIG, label="mine"))


def test_the_recipe_travels_to_other_processes(pages: Path) -> None:
    extractor = pipeline.Extractor(CONFIG)
    reading = Reading("d", "words", PAGES["other"])
    there = pickle.loads(pickle.dumps(extractor))
    assert there.extract(reading) == extractor.extract(reading)


def test_a_case_reads_its_own_words_and_rebuild_takes_them_in(case: str) -> None:
    before = {c.type for c in look(case).claims.values()}
    assert "exchange" in before
    teach(case, "events/exchange.toml", 'id = "exchange"\n[label]\nen = "Exchange"\nar = "تبادل"\n')
    summary = pipeline.rebuild(case, CONFIG)
    assert summary.extracted == 3
    assert "exchange" not in {c.type for c in look(case).claims.values()}


def test_an_accepted_claim_stays_when_the_words_that_found_it_are_gone(case: str) -> None:
    claim = decide(case, "exchange", "accept")
    before = look(case).claims[claim]
    teach(case, "events/exchange.toml", 'id = "exchange"\n[label]\nen = "Exchange"\nar = "تبادل"\n')
    pipeline.rebuild(case, CONFIG)
    view = look(case)
    assert view.claims[claim] == before
    assert claim in {c for event in view.events for c, _ in event.claims}
    assert not [p for p in view.problems if p.stage == "decide"]


def test_a_decision_holds_when_the_page_is_read_otherwise(case: str) -> None:
    claim = decide(case, "release", "edit", "time", "2018-11-14")
    with open_case(case) as store:
        kept = look(case).claims[claim]
        document = store.document(kept.document)
        reading = store.reading(kept.document)
        assert document is not None and reading is not None
        longer = replace(reading, reader="text@next", text="الرئيسية\n\n" + reading.text)
        store.put_document(document, longer, store.original(kept.document), pipeline.now())
        pipeline.link_case(store, CONFIG)
        (moved,) = [c for c in pipeline.view(store).claims.values() if c.time and c.time.edtf == "2018-11-14"]
    shift = len("الرئيسية\n\n")
    assert moved.trigger.start == kept.trigger.start + shift
    for span in (moved.trigger, *moved.evidence):
        assert longer.text[span.start : span.end] == span.text


def test_a_decision_whose_words_are_gone_is_a_problem_and_is_not_dropped(case: str) -> None:
    claim = decide(case, "release", "accept")
    with open_case(case) as store:
        key = look(case).claims[claim].document
        document, reading = store.document(key), store.reading(key)
        assert document is not None and reading is not None
        emptied = replace(reading, reader="text@next", text="صفحة أخرى")
        store.put_document(document, emptied, store.original(key), pipeline.now())
        summary = pipeline.link_case(store, CONFIG)
        (problem,) = [p for p in store.problems() if p.stage == "decide"]
        assert summary.unsettled == 1 and problem.reason == "unanchored"
        assert len(store.decisions()) == 1


def test_a_decision_outlives_two_rebuilds(case: str) -> None:
    decide(case, "release", "edit", "modality", "alleged")
    for _ in range(2):
        pipeline.rebuild(case, CONFIG)
        assert {c.modality for c in look(case).claims.values() if c.type == "release"} == {"alleged"}


def test_what_is_found_in_the_pages_quotes_them(pages: Path) -> None:
    def spans(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            if isinstance(value.get("start"), int):
                yield value
            for inner in value.values():
                yield from spans(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from spans(inner)

    for row in pipeline.extract_inputs([pages], CONFIG, mentions=True):
        assert not isinstance(row, Problem)
        found = [s for key in ("claims", "relations", "framing", "mentions") for s in spans(row[key])]
        assert found
        assert all(row["text"][s["start"] : s["end"]] == s["text"] for s in found)


def test_an_interrupted_rebuild_leaves_the_case_as_it_was(case: str) -> None:
    before = told(case)

    def stop(stage: str, done: int, _total: int | None) -> None:
        if (stage, done) == ("extract", 2):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pipeline.rebuild(case, CONFIG, stop)
    assert told(case) == before


def test_a_broken_codebook_stops_before_anything_is_touched(case: str) -> None:
    before = told(case)
    teach(case, "actors/aliases.tsv", "form\tvalue\texample\nلواء النموذج\tnobody\tوصل لواء النموذج\n")
    with pytest.raises(DataError, match="nobody"):
        pipeline.rebuild(case, CONFIG)
    assert told(case) == before
