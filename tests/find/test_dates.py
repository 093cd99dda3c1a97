"""Dates found in text, as EDTF."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.arabic import Arabic
from takhrij.core.edtf import valid
from takhrij.core.records import DateValue, Mention, Reading
from takhrij.find.dates import DateFinder, check
from takhrij.find.dates_calendar import hijri_days, months_before, weekday_day, year_of
from takhrij.resources import Resources

PUBLISHED = "2018-11-14"  # a Wednesday
CASES = Path(__file__).resolve().parents[2] / ".." / "shared" / "cases" / "dates.tsv"
Find = Callable[..., list[Mention]]


@pytest.fixture(scope="module")
def find() -> Find:
    language = Arabic()
    finder = DateFinder(language, Resources())

    def run(text: str, published: str | None = PUBLISHED) -> list[Mention]:
        return finder.find(language.tokenize(text), Reading("d", "test", text, published=published))

    return run


def values(mentions: list[Mention]) -> list[str]:
    return [m.value.edtf for m in mentions if isinstance(m.value, DateValue)]


def test_shared_cases(find: Find) -> None:
    if not CASES.is_file():
        pytest.skip("the shared date cases are not beside this repository")
    wrong: list[str] = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        text, published, expected = line.split("\t")[:3]
        got = " ".join(values(find(text, published))) or "none"
        if got not in expected.split("|"):
            wrong.append(f"{text}: {got}, expected {expected}")
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "edtf", "words"),
    [
        ("كان ذلك في 2 أبريل (نيسان) الماضي", "2018-04-02", "2 أبريل (نيسان) الماضي"),
        ("في مارس آذار وأبريل نيسان", "2018-03/2018-04", "مارس آذار وأبريل نيسان"),
        ("نهاية أيار/ مايو", "2018-05-21/2018-05-31", "نهاية أيار/ مايو"),
        ("بين 13 و15 نوفمبر 2017", "2017-11-13/2017-11-15", "13 و15 نوفمبر 2017"),
        ("من 13 نوفمبر إلى 15 ديسمبر 2017", "2017-11-13/2017-12-15", "13 نوفمبر إلى 15 ديسمبر 2017"),
        ("25-30 يوليو", "2018-07-25/2018-07-30", "25-30 يوليو"),
        ("نوفمبر 13, 2017", "2017-11-13", "نوفمبر 13, 2017"),
        ("الخامس والعشرين من مارس", "2018-03-25", "الخامس والعشرين من مارس"),
        ("بتاريخ ٢٨ نوفمبر ٢٠١٢م", "2012-11-28", "٢٨ نوفمبر ٢٠١٢م"),
        ("2015/7/23م", "2015-07-23", "2015/7/23م"),
        ("رمضان 1436", "2015-06-18/2015-07-16", "رمضان 1436"),
        ("عام 1436هـ", "2014-10-25/2015-10-13", "عام 1436هـ"),
        ("ليلة الأحد - الاثنين", "2018-11-11/2018-11-12", "الأحد - الاثنين"),
        ("يومي الاثنين والثلاثاء", "2018-11-12/2018-11-13", "الاثنين والثلاثاء"),
        ("الأحد المقبل", "2018-11-18", "الأحد المقبل"),
        ("الأربعاء الماضي", "2018-11-07", "الأربعاء الماضي"),
        ("اليوم الثلاثاء", "2018-11-13", "اليوم الثلاثاء"),
        ("الأسبوع الماضي", "2018-11-04/2018-11-10", "الأسبوع الماضي"),
        ("خلال الـ48 ساعة الماضية", "2018-11-12/2018-11-14", "48 ساعة الماضية"),
        ("اليومين الماضيين", "2018-11-12/2018-11-14", "اليومين الماضيين"),
        ("مطلع هذا الشهر", "2018-11-01/2018-11-10", "مطلع هذا الشهر"),
        ("منذ عام 2007", "2007/..", "منذ عام 2007"),
        ("منذ مارس حتى أمس", "2018-03/2018-11-13", "منذ مارس حتى أمس"),
        ("قبل عام 2014", "../2014", "قبل عام 2014"),
        ("قبل أربعة أشهر", "2018-07~", "قبل أربعة أشهر"),
        ("قبل الانقلاب في العام ٢٠١٤م", "../2014", "قبل الانقلاب في العام ٢٠١٤م"),
        ("بداية الثمانينات", "1980~", "بداية الثمانينات"),
        ("في 2011، عبر", "2011", "2011"),
        ("منذ زحفها إليها منذ شهر أبريل الماضي", "2018-04/..", "منذ شهر أبريل الماضي"),
        ("بين أيلول - سبتمبر، وتشرين الأول - أكتوبر", "2018-09/2018-10", "أيلول - سبتمبر، وتشرين الأول - أكتوبر"),
        ("في 14 منه", "2018-11-14", "14 منه"),
        ("في الخامس من الشهر الماضي", "2018-10-05", "الخامس من الشهر الماضي"),
        ("في 3 من هذا الشهر", "2018-11-03", "3 من هذا الشهر"),
        ("يوم 5 الجاري", "2018-11-05", "5 الجاري"),
        ("ليلة الاثنين/الثلاثاء", "2018-11-12/2018-11-13", "الاثنين/الثلاثاء"),
        ("ليل الاثنين إلى الثلاثاء", "2018-11-12/2018-11-13", "الاثنين إلى الثلاثاء"),
        ("منذ بداية العام", "2018-01~/..", "منذ بداية العام"),
        ("عام ألفين وأربعة عشر", "2014", "عام ألفين وأربعة عشر"),
        ("يوم 13 / 11 / 2018", "2018-11-13", "13 / 11 / 2018"),
        ("أيام 10 و11 و12 نوفمبر", "2018-11-10/2018-11-12", "10 و11 و12 نوفمبر"),
        ("الأربعاء الموافق 14/11/2018", "2018-11-14", "الأربعاء الموافق 14/11/2018"),
        ("قبل حرب 1994", "../1994", "قبل حرب 1994"),
        ("إخطارا بهجمات 11 سبتمبر عام 2001", "2001-09-11", "11 سبتمبر عام 2001"),
    ],
)
def test_news_dates(find: Find, text: str, edtf: str, words: str) -> None:
    mentions = find(text)
    assert values(mentions) == [edtf]
    assert mentions[0].span.text == words


@pytest.mark.parametrize(
    "text",
    [
        "مارس المسلحون العنف",
        "من مارس السياسة",
        "قرب خميس مشيط",
        "أحد أحياء المدينة",
        "القرار 2216 الصادر",
        "قائد اللواء 35 مدرع",
        "ثورة 26 سبتمبر المجيدة",
        "بعد ثورة الـ26 من سبتمبر",
        "بطل حرب أكتوبر",
        "في سوق الأحد",
        "بين الاثنين",
        "قال جمعة محمد",
        "هاتف 777-123-456",
        "كان عمره 17 عاما",
        "في 2000 جندي",
        "صحيفة النموذج اليوم",
        "رقم 2015/123/4",
        "قبل يومين من الهجوم",
        "بعد يومين",
        "31 فبراير 2018",
        "أصيب 5 منه",
        "قتل 14 منهم و10 منه",
    ],
)
def test_words_that_tell_no_date(find: Find, text: str) -> None:
    assert values(find(text)) == []


def test_without_a_day_of_publication_only_full_dates_are_told(find: Find) -> None:
    text = "في 13 نوفمبر 2018 ثم 15 ديسمبر ثم أمس والأحد وقبل أسبوع والشهر الماضي وعيد الفطر"
    assert values(find(text, None)) == ["2018-11-13"]


def test_a_day_of_it_lies_in_the_month_told_before(find: Find) -> None:
    assert values(find("أعلن في 20 أكتوبر أن الهجوم وقع في 14 منه")) == ["2018-10-20", "2018-10-14"]
    assert values(find("أعلن السبت أن الهجوم وقع في 20 منه")) == ["2018-11-10", "2018-10-20"]
    assert values(find("في 30 يونيو/حزيران و3 يوليو/تموز 2013")) == ["2013-06-30", "2013-07-03"]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("قصفوا البلدة الأحد ثم انسحبوا مساء اليوم نفسه", ["2018-11-11", "2018-11-11"]),
        ("قصفوا البلدة في 3 مايو. وفي اليوم التالي انسحبوا", ["2018-05-03", "2018-05-04"]),
        ("اختطفوه في 3 مايو وأطلقوه بعد ذلك بيومين", ["2018-05-03", "2018-05-05"]),
        ("انسحبوا مساء اليوم نفسه", []),
    ],
)
def test_a_day_may_be_told_from_the_one_before_it(find: Find, text: str, edtf: list[str]) -> None:
    assert values(find(text)) == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("هدنة من الخامس والعشرين من نوفمبر إلى الثلاثين منه", "2018-11-25/2018-11-30"),
        ("سلموه في 20 ديسمبر", "2017-12-20"),
        ("كمين ليل 14 – 15 آب", "2018-08-14/2018-08-15"),
        ("أسروه الشتاء الماضي", "2017-12/2018-02"),
    ],
)
def test_days_told_without_a_year(find: Find, text: str, edtf: str) -> None:
    assert values(find(text)) == [edtf]


def test_the_last_ramadan_is_over(find: Find) -> None:
    assert values(find("في رمضان الماضي", "2015-06-22")) == ["2014-06-28/2014-07-27"]
    assert values(find("منذ رمضان الماضي", "2015-08-22")) == ["2015-06-18/.."]


def test_a_year_told_once_is_the_year_of_the_same_year(find: Find) -> None:
    assert values(find("في 13 نوفمبر 2016 وفي 15 ديسمبر من العام نفسه", None)) == ["2016-11-13", "2016-12-15"]


def test_an_announced_day_lies_ahead(find: Find) -> None:
    assert values(find("من المقرر أن يبدأ الاتفاق في 20 ديسمبر")) == ["2018-12-20"]
    assert values(find("بدأ الاتفاق في 20 ديسمبر")) == ["2017-12-20"]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("وقع الهجوم اليوم الأحد، ووصل الوفد أمس", ["2018-11-11", "2018-11-10"]),
        ("وقع الهجوم أمس الأحد، وانسحبوا الأسبوع الماضي", ["2018-11-11", "2018-11-04/2018-11-10"]),
        ("وقع الهجوم اليوم الأربعاء، وكان قد قال أمس الأحد", ["2018-11-14", "2018-11-11"]),
        ("يبدأ الاتفاق غدا الجمعة، ووقع أمس", ["2018-11-16", "2018-11-13"]),
    ],
)
def test_a_text_that_names_its_own_day_counts_from_it(find: Find, text: str, edtf: list[str]) -> None:
    assert values(find(text)) == edtf


@pytest.mark.parametrize("text", ["سيتم الانسحاب خلال 48 ساعة", "أمهلهم مهلة خلال ثلاثة أيام", "خلال عشرين"])
def test_a_term_is_no_time(find: Find, text: str) -> None:
    assert values(find(text)) == []


def test_rows_hold_their_examples() -> None:
    assert list(check(Arabic(), Resources())) == []


def test_an_overlay_adds_a_month_name(tmp_path: Path) -> None:
    folder = tmp_path / "lexicons" / "ar"
    folder.mkdir(parents=True)
    row = "form\tvalue\tcalendar\tstrength\tregion\texample\texpected\nسبتمبار\t9\tgregorian\tstrong\t\t\t\n"
    (folder / "months.tsv").write_text(row, encoding="utf-8")
    language = Arabic()
    finder = pickle.loads(pickle.dumps(DateFinder(language, Resources(tmp_path))))
    text = "في 5 سبتمبار 2017"
    assert values(finder.find(language.tokenize(text), Reading("d", "t", text))) == ["2017-09-05"]


def test_calendar_arithmetic() -> None:
    from datetime import date

    day = date(2018, 11, 14)
    assert weekday_day(day, day.weekday(), None) == day
    assert weekday_day(day, day.weekday(), "past") == date(2018, 11, 7)
    assert months_before(date(2018, 1, 31), 1) == (2017, 12)
    assert year_of(day, 11, 14, None) == 2018
    assert year_of(day, 11, 15, None) == 2017
    assert hijri_days(1600, 1, 1) is None


WORDS = st.sampled_from(
    [
        "منذ",
        "قبل",
        "بين",
        "من",
        "إلى",
        "حتى",
        "13",
        "و15",
        "مارس",
        "نوفمبر",
        "2018",
        "الأحد",
        "الاثنين",
        "أمس",
        "اليوم",
    ]
    + [
        "الشهر",
        "الماضي",
        "مطلع",
        "أواخر",
        "عام",
        "عيد الفطر",
        "رمضان",
        "هـ",
        "م",
        "/",
        "-",
        "(",
        ")",
        "الموافق",
        "9999",
    ]
    + ["الأيام", "الثلاثة", "أسبوعين", "أول", "هذا", "الثالث", "عشر", "شهر", "آلاف", "سنة", "،", "مليون"]
)


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS).map("".join)),
    st.sampled_from([None, "", "2018-11-14", "0001-01-01", "9999-12-31", "not a day"]),
)
def test_no_text_breaks_it(find: Find, text: str, published: str | None) -> None:
    last = 0
    for mention in find(text, published):
        assert isinstance(mention.value, DateValue)
        assert valid(mention.value.edtf)
        assert mention.first >= last
        last = mention.end_token
        assert text[mention.span.start : mention.span.end] == mention.span.text


@pytest.mark.parametrize("piece", ["الموافق 13 نوفمبر 2018 ", "مطلع ", "بين مارس و", "منذ ", "13-", "أمس الأحد "])
def test_long_chains_are_read_without_recursion(find: Find, piece: str) -> None:
    assert all(valid(value) for value in values(find(piece * 3000)))
