import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.arabic import Arabic
from takhrij.core.phrases import PhraseIndex, expand, grouped, name_span

ARABIC = Arabic()


def index_of(*forms: str) -> PhraseIndex[str]:
    return PhraseIndex(ARABIC, [(form, form) for form in forms])


def test_alternatives_spaces_and_nothing_expand_in_order() -> None:
    assert expand("علي عبد_الله|عبدالله صالح|~") == (
        "علي عبد الله صالح",
        "علي عبد الله",
        "علي عبدالله صالح",
        "علي عبدالله",
    )


def test_a_pattern_of_nothing_has_no_form() -> None:
    assert expand("~") == ()
    assert len(grouped(ARABIC, [("~", 1)])) == 0


@pytest.mark.parametrize(
    ("written", "prefix"), [("تنظيم القاعدة", ""), ("وبتنظيم القاعدة", "وب"), ("لتنظيم القاعدة", "ل")]
)
def test_the_first_word_may_carry_proclitics(written: str, prefix: str) -> None:
    match = index_of("تنظيم القاعدة").match(ARABIC.tokenize(written), 0)
    assert match is not None
    assert (match.end, match.split.prefix) == (2, prefix)


def test_the_longest_form_wins() -> None:
    text = ARABIC.tokenize("تنظيم القاعدة في جزيرة العرب")
    match = index_of("تنظيم القاعدة", "تنظيم القاعدة في جزيرة العرب", "تنظيم").match(text, 0)
    assert match is not None and match.end == 5


@pytest.mark.parametrize("between", ["، ", ". ", ": ", "\n", " ("])
def test_a_break_between_the_words_ends_a_name(between: str) -> None:
    assert index_of("تنظيم القاعدة").match(ARABIC.tokenize(f"تنظيم{between}القاعدة"), 0) is None


def test_quotation_marks_do_not_break_a_name() -> None:
    assert index_of("تنظيم القاعدة").match(ARABIC.tokenize("تنظيم «القاعدة»"), 0) is not None


def test_a_later_word_takes_no_proclitic() -> None:
    assert index_of("الحوثي صالح").match(ARABIC.tokenize("الحوثي وصالح"), 0) is None


def test_a_later_row_of_one_form_replaces_the_earlier() -> None:
    index: PhraseIndex[int] = PhraseIndex(ARABIC, [("صنعاء", 1), ("صَنعاء", 2)])
    match = index.match(ARABIC.tokenize("صنعاء"), 0)
    assert match is not None and match.value == 2


def test_a_name_stands_without_its_proclitic_where_the_source_has_it() -> None:
    text = ARABIC.tokenize("وبِالقاعدة وللقاعدة")
    index = index_of("القاعدة")
    first, second = index.match(text, 0), index.match(text, 1)
    assert first is not None and second is not None
    assert name_span(ARABIC, text, 0, 1, first.split).text == "القاعدة"
    assert name_span(ARABIC, text, 1, 2, second.split).text == "وللقاعدة"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["قوات", "التحالف", "وقوات", "العربي", "في", "عدن", "،", "الدولي"]), max_size=12))
def test_every_match_is_a_form_of_the_index(words: list[str]) -> None:
    index = index_of("قوات التحالف العربي", "التحالف", "عدن")
    text = ARABIC.tokenize(" ".join(words))
    for at in range(len(text.tokens)):
        match = index.match(text, at)
        if match is not None:
            said = " ".join([match.split.key, *(token.form for token in text.tokens[at + 1 : match.end])])
            assert said == ARABIC.fold(match.value)
