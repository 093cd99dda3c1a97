"""What every runner must offer: ordered mapping and deterministic grouping over pure functions.

The same input gives the same output on every runner, whatever the number of workers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Sortable(Hashable, Protocol):
    """A key to group by: a string, a number or a tuple of them."""

    def __lt__(self, other: Any, /) -> bool: ...


K = TypeVar("K", bound=Sortable)


@dataclass(frozen=True, slots=True)
class Fall:
    """Why a worker process ended over an item: ``crashed``, ``too_slow``, ``too_much_memory`` or ``too_large``.

    `words` follow the name of the item in a message.
    """

    reason: str
    words: str


Instead = Callable[[A, Fall], B]


class Runner(Protocol):
    """Runs pure functions over many items, in this process, in many, or on a cluster."""

    def map(
        self, function: Callable[[A], B], items: Iterable[A], instead: Instead[A, B] | None = None
    ) -> Iterator[B]:
        """Results in the order of the items; items are drawn as results are taken, a bounded number ahead.

        `function` must be importable by name (a module's function or a `partial` of one). A TakhrijError comes
        out as it was raised; any other exception as a TakhrijError whose message names the item. Closing the
        iterator, or leaving it by an exception, drops the work that has not begun. `instead` gives the result of
        an item over which a worker process ended; without it that is a TakhrijError.
        """
        ...

    def flow(
        self, function: Callable[[A], Iterator[B]], item: A, instead: Instead[A, B] | None = None
    ) -> Iterator[B]:
        """The results of a function that gives many for one item, as they are taken.

        Like `map` in all else; where a worker process ends midway, the result of `instead` follows those before it.
        """
        ...

    def group(self, pairs: Iterable[tuple[K, A]]) -> Iterator[tuple[K, list[A]]]:
        """Values by key: keys ascending, values in the order given."""
        ...
