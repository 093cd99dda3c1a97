"""The headline's claims are credited to the speaker who opens the body."""

from __future__ import annotations

from functools import lru_cache

from takhrij.arabic import Arabic
from takhrij.core.records import Claim, Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.resources import Resources

ARABIC, RESOURCES = Arabic(), Resources()


@lru_cache(maxsize=1)
def rooms() -> tuple[Finders, Framer]:
    return Finders(ARABIC, RESOURCES), Framer(ARABIC, RESOURCES)


def claims(words: str) -> tuple[Claim, ...]:
    finders, framer = rooms()
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    text = ARABIC.tokenize(words)
    return framer.frame(text, reading, finders.find(text, reading)).claims


def test_a_headline_is_credited_to_the_speaker_of_the_first_sentence() -> None:
    told = claims("غارات على صعدة\n\nقالت وزارة الدفاع إن ثلاث غارات استهدفت موقعا للحوثيين قرب حرض.")
    assert {c.attribution[-1].source_class for c in told if c.type == "airstrike"} == {"official"}


def test_a_headline_of_another_happening_stays_the_outlets() -> None:
    told = claims("مقتل خمسة جنود في تفجير بصعدة\n\nقالت وزارة الدفاع إن ثلاث غارات استهدفت موقعا للحوثيين قرب حرض.")
    assert [c.attribution[-1].source_class for c in told if c.type == "bombing"] == ["narrator"]
