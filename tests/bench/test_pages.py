"""The collection of saved pages is read as its floors ask, and its truth is that of its templates."""

from __future__ import annotations

import pytest

from bench.quality.gate import load_floors, shortfalls
from bench.quality.pages import NAME, Score, measures, scored
from bench.quality.saved_pages import saved_pages


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    return scored()


def test_no_measure_is_below_its_floor(scores: list[Score]) -> None:
    assert shortfalls(NAME, measures(scores), load_floors()[NAME]["floors"]) == []


def test_every_page_is_read_at_least_in_the_main(scores: list[Score]) -> None:
    assert {s.name: s.f1 for s in scores if s.f1 < 0.85} == {}


def test_what_a_page_hides_is_never_left_in_its_body(scores: list[Score]) -> None:
    assert [s.name for s in scores if s.unseen < s.hidden] == []


def test_a_third_of_the_pages_is_held_out_and_every_line_of_truth_is_on_its_page() -> None:
    pages = saved_pages()
    assert 3 * sum(page.held for page in pages) >= len(pages) - 2
    for page in pages:
        encoding = "cp1256" if page.name in ("vbulletin", "portal_tables") else "utf-8"
        shown = page.data.decode(encoding)
        first_words = [line.split()[0] for line in (*page.body, *page.hidden)]
        assert [word for word in first_words if word.replace("'", "&#39;") not in shown] == []
