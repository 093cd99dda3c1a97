"""What stands around a predicate of a tie: the parties before and behind it, and whom its relative clause describes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from takhrij.core.language import Language
from takhrij.core.phrases import Match
from takhrij.core.records import ActorRef
from takhrij.frame.marks import Annotated
from takhrij.frame.relations.clause import Bound, Carriers, Item, Sentence, groups, settled
from takhrij.frame.relations.parties import Parties
from takhrij.frame.relations.table import Rule, Trigger

Refs = tuple[ActorRef, ...]
NEAR = 3
_FAR = 16


@dataclass(slots=True)
class Reach:
    """A predicate of a tie in its sentence, and the parties that stand around it."""

    language: Language
    notes: Annotated
    parties: Parties
    nisbas: Callable[[Annotated, int], ActorRef | None]
    sentence: Sentence
    bound: Bound
    first: int
    match: Match[tuple[Trigger, ...]]
    trigger: Trigger
    carriers: Carriers
    taken: set[str] = field(default_factory=set)
    used: list[Item] = field(default_factory=list)

    @property
    def rule(self) -> Rule:
        """The row being read."""
        return self.trigger.rule

    @property
    def end(self) -> int:
        """The token after the predicate."""
        return self.match.end

    def take(self, items: list[Item], taken: frozenset[str] = frozenset()) -> Refs:
        """The parties of items, remembered as evidence."""
        found: list[ActorRef] = []
        for item in items:
            made = settled(item, self.parties, frozenset(self.taken) | taken)
            if made.refs:
                self.used.append(made)
                found += made.refs
        return tuple(found)

    def right(self, *, whole: bool = False) -> list[Item]:
        """Items behind the predicate in its clause (or, with `whole`, in its sentence)."""
        high = self.sentence.high if whole else self.bound.high
        inside = [replace(i, first=self.end) for i in self.sentence.items if self.first <= i.first < self.end < i.end]
        return inside + [i for i in self.sentence.items if self.end <= i.first < high]

    def left(self, *, whole: bool = False) -> list[Item]:
        """Items before the predicate in its clause (or sentence)."""
        low = self.sentence.low if whole else self.bound.low
        return [i for i in self.sentence.items if low <= i.first and i.end <= self.first]

    def bare(self, items: list[Item]) -> list[list[Item]]:
        """Groups that nothing governs."""
        return [g for g in groups(items) if g[0].prep == "" and not g[0].joined]

    def _within(self, group: list[Item]) -> bool:
        """Whether a party stands near enough to the predicate to hang on it."""
        return group[0].first - self.end <= _FAR and self.first - group[-1].end <= _FAR

    def relative(self) -> list[Item]:
        """The party that the relative clause of the predicate describes."""
        if self.bound.relative < 0:
            return []
        before = [i for i in self.sentence.items if i.end <= self.bound.relative]
        group = groups(before)[-1] if before else []
        if not group or self.bound.relative - group[-1].end > NEAR:
            return []
        between = range(group[-1].end, self.bound.relative)
        return group if all(self._qualifies(at) for at in between) else []

    def unmarked(self) -> list[Item]:
        """The indefinite party that a verb with a pronoun describes without a relative («مكتب تديره كاردان»)."""
        if self.match.split.prefix or self.notes.text.tokens[self.first].gap:
            return []
        before = [g for g in groups(self.left()) if self.first - g[-1].end <= NEAR]
        if not before or self._broken(before[-1][-1].end):
            return []
        item = before[-1][-1]
        indefinite = not self.notes.text.word(item.first).startswith(("ال", "وال")) and item.end - item.first == 1
        return [item] if indefinite else []

    def _qualifies(self, at: int) -> bool:
        """Whether a word between a party and its relative clause is an adjective or «هي»."""
        word = self.notes.text.word(at)
        return word.startswith("ال") or word in self.carriers.copulas or word.endswith("ين")

    def _broken(self, at: int) -> bool:
        return any(mark in self.notes.text.tokens[step].gap for step in range(at, self.first + 1) for mark in "،")
