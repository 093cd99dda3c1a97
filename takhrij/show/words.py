"""Values in plain English, for tables and machine-readable rows; `wording` says them in any language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from takhrij.core.records import ChainLink, Claim, Reading, Relation
from takhrij.resources import Resources
from takhrij.show.wording import NO_NAMES, Names, Words, heading

__all__ = ["NO_NAMES", "Names", "heading"]


@cache
def english() -> Words:
    """English wording by the package's own data."""
    return Words.plain("en", Resources())


def _knowing(names: Names) -> Words:
    return replace(english(), names=names) if names else english()


def untold() -> str:
    """What stands where a page tells nothing: "not told"."""
    return english().untold


def speaker(source_class: str) -> str:
    """A class of speakers in words: "an unnamed source"."""
    return english().speaker(source_class)


def when(edtf: str | None) -> str:
    """An EDTF value as a reader says it; None is "not told".

    >>> when("2018-08-01/2018-08-10")
    '1–10 August 2018'
    >>> when("../2014")
    'up to 2014'
    """
    return english().when(edtf)


def how_many(least: int | None, most: int | None, approx: bool = False) -> str:
    """A count's bounds as words.

    >>> how_many(21, None)
    'at least 21'
    """
    return english().how_many(least, most, approx)


def plural(number: int, noun: str, many: str | None = None) -> str:
    """A number with its noun: "1 claim", "3 claims"."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def joined(names: Sequence[str]) -> str:
    """Names as a list in prose, each once, in order."""
    return english().joined(names)


def outlet(reading: Reading | None) -> str:
    """Whose page it is; unknown is said, not guessed."""
    return english().outlet(reading)


def statement(claim: Claim, names: Names = NO_NAMES) -> str:
    """One neutral line of a claim: type, who to whom, how many, where, when; only what is told."""
    return _knowing(names).statement(claim)


def tie(relation: Relation, told: Names = NO_NAMES) -> str:
    """One neutral line of a relation: subject, verb, object, and between whom; `told` words claims by id."""
    return english().tie(relation, told)


def points_back(link: ChainLink) -> bool:
    """Whether a speaker is told by one definite word alone («المصدر»): it is whoever the page named before."""
    told = link.span.text.split() if link.span is not None else []
    return (
        link.source_class in ("anonymous", "official")
        and link.actor is None
        and len(told) == 1
        and told[0][:2] == "ال"
    )
