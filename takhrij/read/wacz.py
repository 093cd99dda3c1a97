"""WACZ: a zip of web archives whose index tells the digest of each; verified, then read as WARC."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from takhrij.core.records import Problem
from takhrij.read import warc
from takhrij.read.contract import Packet, Reader, Source, container_only, problem

_INDEX = "datapackage.json"
_SEAL = "datapackage-digest.json"
_LARGEST_INDEX = 16 * 2**20
_PIECE = 2**20
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError, NotImplementedError)


def _split(packet: Packet) -> Iterator[Source | Problem]:
    try:
        archive = zipfile.ZipFile(packet.stream)
    except _DAMAGED:
        yield problem("malformed", packet.name, f"{packet.name} is a damaged zip; get it again")
        return
    with archive:
        try:
            digests = _digests(archive)
        except _DAMAGED as error:
            words = " ".join(str(error).split())
            yield problem("malformed", packet.name, f"{packet.name} has no sound index ({words}); get it again")
            return
        members = [m for m in archive.infolist() if m.filename.endswith((".warc", ".warc.gz"))]
        if not members:
            yield problem("empty", packet.name, f"{packet.name} holds no web archive; get it again")
        for member in members:
            yield from _member(archive, member, digests.get(member.filename), packet)


def _digests(archive: zipfile.ZipFile) -> dict[str, str]:
    """The digest told for each member, by its path. Raises ValueError where the index is missing or was changed."""
    index = _small(archive, _INDEX)
    if _SEAL in archive.namelist():
        told = _object(_small(archive, _SEAL)).get("hash")
        if isinstance(told, str) and told != f"sha256:{hashlib.sha256(index).hexdigest()}":
            raise ValueError(f"{_INDEX} does not have the digest that {_SEAL} tells")
    resources = _object(index).get("resources")
    rows = [row for row in resources if isinstance(row, dict)] if isinstance(resources, list) else []
    return {str(row.get("path")): str(row["hash"]) for row in rows if isinstance(row.get("hash"), str)}


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as stream:
            data = stream.read(_LARGEST_INDEX + 1)
    except KeyError as error:
        raise ValueError(f"{name} is missing") from error
    if len(data) > _LARGEST_INDEX:
        raise ValueError(f"{name} is larger than {_LARGEST_INDEX} bytes")
    return data


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    return value if isinstance(value, dict) else {}


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, told: str | None, packet: Packet
) -> Iterator[Source | Problem]:
    name = f"{packet.name}/{member.filename}"
    try:
        sound = told is None or _has_digest(archive, member, told)
        if not sound:
            yield problem("digest", name, f"{name} does not have the digest that {_INDEX} tells; it was not read")
            return
        with archive.open(member) as stream:
            yield from warc.split(replace(packet, stream=stream, name=name))
    except _DAMAGED:
        yield problem("malformed", name, f"{name} cannot be unpacked: the zip is damaged; get it again")
        return
    if told is None:
        yield problem("unproven", name, f"{name} has no digest in {_INDEX}; its pages were read unproven")


def _has_digest(archive: zipfile.ZipFile, member: zipfile.ZipInfo, told: str) -> bool:
    """Whether the bytes of a member have the digest told (``sha256:…``, ``md5:…``), read piece by piece."""
    algorithm, _, value = told.partition(":")
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest() == value.lower()


READER = Reader("wacz", "1", "application/wacz", (".wacz",), container_only, split=_split, packed=True)
