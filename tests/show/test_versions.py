"""What a page changed after publication: words, title, numbers and claims, and on which version each claim stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.show import versions as shown
from takhrij.show.view import CaseView
from takhrij.store import open_case

URL = "https://alnamudhaj.example/news/1"
FIRST = (
    "في 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 20 عنصرا من تنظيم القاعدة في صنعاء.\n\n"
    "وقتل ثلاثة مسلحين في اشتباكات بين الجماعة والتنظيم في البيضاء.\n\nانتهى الخبر."
)
SECOND = (
    "في 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 25 عنصرا من تنظيم القاعدة في صنعاء.\n\n"
    "انتهى الخبر.\n\nوسلم التنظيم جثة أحد القتلى إلى الجماعة، واعتقلت الجماعة جنديا في إب."
)
GONE, NEW = "gone", "new"


def row(identity: str, title: str, text: str, published: str = "2018-11-14", url: str = URL) -> str:
    told = {"id": identity, "source": "صحيفة النموذج", "url": url, "author": "", "title": title}
    return json.dumps(told | {"published": published, "text": text}, ensure_ascii=False)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    for number, (title, text) in enumerate((("إفراج عن 20", FIRST), ("إفراج عن 25", SECOND)), 1):
        page = folder / f"{number}.jsonl"
        page.write_text(row(f"v{number}", title, text) + "\n", encoding="utf-8")
        pipeline.add([page], str(folder / "case"), Config())
    other = folder / "other.jsonl"
    other.write_text(row("other", "خبر", FIRST, url="https://other.example/2") + "\n", encoding="utf-8")
    pipeline.add([other], str(folder / "case"), Config())
    return folder / "case"


def told(case: Path) -> tuple[CaseView, shown.Change]:
    with open_case(case) as store:
        view = pipeline.view(store)
        page = shown.page_of(store.pages(), URL, None)
        assert page is not None
        # Both came within a second: which was first is told here.
        added = {key: view.documents[key].label for key in page.versions}
        (change,) = shown.changes(view, page, added)
    return view, change


def test_what_is_gone_and_new_is_told_word_by_word(case: Path) -> None:
    view, change = told(case)
    gone = " ".join(piece.text for piece in change.pieces if piece.kind == GONE)
    new = " ".join(piece.text for piece in change.pieces if piece.kind == NEW)
    assert "20" in gone and "25" in new and "اشتباكات" in gone and "جثة" in new and "صنعاء" not in gone + new
    before, after = view.readings[change.before].text, view.readings[change.after].text
    assert "".join(piece.text for piece in change.pieces if piece.kind != NEW) == before
    assert "".join(piece.text for piece in change.pieces if piece.kind != GONE) == after


def test_claims_are_gone_new_or_changed_and_stand_on_their_version(case: Path) -> None:
    _, change = told(case)
    assert [(a.type, names) for a, _, names in change.changed] == [("release", ("released",))]
    assert {claim.document for claim in change.gone} == {change.before} and len(change.gone) >= 1
    assert {claim.document for claim in change.new} == {change.after} and len(change.new) >= 1


def test_a_silent_edit_is_told_with_what_it_touched(case: Path) -> None:
    _, change = told(case)
    assert change.silent and set(change.edits) >= {"title", "numbers", "claims", "words"}
    assert change.facts == (("title", "إفراج عن 20", "إفراج عن 25"),)


def test_versions_are_one_origin_and_another_page_is_no_version(case: Path) -> None:
    with open_case(case) as store:
        view = pipeline.view(store)
        others = [page for page in store.pages() if page.url != URL]
        assert [list(shown.changes(view, page, {})) for page in others] == [[]]
    releases = [event for event in view.events if event.type == "release"]
    assert all(len({view.documents[d].url for d in origin} | {None}) >= 2 for e in releases for origin in e.origins)


TEXTS = st.text(alphabet="أب ج.\n12", max_size=60)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_texts_are_laid_over_each_other_without_loss(before: str, after: str) -> None:
    pieces = list(shown.compared(before, after))
    assert "".join(p.text for p in pieces if p.kind != NEW) == before
    assert "".join(p.text for p in pieces if p.kind != GONE) == after
    for piece in pieces:
        if piece.kind != NEW:
            assert before[piece.before :].startswith(piece.text)
        if piece.kind != GONE:
            assert after[piece.after :].startswith(piece.text)


def test_words_that_changed_beside_each_other_are_one_change() -> None:
    told = [(piece.kind, piece.text) for piece in shown.compared("قتل ثلاثة مسلحين في إب", "قتل جندي واحد في إب")]
    assert told == [("same", "قتل "), (GONE, "ثلاثة مسلحين"), (NEW, "جندي واحد"), ("same", " في إب")]
