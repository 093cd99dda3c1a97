"""What is weighed: claims by happening with their readings, origins and links, indexed once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from takhrij.core.alliances import Alliances
from takhrij.core.parties import Parties
from takhrij.core.records import ChainLink, Claim, Copy, Grade, Reading

T = TypeVar("T", bound=Hashable)


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
        speaks: claim id to the id of the claim that speaks for its telling, for printings of copied words.
        parties: how actors that no codebook lists are compared.
        why: claim id to the sentence that says why it goes back to its origin.
        copies: which documents share how much, so that origins that share words count for less.
        alliances: who stood with whom when.
    """

    readings: Mapping[str, Reading]
    claims: Sequence[Claim]
    clusters: Sequence[Sequence[str]]
    origin_of: Mapping[str, str]
    grades: Mapping[str, Grade] = field(default_factory=dict)
    parts: Sequence[tuple[str, str]] = ()
    apart: Sequence[tuple[str, str]] = ()
    copies: Sequence[Copy] = ()
    speaks: Mapping[str, str] = field(default_factory=dict)
    parties: Parties = field(default_factory=Parties)
    why: Mapping[str, str] = field(default_factory=dict)
    alliances: Alliances = field(default_factory=Alliances)


@dataclass(frozen=True, slots=True)
class Happening:
    """The claims of one happening in order, each with its origin's id."""

    id: str
    claims: tuple[Claim, ...]
    origin_of: Mapping[str, str]
    readings: Mapping[str, Reading] = field(default_factory=dict)
    speaks: Mapping[str, str] = field(default_factory=dict)
    parties: Parties = field(default_factory=Parties)

    def accounts(self, a: Claim, b: Claim) -> bool:
        """Whether two claims are two accounts: not one page's own, nor printings of one telling."""
        return a.document != b.document or a.speaker != b.speaker

    @staticmethod
    def distinct(told: Iterable[tuple[T, Claim]]) -> list[tuple[T, Claim]]:
        """One of each value that a page's speaker tells: however often it is told again, it contradicts the same."""
        kept: dict[tuple[T, str, ChainLink], Claim] = {}
        for value, claim in told:
            kept.setdefault((value, claim.document, claim.speaker), claim)
        return [(value, claim) for (value, _, _), claim in kept.items()]

    def day(self, claim: Claim) -> str:
        """The day a claim was told; of copied words the day of the page that speaks for them. Empty where unknown."""
        document = next((c.document for c in self.claims if c.id == self.speaks.get(claim.id)), claim.document)
        reading = self.readings.get(document)
        return (reading.published or "")[:10] if reading is not None else ""

    def same_source(self, a: Claim, b: Claim) -> bool:
        """Whether two claims go back to one origin and are told by one outlet, so that the later one corrects it."""
        one, other = self.readings.get(a.document), self.readings.get(b.document)
        outlets = {reading.outlet for reading in (one, other) if reading is not None}
        return self.origin(a) == self.origin(b) and (len(outlets) == 1 or a.speaker == b.speaker)

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
        told = (c for c in self.claims if c.polarity not in own and "did_not" in (c.polarity, *own))
        details = self.details()
        return tuple(c for c in told if c.id not in details)

    def details(self) -> frozenset[str]:
        """Ids of the denials by whoever also tells it on the same page: «we struck a post; we hit no civilian» denies
        how it was, not that it was. What a page has from other outlets is not its own source's word."""
        spoken = [c for c in self.claims if c.speaker.source_class != "narrator"]
        done = {self._voice(c) for c in spoken if c.polarity == "did"}
        denials = (c for c in self.claims if c.polarity == "did_not")
        return frozenset(c.id for c in denials if self._voice(c) in done)

    def _voice(self, claim: Claim) -> tuple[str, str, str, bool]:
        """What two claims share that one voice of one page tells of one type of happening."""
        return claim.type, claim.document, self.origin(claim), claim.speaker.source_class == "media"
