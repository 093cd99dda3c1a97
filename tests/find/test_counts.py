"""Counts found in text, with what is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.arabic import Arabic
from takhrij.core.records import CountValue, Mention, Reading
from takhrij.find.counts import CountFinder, check
from takhrij.resources import Resources

Find = Callable[[str], list[Mention]]


@pytest.fixture(scope="module")
def find() -> Find:
    language = Arabic()
    finder = CountFinder(language, Resources())

    def run(text: str) -> list[Mention]:
        return finder.find(language.tokenize(text), Reading("d", "test", text))

    return run


def told(mentions: list[Mention]) -> list[tuple[int | None, int | None, str | None, str | None]]:
    values = [m.value for m in mentions if isinstance(m.value, CountValue)]
    return [(v.min, v.max, v.noun, v.of) for v in values]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أفرجت عن (٢٠) عنصر من القاعدة", [(20, 20, "عنصر", "person")]),
        ("عدد (١٦) عنصر من القاعدة و(٤) عناصر", [(16, 16, "عنصر", "person"), (4, 4, "عنصر", "person")]),
        ("الإفراج عن عدد (٦) من عناصر التنظيم", [(6, 6, "عنصر", "person")]),
        ("قتل 13 وأصيب 20", [(13, 13, None, None), (20, 20, None, None)]),
        ("وأصيب اثنان آخران", [(2, 2, None, None)]),
        ("قتل شرطي وأصيب آخر", [(1, 1, None, None)]),
        ("اعتقلت العشرات من المواطنين", [(20, 99, "مواطن", "person")]),
        ("عشرات القتلى والجرحى", [(20, 99, "قتيل", "casualties")]),
        ("50 بين قتيل وجريح", [(50, 50, "قتيل", "casualties")]),
        ("أكثر من 3500 يمني", [(3501, None, "يمني", "person")]),
        ("17 حوثيا قتلوا على الأقل", [(17, None, "حوثي", "person")]),
        ("نحو مئة جريح", [(100, 100, "جريح", "injured")]),
        ("الأسرى الـ24", [(24, 24, "اسير", "captive")]),
        ("الجنود الثلاثة", [(3, 3, "جندي", "person")]),
        ("أسيرين مقابل جنديين", [(2, 2, "اسير", "captive"), (2, 2, "جندي", "person")]),
        ("غارتين جويتين", [(2, 2, "غاره", "strike")]),
        ("سبعة ملايين دولار", [(7000000, 7000000, "دولار", "money")]),
        ("5 مدرعات و3 صواريخ", [(5, 5, "مدرعه", "vehicle"), (3, 3, "صاروخ", "weapon")]),
        ("سبعة من القاعدة مقابل خمسة من أبنائها", [(7, 7, None, None), (5, 5, None, None)]),
        ("ارتفاع العدد الإجمالي للقتلى إلى 3216 جراء ذلك", [(3216, 3216, "قتيل", "killed")]),
        ("الغارات الأربع استهدفت", [(4, 4, "غاره", "strike")]),
        ("وإصابة 173 يوم الأحد", [(173, 173, None, None)]),
        ("لقي 15حوثيا مصرعه", [(15, 15, "حوثي", "person")]),
    ],
)
def test_counts_as_news_tells_them(
    find: Find, text: str, expected: list[tuple[int | None, int | None, str | None, str | None]]
) -> None:
    assert told(find(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "البالغ من العمر 17 عاما",
        "استمر القتال يومين",
        "خلال عشرات السنين",
        "نسبة 20% من السكان",
        "20 في المئة من السكان",
        "الساعة 11:59 مساء",
        "مسافة 5 كم",
        "قائد اللواء 35 مدرع",
        "القرار 2216 الصادر",
        "١. في البداية",
        "طائرات ميغ-29 روسية",
        "مجموعة 5+1 الدولية",
        "في 2015 شن",
        "منذ 1984 تمردا مسلحا",
        "الصفقة الخامسة",
        "يوم الاثنين",
        "مملكة البحرين",
        "news24 و covid19",
        "واحد من أبرز القادة",
        "هاتف 777888999",
    ],
)
def test_numbers_that_count_nothing(find: Find, text: str) -> None:
    assert told(find(text)) == []


def test_a_mention_covers_the_number_and_the_dual(find: Find) -> None:
    mention = find("أفرجت عن (٢٠) عنصر")[0]
    assert (mention.kind, mention.span.text) == ("count", "٢٠")
    assert find("أفرجت عن أسيرين")[0].span.text == "أسيرين"


def test_approximation_is_kept(find: Find) -> None:
    value = find("نحو خمسين أسيرا")[0].value
    assert isinstance(value, CountValue)
    assert value.approx


def test_rows_hold_their_examples() -> None:
    assert list(check(Arabic(), Resources())) == []


def test_an_overlay_adds_a_noun_and_wins(tmp_path: Path) -> None:
    folder = tmp_path / "lexicons" / "ar"
    folder.mkdir(parents=True)
    rows = (
        "form\tplurals\tclass\tdual\texample\texpected\nبالون\tبالونات\tweapon\tno\t\t\nعنصر\tعناصر\tother\tno\t\t\n"
    )
    (folder / "count_nouns.tsv").write_text(rows, encoding="utf-8")
    language = Arabic()
    finder = CountFinder(language, Resources(tmp_path))
    text = "5 بالونات و6 عناصر"
    found = told(finder.find(language.tokenize(text), Reading("d", "t", text)))
    assert [of for *_, of in found] == ["weapon", "other"]


WORDS = st.sampled_from(
    [
        "قتل",
        "13",
        "(",
        ")",
        "من",
        "المدنيين",
        "عشرات",
        "القتلى",
        "والجرحى",
        "على الأقل",
        "ال",
        "24",
        "يوم",
        "%",
        "بين",
    ]
    + ["آخر", "أحدهما", "إلى", "بلغ", "أكثر", "\n", ".", ":", "-", "+", "اللواء", "في المئة", "وجريح", "ألف", "x"]
)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS).map("".join)))
def test_no_text_breaks_it(find: Find, text: str) -> None:
    last = 0
    for mention in find(text):
        assert mention.first >= last
        last = mention.end_token
        assert text[mention.span.start : mention.span.end] == mention.span.text
