"""What an HTML page says about itself: JSON-LD, OpenGraph, meta elements, microdata, and the browser's own note."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from takhrij.read.dateline import Datelines

_ARTICLE_TYPES = re.compile(
    r"(News|Opinion|Reportage|Analysis|Background|Review)?\w*(Article|BlogPosting|Posting|Report)$"
)
_DATE_METAS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dcterms.issued",
    "article.published",
    "article:published",
    "published_time",
    "og:published_time",
    "publish-date",
    "publication_date",
    "citation_date",
    "sailthru.date",
    "parsely-pub-date",
)
_UPDATE_METAS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
)
# Where pages that say nothing of themselves show the name of their site.
_SITE_NAMES = (
    ".site-title, .site-name, #site-name, .site_name, .navbar-brand, .brand, .site-branding a, .custom-logo-link img,"
    " #logo img, .logo img, .tgme_widget_message_owner_name"
)
_SITE_WORDS = 6
_TIMES = 'time[datetime]:not([itemprop="dateModified"]):not(.updated:not(.published):not(.entry-date))'
_DATED = (
    '[itemprop="datePublished"], abbr.published, [property~="schema:datePublished"], [property~="dc:created"],'
    ' [property~="dc:date"]'
)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)\s*(\S+)")
_SINGLE_FILE = re.compile(r"url:\s*(\S+)[\s\S]{0,200}?saved date:\s*([^\n]+)")
_TAG_BREAK = re.compile(r"[،,;؛|]")
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/([01]\d)/([0-3]\d)(?:/|$)")
_DEPTH = 12
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The page's own words about itself; `titles` best first, `sections` from metadata and the breadcrumb trail.

    `sites` are names that may be its site's, best first; `published` is what the metadata tell, `timed` the day that one
    element of the page or its address tells, `updated` that of the last change.
    """

    titles: tuple[str, ...]
    outlet: str | None
    sites: tuple[str, ...]
    author: str | None
    published: str | None
    timed: str | None
    updated: str | None
    sections: tuple[str, ...]
    types: tuple[str, ...]
    tags: tuple[str, ...]
    url: str | None


def metadata_of(tree: LexborHTMLParser, page: str, dates: Datelines) -> Metadata:
    """The Metadata of a parsed page; `page` is its source, for the note that a browser leaves when saving."""
    metas = _metas(tree)
    url = _url(tree, metas, page)
    linked = list(_linked(tree))
    articles = [x for x in linked if any(_ARTICLE_TYPES.fullmatch(t) for t in _types(x))]
    first: Mapping[str, Any] = articles[0] if articles else {}
    title_node = tree.css_first("head > title") or tree.css_first("title")
    titles = (
        _text(first.get("headline")),
        metas.get("og:title"),
        metas.get("twitter:title"),
        _one_line(title_node.text()) if title_node else None,
    )
    outlet = metas.get("og:site_name") or _name(first.get("publisher")) or metas.get("application-name")
    outlet = outlet or _publisher(tree) or metas.get("dc.publisher")
    keywords = first.get("keywords") or metas.get("news_keywords") or metas.get("keywords")
    return Metadata(
        titles=tuple(t for t in titles if t),
        outlet=outlet,
        sites=tuple(_sites(tree, linked)),
        author=_name(first.get("author")) or metas.get("author") or metas.get("article:author"),
        published=_first_day((first.get("datePublished"), *map(metas.get, _DATE_METAS)), dates),
        timed=_timed(tree, linked, dates) or _day_of_address(url, dates),
        updated=_first_day((first.get("dateModified"), *map(metas.get, _UPDATE_METAS), *_changed(tree)), dates),
        sections=tuple(_sections(first, metas, linked)),
        types=tuple(t for x in articles for t in _types(x)),
        tags=_tags(tree, keywords),
        url=url,
    )


def _one_line(text: str | None) -> str | None:
    return _SPACE.sub(" ", text).strip() or None if text else None


def _text(value: object) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return _one_line(value) if isinstance(value, str) else None


def _name(value: object) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name")
    return _text(value)


def _types(value: Mapping[str, Any]) -> list[str]:
    told = value.get("@type")
    return [t for t in (told if isinstance(told, list) else [told]) if isinstance(t, str)]


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        name = node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop")
        content = _one_line(node.attributes.get("content"))
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _linked(tree: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    """Every object of the page's JSON-LD blocks, outer ones first."""
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            value = json.loads(node.text(), strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [(value, 0)]
        while waiting:
            item, depth = waiting.pop(0)
            if isinstance(item, dict):
                yield item
            children = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
            if depth < _DEPTH:
                waiting += [(c, depth + 1) for c in children if isinstance(c, dict | list)]


def _publisher(tree: LexborHTMLParser) -> str | None:
    """The publisher that elements of the page name."""
    node = tree.css_first('[itemprop="publisher"] [itemprop="name"]')
    return _one_line(node.attributes.get("content") or node.text()) if node else None


def _sites(tree: LexborHTMLParser, linked: list[Mapping[str, Any]]) -> Iterator[str]:
    for site in (x for t in ("WebSite", "NewsMediaOrganization") for x in linked if t in _types(x)):
        if name := _name(site):
            yield name
    for node in tree.css(_SITE_NAMES):
        told = _one_line(node.text() or node.attributes.get("title") or node.attributes.get("alt"))
        if told and len(told.split()) <= _SITE_WORDS:
            yield told


def _changed(tree: LexborHTMLParser) -> list[str | None]:
    return [
        node.attributes.get("content") or node.attributes.get("datetime") or node.text()
        for node in tree.css('[itemprop="dateModified"]')
    ]


def _first_day(told: Iterable[object], dates: Datelines) -> str | None:
    return next((day for t in told if isinstance(t, str) and (day := dates.day(t))), None)


def _timed(tree: LexborHTMLParser, linked: list[Mapping[str, Any]], dates: Datelines) -> str | None:
    told: list[str | None] = [*_agreed([x.get("datePublished") for x in linked])]
    told += [node.attributes.get("datetime") for node in tree.css("time[pubdate], time.published, time.entry-date")]
    for node in tree.css(_DATED):
        told += [*map(node.attributes.get, ("content", "datetime", "title")), node.text()]
    # A page that gives one machine-readable time gives its own; several may be those of other headlines.
    told += _agreed([node.attributes.get("datetime") for node in tree.css(_TIMES)])
    return _first_day(told, dates)


def _agreed(values: list[Any]) -> list[str]:
    """The one value that all agree upon, as a list of one, or nothing."""
    told = {v for v in values if isinstance(v, str) and v}
    return list(told) if len(told) == 1 else []


def _day_of_address(url: str | None, dates: Datelines) -> str | None:
    """The day in an address of the form ``/2021/07/28/name``."""
    told = _DAY_IN_ADDRESS.search(url) if url else None
    return dates.day("-".join(told.groups())) if told else None


def _sections(first: Mapping[str, Any], metas: Mapping[str, str], linked: list[Mapping[str, Any]]) -> Iterator[str]:
    told = first.get("articleSection")
    for value in told if isinstance(told, list) else [told]:
        if (text := _text(value)) is not None:
            yield text
    if "article:section" in metas:
        yield metas["article:section"]
    for trail in (x for x in linked if "BreadcrumbList" in _types(x)):
        items = trail.get("itemListElement")
        for item in items[1:-1] if isinstance(items, list) else ():
            name = (_name(item) or _name(item.get("item"))) if isinstance(item, dict) else None
            if name:
                yield name


def _tags(tree: LexborHTMLParser, keywords: object) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in tree.css('meta[property="article:tag"]'):
        found[_one_line(node.attributes.get("content")) or ""] = None
    for node in tree.css('a[rel~="tag"]'):
        found[(_one_line(node.text()) or "").lstrip("#")] = None
    if not any(found):
        told = (
            keywords
            if isinstance(keywords, list)
            else _TAG_BREAK.split(keywords)
            if isinstance(keywords, str)
            else []
        )
        found.update((_text(t) or "", None) for t in told)
    return tuple(t for t in found if t)


def _url(tree: LexborHTMLParser, metas: Mapping[str, str], page: str) -> str | None:
    link = tree.css_first('link[rel="canonical"]')
    saved = _SAVED_FROM.search(page[:2000])
    single = _SINGLE_FILE.search(page[:4000])
    told = (
        link.attributes.get("href") if link else None,
        metas.get("og:url"),
        saved and saved[1],
        single and single[1],
    )
    return next((u for u in told if u and u.startswith(("http://", "https://"))), None)
