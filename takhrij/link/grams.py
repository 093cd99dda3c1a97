"""A Reading's body as words and word 5-grams: what copies are measured on.

Definition (DESIGN.md, Copies): tokens are ``\\w+`` of the unfolded body without title, JSONL and array text
whole, pages without marked boilerplate; containment is over distinct word 5-grams.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from takhrij.core.records import Reading

GRAM = 5
_WORD = re.compile(r"\w+")
_ROW_READERS = ("jsonl", "array")
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Body:
    """A document's words and the 64-bit number of the 5-gram that starts at each.

    Word i is code points ``[starts[i], ends[i])``; ``grams`` has four items fewer than there are words (none
    for a shorter text); ``size`` is the number of distinct grams. Arrays, because a case has millions.
    """

    document: str
    starts: array[int]
    ends: array[int]
    grams: array[int]
    size: int


def is_row(reading: Reading) -> bool:
    """Whether a Reading came from a row (JSONL line or array item), whose text is measured whole."""
    return reading.reader.startswith(_ROW_READERS)


def left_out(reading: Reading) -> tuple[Range, ...]:
    """Ranges of a Reading that are no part of its body: none for rows; for pages boilerplate, hidden
    stretches and the line that is the title."""
    if is_row(reading):
        return ()
    ranges = list(reading.boilerplate) + list(reading.hidden)
    title = _title_line(reading, ranges)
    if title is not None:
        ranges.append(title)
    return tuple(sorted(ranges))


def _title_line(reading: Reading, skipped: list[Range]) -> Range | None:
    if not reading.title:
        return None
    wanted = " ".join(reading.title.split())
    position = 0
    for line in reading.text.splitlines(keepends=True):
        start, position = position, position + len(line)
        if any(low <= start and position <= high for low, high in skipped):
            continue
        if " ".join(line.split()) == wanted:
            return start, position
    return None


def words(reading: Reading) -> tuple[Range, ...]:
    """The body's words as half-open code-point ranges of the Reading's text, in order."""
    skip = left_out(reading)
    found = [m.span() for m in _WORD.finditer(reading.text)]
    if not skip:
        return tuple(found)
    kept: list[Range] = []
    index = 0
    for start, end in found:
        while index < len(skip) and skip[index][1] <= start:
            index += 1
        # A later range may begin earlier than an ended one is long, so the few that follow are looked at too.
        if not any(low < end and start < high for low, high in skip[index:]):
            kept.append((start, end))
    return tuple(kept)


class GramBook:
    """Numbers words and 5-grams for one run. A gram's number mixes stable 64-bit numbers of its words, so
    that it is the same on every machine and in any order of input."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}

    def _number(self, word: str) -> int:
        digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=7).digest()
        number = self._words[word] = int.from_bytes(digest, "big")
        return number

    def body(self, reading: Reading) -> Body:
        """The words and 5-grams of a Reading."""
        ranges = words(reading)
        text = reading.text
        known, number = self._words, self._number
        numbers = [known[w] if (w := text[start:end]) in known else number(w) for start, end in ranges]
        # The hash of a tuple of integers does not depend on PYTHONHASHSEED.
        shifted = (numbers[i:] for i in range(GRAM))
        grams = array("q", map(hash, zip(*shifted, strict=False)))
        starts, ends = array("l", [r[0] for r in ranges]), array("l", [r[1] for r in ranges])
        return Body(reading.document, starts, ends, grams, len(set(grams)))


def bodies(readings: Iterable[Reading]) -> list[Body]:
    """One Body a document, sorted by document; a document given twice counts once (its last reader by name)."""
    chosen: dict[str, Reading] = {}
    for reading in readings:
        known = chosen.get(reading.document)
        if known is None or (known.reader, known.text) < (reading.reader, reading.text):
            chosen[reading.document] = reading
    book = GramBook()
    return [book.body(chosen[document]) for document in sorted(chosen)]
