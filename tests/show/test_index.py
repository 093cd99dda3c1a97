"""The index of a case: words in any form or as written, facets, days, and odd searches."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.show.index import Asked, Entry, Index


def index(*entries: Entry) -> Index:
    return Index(entries, str.casefold, lambda word: (word.casefold(),))


CASE = (
    Entry("event", "e1", ("Release of captives", "Sanaa"), (("type", "release"), ("actor", "A")), "2018-11-13"),
    Entry("event", "e2", ("Release", "Aden"), (("type", "release"), ("actor", "B")), "2019-12-01"),
    Entry("event", "e3", ("Clash", "Aden"), (("type", "clash"), ("actor", "B"))),
    Entry("claim", "c1", ("release", "Sanaa"), (("type", "release"),), "2018-11-13"),
)


def test_all_words_must_be_there_and_the_order_is_the_cases() -> None:
    made = index(*CASE)
    assert made.keys("event", Asked("release")) == ("e1", "e2")
    assert made.keys("event", Asked("release aden")) == ("e2",)
    assert made.keys("event", Asked("rel")) == ("e1", "e2")


def test_exact_words_are_those_of_the_page() -> None:
    made = Index(
        [Entry("claim", "c", ("أفرجت الجماعة",))],
        lambda text: text.replace("أ", "ا"),
        lambda w: (w.replace("أ", "ا"),),
    )
    assert made.keys("claim", Asked("افرجت")) == made.keys("claim", Asked("أفرجت")) == ("c",)
    assert made.keys("claim", Asked("أفرجت", exact=True)) == ("c",)
    assert made.keys("claim", Asked("افرجت", exact=True)) == made.keys("claim", Asked("أفرج", exact=True)) == ()


def test_vowel_signs_belong_to_their_word() -> None:
    made = Index([Entry("claim", "c", ("مُحَمَّد قال",))], lambda text: text, lambda word: (word,))
    assert made.keys("claim", Asked("مُحَمَّد", exact=True)) == ("c",)
    assert made.keys("claim", Asked("محمد", exact=True)) == ()


def test_a_word_with_its_article_is_found_through_particles_and_a_valley_stays_a_valley() -> None:
    from takhrij.pipeline.searching import asked, spread

    made = Index(
        [Entry("claim", "qaeda", ("قال إن القاعدة انسحبت",)), Entry("claim", "valley", ("في وادي حضرموت",))],
        spread,
        asked,
    )
    assert made.keys("claim", Asked("والقاعدة")) == made.keys("claim", Asked("للقاعده")) == ("qaeda",)
    assert made.keys("claim", Asked("وادي")) == ("valley",)
    assert made.keys("claim", Asked("ادي")) == ("valley",)


def test_a_facet_counts_what_the_others_leave() -> None:
    found = index(*CASE).find("event", Asked(facets=(("actor", ("B",)),)))
    assert found.keys == ("e2", "e3")
    assert dict(found.facets["type"]) == {"release": 1, "clash": 1}
    assert dict(found.facets["actor"]) == {"A": 1, "B": 2}


def test_days_leave_out_what_has_none() -> None:
    made = index(*CASE)
    assert made.keys("event", Asked(since="2019-01-01")) == ("e2",)
    assert made.keys("event", Asked(until="2018-12-31")) == ("e1",)


def test_pages_are_cut_and_counted() -> None:
    found = index(*CASE).find("event", Asked(), page=2, size=2)
    assert (found.keys, found.total) == (("e3",), 3)


def test_kinds_that_interleave_are_refused() -> None:
    with pytest.raises(ValueError):
        index(CASE[0], CASE[3], CASE[1])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.booleans())
def test_no_search_is_too_odd(words: str, exact: bool) -> None:
    found = index(*CASE).find("event", Asked(words, exact))
    assert set(found.keys) <= {"e1", "e2", "e3"}
