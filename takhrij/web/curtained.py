"""The workbench as each role sees it: without the documents that are sealed from it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from takhrij import pipeline
from takhrij.core.records import Decision
from takhrij.pipeline import searching
from takhrij.pipeline.sealing import kept_back
from takhrij.store import Links, Store
from takhrij.store.curtain import Curtain
from takhrij.store.seals import ROLES
from takhrij.web import workbench as whole_workbench
from takhrij.web.workbench import PreparingError, Snapshot, Workbench


class Curtains:
    """A workbench for every role. A seal holds from the next page on, however long pages take to follow other decisions."""

    def __init__(self, whole: Workbench) -> None:
        self._whole = whole
        self._lock = threading.Lock()
        self._sealed: tuple[int, Mapping[str, str]] = (-1, {})
        self._made: dict[frozenset[str], CurtainedWorkbench] = {}

    def for_role(self, role: str) -> Workbench:
        """The whole workbench where nothing is kept from a role, else one that knows nothing of what is."""
        generation = self._whole.generation()
        with self._lock:
            if self._sealed[0] != generation:
                with self._whole.store() as store:
                    self._sealed = (generation, kept_back(store))
            rank, seals = ROLES.index(role), self._sealed[1]
            hidden = frozenset(key for key, least in seals.items() if ROLES.index(least) > rank)
            if not hidden:
                return self._whole
            if hidden not in self._made:
                # Curtains of seals that no longer hold are let go, lest each change of a seal keep one more.
                self._made = {key: made for key, made in self._made.items() if key <= seals.keys()}
                self._made[hidden] = CurtainedWorkbench(self._whole, hidden)
            return self._made[hidden]


class CurtainedWorkbench(Workbench):
    """A workbench from which documents are kept back: its store, its pages and its judgements know nothing of them."""

    def __init__(self, whole: Workbench, hidden: frozenset[str]) -> None:
        self.case, self.config, self.overlay = whole.case, whole.config, whole.overlay
        self._whole = whole
        self._hidden = hidden
        # One lock for all judgements, whoever makes them; another for what this one shows.
        self._lock = whole._lock
        self._own = threading.Lock()
        self._made: tuple[Snapshot, Snapshot] | None = None
        self._making: threading.Thread | None = None
        self._seconds = 0.0

    @property
    def behind(self) -> bool:
        """Whether events are being linked anew beside the pages."""
        return self._whole.behind or (self._making is not None and self._making.is_alive())

    def relink(self) -> None:
        """Let events take new decisions in."""
        self._whole.relink()

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The case without the documents kept back, with the links made over what is left."""
        with self._whole.store() as store:
            curtain = Curtain(store, self._hidden)
            if self._made is not None:
                view = self._made[1].view
                curtain.replace_links(Links(view.copies, view.origins, view.links, view.events))
            yield curtain

    def snapshot(self) -> Snapshot:
        """What the pages show; where making it takes long, what they showed before, while it is made beside them. Raises
        PreparingError where they showed nothing before."""
        whole = self._whole.snapshot()
        with self._own:
            made = self._made
            if made is not None and made[0].view is whole.view:
                return made[1]
            quick = max(self._seconds, self._whole._seconds) <= whole_workbench.AT_ONCE
            if quick:
                made = self._made = (whole, self._fresh(whole))
            elif self._making is None or not self._making.is_alive():
                self._making = threading.Thread(target=self._replace, args=(whole,), name="curtain", daemon=True)
                self._making.start()
        if made is None:
            raise PreparingError("the case is being made ready for your role; this page asks again by itself")
        return made[1]

    def _fresh(self, whole: Snapshot) -> Snapshot:
        begun = time.monotonic()
        with self._whole.store() as store:
            curtain = Curtain(store, self._hidden, still=True)
            pipeline.link_case(curtain, self.config)
            view = pipeline.view(curtain, people=True)
        made = Snapshot(view, searching.index(view, self.resources), whole.stamp, self.resources)
        self._seconds = time.monotonic() - begun
        if self._seconds > whole_workbench.AT_ONCE:
            self._whole.rehearse(made)
        return made

    def _replace(self, whole: Snapshot) -> None:
        made = self._fresh(whole)
        with self._own:
            self._made = (whole, made)

    def note(self, kind: str, by: str, told: Mapping[str, Any]) -> None:
        """Add an entry to the case's record."""
        self._whole.note(kind, by, told)

    def _show(self, logged: Decision, *, relink: bool) -> Decision:
        return self._whole._show(logged, relink=relink)
