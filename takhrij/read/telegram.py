"""Exports of Telegram Desktop as JSON (``result.json``): one document a message, its channel the outlet.

A message that a channel forwards is told `via` the one who said it first. Service messages are none.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

import ijson
from ijson.common import ObjectBuilder

from takhrij.core.errors import InputRefused
from takhrij.core.ids import canonical_json
from takhrij.core.language import Language
from takhrij.core.records import Problem
from takhrij.read.contract import Draft, Packet, Reader, Source, problem
from takhrij.read.cues import cues_of
from takhrij.read.layout import Given, lay_out
from takhrij.read.served import utc_seconds
from takhrij.resources import Resources

MEDIA_TYPE = "application/vnd.takhrij.telegram+json"
_KINDS = (
    rb"public_channel|private_channel|public_supergroup|private_supergroup|private_group|personal_chat|bot_chat"
    rb"|saved_messages"
)
_SNIFF = re.compile(
    rb'\s*\{\s*"(?:name"[^{}]*"type":\s*"(?:' + _KINDS + rb')"|about": "Here is the data you requested)'
)
_CHATS = ("", "chats.list.item.", "left_chats.list.item.")
_ABOUT = ("name", "type", "id")
_MEDIA = ("photo", "file")
_MEDIA_TOLD = ("media_type", "mime_type", "file_name", "width", "height", "duration_seconds")


@dataclass(frozen=True, slots=True)
class Post:
    """What one message tells, whichever form its export has. Moments are ISO 8601 UTC seconds where the export tells
    the zone, `day` the day of publication; `media` names the files that came with it."""

    text: str
    channel: str | None
    author: str | None
    via: str | None
    day: str | None
    number: str | None
    url: str | None
    told: Mapping[str, str]


def draft_of(post: Post, name: str, language: Language, resources: Resources) -> Draft:
    """The Draft of a message. Raises InputRefused: ``empty`` or ``not_arabic``."""
    if not post.text.strip():
        raise InputRefused("empty", f"{name} has no words; keep its media with a caption")
    if not language.is_written(post.text):
        raise InputRefused("not_arabic", f"{name} is not written in Arabic; add its Arabic original")
    layout = lay_out(post.text, cues_of(language, resources), Given(outlet=post.channel, url=post.url, rows=True))
    return Draft(
        text=post.text,
        title=layout.title,
        outlet=post.channel,
        author=post.author,
        published=post.day,
        genre=layout.genre,
        section=layout.section,
        tags=layout.tags,
        boilerplate=layout.boilerplate,
        url=post.url,
        via=post.via,
        headers={f"telegram:{field}": value for field, value in post.told.items() if value},
    )


# -- one message of the export -----------------------------------------------------------------------------------


def _plain(value: object) -> str:
    """The words of a text, which is a string or a list of strings and of entities that hold one each."""
    parts = value if isinstance(value, list) else [value]
    return "".join(str(part.get("text", "") if isinstance(part, dict) else part or "") for part in parts)


def _moment(message: Mapping[str, Any], name: str) -> str | None:
    """A moment of a message: from its seconds since 1970 where told, else as the exporter's clock had it."""
    seconds = message.get(f"{name}_unixtime")
    try:
        if seconds is not None:
            return utc_seconds(datetime.fromtimestamp(int(seconds), UTC))
        return datetime.fromisoformat(str(message[name])).isoformat()
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def _address(channel: Mapping[str, Any], message: Mapping[str, Any]) -> str | None:
    """The address of a message of a channel or supergroup, whose export tells its number but not its name there."""
    kind, number, at = str(channel.get("type")), channel.get("id"), message.get("id")
    is_one = "channel" in kind or "supergroup" in kind
    return f"https://t.me/c/{number}/{at}" if is_one and number is not None and at is not None else None


def _post(row: Mapping[str, Any]) -> Post:
    channel, message = row["channel"], row["message"]
    name, is_channel = _words(channel.get("name")), "channel" in str(channel.get("type"))
    date = _moment(message, "date")
    told = {
        "date": date,
        "edited": _moment(message, "edited"),
        "reply_to": message.get("reply_to_message_id"),
        "media": next((message[kind] for kind in _MEDIA if isinstance(message.get(kind), str)), None),
        **{field: message.get(field) for field in _MEDIA_TOLD},
    }
    return Post(
        text=_plain(message.get("text")),
        channel=name,
        author=_words(message.get("author")) or (None if is_channel else _words(message.get("from"))),
        via=_words(message.get("forwarded_from")) or _words(message.get("saved_from")),
        day=date[:10] if date else None,
        number=_words(message.get("id")),
        url=_address(channel, message),
        told={field: str(value) for field, value in told.items() if value is not None},
    )


def _words(value: object) -> str | None:
    return str(value).strip() or None if isinstance(value, str | int) else None


def _read(source: Source, language: Language, resources: Resources) -> Draft:
    try:
        row = json.loads(source.data.decode("utf-8", "surrogatepass"))
        post = _post(row)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise InputRefused("malformed", f"{source.name} is no message of an export; export it again") from error
    return draft_of(post, source.name, language, resources)


# -- the messages of an export -----------------------------------------------------------------------------------


def _messages(stream: IO[bytes]) -> Iterator[tuple[dict[str, Any], Any]]:
    """(channel, message) in the order of the file, never more than one message in memory.

    Raises ValueError (ijson.JSONError) where the file breaks off.
    """
    channel: dict[str, Any] = {}
    builder: Any = None
    inside = ""
    for prefix, event, value in ijson.parse(stream, use_float=True):
        if builder is not None:
            builder.event(event, value)
            if prefix == inside and event == "end_map":
                yield dict(channel), builder.value
                builder = None
            continue
        for chat in _CHATS:
            if prefix == f"{chat}messages.item" and event == "start_map":
                builder, inside = ObjectBuilder(), prefix
                builder.event(event, value)
            elif chat and prefix == chat.removesuffix(".") and event == "start_map":
                channel = {}
            elif prefix.startswith(chat) and prefix[len(chat) :] in _ABOUT:
                channel[prefix[len(chat) :]] = value


def _split(packet: Packet) -> Iterator[Source | Problem]:
    passed: Counter[str] = Counter()
    given = 0
    try:
        for channel, message in _messages(packet.stream):
            if message.get("type") != "message":
                passed["service messages"] += 1
            elif not _plain(message.get("text")).strip():
                passed["messages without words"] += 1
            else:
                given += 1
                yield _source(channel, message, packet)
    except (ijson.JSONError, ValueError, RecursionError, UnicodeDecodeError) as error:
        words = " ".join(str(error).split())[:80]
        told = f"{packet.name} breaks off after {given} messages ({words}); those were read, export it again"
        yield problem("malformed", packet.name, told)
    if passed["messages without words"]:
        told = f"{given} messages read, {passed['messages without words']} have no words (pictures, films, sound)"
        yield problem("passed_over", packet.name, f"{packet.name}: {told}")
    elif not given:
        yield problem("empty", packet.name, f"{packet.name} holds no message; export the channel again")


def _source(channel: Mapping[str, Any], message: Mapping[str, Any], packet: Packet) -> Source | Problem:
    number = message.get("id")
    name = f"{packet.name}#{number}"
    kept = canonical_json({"channel": channel, "message": message}).encode("utf-8", "surrogatepass")
    if len(kept) > packet.limit:
        return problem("too_large", name, f"{name} is larger than {packet.limit} bytes; it was not read")
    label = f"{channel.get('name') or packet.name}/{number}"
    return Source(kept, name, label, MEDIA_TYPE, READER.name, _address(channel, message))


def _sniff(head: bytes) -> bool:
    return _SNIFF.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


READER = Reader("telegram", "1", MEDIA_TYPE, (), _read, _sniff, _split, claims=True)
