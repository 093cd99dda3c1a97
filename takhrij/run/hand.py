"""One worker process as its master holds it: gives it items, hears what it says, and ends it."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import selectors
import signal
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from takhrij.core.errors import TakhrijError
from takhrij.run import seccomp, wire
from takhrij.run.cage import Caps
from takhrij.run.contract import Fall
from takhrij.run.worker import Work, serve

_READ = 2**20
_NEVER = float("inf")
# Seconds between the end of the line and that of the process.
_PATIENCE = 5.0
_NONSENSE = Fall("crashed", "made its worker process say nonsense")


@dataclass(frozen=True, slots=True)
class Result:
    """One result of the item that the worker is at."""

    value: Any


@dataclass(frozen=True, slots=True)
class End:
    """No more results of that item."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The function raised; `trace` is where."""

    error: TakhrijError
    trace: str


class Hand:
    """A worker process and the line to it.

    `shared`: it is forked and shares this process's memory, else it starts anew. `due` is when on the monotonic
    clock it should have said something, `served` how many items it has ended, `ready` whether it ever began.
    """

    def __init__(self, caps: Caps, shared: bool) -> None:
        self._caps = caps
        methods = multiprocessing.get_all_start_methods()
        clean = "forkserver" if "forkserver" in methods else "spawn"
        context: Any = multiprocessing.get_context("fork" if shared else clean)
        self._shared = shared
        self._line, theirs = context.Pipe()
        parent = os.getpid() if shared else None
        self._process = context.Process(target=serve, args=(theirs, caps, parent), daemon=True)
        self._process.start()
        theirs.close()
        os.set_blocking(self.fileno(), False)
        self._inbox = wire.Inbox(caps.result)
        self._outbox: deque[memoryview] = deque()
        self._work: Work | None = None
        self._waiting = 0
        self.due = _NEVER
        self.served = 0
        self.ready = False

    @staticmethod
    def may_share_memory() -> bool:
        """Whether a worker may be forked: only where the kernel keeps what it shares from leaving it."""
        return "fork" in multiprocessing.get_all_start_methods() and seccomp.supported()

    def fileno(self) -> int:
        """The descriptor of the line."""
        number: int = self._line.fileno()
        return number

    @property
    def interest(self) -> int:
        """What to wait for on the line."""
        return selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outbox else 0)

    def give(self, work: Work, item: object) -> None:
        """Have a function run over an item after those given before."""
        if work is not self._work:
            self._work = work
            # What was prepared here before a fork is there after it.
            told = replace(work, prepare=None) if self._shared else work
            self._put(wire.frame(wire.FUNCTION, pickle.dumps(told)))
        self._put(wire.frame(wire.ITEM, pickle.dumps(item, pickle.HIGHEST_PROTOCOL)))
        if not self._waiting:
            self.due = time.monotonic() + self._caps.clock
        self._waiting += 1

    def exchange(self) -> Iterator[Result | End | Failed | Fall]:
        """Send and receive what the line takes and holds now. A Fall is the last that is said."""
        try:
            self._send()
            heard = os.read(self.fileno(), _READ)
            if not heard:
                yield self._ended()
                return
            for kind, body in self._inbox.feed(heard):
                if (event := self._event(kind, body)) is not None:
                    yield event
        except BlockingIOError:
            return
        except ConnectionResetError:
            yield self._ended()
        except wire.FrameTooLarge:
            yield Fall("too_large", "gives more than one document may hold")

    def overdue(self) -> Fall:
        """What to say of a worker that said nothing for too long."""
        return Fall("too_slow", f"gave no answer for {self._caps.clock} seconds")

    def end(self) -> None:
        """End the process now and wait until it is gone."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._line.close()

    def _put(self, data: bytes) -> None:
        self._outbox.append(memoryview(data))
        self._send()

    def _send(self) -> None:
        try:
            while self._outbox:
                sent = os.write(self.fileno(), self._outbox[0])
                if sent < len(self._outbox[0]):
                    self._outbox[0] = self._outbox[0][sent:]
                else:
                    self._outbox.popleft()
        except BlockingIOError:
            return
        except (BrokenPipeError, ConnectionResetError):
            # What it said before it ended is still to be read, and the end after that.
            self._outbox.clear()

    def _event(self, kind: bytes, body: bytes) -> Result | End | Failed | Fall | None:
        self.due = time.monotonic() + self._caps.clock if self._waiting else _NEVER
        try:
            match kind:
                case wire.READY:
                    self.ready = True
                    return None
                case wire.RESULT:
                    return Result(wire.rebuilt(body))
                case wire.END:
                    self._answered()
                    return End()
                case wire.ERROR:
                    error, trace = wire.rebuilt(body)
                    if isinstance(error, TakhrijError) and isinstance(trace, str):
                        self._answered()
                        return Failed(error, trace)
                case wire.MEMORY:
                    return Fall("too_much_memory", f"takes more than {self._caps.memory >> 20} MB of memory")
        except Exception:  # noqa: BLE001 - whatever a worker says that cannot be understood is a fault of that worker
            return _NONSENSE
        return _NONSENSE

    def _answered(self) -> None:
        self.served += 1
        self._waiting -= 1
        self.due = time.monotonic() + self._caps.clock if self._waiting else _NEVER

    def _ended(self) -> Fall:
        self._process.join(_PATIENCE)
        code = self._process.exitcode or 0
        if code == -signal.SIGPROF:
            return Fall("too_slow", f"took more than {self._caps.seconds} seconds of work")
        how = signal.strsignal(-code) if code < 0 else f"status {code}"
        return Fall("crashed", f"ended its worker process ({how})")
