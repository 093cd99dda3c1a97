"""Predicates that really are events: the frame is chosen by the words around them."""

from __future__ import annotations

from collections.abc import Iterator

from takhrij.core.phrases import Match
from takhrij.core.records import CountValue
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Hit, Predicate

_BEFORE, _AFTER = 5, 12


def _window(notes: Annotated, first: int, end: int) -> range:
    sentence = notes.text.sentence_of[first]
    low, high = notes.text.sentences[sentence]
    return range(max(low, first - _BEFORE), min(high, end + _AFTER))


def _words(notes: Annotated, window: range, skip: range) -> set[str]:
    words: set[str] = set()
    for at in window:
        if at in skip:
            continue
        for split in notes.text.tokens[at].splits:
            words.add(split.key)
    return words


def _class_near(notes: Annotated, name: str, window: range, end: int) -> bool:
    if name == "captive":
        return any(notes.mark(at, "captive") is not None for at in window) or _counted(notes, window, "captive")
    if name == "money":
        return _counted(notes, window, "money")
    after = range(end, min(window.stop, end + 9))
    kinds = {"place": ("place",), "actor_after": ("actor", "person"), "person": ("person",)}.get(name, ())
    return any(m.kind in kinds for at in after for m in notes.mentions.get(at, ()))


def _counted(notes: Annotated, window: range, of: str) -> bool:
    values = (m.value for at in window for m in notes.mentions.get(at, ()) if m.kind == "count")
    return any(isinstance(v, CountValue) and v.of == of for v in values)


def _fits(notes: Annotated, predicate: Predicate, first: int, end: int) -> bool:
    frame = predicate.frame
    window = _window(notes, first, end)
    near = range(max(window.start, first - 3), min(window.stop, end + 5))
    if frame.without and frame.without & _words(notes, near, range(first, end)):
        return False
    if frame.must and not frame.must & _words(notes, window, range(first, end)):
        return False
    if not frame.with_ and not frame.classes:
        return True
    if frame.with_ and frame.with_ & _words(notes, window, range(first, end)):
        return True
    return any(_class_near(notes, name, window, end) for name in frame.classes)


def _cued(notes: Annotated, cue: str, first: int) -> int | None:
    """Distance in tokens to the nearest instrument word of a class in the sentence, or None."""
    low, high = notes.text.sentences[notes.text.sentence_of[first]]
    spots = [at for at in range(low, high) if (m := notes.mark(at, "cue")) is not None and m[0].value == cue]
    return min((abs(at - first) for at in spots), default=None)


def _choose(notes: Annotated, match: Match[tuple[Predicate, ...]], first: int) -> Predicate | None:
    candidates, end, _ = match
    best: tuple[int, int] | None = None
    chosen: Predicate | None = None
    for order, predicate in enumerate(candidates):
        if not _fits(notes, predicate, first, end):
            continue
        distance = 40
        if predicate.frame.cue is not None:
            found = _cued(notes, predicate.frame.cue, first)
            if found is None:
                continue
            distance = found
        key = (distance, order)
        if best is None or key < best:
            best, chosen = key, predicate
    return chosen


def hits(notes: Annotated) -> Iterator[Hit]:
    """Chosen predicates in text order, without overlaps."""
    free = 0
    for first in sorted(notes.predicates):
        if first < free:
            continue
        match = notes.predicates[first]
        preposition = notes.mark(first, "prep")
        if preposition is not None and preposition[1] >= match.end:
            continue  # «بوساطة من» tells by whom, not that there was a mediation
        predicate = _choose(notes, match, first)
        if predicate is None:
            continue
        free = match.end
        yield Hit(first, match.end, notes.text.sentence_of[first], predicate, match.split)
