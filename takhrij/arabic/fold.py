"""The comparison form of Arabic text, with the map back to the source characters."""

from __future__ import annotations

from functools import lru_cache

from takhrij.arabic.rules import rules
from takhrij.core.language import FoldedText


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    return dict(rules().table)


def fold(text: str) -> str:
    """Text with alef, hamza, ya and ta marbuta variants unified, marks and tatweel dropped, digits ASCII.

    >>> fold("الأَسْرى")
    'الاسري'
    """
    return text.translate(_table())


def fold_map(text: str) -> FoldedText:
    """`fold` with, for each folded character, the source range it stands for.

    Marks that fold to nothing belong to the letter before them (those at the head of the text to the letter
    after), so that a Span of whole words keeps its vowels and no source character is lost between two Spans.
    """
    table = _table()
    pieces: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    for index, character in enumerate(text):
        folded = table.get(ord(character), character)
        if not folded:
            if ends:
                ends[-1] = index + 1
            continue
        pieces.append(folded)
        offsets.extend([index] * len(folded))
        ends.extend([index + 1] * len(folded))
    return FoldedText("".join(pieces), text, offsets, ends)
