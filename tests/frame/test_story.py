"""Who did it and to whom over clause borders and sentences, on sentences made for the purpose."""

from __future__ import annotations

from functools import lru_cache

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.frame.model import Draft
from takhrij.resources import Resources


@lru_cache(maxsize=1)
def rooms() -> tuple[Arabic, Finders, Framer]:
    language, resources = Arabic(), Resources()
    return language, Finders(language, resources), Framer(language, resources)


def drafts(words: str) -> list[Draft]:
    language, finders, framer = rooms()
    text = language.tokenize(words)
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    return framer.by_rules(text, reading, finders.find(text, reading))[2]


def of_type(words: str, kind: str) -> Draft:
    return next(draft for draft in drafts(words) if draft.type == kind)


@pytest.mark.parametrize(
    ("words", "kind", "actor", "target"),
    [
        ("قصفت المدفعية التركية أحياء سكنية في البلدة", "shelling", {"turkey"}, {"civilians"}),
        ("نفذت الطائرات التركية غارات على قرية يسيطر عليها تنظيم داعش", "airstrike", {"turkey"}, {"isis"}),
        ("واصلت الطائرات التركية، أمس الأحد، قصف مواقع تنظيم داعش", "airstrike", {"turkey"}, {"isis"}),
        ("قتل ثلاثة من عناصر تنظيم داعش في غارة شنها الجيش التركي", "airstrike", {"turkey"}, {"isis"}),
        ("شن الجيش التركي هجوما على الموقع الخاضع لسيطرة تنظيم داعش", "clash", {"turkey"}, {"isis"}),
        ("اعتقلت الشرطة التركية، التي وصلت ليلا، خمسة من عناصر تنظيم داعش", "detain", {"turkey"}, {"isis"}),
    ],
)
def test_roles_over_clauses(words: str, kind: str, actor: set[str], target: set[str]) -> None:
    found = of_type(words, kind)
    assert found.ids("actor") == actor
    assert found.ids("target") == target


def test_the_other_side_is_taken_from_the_telling_of_it() -> None:
    words = "هاجم الجيش التركي مواقع تنظيم داعش في البلدة. وسيطر الجيش التركي على قرية في مدينة الباب."
    assert of_type(words, "seize").ids("target") == {"isis"}


def test_nobody_is_filled_in_without_a_telling() -> None:
    assert not of_type("سيطر الجيش التركي على مدينة الباب.", "seize").ids("target")


def test_strikes_without_a_doer_are_of_him_who_does_all_others() -> None:
    words = "شنت الطائرات التركية غارات على مواقع تنظيم داعش. وأصابت غارات أخرى مخازن للتنظيم في مدينة الباب."
    assert {frozenset(d.ids("actor")) for d in drafts(words) if d.type == "airstrike"} == {frozenset({"turkey"})}


def test_both_sides_are_those_named_before() -> None:
    words = (
        "اشتبك الجيش التركي مع مسلحي تنظيم داعش قرب مدينة الباب. واندلعت معارك جديدة بين الطرفين مساء أمس في جرابلس."
    )
    fights = [draft for draft in drafts(words) if draft.type == "clash"]
    assert fights and all(draft.ids("actor") | draft.ids("target") == {"turkey", "isis"} for draft in fights)
