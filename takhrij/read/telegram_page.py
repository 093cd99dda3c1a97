"""Exports of Telegram Desktop as HTML (``messages.html``, ``messages2.html`` …): one document a message."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from takhrij.core.errors import InputRefused
from takhrij.core.ids import canonical_json
from takhrij.core.language import Language
from takhrij.core.records import Problem
from takhrij.read.contract import Draft, Packet, Reader, Source, problem
from takhrij.read.fragments import fragment_text
from takhrij.read.served import utc_seconds
from takhrij.read.telegram import Post, draft_of
from takhrij.resources import Resources

MEDIA_TYPE = "application/vnd.takhrij.telegram-page+json"
_SNIFF = re.compile(rb"<title>Exported Data</title>.{0,800}?js/script\.js", re.DOTALL)
# «28.07.2021 05:51:32 UTC+03:00»; older versions leave the zone out.
_MOMENT = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: UTC([+-])(\d\d):(\d\d))?")
_NUMBER = re.compile(r"message(-?\d+)$")
_REPLY = re.compile(r"go_to_message(\d+)")


def _split(packet: Packet) -> Iterator[Source | Problem]:
    data = packet.stream.read(packet.limit + 1)
    if len(data) > packet.limit:
        yield problem("too_large", packet.name, f"{packet.name} is larger than {packet.limit} bytes; split it")
        return
    tree = LexborHTMLParser(data.decode("utf-8", "replace"))
    channel = _words(tree.css_first(".page_header .text"))
    sender: str | None = None
    given = silent = 0
    for node in tree.css("div.message"):
        if "service" in _classes(node):
            continue
        body = _child(node, "body")
        named = _words(_child(body, "from_name")) if body is not None else None
        # A message joined to the one before it has the same sender and does not repeat the name.
        sender = named or sender
        if body is None or not _text(body):
            silent += 1
            continue
        given += 1
        found = _NUMBER.fullmatch(node.attributes.get("id") or "")
        number = found[1] if found else str(given)
        row = {"channel": channel, "from": sender, "html": node.html or ""}
        kept = canonical_json(row).encode("utf-8", "surrogatepass")
        yield Source(kept, f"{packet.name}#{number}", f"{channel or packet.name}/{number}", MEDIA_TYPE, READER.name)
    if silent:
        told = f"{packet.name}: {given} messages read, {silent} have no words (pictures, films, sound)"
        yield problem("passed_over", packet.name, told)
    elif not given:
        yield problem("empty", packet.name, f"{packet.name} holds no message; export the channel again")


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _child(node: LexborNode, *names: str) -> LexborNode | None:
    """The first child that has some classes: what is forwarded lies deeper and has names of its own."""
    return next((child for child in node.iter() if set(names) <= set(_classes(child))), None)


def _words(node: LexborNode | None) -> str | None:
    """The words that stand in a node itself; those of its children are dates and the like."""
    return " ".join(node.text(deep=False).split()) or None if node is not None else None


def _text(body: LexborNode) -> str:
    """The words of a message: its own, else those that it forwards."""
    forwarded = _child(body, "forwarded", "body")
    node = _child(body, "text") or (_child(forwarded, "text") if forwarded is not None else None)
    return fragment_text(node.html or "") if node is not None else ""


def _moment(told: str | None) -> str | None:
    """A moment of the export as UTC seconds, or without a zone where it tells none."""
    found = _MOMENT.search(told or "")
    if found is None:
        return None
    try:
        day, month, year, hour, minute, second = (int(part) for part in found.group(1, 2, 3, 4, 5, 6))
        moment = datetime(year, month, day, hour, minute, second)
        if found[7] is None:
            return moment.isoformat()
        away = timedelta(hours=int(found[8]), minutes=int(found[9]))
        return utc_seconds(moment.replace(tzinfo=timezone(away if found[7] == "+" else -away)))
    except ValueError:
        return None


def _post(row: dict[str, Any]) -> Post:
    tree = LexborHTMLParser(row["html"])
    node = tree.css_first("div.message")
    body = _child(node, "body") if node is not None else None
    if node is None or body is None:
        raise ValueError("no message")
    channel = row.get("channel")
    forwarded = _child(body, "forwarded", "body")
    date = _moment(next((d.attributes.get("title") for d in body.css(".date") if d.parent == body), None))
    reply = _REPLY.search(body.html or "") if _child(body, "reply_to") is not None else None
    media = body.css_first(".media_wrap a[href]")
    number = _NUMBER.fullmatch(node.attributes.get("id") or "")
    told = {
        "date": date,
        "reply_to": reply[1] if reply else None,
        "media": media.attributes.get("href") if media is not None else None,
    }
    return Post(
        text=_text(body),
        channel=channel,
        author=row["from"] if row.get("from") != channel else None,
        via=_words(_child(forwarded, "from_name")) if forwarded is not None else None,
        day=date[:10] if date else None,
        number=number[1] if number else None,
        url=None,
        told={field: value for field, value in told.items() if value},
    )


def _read(source: Source, language: Language, resources: Resources) -> Draft:
    try:
        post = _post(json.loads(source.data.decode("utf-8", "surrogatepass")))
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise InputRefused("malformed", f"{source.name} is no message of an export; export it again") from error
    return draft_of(post, source.name, language, resources)


def _sniff(head: bytes) -> bool:
    return _SNIFF.search(head) is not None


READER = Reader("telegram_page", "1", MEDIA_TYPE, (), _read, _sniff, _split, claims=True)
