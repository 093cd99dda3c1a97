"""HTML pages: all visible text in the page's order, with everything that is not the article marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser

from takhrij.core.errors import InputRefused
from takhrij.core.language import Language
from takhrij.read.article import Article, article_lines, is_linked
from takhrij.read.byline import parse_byline
from takhrij.read.contract import Draft, Reader, Source
from takhrij.read.cues import Cues, cues_of
from takhrij.read.decode import decode
from takhrij.read.layout import Given, lay_out
from takhrij.read.markup import PageLine, page_lines
from takhrij.read.metadata import Metadata, metadata_of
from takhrij.read.unseen import unseen
from takhrij.resources import Resources

_SNIFF = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|div|article|table)\b", re.IGNORECASE)
_BEFORE_PAGE = re.compile(rb"(?:\xef\xbb\xbf|\s|<\?xml[^>]*>|<!--.*?-->)*", re.DOTALL)
_SITE_SUFFIX = re.compile(r"\s+(?:[|–—-]|»|::|•|·)\s+")
_AUTHOR_NAMES = re.compile(r"(?<![a-z])(?:author|byline|writer|vcard)(?![a-z])", re.IGNORECASE)
_NAME_BREAK = re.compile(r"\s*(?:[|–—:»-]|::)\s+")
_FEWEST_WORDS = 8
_PROSE_WORDS = 25
_SITE_WORDS = 4
_ABOUT_TITLE = 8


def _read(source: Source, language: Language, resources: Resources) -> Draft:
    page = decode(source.data, source.name, language.is_written)
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


def _may_lead(line: PageLine) -> bool:
    return len(line.text.split()) >= _FEWEST_WORDS and not is_linked(line)


def _prose_words(lines: Iterable[PageLine]) -> int:
    """Words outside lists of links; a long linked line is prose behind a link left open."""
    plain = (x for x in lines if not (is_linked(x) and len(x.text.split()) < _PROSE_WORDS))
    return sum(len(x.text.split()) for x in plain)


def _draft(lines: list[PageLine], article: Article, metadata: Metadata, cues: Cues) -> Draft:
    outlet, title, title_at = _title(lines, article, metadata, cues)
    if title is not None and title_at is None:
        # Headlines tell events; where the page shows none, the one of its metadata stands before the text.
        first = min(article.body)
        lines = [*lines[:first], PageLine(title, lines[first].place, 0, False), *lines[first:]]
        moved = [{i + (i >= first) for i in found} for found in article]
        article, title_at = Article(moved[0], frozenset(moved[1])), first
    keep = set(article.body)
    if title_at is not None:
        # Short lines above the title are the site's (its name, today's date), whatever the extractor says.
        keep = {i for i in keep if i >= title_at or _may_lead(lines[i])}
        keep |= _about_title(lines, article, title_at, cues)
    text, ranges = _written(lines)
    outside = frozenset(i for i in range(len(lines)) if i not in keep)
    sections = (*metadata.sections, *_trail(lines))
    layout = lay_out(text, cues, Given(title, outlet, metadata.url, sections, outside))
    near = [lines[i] for i in sorted(keep) if title_at is None or abs(i - title_at) <= _ABOUT_TITLE]
    author = layout.author or _author(near, metadata, cues, outlet)
    genre = next((g for g in map(cues.genre_of_type, metadata.types) if g), None) or layout.genre
    return Draft(
        text=text,
        title=layout.title,
        outlet=outlet or layout.outlet,
        author=author,
        published=metadata.published or layout.published,
        genre=genre,
        section=layout.section,
        tags=tuple(dict.fromkeys((*_apart(layout.tags, metadata.tags), *metadata.tags))),
        boilerplate=layout.boilerplate,
        hidden=tuple(_hidden(lines, ranges)),
        url=metadata.url,
    )


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


def _bare_title(title: str, outlet: str | None, cues: Cues) -> tuple[str, str | None]:
    """A title without the site's name before or after it, and that name."""
    breaks = list(_SITE_SUFFIX.finditer(title))
    if not breaks:
        return title, None
    after, before = breaks[-1], breaks[0]
    known = cues.key(outlet) if outlet else None
    for site, rest in (
        (title[after.end() :], title[: after.start()]),
        (title[: before.start()], title[before.end() :]),
    ):
        if cues.key(site) == known or cues.byline(site) == "outlet":
            return rest.strip(), site.strip()
    # Without a name to compare with, the shorter part behind the last stroke is taken for the site's.
    site, rest = title[after.end() :].strip(), title[: after.start()].strip()
    if known is None and len(site.split()) <= min(_SITE_WORDS, len(rest.split()) - 1):
        return rest, site
    return title, None


def _title(
    lines: Sequence[PageLine], article: Article, metadata: Metadata, cues: Cues
) -> tuple[str | None, str | None, int | None]:
    """Outlet, title, and the index of the line that shows the title (None when no line does)."""
    bare = [_bare_title(t, metadata.outlet, cues) for t in metadata.titles]
    outlet = metadata.outlet or next((site for _, site in reversed(bare) if site), None)
    keys = {cues.key(t): t for t, _ in bare} | {cues.key(t): t for t in metadata.titles}
    paragraphs = [
        i for i in article.body if len(lines[i].text.split()) >= _FEWEST_WORDS and not lines[i].place.heading
    ]
    first = min(paragraphs or article.body)
    # Nearest before the article first: menus and «most read» boxes repeat headlines.
    order = sorted(range(len(lines)), key=lambda i: (i > first, abs(i - first)))
    shown = [i for i in order if not lines[i].place.hidden and len(lines[i].text) <= 300]
    headings = [i for i in shown if lines[i].place.heading]
    for i in (*headings, *(i for i in shown if i not in article.outside)):
        if cues.key(lines[i].text) in keys:
            return outlet, lines[i].text, i
    part = _shown_part(metadata.titles, {cues.key(lines[i].text): i for i in reversed(shown)}, cues)
    if part is not None and part[1] not in article.outside:
        return outlet or part[0], lines[part[1]].text, part[1]
    fitting = [
        i
        for i in headings
        if i <= first and i not in article.outside
        if outlet is None or cues.key(lines[i].text) != cues.key(outlet)
    ]
    highest = [i for i in fitting if lines[i].place.heading == min(lines[j].place.heading for j in fitting)]
    if highest and (not bare or (len(highest) == 1 and lines[highest[0]].place.heading == 1)):
        return outlet, lines[highest[0]].text, highest[0]
    return outlet, bare[0][0] if bare else None, None


def _shown_part(titles: Sequence[str], shown: Mapping[str, int], cues: Cues) -> tuple[str | None, int] | None:
    """«الموقع : العنوان» where the page shows only the title: the site's name, and the line that shows the title."""
    for title in titles:
        for found in _NAME_BREAK.finditer(title):
            name, rest = title[: found.start()].strip(), title[found.end() :].strip()
            at = shown.get(cues.key(rest))
            if at is not None and len(name.split()) <= _SITE_WORDS and len(rest.split()) > 2:
                is_kind = cues.genre_of_title(title) is not None or cues.byline(name) in ("place", "team", "intro")
                return None if is_kind else name, at
    return None


def _about_title(lines: Sequence[PageLine], article: Article, title_at: int, cues: Cues) -> set[int]:
    """The title's line and the few between it and the body that are no furniture: byline, day, standfirst."""
    first = min((i for i in article.body if i > title_at), default=title_at)
    between = range(title_at + 1, first) if first - title_at <= 2 * _ABOUT_TITLE else range(0)
    return {title_at} | {i for i in between if i not in article.outside and cues.line(lines[i].text) is None}


def _trail(lines: Sequence[PageLine]) -> list[str]:
    """The words of the breadcrumb trail, if the page shows one."""
    return [x.text for x in lines if any(kind == "trail" for _, kind in x.place.furniture) and len(x.text) <= 60]


def _author(near: Iterable[PageLine], metadata: Metadata, cues: Cues, outlet: str | None) -> str | None:
    """The writer where no byline tells: a name marked as author beside the title, then that of the metadata."""
    marked = [line.text for line in near if _AUTHOR_NAMES.search(line.place.names)]
    own = {cues.key(outlet)} if outlet else set()
    for name in (*marked, metadata.author):
        if not name or len(name.split()) > 6 or name.startswith(("http", "@")):
            continue
        parsed = parse_byline(name, cues, frozenset(own))
        plain = parsed.author if parsed else name.strip(" :،-–")
        is_desk = cues.byline(plain or "") is not None or cues.key(plain or "") in own
        if plain and not is_desk and not any(c.isdigit() for c in plain):
            return plain
    return None


def _sniff(head: bytes) -> bool:
    before = _BEFORE_PAGE.match(head)
    return _SNIFF.match(head, before.end() if before else 0) is not None


READER = Reader("html", "1", "text/html", (".html", ".htm", ".xhtml", ".shtml", ".php", ".aspx"), _read, _sniff)
