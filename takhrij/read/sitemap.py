"""Sitemaps: lists of a site's addresses with the days of their last change. They name pages and are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from takhrij.core.errors import InputRefused
from takhrij.core.records import Problem
from takhrij.read.contract import Packet, Reader, Source, container_only, problem

_SNIFF = re.compile(rb"(?:\s|(?><\?xml[^>]*\?>)|(?><!--.*?-->))*+<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.DOTALL)
_WEB = ("http://", "https://")
# More than a sitemap may name by its own rules.
_MOST = 50_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One address of a sitemap, with its last change and its publication as told there; `index`: another sitemap."""

    url: str
    changed: str | None = None
    published: str | None = None
    title: str | None = None
    index: bool = False


def addresses_of(data: bytes) -> list[Listed]:
    """The addresses of a sitemap or of an index of sitemaps, in its order, at most 50,000.

    Raises InputRefused("malformed") for what is none.
    """
    # A fresh parser for each: no entities, no DTD, no network, no trees deeper than libxml2's own limits.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputRefused("malformed", "it is no sitemap; give the sitemap's own address") from error
    if root is None or _local(root) not in ("urlset", "sitemapindex"):
        raise InputRefused("malformed", "it is no sitemap; give the sitemap's own address")
    found = []
    for entry in root[:_MOST]:
        told = {_local(node): (node.text or "").strip() for node in entry.iter() if node is not entry}
        if told.get("loc", "").startswith(_WEB):
            listed = Listed(
                told["loc"],
                told.get("lastmod") or None,
                told.get("publication_date") or None,
                told.get("title") or None,
                index=_local(entry) == "sitemap",
            )
            found.append(listed)
    return found


def _local(node: etree._Element) -> str:
    # A damaged file may use a prefix that it does not declare, which then stays before the name.
    return node.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(node.tag, str) else ""


def _split(packet: Packet) -> Iterator[Source | Problem]:
    data = packet.stream.read(packet.limit + 1)
    if len(data) > packet.limit:
        yield problem("too_large", packet.name, f"{packet.name} is larger than {packet.limit} bytes; split it")
        return
    try:
        count = len(addresses_of(data))
    except InputRefused as error:
        yield problem(error.reason, packet.name, f"{packet.name}: {error}")
        return
    told = f"{packet.name} is a sitemap: {count} addresses and no page; `takhrij watch` fetches what it names"
    yield problem("addresses", packet.name, told)


def is_sitemap(head: bytes) -> bool:
    """Whether bytes begin like a sitemap or an index of sitemaps."""
    return _SNIFF.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


READER = Reader(
    "sitemap", "1", "application/vnd.takhrij.sitemap", (), container_only, is_sitemap, _split, claims=True
)
