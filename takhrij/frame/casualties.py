"""Killed and injured: figures of an event told beside them, or a claim of their own where none is."""

from __future__ import annotations

from dataclasses import dataclass

from takhrij.core.records import ActorValue, CountRef, CountValue, Mention
from takhrij.frame.counting import VIOLENT, add_casualties, counts_between, to_count, whose
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft

_REACH = 5
# The victims of a casualty word stand within this many tokens of it.
_BESIDE = 6


@dataclass(frozen=True, slots=True)
class Toll:
    """A casualty word at a token: what it counts and how many, where told."""

    first: int
    end: int
    sentence: int
    key: str
    pos: str
    count: CountRef | None


def _counted(notes: Annotated, at: int, end: int, pos: str, high: int) -> CountRef | None:
    low = notes.text.sentences[notes.text.sentence_of[at]][0]
    if pos == "count":
        # «١٣ قتيلا»: the noun belongs to the number before it, or stands alone.
        near = [m for m in counts_between(notes, max(low, at - 3), at + 1) if m.end_token >= at]
    else:
        stop = next((i for i in range(end, high) if notes.mark(i, "casualty") is not None), high)
        near = counts_between(notes, end, min(stop, end + _REACH))
        before = counts_between(notes, max(low, at - 8), at)[-1:] if pos == "verb" else []
        marked = notes.mark(at, "casualty")
        plural = marked is not None and marked[0].form is not None and marked[0].form.plural
        # A plural verb follows its subject («43 شخصا قتلوا»).
        near = before if before and (plural or not near) else near
    for mention in near:
        value = mention.value
        assert isinstance(value, CountValue)
        if value.of in (None, "person", "killed", "injured", "captive", "other"):
            return to_count(mention, of=whose(notes, mention, high))
    return None


def tolls(notes: Annotated) -> list[Toll]:
    """Casualty words of a Reading in text order."""
    found: list[Toll] = []
    for at in sorted(notes.by_kind.get("casualty", ())):
        marked = notes.mark(at, "casualty")
        if marked is None or (at in notes.inside and notes.inside[at].kind == "person"):
            continue
        mark, end, _ = marked
        if mark.pos == "verb_dead":
            continue
        sentence = notes.text.sentence_of[at]
        high = notes.text.sentences[sentence][1]
        found.append(Toll(at, end, sentence, mark.value, mark.pos, _counted(notes, at, end, mark.pos, high)))
    return found


def host(notes: Annotated, drafts: list[Draft], toll: Toll) -> Draft | None:
    """The claim that a toll belongs to: the nearest violent one of its sentence, else of the sentence before."""
    violent = [d for d in drafts if d.type in VIOLENT]
    here = [d for d in violent if d.hit.sentence == toll.sentence]
    if here:
        return min(here, key=lambda d: (abs(d.hit.first - toll.first), d.hit.first))
    if not _goes_on(notes, toll.sentence):
        return None
    before = [d for d in violent if d.hit.sentence == toll.sentence - 1]
    return before[-1] if before else None


def _goes_on(notes: Annotated, sentence: int) -> bool:
    """Whether a sentence carries on the one before: the same paragraph, and nobody new begins to speak."""
    low, high = notes.text.sentences[sentence]
    if "\n" in notes.text.tokens[low].gap:
        return False
    return not any(low <= at < high for at in notes.by_kind.get("report", ()))


def lay(notes: Annotated, drafts: list[Draft], toll: Toll) -> bool:
    """Add a toll to the claim it belongs to; False when there is none."""
    draft = host(notes, drafts, toll)
    if draft is None:
        return False
    add_casualties(draft, toll.key, toll.count)
    if toll.key == "killed" and not draft.roles.get("target"):
        acting = draft.ids("actor")
        hit = [m for m in victims(notes, toll) if getattr(m.value, "id", "") not in acting]
        if hit:
            draft.roles["target"] = hit
    return True


def victims(notes: Annotated, toll: Toll) -> list[Mention]:
    """Those whom a casualty word counts: the actor beside it with what «و» joins to it."""
    low, high = notes.text.sentences[toll.sentence]
    start = toll.first - _BESIDE if toll.pos == "verb" else toll.first
    for at in range(max(low, start), min(high, toll.end + _BESIDE)):
        found = [m for m in notes.mentions.get(at, ()) if isinstance(m.value, ActorValue)]
        if found:
            after = found[0].end_token
            if after < high and notes.coordinated(after):
                found += [m for m in notes.mentions.get(after, ()) if isinstance(m.value, ActorValue)]
            return found
    return []
