"""Who fights beside whom and who against whom, read by the rules alone."""

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
def _rooms() -> tuple[Arabic, Finders, Framer]:
    language, resources = Arabic(), Resources()
    return language, Finders(language, resources), Framer(language, resources)


def drafts(text: str) -> list[Draft]:
    language, finders, framer = _rooms()
    tokens = language.tokenize(text)
    reading = Reading("0" * 64, "text@1", text, published="2019-05-02")
    return framer.by_rules(tokens, reading, finders.find(tokens, reading))[2]


@pytest.mark.parametrize(
    ("text", "type_", "actors", "targets"),
    [
        (
            "اندلعت اشتباكات بين الجيش العراقي المدعم بقوات البيشمركة من جهة وتنظيم داعش وحركة طالبان من جهة أخرى",
            "clash",
            {"iraq_government", "peshmerga"},
            {"isis", "other:taliban"},
        ),
        (
            "استعاد الجيش العراقي البلدة من تنظيم داعش بدعم من ضربات جوية تشنها الولايات المتحدة",
            "seize",
            {"iraq_government", "us"},
            {"isis"},
        ),
        (
            "قالت مصادر إن قوات البيشمركة مدعومة بقصف مدفعي من الجيش العراقي استعادت قرية من تنظيم داعش",
            "seize",
            {"peshmerga", "iraq_government"},
            {"isis"},
        ),
        ("دعا تنظيم داعش إلى مهاجمة حركة طالبان", "clash", {"isis"}, {"other:taliban"}),
    ],
)
def test_partners_and_sides(text: str, type_: str, actors: set[str], targets: set[str]) -> None:
    found = next(draft for draft in drafts(text) if draft.type == type_)
    assert found.ids("actor") == actors
    assert found.ids("target") == targets


def test_whose_hands_killed_did_it() -> None:
    (found,) = drafts("قتل أكثر من ثلاثين يمني على يد تنظيم القاعدة")
    assert (found.type, found.ids("actor"), found.ids("target")) == ("killing", {"alqaeda"}, set())


def test_what_a_verb_says_of_control_is_told_once() -> None:
    found = [
        draft for draft in drafts("فقد تنظيم داعش السيطرة على البلدة لصالح الجيش العراقي") if draft.type == "seize"
    ]
    assert [(d.ids("actor"), d.ids("target")) for d in found] == [({"iraq_government"}, {"isis"})]


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("قتل مسلحو تنظيم داعش ثلاثة جنود عراقيين قرب الموصل", {"isis"}, {"iraq_government"}),
        ("قتل مسلحون القاضي رافع الطيلسان في بغداد", {"unknown_gunmen"}, {"رافع الطيلسان"}),
        ("قتل ثلاثة جنود عراقيين على أيدي مسلحي تنظيم داعش", {"isis"}, {"iraq_government"}),
    ],
)
def test_who_killed_and_who_was_killed(text: str, actor: set[str], target: set[str]) -> None:
    (found,) = drafts(text)
    assert (found.ids("actor"), found.ids("target")) == (actor, target)
