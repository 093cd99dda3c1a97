"""The rows of `data/languages/ar.toml`, compiled once a process."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from takhrij.resources import Resources


@dataclass(frozen=True, slots=True)
class Rules:
    """Folding table (code point → replacement), characters that carry no letter, clitics, sentence marks."""

    table: MappingProxyType[int, str]
    marks: str
    proclitics: tuple[str, ...]
    enclitics: tuple[str, ...]
    article: str
    sentence_break: re.Pattern[str]
    foreign: frozenset[str]
    foreign_share: float


def _code_points(ranges: list[str]) -> list[int]:
    points: list[int] = []
    for text in ranges:
        low, high = (int(x, 16) for x in text.split("-"))
        points += range(low, high + 1)
    return points


def _is_digit(point: int) -> bool:
    return unicodedata.category(chr(point)) == "Nd"


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The compiled rules. Raises DataError when the file is missing or broken."""
    data = Resources().document("languages/ar")
    fold = data["fold"]
    table: dict[int, str] = {ord(a): b for a, b in fold["letters"].items()}
    strip = _code_points(fold["strip"])
    for point in _code_points(fold["compatibility"]):
        plain = unicodedata.normalize("NFKC", chr(point))
        if plain != chr(point):
            table[point] = plain.translate(dict.fromkeys(strip)).translate(table).strip()
    table.update(dict.fromkeys(strip, ""))
    for point in range(0x80, 0x20000):
        if _is_digit(point):
            table[point] = str(unicodedata.digit(chr(point)))
    for point in range(ord("A"), ord("Z") + 1):
        table[point] = chr(point).lower()
    sentences = data["sentences"]
    stop = re.escape(sentences["stop"])
    breaks = rf"[{re.escape(sentences['always'])}]|{stop}{{2,}}|{stop}(?=\s|[\"'»”’)\]])"
    clitics = data["clitics"]
    return Rules(
        table=MappingProxyType(table),
        marks="".join(re.escape(chr(p)) for p in strip),
        proclitics=tuple(clitics["proclitics"]),
        enclitics=tuple(clitics["enclitics"]),
        article=clitics["article"],
        sentence_break=re.compile(breaks),
        foreign=frozenset(data["script"]["foreign"]),
        foreign_share=data["script"]["foreign_share"],
    )


def folding_examples() -> list[tuple[str, str]]:
    """(source, folded) pairs that the data file promises."""
    return [(row["source"], row["folded"]) for row in Resources().document("languages/ar")["example"]]
