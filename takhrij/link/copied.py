"""Claims that stand at the same words of a copied passage: one telling, printed twice."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from takhrij.core.records import Copy, Reading
from takhrij.link.facts import Facts
from takhrij.link.tables import Tables

_WORD = re.compile(r"\w+")
_Range = tuple[int, int]


class _Page:
    """The claims of one page by where they stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows: list[tuple[int, int]] = []

    def within(self, stretch: _Range) -> Sequence[tuple[int, int]]:
        """(start, position) of the claims whose triggers stand in a stretch."""
        return self.rows[bisect_left(self.rows, (stretch[0], -1)) : bisect_left(self.rows, (stretch[1], -1))]

    def words(self, stretch: _Range) -> list[int]:
        """Where the words of a stretch begin."""
        return [m.start() + stretch[0] for m in _WORD.finditer(self.text[stretch[0] : stretch[1]])]


def copied(
    found: Sequence[Facts], copies: Iterable[Copy], readings: Mapping[str, Reading], tables: Tables
) -> list[tuple[int, int]]:
    """Pairs of positions (i < j) of claims that tell the same words of a passage that two pages share.

    Their triggers are the same word; or the one's trigger stands in words that are the only evidence of their kind
    for the other (a page whose headline tells it first has its trigger there). Types may differ where one happening
    may be told as either: what stands around a passage differs from page to page.
    """
    pages: dict[str, _Page] = {}
    for i, fact in enumerate(found):
        reading = readings.get(fact.document)
        if reading is not None:
            pages.setdefault(fact.document, _Page(reading.text)).rows.append((fact.order[2], i))
    for page in pages.values():
        page.rows.sort()
    pairs: set[tuple[int, int]] = set()
    for copy in copies:
        mine, theirs = pages.get(copy.a), pages.get(copy.b)
        if mine is None or theirs is None or mine is theirs:
            continue
        for in_a, in_b in copy.passages:
            here, there = mine.within(in_a), theirs.within(in_b)
            if here or there:
                words = mine.words(in_a), theirs.words(in_b)
                pairs.update(_matched(found, here, words, theirs, tables))
                pairs.update(_matched(found, there, (words[1], words[0]), mine, tables))
    return sorted(pairs)


def _matched(
    found: Sequence[Facts],
    claims: Sequence[tuple[int, int]],
    words: tuple[Sequence[int], Sequence[int]],
    other: _Page,
    tables: Tables,
) -> Iterable[tuple[int, int]]:
    """Each claim with the one of the other page that tells the same words."""
    here, there = words
    for start, i in claims:
        # A trigger may begin behind a clitic, so the word that it stands in is the last to begin before it.
        word = bisect_left(here, start + 1) - 1
        if not 0 <= word < len(there):
            continue
        begins = there[word]
        ends = there[word + 1] if word + 1 < len(there) else begins + 1
        at = [j for _, j in other.within((begins, ends)) if _same_telling(found[i], found[j], tables)]
        if not at:
            at = [j for _, j in other.rows if found[j].type == found[i].type and _quotes(found[j], begins)]
            at = at if len(at) == 1 else []
        yield from ((min(i, j), max(i, j)) for j in at)


def _quotes(fact: Facts, at: int) -> bool:
    return any(start <= at < end for start, end in fact.evidence)


def _same_telling(a: Facts, b: Facts, tables: Tables) -> bool:
    return a.type == b.type or (a.type, b.type) in tables.compatible
