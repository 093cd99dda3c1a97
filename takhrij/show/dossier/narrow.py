"""A case narrowed to some of its events: their claims, the pages that tell them, and what else these pages hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from takhrij.core.records import ClaimRef, Decision, Relation
from takhrij.show.view import CaseView


def narrowed(view: CaseView, names: Sequence[str]) -> CaseView:
    """The case as far as it bears on events named by ids or beginnings of ids. Raises UsageError for an unknown one."""
    chosen = {view.event(name).id for name in names}
    events = tuple(e for e in view.events if e.id in chosen)
    claims = {c: view.claims[c] for c in view.claims if view.event_of.get(c) in chosen}
    pages = {document for event in events for _, document in event.claims}
    kept = frozenset(claims)
    return replace(
        view,
        documents={k: d for k, d in view.documents.items() if k in pages},
        readings={k: r for k, r in view.readings.items() if k in pages},
        claims=claims,
        relations=tuple(r for r in view.relations if r.document in pages and _told_of(r) <= kept),
        framing=tuple((d, f) for d, f in view.framing if d in pages),
        copies=tuple(c for c in view.copies if c.a in pages and c.b in pages),
        origins=tuple(o for o in view.origins if pages & set(o.documents)),
        links=tuple(x for x in view.links if x.a in kept and x.b in kept),
        events=events,
        decisions=tuple(d for d in view.decisions if _pages(d) & pages),
        problems=tuple(p for p in view.problems if p.document in pages),
    )


def _told_of(relation: Relation) -> frozenset[str]:
    return frozenset(o.claim for o in relation.object if isinstance(o, ClaimRef))


def _pages(decision: Decision) -> set[str]:
    anchors: Iterable[str | None] = (decision.anchor.document, decision.other.document if decision.other else None)
    return {document for document in anchors if document}
