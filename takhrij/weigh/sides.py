"""How many sides speak for a happening, by who stood with whom on its day, and what its ties then say of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from takhrij.core.alliances import Alliances, Answer, When, when
from takhrij.core.records import Claim
from takhrij.weigh.material import Happening


class Sides:
    """Asks the alliances of a codebook about happenings; `names` are neutral names by id."""

    def __init__(self, alliances: Alliances, names: Mapping[str, str], rules: Mapping[str, Any]) -> None:
        self._alliances, self._names = alliances, names
        self._words = rules["sides"]

    def at(self, happening: Happening, time: str | None) -> When:
        """The days that a happening may be of: those told, else all up to its first report."""
        told = [day for claim in happening.claims if (day := happening.day(claim))]
        return when(time, min(told, default=None))

    def many(self, speaking: Collection[str], at: When) -> int:
        """How many sides some parties are. Allies of that time are one, and so are those who may have been."""
        groups: list[list[str]] = []
        for party in sorted(speaking):
            mine = [g for g in groups if any(self._alliances.one_side(party, p, at).answer != "no" for p in g)]
            groups = [g for g in groups if g not in mine] + [[party, *(p for g in mine for p in g)]]
        return len(groups)

    def part_of(self, a: str, b: str, at: When) -> Answer:
        """Whether one of two actors was a part of the other."""
        return self._alliances.part_of(a, b, at)

    def notes(self, happening: Happening, speaking: Collection[str], at: When, mutual: Collection[str]) -> list[str]:
        """What the ties of that time say: allies who both tell it, allies told as opponents, and parties told
        together whose tie did not stand then."""
        found = [*self._allied(speaking, at, "speaking")]
        for claim in happening.affirming():
            found += self._opposed(claim, at)
            found += self._together(claim, at, mutual)
        return list(dict.fromkeys(found))

    def _allied(self, parties: Iterable[str], at: When, words: str) -> Iterator[str]:
        for a, b in combinations(sorted(set(parties)), 2):
            side = self._alliances.one_side(a, b, at)
            if side.answer != "no" and side.why:
                yield self._said(words if side.answer == "yes" else f"{words}_perhaps", a, b, side.why)

    def _opposed(self, claim: Claim, at: When) -> Iterator[str]:
        if claim.type not in self._words["hostile"]:
            return
        actors, targets = set(claim.actors("actor")), set(claim.actors("target"))
        for a in sorted(actors - targets):
            for b in sorted(targets - actors):
                side = self._alliances.one_side(a, b, at)
                if side.answer == "yes" and side.why:
                    yield self._said("opposed", a, b, side.why)

    def _together(self, claim: Claim, at: When, mutual: Collection[str]) -> Iterator[str]:
        """Two doers of a deed that is no dealing of theirs with each other."""
        if claim.type in mutual:
            return
        for a, b in combinations(sorted(set(claim.actors("actor"))), 2):
            ties = list(self._alliances.between(a, b, ("allied_with", "part_of", "fights")))
            joining = [tie for tie in ties if tie.kind != "fights"]
            if joining and all(tie.stood(at) == "no" for tie in joining):
                why = [tie.says for tie in ties if tie.stood(at) == "yes"] or [joining[-1].says]
                yield self._said("together", a, b, why[0])

    def _said(self, words: str, a: str, b: str, why: str) -> str:
        names: Sequence[str] = [self._names.get(party, party) for party in (a, b)]
        return str(self._words[words]).format(a=names[0], b=names[1], why=why)
