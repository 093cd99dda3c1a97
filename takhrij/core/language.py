"""What a language must offer to the rooms, and the tokenised text that they share.

Stages never import a language: the pipeline hands them a `Language` value, which is picklable, so that a
spawned or remote worker needs no registry.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from takhrij.core.records import Span


class Split(NamedTuple):
    """One way to read a word as proclitics + key + pronoun suffix; all parts folded.

    `key` keeps the article («للقاعدة» gives prefix «ل», key «القاعده»), so that lexicon rows are looked up
    as they are written. Splits are candidates: a lexicon decides which of them is a word.
    """

    prefix: str
    key: str
    suffix: str


class Token(NamedTuple):
    """A word or number: half-open code-point range into the source, folded form and its splits.

    `gap` holds the folded characters between this token and the one before (white space stripped): commas,
    quotation marks, brackets, full stops.
    """

    start: int
    end: int
    form: str
    splits: tuple[Split, ...]
    gap: str


class Numeral(NamedTuple):
    """A number told in words or digits over tokens [first, end).

    `min`/`max` are inclusive bounds, None is open («أكثر من عشرين» is 21..None); `approx` marks «نحو».
    `dual` holds the folded singular noun when the number is the dual ending of a noun («أسيرين» is 2 أسير).
    """

    first: int
    end: int
    min: int | None
    max: int | None
    approx: bool
    dual: str | None = None
    ordinal: bool = False


class VerbForm(NamedTuple):
    """One written form of a verb, folded. Voice is not told: unvowelled script writes both alike."""

    form: str
    aspect: Literal["perfect", "imperfect"]
    person: int
    plural: bool
    feminine: bool


@dataclass(frozen=True, slots=True)
class FoldedText:
    """Folded text with the map back: folded character i stands for source [offsets[i], ends[i])."""

    text: str
    source: str
    offsets: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The source Span behind folded [start, end); an empty range gives an empty Span."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.source)
            return Span(at, at, "")
        first, last = self.offsets[start], self.ends[end - 1]
        return Span(first, last, self.source[first:last])


class Readings(NamedTuple):
    """The tokens by the keys that their splits give: those without a pronoun suffix, and those with one."""

    bare: Mapping[str, Sequence[int]]
    suffixed: Mapping[str, Sequence[int]]
    bare_keys: frozenset[str]
    suffixed_keys: frozenset[str]


@dataclass(frozen=True)
class Text:
    """A Reading's text as tokens and sentences.

    `sentences` are half-open token ranges; `sentence_of[i]` is the sentence index of token i. Tokens within
    boilerplate are left out, so nothing can be found there.
    """

    source: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    sentence_of: tuple[int, ...]

    def span(self, first: int, end: int) -> Span:
        """Source Span of tokens [first, end)."""
        start, stop = self.tokens[first].start, self.tokens[end - 1].end
        return Span(start, stop, self.source[start:stop])

    def word(self, index: int) -> str:
        """The source word of one token."""
        token = self.tokens[index]
        return self.source[token.start : token.end]

    @cached_property
    def spots(self) -> Mapping[str, Sequence[int]]:
        """The tokens of each form, in order."""
        spots: dict[str, list[int]] = {}
        for index, token in enumerate(self.tokens):
            spots.setdefault(token.form, []).append(index)
        return spots

    @cached_property
    def readings(self) -> Readings:
        """The tokens by the keys of their splits: who looks words up asks the text for them, not every token."""
        bare: dict[str, Sequence[int]] = {}
        suffixed: dict[str, Sequence[int]] = {}
        for indexes in self.spots.values():
            for _, key, suffix in self.tokens[indexes[0]].splits:
                side = suffixed if suffix else bare
                held = side.get(key)
                side[key] = indexes if held is None or held is indexes else sorted((*held, *indexes))
        return Readings(bare, suffixed, frozenset(bare), frozenset(suffixed))

    def reading_as(self, words: frozenset[str], *, suffixes: bool = True) -> set[int]:
        """The tokens that some split reads as one of the words, with a pronoun suffix or without."""
        bare, suffixed, bare_keys, suffixed_keys = self.readings
        found = {index for key in words & bare_keys for index in bare[key]}
        if suffixes:
            found.update(index for key in words & suffixed_keys for index in suffixed[key])
        return found

    def stands(self, words: frozenset[str], window: range, skip: range = range(0)) -> bool:
        """Whether one of the words stands in a window of tokens, those in `skip` left out."""
        bare, suffixed, bare_keys, suffixed_keys = self.readings
        for held, keys in ((bare, bare_keys), (suffixed, suffixed_keys)):
            for key in words & keys:
                indexes = held[key]
                for index in indexes[bisect_left(indexes, window.start) : bisect_left(indexes, window.stop)]:
                    if index not in skip:
                        return True
        return False


class Language(Protocol):
    """One language's folding, words and numbers; a value without state that a worker can unpickle."""

    def __hash__(self) -> int:
        """Equal languages hash alike: what was read of the tables is kept by language."""
        ...

    @property
    def code(self) -> str:
        """BCP 47 code, e.g. ``ar``."""
        ...

    def fold(self, text: str) -> str:
        """The comparison form of a word or phrase: length may differ from the source."""
        ...

    def fold_map(self, text: str) -> FoldedText:
        """The comparison form with its offset map."""
        ...

    def tokenize(self, text: str, skip: Sequence[tuple[int, int]] = ()) -> Text:
        """Words and sentences of a source text; stretches in `skip` (code points) give no token."""
        ...

    def splits(self, form: str) -> tuple[Split, ...]:
        """Clitic readings of one folded word; the first is the whole word."""
        ...

    def numeral(self, tokens: Sequence[Token], index: int) -> Numeral | None:
        """The longest number that starts at a token, or None."""
        ...

    def begins_number(self, form: str) -> bool:
        """Whether a number may begin with a folded word; where it may not, `numeral` gives None."""
        ...

    def conjugate(self, perfect: str, imperfect: str) -> tuple[VerbForm, ...]:
        """The written forms of a verb given by its two principal parts."""
        ...

    def noun_forms(self, noun: str) -> tuple[str, ...]:
        """The regular written forms of a noun phrase: bare, definite, accusative, dual."""
        ...

    def is_written(self, text: str) -> bool:
        """Whether most letters of the text belong to this language's script."""
        ...
