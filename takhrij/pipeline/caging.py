"""Every parser of foreign bytes runs in a caged process; what falls there is a Problem and the rest goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable

from takhrij import read
from takhrij.core.config import Config
from takhrij.core.ids import sha256
from takhrij.core.records import Extraction, Problem, Reading
from takhrij.read.contract import Source
from takhrij.read.intake import Unfold
from takhrij.run import CagedRunner, Caps, Fall, LocalRunner, Runner

AnyRunner = CagedRunner | LocalRunner


def runner(config: Config, prepare: Callable[[], object] | None = None) -> AnyRunner:
    """Who runs the work of a command: caged processes, unless the Config or the system has none."""
    if not config.caged or sys.platform == "win32":
        return LocalRunner(prepare)
    return CagedRunner(config.jobs, Caps(config.seconds, 5 * config.seconds), prepare)


def unfolding(caged: Runner) -> Unfold:
    """The opening of files, containers of many documents among them, by a runner."""
    return lambda found: caged.flow(read.unfold, found, _unopened)


def fallen(stage: str, name: str, fall: Fall, document: str | None = None) -> Problem:
    """What stands for an input over which a worker of this stage fell."""
    message = f"{name} {fall.words}; the other inputs are not touched"
    return Problem(fall.reason, message, stage, name, document, read.retry(fall.reason))


def _unopened(found: read.Found, fall: Fall) -> Problem:
    return fallen("read", found.name, fall)


def unread(item: Source | Problem, fall: Fall) -> Problem:
    """What stands for an original whose reader fell."""
    return item if isinstance(item, Problem) else fallen("read", item.name, fall, sha256(item.data))


def untold(reading: Reading, fall: Fall) -> Extraction:
    """What stands for the claims of a text over which their finding fell."""
    name = reading.title or reading.document[:12]
    return Extraction(reading, problems=(*reading.problems, fallen("extract", name, fall, reading.document)))
