"""Pages that hold several entries: messages of a channel, entries of a live page, articles of an archive, a thread.

One original is one Document and one Reading; its entries are parts of that Reading, each with the day that stands with
it. In a thread only the first post is the article: what readers answered is furniture, as comments are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from takhrij.read.article import Article, is_linked
from takhrij.read.cues import Cues
from takhrij.read.day import iso_day
from takhrij.read.markup import PageLine

_CLOCK = re.compile(r"\d{1,2}:\d\d")
_RULE = re.compile(r"[_=-]{5,}")
_PROSE = 6
_FEWEST_WORDS = 6
_HOLD_MOST = 0.6
_HEADING_WORDS = 2
_HEAD_LINES = 6


class Entry(NamedTuple):
    """One entry: the indices of its lines, its heading and its day, each None where it has none."""

    lines: tuple[int, ...]
    title: str | None
    published: str | None


class Listed(NamedTuple):
    """The Article with what its entries hold, its entries, and the one day that all of them tell.

    There is no entry on a page that is one article, and in a thread, whose article is the first post.
    """

    article: Article
    entries: tuple[Entry, ...]
    published: str | None


def entries_of(lines: Sequence[PageLine], article: Article, cues: Cues) -> Listed:
    """What a page lists."""
    held = _entries(lines, article, cues)
    if not held:
        return Listed(article, (), None)
    first, last = held[0][0], held[-1][-1]
    outside = set(range(last + 1, len(lines))) | article.outside
    if _is_thread(lines, held, cues):
        signed = next((i for i in held[0] if _RULE.fullmatch(lines[i].text)), held[0][-1] + 1)
        outside |= set(range(signed, len(lines)))
        kept = {i for i in held[0] if i < signed and not is_linked(lines[i])}
        post = _entry(lines, held[0], cues)
        return Listed(Article(kept - outside, frozenset(outside)), (), post.published)
    inside = {i for one in held for i in one if i not in outside and _belongs(lines[i], cues)}
    body = {i for i in article.body if i < first} | inside
    found = tuple(_entry(lines, [i for i in one if i in inside], cues) for one in held)
    days = {entry.published for entry in found}
    return Listed(Article(body, frozenset(outside)), found, days.pop() if len(days) == 1 else None)


def _belongs(line: PageLine, cues: Cues) -> bool:
    told = line.place.heading or not is_linked(line) or line.text.startswith("#") or line.time or line.writer
    return bool(told) and cues.line(line.text) is None


def _prose(line: PageLine) -> int:
    words = len(line.text.split())
    return words if words >= _PROSE and not is_linked(line) else 0


def _entries(lines: Sequence[PageLine], article: Article, cues: Cues) -> list[list[int]]:
    """Line indices of each entry of the list that holds most of the page's prose, in order; empty for no such list."""
    held: Mapping[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    total = 0
    for i, line in enumerate(lines):
        if i in article.outside:
            continue
        total += _prose(line)
        seen: set[str] = set()
        for number, shape in line.place.entries:
            # Of like elements within one another (a post, and the comments in it) the outermost is the entry.
            if shape not in seen:
                held[shape][number].append(i)
                seen.add(shape)
    for alike in held.values():
        told = [one for one in alike.values() if sum(_prose(lines[i]) for i in one) >= _FEWEST_WORDS]
        words = sum(_prose(lines[i]) for one in told for i in one)
        if len(told) > 1 and words >= total * _HOLD_MOST and all(_is_dated(lines, one, cues) for one in told):
            return sorted(told)
    return []


def _is_dated(lines: Sequence[PageLine], one: Sequence[int], cues: Cues) -> bool:
    """Whether an entry tells its own time: numbered paragraphs of one article do not."""
    return any(lines[i].time or _clock(lines[i].text) or cues.dateline(lines[i].text) for i in one)


def _clock(text: str) -> bool:
    return _CLOCK.search(text) is not None and len(text.split()) <= _PROSE


def _heading(lines: Sequence[PageLine], one: Sequence[int]) -> str | None:
    found = (lines[i].text for i in one if lines[i].place.heading)
    return next((text for text in found if len(text.split()) >= _HEADING_WORDS), None)


def _is_thread(lines: Sequence[PageLine], held: Sequence[Sequence[int]], cues: Cues) -> bool:
    """Whether the entries are posts of several writers under one title."""
    writers = {next((lines[i].writer for i in one if lines[i].writer), None) for one in held}
    headings = [cues.key(h) for h in (_heading(lines, one) for one in held) if h]
    answers = all(heading.endswith(headings[0]) for heading in headings)
    return len(writers) > 1 and answers


def _entry(lines: Sequence[PageLine], one: Sequence[int], cues: Cues) -> Entry:
    times = (lines[i].time for i in one)
    day = next((d for d in map(iso_day, times) if d), None)
    told = (cues.dateline(lines[i].text) for i in one[:_HEAD_LINES])
    return Entry(tuple(one), _heading(lines, one), day or next((d.day for d in told if d), None))
