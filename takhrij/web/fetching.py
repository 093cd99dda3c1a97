"""Addresses that people ask for in the workbench: fetched one after the other, beside the pages."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from takhrij.core.errors import TakhrijError, UsageError
from takhrij.fetch import Fetcher
from takhrij.pipeline.collecting import Errand, collect
from takhrij.store.codec import record_to_json
from takhrij.store.custody import FETCHED
from takhrij.web.workbench import Workbench

MOST_WAITING = 20
_SHOWN = 20

State = Literal["waiting", "read", "known", "problem"]


class NotAskedError(UsageError):
    """An address that the guard of the network refuses."""


class FullError(UsageError):
    """Too many addresses wait already."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, who asked for it, and what came of it; `said` is a problem in words."""

    url: str
    by: str
    state: State = "waiting"
    said: str = ""


class Desk:
    """Takes addresses from pages of a workbench; `make` gives the Fetcher. Its methods may be called from several
    threads."""

    def __init__(self, workbench: Workbench, make: Callable[[], Fetcher]) -> None:
        self._workbench, self._make = workbench, make
        self._lock = threading.Lock()
        self._asked: list[Asked] = []
        self._working = False

    @cached_property
    def _fetcher(self) -> Fetcher:
        return self._make()

    def asked(self) -> tuple[Asked, ...]:
        """What was asked for since the workbench was started, newest first."""
        with self._lock:
            return tuple(self._asked[: -_SHOWN - 1 : -1])

    def ask(self, url: str, by: str) -> None:
        """Fetch an address soon. Raises NotAskedError, noted in the case's record, and FullError."""
        refused = self._fetcher.refusal(url)
        if refused is not None:
            self._workbench.note(FETCHED, by, record_to_json(refused) | {"document": None})
            raise NotAskedError(refused.detail or url)
        with self._lock:
            if sum(asked.state == "waiting" for asked in self._asked) >= MOST_WAITING:
                raise FullError(f"{MOST_WAITING} addresses wait already; ask again when some were fetched")
            self._asked.append(Asked(url, by))
            if self._working:
                return
            self._working = True
        threading.Thread(target=self._work, name="fetch", daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._lock:
                place = next((n for n, asked in enumerate(self._asked) if asked.state == "waiting"), None)
                if place is None:
                    self._working = False
                    return
                asked = self._asked[place]
            done = self._done(asked)
            with self._lock:
                self._asked[place] = done

    def _done(self, asked: Asked) -> Asked:
        config = replace(self._workbench.config, by=asked.by)
        try:
            summary = collect(Errand((asked.url,)), self._workbench.case, config, self._fetcher)
        except TakhrijError as error:
            return replace(asked, state="problem", said=str(error))
        except Exception as error:  # noqa: BLE001 — the next address must be fetched all the same
            traceback.print_exception(error, file=sys.stderr)
            return replace(asked, state="problem", said=type(error).__name__)
        if summary.read:
            return replace(asked, state="read")
        said = next((problem.message for problem in summary.problems), "")
        return replace(asked, state="problem" if said else "known", said=said)
