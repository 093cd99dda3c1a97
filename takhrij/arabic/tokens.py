"""Words, numbers and sentences of a source text, each token with its exact source range."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from takhrij.arabic.clitics import splits
from takhrij.arabic.fold import fold
from takhrij.arabic.rules import rules
from takhrij.core.language import Split, Text, Token

_LETTERS = 0.5
_SCRIPT = re.compile("[\u0600-\u08ff\ufb50-\ufefc]+")
# Reports write sentences of a hundred words; what is longer is text without stops. It is parted at a comma where
# there is one, so that whoever works sentence by sentence takes time linear in the text's length.
_LONGEST, _COMMA_FROM = 200, 120


@lru_cache(maxsize=1)
def _word_pattern() -> re.Pattern[str]:
    marks = rules().marks
    # Digits and letters never share a token, so that «٢٠١٨م» is a number and a letter.
    number = r"\d{1,3}(?:[,٬]\d{3})+(?!\d)|\d+"
    return re.compile(rf"({number}|(?:[^\W\d_]+|[{marks}]+)+)")


@lru_cache(maxsize=1 << 16)
def _analysis(word: str) -> tuple[str, tuple[Split, ...]]:
    form = fold(word)
    if form[:1].isdigit():
        form = form.replace(",", "").replace("٬", "")
    return form, splits(form)


@lru_cache(maxsize=1 << 12)
def _gap(between: str) -> tuple[str, bool]:
    """Punctuation between two tokens without white space (a line break stays) and whether a sentence ends."""
    ends = rules().sentence_break.search(between) is not None
    marks = "".join(between.replace("\r", "\n").replace("\n", "\x00").split())
    return re.sub("\x00+", "\n", marks), ends


def _words(text: str, skip: Sequence[tuple[int, int]]) -> tuple[list[tuple[int, int]], set[int]]:
    """(start, end) of each word outside `skip`, and the starts of those that follow a skipped stretch."""
    # Gap, word, gap, word, …, gap.
    pieces = _word_pattern().split(text)
    ends = list(accumulate(map(len, pieces)))
    words = list(zip(ends[0:-1:2], ends[1::2], strict=True))
    if not skip:
        return words, set()
    stretches = sorted(skip)
    kept: list[tuple[int, int]] = []
    after: set[int] = set()
    at = 0
    fresh = False
    for start, end in words:
        while at < len(stretches) and stretches[at][1] <= start:
            at += 1
            fresh = True
        if at < len(stretches) and stretches[at][0] < end:
            fresh = True
            continue
        kept.append((start, end))
        if fresh:
            after.add(start)
        fresh = False
    return kept, after


def tokenize(text: str, skip: Sequence[tuple[int, int]] = ()) -> Text:
    """Tokens and sentences of a text; stretches in `skip` give no token and end the sentence before them."""
    tokens: list[Token] = []
    sentences: list[tuple[int, int]] = []
    sentence_of: list[int] = []
    first = last_end = number = 0
    space = _gap(" ")
    # Straight to the tuple: this loop sees every word of a corpus, and a call of the class costs as much again.
    new = tuple.__new__
    words, fresh = _words(text, skip)
    for start, end in words:
        form, readings = _analysis(text[start:end])
        if not form:
            continue
        between = text[last_end:start]
        gap, ends = ("\n", True) if start in fresh else space if between == " " else _gap(between)
        if ends and len(tokens) > first:
            sentences.append((first, len(tokens)))
            first = len(tokens)
            number += 1
        tokens.append(new(Token, (start, end, form, readings, gap)))
        sentence_of.append(number)
        last_end = end
    if len(tokens) > first:
        sentences.append((first, len(tokens)))
    if any(end - start > _LONGEST for start, end in sentences):
        sentences = [part for sentence in sentences for part in _parted(tokens, *sentence)]
        sentence_of = [number for number, (start, end) in enumerate(sentences) for _ in range(start, end)]
    return Text(text, tuple(tokens), tuple(sentences), tuple(sentence_of))


def _parted(tokens: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in stretches of at most `_LONGEST` tokens, each but the last ending at its last comma if it can."""
    while end - start > _LONGEST:
        commas = (at for at in range(start + _LONGEST, start + _COMMA_FROM, -1) if "،" in tokens[at].gap)
        stop = next(commas, start + _LONGEST)
        yield start, stop
        start = stop
    yield start, end


def is_arabic(text: str) -> bool:
    """Whether most letters are of the Arabic script and few of them of Persian or Urdu alone."""
    letters = "".join(filter(str.isalpha, text))
    if not letters:
        return False
    arabic = len(letters) - len(_SCRIPT.sub("", letters))
    foreign = sum(map(letters.count, rules().foreign))
    return arabic / len(letters) > _LETTERS and foreign / len(letters) <= rules().foreign_share
