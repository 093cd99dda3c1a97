"""What kinds of things stand near a predicate: places, arms, troops, roads, supplies."""

from __future__ import annotations

from typing import NamedTuple

from takhrij.frame.marks import Annotated

_BEFORE, _AFTER, _BEHIND = 4, 9, 3
_PARTITIVE = frozenset({"من", "خلال", "بعد", "قبل", "منذ"})
_OVER = frozenset({"على", "عن"})
_STOPS = frozenset("،:؛,")


class Beside(NamedTuple):
    """What stands near the predicate at tokens [first, end), whose reach ends at token `stop`.

    Classes of things, and ``some_place``, ``some_actor`` for mentions: within reach before it, after it, right behind
    it, after it under no preposition, and first behind the «على» or «عن» that it governs.
    """

    first: int
    end: int
    stop: int
    before: frozenset[str]
    after: frozenset[str]
    behind: frozenset[str]
    direct: frozenset[str]
    over: frozenset[str]


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


def beside_of(notes: Annotated, first: int, end: int) -> Beside:
    """What stands near the predicate at tokens [first, end)."""
    low, high = notes.text.sentences[notes.text.sentence_of[first]]
    stop = _reach(notes, end, high)
    before = _classes(notes, max(low, first - _BEFORE), first)
    after, behind = _classes(notes, end, stop), _classes(notes, end, min(stop, end + _BEHIND))
    direct = _classes(notes, end, _ungoverned(notes, end, stop))
    return Beside(first, end, stop, before, after, behind, direct, _over(notes, end, stop))


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
