"""What describes a draft as a happening of its own: shape, arguments and place in the story, never words.

As with `description`, features name types, frames, classes and distances only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from takhrij.core.records import ActorValue
from takhrij.frame.description import ROLES
from takhrij.frame.model import Draft
from takhrij.frame.notes import Annotated

# So many drafts before and behind one are looked at: an article has fewer, and a book is judged in linear time.
_STORY = 40
_CLOSE = 6
_OBJECT = 8


@dataclass(frozen=True, slots=True)
class Company:
    """The drafts told around one: of its type and before it, of its type at all, and of its sentence."""

    before: list[Draft]
    alike: int
    here: list[Draft]
    after: list[Draft]

    @staticmethod
    def of(drafts: list[Draft], at: int) -> Company:
        """The company of the draft number `at`."""
        draft = drafts[at]
        story = [d for d in drafts[max(0, at - _STORY) : at + _STORY + 1] if d is not draft]
        alike = [d for d in story if d.type == draft.type]
        before = [d for d in alike if d.hit.first < draft.hit.first]
        after = [d for d in alike if d.hit.first > draft.hit.first]
        return Company(before, len(alike), [d for d in story if d.hit.sentence == draft.hit.sentence], after)


def _arguments(draft: Draft) -> Iterator[str]:
    """Which fields are filled, and by what kind of party."""
    told = "".join(str(int(bool(x))) for x in (*(draft.roles.get(role) for role in ROLES), draft.placed))
    yield f"filled {told}{int(draft.time is not None)}{int(bool(draft.counts))}"
    places = bool(draft.roles.get("place"))
    yield f"filled {told[:2]}{int(places)}, {draft.hit.predicate.pos}, definite {draft.definite}"
    for role in (*ROLES, "place"):
        yield f"{role} {min(2, len(draft.roles.get(role, ())))}"
    yield f"arguments {min(3, len(draft.arguments))}"
    yield f"time {draft.time is not None}"
    yield f"counts {bool(draft.counts)}"
    yield f"place in the clause {draft.placed}, carried {draft.carried}"
    held = [m.value for role in ROLES for m in draft.roles.get(role, ())]
    for kind in sorted({value.kind if isinstance(value, ActorValue) else "named person" for value in held}):
        yield f"kind {kind}"
    for name in sorted(draft.near):
        yield f"near {name}"


def _shape(notes: Annotated, draft: Draft) -> Iterator[str]:
    """What the predicate is, where it stands, how it is put forward and what speaks against it."""
    hit, form = draft.hit, draft.hit.predicate.form
    low, high = notes.text.sentences[hit.sentence]
    shape = f"{form.aspect} {form.person}" if form is not None else hit.predicate.pos
    yield f"part of speech {hit.predicate.pos}"
    yield f"form {shape}"
    yield f"definite {draft.definite}, referring {draft.referring}, backdrop {draft.backdrop}"
    yield f"weak {hit.frame.weak}, state {hit.frame.state}, {shape}"
    yield f"doubts {' '.join(sorted(draft.doubts)) or 'none'}"
    yield f"clause {notes.syntax.at(hit.first).kind}"
    yield f"heading {draft.heading}"
    yield f"modality {draft.modality}"
    yield f"polarity {draft.polarity}"
    yield f"speaker {draft.speaker[-1].source_class if draft.speaker else 'narrator'}"
    yield f"sentence {min(hit.sentence, 6)}"
    yield f"part of the text {min(4, 5 * hit.sentence // len(notes.text.sentences))}"
    yield f"within the sentence {min(5, (hit.first - low) // 6)}"
    yield f"length of the sentence {min(5, (high - low) // 12)}"
    yield f"told {min(4, len(draft.evidence))} times"


def _story(notes: Annotated, draft: Draft, company: Company) -> Iterator[str]:
    """What else is told around it."""
    pos = draft.hit.predicate.pos
    yield f"before it {min(3, len(company.before))} of its type, {pos}, definite {draft.definite}"
    yield f"around it {min(4, company.alike)} of its type"
    yield f"in its sentence {min(3, len(company.here))}"
    for other in company.here:
        side = "before" if other.hit.first < draft.hit.first else "after"
        yield f"{other.type} {side} it in its sentence"
        if abs(other.hit.first - draft.hit.first) <= _CLOSE:
            yield f"{other.type} close {side} it"
    yield from _nearest(notes, draft, company.before, "before")
    yield from _nearest(notes, draft, company.after, "after")
    if draft.retells is not None:
        yield from _retelling(draft, draft.retells)
    places = {getattr(m.value, "id", "") for m in draft.roles.get("place", ())}
    shared = any(getattr(m.value, "id", "") in places for d in company.before for m in d.roles.get("place", ()))
    yield f"placed {bool(places)}, place of one before {shared}, any before {bool(company.before)}"
    parties = draft.ids("actor") | draft.ids("target")
    met = any(not parties.isdisjoint(d.ids("actor") | d.ids("target")) for d in company.before)
    yield f"parties {bool(parties)}, of one before {met}"


def _met(one: set[str], other: set[str]) -> str:
    """How two sets of parties or places agree."""
    if not one or not other:
        return "untold" if not (one or other) else "told once"
    return "same" if one == other else "shared" if one & other else "others"


def _nearest(notes: Annotated, draft: Draft, alike: list[Draft], side: str) -> Iterator[str]:
    """How the nearest draft of its type on one side compares: parties, places, day, figures, frame and words."""
    if not alike:
        return
    other = min(alike, key=lambda d: abs(d.hit.first - draft.hit.first))
    apart = min(4, abs(other.hit.sentence - draft.hit.sentence))
    tokens = notes.text.tokens
    parties = _met(draft.ids("actor") | draft.ids("target"), other.ids("actor") | other.ids("target"))
    places = _met(draft.ids("place"), other.ids("place"))
    days = _met({draft.time.edtf} if draft.time else set(), {other.time.edtf} if other.time else set())
    figures = draft.counts.keys() & other.counts.keys()
    agreed = all(
        (draft.counts[k].min, draft.counts[k].max) == (other.counts[k].min, other.counts[k].max) for k in figures
    )
    word = tokens[draft.hit.first].splits[0].key == tokens[other.hit.first].splits[0].key
    own = _words(notes, draft)
    words = min(3, len(own & _words(notes, other)))
    yield f"nearest {side} {apart} apart, heading {other.heading}, definite {draft.definite}"
    yield f"nearest {side}, parties {parties}, places {places}"
    yield f"nearest {side}, parties {parties}, places {places}, day {days}"
    yield f"nearest {side}, day {days}, figures {len(figures) if agreed else 'differ'}"
    yield f"nearest {side}, frame {other.hit.frame.name == draft.hit.frame.name}, word {word}"
    yield f"nearest {side}, objects {words} of {min(4, len(own))}"
    yield f"nearest {side}, objects {words}, parties {parties}"


def _words(notes: Annotated, draft: Draft) -> set[str]:
    """The longer words behind a predicate."""
    high = min(notes.text.sentences[draft.hit.sentence][1], draft.hit.end + _OBJECT)
    return {t.splits[-1].key for t in notes.text.tokens[draft.hit.end : high] if len(t.form) > 3}


def _retelling(draft: Draft, told: Draft) -> Iterator[str]:
    """What a noun that points back tells beyond what it points at."""
    more = bool(draft.counts.keys() - told.counts.keys())
    dated = draft.time is not None and (told.time is None or told.time.edtf != draft.time.edtf)
    placed = draft.placed and not told.placed
    apart = draft.hit.sentence - told.hit.sentence
    yield f"retells {draft.type == told.type}, figures {bool(draft.counts)}, more {more}"
    yield f"retells with a day {dated}"
    yield f"retells with a place {draft.placed}, the first {placed}"
    yield f"retells across {min(5, apart)}"
    yield f"retells, figures {bool(draft.counts)}, day {dated}, place {placed}, near {apart <= 1}"


def describe(notes: Annotated, drafts: list[Draft], at: int) -> list[str]:
    """The features of the draft number `at` among those of its Reading."""
    draft = drafts[at]
    return [*_shape(notes, draft), *_arguments(draft), *_story(notes, draft, Company.of(drafts, at))]


def crossed(draft: Draft, features: list[str]) -> Iterator[str]:
    """Every feature alone and with the event type, and the frame."""
    for feature in ("", *features):
        yield feature
        yield f"{draft.type} | {feature}"
    yield f"{draft.type} | frame {draft.hit.frame.name}"
