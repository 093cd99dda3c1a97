"""One case as the workbench holds it: what its pages show, refreshed when the case changes, and judgements on it.

A judgement is on the disk before the page answers. Where linking the case takes long, events follow in the background
and the pages say so; nothing is lost if the program ends meanwhile, for the next linking starts from the log.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.errors import CaseLocked, TakhrijError, UsageError
from takhrij.core.records import Anchor, Claim, Decision, Span
from takhrij.pipeline import judging, searching
from takhrij.resources import Resources
from takhrij.run.lasting import lasting
from takhrij.show.index import Index
from takhrij.show.view import CaseView
from takhrij.show.wording import Words
from takhrij.store import Store, open_case
from takhrij.store.rounds import blinded
from takhrij.web.cells import values
from takhrij.web.making import Makings

BESIDE = frozenset({"code", "check", "translate", "reliability"})
"""Verbs of decisions on words that judge no claim of the case."""

AT_ONCE = 1.0
"""Seconds that a refresh may take to be waited for; a longer one runs beside the pages."""

Stamp = tuple[tuple[int, int], ...]


class PreparingError(TakhrijError):
    """A large case is being read; nothing can be shown or judged until that is done."""


class StaleError(UsageError):
    """What was judged has changed since the page showed it; nothing was written."""


@dataclass(frozen=True)
class Snapshot:
    """What the pages show: a view of the case, its index, and the state of the files that it was read from.

    Every reading of the case has a `number` of its own, which judgements laid over it keep.
    """

    view: CaseView
    index: Index
    stamp: Stamp
    resources: Resources
    number: int = field(default_factory=count(1).__next__)

    @cached_property
    def _words(self) -> dict[str, Words]:
        return {}

    @cached_property
    def _said(self) -> dict[str, Callable[[str, str], str]]:
        return {}

    def said(self, language: str) -> Callable[[str, str], str]:
        """How the values of facets are said in a language."""
        if language not in self._said:
            self._said[language] = values(self.words(language), self.view)
        return self._said[language]

    def overlaid(self, decision: Decision, stamp: Stamp) -> Snapshot:
        """The same with one more decision; how things are said is kept, for one claim changes none of it. What an undo
        changes is seen once the case is linked again."""
        if decision.verb == "undo":
            told = replace(self.view, decisions=(*self.view.decisions, decision)).like(self.view)
        else:
            told = judging.overlaid(self.view, decision)
        fresh = replace(self, view=told, stamp=stamp)
        fresh._words.update({key: replace(words, claims=fresh.view.claims) for key, words in self._words.items()})
        fresh._said.update(self._said)
        return fresh

    def words(self, language: str) -> Words:
        """The wording of a language for this case."""
        if language not in self._words:
            self._words[language] = Words.of(self.view, language, self.resources)
        return self._words[language]


@dataclass(frozen=True, slots=True)
class Judged:
    """One judgement as a page sends it: on which claim, what, by whom; `seen` is the fingerprint of what was shown."""

    claim: str
    verb: str
    by: str
    why: str = ""
    field: str | None = None
    value: Any = None
    other: str | None = None
    words: tuple[int, int] | None = None
    seen: str | None = None


class Workbench:
    """A case that is being worked on. Its methods may be called from several threads."""

    def __init__(self, case: str, config: Config) -> None:
        self.case = case
        self.config = config
        self._lock = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._seconds = 0.0
        self._refreshing: threading.Thread | None = None
        self._again = False
        self._last: Stamp = ()
        self._generation = 0
        self._preparing: threading.Thread | None = None
        self.rehearse: Callable[[Snapshot], None] = lambda fresh: None
        """What is done with a reading of a large case before the pages show it: they work out beforehand what each
        needs of it, so that nobody waits for that who asks first."""
        with self.store() as store:
            self.overlay = store.overlay

    @property
    def name(self) -> str:
        """The case's name: its folder's."""
        return Path(self.case).resolve().name

    @cached_property
    def makings(self) -> Makings:
        """Files that are made beside the pages, out of what this workbench may see."""
        return Makings()

    @cached_property
    def resources(self) -> Resources:
        """The data that the case is read with."""
        return Resources(self.overlay)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The case, opened for one piece of work."""
        with open_case(self.case) as store:
            yield store

    @property
    def behind(self) -> bool:
        """Whether events are being linked anew beside the pages."""
        return self._refreshing is not None and self._refreshing.is_alive()

    def generation(self) -> int:
        """A number that grows whenever the case was changed by more than a note in its record."""
        with self._lock:
            stamp = self._stamp()
            if stamp != self._last:
                self._last, self._generation = stamp, self._generation + 1
            return self._generation

    def relink(self) -> None:
        """Let events and pages take in decisions that were logged in the store itself."""
        if self._seconds <= AT_ONCE:
            with self._lock:
                self._link()
                self._load()
        else:
            self._beside(relink=True)

    def prepare(self, wait: float) -> None:
        """Read the case in a thread of its own, and wait at most so many seconds for it. Until that is done, whoever
        asks for the case is told that it is being read."""

        def work() -> None:
            try:
                fresh = self._read()
            except TakhrijError:
                return  # the next page reads it again, and says why it cannot
            self._snapshot = fresh

        self._preparing = threading.Thread(target=work, name="prepare", daemon=True)
        self._preparing.start()
        self._preparing.join(wait)

    def snapshot(self) -> Snapshot:
        """What the case holds now; where reading it takes long, what it held when last read. Raises PreparingError
        where it is being read for the first time."""
        if self._preparing is not None:
            self._preparing.join(AT_ONCE)
            if self._preparing.is_alive():
                raise PreparingError(
                    "the case is being read and its pages made ready; this page asks again by itself"
                )
            self._preparing = None
        with self._lock:
            if self._snapshot is None:
                return self._load()
            if self._snapshot.stamp != self._stamp():
                if self._seconds <= AT_ONCE:
                    return self._load()
                self._beside(relink=False)
            return self._snapshot

    def _stamp(self) -> Stamp:
        found = []
        for name in ("case.sqlite3", "case.sqlite3-wal"):
            try:
                status = (Path(self.case) / name).stat()
                found.append((status.st_mtime_ns, status.st_size))
            except OSError:
                found.append((0, 0))
        return tuple(found)

    def _load(self) -> Snapshot:
        self._snapshot = self._read()
        return self._snapshot

    @lasting()
    def _read(self) -> Snapshot:
        begun, stamp = time.monotonic(), self._stamp()
        with self.store() as store:
            view = pipeline.view(store, people=True)
        fresh = Snapshot(view, searching.index(view, self.resources), stamp, self.resources)
        self._seconds = max(time.monotonic() - begun, self._seconds / 2)
        if self._seconds > AT_ONCE:
            self.rehearse(fresh)
        return fresh

    def _caught_up(self, fresh: Snapshot) -> Snapshot:
        """A reading with what was decided while it was made; its stamp stays the old one, so that it is made again."""
        known = {d.id for d in fresh.view.decisions}
        with self.store() as store:
            made = [d for d in blinded(store.decisions()) if d.id not in known]
        for decision in made:
            fresh = fresh.overlaid(decision, fresh.stamp)
        return fresh

    def _beside(self, *, relink: bool) -> None:
        """Read the case anew in a thread of its own, after linking it where a judgement asks for that."""
        self._again = self._again or relink
        if self.behind:
            return

        def work() -> None:
            while True:
                with self._lock:
                    relinks, self._again = self._again, False
                try:
                    if relinks:
                        self._link()
                    fresh = self._read()
                except TakhrijError:
                    return  # another run holds the case; what it writes is read at the next page
                with self._lock:
                    self._snapshot = self._caught_up(fresh)
                    if not self._again:
                        return

        self._refreshing = threading.Thread(target=work, name="refresh", daemon=True)
        self._refreshing.start()

    def _link(self) -> None:
        try:
            with self.store() as store:
                pipeline.link_case(store, self.config)
        except CaseLocked:
            return  # whoever writes to the case now takes the decision in when it links

    # -- judgements

    def judge(self, judged: Judged) -> Decision:
        """Log one judgement of a claim and show it. Raises StaleError, UsageError, DecisionError, CaseError."""
        with self._lock:
            shown = self.snapshot()
            view = shown.view
            self.refuse_stale(view, judged.claim, judged.seen)
            claim = view.claims.get(judged.claim) or view.rejected.get(judged.claim) or view.claim(judged.claim)
            other = view.claim(judged.other) if judged.other else None
            anchor = Anchor(claim.document, "", "", "", claim.type, judged.field)
            made = Decision("", judged.verb, anchor, judged.by, pipeline.now(), judged.why, judged.value)
            with self.store() as store, store.deciding():
                self._refuse_overtaken(store, shown, claim, judged.seen)
                if judged.verb == "same" and other is not None:
                    made = replace(made, value=judging.members(store, view, claim, other))
                words = None
                if judged.words is not None:
                    words = judging.quoted_span(judging.reading_of(store, claim.document), *judged.words)
                logged = judging.decide(store, claim, judged.verb, made, other, words)
            return self._show(logged, relink=judged.verb not in ("unsure",))

    def add(self, document: str, place: tuple[int, int], kind: str, signed: tuple[str, str]) -> Claim:
        """Log a claim that the machine missed, told by words of a page; `signed` is by whom and why. Raises as `judge`."""
        with self._lock:
            with self.store() as store:
                trigger = judging.quoted_span(judging.reading_of(store, document), *place)
                claim = judging.missed(store, document, trigger, kind)
                made = Decision("", "add", Anchor(document, "", "", "", kind), signed[0], pipeline.now(), signed[1])
                logged = judging.decide(store, claim, "add", made)
            self._show(logged, relink=True)
            return claim

    def translate(self, document: str, place: tuple[int, int], value: dict[str, str], by: str) -> Decision:
        """Log a human translation of quoted words. Raises as `judge`."""
        with self._lock:
            with self.store() as store:
                words: Span = judging.quoted_span(judging.reading_of(store, document), *place)
                anchor = Anchor(document, "", "", "", "quotation")
                logged = judging.translate(
                    store, document, words, value, Decision("", "translate", anchor, by, pipeline.now())
                )
            return self._show(logged, relink=False)

    def mark_source(self, name: str, letter: str, signed: tuple[str, str]) -> Decision:
        """Log the reliability (A to F) of a source by its name; `signed` is by whom and why. Raises UsageError."""
        if letter not in "ABCDEF" or len(letter) != 1:
            raise UsageError("a reliability is a letter from A to F; F says that it is not known")
        anchor = Anchor("", name, "", "", "")
        made = Decision("", "reliability", anchor, signed[0], pipeline.now(), signed[1], letter)
        return self.log(lambda store: store.append_decision(made), relink=False)

    def log(self, judge: Callable[[Store], Decision], *, relink: bool = True) -> Decision:
        """Log what `judge` decides, as one with whatever it reads of the case's record, and show it. Raises what `judge`
        raises."""
        with self._lock:
            with self.store() as store, store.deciding():
                logged = judge(store)
            return self._show(logged, relink=relink)

    def undo(self, decision: str, by: str, why: str = "") -> Decision:
        """Log that a decision no longer holds, and show it. Raises DecisionError."""
        with self._lock:
            with self.store() as store:
                logged = store.undo(decision, by, pipeline.now(), why)
            return self._show(logged, relink=True)

    def preview(self, judge: Callable[[Store], object], people: bool = False) -> tuple[CaseView, CaseView]:
        """The case before and after what `judge` does to it, its persons too where asked for; the case itself stays as it
        is."""
        from takhrij.pipeline.previewing import previewed

        with self._lock, self.store() as store:
            return previewed(store, lambda: judge(store), self.config, people)

    @staticmethod
    def refuse_stale(view: CaseView, claim: str, seen: str | None) -> None:
        """Raises StaleError where a claim is no longer what a page with this fingerprint showed."""
        if seen is not None and seen != judging.fingerprint(view, claim):
            raise StaleError("this claim was changed since your page showed it; nothing was written, look at both")

    def _refuse_overtaken(self, store: Store, shown: Snapshot, claim: Claim, seen: str | None) -> None:
        """Raises StaleError where another process judged a claim since these pages last read the case."""
        if seen is None or shown.stamp == self._stamp():
            return
        known = {d.id for d in shown.view.decisions}
        for made in store.decisions():
            anchors = {(a.document, a.quote) for a in (made.anchor, made.other) if a is not None}
            if made.id not in known and made.verb not in BESIDE and (claim.document, claim.trigger.text) in anchors:
                raise StaleError(
                    f"{made.by} judged this claim since your page showed it; nothing was written, look at both"
                )

    def note(self, kind: str, by: str, told: Mapping[str, Any]) -> None:
        """Add an entry to the case's record that changes nothing of what pages show, so that none is read anew."""
        with self._lock:
            before = self._stamp()
            with self.store() as store:
                store.audit.append(kind, by, dict(told), pipeline.now())
            after = self._stamp()
            if self._snapshot is not None and self._snapshot.stamp == before:
                self._snapshot = replace(self._snapshot, stamp=after)
            if self._last == before:
                self._last = after

    def _show(self, logged: Decision, *, relink: bool) -> Decision:
        """Bring the pages up to a decision that is on the disk: at once where that is quick, else as far as it is."""
        if self._seconds <= AT_ONCE:
            if relink:
                self._link()
            self._load()
            return logged
        assert self._snapshot is not None
        self._snapshot = self._snapshot.overlaid(logged, self._stamp())
        if relink:
            self._beside(relink=True)
        return logged
