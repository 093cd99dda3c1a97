"""Search and facets over a case: one index in memory for every listing that a person filters.

Words are looked up folded, with the particles written to them or without («والقاعدة» is found by «القاعده»), or
exactly as written. What is indexed and how it is folded comes from outside, so that the index knows no language.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

LONGEST_QUERY = 400
"""Characters of a search that are used; the rest is left out, and said to be."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its kind and key, the words it is found by, and its facets (name, value)."""

    kind: str
    key: str
    words: str
    facets: tuple[tuple[str, str], ...] = ()
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: words (all of them must be there), facets (any value of one name, all names), days.

    `since`/`until` are inclusive ISO days over the first day of an entry; entries without a day are left out by them.
    """

    words: str = ""
    exact: bool = False
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The keys of one page in the case's order, how many there are in all, and how many each facet value has."""

    keys: tuple[str, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]


class Index:
    """Entries by kind, in the order given. Used from several threads.

    `spread` gives the words that a text is found by, `forms` the forms of one that is asked for, any of which will do.
    """

    def __init__(
        self, entries: Iterable[Entry], spread: Callable[[str], str], forms: Callable[[str], Sequence[str]]
    ) -> None:
        self._forms = forms
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
        for n, entry in enumerate(entries):
            self._add(n, entry, spread)
        self._db.execute("COMMIT")
        self._db.executescript(
            "CREATE INDEX entry_kind ON entry (kind, n); CREATE INDEX facet_n ON facet (n, name, value);"
        )
        self._facet_names: dict[str, list[str]] = {}
        for kind, name in self._db.execute("SELECT DISTINCT kind, name FROM facet ORDER BY kind, name"):
            self._facet_names.setdefault(kind, []).append(name)

    def _add(self, n: int, entry: Entry, spread: Callable[[str], str]) -> None:
        self._db.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (n, entry.kind, entry.key, entry.day))
        rows = {(entry.kind, name, _plain(value), n) for name, value in entry.facets}
        self._db.executemany("INSERT INTO facet VALUES (?, ?, ?, ?)", sorted(rows))
        words = _plain(entry.words)
        self._db.execute("INSERT INTO words (rowid, folded, exact) VALUES (?, ?, ?)", (n, spread(words), words))

    def find(self, kind: str, asked: Asked, page: int = 1, size: int = 50) -> Found:
        """The entries of a kind that are asked for: one page of `size` keys, counted from 1."""
        where, values = self._where(kind, asked)
        with self._lock:
            total = int(self._db.execute(f"SELECT count(*) {where}", values).fetchone()[0])
            limits = (*values, size, max(page - 1, 0) * size)
            rows = self._db.execute(f"SELECT e.key {where} ORDER BY e.n LIMIT ? OFFSET ?", limits).fetchall()
            facets = {name: self._counts(kind, asked, name) for name in self._facet_names.get(kind, ())}
        return Found(tuple(key for (key,) in rows), total, facets)

    def keys(self, kind: str, asked: Asked) -> list[str]:
        """The keys of all entries of a kind that are asked for, in the case's order."""
        where, values = self._where(kind, asked)
        with self._lock:
            return [key for (key,) in self._db.execute(f"SELECT e.key {where} ORDER BY e.n", values)]

    def _counts(self, kind: str, asked: Asked, name: str) -> tuple[tuple[str, int], ...]:
        """The values of one facet among what is asked for by all the others, most frequent first."""
        others = {key: values for key, values in asked.facets.items() if key != name}
        rest = Asked(asked.words, asked.exact, others, asked.since, asked.until)
        if rest == Asked():
            counted = "SELECT value, count(*) AS times FROM facet WHERE kind = ? AND name = ?"
            rows = self._db.execute(f"{counted} GROUP BY value ORDER BY times DESC, value", (kind, name))
        else:
            where, values = self._where(kind, rest)
            counted = f"SELECT f.value, count(*) AS times FROM facet f WHERE f.kind = ? AND f.name = ? AND f.n IN (SELECT e.n {where})"
            rows = self._db.execute(f"{counted} GROUP BY f.value ORDER BY times DESC, f.value", (kind, name, *values))
        return tuple((str(value), int(times)) for value, times in rows)

    def _where(self, kind: str, asked: Asked) -> tuple[str, list[str]]:
        """The FROM and WHERE of a question, with its values."""
        clauses, values = ["e.kind = ?"], [kind]
        matched = self.match(asked.words, exact=asked.exact)
        if matched is not None:
            clauses.append("e.n IN (SELECT rowid FROM words WHERE words MATCH ?)")
            values.append(matched)
        for name, wanted in sorted(asked.facets.items()):
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


def _plain(text: str) -> str:
    """Text that can be stored: lone surrogates, which no word is made of, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
