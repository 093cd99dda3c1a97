"""Ties that follow from claims: who fights, who holds whom, who went between."""

from __future__ import annotations

from collections.abc import Iterator

from takhrij.core.records import ActorRef, Claim, Relation, TimeRef

# Claims of these types tell that the actor fights the target.
_FIGHTING = frozenset({"clash"})
_HOLDING = frozenset({"detain"})
_DEALING = frozenset({"exchange", "negotiation", "agreement", "release"})
_NOBODY = frozenset({"civilians", "journalists", "aid_workers", "media", "unknown_gunmen", "security_forces"})


def _named(claim: Claim, role: str) -> tuple[ActorRef, ...]:
    """The parties of a role that the claim's own words name."""
    fillers = (
        f
        for f in claim.roles.get(role, ())
        if isinstance(f, ActorRef)
        and f.id not in _NOBODY
        and any(e.start <= f.span.start and f.span.end <= e.end for e in claim.evidence)
    )
    unique: dict[str, ActorRef] = {}
    for ref in fillers:
        unique.setdefault(ref.id, ref)
    return tuple(unique.values())


def derived(claims: tuple[Claim, ...]) -> Iterator[Relation]:
    """Relations read off claims, in the order of the claims."""
    for claim in claims:
        if claim.modality not in ("asserted", "alleged") or claim.polarity != "did":
            continue
        actors, targets = _named(claim, "actor"), _named(claim, "target")
        if claim.type in _FIGHTING:
            if not targets and len(actors) == 2:
                actors, targets = actors[:1], actors[1:]
            if actors and targets and not _shared(actors, targets):
                yield _made("fights", claim, actors, targets)
        elif claim.type in _HOLDING and actors and targets and not _shared(actors, targets):
            yield _made("holds_prisoners_of", claim, actors, targets)
        elif claim.type in _DEALING:
            mediators = _named(claim, "mediator")
            parties = (*actors, *(t for t in targets if t.id not in {a.id for a in actors}))
            if mediators and len(parties) == 2 and not _shared(mediators, parties):
                yield _made("mediates", claim, mediators, (), parties)


def _shared(one: tuple[ActorRef, ...], other: tuple[ActorRef, ...]) -> bool:
    return bool({a.id for a in one} & {a.id for a in other})


def _made(
    kind: str,
    claim: Claim,
    subject: tuple[ActorRef, ...],
    target: tuple[ActorRef, ...],
    between: tuple[ActorRef, ...] = (),
) -> Relation:
    times = tuple(t for t in claim.roles.get("time", ()) if isinstance(t, TimeRef))
    evidence = claim.evidence[:1]
    return Relation(
        "", claim.document, kind, subject, target, between, evidence, times, claim.attribution, (claim.id,)
    )
