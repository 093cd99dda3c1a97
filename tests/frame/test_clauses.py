"""Verbs told from nouns, clauses and their subjects, on sentences made for the purpose."""

from __future__ import annotations

from functools import lru_cache

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Reading
from takhrij.find import Finders
from takhrij.frame.lexicon import FrameLexicon
from takhrij.frame.marks import Annotated, annotate
from takhrij.frame.subjects import Subjects
from takhrij.resources import Resources

ARABIC, RESOURCES = Arabic(), Resources()


@lru_cache(maxsize=1)
def rooms() -> tuple[Finders, FrameLexicon]:
    return Finders(ARABIC, RESOURCES), FrameLexicon(ARABIC, RESOURCES)


def annotated(words: str) -> Annotated:
    finders, lexicon = rooms()
    text = ARABIC.tokenize(words)
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    return annotate(text, finders.find(text, reading), lexicon)


def clauses(words: str) -> list[tuple[str, str]]:
    notes = annotated(words)
    return [(c.kind, notes.text.word(c.verb) if c.verb >= 0 else "") for c in notes.syntax.clauses]


VERBS = RESOURCES.table("lexicons/ar/verbs")


def test_the_table_of_verbs_is_large_and_without_doubles() -> None:
    assert len(VERBS) > 1500
    assert len({row["form"] for row in VERBS}) == len(VERBS)


@pytest.mark.parametrize("row", VERBS, ids=[row["line"] for row in VERBS])
def test_every_verb_is_read_in_its_example(row: dict[str, str]) -> None:
    word = rooms()[1].verbs.read(ARABIC.tokenize(row["example"]).tokens[0])
    assert word is not None
    perfect, _, imperfect = row["form"].partition("/")
    forms = {form.form for form in ARABIC.conjugate(perfect, imperfect)}
    assert word.split.key in forms
    assert row["value"] == "none" or word.entry.object


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("المسلحون الذين وصلوا أمس سيطروا على البلدة", [("main", "سيطروا"), ("relative", "وصلوا")]),
        (
            "قال متحدث إن الجيش، الذي انسحب أمس، عاد إلى البلدة",
            [("main", "قال"), ("that", "عاد"), ("relative", "انسحب")],
        ),
        ("قتل خمسة جنود في هجوم استهدف حاجزا", [("main", "قتل"), ("relative", "استهدف")]),
        ("إن مواجهات عنيفة اندلعت في البلدة", [("main", ""), ("that", "اندلعت")]),
        ("دخل الجيش البلدة وقتل ثلاثة مسلحين", [("main", "دخل"), ("main", "وقتل")]),
        ("شنت الطائرات، فجر الخميس، غارتين على الموقع", [("main", "شنت")]),
        ("واصل الجيش، أمس الأحد، قصف الموقع", [("main", "واصل")]),
        ("انسحب المسلحون بعد سيطرة الجيش على البلدة وطرد حلفائهم", [("main", "انسحب")]),
        ("تنظيم (داعش) الذي كثف هجماته", [("main", ""), ("relative", "كثف")]),
        ("انفجرت سيارة في السوق ما أدى إلى مقتل ثلاثة", [("main", "انفجرت"), ("result", "أدى")]),
    ],
)
def test_clauses_are_told_by_their_verbs(words: str, expected: list[tuple[str, str]]) -> None:
    assert clauses(words) == expected


@pytest.mark.parametrize(
    ("words", "verb", "subject"),
    [
        ("سيطرت القوات التركية على الجسر", "سيطرت", ["القوات التركية"]),
        ("القوات التركية، التي وصلت أمس، سيطرت على الجسر", "سيطرت", ["القوات التركية"]),
        ("قصفت القوات التركية البلدة وسيطرت على الجسر", "وسيطرت", ["القوات التركية"]),
        ("أعلنت القوات التركية أنها سيطرت على الجسر", "سيطرت", ["القوات التركية"]),
        ("انسحب المسلحون بعدما قصفوا البلدة", "قصفوا", ["المسلحون"]),
        ("قال مصدر إن الأزمة انتهت وسيطرت على الجسر قوات أجنبية", "انتهت", []),
        ("الجيش التركي الذي سيطر على الجسر انسحب", "سيطر", ["الجيش التركي"]),
        ("حاصرت المسلحين في القرية", "حاصرت", []),
        ("سيطرت قوات من الجيش التركي على الجسر", "سيطرت", ["الجيش التركي"]),
    ],
)
def test_who_a_clause_speaks_of(words: str, verb: str, subject: list[str]) -> None:
    notes = annotated(words)
    at = next(i for i in range(len(notes.text.tokens)) if notes.text.word(i) == verb)
    found = Subjects(notes).of(notes.syntax.owner[at])
    assert [argument.mention.span.text for argument in found] == subject


def test_clauses_stand_in_relation() -> None:
    notes = annotated("أعلنت القوات التركية أنها سيطرت على الجسر وقصفت البلدة")
    syntax = notes.syntax
    assert syntax.relation(0, 1) == "same"
    assert syntax.relation(0, 4) == "child that"
    assert syntax.relation(4, 0) == "parent of that"
    assert syntax.relation(4, 7) == "shared"
