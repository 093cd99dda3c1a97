"""Who deals with whom: actors as nodes, standing ties and dealings as edges, weighed in independent origins.

A tie is what relations tell (directed by its verb); a dealing is what the claims of events tell between an actor and a
target. Claims that say a thing did not happen carry no edge and are counted beside it. What is told without a time
holds for all times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, NamedTuple

from takhrij.core.edtf import Bounds, bounds
from takhrij.core.records import ActorRef, Claim, Relation
from takhrij.resources import Resources
from takhrij.show import words
from takhrij.show.facets import Facets, Facts
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


@dataclass(slots=True)
class _Edge:
    proofs: dict[str, Proof] = field(default_factory=dict)

    def told(self) -> list[Proof]:
        return [p for p in self.proofs.values() if not p.denied]


class Network:
    """Gathers the edges of a case. `mutual` are event types in which both sides do the same: they have no direction."""

    def __init__(self, view: CaseView, names: ActorNames, resources: Resources) -> None:
        self._view, self._names = view, names
        self._mutual = frozenset(row["type"] for row in resources.table(_MUTUAL))
        self._edges: dict[Key, _Edge] = {}

    def graph(self, facts: Iterable[Facts], facets: Facets) -> Json:
        """``{"nodes": [{"id", "name", "name_ar", "kind"?, "degree"}], "edges": [...]}``, the strongest edges first.

        An edge: ``{"id", "kind", "type", "directed", "source", "target", "weight", "origins", "denied", "planned",
        "evidence": [{"id", "document", "origin", "edtf", "first", "last", "event"}]}``. `weight` counts origins.
        """
        for one in facts:
            for claim in one.claims:
                self._dealing(claim)
        for relation in self._view.relations:
            if self._asked(relation, facets):
                self._tie(relation)
        edges = [self._row(key, edge) for key, edge in self._edges.items() if edge.told()]
        edges.sort(key=lambda e: (-e["weight"], e["id"]))
        degree: dict[str, int] = {}
        for edge in edges:
            for end in {edge["source"], edge["target"]}:
                degree[end] = degree.get(end, 0) + 1
        nodes = [self._names.both(actor) | {"degree": n} for actor, n in degree.items()]
        return {"nodes": sorted(nodes, key=lambda n: (-n["degree"], n["id"])), "edges": edges}

    # -- what is told ------------------------------------------------------------------------------------

    def _dealing(self, claim: Claim) -> None:
        mutual = claim.type in self._mutual
        doers, others = _parties(claim, "actor"), _parties(claim, "target")
        pairs = [(a, b) for a in doers for b in others]
        if mutual:
            pairs = [(min(p), max(p)) for p in (pairs or combinations(doers, 2))]
        time = claim.time
        proof = Proof(
            claim.id,
            claim.document,
            origin(self._view, claim.id, claim.document),
            time.edtf if time is not None else None,
            self._view.event_of.get(claim.id),
            planned=claim.modality == "planned",
            denied=claim.polarity != "did" or claim.modality == "denied",
        )
        for a, b in dict.fromkeys(pairs):
            self._note(Key("dealing", claim.type, a, b), proof)

    def _tie(self, relation: Relation) -> None:
        proof = Proof(
            relation.id,
            relation.document,
            origin(self._view, relation.id, relation.document),
            relation.time[0].edtf if relation.time else None,
        )
        for a, b in _ends(self._view, relation):
            self._note(Key("tie", relation.type, a, b), proof)

    def _note(self, key: Key, proof: Proof) -> None:
        if key.source != key.target:
            self._edges.setdefault(key, _Edge()).proofs.setdefault(proof.id, proof)

    def _asked(self, relation: Relation, facets: Facets) -> bool:
        """Whether a tie is asked for: ties have no event type and no place, so that asking for one asks for none."""
        if "type" in facets.values and facets.values["type"] != relation.type or "place" in facets.values:
            return False
        parties = {end for pair in _ends(self._view, relation) for end in pair}
        outlet = words.outlet(self._view.readings.get(relation.document))
        fits = facets.values.get("actor") in (None, *parties) and facets.values.get("outlet") in (None, outlet)
        days = bounds(relation.time[0].edtf) if relation.time else None
        return fits and (not relation.time or facets.within(days))

    # -- what is shown -----------------------------------------------------------------------------------

    def _row(self, key: Key, edge: _Edge) -> Json:
        told = edge.told()
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
            "denied": len({p.origin for p in edge.proofs.values() if p.denied}),
            "planned": all(p.planned for p in told),
            "evidence": [self._proof(p) for p in told],
        }

    def _proof(self, proof: Proof) -> Json:
        days: Bounds | None = bounds(proof.edtf) if proof.edtf else None
        return {
            "id": proof.id,
            "document": self._view.label(proof.document),
            "origin": proof.origin,
            "edtf": proof.edtf,
            "first": days.first.isoformat() if days and days.first else None,
            "last": days.last.isoformat() if days and days.last else None,
            "event": proof.event,
        }


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
