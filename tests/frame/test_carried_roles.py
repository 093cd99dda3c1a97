"""Whom pronouns, heads with pronouns and captivity told twice mean, read by the rules alone."""

from __future__ import annotations

from functools import lru_cache

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.frame.choice import Board, Standing
from takhrij.frame.description import Cast, describe
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft
from takhrij.resources import Resources


@lru_cache(maxsize=1)
def _rooms() -> tuple[Arabic, Finders, Framer]:
    language, resources = Arabic(), Resources()
    return language, Finders(language, resources), Framer(language, resources)


def _read(text: str) -> tuple[Annotated, list[Draft]]:
    language, finders, framer = _rooms()
    tokens = language.tokenize(text)
    reading = Reading("0" * 64, "text@1", text, published="2019-05-02")
    notes, _, drafts = framer.by_rules(tokens, reading, finders.find(tokens, reading))
    return notes, drafts


@pytest.mark.parametrize(
    ("text", "type_", "actor", "target"),
    [
        (
            "ثم عاد مسلحو تنظيم داعش إلى القرية حيث احتجزوا ثلاثة مزارعين. ثم أطلقوا سراحهم",
            "release",
            "isis",
            "civilians",
        ),
        ("عدد جنود الجيش العراقي الذين أفرجت عنهم حركة طالبان", "release", "other:taliban", "iraq_government"),
        ("على أن تطلق حركة طالبان عشرين من أبناء القرية اعتقلتهم مطلع مارس", "detain", "other:taliban", "civilians"),
        ("أفرج تنظيم داعش عن سائق كان المهاجمون قد احتجزوه", "detain", "unknown_gunmen", None),
        ("قالت حركة الشباب إن مقاتليها سيطروا على بلدة بلدوين", "seize", "other:shabaab", None),
        ("حاصر الجيش العراقي مسلحي تنظيم داعش ثم هاجمهم", "clash", "iraq_government", "isis"),
        ("تسلمت قوات البيشمركة القاعدة من الجيش العراقي", "handover", "iraq_government", "peshmerga"),
        ("تم الإفراج عن عشرة من عناصر البيشمركة كانوا محتجزين لدى تنظيم داعش", "release", "isis", "peshmerga"),
    ],
)
def test_who_is_not_named_again_is_found(text: str, type_: str, actor: str, target: str | None) -> None:
    _, drafts = _read(text)
    found = next(draft for draft in drafts if draft.type == type_)
    assert found.ids("actor") == {actor}
    if target is not None:
        assert found.ids("target") == {target}


def _board(text: str, chance: float) -> Board:
    notes, drafts = _read(text)
    cast = Cast.of(notes, drafts)
    standings = []
    for at in range(len(drafts)):
        found = describe(notes, cast, at)
        standings.append(Standing.of(found, [{"actor": chance, "target": chance / 2} for _ in found]))
    return Board(cast, standings, low=0.1)


def test_sets_are_made_of_the_likeliest_and_the_rules_are_always_among_them() -> None:
    text = "قصف الجيش العراقي وقوات البيشمركة مواقع تنظيم داعش قرب الموصل"
    board = _board(text, 0.6)
    options = board.options(0, "actor")
    assert frozenset() in options
    assert frozenset({"iraq_government", "peshmerga"}) in options
    unlikely = _board(text, 0.01).options(0, "actor")
    assert set(unlikely) == {frozenset(), frozenset({"iraq_government", "peshmerga"})}


def test_parties_of_an_exchange_are_all_actors() -> None:
    board = _board("تبادل الجيش العراقي وقوات البيشمركة عشرين أسيرا", 0.9)
    assert board.cast.drafts[0].type == "exchange"
    assert board.options(0, "target") == [frozenset()]


def test_a_set_is_described_by_its_size_and_its_allies() -> None:
    board = _board("قصف الجيش العراقي وقوات البيشمركة مواقع تنظيم داعش قرب الموصل", 0.6)
    alone = board.describe(0, "actor", frozenset({"peshmerga"}))
    both = board.describe(0, "actor", frozenset({"peshmerga", "iraq_government"}))
    assert "size 1" in alone and "size 2" in both
    assert "ally left out 4" in alone and "ally left out 0" in both
    assert "rule less 2" in alone and "rule same 2" in both
