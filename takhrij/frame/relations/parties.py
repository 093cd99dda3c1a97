"""Who may stand in a tie, in text order, and whom «الطرفان» and pronouns mean by it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from takhrij.core.records import ActorRef

BOTH = "both"
COUNTRY = "country"
_ONE_PHRASE = 1
_SENTENCES = 2  # how far back the two are told
_BACK = 14  # how many parties back a word that stands for one may reach


class Party(NamedTuple):
    """Parties named by tokens [first, end). `head` is the bare folded noun, `whole` whose part the name tells,
    `stands` whether the words only stand for parties told before, `weak` whether nothing but a noun tells of them."""

    first: int
    end: int
    refs: tuple[ActorRef, ...]
    head: str = ""
    gender: str = ""
    whole: tuple[ActorRef, ...] = ()
    stands: bool = False
    lead: str = ""
    anded: bool = False
    sentence: int = -1
    weak: bool = False


@dataclass(slots=True)
class Parties:
    """The parties of a Reading in text order, by first token."""

    at: dict[int, Party] = field(default_factory=dict)
    order: list[Party] = field(default_factory=list)

    def add(self, party: Party) -> None:
        """Take in the next party."""
        self.at[party.first] = party
        self.order.append(party)

    def before(self, at: int) -> list[Party]:
        """The last parties that end before a token, nearest first."""
        low = 0
        high = len(self.order)
        while low < high:
            middle = (low + high) // 2
            if self.order[middle].end <= at:
                low = middle + 1
            else:
                high = middle
        return [party for party in self.order[max(0, low - _BACK) : low][::-1] if not party.weak]

    def pair(self, at: int, taken: Iterable[str] = ()) -> tuple[ActorRef, ...]:
        """The two parties told last before a token, in text order: those told in one phrase before others."""
        barred = frozenset(taken)
        near = self.before(at)
        near = [party for party in near if near[0].sentence - party.sentence <= _SENTENCES]
        for later, earlier in itertools.pairwise(near):
            told = (*earlier.refs, *later.refs)
            if (
                later.anded
                and later.first - earlier.end <= _ONE_PHRASE
                and len(told) == 2
                and not barred & {r.id for r in told}
                and told[0].id != told[1].id
            ):
                return told
        found: dict[str, ActorRef] = {}
        for party in near:
            for ref in reversed(party.refs):
                if len(found) < 2 and ref.id not in barred:
                    found.setdefault(ref.id, ref)
        return tuple(reversed(found.values())) if len(found) == 2 else ()

    def meant(self, at: int, suffix: str, taken: Iterable[str] = ()) -> tuple[ActorRef, ...]:
        """Whom a pronoun at a token means: the last party that it may stand for and that is not yet taken."""
        if suffix == "هما":
            return self.pair(at, taken)
        barred = frozenset(taken)
        for party in _by_topic(self.before(at)):
            if party.refs and not barred & {ref.id for ref in party.refs} and _may_mean(suffix, party):
                return party.refs
        return ()

    def called(self, at: int, head: str) -> Party | None:
        """The last party before a token whose noun is `head`."""
        return next((p for p in self.before(at) if p.head == head and not p.stands), None)


def _by_topic(near: list[Party]) -> Iterator[Party]:
    """Parties in the order in which a pronoun is likely to mean them: of each sentence, the last first, the party
    told first, for that is whom it speaks of."""
    for _, group in itertools.groupby(near, key=lambda party: party.sentence):
        yield from reversed(list(group))


def _may_mean(suffix: str, party: Party) -> bool:
    if suffix == "ه":
        return party.gender not in ("f", "p")
    if suffix == "ها":
        return party.gender != "m"
    return suffix != "هم" or len(party.refs) > 1 or party.gender != "f"
