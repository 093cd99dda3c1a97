"""Sets of numbered things: by key, by word and by the beginning of one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.show import places
from takhrij.show.places import Lexicon, Places, bits

PAGES = st.lists(st.lists(st.text("abc", min_size=1, max_size=4), max_size=6, unique=True), max_size=40)


def chosen(found: int) -> list[int]:
    return [n for n in range(found.bit_length()) if found >> n & 1]


@given(st.sets(st.integers(0, 1499)))
def test_a_set_is_the_bits_of_its_numbers(told: set[int]) -> None:
    assert chosen(bits(sorted(told), 1500)) == sorted(told)


@settings(deadline=None)
@given(PAGES, st.text("abc", min_size=1, max_size=3), st.sampled_from([0, 5, 10**6]))
def test_words_and_beginnings_find_their_things(pages: list[list[str]], asked: str, heavy: int) -> None:
    kept, places._HEAVY = places._HEAVY, heavy
    try:
        lexicon = Lexicon()
        for n, words in enumerate(pages):
            lexicon.add(n, words)
        lexicon.close(len(pages))
        assert chosen(lexicon.of(asked)) == [n for n, words in enumerate(pages) if asked in words]
        begun = [n for n, words in enumerate(pages) if any(word.startswith(asked) for word in words)]
        assert chosen(lexicon.begun(asked)) == begun
    finally:
        places._HEAVY = kept


def test_rare_and_common_keys_are_counted_alike() -> None:
    made = Places()
    for n in range(2000):
        made.add(n, ("common", "rare") if n in (3, 1999) else ("common",))
    made.close(2000)
    assert (made.count("common"), made.count("rare"), made.count("none")) == (2000, 2, 0)
    assert chosen(made.of("rare")) == [3, 1999] and made.of("none") == 0
