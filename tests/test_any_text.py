"""Whatever the words, extraction neither fails nor quotes what is not there; and it takes time linear in their length.

Texts are strung together from the words of the tables and from what pages hold besides: digits of three scripts,
marks without a letter, marks of direction, punctuation, other scripts.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from takhrij.core.config import Config
from takhrij.core.ids import sha256
from takhrij.core.records import Extraction, Reading, Span
from takhrij.pipeline import Extractor

_DATA = Path(str(files("takhrij"))) / "data"
_GRAMMAR = ("lexicons", "events", "relations", "actors")
_BESIDE = (
    *"0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    *("2014", "٢٠١٥", "۲۰۱۶", "1.500", "١٢٬٠٠٠", "30-40", "5/7/2015", "٣٪", "1e9", "½", "٠٠٠", "9" * 40),
    *"\u064b\u064e\u0651\u0670\u0640\u0654\u202a\u202b\u202c\u202d\u202e\u200e\u200f\u2066\u2069\ufeff\u200d\u200b\u00a0",
    *"،؛؟.!:;,()[]{}«»“”\"'-–—/\\|…٪%$+*=<>&#@\n\t\r\x00\x0b\x1f",
    *("\n\n", ". ", "، ", ": ", " («", "») ", " و", "ال", "لل", "بال", "وال", "لا", "ﷺ", "ﻻ", "\ud800", "\U0001f4a3"),
    *("the", "Taiz", "Москва", "北京", "שלום", "پاکستان", "گروه", "क", "e\u0301", "K", "ß", "İ"),
)
EXTRACTOR = Extractor(Config())
PARTS, IN_PART = 4, 25_000


@cache
def words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The Arabic words of the tables of grammar and events, and those of all other tables."""
    near: set[str] = set()
    far: set[str] = set()
    for path in sorted(_DATA.rglob("*.t*")):
        found = re.findall(r"[\u0621-\u0652]+", path.read_text(encoding="utf-8"))
        (near if path.relative_to(_DATA).parts[0] in _GRAMMAR else far).update(found)
    return tuple(sorted(near)), tuple(sorted(far - near))


def extracted(text: str) -> Extraction:
    """What is made of a text that was published on a day."""
    data = text.encode("utf-8", "surrogatepass")
    return EXTRACTOR.extract(Reading(sha256(data), "any", text, published="2015-07-21"))


def spans(value: object) -> Iterator[Span]:
    """Every Span within a record."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from spans(item)
    elif isinstance(value, dict):
        yield from spans(list(value.values()))
    elif is_dataclass(value):
        for field in fields(value):
            yield from spans(getattr(value, field.name))


def strung(chance: random.Random) -> str:
    """A short text."""
    near, far = words()
    pieces = []
    for _ in range(chance.randint(1, 14)):
        kind = chance.random()
        pieces.append(chance.choice(near if kind < 0.6 else far if kind < 0.75 else _BESIDE))
        pieces.append("" if chance.random() < 0.15 else " ")
    return "".join(pieces)


def check(text: str) -> None:
    """Hold an extraction to its text."""
    found = extracted(text)
    assert not found.problems, (text, found.problems)
    for span in spans((found.claims, found.relations, found.framing, found.mentions)):
        assert text[span.start : span.end] == span.text, (text, span)


def test_some_texts_are_read_and_quoted() -> None:
    chance = random.Random("some")
    for _ in range(300):
        check(strung(chance))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_any_text_is_read_and_quoted(part: int) -> None:
    chance = random.Random(part)
    for _ in range(IN_PART):
        check(strung(chance))


# -- time ----------------------------------------------------------------------------------------------------

TOLD = "سيطرت قوات الجيش على مدينة تعز وقتل عشرون مسلحا من الحوثيين في غارة جوية للتحالف على صنعاء أمس "
# Four times the text may take so many times as long: twice what a linear reading takes, half of what a square one does.
TIMES, MOST = 4, 8.0


def seconds(text: str) -> float:
    """Processor time of an extraction, the better of two."""
    took = []
    for _ in range(2):
        begin = time.process_time()
        assert not extracted(text).problems
        took.append(time.process_time() - begin)
    return min(took)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("unit", "count"),
    [
        pytest.param(TOLD, 100, id="a text without a stop"),
        pytest.param(f"{TOLD}. ", 100, id="equal sentences"),
        pytest.param("قال المتحدث إن جماعة الحوثي تدعم القبائل. ", 200, id="tellings and ties"),
        pytest.param("يعتزم الجيش قصف المدينة وسمع دوي انفجارات عقب مقتل ثلاثة. ", 150, id="aims, echoes and tolls"),
        *(
            pytest.param(f"{word} ", 800, id=word)
            for word in ("قصف", "و", "٢٠", "الحوثيين", "من", "صنعاء", "أمس", "قال")
        ),
        pytest.param("\u202e\u064b", 2000, id="marks alone"),
    ],
)
def test_time_is_linear_in_the_length(unit: str, count: int) -> None:
    extracted(unit)
    short, long = seconds(unit * count), seconds(unit * count * TIMES)
    assert long <= MOST * max(short, 0.02), (short, long)
