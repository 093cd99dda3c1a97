"""One text under reading for its dates: its tokens, the words of dates, and what has been told so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from takhrij.core.language import Language, Token
from takhrij.find.dates_lexicon import DateLexicon, Hit

_NONE: frozenset[str] = frozenset()


class Days(NamedTuple):
    """Day numbers told before a month word: the tokens where they begin and where the month stands."""

    first: int
    low: int
    high: int
    month_at: int


class Tail(NamedTuple):
    """What follows a month: a year, «الماضي» or an era, and the token after it."""

    year: int | None
    relation: str | None
    hijri: bool
    end: int


@dataclass(slots=True)
class Scene:
    """One text under reading.

    `published` is the day that relative words count from, `year` the last year told, `month` the last month with its
    year, `day` the last single day, `days` the day numbers of months by their first token, `starts` the tokens at which a moment may begin.
    """

    tokens: Sequence[Token]
    lexicon: DateLexicon
    language: Language
    published: date | None
    year: int | None = None
    month: tuple[int, int] | None = None
    day: date | None = None
    days: dict[int, Days] = field(default_factory=dict)
    starts: set[int] = field(default_factory=set)

    def next(self, at: int, *kinds: str) -> Hit | None:
        """A lexicon row right after a token, nothing between."""
        return self.lexicon.next(self.tokens, at, *kinds)

    def hit(self, at: int, *kinds: str) -> Hit | None:
        """A lexicon row at a token."""
        # Most words are of no kind that is asked for: they are passed over here, where every reader asks.
        return None if self.kinds(at).isdisjoint(kinds) else self.lexicon.hit(self.tokens, at, *kinds)

    def kinds(self, at: int) -> frozenset[str]:
        """What kinds of lexicon rows begin with the word at a token."""
        return self.lexicon.kinds.get(self.tokens[at].form, _NONE) if at < len(self.tokens) else _NONE

    def gap(self, at: int) -> str | None:
        """Punctuation before a token, None at the end."""
        return self.tokens[at].gap if at < len(self.tokens) else None

    def digits(self, at: int, longest: int = 4) -> int | None:
        """The digits at a token as a number."""
        if at >= len(self.tokens):
            return None
        form = self.tokens[at].form
        return int(form) if form.isascii() and form.isdigit() and len(form) <= longest else None
