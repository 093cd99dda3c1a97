"""The number lexicon held to its own examples."""

from __future__ import annotations

from collections.abc import Iterator

from takhrij.arabic.fold import fold
from takhrij.arabic.numerals import numeral
from takhrij.arabic.tokens import tokenize
from takhrij.core.language import Numeral
from takhrij.resources import Resources


def _told(number: Numeral) -> str:
    low, high = number.min, number.max
    value = str(low) if low == high else f"{'' if low is None else low}..{'' if high is None else high}"
    return f"ordinal {value}" if number.ordinal else f"~{value}" if number.approx else value


def numbers(text: str) -> list[str]:
    """Every number of a text as the lexicon's `expected` column writes it.

    >>> numbers("نحو خمسين أسيرا")
    ['~50']
    """
    tokens = tokenize(text).tokens
    found: list[str] = []
    at = 0
    while at < len(tokens):
        number = numeral(tokens, at)
        if number is not None:
            found.append(_told(number))
        at = number.end if number is not None else at + 1
    return found


def check() -> Iterator[str]:
    """One line for each row of the number lexicon whose example does not read as expected."""
    for row in Resources().table("lexicons/ar/numbers"):
        got = ";".join(numbers(row["example"]))
        if got != row["expected"] or fold(row["form"]).split()[-1] not in fold(row["example"]):
            yield f"{row['line']}: «{row['example']}» reads as {got or 'nothing'}, expected {row['expected']}; correct it"
