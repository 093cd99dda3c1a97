"""Stretches of words that two bodies share, side by side."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from takhrij.link.grams import GRAM, Body, Range

Passage = tuple[Range, Range]


def passages(a: Body, b: Body, masked: AbstractSet[int] = frozenset()) -> tuple[Passage, ...]:
    """Maximal equal stretches of at least five words, as code-point ranges in a and in b, in the order of a.

    Grams in `masked` (text that many documents share) neither begin nor lengthen a stretch. A word of a
    belongs to one stretch only.
    """
    where: dict[int, list[int]] = {}
    for position, gram in enumerate(b.grams):
        if gram not in masked:
            where.setdefault(gram, []).append(position)
    found: list[Passage] = []
    i, used = 0, 0
    while i < len(a.grams):
        positions = where.get(a.grams[i])
        if positions is None:
            i += 1
            continue
        length, at = _longest(a, b, i, positions, masked)
        first = max(i, used)
        used = i + length + GRAM - 1
        shift = first - i
        if first < used:
            in_a = (a.starts[first], a.ends[used - 1])
            found.append((in_a, (b.starts[at + shift], b.ends[at + length + GRAM - 2])))
        i += length
    return tuple(found)


def _longest(a: Body, b: Body, i: int, positions: list[int], masked: AbstractSet[int]) -> tuple[int, int]:
    """The longest run of equal grams from a's i-th on, and where it starts in b (the earliest of equals)."""
    best, at = 0, positions[0]
    for start in positions:
        length = 0
        while (
            i + length < len(a.grams)
            and start + length < len(b.grams)
            and a.grams[i + length] == b.grams[start + length]
            and a.grams[i + length] not in masked
        ):
            length += 1
        if length > best:
            best, at = length, start
    return best, at


def covered(ranges: tuple[Range, ...], start: int, end: int) -> int:
    """How many code points of [start, end) lie within disjoint ranges."""
    return sum(max(0, min(end, high) - max(start, low)) for low, high in ranges)
