"""The words of dates, compiled once from the data tables, with every proclitic they may carry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from takhrij.core.language import Token
from takhrij.resources import Resources, Row

TABLES = ("months", "weekdays", "holidays", "date_words")
_PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
_ARTICLE = "ال"


class Entry(NamedTuple):
    """One row: its words after the first, what kind of word it is and its value; `row` has the other cells."""

    kind: str
    value: str
    rest: tuple[str, ...]
    prefix: str
    row: Row


class Hit(NamedTuple):
    """A row found at tokens [first, end)."""

    entry: Entry
    end: int

    @property
    def number(self) -> int:
        """The value as a number."""
        return int(self.entry.value)


def _kind(table: str, row: Row) -> tuple[str, str]:
    if table == "months":
        return "month", row["value"]
    if table == "weekdays":
        return "weekday", row["value"]
    if table == "holidays":
        return "holiday", row["month"]
    return row["kind"], row["value"]


def rows(resources: Resources) -> Iterator[tuple[str, Row]]:
    """(table, row) of every row of the date lexicon, the package's before the overlay's."""
    for table in TABLES:
        for row in resources.table(f"lexicons/ar/{table}"):
            yield table, row


@dataclass(frozen=True, slots=True)
class WordIndex:
    """Entries by the folded first word as written."""

    entries: Mapping[str, tuple[Entry, ...]]

    def hit(self, tokens: Sequence[Token], at: int, *kinds: str) -> Hit | None:
        """The longest row of one of the kinds whose words stand at a token."""
        if at >= len(tokens):
            return None
        for entry in self.entries.get(tokens[at].form, ()):
            if entry.kind in kinds:
                end = at + 1 + len(entry.rest)
                if not entry.rest or _stands(tokens, at + 1, entry.rest):
                    return Hit(entry, end)
        return None

    def next(self, tokens: Sequence[Token], at: int, *kinds: str) -> Hit | None:
        """As `hit`, for a token that only white space parts from the one before it."""
        return self.hit(tokens, at, *kinds) if at < len(tokens) and not tokens[at].gap else None


@dataclass(frozen=True, slots=True)
class DateLexicon(WordIndex):
    """The words of dates; `counted` holds the nouns that make a number before them a count, not a year, `kinds` the
    kinds of the rows that begin with a word."""

    counted: frozenset[str]
    kinds: Mapping[str, frozenset[str]]


def _stands(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    if at + len(words) > len(tokens):
        return False
    return all(not tokens[at + k].gap and tokens[at + k].form == word for k, word in enumerate(words))


def _written(form: str) -> Iterator[tuple[str, str]]:
    for prefix in _PREFIXES:
        yield prefix, prefix + form
        if prefix.endswith("ل") and form.startswith(_ARTICLE):
            yield prefix, prefix + form[1:]


def compile_rows(entries: Iterable[tuple[str, str, Row]], fold: Callable[[str], str]) -> WordIndex:
    """Index (kind, value, row) entries by the row's form; of two with one form and kind the later wins."""
    found: dict[str, dict[tuple[str, tuple[str, ...]], Entry]] = {}
    for kind, value, row in entries:
        words = fold(row["form"]).split()
        if not words:
            continue
        head, rest = words[0], tuple(words[1:])
        for prefix, written in _written(head):
            known = found.setdefault(written, {})
            old = known.get((kind, rest))
            if old is None or len(prefix) <= len(old.prefix):
                known[kind, rest] = Entry(kind, value, rest, prefix, row)
    ordered = {form: sorted(e.values(), key=lambda x: (-len(x.rest), len(x.prefix))) for form, e in found.items()}
    return WordIndex({form: tuple(entry) for form, entry in ordered.items()})


def build(resources: Resources, fold: Callable[[str], str]) -> DateLexicon:
    """Compile the tables of dates; of two rows with one form and kind the overlay's wins."""
    index = compile_rows(((*_kind(table, row), row) for table, row in rows(resources)), fold)
    nouns = resources.table("lexicons/ar/count_nouns")
    counted = {fold(form) for row in nouns for form in (row["form"], *row["plurals"].split("|")) if form}
    kinds = {form: frozenset(entry.kind for entry in found) for form, found in index.entries.items()}
    return DateLexicon(index.entries, frozenset(counted | {c + "ا" for c in counted}), kinds)
