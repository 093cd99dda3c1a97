"""What is weighed: claims by happening with their readings, origins and links, indexed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from takhrij.core.records import Claim, Copy, Grade, Reading


@dataclass(frozen=True, slots=True)
class Material:
    """The input of `weigh`.

    Attributes:
        readings: Readings by document.
        claims: all claims.
        clusters: claim ids of each happening, first claim first; the first claim's id is the event's id.
        origin_of: claim id to the id of its origin; a claim that is missing is its own document's.
        grades: grades set by a human, by any member claim's id (they win, and say so).
        parts: (part, whole) event ids by human judgement.
        apart: pairs of claims that a human judged to be of two happenings.
        copies: which documents share how much, so that origins that share words count for less.
    """

    readings: Mapping[str, Reading]
    claims: Sequence[Claim]
    clusters: Sequence[Sequence[str]]
    origin_of: Mapping[str, str]
    grades: Mapping[str, Grade] = field(default_factory=dict)
    parts: Sequence[tuple[str, str]] = ()
    apart: Sequence[tuple[str, str]] = ()
    copies: Sequence[Copy] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """The claims of one happening in order, each with its origin's id."""

    id: str
    claims: tuple[Claim, ...]
    origin_of: Mapping[str, str]

    def origin(self, claim: Claim) -> str:
        """The id of a claim's origin."""
        return self.origin_of.get(claim.id, claim.document)

    def origins(self, claims: Sequence[Claim]) -> frozenset[str]:
        """The origins of some of the claims."""
        return frozenset(self.origin(claim) for claim in claims)

    def affirming(self) -> tuple[Claim, ...]:
        """Claims that say it came about, else (nobody says so) all of them."""
        did = tuple(c for c in self.claims if c.polarity == "did" and c.modality not in ("planned", "denied"))
        return did or self.claims

    def denying(self) -> tuple[Claim, ...]:
        """Claims that contradict those that affirm: a denial supports nothing, and answers a denial alone."""
        own = {c.polarity for c in self.affirming()}
        return tuple(c for c in self.claims if c.polarity not in own and "did_not" in (c.polarity, *own))
