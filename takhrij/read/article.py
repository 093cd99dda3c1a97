"""Which lines of an HTML page are its article: the lines that a content extractor keeps, and those that belong."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from takhrij.read.markup import PageLine

_WORD = re.compile(r"\w+")
_FEWEST_SHARED = 5
_PARAGRAPH = 8
_LINKED = 0.5
_ALL_LINKED = 0.8
_HOLDS_ARTICLE = 0.5


class Article(NamedTuple):
    """Indices of the lines of the body, and of the lines in hidden elements or elements of furniture."""

    body: set[int]
    outside: frozenset[int]


def _key(text: str) -> str:
    """Words only, composed: the extractor composes letters and drops format characters."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", text)))


def _extracted(page: str) -> str:
    """The article as trafilatura sees it, or an empty text when it sees none or fails on the page."""
    import trafilatura  # costs a quarter of a second, and rows and text never need it

    # It logs every page that has no article; that is told once, as our own message.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        return trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True) or ""
    except Exception:  # noqa: BLE001 — hostile pages raise anything in its parsers; the tree alone must then do
        return ""


def article_lines(page: str, lines: Sequence[PageLine]) -> Article:
    """The Article of a page; its body is empty when there is none."""
    found = _matched(_extracted(page), lines) or _densest(lines)
    furniture = _true_furniture(lines, found)
    outside = frozenset(i for i, line in enumerate(lines) if _is_furniture(line, furniture))
    kept = found - outside
    whole = kept | _belonging(lines, kept, outside) if kept else kept
    return Article(whole - _lists_of_links(lines, whole), outside)


def _lists_of_links(lines: Sequence[PageLine], kept: set[int]) -> set[int]:
    """Lines of links that the extractor took for prose: those behind the last paragraph, with the heading above them, and
    one that stands alone between paragraphs («اقرأ أيضا» without the words). A page that is one open link has none."""
    order = sorted(kept)
    linked = {i for i in order if lines[i].linked >= len(lines[i].text) * _ALL_LINKED and _is_headline(lines[i])}
    prose = [i for i in order if len(lines[i].text.split()) >= _PARAGRAPH and not is_linked(lines[i])]
    if not prose:
        return set()
    behind = [i for i in order if i > prose[-1] and is_linked(lines[i]) and not lines[i].text.startswith("#")]
    heading = {i for i in order if prose[-1] < i < behind[0] and i + 1 == behind[0]} if len(behind) > 1 else set()
    return {i for i in linked if prose[0] < i < prose[-1]} | set(behind) | heading


def _is_headline(line: PageLine) -> bool:
    return len(line.text.split()) >= _FEWEST_SHARED and not line.place.heading


def _belonging(lines: Sequence[PageLine], kept: set[int], outside: frozenset[int]) -> set[int]:
    """Lines that the extractor passed over though they stand within the body or close it."""
    paragraphs = [i for i in kept if len(lines[i].text.split()) >= _PARAGRAPH and not lines[i].place.heading]
    first, last = min(paragraphs or kept), max(kept)
    blocks = {lines[i].place.block for i in kept} | {lines[i].place.parent for i in kept}
    found: set[int] = set()
    for i in range(min(kept), len(lines)):
        line = lines[i]
        if i in outside or is_linked(line):
            continue
        # Within the body these are table cells and captions; before and behind it only its neighbours belong.
        beside = line.place.block in blocks or line.place.parent in blocks
        closes = i < last or len(line.text.split()) >= _PARAGRAPH or line.text.startswith("#")
        if first < i < last or (beside and closes):
            found.add(i)
    return found


def _matched(extracted: str, lines: Sequence[PageLine]) -> set[int]:
    told = [k for k in (_key(line.lstrip("-| ")) for line in extracted.splitlines()) if k]
    whole, exact = f" {' '.join(told)} ", set(told)
    found: set[int] = set()
    seen: set[str] = set()
    for i, line in enumerate(lines):
        key = _key(line.text)
        if not key or line.place.hidden:
            continue
        long_enough = key.count(" ") + 1 >= _FEWEST_SHARED
        # A headline that also stands in a list of links is the page's once; its first plain place is taken.
        if (key in exact or (long_enough and f" {key} " in whole)) and not (key in seen and is_linked(line)):
            found.add(i)
            seen.add(key)
    return found if any(len(lines[i].text.split()) >= _PARAGRAPH for i in found) else set()


def _densest(lines: Sequence[PageLine]) -> set[int]:
    """The paragraphs of the element that directly holds the most words outside links."""
    paragraphs = [
        i
        for i, x in enumerate(lines)
        if len(x.text.split()) >= _PARAGRAPH and not x.place.hidden and not x.place.furniture and not is_linked(x)
    ]
    words: Counter[int] = Counter()
    for i in paragraphs:
        words[lines[i].place.parent] += len(lines[i].text.split())
    if not words:
        return set()
    best = min(words, key=lambda parent: (-words[parent], parent))
    return {i for i in paragraphs if lines[i].place.parent == best}


def _true_furniture(lines: Sequence[PageLine], kept: set[int]) -> frozenset[int]:
    """Numbers of the furniture elements, without those that hold half of the article: names may mislead."""
    total = sum(len(lines[i].text) for i in kept)
    held: Counter[int] = Counter()
    every: set[int] = set()
    for i, line in enumerate(lines):
        for number, _ in line.place.furniture:
            every.add(number)
            held[number] += len(line.text) if i in kept else 0
    return frozenset(n for n in every if held[n] < total * _HOLDS_ARTICLE)


def _is_furniture(line: PageLine, furniture: frozenset[int]) -> bool:
    return line.place.hidden or any(number in furniture for number, _ in line.place.furniture)


def is_linked(line: PageLine) -> bool:
    """Whether most of a line stands in links."""
    return line.linked > len(line.text) * _LINKED
