"""What the network answered, taken apart: in a caged process, like files, for it is as foreign as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from takhrij.core.errors import InputRefused
from takhrij.core.records import Problem
from takhrij.pipeline.caging import fallen
from takhrij.read import feed, sitemap
from takhrij.read.contract import Source, retry
from takhrij.read.registry import HEAD
from takhrij.read.served import Answer, sources_of
from takhrij.read.sitemap import Listed
from takhrij.run import Fall, Runner


@dataclass(frozen=True, slots=True)
class Opening:
    """An answer, and the most bytes of one document in it. Picklable."""

    answer: Answer
    limit: int

    @property
    def name(self) -> str:
        """What a user would look for."""
        return self.answer.name


@dataclass(frozen=True, slots=True)
class Naming:
    """What a feed or sitemap names, in its order; `is_list` is false for what is neither."""

    is_list: bool
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Opener:
    """Takes answers apart by a runner. Never raises for what an answer holds: Problems tell it, and the rest goes on."""

    caged: Runner

    def documents(self, opening: Opening) -> list[Source | Problem]:
        """One Source a document; nothing where no reader knows its type."""
        return list(self.caged.flow(_documents, opening, _fell))

    def named(self, opening: Opening) -> Naming | Problem:
        """The pages that it names where it is a list."""
        *_, told = self.caged.flow(_named, opening, _fell)
        return told


def _fell(opening: Opening, fall: Fall) -> Problem:
    return fallen("fetch", opening.name, fall)


def _documents(opening: Opening) -> Iterator[Source | Problem]:
    try:
        yield from sources_of(opening.answer, opening.limit)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 — one strange answer must not end the rest
        yield _broken(opening, error)


def _named(opening: Opening) -> Iterator[Naming | Problem]:
    try:
        yield _naming(opening.answer.data)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 — one strange answer must not end the rest
        yield _broken(opening, error)


def _naming(data: bytes) -> Naming:
    if sitemap.is_sitemap(data[:HEAD]):
        return Naming(True, tuple(sitemap.addresses_of(data)))
    if feed.READER.sniff(data[:HEAD]):
        return Naming(True, tuple(Listed(item.link) for item in feed.items_of(data)[1] if item.link))
    return Naming(False)


def _broken(opening: Opening, error: Exception) -> Problem:
    name = opening.name
    if isinstance(error, InputRefused):
        return Problem(error.reason, f"{name}: {error}", "fetch", name, None, retry(error.reason))
    words = " ".join(f"{type(error).__name__}: {error}".split())
    return Problem(
        "failed", f"{name} could not be taken apart ({words}); report it", "fetch", name, None, "report it"
    )
