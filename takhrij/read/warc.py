"""Web archives (WARC), record by record: pages become Sources, everything else is counted and told."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from takhrij.core.coding import undone
from takhrij.core.errors import InputRefused
from takhrij.core.records import Problem
from takhrij.read.contract import Packet, Reader, Source, container_only, problem
from takhrij.read.served import Answer, sources_of, utc_seconds

_PAGES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.revisit
_LONGEST_HEADER = 2**16
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[^\r\n]*\r?\n")
_MOST_KINDS = 12
# What this much unpacks to, at most a thousand times as much, is held at once.
_PIECE = 2**14
_GZIP = b"\x1f\x8b"
_DIGESTS = {"sha1", "sha256", "sha384", "sha512", "md5"}


@dataclass(slots=True)
class _Tally:
    """What was met on the way: records in all, Sources given, and the rest by kind."""

    records: int = 0
    sources: int = 0
    passed: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Payload:
    """The body of one record with its address, time and HTTP headers; `raw` as it stands in the archive."""

    raw: bytes
    url: str
    date: str
    status: int | None
    headers: dict[str, str]
    digest: str | None

    @property
    def body(self) -> bytes:
        """The body without its transfer coding, which many archives name and have undone already."""
        chunked = "chunked" in self.headers.get("transfer-encoding", "").lower()
        return (unchunked(self.raw) if chunked else None) or self.raw

    def is_sound(self) -> bool:
        """Whether the body has the digest told for it, as it stands or without its transfer coding; True where none is."""
        algorithm, _, told = (self.digest or "").partition(":")
        name = algorithm.lower().replace("-", "")
        if name not in _DIGESTS:
            return True
        wanted = _digest_bytes(told, hashlib.new(name).digest_size)
        return any(hashlib.new(name, data).digest() == wanted for data in dict.fromkeys((self.raw, self.body)))


def _digest_bytes(told: str, size: int) -> bytes | None:
    """A digest written in base 32 or base 16."""
    try:
        return bytes.fromhex(told) if len(told) == 2 * size else base64.b32decode(told.upper())
    except (ValueError, binascii.Error):
        return None


def unchunked(data: bytes) -> bytes | None:
    """A body without its chunk marks, or None where it has none."""
    pieces: list[bytes] = []
    at = 0
    while (mark := _CHUNK.match(data, at)) is not None:
        size = int(mark[1], 16)
        if size == 0:
            return b"".join(pieces)
        at = mark.end() + size
        if at > len(data):
            return None
        pieces.append(data[mark.end() : at])
    return None


def payloads(stream: IO[bytes], limit: int) -> Iterator[Payload | tuple[str, str]]:
    """Every record that may be a page, as its Payload or as (kind, address) of one that has no body to read.

    Kinds: ``revisit``, ``too_large``, ``broken``, ``digest``. Raises OSError where the archive is damaged.
    """
    last = 0
    for record in ArchiveIterator(stream, _PAGES, parse_http=False, max_header_len=_LONGEST_HEADER):
        last = record.stream_pos
        url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
        if record.record_type == WarcRecordType.revisit:
            yield "revisit", url
        elif record.content_length > limit + _LONGEST_HEADER:
            yield "too_large", url
        else:
            yield _payload(record, url)
    if last and stream.seekable() and not _ends_whole(stream, last):
        raise OSError("its last record breaks off")


def _ends_whole(stream: IO[bytes], last: int) -> bool:
    """Whether the packed records from the last one that was seen on are whole; those that are not packed are."""
    stream.seek(last)
    data = stream.read(_PIECE)
    if not data.startswith(_GZIP):
        return True
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    while True:
        unpacker.decompress(data)
        data = unpacker.unused_data or stream.read(_PIECE)
        if not data:
            return unpacker.eof
        if unpacker.eof:
            unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)


def _payload(record: WarcRecord, url: str) -> Payload | tuple[str, str]:
    told = record.headers.get("WARC-Payload-Digest")
    block = record.headers.get("WARC-Block-Digest")
    if record.is_http:
        # The digest of the block covers the headers too: asked before they are taken apart.
        if told is None and _is_known(block) and not record.verify_block_digest():
            return "digest", url
        record.parse_http(max_header_len=_LONGEST_HEADER, quirks_mode=True)
    http = record.http_headers
    headers = {name.lower(): value for name, value in (http.items() if http is not None else ())}
    if http is None:
        headers = {"content-type": record.headers.get("Content-Type") or ""}
        told = told or block
    expected = record.content_length
    raw = record.reader.read()
    if len(raw) < expected:
        return "broken", url
    date = record.record_date
    moment = utc_seconds(date) if date is not None else ""
    return Payload(raw, url, moment, http.status_code if http is not None else None, headers, told)


def _is_known(digest: str | None) -> bool:
    return (digest or "").partition(":")[0].lower().replace("-", "") in _DIGESTS


def split(packet: Packet) -> Iterator[Source | Problem]:
    """One Source a page, in the order of the archive; what is damaged or passed over is told behind the rest."""
    tally = _Tally()
    try:
        for found in payloads(packet.stream, packet.limit):
            tally.records += 1
            yield from _found(found, packet, tally)
    except (OSError, ValueError, zlib.error) as error:
        words = " ".join(str(error).split())
        told = f"{packet.name} is damaged after record {tally.records} ({words}); what stands before was read"
        yield problem("malformed", packet.name, told)
    if tally.passed:
        yield problem("passed_over", packet.name, _told(packet.name, tally))
    elif not tally.records:
        yield problem("empty", packet.name, f"{packet.name} holds no records of pages; get the archive again")


def _found(found: Payload | tuple[str, str], packet: Packet, tally: _Tally) -> Iterator[Source | Problem]:
    match found:
        case "revisit", _:
            tally.passed["revisits of bytes met before"] += 1
        case "too_large", url:
            name = f"{packet.name}#{url}"
            yield problem("too_large", name, f"{name} is larger than {packet.limit} bytes; it was not read")
        case "broken", url:
            name = f"{packet.name}#{url}"
            yield problem("malformed", name, f"{name} breaks off in the middle; get the archive again")
        case "digest", url:
            yield _unsound(f"{packet.name}#{url}")
        case Payload():
            yield from _page(found, packet, tally)


def _unsound(name: str) -> Problem:
    return problem("digest", name, f"{name} does not have the digest that its archive tells; it was not read")


def _page(payload: Payload, packet: Packet, tally: _Tally) -> Iterator[Source | Problem]:
    name = f"{packet.name}#{payload.url}"
    if payload.status is not None and not 200 <= payload.status < 300:
        tally.passed[f"redirects ({payload.status})" if payload.status < 400 else f"errors ({payload.status})"] += 1
        return
    if not payload.url.startswith(("http://", "https://", "urn:", "file:")):
        tally.passed["addresses that are no pages"] += 1
        return
    if not payload.is_sound():
        yield _unsound(name)
        return
    try:
        data = undone(payload.body, payload.headers.get("content-encoding"), packet.limit)
    except InputRefused as error:
        yield problem(error.reason, name, f"{name}: {error}")
        return
    answer = Answer(data, name, payload.url, payload.date, payload.headers)
    given = [item for item in sources_of(answer, packet.limit) if isinstance(item, Source)] if data else []
    tally.sources += len(given)
    if not given:
        tally.passed[(answer.media_type or "no type") if data else "empty bodies"] += 1
    yield from given


def _told(name: str, tally: _Tally) -> str:
    most = tally.passed.most_common()
    rest = sum(number for _, number in most[_MOST_KINDS:])
    kinds = [f"{number} {kind}" for kind, number in sorted(most[:_MOST_KINDS])] + ([f"{rest} others"] if rest else [])
    return f"{name}: {tally.sources} pages in {tally.records} records; passed over: {', '.join(kinds)}"


def _sniff(head: bytes) -> bool:
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


READER = Reader("warc", "1", "application/warc", (".warc",), container_only, _sniff, split, claims=True)
