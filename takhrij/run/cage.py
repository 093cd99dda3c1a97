"""What a worker process gives up before it meets foreign bytes, for good.

Everywhere: sockets, programs and changes to files are refused by an audit hook, which Python code cannot take off.
POSIX: a cap on processor time for each item, no core dump, no written file, few open files. Linux: a cap on memory,
the kernel's filter (`seccomp`), and an end with the process that it works for.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass

from takhrij.run import seccomp

_OPEN_FILES = 64
_MOST_DESCRIPTORS = 2**20
_DEATH_SIGNAL = 1
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.utime",
    "os.kill",
    "shutil.",
    "pty.",
    "urllib.",
)


@dataclass(frozen=True, slots=True)
class Caps:
    """What one item may cost a worker: processor seconds, seconds on the clock (for what waits and works not), bytes
    of memory that the whole worker holds, and bytes of one result."""

    seconds: int = 120
    clock: int = 600
    memory: int = 2**30
    result: int = 2**28


def enter(line: int, caps: Caps, parent: int | None) -> None:
    """Cage this process: all that stays open is the descriptor `line`. `parent` is the process that forked it.

    What writes to the standard streams writes into nothing from here on.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
        if parent is not None and os.getppid() != parent:
            # It ended before this one could ask to be told.
            os._exit(0)
    _keep_only(line)
    _limit(caps.memory)
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)
    seccomp.install()


def begin(caps: Caps) -> None:
    """The time of one item, or of its next result, begins: who exceeds it is ended by the system."""
    signal.setitimer(signal.ITIMER_PROF, caps.seconds)


def _keep_only(line: int) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(n, "w" if n else "r", closefd=False) for n in range(3))
    open_files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    os.closerange(3, line)
    os.closerange(line + 1, open_files if 0 < open_files < _MOST_DESCRIPTORS else _MOST_DESCRIPTORS)


def _limit(memory: int) -> None:
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))
    if sys.platform == "linux":
        # What is mapped now (the program, its data, the memory shared with the parent) does not grow; the rest may.
        with open("/proc/self/statm", encoding="ascii") as told:
            mapped, held = (int(pages) * resource.getpagesize() for pages in told.read().split()[:2])
        room = max(memory - held, memory // 4)
        resource.setrlimit(resource.RLIMIT_AS, (mapped + room, mapped + room))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        flags = arguments[2]
        if not (isinstance(flags, int) and flags & _WRITING):
            return
    elif not event.startswith(_REFUSED):
        return
    raise PermissionError(f"a worker process may not do this: {event}")
