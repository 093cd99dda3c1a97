"""One document: what is read of it, what it claims, and what stands for it where that fails."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from takhrij import frame, read
from takhrij.core import __version__
from takhrij.core.config import Config
from takhrij.core.errors import InputRefused
from takhrij.core.ids import sha256
from takhrij.core.records import Document, Extraction, Problem, Reading
from takhrij.pipeline.tools import LANGUAGE, tools
from takhrij.read.contract import Source
from takhrij.resources import Resources

Outcome = tuple[Document, Reading] | Problem


def _failure(stage: str, name: str, document: str, error: Exception) -> Problem:
    words = " ".join(f"{type(error).__name__}: {error}".split())
    message = f"{name} could not be {'read' if stage == 'read' else 'understood'} ({words}); report the page"
    return Problem("failed", message, stage, name, document, "report the page; the other inputs are not touched")


@dataclass(frozen=True)
class Extractor:
    """The recipe of extraction: picklable, and every process that runs it builds its own indexes.

    `people`: every naming of a person is read as well, which only a case needs."""

    config: Config
    people: bool = False

    @cached_property
    def resources(self) -> Resources:
        """The package's data with the case's own over it."""
        return Resources(self.config.overlay)

    @cached_property
    def model(self) -> str:
        """The version of program and data: equal models give equal output for equal input."""
        return f"takhrij {__version__} {self.resources.digest}"

    def prepare(self) -> None:
        """Build the indexes of this process. Raises DataError where the codebook cannot be read."""
        tools(self.config.overlay, self.model)

    def read(self, item: Source | Problem) -> Outcome:
        """The Document and Reading of an original, or the Problem of one that cannot be read."""
        if isinstance(item, Problem):
            return item
        try:
            return read.read(item, LANGUAGE, self.resources)
        except InputRefused as error:
            return read.refusal(item, error)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 — one strange page must not end the batch
            return _failure("read", item.name, sha256(item.data), error)

    def extract(self, reading: Reading, trace: frame.Trace | None = None) -> Extraction:
        """Everything that a Reading claims; what fails is a Problem of the extraction."""
        try:
            finders, framer = tools(self.config.overlay, self.model)
            text = LANGUAGE.tokenize(reading.text, sorted({*reading.boilerplate, *reading.hidden}))
            mentions = finders.find(text, reading)
            framed = framer.frame(text, reading, mentions, trace)
            told = finders.people.find(text, mentions) if self.people else ()
            found = framed.claims, framed.relations, framed.framing
            return Extraction(reading, *found, mentions, problems=reading.problems, people=told)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 — one strange page must not end the batch
            problem = _failure("extract", reading.title or reading.document[:12], reading.document, error)
            return Extraction(reading, problems=(*reading.problems, problem))

    def whole(self, item: Source | Problem) -> tuple[Document, Extraction] | Problem:
        """Read and extract in one step."""
        outcome = self.read(item)
        return outcome if isinstance(outcome, Problem) else (outcome[0], self.extract(outcome[1]))
