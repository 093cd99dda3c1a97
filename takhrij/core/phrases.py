"""Look-up of multi-word lexicon forms in tokenised text, aware of proclitics on the first word.

A form in a data row is a small pattern: words stand apart by a space, ``a|b`` are alternatives for one word,
``_`` is a space within an alternative, ``~`` is nothing: «علي عبد_الله|عبدالله صالح|~» is four forms.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from takhrij.core.language import Language, Split, Text, Token
from takhrij.core.records import Span

V = TypeVar("V")
_NOTHING = "~"
_PATTERN = frozenset("|_~")
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
    words = pattern.split()
    if _PATTERN.isdisjoint(pattern):
        return (" ".join(words),) if words else ()
    choices = [word.split("|") for word in words]
    forms = (
        " ".join(word.replace("_", " ") for word in chosen if word != _NOTHING)
        for chosen in itertools.product(*choices)
    )
    return tuple(dict.fromkeys(form for form in forms if form))


def joined(token: Token) -> bool:
    """Whether a token may continue a name that the token before it began."""
    return not token.gap or all(mark in _JOINING for mark in token.gap)


@dataclass(slots=True)
class _Node(Generic[V]):
    """A word of a form: the words that may follow, and the value where a form ends here (`ends`)."""

    following: dict[str, _Node[V]] = field(default_factory=dict)
    value: Any = None
    ends: bool = False

    def step(self, token: Token) -> _Node[V] | None:
        """The node that a token leads to, with or without a pronoun suffix but with no proclitic."""
        if not joined(token):
            return None
        found = self.following.get(token.form)
        if found is not None:
            return found
        for split in token.splits:
            if not split.prefix and split.key in self.following:
                return self.following[split.key]
        return None


class PhraseIndex(Generic[V]):
    """Forms by their first folded word; the longest form wins, then the reading with the shorter prefix.

    `entries` are (pattern, value); a later entry of an equal form replaces an earlier one, so that a case's
    own row wins. Words with a pronoun suffix match only where `suffixes` is true.
    """

    def __init__(self, language: Language, entries: Iterable[tuple[str, V]], *, suffixes: bool = False) -> None:
        self._suffixes = suffixes
        self._first: dict[str, _Node[V]] = {}
        self._memo: dict[str, tuple[tuple[Split, _Node[V]], ...]] = {}
        for pattern, value in entries:
            for form in expand(pattern):
                self._add(_folded(language, form), value)
        self.heads = frozenset(self._first)

    def _add(self, words: Sequence[str], value: V) -> None:
        if not words:
            return
        node = self._first.setdefault(words[0], _Node())
        for word in words[1:]:
            node = node.following.setdefault(word, _Node())
        node.value, node.ends = value, True

    def knows(self, word: str) -> bool:
        """Whether some form begins with a folded word."""
        return word in self._first

    def starts(self, token: Token) -> tuple[tuple[Split, _Node[V]], ...]:
        """Readings of a token that begin some form."""
        found = self._memo.get(token.form)
        if found is None:
            first, suffixes = self._first, self._suffixes
            keys = [split for split in token.splits if split.key in first]
            found = tuple((split, first[split.key]) for split in keys if suffixes or not split.suffix)
            if len(self._memo) >= _MEMO_LIMIT:
                self._memo.clear()
            self._memo[token.form] = found
        return found

    def candidates(self, text: Text) -> list[int]:
        """The tokens that begin some form, in order."""
        return sorted(text.reading_as(self.heads, suffixes=self._suffixes))

    def match(self, text: Text, index: int) -> Match[V] | None:
        """The longest form that starts at a token, or None."""
        begun = self.starts(text.tokens[index])
        if not begun:
            return None
        if len(begun) == 1 and not begun[0][1].following:
            # Most forms are one word, read in one way.
            split, node = begun[0]
            return Match(node.value, index + 1, split)
        matches = _continued(text, index, begun)
        return matches[0] if matches else None

    def matches(self, text: Text, index: int) -> list[Match[V]]:
        """Every reading of the token that a form continues, longest first, each with its longest form."""
        return _continued(text, index, self.starts(text.tokens[index]))


def _continued(text: Text, index: int, begun: tuple[tuple[Split, _Node[V]], ...]) -> list[Match[V]]:
    """What the readings of a token that begin some form go on to, longest first."""
    tokens = text.tokens
    found: list[Match[V]] = []
    for split, first in begun:
        node, at, best = first, index + 1, (index + 1, first) if first.ends else None
        while node.following and at < len(tokens):
            step = node.step(tokens[at])
            if step is None:
                break
            node, at = step, at + 1
            if node.ends:
                best = (at, node)
        if best is not None:
            found.append(Match(best[1].value, best[0], split))
    if len(found) > 1:
        found.sort(key=lambda match: (-match.end, len(match.split.prefix), len(match.split.suffix)))
    return found


class Openings:
    """The words with which a form of any of some indexes begins, read with a pronoun suffix or without."""

    def __init__(self, *indexes: PhraseIndex[Any]) -> None:
        self._heads = frozenset[str]().union(*(index.heads for index in indexes))

    def candidates(self, text: Text) -> list[int]:
        """The tokens at which a form may begin, in order."""
        return sorted(text.reading_as(self._heads))


class Beginnings:
    """The words with which something may begin, told by form: every form is asked about once.

    `begins` must depend on the token's form alone.
    """

    def __init__(self, begins: Callable[[Token], bool]) -> None:
        self._begins = begins
        self._known: dict[str, bool] = {}

    def candidates(self, text: Text) -> list[int]:
        """The tokens at which something may begin, in order."""
        known = self._known
        if len(known) >= _MEMO_LIMIT:
            known.clear()
        found: list[int] = []
        for form, indexes in text.spots.items():
            if form not in known:
                known[form] = self._begins(text.tokens[indexes[0]])
            if known[form]:
                found += indexes
        return sorted(found)


@lru_cache(maxsize=1 << 15)
def _folded_word(language: Language, word: str) -> tuple[str, ...]:
    if word.isalpha():
        folded = language.fold(word)
        return (folded,) if folded else ()
    return tuple(token.form for token in language.tokenize(word).tokens)


def _folded(language: Language, form: str) -> list[str]:
    """Folded words of a form; the tables share most of their words."""
    return [folded for word in form.split() for folded in _folded_word(language, word)]


def grouped(language: Language, entries: Iterable[tuple[str, V]]) -> list[tuple[str, tuple[V, ...]]]:
    """Entries with every pattern expanded and folded, all values of one form together in their order."""
    forms: dict[str, list[V]] = {}
    for pattern, value in entries:
        for form in expand(pattern):
            folded = " ".join(_folded(language, form))
            values = forms.setdefault(folded, [])
            if value not in values:
                values.append(value)
    return [(form, tuple(values)) for form, values in forms.items() if form]


def folded_words(language: Language, cell: str) -> frozenset[str]:
    """The folded words of a cell that lists words apart by a space."""
    return frozenset(language.fold(word) for word in cell.split())


def name_span(language: Language, text: Text, first: int, end: int, split: Split) -> Span:
    """The source Span of a name over tokens [first, end) without the proclitic of its first word.

    A word whose article was assimilated («للشرعية») has no such part of its own and stays whole.
    """
    whole = text.span(first, end)
    if not split.prefix:
        return whole
    word = language.fold_map(text.word(first))
    if word.text != split.prefix + split.key + split.suffix:
        return whole
    start = whole.start + word.offsets[len(split.prefix)]
    return Span(start, whole.end, text.source[start : whole.end])
