"""Which words of an HTML page are its title, whose page it is, and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from takhrij.read.article import Article, is_linked
from takhrij.read.byline import is_person, parse_byline
from takhrij.read.cues import INTROS, Cues
from takhrij.read.markup import PageLine
from takhrij.read.metadata import Metadata

_SITE_SUFFIX = re.compile(r"\s+(?:[|–—-]|»|::|•|·)\s+")
_NAME_BREAK = re.compile(r"\s*(?:[|–—:»•·-]|::)\s+")
_MOST_BREAKS = 8
_EDGES = " \t:،|–—-»•·"
_FEWEST_WORDS = 8
_SITE_WORDS = 4
_ABOUT_TITLE = 8
_NAME_WORDS = 6
_LONGEST_TITLE = 300


class Names(NamedTuple):
    """Outlet, title, and the index of the line that shows the title (None when no line does)."""

    outlet: str | None
    title: str | None
    title_at: int | None


def names_of(lines: Sequence[PageLine], article: Article, metadata: Metadata, cues: Cues) -> Names:
    """What a page is called, and whose it is."""
    sites = [site for site in metadata.sites if _may_be_site(site, cues)]
    account = _account(metadata, sites, cues)
    if account is not None:
        # The title of an account's page is its name; that of a message is told by nothing.
        return Names(account or None, None, None)
    outlet, title, at = _title(lines, article, metadata, cues)
    if outlet is None and title is not None:
        outlet = next((site for t in metadata.titles if (site := _beside(t, title, cues))), None)
    return Names(outlet or next(iter(sites), None), title, at)


def _account(metadata: Metadata, sites: Sequence[str], cues: Cues) -> str | None:
    """Whose page this is on a site on which others write; empty where that is not told, None on any other page."""
    keys = [cues.key(told) for told in (metadata.outlet, *metadata.titles) if told]
    if not any(platform in key for key in keys for platform in cues.platforms):
        return None
    bare = [_bare_title(title, None, cues) for title in metadata.titles]
    told = (metadata.outlet, *(name for pair in bare for name in pair), *metadata.titles)
    if not any(map(cues.is_platform, told)):
        return None
    names = (*(title for title, _ in bare), *sites)
    return next((name for name in names if not cues.is_platform(name)), "")


def _may_be_site(name: str, cues: Cues) -> bool:
    """Whether a name may be a site's: «الرئيسية» and other words of menus are none."""
    return bool(name) and cues.line(name) is None and not cues.pieces(cues.key(name))


def _beside(told: str, title: str, cues: Cues) -> str | None:
    """What a title of the metadata says beside the page's own: the name of the site."""
    before, found, after = told.partition(title)
    if not found or cues.genre_of_title(told) is not None:
        return None
    pieces = [piece.strip(_EDGES) for rest in (before, after) for piece in _NAME_BREAK.split(rest)]
    kinds = ("place", "team", *INTROS)
    fitting = [p for p in pieces if _may_be_site(p, cues) and len(p.split()) <= _SITE_WORDS]
    return next((p for p in fitting if cues.byline(p) not in kinds), None)


def _bare_title(title: str, outlet: str | None, cues: Cues) -> tuple[str, str | None]:
    """A title without the site's name before or after it, and that name."""
    breaks = list(_SITE_SUFFIX.finditer(title))
    while breaks and not _may_be_site(site := title[breaks[-1].end() :], cues) and not cues.is_platform(site):
        # «الموقع » العنوان » طباعة»
        title = title[: breaks.pop().start()]
    if not breaks:
        return title, None
    after, before = breaks[-1], breaks[0]
    known = cues.key(outlet) if outlet else None
    for site, rest in (
        (title[after.end() :], title[: after.start()]),
        (title[: before.start()], title[before.end() :]),
    ):
        if cues.key(site) == known or cues.byline(site) == "outlet" or cues.is_platform(site):
            return rest.strip(), site.strip()
    # Without a name to compare with, the shorter part behind the last stroke is taken for the site's.
    site, rest = title[after.end() :].strip(), title[: after.start()].strip()
    if known is None and len(site.split()) <= min(_SITE_WORDS, len(rest.split()) - 1):
        return rest, site
    return title, None


def _title(
    lines: Sequence[PageLine], article: Article, metadata: Metadata, cues: Cues
) -> tuple[str | None, str | None, int | None]:
    bare = [_bare_title(t, metadata.outlet, cues) for t in metadata.titles]
    outlet = metadata.outlet or next((site for _, site in reversed(bare) if site), None)
    keys = {cues.key(t): t for t, _ in bare} | {cues.key(t): t for t in metadata.titles}
    paragraphs = [
        i for i in article.body if len(lines[i].text.split()) >= _FEWEST_WORDS and not lines[i].place.heading
    ]
    first = min(paragraphs or article.body)
    # Nearest before the article first: menus and «most read» boxes repeat headlines.
    order = sorted(range(len(lines)), key=lambda i: (i > first, abs(i - first)))
    shown = [i for i in order if not lines[i].place.hidden and len(lines[i].text) <= _LONGEST_TITLE]
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
    """«الموقع : العنوان», «الموقع » العنوان » طباعة» where the page shows only the title: the site's name, and the line
    that shows the title."""
    for title in titles:
        breaks = list(_NAME_BREAK.finditer(title))[:_MOST_BREAKS]
        starts, ends = [0, *(b.end() for b in breaks)], [*(b.start() for b in breaks), len(title)]
        spans = sorted(((start, end) for start in starts for end in ends if start < end), key=lambda s: s[0] - s[1])
        for start, end in spans[1:]:
            told = title[start:end].strip()
            at = shown.get(cues.key(told))
            if at is not None and len(told.split()) > 2:
                return _beside(title, told, cues), at
    return None


def about_title(lines: Sequence[PageLine], article: Article, title_at: int, cues: Cues) -> set[int]:
    """The title's line and the few between it and the body that are no furniture: byline, day, standfirst."""
    below = sorted(i for i in article.body if i > title_at)
    first = below[0] if below else title_at
    between = range(title_at + 1, first) if first - title_at <= 2 * _ABOUT_TITLE else range(0)
    prose = next((i for i in below if may_lead(lines[i])), first)
    # A byline may be the first line that the extractor keeps; the caption of the picture stands between it and the text.
    captions = [i for i in range(first, prose) if "caption" in lines[i].place.names]
    told = {i for i in (*between, *captions) if i not in article.outside and cues.line(lines[i].text) is None}
    return {title_at} | told


def writers_of(
    lines: Sequence[PageLine], article: Article, names: Names, metadata: Metadata, cues: Cues
) -> tuple[str, ...]:
    """Who may be the writer where no byline tells, likeliest first: names marked as one about the title or the end of the
    article, then that of the metadata."""
    own = frozenset({cues.key(names.outlet)} if names.outlet else set())
    told = (*_marked(lines, article, names.title_at), metadata.author)
    return tuple(name for t in told if t and (name := _name(t, cues, own)) is not None)


def _marked(lines: Sequence[PageLine], article: Article, title_at: int | None) -> Iterator[str]:
    """Words that the page marks as a writer's name, those about the title first, then those that close the article."""
    first = title_at if title_at is not None else min(article.body)
    last = max(article.body)
    # A byline may stand in the article's own <footer>; the names of those who comment stand in other furniture.
    own = {piece for i in article.body for piece in lines[i].place.furniture}
    about: Iterable[int] = range(max(0, first - _ABOUT_TITLE), min(len(lines), last + _ABOUT_TITLE))
    for i in about:
        place = lines[i].place
        told = lines[i].writer
        if told and not place.hidden and all(p in own or p[1] == "footer" for p in place.furniture):
            yield told


def _name(told: str, cues: Cues, own: frozenset[str]) -> str | None:
    if told.startswith(("http", "@")):
        return None
    parsed = parse_byline(told, cues, own, loose=True)
    plain = (parsed.author or "") if parsed else told.strip(_EDGES)
    # «محرر الموقع», «محرر المنبر»: a desk, whatever site it is of.
    is_desk = cues.byline(plain) is not None or cues.key(plain) in own or cues.byline(plain.split(" ")[0]) == "team"
    fits = 0 < len(plain.split()) <= _NAME_WORDS and not any(c.isdigit() for c in plain) and is_person(plain, 1)
    return plain if fits and not is_desk else None


def may_lead(line: PageLine) -> bool:
    """Whether a line above the title may be of the article: a standfirst, not the site's name or today's date."""
    return len(line.text.split()) >= _FEWEST_WORDS and not is_linked(line)
