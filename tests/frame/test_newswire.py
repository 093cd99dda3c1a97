"""Single sentences of other wars, without date and context: the deed is found and little else is."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from takhrij.arabic import Arabic
from takhrij.core.records import Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.resources import Resources

CLASSES = {
    "violent": {"clash", "airstrike", "shelling", "bombing", "killing", "detain", "torture", "sexual_violence"},
    "protest": {"protest", "riot"},
}
SHARE, CLAIMS = 0.85, 1.6


@lru_cache(maxsize=1)
def rooms() -> tuple[Arabic, Finders, Framer]:
    language, resources = Arabic(), Resources()
    return language, Finders(language, resources), Framer(language, resources)


def types_of(words: str) -> list[str]:
    language, finders, framer = rooms()
    text = language.tokenize(words)
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2003-05-06")
    return [claim.type for claim in framer.frame(text, reading, finders.find(text, reading)).claims]


def sentences() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "newswire.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line and not line.startswith("#")]
    return [(row[0], row[1]) for row in rows[1:]]


def test_newswire_of_other_wars() -> None:
    told = [(kind, words, types_of(words)) for kind, words in sentences()]
    missed = [words for kind, words, types in told if CLASSES[kind].isdisjoint(types)]
    assert len(missed) <= (1 - SHARE) * len(told), "\n".join(missed)
    assert sum(len(types) for _, _, types in told) <= CLAIMS * len(told)


def test_pages_about_something_else_have_no_claim() -> None:
    for words in (
        "قاد المدرب هجوم الفريق في مباراة الدوري وسيطر لاعبوه على الكرة في المدينة.",
        "ألقت الشرطة القبض على لص سرق سيارة في حي النزهة، واعترف بجرائمه أمام المحكمة.",
        "تراجعت أسعار الأسهم بعد مفاوضات الشركة مع المصرف، ودفعت الشركة خمسة ملايين دولار.",
        "لقي ثلاثة أشخاص مصرعهم وأصيب خمسة في حادث مروري على طريق الساحل.",
    ):
        assert types_of(words) == [], words
