"""Killed and injured: figures of an event told beside them, or a claim of their own where none is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from takhrij.core.records import ActorValue, Mention
from takhrij.frame.counting import VIOLENT
from takhrij.frame.deaths import doer_of
from takhrij.frame.figures import added
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft, Hit
from takhrij.frame.telling import continues
from takhrij.frame.tolls import Toll

# A clause opener between a toll and a predicate sets them apart like this many words.
_CLAUSE = 20
# The victims of a casualty word stand within this many tokens of it.
_BESIDE = 6
# Words that tell that a deed came after a death, and how many such dead are told as a deed of their own.
_AFTER = frozenset({"بعد", "عقب", "اثر", "غداه", "خلفيه"})
_FEW = 3
_CAUSE = 1
# The drafts of each sentence, in their order.
Told = Mapping[int, Sequence[Draft]]
# Actors that may be of any side.
_NO_SIDE = frozenset({"unknown_gunmen"})


def host(notes: Annotated, told: Told, toll: Toll) -> Draft | None:
    """The claim that a toll belongs to: the nearest violent one of its sentence, else of the sentence before."""
    here = [d for d in told.get(toll.sentence, ()) if d.type in VIOLENT]
    cause = is_cause(notes, toll)
    if cause:
        here = [d for d in here if d.hit.first > toll.first - _CAUSE]
    if here:
        return min(here, key=lambda d: (_distance(notes, d.hit, toll), d.hit.first))
    if cause or doer_of(notes, toll) is not None or not _goes_on(notes, toll.sentence):
        return None
    before = [d for d in told.get(toll.sentence - 1, ()) if d.type in VIOLENT]
    return before[-1] if before else None


def is_cause(notes: Annotated, toll: Toll) -> bool:
    """«اندلعت الاشتباكات عقب مقتل أحد الوجهاء»: a death that what is told before it followed upon."""
    one = toll.count is not None and toll.count.max is not None and toll.count.max <= _FEW
    if toll.pos != "noun" or toll.key != "killed" or not one or toll.first == 0:
        return False
    return notes.text.tokens[toll.first - 1].form in _AFTER


def _distance(notes: Annotated, hit: Hit, toll: Toll) -> int:
    """How far a toll stands from a predicate: a clause that opens between them counts as many words."""
    first, last = min(hit.first, toll.first), max(hit.first, toll.first)
    opened = 0
    for at in range(first + 1, last + 1):
        clause = notes.mark(at, "clause")
        opened += clause is not None and clause[0].value == "clause"
    return last - first + _CLAUSE * opened


def _goes_on(notes: Annotated, sentence: int) -> bool:
    """Whether a sentence carries on the one before: in its paragraph nobody new begins to speak, or the one
    who spoke goes on («وأضاف أن…», «وأوضحت المصادر أن…»)."""
    low, high = notes.text.sentences[sentence]
    reports = [at for at in range(low, high) if notes.mark(at, "report") is not None]
    if not reports:
        return "\n" not in notes.text.tokens[low].gap
    return reports[0] <= low + 1 and continues(notes, reports[0], high)


def lay(notes: Annotated, told: Told, toll: Toll) -> bool:
    """Add a toll to the claim it belongs to; False when there is none."""
    draft = host(notes, told, toll)
    if draft is None:
        return False
    if toll.pos == "none" and any(notes.mark(at, "light") for at in range(draft.hit.end, toll.first)):
        return True  # «عبوات جرى تفكيكها دون إصابات»: something else did no harm
    _add(draft, toll)
    if toll.key == "killed" and not draft.roles.get("target"):
        acting = draft.ids("actor")
        hit = [m for m in victims(notes, toll) if getattr(m.value, "id", "") not in acting]
        if hit:
            draft.roles["target"] = hit
    return True


def _add(draft: Draft, toll: Toll) -> None:
    """Lay a count on a claim: the first told stays, and the dead of another side are added to it."""
    told, more = draft.counts.get(toll.key), toll.count
    if more is None:
        return
    own = draft.hit.first <= toll.first < draft.hit.end
    if told is None or (own and more.parts):
        draft.counts[toll.key] = more
        return
    sides, others = set(told.of) - _NO_SIDE, set(more.of) - _NO_SIDE
    if toll.pos in ("none", "loss") or own or not sides or not others or sides & others:
        return
    draft.counts[toll.key] = added(told, more)


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
