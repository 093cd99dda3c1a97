"""A WACZ file (Web Archive Collection Zipped 1.1.1) of originals, for ReplayWeb.page and every tool that reads WARC."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from takhrij.core.records import Acquisition
from takhrij.show.export.manifest import Wanted, answers, manifest, record
from takhrij.show.formats import json_text

Json = dict[str, Any]
VERSION = "1.1.1"
_WARC = "data.warc.gz"
_BLOCK = 2048
_PIECE = 2**20
_DATE = (1980, 1, 1, 0, 0, 0)
# What told how the bytes were coded on the way: they are kept decoded, and these would say otherwise.
_OF_TRANSPORT = ("content-encoding", "transfer-encoding", "content-length")
_NAMES = uuid.UUID("6f0a1cf4-2b2e-5a0a-9d3c-7c5d1f7f3a51")


@dataclass(frozen=True, slots=True)
class _Indexed:
    """Where a record lies in the WARC, with its line of the index and of the list of pages."""

    cdx: str
    page: Json


def write(wanted: Wanted, target: Path) -> None:
    """Write the file whole or not at all. Originals with a kept answer of a server are `response`, others `resource`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    rows = list(manifest(wanted.store, wanted.documents))
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive, tempfile.TemporaryFile() as warc:
            indexed = sorted(_records(wanted, rows, warc), key=lambda found: found.cdx.encode())
            resources = [_put(archive, f"archive/{_WARC}", warc)]
            for name, data in _beside(wanted, rows, indexed):
                resources.append(_put(archive, name, io.BytesIO(data)))
            _describe(archive, wanted, resources)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def _records(wanted: Wanted, rows: list[Json], warc: IO[bytes]) -> Iterator[_Indexed]:
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(warc, gzip=True, warc_version="1.1")
    about = {"software": wanted.tool, "format": "WARC File Format 1.1", "isPartOf": wanted.title}
    info = writer.create_warcinfo_record(_WARC, about)
    _name(info, "warcinfo", wanted.at)
    writer.write_record(info)
    served = answers(wanted.store)
    for row in rows:
        answer = served.get(row["sha256"])
        began = warc.tell()
        made = _made(writer, row, answer, wanted.store.original(row["sha256"]))
        writer.write_record(made)
        yield _indexed(row, answer, (began, warc.tell() - began))


def _made(writer: Any, row: Json, answer: Acquisition | None, data: bytes) -> Any:
    from warcio.statusandheaders import StatusAndHeaders

    http, kind = None, "resource"
    if answer is not None and answer.status is not None:
        kept = [(k, v) for k, v in answer.headers.items() if k.lower() not in _OF_TRANSPORT]
        kept += [(f"x-archive-orig-{k}", v) for k, v in answer.headers.items() if k.lower() in _OF_TRANSPORT]
        kept.append(("content-length", str(len(data))))
        http, kind = StatusAndHeaders(f"{answer.status} OK", kept, protocol="HTTP/1.1"), "response"
    made = writer.create_warc_record(
        _url(row, answer),
        kind,
        payload=io.BytesIO(data),
        length=len(data),
        http_headers=http,
        warc_content_type="" if http else row["media_type"],
    )
    # A writer would put in the weaker SHA-1; the key of the original is its SHA-256.
    made.rec_headers.replace_header("WARC-Payload-Digest", _digest(row))
    if http is None:
        made.rec_headers.replace_header("WARC-Block-Digest", _digest(row))
    _name(made, row["sha256"], _date(row, answer))
    return made


def _digest(row: Json) -> str:
    # In letters of base 32, as readers of WARC expect digests.
    return f"sha256:{base64.b32encode(bytes.fromhex(row['sha256'])).decode()}"


def _name(made: Any, key: str, date: str) -> None:
    """Give a record its id and date, the same at every export of the same original."""
    made.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:{uuid.uuid5(_NAMES, key + date)}>")
    made.rec_headers.replace_header("WARC-Date", date)


def _url(row: Json, answer: Acquisition | None) -> str:
    return str((answer.url if answer else None) or row["url"] or f"urn:sha256:{row['sha256']}")


def _date(row: Json, answer: Acquisition | None) -> str:
    """When the bytes were got, as far as it is known; else when they were added. UTC seconds."""
    told = str((answer.ended if answer else None) or row["retrieved"] or row["added"])
    return told if len(told) == 20 and told.endswith("Z") else f"{told[:10]}T00:00:00Z"


def _indexed(row: Json, answer: Acquisition | None, place: tuple[int, int]) -> _Indexed:
    url, date = _url(row, answer), _date(row, answer)
    told: Json = {
        "url": url,
        "mime": row["media_type"],
        "status": str(answer.status if answer and answer.status else 200),
        "digest": _digest(row),
        "length": str(place[1]),
        "offset": str(place[0]),
        "filename": _WARC,
    }
    stamp = "".join(c for c in date if c.isdigit())
    page = {
        "id": row["sha256"][:22],
        "url": url,
        "ts": date,
        "title": row["title"] or row["label"],
        "size": row["size"],
    }
    return _Indexed(f"{sort_key(url)} {stamp} {json.dumps(told)}\n", page)


def sort_key(url: str) -> str:
    """A URL with its host turned round, as indexes of web archives sort by.

    >>> sort_key("https://www.news.example:8080/a/b?x=1")
    'example,news,www:8080)/a/b?x=1'
    """
    parts = urlsplit(url)
    if not parts.netloc:
        return url
    host, _, port = parts.netloc.rpartition("@")[2].lower().partition(":")
    turned = ",".join(reversed(host.split("."))) + (f":{port}" if port and port not in ("80", "443") else "")
    query = f"?{parts.query}" if parts.query else ""
    return f"{turned}){(parts.path or '/').replace(' ', '%20')}{query.replace(' ', '%20')}"


def _beside(wanted: Wanted, rows: list[Json], indexed: list[_Indexed]) -> Iterator[tuple[str, bytes]]:
    index, blocks = _blocks([found.cdx for found in indexed])
    yield "indexes/index.cdx.gz", index
    yield "indexes/index.idx", blocks
    head = {"format": "json-pages-1.0", "id": "pages", "title": wanted.title}
    pages = sorted((found.page for found in indexed), key=lambda page: page["url"].encode("utf-8", "surrogatepass"))
    yield "pages/pages.jsonl", _lines([head, *pages])
    yield "manifest/manifest.jsonl", _lines(rows)
    yield "manifest/record.jsonl", _lines(record(wanted.store))


def _blocks(lines: list[str]) -> tuple[bytes, bytes]:
    """The index in compressed blocks, and the list of where each begins."""
    index, listed, rest = b"", '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n', iter(lines)
    for block in iter(lambda: list(islice(rest, _BLOCK)), []):
        packed = gzip.compress("".join(block).encode(), mtime=0)
        key, stamp, _ = block[0].split(" ", 2)
        place = {"offset": len(index), "length": len(packed), "digest": f"sha256:{sha256(packed).hexdigest()}"}
        listed += f"{key} {stamp} {json.dumps(place | {'filename': 'index.cdx.gz'})}\n"
        index += packed
    return index, listed.encode()


def _lines(rows: Any) -> bytes:
    return "".join(f"{json_text(row)}\n" for row in rows).encode()


def _put(archive: zipfile.ZipFile, name: str, data: IO[bytes]) -> Json:
    """Put one file into the zip, stored as it is, and tell its hash."""
    data.seek(0)
    digest, size = sha256(), 0
    with archive.open(zipfile.ZipInfo(name, _DATE), "w", force_zip64=True) as file:
        for piece in iter(lambda: data.read(_PIECE), b""):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    return {"name": name.rpartition("/")[2], "path": name, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}


def _describe(archive: zipfile.ZipFile, wanted: Wanted, resources: list[Json]) -> None:
    package: Json = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": wanted.title,
        "created": wanted.at,
        "modified": wanted.at,
        "software": wanted.tool,
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=2).encode()
    _put(archive, "datapackage.json", io.BytesIO(text))
    digest = {"path": "datapackage.json", "hash": f"sha256:{sha256(text).hexdigest()}"}
    _put(archive, "datapackage-digest.json", io.BytesIO(json.dumps(digest).encode()))
