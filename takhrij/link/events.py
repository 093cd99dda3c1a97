"""Which claims speak of one happening, inside and across documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, NamedTuple

from takhrij.core.language import Language
from takhrij.core.records import Claim, ClaimLink, Comparison, Copy, Person, Reading
from takhrij.link.beside import completed
from takhrij.link.blocks import Group, candidates, group_here
from takhrij.link.cluster import Given, Pair, cluster
from takhrij.link.copied import copied
from takhrij.link.facts import Facts, facts
from takhrij.link.score import explain, reaches, score, steps_of
from takhrij.link.tables import Tables, tables
from takhrij.link.whereabouts import told_within
from takhrij.resources import Resources

People = Mapping[str, Sequence[Person]]


class Judgement(NamedTuple):
    """A human's word on two claims, by their ids; `part_of` keeps them two events, a being part of b's."""

    a: str
    b: str
    verdict: Literal["same", "different", "part_of"]


@dataclass(frozen=True, slots=True)
class Linked:
    """Claims as happenings.

    Attributes:
        clusters: claim ids of each happening, first claim first; clusters by their first claim.
        links: the links that joined them, each with its waterfall.
        bridges: links that were strong enough alone but that the clusters do not support: for the human.
        parts: (part, whole) as ids of first claims, by human judgement.
        refused: judgements "same" that a judgement "different" forbids.
        unknown: judgements that name a claim that is not there.
        speaks: for claims at copied words, the id of the claim that speaks for all of their printings.
    """

    clusters: tuple[tuple[str, ...], ...]
    links: tuple[ClaimLink, ...]
    bridges: tuple[ClaimLink, ...]
    parts: tuple[tuple[str, str], ...] = ()
    refused: tuple[Judgement, ...] = ()
    unknown: tuple[Judgement, ...] = ()
    speaks: Mapping[str, str] = field(default_factory=dict)

    @property
    def of_claim(self) -> dict[str, str]:
        """Claim id to the id of its happening (its first claim)."""
        return {claim: members[0] for members in self.clusters for claim in members}


class Linker:
    """Links claims by the frozen model of `resources`; holds no state between calls."""

    def __init__(self, language: Language, resources: Resources, group: Group = group_here) -> None:
        self._language, self._group = language, group
        self._tables: Tables = tables(language, resources)

    def prepare(
        self, claims: Iterable[Claim], readings: Mapping[str, Reading], people: People = MappingProxyType({})
    ) -> list[Facts]:
        """Claims as Facts in the order of events; a claim given twice counts once. `readings` and `people` by document."""
        once = {claim.id: claim for claim in claims}
        made = [
            facts(c, readings.get(c.document), self._language, self._tables, people.get(c.document, ()))
            for c in once.values()
        ]
        return completed(sorted(_placed(made), key=lambda fact: fact.order), self._tables)

    def link(
        self,
        claims: Iterable[Claim],
        readings: Mapping[str, Reading],
        judgements: Sequence[Judgement] = (),
        copies: Sequence[Copy] = (),
        people: People = MappingProxyType({}),
    ) -> Linked:
        """Happenings of all claims; each claim is in exactly one. Any order of input gives the same value.

        Claims that stand at the same words of a copied passage are one telling: they join before anything is
        compared, and the fullest printing alone is compared with other tellings.
        """
        found = self.prepare(claims, readings, people)
        known = self._tables
        at = {fact.id: i for i, fact in enumerate(found)}
        score_of = _remembering(found, known)
        steps = steps_of(known)
        links: list[tuple[int, int, int]] = []
        for i, j in candidates(found, known, self._group):
            weight = reaches(found[i], found[j], known, steps)
            if weight is not None:
                links.append((weight, i, j))
        same, different, unknown = _sort_out(judgements, at)
        printed = copied(found, copies, readings, known)
        untold = [_untold(fact) for fact in found]
        vague = [_vague(fact) for fact in found]
        given = Given(list(same), different, printed, untold, vague)
        made = cluster(len(found), links, score_of, known.model.threshold, given)
        at_copies = set(printed)
        clusters = tuple(tuple(found[i].id for i in members) for members in made.members)
        home = {claim: members[0] for members in clusters for claim in members}
        parts = {(home[j.a], home[j.b]) for j in judgements if j.verdict == "part_of" and j.a in at and j.b in at}
        return Linked(
            clusters=clusters,
            links=tuple(
                _printed(found[i], found[j], known) if (i, j) in at_copies else explain(found[i], found[j], known)
                for i, j in made.joined
            )
            + tuple(
                explain(found[i], found[j], known, "human") for i, j in sorted(same) if (i, j) not in made.refused
            ),
            bridges=tuple(explain(found[i], found[j], known) for i, j in made.bridges),
            parts=tuple(sorted(parts)),
            refused=tuple(same[pair] for pair in made.refused),
            unknown=unknown,
            speaks={found[i].id: found[j].id for i, j in enumerate(made.speaks) if i != j},
        )

    def explain(self, a: Claim, b: Claim, readings: Mapping[str, Reading]) -> ClaimLink:
        """The waterfall of any two claims, linked or not."""
        first, second = self.prepare((a, b), readings)
        return explain(first, second, self._tables)


def _placed(found: Sequence[Facts]) -> list[Facts]:
    """Facts whose coined places know the wider ones that any claim tells beside them."""
    within = told_within([(p.id, p.precision) for p in fact.places] for fact in found)
    return [
        replace(fact, places=tuple(replace(p, within=(*p.within, *within.get(p.id, ()))) for p in fact.places))
        if any(p.id in within for p in fact.places)
        else fact
        for fact in found
    ]


def _untold(fact: Facts) -> int:
    told = (fact.told, fact.places, fact.actors, fact.targets, fact.numbers)
    return sum(not field for field in told) + len(fact.borrowed)


def _vague(fact: Facts) -> int:
    # A headline that leaves the day to its page's text leaves the vote to it too.
    late = not fact.told or "time" in fact.borrowed
    return int(late and (fact.headline or not fact.places or "place" in fact.borrowed))


def _printed(a: Facts, b: Facts, known: Tables) -> ClaimLink:
    """The link of two printings of one telling: its words decide, whatever else was read around them."""
    link = explain(a, b, known)
    row = Comparison("copied", 1, known.model.copied / 100, "the same words of a passage that both pages print")
    return ClaimLink(link.a, link.b, link.weight + row.weight, (*link.comparisons, row))


def _remembering(found: Sequence[Facts], known: Tables) -> Callable[[int, int], int]:
    memory: dict[Pair, int] = {}

    def score_of(i: int, j: int) -> int:
        pair = (i, j) if i < j else (j, i)
        if pair not in memory:
            memory[pair] = score(found[pair[0]], found[pair[1]], known)
        return memory[pair]

    return score_of


def _sort_out(
    judgements: Sequence[Judgement], at: Mapping[str, int]
) -> tuple[dict[Pair, Judgement], list[Pair], tuple[Judgement, ...]]:
    same: dict[Pair, Judgement] = {}
    different: list[Pair] = []
    unknown: list[Judgement] = []
    for judgement in sorted(judgements):
        i, j = at.get(judgement.a), at.get(judgement.b)
        if i is None or j is None or i == j:
            unknown.append(judgement)
        elif judgement.verdict == "same":
            same[min(i, j), max(i, j)] = judgement
        else:
            different.append((min(i, j), max(i, j)))
    return same, different, tuple(unknown)
