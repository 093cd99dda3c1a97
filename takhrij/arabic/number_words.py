"""Number words, modifiers and dual nouns of the lexicon, with every clitic they may carry, built once a process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from takhrij.arabic.fold import fold
from takhrij.arabic.rules import rules
from takhrij.core.language import Token
from takhrij.resources import Resources, Row

# A number word carries the conjunctions and one preposition; «س» and «ك» stand before verbs and likenesses.
_PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
_MODIFIERS = frozenset({"about", "more", "least", "less", "most", "between", "from", "to"})
_TRAILERS = frozenset({"least_after", "most_after", "about_after"})


class Reading(NamedTuple):
    """One reading of a written word as part of a number; `high` differs from `low` for vague words only."""

    prefix: str
    kind: str
    low: Fraction
    high: Fraction
    article: bool


class Phrase(NamedTuple):
    """The words after the first of a modifier, and what it does to the number."""

    rest: tuple[str, ...]
    kind: str


class Dual(NamedTuple):
    """A noun in the dual: the folded singular and the proclitics in front of it."""

    prefix: str
    noun: str


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The compiled lexicon: every mapping is keyed by the folded word as written, clitics included."""

    words: Mapping[str, tuple[Reading, ...]]
    modifiers: Mapping[str, tuple[Phrase, ...]]
    trailers: Mapping[str, tuple[Phrase, ...]]
    duals: Mapping[str, Dual]
    rises: frozenset[str]


def with_clitics(form: str) -> list[tuple[str, bool, str]]:
    """(written form, has the article, proclitics) of a folded word, the bare word first."""
    article = rules().article
    forms = [(prefix + form, False, prefix) for prefix in _PREFIXES]
    for prefix in _PREFIXES:
        # The article loses its alef behind «ل»: «للخمسة».
        joined = prefix + "ل" + form if prefix.endswith("ل") else prefix + article + form
        forms.append((joined, True, prefix))
    return forms


def _value(row: Row) -> tuple[Fraction, Fraction]:
    low, _, high = row["value"].partition("..")
    return Fraction(low or 0), Fraction(high or low or 0)


def _phrases(rows: list[Row]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for row in rows:
        head, *rest = fold(row["form"]).split()
        for prefix in _PREFIXES:
            found.setdefault(prefix + head, []).append(Phrase(tuple(rest), row["kind"]))
    return {head: tuple(sorted(p, key=lambda x: -len(x.rest))) for head, p in found.items()}


def _words(rows: list[Row]) -> dict[str, tuple[Reading, ...]]:
    found: dict[str, list[Reading]] = {}
    for row in rows:
        low, high = _value(row)
        for written, article, prefix in with_clitics(fold(row["form"])):
            reading = Reading(prefix, row["kind"], low, high, article)
            readings = found.setdefault(written, [])
            if reading not in readings:
                readings.append(reading)
    return {form: tuple(sorted(r, key=lambda x: len(x.prefix))) for form, r in found.items()}


def dual_forms(singular: str, endings: str) -> list[str]:
    """Folded dual forms of a folded singular; `endings` is ``yes``, ``nominative``, ``oblique`` or ``no``.

    >>> dual_forms("غاره", "yes")
    ['غارتان', 'غارتين']
    """
    stem = singular[:-1] + "ت" if singular.endswith("ه") else singular
    known = {"yes": ("ان", "ين"), "nominative": ("ان",), "oblique": ("ين",)}
    return [stem + ending for ending in known.get(endings, ())]


def _duals(rows: tuple[Row, ...], taken: Mapping[str, object]) -> dict[str, Dual]:
    found: dict[str, Dual] = {}
    for row in rows:
        singular = fold(row["form"])
        for form in dual_forms(singular, row["dual"]):
            for written, _, prefix in with_clitics(form):
                if written not in taken:
                    found.setdefault(written, Dual(prefix, singular))
    return found


@lru_cache(maxsize=1)
def number_words() -> NumberWords:
    """The compiled lexicon of `lexicons/ar/numbers.tsv` and the duals of `count_nouns.tsv`."""
    resources = Resources()
    rows = list(resources.table("lexicons/ar/numbers"))
    modifiers = _phrases([r for r in rows if r["kind"] in _MODIFIERS])
    trailers = _phrases([r for r in rows if r["kind"] in _TRAILERS])
    other = _MODIFIERS | _TRAILERS | {"rise"}
    words = _words([r for r in rows if r["kind"] not in other])
    rises = frozenset(p + fold(r["form"]) for r in rows if r["kind"] == "rise" for p in _PREFIXES)
    return NumberWords(words, modifiers, trailers, _duals(resources.table("lexicons/ar/count_nouns"), words), rises)


def readings(tokens: Sequence[Token], at: int) -> tuple[Reading, ...]:
    """What a token may be as part of a number."""
    return number_words().words.get(tokens[at].form, ()) if at < len(tokens) else ()


def kind_of(tokens: Sequence[Token], at: int, kind: str, prefix: str | None = "") -> Reading | None:
    """The reading of a token as a kind of number word; `prefix` None takes any proclitic."""
    for reading in readings(tokens, at):
        if reading.kind == kind and prefix in (None, reading.prefix):
            return reading
    return None


def follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token stands after the one before it with nothing but white space between."""
    return at < len(tokens) and not tokens[at].gap
