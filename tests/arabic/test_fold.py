"""Folding and its map back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takhrij.arabic import Arabic
from takhrij.arabic.rules import folding_examples

ARABIC = Arabic()
# Letters, marks, tatweel, digits of three scripts, presentation forms, bidi controls and whatever else there is.
ARABIC_TEXT = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFC),
        st.sampled_from("\u200f\u202b\u2067\u200d\ufeff \n.،«»()0123456789aZ"),
        st.characters(),
    ),
    max_size=120,
)


@pytest.mark.parametrize(("source", "folded"), folding_examples())
def test_every_row_of_the_data_file_folds_as_it_says(source: str, folded: str) -> None:
    assert ARABIC.fold(source) == folded


@given(ARABIC_TEXT)
def test_the_mapped_text_is_the_folded_text(text: str) -> None:
    assert ARABIC.fold_map(text).text == ARABIC.fold(text)


@given(ARABIC_TEXT, st.data())
def test_any_folded_range_maps_back_to_its_exact_source_characters(text: str, data: st.DataObject) -> None:
    folded = ARABIC.fold_map(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    span = folded.span(start, end)
    assert text[span.start : span.end] == span.text
    if end > start:
        assert folded.text[start:end] in ARABIC.fold(span.text)


@given(ARABIC_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = ARABIC.fold(text)
    assert ARABIC.fold(once) == once


@given(ARABIC_TEXT)
def test_neighbouring_ranges_lose_no_character_between_them(text: str) -> None:
    folded = ARABIC.fold_map(text)
    for at in range(1, len(folded.text)):
        assert folded.offsets[at] in (folded.ends[at - 1], folded.offsets[at - 1])
