"""Predicates that really are events: the frame is chosen by the words around them."""

from __future__ import annotations

from collections.abc import Iterator

from takhrij.core.phrases import Match
from takhrij.core.records import CountValue
from takhrij.frame.conditions import CONDITIONS, holds
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Hit, Predicate
from takhrij.frame.objects import Beside

_BEFORE, _AFTER = 5, 12
_RIGHT_BEFORE = 2
# Pronouns that may mean a thing, not people.
_PRONOUNS = frozenset({"ه", "ها", "هما"})


def _window(notes: Annotated, first: int, end: int) -> range:
    sentence = notes.text.sentence_of[first]
    low, high = notes.text.sentences[sentence]
    return range(max(low, first - _BEFORE), min(high, end + _AFTER))


def _class_near(notes: Annotated, name: str, window: range, beside: Beside) -> bool:
    """Whether a class of a frame's conditions stands near; ``>`` behind its name: it follows; ``>>``:
    right behind; ``=``: as an object, under no preposition; ``~``: as the pronoun of a verb, told before it."""
    if name == "headline":
        return notes.text.sentence_of[beside.first] in notes.headings
    if name.endswith("~"):
        return _meant(notes, name.removesuffix("~"), beside)
    if name in CONDITIONS:
        return holds(notes, name, window, beside.first, beside.end)
    if name.endswith("="):
        return name[:-1] in beside.direct
    if name.endswith(">"):
        return name.rstrip(">") in (beside.behind if name.endswith(">>") else beside.after)
    if name in beside.after or name in beside.before:
        return True
    if name == "captive":
        return any(notes.mark(at, "captive") is not None for at in window) or _counted(notes, window, "captive")
    if name == "money":
        return _counted(notes, window, "money")
    end = beside.end
    after = range(end, min(window.stop, end + 9))
    kinds = {"place": ("place",), "actor_after": ("actor", "person"), "person": ("person",)}.get(name, ())
    return any(m.kind in kinds for at in after for m in notes.mentions.get(at, ()))


def _meant(notes: Annotated, name: str, beside: Beside) -> bool:
    """«دخل الجيش البلدة بعدما سلمها المسلحون»: the pronoun of a verb means a thing told of before it, here or in the
    sentence before."""
    if not any(split.suffix in _PRONOUNS for split in notes.text.tokens[beside.first].splits):
        return False
    sentence = notes.text.sentence_of[beside.first]
    told = range(notes.text.sentences[max(0, sentence - 1)][0], beside.first)
    if any(name in notes.objects.get(at, ()) for at in told):
        return True
    return name == "site" and any(m.kind == "place" for at in told for m in notes.mentions.get(at, ()))


def _counted(notes: Annotated, window: range, of: str) -> bool:
    values = (m.value for at in window for m in notes.mentions.get(at, ()) if m.kind == "count")
    return any(isinstance(v, CountValue) and v.of == of for v in values)


def _told(notes: Annotated, beside: Beside, window: range, words: frozenset[str], classes: frozenset[str]) -> bool:
    """Whether one of some words stands in a window, or one of some classes near the predicate."""
    if words and notes.text.stands(words, window, range(beside.first, beside.end)):
        return True
    return any(_class_near(notes, name, window, beside) for name in classes)


def _barred(notes: Annotated, barred: frozenset[str], window: range, beside: Beside) -> bool:
    """Whether a class that a frame bars stands behind the predicate, over it or as its object."""
    direct = {f"{name}=" for name in beside.direct}
    named = not barred.isdisjoint(beside.behind | beside.over | direct)
    return named or ("money" in barred and _counted(notes, window, "money"))


def _fits(notes: Annotated, predicate: Predicate, beside: Beside) -> bool:
    frame = predicate.frame
    first, end = beside.first, beside.end
    window = _window(notes, first, end)
    close = range(max(window.start, first - 3), min(window.stop, end + 5))
    stands, itself = notes.text.stands, range(first, end)
    if frame.without and stands(frame.without, close, itself):
        return False
    if frame.barred and _barred(notes, frame.barred, window, beside):
        return False
    before = range(max(window.start, first - _RIGHT_BEFORE), first)
    if frame.not_behind and stands(frame.not_behind, before):
        return False
    if frame.must and not stands(frame.must, window, itself):
        return False
    if frame.follows or frame.things:
        clause = range(end, beside.stop)
        if not _told(notes, beside, clause, frame.follows, frame.things):
            return False
    if not frame.with_ and not frame.classes:
        return True
    return _told(notes, beside, window, frame.with_, frame.classes)


def _cued(notes: Annotated, cue: str, first: int) -> int | None:
    """Distance in tokens to the nearest instrument word of a class in the sentence, or None."""
    low, high = notes.text.sentences[notes.text.sentence_of[first]]
    spots = [at for at in range(low, high) if (m := notes.mark(at, "cue")) is not None and m[0].value == cue]
    return min((abs(at - first) for at in spots), default=None)


def _choose(notes: Annotated, match: Match[tuple[Predicate, ...]], first: int) -> Predicate | None:
    candidates, end, _ = match
    best: tuple[int, int] | None = None
    chosen: Predicate | None = None
    beside = Beside(notes, first, end)
    for order, predicate in enumerate(candidates):
        if not _fits(notes, predicate, beside):
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


def _within_preposition(notes: Annotated, first: int, end: int) -> bool:
    """«بوساطة من» tells by whom, not that there was a mediation; «من سيطرة» from whom a place was taken."""
    here = notes.mark(first, "prep")
    before = notes.mark(first - 1, "prep") if first else None
    held = here is not None and here[1] >= end and notes.text.tokens[first].form != "في"  # «في قبضة الجماعة»
    return held or (before is not None and before[1] > first)


def _part(notes: Annotated, predicate: Predicate, end: int) -> Iterator[int]:
    """The predicate behind a verb that is part of what the verb tells («فقدوا السيطرة»)."""
    follows = predicate.frame.follows
    if predicate.pos != "verb" or not follows:
        return
    high = notes.text.sentences[notes.text.sentence_of[end - 1]][1]
    for at in range(end, min(high, end + _BEFORE)):
        if at in notes.predicates and any(split.key in follows for split in notes.text.tokens[at].splits):
            yield at
            return


def hits(notes: Annotated) -> Iterator[Hit]:
    """Chosen predicates in text order, without overlaps."""
    free = 0
    taken: set[int] = set()
    for first in sorted(notes.predicates):
        if first < free or first in taken:
            continue
        for match in notes.readings[first]:
            if _within_preposition(notes, first, match.end):
                continue
            predicate = _choose(notes, match, first)
            if predicate is not None:
                free = match.end
                taken.update(_part(notes, predicate, match.end))
                yield Hit(first, match.end, notes.text.sentence_of[first], predicate, match.split)
                break
