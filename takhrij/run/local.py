"""The laptop's runner: this process, or several beside it."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import Any, Generic, Self

from takhrij.core.errors import TakhrijError
from takhrij.run.contract import A, B, K

CHUNK = 8
"""Items that travel to a worker together."""


@dataclass(frozen=True, slots=True)
class _Failure:
    error: TakhrijError
    trace: str


@dataclass(frozen=True, slots=True)
class _Work(Generic[A, B]):
    """The function with the preparation that each worker needs once before its first item."""

    function: Callable[[A], B]
    prepare: Callable[[], object] | None


class LocalRunner:
    """Runs in this process (`jobs` 1) or in `jobs` worker processes; a Runner. Use it in a `with` block.

    `prepare` is called once in each process before its first item (to load what the function needs); it must
    be importable by name, like the function. Worker processes start anew, without this process's memory.
    """

    def __init__(self, jobs: int = 1, prepare: Callable[[], object] | None = None) -> None:
        self.jobs = max(1, jobs)
        self._prepare = prepare
        self._prepared = False
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker processes after the item each is at."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def map(self, function: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
        """Results in the order of the items, a bounded number worked ahead."""
        return self._map_here(function, items) if self.jobs == 1 else self._map_beside(function, items)

    def group(self, pairs: Iterable[tuple[K, A]]) -> Iterator[tuple[K, list[A]]]:
        """Values by key: keys ascending, values in the order given. Holds all pairs in memory."""
        groups: dict[K, list[A]] = {}
        for key, value in pairs:
            groups.setdefault(key, []).append(value)
        for key in sorted(groups):
            yield key, groups[key]

    def _map_here(self, function: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
        if self._prepare is not None and not self._prepared:
            self._prepare()
            self._prepared = True
        for item in items:
            try:
                result = function(item)
            except TakhrijError:
                raise
            except Exception as error:
                raise TakhrijError(_message(item, error)) from error
            yield result

    def _map_beside(self, function: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
        work = _Work(function, self._prepare)
        pool = self._workers()
        source = iter(items)
        ahead: deque[Future[list[B | _Failure]]] = deque()
        try:
            for chunk in iter(lambda: list(islice(source, CHUNK)), []):
                ahead.append(pool.submit(_run_chunk, work, chunk))
                if len(ahead) >= 2 * self.jobs:
                    yield from _taken(ahead.popleft())
            while ahead:
                yield from _taken(ahead.popleft())
        except BrokenProcessPool as error:
            self.close()
            raise TakhrijError(
                "a worker process ended without a word (out of memory?); run again with --jobs 1"
            ) from error
        finally:
            for future in ahead:
                future.cancel()

    def _workers(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A fork of a process with threads can hang; a fork server starts as clean as a new process, faster.
            methods = multiprocessing.get_all_start_methods()
            context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
            self._pool = ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_leave_interrupts)
        return self._pool


def _taken(future: Future[list[B | _Failure]]) -> Iterator[B]:
    for result in future.result():
        if isinstance(result, _Failure):
            result.error.add_note(result.trace)
            raise result.error
        yield result


def _leave_interrupts() -> None:
    # Ctrl-C reaches every process of a terminal; only the one that the user started answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


_prepared_by: set[bytes] = set()


def _run_chunk(work: _Work[A, B], chunk: list[A]) -> list[B | _Failure]:
    """In a worker: the results of a chunk; a failure ends it, as what follows will not be taken."""
    results: list[B | _Failure] = []
    for item in chunk:
        try:
            _prepare_once(work)
            results.append(work.function(item))
        except Exception as error:  # noqa: BLE001 - whatever it is must reach the process that waits for it
            results.append(_Failure(_portable(item, error), f"in worker {os.getpid()}:\n{traceback.format_exc()}"))
            break
    return results


def _prepare_once(work: _Work[Any, Any]) -> None:
    if work.prepare is None:
        return
    key = pickle.dumps(work.prepare)
    if key not in _prepared_by:
        work.prepare()
        _prepared_by.add(key)


def _portable(item: object, error: Exception) -> TakhrijError:
    """The error in a form that another process can rebuild."""
    if not isinstance(error, TakhrijError):
        return TakhrijError(_message(item, error))
    try:
        pickle.loads(pickle.dumps(error))
    except (TypeError, AttributeError, pickle.PickleError):
        return TakhrijError(str(error))
    return error


def _message(item: object, error: Exception) -> str:
    return f"{_name(item)} failed ({type(error).__name__}: {error}); run with --verbose and report this"


def _name(item: object) -> str:
    """What an item is called in one line: its name, label or id where it has one, else how it prints."""
    for attribute in ("name", "label", "id"):
        value = getattr(item, attribute, None)
        if isinstance(value, str) and value:
            return value
    shown = item if isinstance(item, str) else repr(item)
    return shown if len(shown) <= 80 else f"{shown[:79]}…"
