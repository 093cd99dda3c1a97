"""What office files have in common: a zip of XML parts, opened within caps and without entities, and runs of text."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from lxml import etree

from takhrij.core.errors import InputRefused
from takhrij.core.records import Problem
from takhrij.read.contract import Source, problem
from takhrij.read.paper import Block

_MOST_PARTS = 10_000
_LARGEST_PART = 64 * 2**20
_TIGHTEST = 200
_SMALL = 2**20
_OLD = b"\xd0\xcf\x11\xe0"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    OSError,
    ValueError,
    NotImplementedError,
    KeyError,
)


class Package:
    """The parts of an office file by name. Raises InputRefused: ``malformed``, ``locked`` or ``too_large``."""

    def __init__(self, source: Source) -> None:
        self._name = source.name
        if source.data.startswith(_OLD):
            told = (
                f"{source.name} is locked with a password or an old office file; save an open copy in the new format"
            )
            raise InputRefused("locked", told)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(source.data))
            self.names = self._archive.namelist()
        except _DAMAGED as error:
            raise InputRefused("malformed", f"{source.name} is a damaged office file; get it again") from error
        if len(self.names) > _MOST_PARTS:
            raise InputRefused("too_large", f"{source.name} has more than {_MOST_PARTS} parts; it was not read")

    def part(self, name: str) -> Any | None:
        """The root element of a part, None where there is none."""
        if name not in self.names:
            return None
        info = self._archive.getinfo(name)
        is_tight = info.file_size > _SMALL and info.file_size > _TIGHTEST * max(1, info.compress_size)
        if info.file_size > _LARGEST_PART or is_tight:
            raise InputRefused("too_large", f"{self._name} is packed like a zip bomb; it was not read")
        try:
            with self._archive.open(info) as stream:
                data = stream.read(_LARGEST_PART + 1)
        except _DAMAGED as error:
            raise InputRefused("malformed", f"{self._name} is a damaged office file; get it again") from error
        if len(data) > _LARGEST_PART:
            raise InputRefused("too_large", f"{self._name} is packed like a zip bomb; it was not read")
        return root(data, self._name)


def root(data: bytes, name: str) -> Any:
    """The root element of XML without entities and document types. Raises InputRefused("malformed")."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputRefused("malformed", f"{name} is a damaged office file; get it again") from error
    if tree.getroottree().docinfo.doctype:
        raise InputRefused("malformed", f"{name} declares entities, which no office program writes; it was not read")
    return tree


def run_block(pieces: Iterable[tuple[str, bool]], heading: int = 0, furniture: bool = False) -> Block:
    """The Block of a paragraph's runs, each with whether it is hidden."""
    text = ""
    unseen: list[tuple[int, int]] = []
    for hidden, runs in groupby(pieces, key=lambda piece: piece[1]):
        start = len(text)
        text += "".join(run for run, _ in runs)
        if hidden and text[start:].strip():
            unseen.append((start, len(text)))
    if len(unseen) == 1 and not (text[: unseen[0][0]] + text[unseen[0][1] :]).strip():
        return Block(text, heading, furniture, hidden=True)
    return Block(text, heading, furniture, unseen=tuple(unseen))


def struck_out(name: str, count: int) -> tuple[Problem, ...]:
    """What is told of stretches that track changes keep though they were struck out."""
    if not count:
        return ()
    told = f"{name}: {count} stretches struck out under track changes were left out"
    return (problem("partly_read", name, told),)


def once(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks without those whose text was there before: each section repeats the headers of the last."""
    seen: set[str] = set()
    for block in blocks:
        if block.text.strip() and block.text not in seen:
            seen.add(block.text)
            yield block
