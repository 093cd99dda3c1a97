"""What goes between this process and a worker: frames of bytes, and records that cannot run anything when read.

A frame is eight bytes of length, one of kind, and a body. What comes from a worker is not trusted: the worker has
read foreign bytes, so its answers are rebuilt from plain values, Takhrij's records and its errors alone.
"""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from takhrij.core.errors import TakhrijError

_LENGTH = 8
_READ = 2**20

FUNCTION, ITEM = b"f", b"i"
"""To a worker: the function with its preparation, one item of it."""
READY, RESULT, END, ERROR, MEMORY = b"y", b"r", b"e", b"x", b"m"
"""From a worker: it is caged, one result, no more of this item, an error, no memory left."""


def frame(kind: bytes, body: bytes = b"") -> bytes:
    """A frame as it goes over the line."""
    return (len(body) + 1).to_bytes(_LENGTH, "big") + kind + body


class FrameTooLarge(Exception):
    """The other side announced a frame beyond the limit."""


class Inbox:
    """Frames out of bytes as they arrive."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Kind and body of every frame that is whole now. Raises FrameTooLarge."""
        self._bytes += data
        while len(self._bytes) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self._bytes[:_LENGTH], "big")
            if end > self._limit:
                raise FrameTooLarge
            if len(self._bytes) < end:
                return
            kind, body = bytes(self._bytes[_LENGTH : _LENGTH + 1]), bytes(self._bytes[_LENGTH + 1 : end])
            del self._bytes[:end]
            yield kind, body


def read_frame(descriptor: int) -> tuple[bytes, bytes] | None:
    """The next frame of a blocking line, or None at its end."""
    head = _exactly(descriptor, _LENGTH)
    whole = None if head is None else _exactly(descriptor, int.from_bytes(head, "big"))
    return None if whole is None else (whole[:1], whole[1:])


def write_all(descriptor: int, data: bytes) -> None:
    """Put bytes on a blocking line."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _exactly(descriptor: int, number: int) -> bytes | None:
    parts: list[bytes] = []
    while number:
        part = os.read(descriptor, min(number, _READ))
        if not part:
            return None
        parts.append(part)
        number -= len(part)
    return b"".join(parts)


class _Records(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module.partition(".")[0] == "takhrij":
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, TakhrijError)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no record")


def rebuilt(body: bytes) -> Any:
    """The value that a worker sent. Raises pickle.UnpicklingError and others for what is no plain value or record."""
    return _Records(io.BytesIO(body)).load()
