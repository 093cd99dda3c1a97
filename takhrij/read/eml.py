"""EML: a message's text with its sender, day and subject; what is attached to it is documents of their own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import policy
from email.message import EmailMessage, Message, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr
from pathlib import PurePosixPath

from selectolax.lexbor import LexborHTMLParser

from takhrij.core.errors import InputRefused
from takhrij.core.language import Language
from takhrij.core.records import Problem
from takhrij.read.contract import Draft, Packet, Reader, Source, problem
from takhrij.read.cues import cues_of
from takhrij.read.decode import decode
from takhrij.read.markup import page_lines
from takhrij.read.paper import Block, Told, draft
from takhrij.read.registry import HEAD, choose
from takhrij.read.unseen import unseen
from takhrij.resources import Resources

_NAME = "eml"
MEDIA_TYPE = "message/rfc822"
_HEADER_LINES = re.compile(rb"(?:[A-Za-z][\w-]*: ?[^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*){3}")
_MAIL = re.compile(rb"^(?:message-id|mime-version|received|return-path):", re.IGNORECASE | re.MULTILINE)
SAVED_PAGE = re.compile(rb"^snapshot-content-location:|multipart/related", re.IGNORECASE | re.MULTILINE)
_SIGNATURE = re.compile(r"^--\s*$")
_ANSWERED = re.compile(r"^\s*>")
_DEEPEST = 4
_MOST_PARTS = 1000
_MARKS = " \u200e\u200f\u202a\u202b\u202c*"


def parsed(data: bytes, name: str) -> EmailMessage:
    """A message out of its bytes. Raises InputRefused("malformed") for what no mail program writes."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        parts = sum(1 for _ in message.walk())
    except (ValueError, LookupError, RecursionError, AttributeError, IndexError, TypeError) as error:
        raise InputRefused("malformed", f"{name} is a damaged message; save it again") from error
    if parts > _MOST_PARTS:
        raise InputRefused("too_large", f"{name} has more than {_MOST_PARTS} parts; it was not read")
    return message


def words(part: MIMEPart, name: str, language: Language) -> str:
    """The text of a part by its declared charset, else by what its bytes are in. Raises InputRefused."""
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    charset = part.get_content_charset() or ""
    if charset not in ("", "us-ascii", "unknown-8bit"):
        try:
            return data.decode(charset).replace("\r\n", "\n")
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, name, language.is_written)


def header(message: EmailMessage, name: str) -> str:
    """A header in one line, its encoded words decoded; empty where it is missing or damaged."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return ""


def moment(message: EmailMessage) -> str | None:
    """The time of the ``Date`` header in ISO form, with its own offset, or None."""
    try:
        told = message["date"].datetime if message["date"] is not None else None
    except (ValueError, LookupError, AttributeError, IndexError, TypeError, OverflowError):
        return None
    return told.isoformat() if isinstance(told, datetime) else None


def _read(source: Source, language: Language, resources: Resources) -> Draft:
    message = parsed(source.data, source.name)
    try:
        body = message.get_body(("plain", "html"))
    except (ValueError, LookupError, AttributeError):
        body = None
    if body is None:
        raise InputRefused("empty", f"{source.name} holds no text of its own; what is attached to it was added")
    lines = words(body, source.name, language).split("\n")
    if body.get_content_subtype() == "html":
        tree = LexborHTMLParser("\n".join(lines))
        container = cues_of(language, resources).container
        found = page_lines(tree.root, container, unseen(tree)) if tree.root else []
        blocks = [Block(x.text, hidden=x.place.hidden) for x in found]
        via = None
    else:
        blocks, via = _blocks(lines, resources)
    subject, sent = header(message, "subject"), moment(message)
    if subject and not any(b.text.strip() == subject for b in blocks[:2]):
        blocks = [Block(subject, heading=1), *blocks]
    headers = {f"mail:{n}": header(message, n) for n in ("from", "to", "cc", "message-id") if header(message, n)}
    headers |= {"mail:date": sent} if sent else {}
    sender = parseaddr(header(message, "from"))[0].strip() or None
    told = Told(subject or None, sender, published=sent[:10] if sent else None, headers=headers)
    return replace(draft(blocks, told, source.name, language, resources), via=via)


def _blocks(lines: list[str], resources: Resources) -> tuple[list[Block], str | None]:
    """The paragraphs of a plain message, heads of forwarded ones and signatures as furniture; and whose words the whole
    is, where a message is handed on without a word of the sender's own."""
    kinds = {row["form"]: row["class"] for row in resources.table("reading/mail")}
    blocks: list[Block] = []
    via: str | None = None
    head = signed = own = False
    for line in (x.strip(_MARKS) for x in lines):
        field, colon, value = line.partition(":")
        kind = kinds.get(line) or (kinds.get(field.strip(_MARKS)) if head and colon else None)
        if kind in ("forward", "reply"):
            head, signed = True, False
        elif head and line and kind is None:
            head = False
        signed = signed or _SIGNATURE.match(line) is not None
        if kind == "from" and not own and via is None:
            via = parseaddr(value.strip(_MARKS))[0].strip(_MARKS + '"') or value.strip(_MARKS) or None
        furniture = kind is not None or signed or _ANSWERED.match(line) is not None
        own = own or bool(line and not furniture and via is None)
        if not line:
            blocks.append(Block(""))
        elif blocks and blocks[-1].text and blocks[-1].furniture == furniture:
            blocks[-1].text += f"\n{line}"
        else:
            blocks.append(Block(line, furniture=furniture))
    return blocks, via


def _split(packet: Packet) -> Iterator[Source | Problem]:
    data = packet.stream.read(packet.limit + 1)
    name = packet.name
    if len(data) > packet.limit:
        yield problem("too_large", name, f"{name} is larger than {packet.limit} bytes; split it")
        return
    yield Source(data, name, PurePosixPath(name).stem, MEDIA_TYPE, _NAME)
    try:
        message = parsed(data, name)
        attached = list(message.iter_attachments()) if message.is_multipart() else []
    except (InputRefused, ValueError, LookupError, AttributeError):
        return  # the message itself is told as damaged
    for number, part in enumerate(attached, start=1):
        yield from _attachment(part, number, packet)


def _attachment(part: EmailMessage, number: int, packet: Packet) -> Iterator[Source | Problem]:
    inner = part.get_content_type() == MEDIA_TYPE
    told = part.get_filename() or f"{number}.eml" if inner else part.get_filename() or f"{number}"
    name = f"{packet.name}/{PurePosixPath(told.replace(chr(92), '/')).name}"
    if name.count("/") - packet.name.count("/") != 1 or packet.name.count(".eml/") >= _DEEPEST:
        yield problem("malformed", name, f"{name} lies too deep in other messages; save it on its own")
        return
    held = part.get_payload()
    message = held[0] if inner and isinstance(held, list) and held else None
    payload = message.as_bytes() if isinstance(message, Message) else part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if data.startswith(b"PK\x03\x04") and not choose(name, data[:HEAD]).packed:
        yield problem("malformed", name, f"{name} is a zip in a message; save it and add it on its own")
        return
    reader = choose(name, data[:HEAD])
    if reader.split is not None:
        yield from reader.split(Packet(io.BytesIO(data), name, packet.limit, packet.columns))
    else:
        yield Source(data, name, PurePosixPath(name).stem, reader.media_type, reader.name)


def _sniff(head: bytes) -> bool:
    return _HEADER_LINES.match(head) is not None and _MAIL.search(head) is not None and not SAVED_PAGE.search(head)


READER = Reader(_NAME, "1", MEDIA_TYPE, (".eml",), _read, _sniff, _split)
