"""A case as the screens read it: all records by key, with printable labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from takhrij.core.errors import UsageError
from takhrij.core.records import (
    ActorRef,
    Claim,
    ClaimLink,
    Copy,
    Decision,
    Document,
    Entity,
    Event,
    Extraction,
    Framing,
    Origin,
    Person,
    PersonJudgement,
    Problem,
    Reading,
    Relation,
    Translation,
)
from takhrij.store import Store
from takhrij.store.erasure import Tombstone, erased
from takhrij.store.rounds import blinded

T = TypeVar("T")
LATELY = 24
"""Answers to filters that are kept beside a view."""


@dataclass(frozen=True)
class CaseView:
    """Everything that a screen may print, read once from a case or built by hand.

    `claims` keeps the order of documents and text; `framing` pairs a row with its document's SHA-256; `taken_out` are
    ids of claims that decisions rejected or put others in the place of; `judged` are the standing judgements of two
    claims, in the order made; `decided` the decisions in force on each claim, those on `rejected` claims too.
    """

    documents: Mapping[str, Document] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    framing: tuple[tuple[str, Framing], ...] = ()
    persons: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    entities: tuple[Entity, ...] = ()
    copies: tuple[Copy, ...] = ()
    origins: tuple[Origin, ...] = ()
    links: tuple[ClaimLink, ...] = ()
    events: tuple[Event, ...] = ()
    decisions: tuple[Decision, ...] = ()
    problems: tuple[Problem, ...] = ()
    taken_out: frozenset[str] = frozenset()
    judged: tuple[tuple[str, str, str], ...] = ()
    judged_persons: tuple[PersonJudgement, ...] = ()
    decided: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    rejected: Mapping[str, Claim] = field(default_factory=dict)
    translations: tuple[Translation, ...] = ()
    erased: tuple[Tombstone, ...] = ()

    def like(self, earlier: CaseView) -> CaseView:
        """This view with what was worked out of an earlier one that differs in single claims only: labels, events and
        names, which a judgement of a claim leaves as they are until the case is linked again."""
        kept = (
            *("labels", "by_id", "event_of", "contested", "origin_of", "relation_by_id", "actor_names"),
            *("_lasting", "_lately"),
        )
        self.__dict__.update({name: earlier.__dict__[name] for name in kept if name in earlier.__dict__})
        return self

    def alone(self, event: Event) -> CaseView:
        """This view with one event only; what depends on documents alone is kept."""
        made = replace(self, events=(event,))
        made.__dict__.update({"labels": self.labels, "origin_of": self.origin_of})
        return made

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Printable name by SHA-256: the label where it is unique in the case, else ``label@<8 hex>``."""
        times = Counter(d.label for d in self.documents.values())
        return {k: d.label if times[d.label] == 1 else f"{d.label}@{k[:8]}" for k, d in self.documents.items()}

    def label(self, document: str) -> str:
        """The printable name of a document; the first characters of its hash where it is not in the case."""
        return self.labels.get(document, document[:12])

    @cached_property
    def event_of(self) -> Mapping[str, str]:
        """Event id by claim id."""
        return {claim: event.id for event in self.events for claim, _ in event.claims}

    @cached_property
    def by_id(self) -> Mapping[str, Event]:
        """Events by id."""
        return {event.id: event for event in self.events}

    @cached_property
    def contested(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the fields on which the claims of an event disagree, by event id; ``sum`` for one that fails."""
        found: dict[str, tuple[str, ...]] = {}
        for event in self.events:
            fields = [c.field for c in event.conflicts] + ["sum"] * any(not c.holds for c in event.checks)
            if fields:
                found[event.id] = tuple(dict.fromkeys(fields))
        return found

    @cached_property
    def relation_by_id(self) -> Mapping[str, Relation]:
        """Relation by id."""
        return {relation.id: relation for relation in self.relations}

    @cached_property
    def claims_of(self) -> Mapping[str, tuple[Claim, ...]]:
        """The claims of each document, in text order."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims.values():
            found.setdefault(claim.document, []).append(claim)
        return {key: tuple(told) for key, told in found.items()}

    @cached_property
    def actor_names(self) -> Mapping[str, str]:
        """Neutral name by actor id, as the claims and relations of the case carry them."""
        refs = [f for c in self.claims.values() for fs in c.roles.values() for f in fs if isinstance(f, ActorRef)]
        for relation in self.relations:
            refs += [*relation.subject, *relation.between, *(o for o in relation.object if isinstance(o, ActorRef))]
        return {ref.id: ref.name for ref in refs if ref.unit is None}

    @cached_property
    def origin_of(self) -> Mapping[str, Origin]:
        """The origin that a document goes back to, by SHA-256; the first that lists it."""
        found: dict[str, Origin] = {}
        for origin in self.origins:
            for document in origin.documents:
                found.setdefault(document, origin)
        return found

    @cached_property
    def entity_of(self) -> Mapping[tuple[str, int], tuple[str, str]]:
        """Id and name of the person of the case that a naming belongs to, by document and place in its persons."""
        return {member: (entity.id, entity.name) for entity in self.entities for member in entity.members}

    @cached_property
    def _worked_out(self) -> dict[Any, Any]:
        return {}

    @cached_property
    def _lasting(self) -> dict[Any, Any]:
        return {}

    @cached_property
    def _lately(self) -> dict[Any, Any]:
        return {}

    def once(self, make: Callable[[CaseView], T], lasting: bool = False) -> T:
        """What a function makes of this view, worked out the first time it is asked for: a view never changes.

        What is `lasting` is the same for a view that differs by a judgement only, until events are linked again.
        """
        kept = self._lasting if lasting else self._worked_out
        if make not in kept:
            kept[make] = make(self)
        made: T = kept[make]
        return made

    def lately(self, make: Callable[[CaseView], T]) -> T:
        """The same, lasting, for what is asked in many ways (a filter): only the last answers are kept."""
        found = self._lately.pop(make, None)
        made: T = make(self) if found is None else found
        self._lately[make] = made
        for old in list(self._lately)[:-LATELY]:
            self._lately.pop(old, None)
        return made

    def event(self, name: str) -> Event:
        """The event of an id, of any member claim's id, or of an unambiguous beginning of one.

        Raises UsageError with what to do next.
        """
        if name in self.by_id:
            return self.by_id[name]
        if name in self.event_of:
            return self.by_id[self.event_of[name]]
        found = {e.id for e in self.events if e.id.startswith(name)}
        found |= {event for claim, event in self.event_of.items() if claim.startswith(name)}
        return self.by_id[_only(found, name, "event", "takhrij events --case CASE")]

    def claim(self, name: str) -> Claim:
        """The claim of an id or of an unambiguous beginning of one. Raises UsageError."""
        if name in self.claims:
            return self.claims[name]
        found = {c for c in self.claims if c.startswith(name)}
        if not found and name and any(c.startswith(name) for c in self.taken_out):
            raise UsageError(
                f"claim '{name}' was rejected; `takhrij decisions --case CASE` lists the decision, `takhrij undo` takes it"
                " back"
            )
        return self.claims[_only(found, name, "claim", "takhrij claims --case CASE")]


def _only(found: set[str], name: str, kind: str, command: str) -> str:
    if len(found) == 1:
        return next(iter(found))
    if not found or not name:
        raise UsageError(f"no {kind} '{name}' in this case; `{command}` lists the ids")
    raise UsageError(f"'{name}' begins {len(found)} {kind} ids; give more of it (`{command}` lists them)")


def case_view(
    store: Store, readings: Mapping[str, Reading], claims: Iterable[Claim], extractions: Sequence[Extraction]
) -> CaseView:
    """What a case holds, with the claims that are to be shown, in the order of documents and text."""
    order = {key: n for n, key in enumerate(readings)}
    ordered = sorted(claims, key=lambda c: (order.get(c.document, len(order)), c.trigger.start, c.id))
    links = store.links()
    return CaseView(
        documents={d.sha256: d for d in store.documents()},
        readings=readings,
        claims={c.id: c for c in ordered},
        relations=tuple(r for e in extractions for r in e.relations),
        framing=tuple((e.reading.document, f) for e in extractions for f in e.framing),
        copies=links.copies,
        origins=links.origins,
        links=links.claim_links,
        events=links.events,
        decisions=blinded(store.decisions()),
        problems=store.problems(),
        taken_out=frozenset(c.id for e in extractions for c in e.claims).difference(c.id for c in ordered),
        erased=tuple(stone for key, stone in sorted(erased(store.audit).items()) if not store.has(key)),
    )
