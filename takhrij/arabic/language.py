"""The Language value that the pipeline hands to every stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from takhrij.arabic import clitics, conjugate, fold, numerals, tokens
from takhrij.arabic.rules import rules
from takhrij.core.language import FoldedText, Numeral, Split, Text, Token, VerbForm


@dataclass(frozen=True, slots=True)
class Arabic:
    """Arabic: a value without state, so that any worker can unpickle it."""

    code: str = "ar"

    @property
    def article(self) -> str:
        """The folded article as it is written to the word after it."""
        return rules().article

    def fold(self, text: str) -> str:
        """The comparison form of a word or phrase."""
        return fold.fold(text)

    def fold_map(self, text: str) -> FoldedText:
        """The comparison form with its offset map."""
        return fold.fold_map(text)

    def tokenize(self, text: str, skip: Sequence[tuple[int, int]] = ()) -> Text:
        """Words and sentences; stretches in `skip` (code points) give no token."""
        return tokens.tokenize(text, skip)

    def splits(self, form: str) -> tuple[Split, ...]:
        """Clitic readings of one folded word; the first is the whole word."""
        return clitics.splits(form)

    def numeral(self, words: Sequence[Token], index: int) -> Numeral | None:
        """The longest number that starts at a token, or None."""
        return numerals.numeral(words, index)

    def begins_number(self, form: str) -> bool:
        """Whether a number may begin with a folded word; where it may not, `numeral` gives None."""
        return numerals.begins(form)

    def conjugate(self, perfect: str, imperfect: str) -> tuple[VerbForm, ...]:
        """The written forms of a verb given by its third-person perfect and imperfect."""
        return conjugate.conjugate(perfect, imperfect)

    def noun_forms(self, noun: str) -> tuple[str, ...]:
        """The regular written forms of a noun phrase: bare, definite, accusative, dual."""
        return conjugate.noun_forms(noun)

    def is_written(self, text: str) -> bool:
        """Whether most letters are Arabic."""
        return tokens.is_arabic(text)
