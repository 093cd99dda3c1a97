"""Search and facets over a case: one index in memory for every listing that a person filters.

Words are looked up folded, with the particles written to them or without («والقاعدة» is found by «القاعده»), or
exactly as written. What is indexed and how it is folded comes from outside, so that the index knows no language.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

LONGEST_QUERY = 400
"""Characters of a search that are used; the rest is left out, and said to be."""

K = TypeVar("K")
V = TypeVar("V")
Counts = Mapping[str, tuple[tuple[str, int], ...]]
"""How often each value of a facet stands, by the facet's name."""

_WORD = re.compile(r"\w+")
_KEPT = 256
"""Answers that are kept: the same lists are asked for again at every click."""

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
        self._db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._db.executescript(
            """
            CREATE TABLE entry (n INTEGER PRIMARY KEY, kind TEXT, key TEXT, day TEXT);
            CREATE TABLE facet (kind TEXT, name TEXT, value TEXT, n INTEGER,
                PRIMARY KEY (kind, name, value, n)) WITHOUT ROWID;
            CREATE VIRTUAL TABLE words USING fts5(folded, exact, content='', detail='column', columnsize=0,
                tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'");
            """
        )
        self._db.execute("BEGIN")
        # The same names and sentences stand in many entries; each is spread once.
        known = _Known(spread)
        for n, entry in enumerate(entries):
            self._add(n, entry, known)
        self._db.execute("COMMIT")
        bounds = self._db.execute("SELECT kind, min(n), max(n), count(*) FROM entry GROUP BY kind").fetchall()
        if any(last - first + 1 != number for _, first, last, number in bounds):
            raise ValueError("entries of one kind must follow each other")
        self._ranges = {kind: (first, last) for kind, first, last, _ in bounds}
        # What has a value for nearly every entry (a document of each claim) is asked for by name, not chosen from a list.
        many = "SELECT kind, name FROM facet GROUP BY kind, name HAVING count(DISTINCT value) <= ?"
        self._offered = self._db.execute(many, (_MOST_VALUES,)).fetchall()
        self._db.executescript(
            "CREATE INDEX entry_kind ON entry (kind, n); CREATE INDEX facet_n ON facet (n, name, value);"
        )

    def _add(self, n: int, entry: Entry, known: _Known) -> None:
        self._db.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (n, entry.kind, entry.key, entry.day))
        rows = {(entry.kind, name, _plain(value), n) for name, value in entry.facets}
        self._db.executemany("INSERT INTO facet VALUES (?, ?, ?, ?)", sorted(rows))
        parts = [_plain(part) for part in dict.fromkeys(entry.words) if part]
        spread = " ".join(known[part] for part in parts)
        self._db.execute("INSERT INTO words (rowid, folded, exact) VALUES (?, ?, ?)", (n, spread, " ".join(parts)))

    def find(self, kind: str, asked: Asked, page: int = 1, size: int = 50) -> Found:
        """The entries of a kind that are asked for: one page of `size` keys, counted from 1."""
        keys = self.keys(kind, asked)
        first = max(page - 1, 0) * size
        return Found(keys[first : first + size], len(keys), self.counts(kind, asked))

    def top(self, kind: str, asked: Asked, most: int) -> tuple[tuple[str, ...], int]:
        """The first keys of a kind that are asked for by words alone, in the case's order, and how many there are."""
        matched = self.match(asked.words, exact=asked.exact)
        if matched is None or asked.facets or asked.since or asked.until:
            keys = self.keys(kind, asked)
            return keys[:most], len(keys)
        where, values = "FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?", (matched, *self._range(kind))
        with self._lock:
            total = self._db.execute(f"SELECT count(*) {where}", values).fetchone()[0]
            first = f"SELECT rowid {where} ORDER BY rowid LIMIT ?"
            rows = self._db.execute(f"SELECT key FROM entry WHERE n IN ({first}) ORDER BY n", (*values, most))
            return tuple(key for (key,) in rows), int(total)

    def _range(self, kind: str) -> tuple[int, int]:
        """The first and last number of a kind's entries; an empty range where there are none."""
        return self._ranges.get(kind, (0, -1))

    def keys(self, kind: str, asked: Asked) -> tuple[str, ...]:
        """The keys of all entries of a kind that are asked for, in the case's order."""
        with self._lock:
            kept = self._listed.get((kind, asked))
            if kept is None:
                where, values = self._where(kind, asked)
                rows = self._db.execute(f"SELECT e.key {where} ORDER BY e.n", values)
                kept = _remember(self._listed, (kind, asked), tuple(key for (key,) in rows))
            return kept

    def counts(self, kind: str, asked: Asked) -> Counts:
        """How often each value of each facet stands among what is asked for by the words, days and other facets."""
        with self._lock:
            kept = self._counted.get((kind, asked))
            if kept is None:
                found = self._counts(kind, asked, ())
                for name, values in asked.facets:
                    others = tuple(facet for facet in asked.facets if facet[0] != name)
                    found[name] = self._counts(kind, replace(asked, facets=others), (name,)).get(name, ())
                    found[name] += tuple((value, 0) for value in values if value not in dict(found[name]))
                kept = _remember(self._counted, (kind, asked), found)
            return kept

    def _counts(self, kind: str, asked: Asked, names: tuple[str, ...]) -> dict[str, tuple[tuple[str, int], ...]]:
        """The values of facets (all of them where none is named) with how often each stands, most frequent first."""
        values: list[str | int] = [kind]
        clauses = ["kind = ?"]
        names = names or tuple(name for of, name in self._offered if of == kind)
        if names:
            clauses.append(f"name IN ({', '.join('?' * len(names))})")
            values += names
        if asked != Asked():
            where, more = self._where(kind, asked)
            clauses.append(f"n IN (SELECT e.n {where})")
            values += more
        rows = self._db.execute(
            f"SELECT name, value, count(*) AS times FROM facet WHERE {' AND '.join(clauses)} "
            "GROUP BY name, value ORDER BY name, times DESC, value",
            values,
        )
        found: dict[str, list[tuple[str, int]]] = {}
        for name, value, times in rows:
            found.setdefault(name, []).append((value, times))
        return {name: tuple(told) for name, told in found.items()}

    def _where(self, kind: str, asked: Asked) -> tuple[str, list[str | int]]:
        """The FROM and WHERE of a question, with its values."""
        values: list[str | int] = [kind]
        clauses = ["e.kind = ?"]
        matched = self.match(asked.words, exact=asked.exact)
        if matched is not None:
            clauses.append("e.n IN (SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?)")
            values += [matched, *self._range(kind)]
        for name, wanted in asked.facets:
            marks = ", ".join("?" * len(wanted))
            clauses.append(f"e.n IN (SELECT n FROM facet WHERE kind = ? AND name = ? AND value IN ({marks}))")
            values += [kind, name, *(_plain(value) for value in wanted)]
        for day, sign in ((asked.since, ">="), (asked.until, "<=")):
            if day:
                clauses.append(f"e.day {sign} ?")
                values.append(day)
        return f"FROM entry e WHERE {' AND '.join(clauses)}", values

    def match(self, words: str, *, exact: bool = False) -> str | None:
        """The search of words in the index's own language; None where none is asked for.

        Every word must be there, by its beginning; with `exact` whole and as written.
        """
        asked = dict.fromkeys(_WORD.findall(_plain(words[:LONGEST_QUERY])))
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


def _plain(text: str) -> str:
    """Text that can be stored: lone surrogates, which no word is made of, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
