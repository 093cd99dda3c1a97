"""Look-up of multi-word lexicon forms in tokenised text, aware of proclitics on the first word.

A form in a data row is a small pattern: words stand apart by a space, ``a|b`` are alternatives for one word,
``_`` is a space within an alternative, ``~`` is nothing: «علي عبد_الله|عبدالله صالح|~» is four forms.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from takhrij.core.language import Language, Split, Text, Token

V = TypeVar("V")
_NOTHING = "~"
# Marks that may stand between the words of one name; a comma, a colon or a line break ends it.
_JOINING = frozenset("«»\"“”„'’‘-–ـ/")
_MEMO_LIMIT = 1 << 17


class Match(NamedTuple, Generic[V]):
    """A form found at tokens [i, end): its value and how the first word was read."""

    value: V
    end: int
    split: Split


def expand(pattern: str) -> tuple[str, ...]:
    """All forms of a data row's pattern, first alternatives first.

    >>> expand("قوات|وحدات صالح|~")
    ('قوات صالح', 'قوات', 'وحدات صالح', 'وحدات')
    """
    choices = [word.split("|") for word in pattern.split()]
    forms = (
        " ".join(word.replace("_", " ") for word in words if word != _NOTHING) for words in itertools.product(*choices)
    )
    return tuple(dict.fromkeys(form for form in forms if form))


def joined(token: Token) -> bool:
    """Whether a token may continue a name that the token before it began."""
    return not token.gap or all(mark in _JOINING for mark in token.gap)


def reads_as(token: Token, word: str) -> bool:
    """Whether a token is a word, with or without a pronoun suffix but with no proclitic."""
    if token.form == word:
        return True
    return any(split.key == word and not split.prefix for split in token.splits)


def _follow(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    if at + len(words) > len(tokens):
        return False
    return all(joined(tokens[at + k]) and reads_as(tokens[at + k], word) for k, word in enumerate(words))


class PhraseIndex(Generic[V]):
    """Forms by their first folded word; the longest form wins, then the reading with the shorter prefix.

    `entries` are (pattern, value); a later entry of an equal form replaces an earlier one, so that a case's
    own row wins. Words with a pronoun suffix match only where `suffixes` is true.
    """

    def __init__(self, language: Language, entries: Iterable[tuple[str, V]], *, suffixes: bool = False) -> None:
        self._suffixes = suffixes
        forms: dict[tuple[str, ...], V] = {}
        for pattern, value in entries:
            for form in expand(pattern):
                words = tuple(token.form for token in language.tokenize(form).tokens)
                if words:
                    forms[words] = value
        self._by_first: dict[str, list[tuple[tuple[str, ...], V]]] = {}
        for words, value in sorted(forms.items(), key=lambda item: (-len(item[0]), item[0])):
            self._by_first.setdefault(words[0], []).append((words[1:], value))
        self._memo: dict[str, tuple[tuple[Split, list[tuple[tuple[str, ...], V]]], ...]] = {}

    def __len__(self) -> int:
        return sum(len(entries) for entries in self._by_first.values())

    def knows(self, word: str) -> bool:
        """Whether some form begins with a folded word."""
        return word in self._by_first

    def _starts(self, token: Token) -> tuple[tuple[Split, list[tuple[tuple[str, ...], V]]], ...]:
        found = tuple(
            (split, self._by_first[split.key])
            for split in token.splits
            if split.key in self._by_first and (self._suffixes or not split.suffix)
        )
        if len(self._memo) >= _MEMO_LIMIT:
            self._memo.clear()
        self._memo[token.form] = found
        return found

    def match(self, text: Text, index: int) -> Match[V] | None:
        """The longest form that starts at a token, or None."""
        matches = self.matches(text, index)
        return matches[0] if matches else None

    def matches(self, text: Text, index: int) -> list[Match[V]]:
        """Every reading of the token that a form continues, longest first, each with its longest form."""
        tokens = text.tokens
        token = tokens[index]
        starts = self._memo.get(token.form)
        if starts is None:
            starts = self._starts(token)
        if not starts:
            return []
        found: list[Match[V]] = []
        for split, entries in starts:
            for rest, value in entries:
                if not rest or _follow(tokens, index + 1, rest):
                    found.append(Match(value, index + 1 + len(rest), split))
                    break
        if len(found) > 1:
            found.sort(key=lambda match: (-match.end, len(match.split.prefix), len(match.split.suffix)))
        return found


def grouped(language: Language, entries: Iterable[tuple[str, V]]) -> list[tuple[str, tuple[V, ...]]]:
    """Entries with every pattern expanded and folded, all values of one form together in their order."""
    forms: dict[str, list[V]] = {}
    for pattern, value in entries:
        for form in expand(pattern):
            folded = " ".join(token.form for token in language.tokenize(form).tokens)
            values = forms.setdefault(folded, [])
            if value not in values:
                values.append(value)
    return [(form, tuple(values)) for form, values in forms.items() if form]


def folded_words(language: Language, cell: str) -> frozenset[str]:
    """The folded words of a cell that lists words apart by a space."""
    return frozenset(language.fold(word) for word in cell.split())
