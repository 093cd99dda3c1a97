"""HTML pages: all visible text in the page's order, with everything that is not the article marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from takhrij.core.errors import InputRefused
from takhrij.core.language import Language
from takhrij.core.records import Part
from takhrij.read.article import Article, article_lines, is_linked
from takhrij.read.contract import Draft, Reader, Source
from takhrij.read.cues import Cues, cues_of
from takhrij.read.decode import decode
from takhrij.read.entries import Entry, entries_of
from takhrij.read.layout import Given, lay_out
from takhrij.read.markup import PageLine, page_lines
from takhrij.read.metadata import Metadata, metadata_of
from takhrij.read.naming import about_title, may_lead, names_of, writers_of
from takhrij.read.unseen import unseen
from takhrij.resources import Resources

_SNIFF = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|div|article|table)\b", re.IGNORECASE)
_BEFORE_PAGE = re.compile(rb"(?:\xef\xbb\xbf|\s|<\?xml[^>]*>|<!--.*?-->)*", re.DOTALL)
_FEWEST_WORDS = 8
_PROSE_WORDS = 25


def _read(source: Source, language: Language, resources: Resources) -> Draft:
    page = decode(source.data, source.name, language.is_written, source.charset)
    cues = cues_of(language, resources)
    tree = LexborHTMLParser(page)
    metadata = metadata_of(tree, page, cues.dates)
    lines = page_lines(tree.root, cues.container, unseen(tree)) if tree.root is not None else []
    article = article_lines(page, lines)
    seen = "\n".join(lines[i].text for i in sorted(article.body)) or "\n".join(x.text for x in lines)
    if any(c.isalpha() for c in seen) and not language.is_written(seen):
        raise InputRefused("not_arabic", f"{source.name} is not written in Arabic; add its Arabic original")
    if _prose_words(lines[i] for i in article.body) < _FEWEST_WORDS:
        raise InputRefused("no_article", f"{source.name} holds no article; save the article's own page")
    return _draft(lines, article, metadata, cues)


def _prose_words(lines: Iterable[PageLine]) -> int:
    """Words outside lists of links; a long linked line is prose behind a link left open."""
    plain = (x for x in lines if not (is_linked(x) and len(x.text.split()) < _PROSE_WORDS))
    return sum(len(x.text.split()) for x in plain)


def _draft(lines: list[PageLine], article: Article, metadata: Metadata, cues: Cues) -> Draft:
    names = names_of(lines, article, metadata, cues)
    if names.title is not None and names.title_at is None:
        # Headlines tell events; where the page shows none, the one of its metadata stands before the text.
        first = min(article.body)
        place = replace(lines[first].place, heading=0, entries=())
        lines = [*lines[:first], PageLine(names.title, place, 0, False), *lines[first:]]
        moved = [{i + (i >= first) for i in found} for found in article]
        article, names = Article(moved[0], frozenset(moved[1])), names._replace(title_at=first)
    article, entries, listed = entries_of(lines, article, cues)
    keep = set(article.body)
    if names.title_at is not None:
        # Short lines above the title are the site's (its name, today's date), whatever the extractor says.
        keep = {i for i in keep if i >= names.title_at or may_lead(lines[i])}
        keep |= about_title(lines, article, names.title_at, cues)
    text, ranges = _written(lines)
    outside = frozenset(i for i in range(len(lines)) if i not in keep)
    sections = (*metadata.sections, *_trail(lines))
    told = metadata.published or listed or (None if entries else metadata.timed)
    given = Given(names.title, names.outlet, metadata.url, sections, outside, published=told)
    layout = lay_out(text, cues, given)
    genre = next((g for g in map(cues.genre_of_type, metadata.types) if g), None) or layout.genre
    writers = writers_of(lines, article, names, metadata, cues)
    # «نشره فلان في»: the page marks which words of its byline are the name.
    author = next((w for w in writers if layout.author is None or w in layout.author), layout.author)
    return Draft(
        text=text,
        title=layout.title,
        outlet=names.outlet or layout.outlet,
        # What one entry says of itself is not said of the page.
        author=metadata.author if entries else author,
        published=told if entries else layout.published,
        genre=genre,
        section=layout.section,
        tags=tuple(dict.fromkeys((*_apart(layout.tags, metadata.tags), *metadata.tags))),
        boilerplate=layout.boilerplate,
        hidden=tuple(_hidden(lines, ranges)),
        url=metadata.url,
        updated=metadata.updated or layout.updated,
        parts=tuple(_parts(entries, ranges)),
    )


def _parts(entries: Sequence[Entry], ranges: Sequence[tuple[int, int]]) -> Iterator[Part]:
    for entry in entries:
        if entry.lines:
            yield Part(ranges[entry.lines[0]][0], ranges[entry.lines[-1]][1], entry.title, entry.published)


def _hidden(lines: Sequence[PageLine], ranges: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges of the text that the page does not show: whole lines, and words within lines."""
    for line, (start, end) in zip(lines, ranges, strict=True):
        if line.place.hidden:
            yield start, end
        yield from ((start + a, start + b) for a, b in line.unseen)


def _apart(shown: Sequence[str], told: Sequence[str]) -> list[str]:
    """Shown tags, without a line that runs several tags of the metadata together."""
    return [tag for tag in shown if not any(other in tag and other != tag for other in told)]


def _written(lines: Sequence[PageLine]) -> tuple[str, list[tuple[int, int]]]:
    """The page's text and each line's range: a blank line between blocks, a newline at a break within one."""
    pieces: list[str] = []
    ranges: list[tuple[int, int]] = []
    at = 0
    for i, line in enumerate(lines):
        joint = "" if i == 0 else "\n" if line.br and line.place.block == lines[i - 1].place.block else "\n\n"
        at += len(joint)
        ranges.append((at, at + len(line.text)))
        at += len(line.text)
        pieces += (joint, line.text)
    return "".join(pieces), ranges


def _trail(lines: Sequence[PageLine]) -> list[str]:
    """The words of the breadcrumb trail, if the page shows one."""
    return [x.text for x in lines if any(kind == "trail" for _, kind in x.place.furniture) and len(x.text) <= 60]


def _sniff(head: bytes) -> bool:
    before = _BEFORE_PAGE.match(head)
    return _SNIFF.match(head, before.end() if before else 0) is not None


READER = Reader("html", "2", "text/html", (".html", ".htm", ".xhtml", ".shtml", ".php", ".aspx"), _read, _sniff)
