"""Who made a statement: names of one speaker on one happening, however pages shorten them, have one key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from takhrij.core.alliances import EVER, When
from takhrij.core.language import Language
from takhrij.core.parties import bare, is_bare, meets
from takhrij.core.records import ChainLink, Claim
from takhrij.link.tables import tables
from takhrij.resources import Resources

SPEAKING = ("named", "official")


class Speakers:
    """The statements of named and official speakers on each happening.

    «هيئة الأركان» and «هيئة الأركان في بيان» on one happening are one statement: a body's word counts once, whoever
    hands it on. Speakers are one where they speak for one party, or where the words of one name are among the
    other's. The longest name, of equals the first by its letters, gives the key.
    """

    def __init__(
        self, claims: Mapping[str, Claim], clusters: Iterable[Sequence[str]], language: Language, resources: Resources
    ) -> None:
        self._language = language
        known = tables(language, resources)
        self._parties, self._alliances = known.parties, known.alliances
        self._idle = {bare(language.fold(row["form"])) for row in resources.table("linking/idle")}
        self._key: dict[str, str] = {}
        for members in clusters:
            self._settle([claims[claim] for claim in sorted(members) if claim in claims])

    def key(self, claim: Claim) -> str | None:
        """The key of a claim's first speaker; None where it is nobody's statement."""
        if not _speaks(claim.speaker):
            return None
        return self._key.get(claim.id) or self._own_key(claim.speaker)

    def parties(self, members: Iterable[Claim]) -> frozenset[str]:
        """Who did it and to whom, as some claims tell one happening."""
        return self._parties.all(p for c in members for role in ("actor", "target") for p in c.actors(role))

    def is_party(self, claim: Claim, told: Collection[str], at: When = EVER) -> bool:
        """Whether a claim's first speaker speaks for one of the parties of its happening, or for one who surely stood
        on the side of one at that time."""
        party = self._said(claim.speaker)[0]
        if party is None:
            return False
        return any(
            meets(party, other) or self._alliances.one_side(party, other, at).answer == "yes" for other in told
        )

    def two_parties(self, a: Claim, b: Claim, at: When = EVER) -> bool:
        """Whether two claims are the words of two sides: like sentences then are no copy of one report."""
        one, other = a.speaker.actor, b.speaker.actor
        return bool(one and other and self._alliances.one_side(one, other, at).answer != "yes")

    def _own_key(self, link: ChainLink) -> str:
        return link.actor or self._fold(link)

    def _fold(self, link: ChainLink) -> str:
        return self._language.fold(link.span.text) if link.span is not None else ""

    def _settle(self, claims: Sequence[Claim]) -> None:
        speaking = [claim for claim in claims if _speaks(claim.speaker)]
        told = {claim.id: claim.speaker for claim in speaking if self._names(claim.speaker)}
        names = sorted({self._own_key(link) for link in told.values()}, key=lambda name: (-len(name), name))
        said = {self._own_key(link): self._said(link) for link in told.values()}
        first: dict[str, str] = {}
        for name in names:
            alike = [other for other in first if first[other] == other and _one(said[name], said[other])]
            first[name] = alike[0] if len(alike) == 1 else name
        self._key |= {claim: first[self._own_key(link)] for claim, link in told.items()}
        self._point_back([claim for claim in speaking if claim.id not in told], speaking)

    def _names(self, link: ChainLink) -> bool:
        said = self._said(link)
        return bool(said[0] or said[1])

    def _point_back(self, nameless: Sequence[Claim], speaking: Sequence[Claim]) -> None:
        """«البيان» is the statement of whoever else speaks of it on the page; of several, of nobody known."""
        for claim in nameless:
            known = {self._key[c.id] for c in speaking if c.document == claim.document and c.id in self._key}
            own = f"{self._own_key(claim.speaker)}@{claim.document[:12]}"
            self._key[claim.id] = known.pop() if len(known) == 1 else own

    def _said(self, link: ChainLink) -> tuple[str | None, frozenset[str]]:
        """The party that a speaker speaks for, and the words of its name that say something."""
        folded = self._fold(link)
        telling = [word for word in folded.split() if bare(word) not in self._idle]
        return link.actor or self._parties.speaking(" ".join(telling)), frozenset(map(bare, telling))


def _speaks(link: ChainLink) -> bool:
    return link.source_class in SPEAKING and link.span is not None


def _one(a: tuple[str | None, Collection[str]], b: tuple[str | None, Collection[str]]) -> bool:
    (mine, words), (theirs, others) = a, b
    if mine is not None and theirs is not None and not (is_bare(mine) and is_bare(theirs)):
        return meets(mine, theirs)
    return bool(words and others) and (set(words) <= set(others) or set(others) <= set(words))
