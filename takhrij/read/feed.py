"""Feeds (RSS, Atom): one document an item, with its full text, or marked as an excerpt where it has a summary only."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from takhrij.core.errors import InputRefused
from takhrij.core.ids import canonical_json, sha256
from takhrij.core.language import Language
from takhrij.core.records import Problem
from takhrij.read.contract import Draft, Packet, Reader, Source, problem
from takhrij.read.cues import cues_of
from takhrij.read.dateline import Datelines
from takhrij.read.fragments import fragment_text
from takhrij.read.layout import Given, lay_out
from takhrij.resources import Resources

MEDIA_TYPE = "application/vnd.takhrij.feed-item+json"
_SNIFF = re.compile(rb"(?:\s|(?><\?xml[^>]*\?>)|(?><!--.*?-->))*+<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL)
_WEB = ("http://", "https://")
_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed: the page that it announces, its headline, and the object that is kept of it."""

    link: str | None
    title: str | None
    row: Mapping[str, Any]


def items_of(data: bytes) -> tuple[str | None, list[Item]]:
    """The name of a feed and its items, in its order.

    Raises InputRefused("malformed") for what is no feed.
    """
    import feedparser  # only here: starting without a feed stays quick

    if _ENTITIES.search(data):
        raise InputRefused("malformed", "it declares entities of its own, which feeds do not need; it was not read")
    # From memory: a string would be opened as a file or fetched as an address.
    try:
        told = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise InputRefused("malformed", "it is a damaged feed; get it again") from error
    if not told.version and not told.entries:
        raise InputRefused("malformed", "it is no feed; give the feed's own address")
    name = _text(told.feed.get("title"))
    return name, [_item(entry, name) for entry in told.entries]


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _item(entry: Mapping[str, Any], feed: str | None) -> Item:
    content = "\n".join(part.get("value", "") for part in entry.get("content", ()) if isinstance(part, Mapping))
    link = _text(entry.get("link"))
    url = link if link and link.startswith(_WEB) else None
    title = _text(entry.get("title"))
    row: dict[str, Any] = {
        "feed": feed,
        "id": _text(entry.get("id")),
        "url": url,
        "title": title,
        "author": _text(entry.get("author")),
        "published": _text(entry.get("published")),
        "updated": _text(entry["updated"]) if "updated" in entry else None,
        "content": _text(content),
        "summary": _text(entry.get("summary")),
        "tags": [term for tag in entry.get("tags", ()) if (term := _text(tag.get("term")))],
    }
    return Item(url, title, {name: value for name, value in row.items() if value})


def _split(packet: Packet) -> Iterator[Source | Problem]:
    data = packet.stream.read(packet.limit + 1)
    if len(data) > packet.limit:
        yield problem("too_large", packet.name, f"{packet.name} is larger than {packet.limit} bytes; split it")
        return
    try:
        _, items = items_of(data)
    except InputRefused as error:
        yield problem(error.reason, packet.name, f"{packet.name}: {error}")
        return
    for number, item in enumerate(items, 1):
        name = f"{packet.name}#{number}"
        if not any(item.row.get(part) for part in ("content", "summary", "title")):
            yield problem("empty", name, f"{name} has no text; give the page that it announces")
            continue
        kept = canonical_json(dict(item.row)).encode("utf-8", "surrogatepass")
        label = item.link or str(item.row.get("id") or "") or sha256(kept)
        yield Source(kept, name, label, MEDIA_TYPE, READER.name, item.link)
    if not items:
        yield problem("empty", packet.name, f"{packet.name} is a feed without items; look again later")


def moment_of(told: object, dates: Datelines) -> str | None:
    """The day of a feed's date, as told there (no change of time zone): RFC 822, ISO 8601, or in Arabic words."""
    if not isinstance(told, str):
        return None
    day = dates.day(told)
    if day is not None:
        return day
    try:
        moment: datetime = parsedate_to_datetime(told)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment.date().isoformat()


def _read(source: Source, language: Language, resources: Resources) -> Draft:
    try:
        row = json.loads(source.data.decode("utf-8", "surrogatepass"))
        texts = [row.get(part) for part in ("title", "content", "summary", "feed", "url", "author")]
        if not all(told is None or isinstance(told, str) for told in texts):
            raise ValueError("its texts are none")
    except (ValueError, RecursionError, AttributeError) as error:
        raise InputRefused("malformed", f"{source.name} is not an item of a feed; add the feed again") from error
    title = fragment_text(row.get("title") or "") or None
    body = fragment_text(row.get("content") or row.get("summary") or "")
    text = body if title is None or body.startswith(title) else f"{title}\n\n{body}" if body else title
    if not text.strip():
        raise InputRefused("empty", f"{source.name} has no text; add the page that it announces")
    if not language.is_written(text):
        raise InputRefused("not_arabic", f"{source.name} is not written in Arabic; add its Arabic original")
    cues = cues_of(language, resources)
    url = row.get("url")
    layout = lay_out(text, cues, Given(title=title, outlet=row.get("feed"), url=url, rows=True))
    return Draft(
        text=text,
        title=layout.title,
        outlet=row.get("feed") or layout.outlet,
        author=row.get("author") or layout.author,
        published=moment_of(row.get("published"), cues.dates) or layout.published,
        genre=layout.genre,
        section=layout.section,
        tags=tuple(dict.fromkeys((*layout.tags, *row.get("tags", ())))),
        boilerplate=layout.boilerplate,
        url=url,
        excerpt="content" not in row,
    )


def _sniff(head: bytes) -> bool:
    return _SNIFF.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


READER = Reader("feed", "1", MEDIA_TYPE, (".rss", ".atom"), _read, _sniff, _split, claims=True)
