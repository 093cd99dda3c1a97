"""The worker's side of the cage: takes functions and items off the line, puts results on it."""

from __future__ import annotations

import gc
import os
import pickle
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from takhrij.run import cage, wire
from takhrij.run.cage import Caps
from takhrij.run.failure import portable


@dataclass(frozen=True, slots=True)
class Work:
    """A function of one item, whether it gives `many` results, and what a process needs once before it."""

    function: Callable[[Any], Any]
    many: bool = False
    prepare: Callable[[], object] | None = None


def serve(connection: Connection, caps: Caps, parent: int | None) -> None:
    """Work until the line ends or the memory does."""
    line = connection.fileno()
    # What was there before stays: no collection may end what belongs to the parent, or copy its pages.
    gc.freeze()
    cage.enter(line, caps, parent)
    wire.write_all(line, wire.frame(wire.READY))
    with suppress(BrokenPipeError, ConnectionResetError):
        _work(line, caps)
    os._exit(0)


def _work(line: int, caps: Caps) -> None:
    work: Work | None = None
    function = b""
    prepared: set[bytes] = set()
    while (received := wire.read_frame(line)) is not None:
        kind, body = received
        if kind == wire.FUNCTION:
            work, function = None, body
            continue
        cage.begin(caps)
        item: object = None
        try:
            item = pickle.loads(body)
            work = work or pickle.loads(function)
            if work.prepare is not None and (key := pickle.dumps(work.prepare)) not in prepared:
                work.prepare()
                prepared.add(key)
            if work.many:
                for result in work.function(item):
                    wire.write_all(line, _told(result))
                    cage.begin(caps)
                wire.write_all(line, wire.frame(wire.END))
            else:
                wire.write_all(line, _told(work.function(item)) + wire.frame(wire.END))
        except MemoryError:
            # What is left of the memory may be too little for anything else.
            wire.write_all(line, wire.frame(wire.MEMORY))
            return
        except Exception as error:  # noqa: BLE001 - whatever it is must reach the process that waits for it
            trace = f"in worker {os.getpid()}:\n{traceback.format_exc()}"
            wire.write_all(line, wire.frame(wire.ERROR, pickle.dumps((portable(item, error), trace))))


def _told(result: object) -> bytes:
    return wire.frame(wire.RESULT, pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
