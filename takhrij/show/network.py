"""Who deals with whom: actors as nodes, standing ties and dealings as edges, weighed in independent origins.

A tie is what relations tell (directed by its verb); a dealing is what the claims of events tell between an actor and a
target. Claims that say a thing did not happen carry no edge and are counted beside it. What is told without a time
holds for all times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from takhrij.core.edtf import Bounds, bounds
from takhrij.core.records import ActorRef, Claim, Relation
from takhrij.resources import Resources
from takhrij.show import words
from takhrij.show.facets import Facets, choose, facts, meant
from takhrij.show.names import ActorNames
from takhrij.show.traces import origin
from takhrij.show.view import CaseView

Json = dict[str, Any]
_MUTUAL = "linking/mutual"


class Key(NamedTuple):
    """What makes two tellings one edge: "tie" or "dealing", the verb or event type, and who with whom."""

    kind: str
    type: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Proof:
    """One telling: the id of a claim or relation, its document and origin, its time (EDTF) or None."""

    id: str
    document: str
    origin: str
    edtf: str | None
    event: str | None = None
    planned: bool = False
    denied: bool = False


def mutual(resources: Resources) -> frozenset[str]:
    """The event types in which both sides do the same."""
    return frozenset(row["type"] for row in resources.table(_MUTUAL))


@dataclass(frozen=True)
class Dealings:
    """What the claims of every event tell between actors, by event id; `view.once(Dealings(mutual))` keeps it.

    `mutual` are event types in which both sides do the same: what they tell has no direction."""

    mutual: frozenset[str]

    def __call__(self, view: CaseView) -> Mapping[str, tuple[tuple[Key, Proof], ...]]:
        """The tellings of every event of a case."""
        return {
            one.event.id: tuple(told for claim in one.claims for told in self._of(view, claim))
            for one in view.once(facts, lasting=True)
        }

    def _of(self, view: CaseView, claim: Claim) -> Iterator[tuple[Key, Proof]]:
        doers, others = _parties(claim, "actor"), _parties(claim, "target")
        pairs = [(a, b) for a in doers for b in others]
        if claim.type in self.mutual:
            pairs = [(min(p), max(p)) for p in (pairs or combinations(doers, 2))]
        time = claim.time
        proof = Proof(
            claim.id,
            claim.document,
            origin(view, claim.id, claim.document),
            time.edtf if time is not None else None,
            view.event_of.get(claim.id),
            planned=claim.modality == "planned",
            denied=claim.polarity != "did" or claim.modality == "denied",
        )
        for a, b in dict.fromkeys(pairs):
            if a != b:
                yield Key("dealing", claim.type, a, b), proof


def ties(view: CaseView) -> tuple[tuple[Relation, tuple[Key, ...], Proof], ...]:
    """Every relation with the edges that it tells; `view.once(ties)` keeps them."""
    found = []
    for relation in view.relations:
        time = relation.time[0].edtf if relation.time else None
        source = origin(view, relation.id, relation.document)
        proof = Proof(relation.id, relation.document, source, time)
        keys = tuple(Key("tie", relation.type, a, b) for a, b in _ends(view, relation) if a != b)
        found.append((relation, keys, proof))
    return tuple(found)


class Network:
    """The edges of a case that are asked for, the strongest first: more origins, then by id."""

    def __init__(self, view: CaseView, facets: Facets, resources: Resources) -> None:
        # Not the view itself, which keeps what is made of it: the two would hold each other.
        self._labels = view.labels
        self._mutual = mutual(resources)
        self._told: dict[Key, list[Proof]] = {}
        self._denied: dict[Key, list[Proof]] = {}
        dealings = view.once(Dealings(self._mutual), lasting=True)
        for one in choose(view, facets).facts:
            for key, proof in dealings[one.event.id]:
                (self._denied if proof.denied else self._told).setdefault(key, []).append(proof)
        for relation, keys, proof in view.once(ties, lasting=True):
            if keys and _is_asked(view, relation, keys, facets):
                for key in keys:
                    self._told.setdefault(key, []).append(proof)
        weights = {key: len({proof.origin for proof in proofs}) for key, proofs in self._told.items()}
        self.keys = sorted(self._told, key=lambda key: (-weights[key], key))

    @property
    def degrees(self) -> Mapping[str, int]:
        """How many edges an actor has, most first."""
        counted = Counter(end for key in self.keys for end in (key.source, key.target))
        return dict(sorted(counted.items(), key=lambda told: (-told[1], told[0])))

    def graph(self, names: ActorNames) -> Json:
        """``{"nodes": [{"id", "name", "name_ar", "degree"}], "edges": [...]}`` with every edge as `row` gives it."""
        nodes = [names.both(actor) | {"degree": n} for actor, n in self.degrees.items()]
        return {"nodes": nodes, "edges": [self.row(key) for key in self.keys]}

    def row(self, key: Key) -> Json:
        """``{"id", "kind", "type", "directed", "source", "target", "weight", "origins", "denied", "planned",
        "evidence": [{"id", "document", "sha256", "origin", "edtf", "first", "last", "event"}]}`` of an edge: `weight` counts the
        origins that tell it, `denied` those that deny it."""
        return self.summary(key) | {"evidence": [self._proof(p) for p in self.proofs(key)]}

    def proofs(self, key: Key) -> tuple[Proof, ...]:
        """Every telling of an edge, once."""
        return tuple({proof.id: proof for proof in self._told[key]}.values())

    def label(self, document: str) -> str:
        """What a document is called."""
        return self._labels.get(document, document[:12])

    def spans(self, key: Key) -> list[tuple[int, int | None, int | None]]:
        """From which month to which each origin tells an edge, each span once: ``(origin, first, last)``.

        `origin` is its place in the `origins` of the edge; months are counted from the year 0; None is open.
        """
        place = {told: n for n, told in enumerate(sorted({p.origin for p in self._told[key]}))}
        return list(dict.fromkeys((place[p.origin], *_months(p.edtf)) for p in self._told[key]))

    def summary(self, key: Key) -> Json:
        """An edge as `row` gives it, without its evidence."""
        told = self._told[key]
        origins = sorted({p.origin for p in told})
        return {
            "id": ":".join(key),
            "kind": key.kind,
            "type": key.type,
            "directed": not (key.kind == "dealing" and key.type in self._mutual),
            "source": key.source,
            "target": key.target,
            "weight": len(origins),
            "origins": origins,
            "denied": len({p.origin for p in self._denied.get(key, ())}),
            "planned": all(p.planned for p in told),
        }

    def _proof(self, proof: Proof) -> Json:
        days: Bounds | None = bounds(proof.edtf) if proof.edtf else None
        return {
            "id": proof.id,
            "document": self.label(proof.document),
            "sha256": proof.document,
            "origin": proof.origin,
            "edtf": proof.edtf,
            "first": days.first.isoformat() if days and days.first else None,
            "last": days.last.isoformat() if days and days.last else None,
            "event": proof.event,
        }


def _months(edtf: str | None) -> tuple[int | None, int | None]:
    days = bounds(edtf) if edtf else None
    return (_month(days.first), _month(days.last)) if days else (None, None)


def _month(day: date | None) -> int | None:
    return None if day is None else day.year * 12 + day.month - 1


@dataclass(frozen=True)
class Asked:
    """The network that is asked for; `view.lately(Asked(facets, resources))` keeps it for a while."""

    facets: Facets
    resources: Resources

    def __call__(self, view: CaseView) -> Network:
        """The network of a case."""
        return Network(view, self.facets, self.resources)


def _is_asked(view: CaseView, relation: Relation, keys: tuple[Key, ...], facets: Facets) -> bool:
    """Whether a tie is asked for: it has no place, so that asking for one asks for no tie."""
    if facets.value("type") not in (None, relation.type) or facets.value("place") is not None:
        return False
    parties = {end for key in keys for end in (key.source, key.target)}
    outlet = words.outlet(view.readings.get(relation.document))
    actor = facets.value("actor")
    fits = (actor is None or bool(parties & meant(view, "actor", actor))) and facets.value("outlet") in (None, outlet)
    days = bounds(relation.time[0].edtf) if relation.time else None
    return fits and (not relation.time or facets.within(days))


def _parties(claim: Claim, role: str) -> list[str]:
    return list(dict.fromkeys(f.id for f in claim.roles.get(role, ()) if isinstance(f, ActorRef)))


def _ends(view: CaseView, relation: Relation) -> Iterator[tuple[str, str]]:
    """Who is tied to whom: the subject to each object, else to those between whom it stands, else to the parties of the
    claim that it is said of."""
    subjects = [ref.id for ref in relation.subject]
    objects = [o.id for o in relation.object if isinstance(o, ActorRef)]
    claimed = [view.claims[c] for o in relation.object if (c := getattr(o, "claim", "")) in view.claims]
    dealt = [party for claim in claimed for role in ("actor", "target") for party in _parties(claim, role)]
    others = objects or [ref.id for ref in relation.between] or dealt
    if not others:
        return
    if not subjects:
        yield from combinations(dict.fromkeys(others), 2)
    yield from dict.fromkeys((a, b) for a in subjects for b in others)
