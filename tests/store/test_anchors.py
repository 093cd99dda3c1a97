from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takhrij.arabic import Arabic
from takhrij.core.errors import DecisionError
from takhrij.core.records import Reading, Span
from takhrij.store import locate, make_anchor

FOLD = Arabic().fold_map
TEXT = (
    "قالت وكالة المثال إن الجماعة أفرجت عن ١٦ أسيرا في صنعاء يوم الثلاثاء. "
    "ثم ذكرت صحيفة النموذج أنها أفرجت عن ٢٠ أسيرا في البيضاء. وأُفْرِجَت عنهم دفعة واحدة."
)


def reading(text: str = TEXT) -> Reading:
    return Reading("0" * 64, "text 1", text)


def anchor_of(quote: str, text: str = TEXT, after: int = 0):
    start = text.index(quote, after)
    return make_anchor(reading(text), Span(start, start + len(quote), quote), "release", "time")


def test_an_anchor_keeps_32_characters_on_either_side():
    anchor = anchor_of("صنعاء")
    at = TEXT.index("صنعاء")
    assert anchor.prefix == TEXT[at - 32 : at] and anchor.suffix == TEXT[at + 5 : at + 37]
    assert (anchor.document, anchor.quote, anchor.type, anchor.field) == ("0" * 64, "صنعاء", "release", "time")
    assert anchor_of("قالت").prefix == ""


@pytest.mark.parametrize("span", [Span(0, 4, "xxxx"), Span(3, 3, ""), Span(0, 9999, TEXT)])
def test_an_anchor_must_quote_its_reading(span):
    with pytest.raises(DecisionError, match="look the claim up again"):
        make_anchor(reading(), span, "release")


@given(st.data())
def test_every_anchor_is_found_where_it_was_made(data):
    words = st.sampled_from(["أفرجت", "عن", "أسيرا", "في", "صنعاء", "،", "\n"])
    text = " ".join(data.draw(st.lists(words, min_size=1, max_size=12)))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    anchor = make_anchor(reading(text), Span(start, end, text[start:end]), "release")
    found = locate(anchor, text, FOLD)
    if text[start:end].strip():
        # Only where the whole context is the same may it be another place.
        assert found is not None and found.text == text[start:end]
        again = make_anchor(reading(text), found, "release")
        assert again == anchor


@pytest.mark.parametrize("after", [0, TEXT.index("ثم")])
def test_of_two_places_the_one_with_the_same_context_wins(after):
    anchor = anchor_of("أفرجت", after=after)
    moved = "قائمة الصفحة | الرئيسية\n\n" + TEXT.replace(". ", ".\n\n")
    found = locate(anchor, moved, FOLD)
    assert found is not None and found.start == moved.index("أفرجت", moved.index("ثم") if after else 0)


def test_a_quotation_written_otherwise_is_found_by_folding():
    anchor = anchor_of("أفرجت عن ٢٠ أسيرا")
    other = TEXT.replace("أفرجت عن ٢٠ أسيرا", "افرجت  عن\n20 أسيراً")
    found = locate(anchor, other, FOLD)
    assert found is not None and found.text == "افرجت  عن\n20 أسيراً"


def test_words_that_are_gone_are_nowhere():
    assert locate(anchor_of("صنعاء"), TEXT.replace("صنعاء", "عدن"), FOLD) is None
    assert locate(replace(anchor_of("صنعاء"), quote=" "), TEXT, FOLD) is None
    assert locate(anchor_of("صنعاء"), "", FOLD) is None


def test_several_places_without_any_context_are_nowhere():
    lost = replace(anchor_of("صنعاء"), prefix="كلمات اخرى ", suffix=" غير هذه")
    assert locate(lost, "في صنعاء ومن صنعاء", FOLD) is None
    assert locate(lost, "في صنعاء اليوم", FOLD) == Span(3, 8, "صنعاء")


def test_a_word_is_not_found_inside_a_longer_one():
    anchor = anchor_of("عن", "خرج عن المدينة")
    assert locate(anchor, "عنوان معنى", FOLD) is None
