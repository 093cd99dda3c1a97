"""Retellings join; happenings at two places under one governorate stay two."""

from __future__ import annotations

from takhrij.arabic import Arabic
from takhrij.core.records import Claim, Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.resources import Resources

ARABIC, RESOURCES = Arabic(), Resources()
FINDERS, FRAMER = Finders(ARABIC, RESOURCES), Framer(ARABIC, RESOURCES)


def claims(words: str, kind: str) -> list[Claim]:
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    text = ARABIC.tokenize(words)
    return [c for c in FRAMER.frame(text, reading, FINDERS.find(text, reading)).claims if c.type == kind]


def test_two_towns_of_one_governorate_are_two_happenings() -> None:
    found = claims(
        "أخبار الجنوب.\n\nسيطرت المقاومة الشعبية على زنجبار بمحافظة أبين. وسيطرت المقاومة الشعبية على لودر بمحافظة أبين.",
        "seize",
    )
    assert len(found) == 2


def test_a_retelling_that_names_the_wider_place_joins() -> None:
    found = claims(
        "أخبار الجنوب.\n\nسيطرت المقاومة الشعبية على زنجبار بمحافظة أبين. وكانت المقاومة الشعبية سيطرت على زنجبار.",
        "seize",
    )
    assert len(found) == 1
    assert len(found[0].evidence) == 2


def test_a_telling_without_a_place_joins_only_from_near() -> None:
    between = "وقال السكان إن السوق مفتوح. " * 5
    near = "أخبار.\n\nسيطرت المقاومة الشعبية على زنجبار. وقصف الحوثيون مواقع المقاومة الشعبية."
    far = "أخبار.\n\nقصف الحوثيون مواقع المقاومة الشعبية في لودر. {}وقصف الحوثيون مواقع المقاومة الشعبية."
    assert len(claims(near, "shelling")) == 1
    assert len(claims(far.format(""), "shelling")) == 1
    assert len(claims(far.format(between), "shelling")) == 2
