"""What kinds of things stand near a predicate: places, arms, troops, roads, supplies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from takhrij.frame.marks import Annotated

_BEFORE, _AFTER, _BEHIND = 4, 9, 3
_PARTITIVE = frozenset({"من", "خلال", "بعد", "قبل", "منذ"})
_OVER = frozenset({"على", "عن"})
_STOPS = frozenset("،:؛,")


@dataclass(frozen=True)
class Beside:
    """What stands near the predicate at tokens [first, end), read when it is asked for.

    Classes of things, and ``some_place``, ``some_actor`` for mentions.
    """

    notes: Annotated
    first: int
    end: int

    @cached_property
    def _sentence(self) -> tuple[int, int]:
        text = self.notes.text
        return text.sentences[text.sentence_of[self.first]]

    @cached_property
    def stop(self) -> int:
        """The token at which its reach ends."""
        return _reach(self.notes, self.end, self._sentence[1])

    @cached_property
    def before(self) -> frozenset[str]:
        """What stands within reach before it."""
        return _classes(self.notes, max(self._sentence[0], self.first - _BEFORE), self.first)

    @cached_property
    def after(self) -> frozenset[str]:
        """What stands within reach after it."""
        return _classes(self.notes, self.end, self.stop)

    @cached_property
    def behind(self) -> frozenset[str]:
        """What stands right behind it."""
        return _classes(self.notes, self.end, min(self.stop, self.end + _BEHIND))

    @cached_property
    def direct(self) -> frozenset[str]:
        """What stands after it under no preposition."""
        return _classes(self.notes, self.end, _ungoverned(self.notes, self.end, self.stop))

    @cached_property
    def over(self) -> frozenset[str]:
        """What stands first behind the «على» or «عن» that it governs."""
        return _over(self.notes, self.end, self.stop)


def _reach(notes: Annotated, end: int, high: int) -> int:
    """The token after the last one that a predicate ending at `end` may speak of: clauses, verbs and stops cut off."""
    aside = False
    for at in range(end, min(high, end + _AFTER)):
        token = notes.text.tokens[at]
        if at > end and not _STOPS.isdisjoint(token.gap):
            # «فتح الجيش، بحسب الوزارة، ممرا»: a source set between commas is stepped over.
            named = notes.mark(at, "prep")
            closing, aside = aside, named is not None and named[0].value == "وفق"
            if not (aside or closing or token.form.startswith("و")):
                return at
        clause = notes.mark(at, "clause")
        if clause is not None and at not in notes.inside and (at > end or clause[0].value != "relative"):
            return at
        match = notes.predicates.get(at)
        if match is not None and at not in notes.inside and match.value[0].pos == "verb":
            return at
    return min(high, end + _AFTER)


def _classes(notes: Annotated, low: int, high: int) -> frozenset[str]:
    things = {c for at in range(low, high) for c in notes.objects.get(at, ())}
    return frozenset(things | {f"some_{m.kind}" for at in range(low, high) for m in notes.mentions.get(at, ())})


def _over(notes: Annotated, end: int, stop: int) -> frozenset[str]:
    """Classes of the first thing behind the «على» or «عن» that a predicate governs («استولت الجماعة على أربع دبابات»)."""
    for at in range(end, stop):
        prep = notes.mark(at, "prep")
        if prep is not None and prep[0].value in _OVER:
            things = (
                notes.objects[near] for near in range(at + 1, min(stop, at + 1 + _BEHIND)) if near in notes.objects
            )
            return frozenset(next(things, ()))
    return frozenset()


def _ungoverned(notes: Annotated, end: int, stop: int) -> int:
    """The token of the first preposition of place or person after a predicate: what it governs is no object."""
    for at in range(end, stop):
        prep = notes.mark(at, "prep")
        if (prep is not None and prep[0].value not in _PARTITIVE) or notes.prefix_preposition(at) == "ل":
            return at
    return stop
