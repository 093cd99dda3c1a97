"""Quoted words in their context, with the words behind every field marked; numbered for citation."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from takhrij.core.records import Claim, ClaimRef, CountRef, Filler, Reading, RelationRef, Span

CONTEXT = 70
"""Characters shown on either side of words that no evidence sentence holds."""

FAMILY = {
    "actor": "actor",
    "target": "actor",
    "mediator": "actor",
    "beneficiary": "actor",
    "subject": "actor",
    "object": "actor",
    "place": "place",
    "origin_place": "place",
    "destination": "place",
    "time": "time",
    "source": "source",
    "trigger": "trigger",
    "loaded": "trigger",
    "condition": "other",
    "purpose": "other",
    "instrument": "other",
    "amount": "count",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words to be marked: a range of the Reading and the role they fill."""

    start: int
    end: int
    role: str

    @property
    def family(self) -> str:
        """The style of the mark: every count role shares one."""
        return FAMILY.get(self.role, "count")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quotation: `families` and `title` are empty where nothing is marked."""

    text: str
    families: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A numbered quotation; `cut_before`/`cut_after` say that the sentence goes on.

    `first` is true where the number appears for the first time: there the citations lead.
    """

    number: int
    document: str
    start: int
    end: int
    pieces: tuple[Piece, ...]
    cut_before: bool = False
    cut_after: bool = False
    first: bool = True


def pieces(text: str, start: int, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """Text that stands at `start`, cut at every edge of a mark; overlapping marks share their stretch.

    >>> [p.text for p in pieces("abcdef", 10, [Mark(11, 13, "actor"), Mark(12, 14, "place")])]
    ['a', 'b', 'c', 'd', 'ef']
    """
    end = start + len(text)
    inside = [m for m in marks if m.start < end and m.end > start and m.start < m.end]
    edges = sorted({start, end, *(max(m.start, start) for m in inside), *(min(m.end, end) for m in inside)})
    found = []
    for low, high in itertools.pairwise(edges):
        over = [m for m in inside if m.start <= low and m.end >= high]
        families = " ".join(dict.fromkeys(m.family for m in over))
        roles = ", ".join(dict.fromkeys(m.role.replace("_", " ") for m in over))
        found.append(Piece(text[low - start : high - start], families, roles))
    return tuple(found)


def _spans(role: str, filler: Filler) -> list[Mark]:
    if isinstance(filler, ClaimRef | RelationRef):
        return []
    marks = [Mark(filler.span.start, filler.span.end, role)]
    if isinstance(filler, CountRef):
        marks += [Mark(p.span.start, p.span.end, role) for p in filler.parts]
    return marks


def claim_marks(claim: Claim) -> list[Mark]:
    """The trigger, every field's words and the speaker's, as marks."""
    marks = [Mark(claim.trigger.start, claim.trigger.end, "trigger")]
    marks += [m for role, fillers in claim.roles.items() for f in fillers for m in _spans(role, f)]
    marks += [Mark(x.span.start, x.span.end, "source") for x in claim.attribution if x.span is not None]
    return marks


def ranges(reading: Reading, evidence: Iterable[Span], marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """What to quote: every evidence span, and the surroundings of each mark that none of them holds.

    Ranges that touch become one, so that no word is quoted twice; they come in text order.
    """
    wanted = [(s.start, s.end) for s in evidence]
    for mark in marks:
        if not any(low <= mark.start and mark.end <= high for low, high in wanted):
            wanted.append(_around(reading.text, mark))
    merged: list[tuple[int, int]] = []
    for low, high in sorted(wanted):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _around(text: str, mark: Mark) -> tuple[int, int]:
    """The mark with whole words of its own paragraph about it."""
    low = max(text.rfind("\n", 0, mark.start) + 1, mark.start - CONTEXT)
    stop = text.find("\n", mark.end)
    high = min(stop if stop >= 0 else len(text), mark.end + CONTEXT)
    while low > 0 and low < mark.start and not text[low - 1].isspace():
        low += 1
    while high < len(text) and high > mark.end and not text[high].isspace():
        high -= 1
    return low, high


def covered(
    pieces: Sequence[Piece], start: int, hidden: Sequence[tuple[int, int]], instead: str
) -> tuple[Piece, ...]:
    """Pieces of a quotation that begins at `start`, with `instead` in the place of every hidden range.

    A name may be cut by marks; what stands for it is said once, in the marks of its first part.

    >>> [p.text for p in covered([Piece("ab"), Piece("cd", "actor"), Piece("ef")], 0, [(1, 3)], "[x]")]
    ['a[x]', 'd', 'ef']
    """
    found: list[Piece] = []
    at = start
    for piece in pieces:
        end, told, here = at + len(piece.text), "", at
        for low, high in hidden:
            if low < end and high > at:
                told += piece.text[here - at : max(low, here) - at]
                told += instead if max(low, start) >= at else ""
                here = min(high, end)
        told += piece.text[here - at :]
        if told:
            found.append(Piece(told, piece.families, piece.title))
        at = end
    return tuple(found)


@dataclass(slots=True)
class Quotes:
    """The quotations of a dossier; each range of a document is numbered and shown once.

    `hide` gives the ranges of a whole text that are not to be read, for which `instead` stands.
    """

    hide: Callable[[str], list[tuple[int, int]]] | None = None
    instead: str = ""
    _hidden: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def quote(self, reading: Reading, evidence: Iterable[Span], marks: Sequence[Mark]) -> tuple[Quote, ...]:
        """Numbered quotations of a reading that hold the evidence and every mark."""
        found = []
        text = reading.text
        for low, high in ranges(reading, evidence, marks):
            key = (reading.document, low, high)
            first = key not in self._numbers
            number = self._numbers.setdefault(key, len(self._numbers) + 1)
            cut = (not _begins(text, low), not _stops(text, high), first)
            told = pieces(text[low:high], low, marks)
            found.append(Quote(number, reading.document, low, high, self._covered(reading, told, low, high), *cut))
        return tuple(found)

    def _covered(self, reading: Reading, told: tuple[Piece, ...], low: int, high: int) -> tuple[Piece, ...]:
        if self.hide is None:
            return told
        if reading.document not in self._hidden:
            self._hidden[reading.document] = self.hide(reading.text)
        inside = [(a, b) for a, b in self._hidden[reading.document] if a < high and b > low]
        return covered(told, low, inside, self.instead) if inside else told


def _begins(text: str, low: int) -> bool:
    """Whether a sentence or line begins at `low`."""
    before = text[:low].rstrip(" \t")
    return not before or before[-1] in "\n.!؟?؛"


def _stops(text: str, high: int) -> bool:
    """Whether the sentence stops at `high`."""
    rest = text[high:].lstrip(" \t")
    return not rest or rest[0] in "\n.!؟?؛" or text[:high].rstrip()[-1:] in ".!؟?؛"
