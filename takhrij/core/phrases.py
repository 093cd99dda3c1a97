"""Lexicon phrases found in tokenised text, whatever clitics their first word carries.

Rows are written as a source writes them («تنظيم القاعدة»); the index folds them. The first word matches any
split of a token, so «وبتنظيم القاعدة» is found with prefix «وب»; later words match as written or behind the
proclitics that a coordinated or governed word may carry. The longest phrase wins at each token.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from takhrij.core.language import Split, Token

T = TypeVar("T")


class Match(NamedTuple, Generic[T]):
    """A phrase over tokens [first, end): its rows' values in insertion order and how the first word split."""

    first: int
    end: int
    values: tuple[T, ...]
    split: Split


@dataclass(slots=True)
class _Node(Generic[T]):
    following: dict[str, _Node[T]] = field(default_factory=dict)
    values: list[T] = field(default_factory=list)


class PhraseIndex(Generic[T]):
    """A trie over folded words. Later rows of one phrase are appended; a caller that wants overlays to win
    looks at the last value."""

    def __init__(self, entries: Iterable[tuple[str, T]], fold: Callable[[str], str]) -> None:
        self._root: _Node[T] = _Node()
        for phrase, value in entries:
            node = self._root
            words = fold(phrase).split()
            if not words:
                continue
            for word in words:
                node = node.following.setdefault(word, _Node())
            node.values.append(value)

    def __contains__(self, word: str) -> bool:
        return word in self._root.following

    def at(self, tokens: Sequence[Token], index: int) -> Match[T] | None:
        """The longest phrase that starts at a token, or None. Whole-word readings win over split ones of
        equal length."""
        best: Match[T] | None = None
        starts = self._root.following
        for split in tokens[index].splits:
            node = starts.get(split.key)
            if node is None:
                continue
            end, last = self._longest(node, tokens, index + 1, split)
            if last is not None and (best is None or end > best.end):
                best = Match(index, end, tuple(last.values), split)
        return best

    def _longest(
        self, node: _Node[T], tokens: Sequence[Token], at: int, split: Split
    ) -> tuple[int, _Node[T] | None]:
        best_end, best = at, node if node.values else None
        while node.following and at < len(tokens) and not split.suffix:
            step = self._step(node, tokens[at])
            if step is None:
                break
            node, at = step, at + 1
            if node.values:
                best_end, best = at, node
        return best_end, best

    @staticmethod
    def _step(node: _Node[T], token: Token) -> _Node[T] | None:
        # A bracket or full stop inside a name ends it; quotation marks and dashes do not.
        if any(mark in token.gap for mark in ".،,؛:()[]\n"):
            return None
        found = node.following.get(token.form)
        if found is not None:
            return found
        for split in token.splits:
            if split.suffix == "" and split.prefix in ("", "و") and split.key in node.following:
                return node.following[split.key]
        return None

    def scan(self, tokens: Sequence[Token]) -> Iterator[Match[T]]:
        """Phrases from left to right in token order, longest first, without overlaps."""
        index = 0
        while index < len(tokens):
            match = self.at(tokens, index)
            if match is None:
                index += 1
            else:
                yield match
                index = match.end
