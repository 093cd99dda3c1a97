"""Every row of the cue tables does what its example says."""

from __future__ import annotations

import pytest

from takhrij.read.byline import parse_byline
from takhrij.read.cues import Cues
from takhrij.resources import Resources

RESOURCES = Resources()
ROWS = {name: RESOURCES.table(f"reading/{name}") for name in ("words", "lines", "bylines", "genres", "containers")}


@pytest.mark.parametrize("table", ["words", "lines"])
def test_example_lines_are_furniture_of_their_class(table: str, cues: Cues) -> None:
    wrong = [r["line"] for r in ROWS[table] if cues.line(r["example"]) != r["class"]]
    assert wrong == []


def test_section_words_tell_their_genre(cues: Cues) -> None:
    wrong = [r["line"] for r in ROWS["words"] if r["genre"] and cues.genre_of_sections([r["form"]]) != r["genre"]]
    assert wrong == []


def test_example_bylines(cues: Cues) -> None:
    wrong = []
    for row in ROWS["bylines"]:
        told = parse_byline(row["example"], cues, loose=True)
        if told is None or (told.author or "", told.outlet or "") != (row["author"], row["outlet"]):
            wrong.append((row["line"], row["example"], told))
    assert wrong == []


def test_examples_of_genres(cues: Cues) -> None:
    tell = {"title": cues.genre_of_title, "url": cues.genre_of_url, "type": cues.genre_of_type}
    wrong = [r["line"] for r in ROWS["genres"] if tell[r["where"]](r["example"]) != r["genre"]]
    assert wrong == []


def test_examples_of_datelines(cues: Cues) -> None:
    wrong = []
    for row in RESOURCES.table("reading/datelines"):
        told = cues.dates.read(row["example"])
        if (told.day if told else "") != row["expected"]:
            wrong.append((row["line"], row["example"], told))
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "day", "rest"),
    [
        ("الثلاثاء 27 يوليو 2021 الساعة 10 صباحا / موقع المثال", "2021-07-27", "موقع المثال"),
        ("فريق الرصد · الجمعة 30 تموز/يوليو 2021م · آخر تحديث 14:22", "2021-07-30", "فريق الرصد"),
        ("الأربعاء 18 ذو الحجة 1442هـ الموافق 28 يوليو 2021", "2021-07-28", ""),
        ("آخر تحديث: 30/07/2021 | نشر في: 28/07/2021", "2021-07-28", ""),
        ("كتب: سالم النموذجي - الأربعاء, 28 يوليو 2021 09:30 مساءً", "2021-07-28", "كتب: سالم النموذجي"),
        ("السبت 7/8/2021", "2021-08-07", ""),
        ("28 من شهر يوليو 2021", "2021-07-28", ""),
    ],
)
def test_days_in_the_head_of_a_page(line: str, day: str, rest: str, cues: Cues) -> None:
    told = cues.dates.read(line)
    assert told is not None
    assert (told.day, told.rest) == (day, rest)


@pytest.mark.parametrize(
    "line", ["وقع الهجوم في 3 أغسطس 2021", "7/8/2021", "28 يوليو", "18 ذو الحجة 1442هـ", "آخر تحديث: 28 يوليو 2021"]
)
def test_lines_that_tell_no_day_of_publication(line: str, cues: Cues) -> None:
    assert cues.dates.read(line) is None


def test_examples_of_containers(cues: Cues) -> None:
    wrong = [r["line"] for r in ROWS["containers"] if cues.container(r["example"]) != r["class"]]
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    [
        "قال مصدر محلي مسؤول إن عملية تبادل أسرى جرت مساء الاثنين",
        "العلاقة بين طرفين في محافظة البيضاء",
        "تبادل أسرى في البيضاء",
        "من الوسيط؟",
        "علاقة التنسيق بين الطرفين: هناك تفاهمات منذ فترة",
        "#صحيفة_النموذج",
        "وشارك في الاجتماع ممثلون عن الطرفين",
        "سيطرت القوات على الطريق الرئيسية | مصدر",
        "نشرت القوات صورا لأسرى في محافظة البيضاء",
    ],
)
def test_lines_of_an_article_are_no_furniture(line: str, cues: Cues) -> None:
    assert cues.line(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "علاقة التنسيق بين الطرفين: هناك تفاهمات",
        "قال مصدر محلي مسؤول إن الوساطة نجحت.",
        "تبادل الأسرى",
        "٢٠٢١ – ٢٠٢٢",
        "",
    ],
)
def test_other_lines_are_no_bylines(line: str, cues: Cues) -> None:
    assert parse_byline(line, cues, loose=True) is None
