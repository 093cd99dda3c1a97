"""A page's text, line by line: title, byline, tags, section, and which lines are page furniture.

Flattened pages and HTML pages meet here. Nothing is cut: furniture is marked as ranges of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from takhrij.read.byline import Byline, parse_byline
from takhrij.read.cues import Cues

_LINE = re.compile(r"[^\n]*[^\s\n][^\n]*")
_HASHTAGS = re.compile(r"(?:#[\w]+[\s،,|]*)+")
_HASHTAG = re.compile(r"#(\w+)")
_TAG_BREAK = re.compile(r"[،,;|؛•·]+|\s[-–]\s")
_CUT_OFF = ("...", "…", "..")
_STOPS = (".", "،", ":", "؛", "...", "…")
_TITLE_WORDS = 28
_PARAGRAPH_WORDS = 12
_HEADLINE_WORDS = 22
_HEAD_LINES = 6

# After one of these, what follows is readers' words or the site's, to the end of the page.
_ENDS_ARTICLE = frozenset({"comments", "comment_form", "footer"})
_READERS = ("comments", "comment_form")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something in it; `gap_after` tells that a blank line or the end follows; `cue` its class."""

    start: int
    end: int
    text: str
    words: int
    gap_after: bool
    cue: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """What is known about a page before its lines are looked at.

    `outside` are indices of lines (blank ones not counted) that stand outside the article; `rows` that the text
    is a row's and not a page's: then neither title nor byline is guessed from lines when a title is given. A day
    `published` that is known is not looked for.
    """

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    sections: tuple[str, ...] = ()
    outside: frozenset[int] = frozenset()
    rows: bool = False
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What the lines told; `body_words` counts the words of lines that are neither furniture nor title."""

    title: str | None
    author: str | None
    outlet: str | None
    published: str | None
    updated: str | None
    section: str | None
    genre: str | None
    tags: tuple[str, ...]
    boilerplate: tuple[tuple[int, int], ...]
    body_words: int


def lines_of(text: str, cues: Cues, outside: frozenset[int] = frozenset()) -> list[Line]:
    """The lines of a text that hold something besides white space; those of `outside` are not searched for menus."""
    found: list[Line] = []
    for match in _LINE.finditer(text):
        line = match[0].strip()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        after = text[match.end() : match.end() + 80]
        rest = after[1:].split("\n", 1)
        gap = not after.strip() or (len(rest) > 1 and not rest[0].strip())
        cue = cues.line(line, menus=len(found) not in outside)
        found.append(Line(start, start + len(line), line, len(line.split()), gap, cue))
    return found


def lay_out(text: str, cues: Cues, given: Given) -> Layout:
    """The Layout of a text; the ranges of `boilerplate` are sorted, disjoint and within the text."""
    lines = lines_of(text, cues, given.outside)
    marked = _Marks(lines, given)
    head = [lines[i] for i in range(len(lines)) if not marked.is_marked(i)]
    title_at = _title(head, cues, given)
    title = given.title or (head[title_at].text if title_at is not None else None)
    tags, tag_line_keys = _tags(lines, cues)
    outlets = frozenset({cues.key(given.outlet)} if given.outlet else set()) | tag_line_keys
    told = not (given.rows and given.title)
    byline = _byline(head, title_at, cues, outlets) if told else None
    shown = lines.index(head[title_at]) if title_at is not None else None
    day = given.published or (_published(lines, marked, shown, cues) if told else None)
    section = _section(lines, marked, cues, given)
    genre = _genre(section, title, cues, given)
    body = sum(line.words for i, line in enumerate(head) if i != title_at)
    return Layout(
        title=title,
        author=byline.author if byline else None,
        outlet=byline.outlet if byline else None,
        published=day,
        updated=next((d for d in (cues.dates.updated(x.text) for x in lines) if d), None) if told else None,
        section=section[0] if section else None,
        genre=genre,
        tags=tags,
        boilerplate=marked.ranges(text),
        body_words=body,
    )


class _Marks:
    """Which lines are furniture: by their own words, by a heading before them, or by standing outside."""

    def __init__(self, lines: Sequence[Line], given: Given) -> None:
        self._lines = lines
        self._set = set(given.outside)
        self._title = given.title
        inside = [i for i in range(len(lines)) if i not in given.outside]
        self._set.update(i for i in inside if lines[i].cue and not self._is_title(i))
        self._menus()
        self._blocks()
        self._teasers()
        self._ending()

    def is_marked(self, index: int) -> bool:
        return index in self._set

    def _is_title(self, index: int) -> bool:
        return self._title is not None and self._lines[index].text == self._title

    def _menus(self) -> None:
        """Marks unknown short lines amid a run of menu lines: every site has entries of its own."""
        run: list[int] = []
        for i, line in enumerate([*self._lines, None]):
            if line is not None and line.words <= 3 and not self._is_title(i):
                run.append(i)
                if not line.gap_after:
                    continue
            furniture = sum(1 for j in run if self._lines[j].cue in ("menu", "share", "action"))
            if len(run) >= 3 and furniture * 2 >= len(run):
                self._set.update(run)
            run = []

    def _blocks(self) -> None:
        """Marks the headlines under a «related» heading and the words under a «tags» heading."""
        last_paragraph = max((i for i, x in enumerate(self._lines) if _is_paragraph(x)), default=-1)
        for i, line in enumerate(self._lines):
            if line.cue not in ("related", "tags") or i not in self._set or line.words > _HEADLINE_WORDS:
                continue
            if line.words > 4 and i < last_paragraph:
                # «اقرأ أيضا: عنوان آخر» is complete in itself.
                continue
            for j in range(i + 1, len(self._lines)):
                following = self._lines[j]
                if following.words > _HEADLINE_WORDS or following.text.endswith(_STOPS) or self._is_title(j):
                    break
                if j == i + 1 or following.words > 3 or i > last_paragraph:
                    self._set.add(j)

    def _teasers(self) -> None:
        """Marks a headline and its cut-off first words before «اقرأ المزيد», where the article goes on behind it."""
        prose = [i for i, x in enumerate(self._lines) if _is_paragraph(x) and i not in self._set]
        for i in range(2, len(self._lines)):
            cut, head = self._lines[i - 1], self._lines[i - 2]
            if self._lines[i].cue not in ("related", "action") or not cut.text.endswith(_CUT_OFF):
                continue
            is_head = head.words <= _HEADLINE_WORDS and not head.text.endswith(_STOPS) and not self._is_title(i - 2)
            if is_head and prose and prose[0] < i - 2 and i < prose[-1]:
                self._set.update((i - 2, i - 1))

    def _ending(self) -> None:
        """Marks everything after the comment form or footer, unless most of the article would go with it."""
        weights = [0 if i in self._set else x.words for i, x in enumerate(self._lines)]
        total, before, paragraphs = sum(weights), 0, 0
        for i, line in enumerate(self._lines):
            before += weights[i]
            paragraphs += weights[i] >= _PARAGRAPH_WORDS
            # Comments may outweigh the article; a link to them above it has no paragraphs before it.
            ends = before * 2 >= total or (line.cue in _READERS and paragraphs > 1)
            if i in self._set and line.cue in _ENDS_ARTICLE and before >= _PARAGRAPH_WORDS and ends:
                self._set.update(range(i, len(self._lines)))
                return

    def ranges(self, text: str) -> tuple[tuple[int, int], ...]:
        """Half-open ranges; neighbours with only white space between them are one."""
        found: list[tuple[int, int]] = []
        for i, line in enumerate(self._lines):
            if i not in self._set:
                continue
            if found and i - 1 in self._set and not text[found[-1][1] : line.start].strip():
                found[-1] = (found[-1][0], line.end)
            else:
                found.append((line.start, line.end))
        return tuple(found)


def _is_paragraph(line: Line) -> bool:
    return line.words >= _PARAGRAPH_WORDS and line.cue is None


def _title(head: Sequence[Line], cues: Cues, given: Given) -> int | None:
    """Index in `head` of the line that is the title: given, or the first short line that stands for itself."""
    if given.title is not None:
        return next((i for i, x in enumerate(head) if x.text == given.title), None)
    for i, line in enumerate(head[: _HEAD_LINES - 1]):
        if parse_byline(line.text, cues) is not None or _is_dateline(line, cues):
            continue
        if line.words > _TITLE_WORDS or line.text.endswith(_STOPS) or _HASHTAGS.fullmatch(line.text):
            return None
        following = head[i + 1] if i + 1 < len(head) else None
        if following is None:
            return None
        stands_alone = line.gap_after or following.words >= _PARAGRAPH_WORDS + line.words
        beside = _is_dateline(following, cues) or parse_byline(following.text, cues, loose=True) is not None
        return i if stands_alone or beside else None
    return None


def _is_dateline(line: Line, cues: Cues) -> bool:
    dated = cues.dateline(line.text)
    return dated is not None and (dated.others == 0 or dated.said is not None)


def _byline(head: Sequence[Line], title_at: int | None, cues: Cues, outlets: frozenset[str]) -> Byline | None:
    """The byline among the lines about the title."""
    byline: Byline | None = None
    first = (title_at or 0) + _HEAD_LINES
    # Rows of one word each (day, desk, section) may stand before a byline that says that it is one.
    last = next((i for i in range(first, len(head)) if _is_paragraph(head[i])), first)
    for i, line in enumerate(head[: min(last + 1, first + _HEAD_LINES)]):
        if i == title_at:
            continue
        if i >= first:
            byline = byline if byline and byline.author else parse_byline(line.text, cues, outlets) or byline
            continue
        if byline is None or not (byline.author or byline.outlet):
            after_title = title_at is not None and i > title_at
            byline = parse_byline(line.text, cues, outlets, loose=after_title) or byline
    return byline


def _published(lines: Sequence[Line], marked: _Marks, title_at: int | None, cues: Cues) -> str | None:
    """The day told under the title, else right above it, else the one that the page anywhere says it came out."""
    first = 0 if title_at is None else title_at + 1
    paragraphs = [i for i in range(first, len(lines)) if _is_paragraph(lines[i]) and not marked.is_marked(i)]
    last = min([*paragraphs[1:2], first + 2 * _HEAD_LINES, len(lines)])
    under = [cues.dateline(x.text) for x in lines[first:last] if x.words <= 2 * _PARAGRAPH_WORDS]
    day = next((d.day for d in under if d and d.said), None) or next((d.day for d in under if d), None)
    # Farther above the title stands the site's clock, which tells the day of saving.
    if day is None and title_at and not marked.is_marked(title_at - 1):
        above = cues.dateline(lines[title_at - 1].text)
        day = above.day if above else None
    if day is None:
        told = {d.day for d in (cues.dateline(x.text) for x in lines) if d and d.said}
        day = told.pop() if len(told) == 1 else None
    return day


def _tags(lines: Sequence[Line], cues: Cues) -> tuple[tuple[str, ...], frozenset[str]]:
    """Tags of hashtag lines and under a «tags» heading, in order; and the hashtags' keys as words."""
    tags: dict[str, None] = {}
    hashtags: list[str] = []
    for i, line in enumerate(lines):
        if line.text.startswith("#") and _HASHTAGS.fullmatch(line.text):
            hashtags += _HASHTAG.findall(line.text)
            tags.update(dict.fromkeys(_HASHTAG.findall(line.text)))
        elif line.cue == "tags":
            _, colon, told = line.text.partition(":")
            tags.update((t.strip(" .#"), None) for t in _TAG_BREAK.split(told) if colon and t.strip(" .#"))
            for following in () if told.strip() else lines[i + 1 :]:
                if following.cue or following.words > 4 or following.text.endswith(_STOPS) or "#" in following.text:
                    break
                tags.update((t.strip(), None) for t in _TAG_BREAK.split(following.text) if t.strip())
    return tuple(tags), frozenset(cues.key(t.replace("_", " ")) for t in hashtags)


def _section(lines: Sequence[Line], marked: _Marks, cues: Cues, given: Given) -> tuple[str, str | None] | None:
    """The section's name and genre: from the page's own metadata, else from menu words before the article."""
    for told in given.sections:
        word = cues.section(told)
        if word is not None:
            return told, word.genre
    if given.sections:
        return given.sections[0], None
    if given.outside:
        # The lines of a whole menu name every section; only a trail of the page's own would tell one.
        return None
    words = []
    for i, line in enumerate(lines[: 2 * _HEAD_LINES]):
        if not marked.is_marked(i):
            break
        words += [w for w in cues.pieces(cues.key(line.text)) if w.genre]
    genres = {w.genre for w in words}
    return (words[0].form, words[0].genre) if len(genres) == 1 else None


def _genre(section: tuple[str, str | None] | None, title: str | None, cues: Cues, given: Given) -> str | None:
    if section and section[1]:
        return section[1]
    by_url = cues.genre_of_url(given.url) if given.url else None
    return by_url or (cues.genre_of_title(title) if title else None)
