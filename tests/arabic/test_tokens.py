"""Words, sentences and clitic readings."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takhrij.arabic import Arabic
from takhrij.core.language import Split

ARABIC = Arabic()


def forms(text: str) -> list[str]:
    return [token.form for token in ARABIC.tokenize(text).tokens]


@given(st.text(max_size=200))
def test_every_token_quotes_its_source_and_folds_to_its_form(source: str) -> None:
    text = ARABIC.tokenize(source)
    last = 0
    for token in text.tokens:
        assert last <= token.start < token.end
        assert ARABIC.fold(source[token.start : token.end]).replace(",", "").replace("٬", "") == token.form
        last = token.end


@given(st.text(max_size=200))
def test_sentences_cover_all_tokens_once_and_in_order(source: str) -> None:
    text = ARABIC.tokenize(source)
    covered = [i for low, high in text.sentences for i in range(low, high)]
    assert covered == list(range(len(text.tokens)))
    assert all(low <= i < high for i, s in enumerate(text.sentence_of) for low, high in [text.sentences[s]])


def test_digits_and_letters_never_share_a_token() -> None:
    assert forms("٢٠١٨م") == ["2018", "م"]
    assert forms("الـ24") == ["ال", "24"]


def test_a_grouped_number_is_one_token() -> None:
    assert forms("1,200 جندي") == ["1200", "جندي"]


def test_a_stop_inside_a_figure_or_a_name_ends_no_sentence() -> None:
    assert len(ARABIC.tokenize("بلغ 3.5 مليون لشبكة إي.بي.سي نيوز").sentences) == 1
    assert len(ARABIC.tokenize("وصل الوفد. غادر الوفد؟ عاد").sentences) == 3


def test_skipped_stretches_give_no_token_and_end_the_sentence() -> None:
    source = "بداية القائمة نهاية"
    start = source.index("القائمة")
    text = ARABIC.tokenize(source, [(start, start + len("القائمة"))])
    assert [t.form for t in text.tokens] == ["بدايه", "نهايه"]
    assert len(text.sentences) == 2


@pytest.mark.parametrize(
    ("word", "split"),
    [
        ("وللقاعدة", Split("ول", "القاعده", "")),
        ("بالحوثيين", Split("ب", "الحوثيين", "")),
        ("سيطرتهم", Split("", "سيطره", "هم")),
        ("أطلقوهم", Split("", "اطلقوا", "هم")),
        ("أبنائها", Split("", "ابناء", "ها")),
        ("سيفرجون", Split("س", "يفرجون", "")),
        ("للجيش", Split("ل", "الجيش", "")),
    ],
)
def test_clitic_readings(word: str, split: Split) -> None:
    assert split in ARABIC.splits(ARABIC.fold(word))


@given(st.text(st.characters(min_codepoint=0x0621, max_codepoint=0x064A), min_size=1, max_size=12))
def test_the_whole_word_is_always_the_first_reading(word: str) -> None:
    form = ARABIC.fold(word)
    if form:
        assert ARABIC.splits(form)[0] == Split("", form, "")


@pytest.mark.parametrize(
    ("perfect", "imperfect", "form"),
    [
        ("أفرج", "يفرج", "افرجت"),
        ("أخلى", "يخلي", "اخلت"),
        ("أخلى", "يخلي", "يخلون"),
        ("دعا", "يدعو", "دعوا"),
        ("استعاد", "يستعيد", "تستعيد"),
        ("جرى", "يجري", "يجر"),
    ],
)
def test_conjugation(perfect: str, imperfect: str, form: str) -> None:
    assert form in {f.form for f in ARABIC.conjugate(perfect, imperfect)}


def test_the_language_is_a_picklable_value() -> None:
    assert pickle.loads(pickle.dumps(ARABIC)) == ARABIC


@pytest.mark.parametrize(("text", "written"), [("وصل الوفد", True), ("hello world", False), ("12 34", False)])
def test_script(text: str, written: bool) -> None:
    assert ARABIC.is_written(text) is written


def test_text_without_stops_is_parted_at_its_commas() -> None:
    words = "كلمة " * 150
    text = ARABIC.tokenize(f"{words}، {words}{words}")
    lengths = [end - start for start, end in text.sentences]
    assert lengths == [150, 200, 100]
    assert [text.sentence_of[start] for start, _ in text.sentences] == [0, 1, 2]
    assert sum(lengths) == len(text.tokens)
