"""Search and facets over a case: one index in memory for every listing that a person filters.

Words are looked up folded, with the particles written to them or without («والقاعدة» is found by «القاعده»), or
exactly as written. What is indexed and how it is folded comes from outside, so that the index knows no language.
Entries, facets and words are sets of bits (`show/places`): what is asked for is met, counted and cut into pages without
a list of all that is found.
"""

from __future__ import annotations

import re
import sys
import threading
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from itertools import chain, compress
from operator import and_, or_
from typing import TypeVar

from takhrij.show.places import Lexicon, Places, bits

LONGEST_QUERY = 400
"""Characters of a search that are used; the rest is left out, and said to be."""

K = TypeVar("K")
V = TypeVar("V")
Counts = Mapping[str, tuple[tuple[str, int], ...]]
"""How often each value of a facet stands, by the facet's name."""

_KEPT = 256
"""Answers that are kept: the same lists are asked for again at every click."""

_FLAGS = bytes.maketrans(b"01", b"\x00\x01")

_MOST_VALUES = 2000
"""A facet with more values than these is not offered as a list."""

_SHORT = 600
"""Texts of so many characters stand in several entries."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its kind and key, the texts it is found by, and its facets (name, value)."""

    kind: str
    key: str
    words: tuple[str, ...]
    facets: tuple[tuple[str, str], ...] = ()
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: words (all of them must be there), facets by name (any of its values, all names), days.

    `since`/`until` are inclusive ISO days over the first day of an entry; entries without a day are left out by them.
    """

    words: str = ""
    exact: bool = False
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: str = ""
    until: str = ""

    def chosen(self, name: str) -> tuple[str, ...]:
        """The values of one facet that are asked for."""
        return dict(self.facets).get(name, ())


@dataclass(frozen=True, slots=True)
class Found:
    """The keys of one page in the case's order, how many there are in all, and how many each facet value has."""

    keys: tuple[str, ...]
    total: int
    facets: Counts


class Shelf:
    """The entries of one kind: bit n of a set is the entry that came n-th. `first` is its number in the index."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.keys: list[str] = []
        self._days: list[tuple[str, int]] = []
        self._facets: dict[str, Places] = {}

    def add(self, entry: Entry) -> None:
        """Put one more entry at the end."""
        at = len(self.keys)
        self.keys.append(entry.key)
        if entry.day:
            self._days.append((entry.day, at))
        for name, value in dict.fromkeys(entry.facets):
            self._facets.setdefault(name, Places()).add(at, (value,))

    def close(self) -> None:
        """End the adding."""
        self._days.sort()
        for places in self._facets.values():
            # What is counted at every click is held ready as bits.
            places.close(len(self.keys), ready=len(places) <= _MOST_VALUES)

    @property
    def offered(self) -> tuple[str, ...]:
        """Facets to choose from. What has a value for nearly every entry (the document of a claim) is none: it can be
        asked for, but nobody wants the list."""
        return tuple(name for name, values in sorted(self._facets.items()) if len(values) <= _MOST_VALUES)

    @property
    def all(self) -> int:
        """Every entry."""
        return (1 << len(self.keys)) - 1

    def chosen(self, there: int) -> tuple[str, ...]:
        """The keys of a set, in order."""
        flags = bin(there)[:1:-1].encode().translate(_FLAGS)
        return tuple(compress(self.keys, flags))

    def any_of(self, name: str, values: Iterable[str]) -> int:
        """The entries that have one of some values of a facet."""
        places = self._facets.get(name)
        return reduce(or_, map(places.of, values), 0) if places is not None else 0

    def counts(self, name: str, there: int) -> tuple[tuple[str, int], ...]:
        """The values of a facet among a set with how often each stands, most frequent first; those of none left out."""
        places = self._facets.get(name, Places())
        every = there == self.all
        told = [(value, places.count(value) if every else (places.of(value) & there).bit_count()) for value in places]
        return tuple(sorted((row for row in told if row[1]), key=lambda row: (-row[1], row[0])))

    def within(self, since: str, until: str) -> int:
        """The entries whose day lies between two, both inclusive; an empty one is no bound."""
        low = bisect_left(self._days, (since, -1)) if since else 0
        high = bisect_right(self._days, (until, len(self.keys))) if until else len(self._days)
        return bits([place for _, place in self._days[low:high]], len(self.keys))


class Index:
    """Entries by kind, in the order given; those of one kind follow each other. Used from several threads.

    `spread` gives the words that a text is found by, `forms` the forms of one that is asked for, any of which will do.
    """

    def __init__(
        self, entries: Iterable[Entry], spread: Callable[[str], str], forms: Callable[[str], Sequence[str]]
    ) -> None:
        self._forms = forms
        self._counted: dict[tuple[str, Asked], Counts] = {}
        self._matched: dict[tuple[str, bool], int | None] = {}
        self._lock = threading.Lock()
        self._shelves: dict[str, Shelf] = {}
        self._folded, self._exact = Lexicon(), Places()
        # The same names and sentences stand in many entries; the words of each are found once.
        known = _Known(spread)
        size = 0
        for entry in entries:
            self._add(size, entry, known)
            size += 1
        self._folded.close(size)
        self._exact.close(size)
        for shelf in self._shelves.values():
            shelf.close()

    def _add(self, n: int, entry: Entry, known: _Known) -> None:
        shelf = self._shelves.setdefault(entry.kind, Shelf(n))
        if n != shelf.first + len(shelf.keys):
            raise ValueError("entries of one kind must follow each other")
        shelf.add(entry)
        found = [known[part] for part in dict.fromkeys(entry.words) if part]
        self._folded.add(n, set(chain.from_iterable(folded for folded, _ in found)))
        self._exact.add(n, set(chain.from_iterable(exact for _, exact in found)))

    def find(self, kind: str, asked: Asked, page: int = 1, size: int = 50) -> Found:
        """The entries of a kind that are asked for: one page of `size` keys, counted from 1."""
        keys = self.keys(kind, asked)
        first = max(page - 1, 0) * size
        return Found(keys[first : first + size], len(keys), self.counts(kind, asked))

    def keys(self, kind: str, asked: Asked) -> tuple[str, ...]:
        """The keys of all entries of a kind that are asked for, in the case's order."""
        shelf = self._shelves.get(kind)
        return shelf.chosen(self._there(shelf, asked)) if shelf is not None else ()

    def counts(self, kind: str, asked: Asked) -> Counts:
        """How often each value of each facet stands among what is asked for by the words, days and other facets."""
        with self._lock:
            kept = self._counted.get((kind, asked))
        shelf = self._shelves.get(kind)
        if kept is not None or shelf is None:
            return kept or {}
        there = self._there(shelf, asked)
        found = {name: shelf.counts(name, there) for name in shelf.offered if not asked.chosen(name)}
        for name, values in asked.facets:
            others = tuple(facet for facet in asked.facets if facet[0] != name)
            told = shelf.counts(name, self._there(shelf, replace(asked, facets=others)))
            found[name] = told + tuple((value, 0) for value in values if value not in dict(told))
        with self._lock:
            return _remember(self._counted, (kind, asked), found)

    def _there(self, shelf: Shelf, asked: Asked) -> int:
        """What is asked for as bits, one an entry of a shelf."""
        there, matched = shelf.all, self._match(asked.words, asked.exact)
        if matched is not None:
            there &= matched >> shelf.first
        for name, values in asked.facets:
            there &= shelf.any_of(name, values)
        return there & shelf.within(asked.since, asked.until) if asked.since or asked.until else there

    def _match(self, words: str, exact: bool) -> int | None:
        """The entries of all kinds that hold words; None where none are asked for.

        Every word must be there, by its beginning; with `exact` whole and as written.
        """
        with self._lock:
            if (words, exact) in self._matched:
                return self._matched[words, exact]
        told = dict.fromkeys(_words(words[:LONGEST_QUERY]))
        found = reduce(and_, map(self._exact.of if exact else self._begun, told)) if told else 0
        with self._lock:
            return _remember(self._matched, (words, exact), found if words.strip() else None)

    def _begun(self, word: str) -> int:
        forms = dict.fromkeys(form for told in self._forms(word) for form in _words(told))
        return reduce(or_, map(self._folded.begun, forms), 0)


class _Known(dict[str, tuple[frozenset[str], frozenset[str]]]):
    """Texts with the words that they are spread to and their own; those of long ones are not kept."""

    def __init__(self, spread: Callable[[str], str]) -> None:
        super().__init__()
        self._spread = spread

    def __missing__(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        found = frozenset(_words(self._spread(text))), frozenset(_words(text))
        if len(text) <= _SHORT:
            self[text] = found
        return found


def _remember(kept: dict[K, V], key: K, value: V) -> V:
    if len(kept) >= _KEPT:
        kept.pop(next(iter(kept)))
    kept[key] = value
    return value


def _words(text: str) -> list[str]:
    """The words of a text: letters, numbers and the marks on them; capitals are no other letters."""
    return [sys.intern(word) for word in _word().findall(text.lower().replace("_", " "))]


@cache
def _word() -> re.Pattern[str]:
    # What \w leaves out of a word: the marks, of which vowel signs are some. One class of characters of the first
    # plane is looked up at once, where a choice of two is tried for every letter.
    marks = "".join(c for c in map(chr, range(0x10000)) if unicodedata.category(c)[0] == "M")
    return re.compile(rf"[\w{marks}]+")
