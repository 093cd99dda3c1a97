"""Paths to Sources: files, folders, zips, and the rows in them, one at a time and in input order."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import IO

from takhrij.core.errors import TakhrijError
from takhrij.core.records import Problem
from takhrij.read.contract import BY_NAME, Columns, Packet, Source, problem
from takhrij.read.exhibit import CAPTION, caption, caption_file, is_exhibit
from takhrij.read.exhibit import NAME as EXHIBIT
from takhrij.read.names import shown
from takhrij.read.registry import HEAD, choose, packed

# A zip may hold this many times the limit of one document in all, and no member may be packed tighter than 1:500.
_MEMBERS_TOTAL = 64
_TIGHTEST = 500
_SMALL = 2**20
_MOST_MEMBERS = 100_000
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".mht")
_PAGE_FOLDERS = ("_files", ".files", "_fichiers", "_ملفات")


@dataclass(frozen=True, slots=True)
class _Caps:
    """The most bytes of one document, and what the columns of tables are."""

    limit: int
    columns: Columns


@dataclass(frozen=True, slots=True)
class Found:
    """A file to open, under the name that its documents are told by."""

    path: Path
    name: str
    caps: _Caps


Unfold = Callable[[Found], Iterator[Source | Problem]]


def unfold(found: Found) -> Iterator[Source | Problem]:
    """One Source a document of a file; what cannot be opened is a Problem in its place. Picklable, for a worker."""
    path, name = found.path, found.name
    if path.exists() and not path.is_file():
        # A pipe or a device would be waited for.
        yield problem("binary", name, f"{name} is no file but a pipe or a device; save the page as a file")
        return
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
            stream.seek(0)
            if _is_zip(name, head):
                yield from _zip(stream, name, found.caps)
            else:
                for item in _stream(stream, head, name, found.caps):
                    yield _captioned(item, path)
    except FileNotFoundError:
        yield problem("missing", str(path), f"{path} is not there; check the path")
    except OSError as error:
        yield problem(
            "missing", str(path), f"{path} cannot be opened: {error.strerror or error}; check its permissions"
        )
    except (TakhrijError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 — one strange file must not end the batch
        words = " ".join(f"{type(error).__name__}: {error}".split())
        yield problem("failed", name, f"{name} could not be opened ({words}); report the file")


def expand(
    paths: Sequence[Path], limit_bytes: int, columns: Columns = BY_NAME, unfold: Unfold = unfold
) -> Iterator[Source | Problem]:
    """One Source a document, in input order (folders sorted by name), as a stream.

    `limit_bytes` is the most that a file, a zip's member or a JSONL line may hold, `columns` what the columns of
    tables are. `unfold` opens a file: in this process, unless another is given that does so elsewhere.
    """
    caps = _Caps(limit_bytes, columns)
    for path in paths:
        if path.is_dir():
            for file, name in _files(path):
                if file.is_symlink() and not file.resolve().is_relative_to(path.resolve()):
                    yield problem("outside", name, f"{name} is a link to a place outside its folder; it was not read")
                elif not file.is_dir():  # a linked folder within is gone through where it lies
                    yield from unfold(Found(file, name, caps))
        else:
            yield from unfold(Found(path, shown(path.name or str(path)), caps))


def _is_zip(name: str, head: bytes) -> bool:
    return head.startswith((_ZIP, _EMPTY_ZIP)) and not packed(name, head)


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files of a folder and links to folders, with their names from it on; hidden ones and the folders of saved pages
    are left out."""
    root = folder.resolve().name
    found: list[tuple[str, Path]] = []
    for at, folders, files in os.walk(folder):
        pages = {Path(f).stem for f in files if f.lower().endswith(_PAGE_ENDINGS)}
        folders[:] = [d for d in folders if not d.startswith(".") and not _belongs_to_page(d, pages)]
        files += [d for d in folders if (Path(at) / d).is_symlink()]
        found += [((Path(at) / f).relative_to(folder).as_posix(), Path(at) / f) for f in files if f[0] != "."]
    captions = {caption_file(path) for _, path in found if is_exhibit(path)}
    for name, path in sorted(found):
        if path not in captions:
            yield path, shown(f"{root}/{name}")


def _captioned(item: Source | Problem, path: Path) -> Source | Problem:
    """A picture, sound or film with the caption that stands in a file beside it."""
    beside = caption_file(path) if isinstance(item, Source) and item.reader == EXHIBIT else None
    if beside is None or not isinstance(item, Source):
        return item
    return replace(item, headers={**item.headers, CAPTION: caption(beside), "caption-file": beside.name})


def _belongs_to_page(folder: str, pages: set[str]) -> bool:
    return any(folder.endswith(e) and folder.removesuffix(e) in pages for e in _PAGE_FOLDERS)


def _stream(stream: IO[bytes], head: bytes, name: str, caps: _Caps) -> Iterator[Source | Problem]:
    reader = choose(name, head)
    if reader.split is not None:
        yield from reader.split(Packet(stream, name, caps.limit, caps.columns))
        return
    data = stream.read(caps.limit + 1)
    if len(data) > caps.limit:
        yield problem("too_large", name, f"{name} is larger than {caps.limit} bytes; split it")
        return
    label = PurePosixPath(name).stem
    yield Source(data, name, label, reader.media_type, reader.name)


def _zip(stream: IO[bytes], name: str, caps: _Caps) -> Iterator[Source | Problem]:
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        yield problem("malformed", name, f"{name} is a damaged zip; get it again")
        return
    with archive:
        if len(archive.infolist()) > _MOST_MEMBERS or _overlap(archive):
            yield problem("too_large", name, f"{name} is made like a zip bomb; it was not read")
            return
        total = 0
        for member in archive.infolist():
            if member.is_dir() or PurePosixPath(member.filename).name.startswith("."):
                continue
            inner = f"{name}/{shown(member.filename)}"
            fault = _guard(member, inner, caps.limit)
            total += member.file_size
            if fault is not None:
                yield fault
            elif total > caps.limit * _MEMBERS_TOTAL:
                yield problem("too_large", inner, f"{name} unpacks to too much at {member.filename}; split it")
                return
            else:
                yield from _member(archive, member, inner, caps)


def _overlap(archive: zipfile.ZipFile) -> bool:
    """Whether members share their bytes, which no honest packer does: one packed megabyte can be thousands then."""
    ordered = sorted(archive.infolist(), key=lambda member: member.header_offset)
    return any(a.header_offset + a.compress_size > b.header_offset for a, b in pairwise(ordered))


def _guard(member: zipfile.ZipInfo, name: str, limit: int) -> Problem | None:
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0]:
        return problem("malformed", name, f"{name} points outside its zip; it was not read")
    if member.flag_bits & 1:
        return problem("malformed", name, f"{name} is locked with a password; unpack it first")
    if member.file_size > limit:
        return problem("too_large", name, f"{name} is larger than {limit} bytes; split it")
    if member.file_size > _SMALL and member.file_size > _TIGHTEST * max(1, member.compress_size):
        return problem("too_large", name, f"{name} is packed like a zip bomb; it was not read")
    return None


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, caps: _Caps) -> Iterator[Source | Problem]:
    try:
        with archive.open(member) as stream:
            # Whole, so that a wrong checksum is seen before any of it counts as read.
            data = stream.read(caps.limit + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError):
        yield problem("malformed", name, f"{name} cannot be unpacked: the zip is damaged; get it again")
        return
    if _is_zip(name, data[:HEAD]):
        yield problem("malformed", name, f"{name} is a zip within a zip; unpack it and add its files")
        return
    yield from _stream(io.BytesIO(data), data[:HEAD], name, caps)
