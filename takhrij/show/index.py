"""Search and facets over a case: one index in memory for every listing that a person filters.

Words are looked up folded, with the particles written to them or without («والقاعدة» is found by «القاعده»), or
exactly as written. What is indexed and how it is folded comes from outside, so that the index knows no language.
"""

from __future__ import annotations

import sqlite3
import threading
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from typing import TypeVar

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
    """The entries of one kind as sets of bits: bit n is the entry that came n-th. `first` is its number in the index."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.keys: list[str] = []
        self._days: list[tuple[str, int]] = []
        self._facets: dict[str, dict[str, list[int]]] = {}
        self._sets: dict[tuple[str, str], int] = {}

    def add(self, entry: Entry) -> None:
        """Put one more entry at the end."""
        at = len(self.keys)
        self.keys.append(entry.key)
        if entry.day:
            self._days.append((entry.day, at))
        for name, value in dict.fromkeys(entry.facets):
            self._facets.setdefault(name, {}).setdefault(value, []).append(at)

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """Facets to choose from. What has a value for nearly every entry (the document of a claim) is none: it can be
        asked for, but nobody wants the list."""
        return tuple(name for name, values in sorted(self._facets.items()) if len(values) <= _MOST_VALUES)

    @property
    def all(self) -> int:
        """Every entry."""
        return (1 << len(self.keys)) - 1

    def bits(self, places: Iterable[int]) -> int:
        """A set of entries by their places."""
        held = bytearray(len(self.keys) // 8 + 1)
        for place in places:
            held[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(held, "little")

    def chosen(self, there: int) -> tuple[str, ...]:
        """The keys of a set, in order."""
        flags = bin(there)[:1:-1].encode().translate(_FLAGS)
        return tuple(compress(self.keys, flags))

    def any_of(self, name: str, values: Iterable[str]) -> int:
        """The entries that have one of some values of a facet."""
        found = 0
        for value in values:
            found |= self._set(name, value)
        return found

    def _set(self, name: str, value: str) -> int:
        key = (name, value)
        if key not in self._sets:
            self._sets[key] = self.bits(self._facets.get(name, {}).get(value, ()))
        return self._sets[key]

    def counts(self, name: str, there: int) -> tuple[tuple[str, int], ...]:
        """The values of a facet among a set with how often each stands, most frequent first; those of none left out."""
        held = self._facets.get(name, {})
        if there == self.all:
            told = [(value, len(places)) for value, places in held.items()]
        else:
            told = [(value, (self._set(name, value) & there).bit_count()) for value in held]
        return tuple(sorted((row for row in told if row[1]), key=lambda row: (-row[1], row[0])))

    def within(self, since: str, until: str) -> int:
        """The entries whose day lies between two, both inclusive; an empty one is no bound."""
        days = self._in_time
        low = bisect_left(days, (since, -1)) if since else 0
        high = bisect_right(days, (until, len(self.keys))) if until else len(days)
        return self.bits(place for _, place in days[low:high])

    @cached_property
    def _in_time(self) -> list[tuple[str, int]]:
        return sorted(self._days)


class Index:
    """Entries by kind, in the order given; those of one kind follow each other. Used from several threads.

    `spread` gives the words that a text is found by, `forms` the forms of one that is asked for, any of which will do.
    """

    def __init__(
        self, entries: Iterable[Entry], spread: Callable[[str], str], forms: Callable[[str], Sequence[str]]
    ) -> None:
        self._forms = forms
        self._counted: dict[tuple[str, Asked], Counts] = {}
        self._listed: dict[tuple[str, Asked], tuple[str, ...]] = {}
        self._lock = threading.Lock()
        self._shelves: dict[str, Shelf] = {}
        self._db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._db.execute(
            """CREATE VIRTUAL TABLE words USING fts5(folded, exact, content='', detail='column', columnsize=0,
                tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'")"""
        )
        self._db.execute("BEGIN")
        # The same names and sentences stand in many entries; each is spread once.
        known = _Known(spread)
        for n, entry in enumerate(entries):
            self._add(n, entry, known)
        self._db.execute("COMMIT")

    def _add(self, n: int, entry: Entry, known: _Known) -> None:
        shelf = self._shelves.setdefault(entry.kind, Shelf(n))
        if n != shelf.first + len(shelf.keys):
            raise ValueError("entries of one kind must follow each other")
        shelf.add(entry)
        parts = [_plain(part) for part in dict.fromkeys(entry.words) if part]
        spread = " ".join(known[part] for part in parts)
        self._db.execute("INSERT INTO words (rowid, folded, exact) VALUES (?, ?, ?)", (n, spread, " ".join(parts)))

    def find(self, kind: str, asked: Asked, page: int = 1, size: int = 50) -> Found:
        """The entries of a kind that are asked for: one page of `size` keys, counted from 1."""
        keys = self.keys(kind, asked)
        first = max(page - 1, 0) * size
        return Found(keys[first : first + size], len(keys), self.counts(kind, asked))

    def keys(self, kind: str, asked: Asked) -> tuple[str, ...]:
        """The keys of all entries of a kind that are asked for, in the case's order."""
        with self._lock:
            kept = self._listed.get((kind, asked))
            shelf = self._shelves.get(kind)
            if kept is None and shelf is not None:
                kept = _remember(self._listed, (kind, asked), shelf.chosen(self._there(shelf, asked)))
            return kept or ()

    def counts(self, kind: str, asked: Asked) -> Counts:
        """How often each value of each facet stands among what is asked for by the words, days and other facets."""
        with self._lock:
            kept = self._counted.get((kind, asked))
            shelf = self._shelves.get(kind)
            if kept is None and shelf is not None:
                there = self._there(shelf, asked)
                found = {name: shelf.counts(name, there) for name in shelf.offered if not asked.chosen(name)}
                for name, values in asked.facets:
                    others = tuple(facet for facet in asked.facets if facet[0] != name)
                    told = shelf.counts(name, self._there(shelf, replace(asked, facets=others)))
                    found[name] = told + tuple((value, 0) for value in values if value not in dict(told))
                kept = _remember(self._counted, (kind, asked), found)
            return kept or {}

    def _there(self, shelf: Shelf, asked: Asked) -> int:
        """What is asked for as bits, one an entry of a shelf."""
        there = shelf.all
        matched = self.match(asked.words, exact=asked.exact)
        if matched is not None:
            last = shelf.first + len(shelf.keys) - 1
            where = "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?"
            rows = self._db.execute(where, (matched, shelf.first, last)).fetchall()
            there = shelf.bits(row - shelf.first for (row,) in rows)
        for name, values in asked.facets:
            there &= shelf.any_of(name, values)
        return there & shelf.within(asked.since, asked.until) if asked.since or asked.until else there

    def match(self, words: str, *, exact: bool = False) -> str | None:
        """The search of words in the index's own language; None where none is asked for.

        Every word must be there, by its beginning; with `exact` whole and as written.
        """
        asked = dict.fromkeys(_words(_plain(words[:LONGEST_QUERY])))
        if not asked:
            return '""' if words.strip() else None
        if exact:
            return "exact : (" + " AND ".join(f'"{word}"' for word in asked) + ")"
        groups = (" OR ".join(f'"{form}"*' for form in self._forms(word)) for word in asked)
        return "folded : (" + " AND ".join(f"({group})" for group in groups) + ")"

    def close(self) -> None:
        """Give the memory back."""
        self._db.close()


class _Known(dict[str, str]):
    """Texts with what they are spread to; long ones are not kept."""

    def __init__(self, spread: Callable[[str], str]) -> None:
        super().__init__()
        self._spread = spread

    def __missing__(self, text: str) -> str:
        spread = self._spread(text)
        if len(text) <= _SHORT:
            self[text] = spread
        return spread


def _remember(kept: dict[K, V], key: K, value: V) -> V:
    if len(kept) >= _KEPT:
        kept.pop(next(iter(kept)))
    kept[key] = value
    return value


def _words(text: str) -> list[str]:
    """The words of a search, cut where the index cuts: letters, numbers and marks belong to words."""
    return "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in text).split()


def _plain(text: str) -> str:
    """Text that can be stored: lone surrogates, which no word is made of, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
