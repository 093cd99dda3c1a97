"""The progress bar of long commands."""

from __future__ import annotations

import sys
import time
from typing import Any, Self

_STAGES = {"read": "reading", "extract": "taking out claims", "link": "linking and weighing", "verify": "checking"}
_REDRAWN = 0.1


class Bar:
    """A progress bar in a terminal, nothing in a pipe."""

    def __init__(self) -> None:
        self.bar: Any = None
        self.tasks: dict[str, Any] = {}
        self.drawn = 0.0

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            # Without a thread of its own: a process with threads cannot fork its workers.
            self.bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()

    def step(self, stage: str, done: int, total: int | None) -> None:
        """Show how far a stage is."""
        if self.bar is None:
            return
        if stage not in self.tasks:
            self.tasks[stage] = self.bar.add_task(_STAGES.get(stage, stage), total=total)
        self.bar.update(self.tasks[stage], completed=done, total=total)
        now = time.monotonic()
        if done == total or now > self.drawn + _REDRAWN:
            self.bar.refresh()
            self.drawn = now
