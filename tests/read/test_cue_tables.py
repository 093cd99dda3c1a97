"""Every row of the cue tables does what its example says."""

from __future__ import annotations

import pytest

from takhrij.read.byline import parse_byline
from takhrij.read.cues import Cues
from takhrij.resources import Resources

ROWS = {name: Resources().table(f"reading/{name}") for name in ("words", "lines", "bylines", "genres", "containers")}


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
