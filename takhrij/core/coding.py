"""Content codings of HTTP undone (gzip, deflate, br), never to more than a given size."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from takhrij.core.errors import InputRefused

ACCEPTED = "gzip, deflate, br"
# A body may be coded more than once, and be of several members; more than this nobody means well.
_MOST_CODINGS = 3
_MOST_MEMBERS = 1000


def undone(data: bytes, coding: str | None, limit: int) -> bytes:
    """A body without the codings that its ``Content-Encoding`` names, at most `limit` bytes.

    A server often names a coding that it did not use: a body that is not gzip at all is given back as it is. Raises
    InputRefused: ``too_large``, or ``malformed`` for a body that breaks off or a coding that is not known.
    """
    names = [name for part in (coding or "").lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if len(names) > _MOST_CODINGS:
        raise InputRefused("malformed", f"its body is coded {len(names)} times over; it was not read")
    for name in reversed(names):
        if name not in _UNDO:
            raise InputRefused("malformed", f"its body is in the coding «{name}», which is not known; get it plain")
        data = _UNDO[name](data, limit)
    return data


def _too_large(limit: int) -> InputRefused:
    return InputRefused("too_large", f"its body unpacks to more than {limit} bytes; it was not read")


def _inflated(data: bytes, window: int, limit: int) -> bytes:
    """Every member of a deflated stream; what follows the last one is left out."""
    whole = bytearray()
    for _ in range(_MOST_MEMBERS):
        inflater = zlib.decompressobj(window)
        whole += inflater.decompress(data, limit + 1 - len(whole))
        if len(whole) > limit:
            raise _too_large(limit)
        if not inflater.eof:
            raise InputRefused("malformed", "its packed body breaks off; get it again")
        data = inflater.unused_data
        if window <= zlib.MAX_WBITS or not data.startswith(b"\x1f\x8b"):
            return bytes(whole)
    raise InputRefused("malformed", f"its body is packed in more than {_MOST_MEMBERS} pieces; it was not read")


def _gzip(data: bytes, limit: int) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return _inflated(data, zlib.MAX_WBITS | 16, limit)
    except zlib.error as error:
        raise InputRefused("malformed", "its packed body is damaged; get it again") from error


def _deflate(data: bytes, limit: int) -> bytes:
    # Half of the servers send the bare stream and half the one with a zlib head.
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return _inflated(data, window, limit)
        except zlib.error:
            continue
    return data


def _br(data: bytes, limit: int) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    try:
        whole = bytearray(unpacker.process(data, output_buffer_limit=limit + 1))
        while len(whole) <= limit and not unpacker.is_finished() and not unpacker.can_accept_more_data():
            whole += unpacker.process(b"", output_buffer_limit=limit + 1 - len(whole))
    except brotli.error as error:
        raise InputRefused("malformed", "its packed body is damaged; get it again") from error
    if len(whole) > limit:
        raise _too_large(limit)
    if not unpacker.is_finished():
        raise InputRefused("malformed", "its packed body breaks off; get it again")
    return bytes(whole)


_UNDO: dict[str, Callable[[bytes, int], bytes]] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _br}
