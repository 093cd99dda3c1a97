"""Signs as they stand on a line, from left to right, back into the order in which they are read.

The inverse of what a typesetter does with mixed directions (Unicode Standard Annex 9): on a line that runs from right to
left, words in Latin letters and figures keep their own order; on one that runs from left to right, Arabic words do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_MIRROR = dict(zip("()[]{}«»‹›<>", ")(][}{»«›‹><", strict=True))
_OPENING: dict[str, str] = dict(zip("([{«‹<", ")]}»›>", strict=True))
# Signs that stand between figures of one number.
_JOINTS = frozenset(".,:/،")
_STRONG = {"L": "L", "R": "R", "AL": "R", "EN": "N", "AN": "N"}


@lru_cache(maxsize=4096)
def kind(text: str) -> str:
    """``R`` and ``L`` for letters of either direction, ``N`` for figures, empty for what takes its neighbours'."""
    return next((k for c in text if (k := _STRONG.get(unicodedata.bidirectional(c)))), "")


def in_reading_order(signs: Sequence[str], rtl: bool) -> tuple[str, str]:
    """The text of a line from its signs in visual order; and the same with its brackets the other way round.

    `rtl` is the direction of the paragraph. Some producers keep the bracket that is meant, others the one that is seen:
    which of the two texts is right, is for whoever sees the whole document (`balance`).

    >>> in_reading_order(list("ABC 20"), rtl=True)[0]
    'ABC 20'
    """
    signs = signs if rtl else _without_stray_space(signs)
    kinds = [kind(s) for s in signs]
    inner = _runs_ltr(signs, kinds) if rtl else _runs_rtl(kinds)
    out: list[str] = []
    turned: list[str] = []
    for start, end, is_inner in _pieces(len(signs), inner, rtl):
        part = list(signs[start:end])
        if is_inner and not rtl:
            part = _turned(part)
        backward = rtl and not is_inner
        part = part[::-1] if backward else part
        out += part
        seen_other = backward or (is_inner and not rtl)
        turned += [_MIRROR.get(s, s) for s in part] if seen_other else part
    return "".join(out), "".join(turned)


def _without_stray_space(signs: Sequence[str]) -> Sequence[str]:
    """A line from left to right that ends in Arabic, without the space of its end, which some programs put before it."""
    start = next((i for i in range(len(signs), 0, -1) if kind(signs[i - 1]) == "L"), 0)
    at = next((i for i in range(start, len(signs) - 1) if signs[i] in _OPENING and signs[i + 1] == " "), None)
    return signs if at is None else [*signs[: at + 1], *signs[at + 2 :]]


def _turned(signs: list[str]) -> list[str]:
    """A stretch of Arabic on a line of Latin letters, read from right to left with its figures kept."""
    kinds = [kind(s) for s in signs]
    out: list[str] = []
    for start, end, is_inner in _pieces(len(signs), _runs_ltr(signs, kinds), True):
        part = signs[start:end]
        out += part if is_inner else part[::-1]
    return out


def _pieces(length: int, inner: Sequence[tuple[int, int]], rtl: bool) -> list[tuple[int, int, bool]]:
    """The line cut into runs of the other direction and what is between, in the order of reading."""
    cut: list[tuple[int, int, bool]] = []
    at = 0
    for start, end in inner:
        if at < start:
            cut.append((at, start, False))
        cut.append((start, end, True))
        at = end
    if at < length:
        cut.append((at, length, False))
    return cut[::-1] if rtl else cut


def _runs_ltr(signs: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches that keep their order on a line from right to left: words in Latin letters with what is between and
    after them, and numbers."""
    runs: list[tuple[int, int]] = []
    i = 0
    whole = _first_range(signs, kinds)
    while i < len(signs):
        if i == whole:
            end = len(signs)
            runs.append((i, end))
        elif kinds[i] == "L":
            end = _latin_end(kinds, i)
            start, end = _bracketed(signs, i, end)
            runs.append((start, end))
        elif kinds[i] == "N":
            end = _number_end(signs, kinds, i)
            if end < len(signs) and kinds[end] == "L":
                # «35km»: a figure that letters follow at once is one word with them.
                end = _latin_end(kinds, end)
            runs.append((i, end))
        else:
            i += 1
            continue
        i = end
    return runs


def _latin_end(kinds: Sequence[str], start: int) -> int:
    last = start
    for i in range(start, len(kinds)):
        if kinds[i] == "R":
            break
        if kinds[i] in ("L", "N"):
            last = i
    return last + 1


def _first_range(signs: Sequence[str], kinds: Sequence[str]) -> int | None:
    """Where a range of two years or numbers begins that opens a line from right to left, if it stands as on one from
    left to right: there some programs forget the Arabic words before it. Which it is, the smaller number tells."""
    end = len(signs)
    second = end
    while second and kinds[second - 1] == "N":
        second -= 1
    first = second - 1
    while first > 0 and kinds[first - 1] == "N":
        first -= 1
    if not 0 <= first < second - 1 < end - 1 or signs[second - 1] not in "-–" or (first and kinds[first - 1] == "L"):
        return None
    return first if int("".join(signs[first : second - 1])) < int("".join(signs[second:end])) else None


def _number_end(signs: Sequence[str], kinds: Sequence[str], start: int) -> int:
    end = start + 1
    while end < len(signs):
        if kinds[end] == "N":
            end += 1
        elif signs[end] in _JOINTS and end + 1 < len(signs) and kinds[end + 1] == "N":
            end += 2
        else:
            break
    return end


def _bracketed(signs: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """A run of Latin letters with the bracket that closes one opened in it."""
    inside = "".join(signs[start:end])
    for opening, closing in _OPENING.items():
        if inside.count(opening) > inside.count(closing) and end < len(signs) and signs[end] == closing:
            return start, end + 1
    return start, end


def _runs_rtl(kinds: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches of Arabic on a line from left to right: from a letter to the last one before Latin letters."""
    runs: list[tuple[int, int]] = []
    i = 0
    while i < len(kinds):
        if kinds[i] != "R":
            i += 1
            continue
        last = i
        for j in range(i, len(kinds)):
            if kinds[j] == "L":
                break
            if kinds[j] == "R":
                last = j
        runs.append((i, last + 1))
        i = last + 1
    return runs


def balance(text: str) -> int:
    """How many brackets of a text close one that was opened, less those that close none."""
    waiting: list[str] = []
    sound = 0
    for sign in text:
        if sign in _OPENING:
            waiting.append(_OPENING[sign])
        elif sign in _OPENING.values():
            closes = bool(waiting) and waiting[-1] == sign
            sound += 1 if closes else -1
            if closes:
                waiting.pop()
    return sound
