"""Loaded words: whom they name, how much of the text they take, what is plain."""

from __future__ import annotations

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Framing, Reading
from takhrij.find import Finders
from takhrij.frame import Framed, Framer
from takhrij.resources import Resources

ARABIC, RESOURCES = Arabic(), Resources()
FINDERS, FRAMER = Finders(ARABIC, RESOURCES), Framer(ARABIC, RESOURCES)


def framed(words: str) -> Framed:
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    text = ARABIC.tokenize(words)
    return FRAMER.frame(text, reading, FINDERS.find(text, reading))


TERMS = [row for row in Resources().table("framing/terms") if row["part"] in ("term", "head")]


def uses(words: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(f.span.text, f.names, f.loaded) for f in framed(words).framing]


@pytest.mark.parametrize("row", TERMS, ids=[row["line"] for row in TERMS])
def test_every_term_is_found_in_its_example(row: dict[str, str]) -> None:
    found: tuple[Framing, ...] = framed(row["example"]).framing
    assert found
    assert not row["names"] or row["names"] in [f.names for f in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("قتل الجيش الإسرائيلي مخربين قرب الجدار", ("مخربين", "palestinians", ("مخربين",))),
        ("رد الجيش على كيان الاحتلال", ("كيان الاحتلال", "israel", ("كيان الاحتلال",))),
        ("انسحبت مليشيا آل دقلو من السوق", ("مليشيا آل دقلو", "other:rsf", ("مليشيا",))),
        ("انسحب جيش الكيزان من السوق", ("جيش الكيزان", "sudan", ("جيش الكيزان",))),
        ("هاجم الحشد الصفوي القرية", ("الحشد الصفوي", "popular_mobilization", ("الصفوي",))),
        ("رحبت حكومة الفنادق بالاتفاق", ("حكومة الفنادق", "hadi_government", ("الفنادق",))),
    ],
)
def test_each_side_has_its_words_for_the_other(words: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    assert expected in uses(words)


def test_a_head_names_whom_it_stands_before_and_loses_its_conjunction() -> None:
    assert ("فلول تنظيم داعش", "isis", ("فلول",)) in uses("تقدم الجيش وفلول تنظيم داعش تنسحب")


@pytest.mark.parametrize("words", ["قال رئيس التحرير ذلك", "تجمعوا في ميدان التحرير", "سار في شارع الشهداء"])
def test_names_and_offices_are_not_loaded(words: str) -> None:
    assert uses(words) == []
