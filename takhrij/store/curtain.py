"""A case as if some of its documents were not in it: the one place where sealed documents are kept back.

Everything that is read through a curtain leaves the hidden documents out: texts, claims, quotations, judgements, links.
Links and events are not filtered but made anew over what is left (`replace_links` keeps them here and not in the case),
for an event's label, conflicts, grade and reasons may repeat the words of any of its claims.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from takhrij.core.errors import CaseError, DecisionError
from takhrij.core.records import Claim, Decision, Document, Extraction, Problem, Reading
from takhrij.store.contract import AuditBreak, AuditEntry, AuditLog, Links, Page, Store
from takhrij.store.decisions import DECISION
from takhrij.store.seals import SEAL, UNSEAL


class Curtain:
    """A Store that hides documents. Judgements pass through to the case; nothing else of it can be written.

    `still`: nothing will be judged through it, so that linking needs no transaction of the case and waits for nobody.
    """

    def __init__(self, store: Store, hidden: frozenset[str], *, still: bool = False) -> None:
        self._still = still
        self._store = store
        self.hidden = hidden
        self._links = Links()
        self._problems: dict[str, tuple[Problem, ...]] = {}
        self._audit = _Audit(store.audit, hidden, self._named)

    def for_judging(self) -> Curtain:
        """The same curtain, with the links made behind it, through which judgements pass to the case."""
        made = Curtain(self._store, self.hidden)
        made._links, made._problems = self._links, self._problems
        return made

    @property
    def whole(self) -> Store:
        """The case itself."""
        return self._store

    @property
    def location(self) -> str:
        """The case's own."""
        return self._store.location

    @property
    def overlay(self) -> Path | None:
        """The case's own."""
        return self._store.overlay

    @property
    def audit(self) -> AuditLog:
        """The chain, without the payloads of judgements on hidden documents."""
        return self._audit

    def close(self) -> None:
        """Release the case."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """The case's own, for judgements that are tried and taken back."""
        return nullcontext() if self._still else self._store.transaction()

    # -- documents and readings

    def put_document(self, document: Document, reading: Reading, original: bytes, at: str) -> bool:
        """Refused."""
        raise _closed()

    def has(self, sha256: str) -> bool:
        """Whether the document is in the case and may be seen."""
        return sha256 not in self.hidden and self._store.has(sha256)

    def document(self, sha256: str) -> Document | None:
        """A document by its key, or None."""
        return None if sha256 in self.hidden else self._store.document(sha256)

    def added(self, sha256: str) -> str | None:
        """When the document was first added, or None."""
        return None if sha256 in self.hidden else self._store.added(sha256)

    def sha512(self, sha256: str) -> str | None:
        """The SHA-512 of the original as it was when kept, or None."""
        return None if sha256 in self.hidden else self._store.sha512(sha256)

    def documents(self) -> Iterator[Document]:
        """Every document that may be seen, by SHA-256."""
        return (d for d in self._store.documents() if d.sha256 not in self.hidden)

    def sightings(self, sha256: str) -> tuple[Document, ...]:
        """Every name that the same bytes were met under."""
        return () if sha256 in self.hidden else self._store.sightings(sha256)

    def pages(self) -> Iterator[Page]:
        """Every URL with those of its versions that may be seen."""
        for page in self._store.pages():
            versions = tuple(v for v in page.versions if v not in self.hidden)
            if versions:
                yield Page(page.url, versions)

    def original(self, sha256: str) -> bytes:
        """The archived bytes. Raises CaseError for a hidden document, as for one that is not there."""
        if sha256 in self.hidden:
            raise CaseError(f"there is no original {sha256[:12]} in this case")
        return self._store.original(sha256)

    def reading(self, sha256: str) -> Reading | None:
        """The Reading that a document shows now, or None."""
        return None if sha256 in self.hidden else self._store.reading(sha256)

    def readings(self) -> Iterator[Reading]:
        """The Reading of every document that may be seen."""
        return (r for r in self._store.readings() if r.document not in self.hidden)

    # -- what was taken out

    def put_extraction(self, extraction: Extraction, model: str) -> bool:
        """Refused."""
        raise _closed()

    def has_extraction(self, sha256: str, model: str) -> bool:
        """Whether the document may be seen and its extraction is of this model."""
        return sha256 not in self.hidden and self._store.has_extraction(sha256, model)

    def extraction(self, sha256: str) -> Extraction | None:
        """A document's extraction, or None."""
        return None if sha256 in self.hidden else self._store.extraction(sha256)

    def extractions(self) -> Iterator[Extraction]:
        """Every extraction of a document that may be seen."""
        return (e for e in self._store.extractions() if e.reading.document not in self.hidden)

    def claims(self) -> Iterator[Claim]:
        """Every claim of a document that may be seen."""
        return (c for c in self._store.claims() if c.document not in self.hidden)

    # -- problems

    def put_problem(self, problem: Problem) -> bool:
        """Refused."""
        raise _closed()

    def replace_problems(self, stage: str, problems: Iterable[Problem]) -> None:
        """Keep these here as all the problems of one stage."""
        self._problems[stage] = tuple(problems)

    def drop_problem(self, problem: Problem) -> None:
        """Refused."""
        raise _closed()

    def problems(self) -> tuple[Problem, ...]:
        """Problems of documents that may be seen, and of inputs that became none."""
        kept = [p for p in self._store.problems() if p.document not in self.hidden and p.stage not in self._problems]
        for problems in self._problems.values():
            kept += problems
        return tuple(sorted(kept, key=lambda p: (p.name, p.stage, p.reason, p.message, p.document or "")))

    # -- links

    def replace_links(self, links: Links) -> None:
        """Keep these here."""
        self._links = links

    def links(self) -> Links:
        """Those made over what may be seen; empty before that."""
        return self._links

    def erase_document(self, sha256: str) -> None:
        """Refused."""
        raise _closed()

    def purge(self) -> bool:
        """Refused."""
        raise _closed()

    def clear_derived(self) -> None:
        """Refused."""
        raise _closed()

    # -- decisions

    def deciding(self) -> AbstractContextManager[None]:
        """The case's own."""
        return self._store.deciding()

    def append_decision(self, decision: Decision) -> Decision:
        """Log a judgement. Raises DecisionError for a hidden document, as for one that is not there."""
        for anchor in (decision.anchor, decision.other):
            if anchor is not None and anchor.document in self.hidden:
                raise DecisionError(f"document {anchor.document[:12]} is not in this case; add it, then decide")
        return self._store.append_decision(decision)

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision that does not concern a hidden document, without what others tell of one."""
        return uncovered(self._store.decisions(), self.hidden, self._named)

    def _named(self, source: str) -> bool:
        """Whether a source is named by anything that may be seen."""
        return any(source == r.outlet or source in r.text for r in self.readings())

    def undo(self, decision: str, by: str, at: str, why: str = "") -> Decision:
        """Log that a decision no longer holds. Raises DecisionError for one that may not be seen."""
        found = [d.id for d in self.decisions() if decision and d.id.startswith(decision)]
        if len(found) != 1:
            raise DecisionError(f"no single decision begins with '{decision}'; `takhrij decisions` lists the ids")
        return self._store.undo(found[0], by, at, why)


ABOUT_SOURCES = ("reliability", "same_source", SEAL, UNSEAL)
"""Verbs of decisions that may name a source and no document."""


def uncovered(
    decisions: Iterable[Decision], hidden: frozenset[str], named: Any = lambda source: True
) -> tuple[Decision, ...]:
    """Decisions without those on hidden documents; rounds and samples lose the claims of these; `named` says of a
    source whether it may be told."""
    kept: list[Decision] = []
    for decision in decisions:
        anchors = [a for a in (decision.anchor, decision.other) if a is not None]
        if any(a.document in hidden for a in anchors):
            continue
        if decision.verb in ABOUT_SOURCES and not all(named(a.quote) for a in anchors if not a.document):
            continue
        kept.append(replace(decision, value=_without(decision.value, hidden)))
    return tuple(kept)


def _without(value: Any, hidden: frozenset[str]) -> Any:
    """A decision's value without hidden documents: wherever one is named, what names it goes, with all that it owns."""
    if isinstance(value, dict):
        return {k: _without(v, hidden) for k, v in value.items() if k not in hidden}
    if isinstance(value, list):
        return [_without(item, hidden) for item in value if not _owned(item, hidden)]
    return None if isinstance(value, str) and value in hidden else value


def _owned(item: Any, hidden: frozenset[str]) -> bool:
    """Whether an item of a list is a hidden document, or says that it belongs to one."""
    if isinstance(item, dict):
        return item.get("document") in hidden
    first = item[0] if isinstance(item, list) and item else item
    return isinstance(first, str) and first in hidden


def _closed() -> CaseError:
    return CaseError("this view of the case leaves documents out and cannot be written to")


class _Audit:
    """The audit chain of a case, with what concerns hidden documents kept back."""

    def __init__(self, audit: AuditLog, hidden: frozenset[str], named: Callable[[str], bool]) -> None:
        self._audit = audit
        self._hidden = hidden
        self._named = named

    def append(self, kind: str, by: str, payload: Any, at: str) -> AuditEntry:
        """Add an entry."""
        return self._audit.append(kind, by, payload, at)

    def entries(self, kinds: Collection[str] = ()) -> Iterator[AuditEntry]:
        """Every entry; the payload of one that names a hidden document is None."""
        for entry in self._audit.entries(kinds):
            kept_back = self._names_hidden(entry.payload) or self._of_hidden_source(entry)
            yield replace(entry, payload=None) if kept_back else entry

    def _of_hidden_source(self, entry: AuditEntry) -> bool:
        """Whether an entry is a decision about a source that nothing names that may be seen."""
        told = entry.payload if entry.kind == DECISION and isinstance(entry.payload, dict) else {}
        if told.get("verb") not in ABOUT_SOURCES:
            return False
        anchors = [a for a in (told["anchor"], told.get("other")) if a and not a["document"]]
        return not all(self._named(anchor["quote"]) for anchor in anchors)

    def _names_hidden(self, value: Any) -> bool:
        if isinstance(value, dict):
            return any(self._names_hidden(v) or self._names_hidden(k) for k, v in value.items())
        if isinstance(value, list):
            return any(self._names_hidden(v) for v in value)
        return isinstance(value, str) and value in self._hidden

    def breaks(self) -> tuple[AuditBreak, ...]:
        """Every place where the chain does not verify."""
        return self._audit.breaks()

    def verify(self) -> int:
        """The number of entries of a whole chain."""
        return self._audit.verify()

    def erase_payload(self, seq: int, by: str, why: str, at: str) -> AuditEntry:
        """Refused."""
        raise _closed()
