"""The runner without processes: everything in this one. For tests and for programs that embed Takhrij."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Self

from takhrij.run.contract import A, B, Instead, K
from takhrij.run.failure import failure


class LocalRunner:
    """Runs in this process; a Runner. Nothing guards against what a hostile page does to a parser: see CagedRunner.

    `prepare` is called once before the first item of `map` (to load what the function needs).
    """

    def __init__(self, prepare: Callable[[], object] | None = None) -> None:
        self._prepare = prepare

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """There is nothing to end."""

    def map(
        self, function: Callable[[A], B], items: Iterable[A], instead: Instead[A, B] | None = None
    ) -> Iterator[B]:
        """Results in the order of the items, each worked out when it is taken."""
        self._prepared()
        for item in items:
            try:
                result = function(item)
            except Exception as error:
                raise failure(item, error) from error
            yield result

    def flow(
        self, function: Callable[[A], Iterator[B]], item: A, instead: Instead[A, B] | None = None
    ) -> Iterator[B]:
        """The results of one item, each worked out when it is taken."""
        try:
            yield from function(item)
        except Exception as error:
            raise failure(item, error) from error

    def group(self, pairs: Iterable[tuple[K, A]]) -> Iterator[tuple[K, list[A]]]:
        """Values by key: keys ascending, values in the order given. Holds all pairs in memory."""
        return grouped(pairs)

    def _prepared(self) -> None:
        if self._prepare is not None:
            self._prepare()
            self._prepare = None


def grouped(pairs: Iterable[tuple[K, A]]) -> Iterator[tuple[K, list[A]]]:
    """Values by key: keys ascending, values in the order given."""
    groups: dict[K, list[A]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    for key in sorted(groups):
        yield key, groups[key]
