"""Numbers read from words and digits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.arabic import Arabic
from takhrij.arabic.number_check import check, numbers

MASCULINE = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
FEMININE = ["", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع", "عشر"]
TENS = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
OBLIQUE = ["", "", "عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين"]


def spell_small(n: int, feminine: bool, oblique: bool) -> list[str]:
    units, tens = (FEMININE if feminine else MASCULINE), (OBLIQUE if oblique else TENS)
    if n <= 10:
        return [units[n]] if n else []
    if n < 20:
        tail = "عشرة" if feminine else "عشر"
        heads = {11: "إحدى" if feminine else "أحد", 12: "اثنتي" if feminine else "اثني"}
        return [f"{heads.get(n, units[n - 10])} {tail}"]
    return [w for w in (units[n % 10], tens[n // 10]) if w]


def spell(n: int, feminine: bool, oblique: bool, apart: bool) -> str:
    """A number in words with «و» between its parts; `apart` writes «ثلاث مئة» for «ثلاثمئة»."""
    if n == 0:
        return "صفر"
    parts: list[str] = []
    thousands, rest = divmod(n, 1000)
    if thousands == 1:
        parts.append("ألف")
    elif thousands == 2:
        parts.append("ألفين" if oblique else "ألفان")
    elif thousands:
        parts.append(f"{MASCULINE[thousands]} آلاف")
    hundreds, rest = divmod(rest, 100)
    if hundreds == 1:
        parts.append("مئة")
    elif hundreds == 2:
        parts.append("مئتين" if oblique else "مائتان")
    elif hundreds:
        parts.append(f"{FEMININE[hundreds]}{' ' if apart else ''}مئة")
    return " و".join(parts + spell_small(rest, feminine, oblique))


@pytest.mark.parametrize("feminine", [False, True])
def test_every_number_to_9999_reads_back(feminine: bool) -> None:
    for n in range(10000):
        words = spell(n, feminine, oblique=bool(n % 2), apart=bool(n % 3))
        assert numbers(words) == [str(n)], words


@given(st.integers(1, 9999), st.booleans(), st.sampled_from(["و", "ب", "ل", "ف"]))
def test_a_proclitic_does_not_change_the_number(n: int, feminine: bool, prefix: str) -> None:
    assert numbers(prefix + spell(n, feminine, True, False)) == [str(n)]


@given(st.integers(1, 999))
def test_thousands_multiply_what_stands_before(n: int) -> None:
    scale = "آلاف" if 3 <= n <= 10 else "ألفا"
    assert numbers(f"{n} {scale}") == [str(n * 1000)]
    assert numbers(f"{n:,} رجل") == [str(n)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أفرجت عن (٢٠) عنصر", ["20"]),
        ("1,200 نازح", ["1200"]),
        ("1.5 مليون ريال", ["1500000"]),
        ("3 ملايين و500 ألف نازح", ["3500000"]),
        ("ثلاث مئة وسبعة وثلاثين", ["337"]),
        ("ثمانين ومئة", ["180"]),
        ("مئة ألف وعشرين ألفا", ["120000"]),
        ("أسيرين اثنين", ["2"]),
        ("شنت غارتين", ["2"]),
        ("وقتل جنديان", ["2"]),
        ("عشرات الآلاف", ["20000..99999"]),
        ("مئات الأسرى", ["200..999"]),
        ("الصفقة الخامسة", ["ordinal 5"]),
        ("الثالث عشر من نوفمبر", ["ordinal 13"]),
        ("الحادي والعشرين", ["ordinal 21"]),
        ("ما لا يقل عن نحو 17", ["~17.."]),
        ("17 على الأقل", ["17.."]),
        ("80+ قتيل", ["81.."]),
        ("بين خمسة وعشرة", ["5..10"]),
        ("3-5 أسرى", ["3..5"]),
        ("ما بين 20 إلى 30", ["20..30"]),
        ("قتل 13 وأصيب 20", ["13", "20"]),
    ],
)
def test_numbers_as_news_writes_them(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    ["يوم الاثنين", "مملكة البحرين", "قتل مسلحين", "المدنيين والمسلحين", "1.5 متر", "عدد من الجنود", "بعض الأسرى"],
)
def test_words_that_only_look_like_numbers(text: str) -> None:
    assert numbers(text) == []


def test_a_telephone_number_is_no_range() -> None:
    assert numbers("777-888-999") == ["777", "888", "999"]


def test_a_rise_is_two_numbers_not_a_range() -> None:
    assert numbers("ارتفع عدد القتلى من 10 إلى 15") == ["10", "15"]


def test_dual_tells_its_singular() -> None:
    language = Arabic()
    number = language.numeral(language.tokenize("وأسيرين").tokens, 0)
    assert number is not None
    assert (number.min, number.max, number.dual) == (2, 2, "اسير")


def test_rows_hold_their_examples() -> None:
    assert list(check()) == []


WORDS = st.sampled_from(
    [
        "و",
        "من",
        "إلى",
        "بين",
        "أكثر",
        "ألف",
        "آلاف",
        "مئة",
        "3",
        "500",
        "عشرون",
        "خمسة",
        "عشر",
        "مليون",
        "نصف",
        "على",
        "الأقل",
        "-",
        ".",
        "(",
        "1,200",
        "²",
        "٣",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS).map("".join)))
def test_no_text_breaks_it(text: str) -> None:
    language = Arabic()
    tokens = language.tokenize(text).tokens
    for index in range(len(tokens)):
        number = language.numeral(tokens, index)
        if number is not None:
            assert number.first == index < number.end <= len(tokens)
            assert number.min is None or number.max is None or number.min <= number.max


def test_a_modifier_before_a_range_gives_way_to_the_number() -> None:
    assert numbers("من أكثر من 20 أسيرا") == ["21.."]
