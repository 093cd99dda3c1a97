"""The runner for foreign bytes: worker processes that may do little, and may die without harm."""

from __future__ import annotations

import selectors
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from takhrij.core.errors import TakhrijError
from takhrij.run.cage import Caps
from takhrij.run.contract import A, B, Fall, Instead, K
from takhrij.run.failure import name_of
from takhrij.run.hand import End, Failed, Hand, Result
from takhrij.run.local import grouped
from takhrij.run.worker import Work

# A worker holds the item that it is at and the next one; this many items a worker wait for those before them.
_HELD = 2
_AHEAD = 8
# An end that the items before may have brought about is tried again in a new process, so that it tells of this one.
_TRIED_AGAIN = ("crashed", "too_much_memory")


@dataclass(slots=True)
class _Task:
    item: Any
    work: Work
    results: deque[Any] = field(default_factory=deque)
    given: int = 0
    passed_over: int = 0
    tries: int = 0
    done: bool = False
    failed: Failed | None = None
    fall: Fall | None = None


class CagedRunner:
    """Runs in `jobs` worker processes under `caps`; a Runner. Use it in a `with` block, in one thread.

    An item over which a worker crashes, hangs or swells costs that worker only: a new one takes its place, and the
    results of all other items are the same. `prepare` is called once in each process before the first item of `map`,
    or once in this one where workers share its memory.
    """

    def __init__(self, jobs: int = 1, caps: Caps | None = None, prepare: Callable[[], object] | None = None) -> None:
        self.jobs = max(1, jobs)
        self._caps = caps or Caps()
        self._prepare = prepare
        self._hands: dict[Hand, deque[_Task]] = {}
        self._openers: list[Hand] = []
        self._prepared = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker processes, whatever they are at."""
        for hand in (*self._hands, *self._openers):
            hand.end()
        self._hands.clear()
        self._openers.clear()

    def map(
        self, function: Callable[[A], B], items: Iterable[A], instead: Instead[A, B] | None = None
    ) -> Iterator[B]:
        """Results in the order of the items, a bounded number worked ahead."""
        work, source = Work(function, prepare=self._prepare), iter(items)
        order: deque[_Task] = deque()
        try:
            while self._fill(order, source, work):
                while not order[0].done:
                    self._turn(self._hands)
                yield _taken(order.popleft(), instead)
        finally:
            # Whoever leaves early leaves workers at items that nobody waits for.
            for hand in [h for h, held in self._hands.items() if held]:
                self._dismiss(hand)

    def flow(
        self, function: Callable[[A], Iterator[B]], item: A, instead: Instead[A, B] | None = None
    ) -> Iterator[B]:
        """The results of one item as they come; a worker of its own waits while nobody takes them."""
        task = _Task(item, Work(function, many=True))
        held = {self._openers.pop() if self._openers else self._new(): deque([task])}
        try:
            next(iter(held)).give(task.work, item)
            while task.results or not task.done:
                if task.results:
                    yield task.results.popleft()
                else:
                    self._turn(held)
            if task.failed is not None or task.fall is not None:
                yield _taken(task, instead)
        finally:
            for hand, left in held.items():
                if left:
                    hand.end()
                else:
                    self._openers.append(hand)

    def group(self, pairs: Iterable[tuple[K, A]]) -> Iterator[tuple[K, list[A]]]:
        """Values by key: keys ascending, values in the order given. Holds all pairs in memory."""
        return grouped(pairs)

    def _fill(self, order: deque[_Task], source: Iterator[Any], work: Work) -> bool:
        """Give items out while workers are free; whether any result is still to come."""
        while len(order) < _AHEAD * self.jobs and self._has_room():
            try:
                task = _Task(next(source), work)
            except StopIteration:
                break
            order.append(task)
            hand = self._free()
            self._hands[hand].append(task)
            hand.give(work, task.item)
        return bool(order)

    def _has_room(self) -> bool:
        return len(self._hands) < self.jobs or any(len(held) < _HELD for held in self._hands.values())

    def _free(self) -> Hand:
        """The worker with the least to do; a new one where all have something and more are allowed."""
        idle = min(self._hands, key=lambda h: len(self._hands[h]), default=None)
        if idle is None or (self._hands[idle] and len(self._hands) < self.jobs):
            idle = self._new(self._prepare)
            self._hands[idle] = deque()
        return idle

    def _new(self, prepare: Callable[[], object] | None = None) -> Hand:
        # A fork of a process with threads can hang. One without is forked where the kernel can filter the child.
        shared = Hand.may_share_memory() and threading.active_count() == 1
        if shared and prepare is not None and not self._prepared:
            prepare()
            self._prepared = True
        return Hand(self._caps, shared)

    def _dismiss(self, hand: Hand) -> None:
        hand.end()
        del self._hands[hand]

    def _turn(self, held: dict[Hand, deque[_Task]]) -> None:
        """Wait until a worker says something or exceeds its time, and take what is there."""
        with selectors.DefaultSelector() as selector:
            for hand in held:
                selector.register(hand, hand.interest)
            due = min(hand.due for hand in held)
            ready = {key.fileobj for key, _ in selector.select(max(0.0, min(due - time.monotonic(), 3600)))}
        for hand in list(held):
            if hand in ready:
                for event in hand.exchange():
                    self._settle(held, hand, event)
                    if isinstance(event, Fall):
                        break
            elif hand.due <= time.monotonic():
                self._settle(held, hand, hand.overdue())

    def _settle(self, held: dict[Hand, deque[_Task]], hand: Hand, event: Result | End | Failed | Fall) -> None:
        tasks = held[hand]
        if isinstance(event, Fall):
            self._replace(held, hand, event)
        elif tasks:
            task = tasks[0]
            match event:
                case Result(value) if task.passed_over:
                    task.passed_over -= 1
                case Result(value):
                    task.results.append(value)
                    task.given += 1
                case Failed():
                    task.failed = event
            if not isinstance(event, Result):
                task.done = True
                tasks.popleft()

    def _replace(self, held: dict[Hand, deque[_Task]], hand: Hand, fall: Fall) -> None:
        """A new worker for one that ended; it goes on with what that one held."""
        tasks = held.pop(hand)
        hand.end()
        if tasks:
            task = tasks[0]
            if fall.reason in _TRIED_AGAIN and hand.served and not task.tries:
                task.tries += 1
                task.passed_over = task.given
            else:
                task.fall, task.done = fall, True
                tasks.popleft()
        if not hand.ready:
            raise TakhrijError("a worker process cannot start; free some memory or processes, then run again")
        new = self._new(self._prepare if held is self._hands else None)
        held[new] = tasks
        for task in tasks:
            new.give(task.work, task.item)


def _taken(task: _Task, instead: Instead[Any, Any] | None) -> Any:
    """The result of a task that is done, or what stands for it."""
    if task.failed is not None:
        task.failed.error.add_note(task.failed.trace)
        raise task.failed.error
    if task.fall is None:
        return task.results.popleft()
    if instead is None:
        raise TakhrijError(f"{name_of(task.item)} {task.fall.words}; leave it out, then run again")
    return instead(task.item, task.fall)
