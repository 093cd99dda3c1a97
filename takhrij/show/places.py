"""Sets of numbered things by key: which of them have a value, hold a word, or hold one that begins in some way.

A set is the bits of one integer: bit n is the n-th thing. Two sets are met or joined, and a set is counted, in
microseconds for hundreds of thousands of things.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby

_LAST = "\U0010ffff"

_WIDE = 32
"""A key that more than one thing in so many has is kept as bits, a rarer one as a list of four-byte numbers."""

_HEAVY = 8_000
"""Beginnings of words whose rare words stand at more places than these together are joined beforehand."""

_BY_FLAGS = 500
"""From so many numbers on, one byte for each thing is the quicker way to a set."""


def bits(places: Sequence[int], size: int) -> int:
    """The set of some of `size` things, by their numbers.

    >>> bin(bits([0, 3], 8))
    '0b1001'
    """
    if len(places) < _BY_FLAGS:
        held = bytearray(size // 8 + 1)
        for place in places:
            held[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(held, "little")
    flags = bytearray(b"0") * (size + 1)
    for place in places:
        flags[size - place] = 49  # "1"
    return int(flags, 2)


class Places:
    """The numbers of things by key; `of` answers once it is closed."""

    def __init__(self) -> None:
        self._open: dict[str, list[int]] = {}
        self._kept: dict[str, int | array[int]] = {}
        self._size = 0

    def add(self, number: int, keys: Iterable[str]) -> None:
        """Note that a thing has some keys, each given once; numbers only grow."""
        there = self._open
        for key in keys:
            known = there.get(key)
            if known is None:
                there[key] = [number]
            else:
                known.append(number)

    def close(self, size: int, *, ready: bool = False) -> None:
        """End the adding: there are `size` things. `ready` keeps every key as bits, for few keys that are often met."""
        self._size = size
        for key, found in self._open.items():
            self._kept[key] = bits(found, size) if ready or len(found) * _WIDE > size else array("I", found)
        self._open = {}

    def __len__(self) -> int:
        return len(self._kept) + len(self._open)

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def of(self, key: str) -> int:
        """The things that have a key."""
        kept = self._kept.get(key, 0)
        return kept if isinstance(kept, int) else bits(kept, self._size)

    def count(self, key: str) -> int:
        """How many have it."""
        kept = self._kept.get(key, 0)
        return kept.bit_count() if isinstance(kept, int) else len(kept)

    def _any(self, keys: Iterable[str]) -> int:
        found, rare = 0, array("I")
        for key in keys:
            kept = self._kept[key]
            if isinstance(kept, int):
                found |= kept
            else:
                rare += kept
        return found | bits(rare, self._size)


class Lexicon(Places):
    """The things that hold words, by whole words and by beginnings of them."""

    def __init__(self) -> None:
        super().__init__()
        self._sorted: list[str] = []
        self._begun: Mapping[str, int] = {}

    def close(self, size: int, *, ready: bool = False) -> None:
        """End the adding; the beginnings of many words are joined now."""
        super().close(size, ready=ready)
        self._sorted = sorted(self._kept)
        rare = (len(kept) if isinstance(kept, array) else 0 for kept in map(self._kept.__getitem__, self._sorted))
        begun: dict[str, int] = {}
        self._join("", (0, len(self._sorted)), list(accumulate(rare, initial=0)), begun)
        self._begun = begun

    def begun(self, beginning: str) -> int:
        """The things that hold a word that begins so."""
        if beginning in self._begun:
            return self._begun[beginning]
        first, end = (bisect_left(self._sorted, edge) for edge in (beginning, beginning + _LAST))
        return self._any(self._sorted[first:end])

    def _join(self, beginning: str, stretch: tuple[int, int], before: Sequence[int], begun: dict[str, int]) -> int:
        """The set of a stretch of the sorted words, which all begin so; every heavy beginning within is kept."""
        first, end = stretch
        words = self._sorted[first:end]
        if before[end] - before[first] <= _HEAVY:
            return self._any(words)
        found, at, length = 0, first, len(beginning) + 1
        for longer, group in groupby(words, key=lambda word: word[:length]):
            behind = at + sum(1 for _ in group)
            whole = longer == beginning
            found |= self._any((beginning,)) if whole else self._join(longer, (at, behind), before, begun)
            at = behind
        if beginning:
            begun[beginning] = found
        return found
