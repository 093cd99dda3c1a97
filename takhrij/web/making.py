"""Files that take long to set: made one at a time in a process of their own, while the workbench goes on answering."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from takhrij.core.errors import TakhrijError, UsageError

LONGEST = 3600.0
"""Seconds that a file may take; one that takes longer is given up."""
KEPT = 900.0
"""Seconds that a file is kept after it was made."""
MOST = 8
"""Files that are made or kept at a time."""


class GivenUpError(TakhrijError):
    """The process that made a file fell or took too long."""


@dataclass(slots=True)
class Making:
    """One file on its way; `at` is when it was asked for and then when it ended, in seconds of the clock that only runs."""

    at: float
    data: bytes | None = None
    fault: TakhrijError | None = None
    done: threading.Event = field(default_factory=threading.Event)


class Makings:
    """The files of one workbench, each by a key that says who asked for what."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._made: dict[Hashable, Making] = {}

    def find(self, key: Hashable) -> Making | None:
        """A file that is being made or was made lately; None where there is none."""
        with self._lock:
            now = time.monotonic()
            self._made = {k: m for k, m in self._made.items() if not m.done.is_set() or now - m.at < KEPT}
            return self._made.get(key)

    def begin(self, key: Hashable, work: Callable[[], tuple[Callable[..., bytes], tuple[object, ...]]]) -> Making:
        """Have a file made, once for a key. `work` prepares beside the pages what is called in the process: a function of a
        module and its arguments, all picklable. Raises UsageError where too many are made or kept."""
        with self._lock:
            there = self._made.get(key)
            if there is not None:
                return there
            if len(self._made) >= MOST:
                raise UsageError("too many files are being made or were made just now; try again in some minutes")
            made = self._made[key] = Making(time.monotonic())
        threading.Thread(target=self._make, args=(made, work), name="making", daemon=True).start()
        return made

    def forget(self, key: Hashable) -> None:
        """Let go of a file, so that it is made anew when it is asked for again."""
        with self._lock:
            self._made.pop(key, None)

    def _make(self, made: Making, work: Callable[[], tuple[Callable[..., bytes], tuple[object, ...]]]) -> None:
        try:
            with self._turn:
                made.data = _by_process(*work())
        except TakhrijError as error:
            made.fault = error
        except Exception as error:  # noqa: BLE001 — whoever waits for the file is told of every failure
            made.fault = GivenUpError(
                f"the file could not be made ({type(error).__name__}); narrow the filter, try again"
            )
        finally:
            made.at = time.monotonic()
            made.done.set()


def _by_process(call: Callable[..., bytes], arguments: tuple[object, ...]) -> bytes:
    """What a function gives in a process that ends with this one. Raises what it raises of TakhrijError, GivenUpError."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, call, arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        told = ours.recv() if ours.poll(LONGEST) else None
    except EOFError:
        told = None
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(told, TakhrijError):
        raise told
    if not isinstance(told, bytes):
        raise GivenUpError(
            "the file could not be made: its process ended before it was done; narrow the filter, try again"
        )
    return told


def _answer(line: Connection, call: Callable[..., bytes], arguments: tuple[object, ...]) -> None:
    try:
        line.send(call(*arguments))
    except TakhrijError as error:
        line.send(error)
