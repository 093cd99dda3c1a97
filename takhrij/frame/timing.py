"""What speaks for and against a date being a predicate's time: place, distance, tense and clause, never words.

A predicate may take a date of its own sentence, a date carried from another one, or none. Each of these is
described by features; `when` adds their weights.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from takhrij.core.edtf import bounds
from takhrij.core.records import Mention, PlaceValue, TimeRef
from takhrij.frame.account import WEEK, Account, edtf_of
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft
from takhrij.frame.where import related, same_place

# So many dates of a sentence are weighed, the nearest ones.
_OWN = 6
# A date is carried from the last so many dates told before the sentence, and from the lead.
_CARRIED = 4
# Words further off than this say nothing of a predicate.
_LEFT = 25
_BETWEEN = 60
# «استمرت حتى وقت مبكر من أمس»: so far before a date may stand the word that makes it an end.
_UNTIL = 4
# «بعد يوم من اكتمال سيطرتهم»: so many words may stand between the length and the predicate.
_COUNTED = 2
_STEPS = (0, 1, 2, 4, 7, 12, 20)
_SENTENCES = (1, 2, 3, 5, 8, 13)
_AGES = ((0, "today"), (1, "yesterday"), (3, "days"), (10, "week"), (40, "month"))
# What goes on for days: «بعد يومين من المعارك» tells how long, «بعد يومين من الهجوم» when.
_LASTING = frozenset({"clash", "siege", "shelling"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A time that a predicate may have (None: that it has none) and what holds of it."""

    time: TimeRef | None
    features: tuple[str, ...]


def _ref(mention: Mention) -> TimeRef:
    return TimeRef(edtf_of(mention), mention.span)


def _step(number: int, steps: tuple[int, ...] = _STEPS) -> int:
    return max((step for step in steps if step <= number), default=0)


def _shape(edtf: str) -> str:
    low, slash, high = edtf.partition("/")
    if low == "..":
        return "before"
    if high == "..":
        return "since"
    if slash:
        return "span"
    return {10: "day", 7: "month"}.get(len(low.rstrip("~")), "year") + ("~" if low.endswith("~") else "")


def _age(edtf: str, published: date | None) -> str:
    told = bounds(edtf)
    day = (told.last or told.first) if told is not None else None
    if published is None or told is None or day is None:
        return "unknown"
    days = (published - day).days
    if days < 0:
        return "ahead" if told.first is None or told.first > published else "today"
    return next((name for limit, name in _AGES if days <= limit), "old")


class Told:
    """What a draft's own words say of its time."""

    def __init__(self, account: Account, draft: Draft) -> None:
        notes, hit = account.notes, draft.hit
        self.draft = draft
        self.low, self.high = notes.text.sentences[hit.sentence]
        self.tense = _tense(notes, draft)
        prep = notes.mark(hit.first - 1, "prep") if hit.first > self.low else None
        self.prep = prep[0].value if prep is not None else notes.prefix_preposition(hit.first) or "-"
        self.left = range(max(self.low, hit.first - _LEFT), hit.first)
        cues = notes.by_kind.get("time", {})
        self.before = {cues[at][0].value for at in self.left if at in cues and not cues[at][0].pos}
        right = range(hit.end, min(self.high, hit.end + _LEFT))
        self.after = {cues[at][0].value for at in right if at in cues and not cues[at][0].pos}
        clauses = notes.by_kind.get("clause", {})
        self.within = next((clauses[at][0].value for at in reversed(self.left) if at in clauses), "-")
        events = account.anchors_in(self.low, hit.first)
        self.order = min(sum(at in account.drafts for at in events), 3)
        self.spoken = any(at in account.told for at in events)
        self.main = not events and self.within == "-"


def _tense(notes: Annotated, draft: Draft) -> str:
    predicate = draft.hit.predicate
    if predicate.form is not None:
        return predicate.form.aspect
    if predicate.pos != "noun":
        return predicate.pos
    definite = notes.text.tokens[draft.hit.first].form.lstrip("وفبلك").startswith(("ال", "ل"))
    return "definite noun" if definite else "construct noun" if draft.hit.split.suffix else "noun"


def _none(account: Account, told: Told, own: int) -> Iterator[str]:
    """What speaks for a predicate's having no time."""
    hit, draft = told.draft.hit, told.draft
    yield "none"
    for fact in (
        f"tense {told.tense}",
        f"modality {draft.modality}",
        f"behind {told.prep}",
        f"within {told.within}",
        f"order {told.order}",
        f"spoken {told.spoken}",
        f"main {told.main}",
        f"of {min(own, 2)}",
        f"dates {min(len(account.dates), 3)}",
        f"values {min(account.values, 4)}",
        f"back {_step(hit.sentence, _SENTENCES)}",
    ):
        yield f"none, {fact}"
    clause = account.notes.syntax.at(hit.first)
    yield f"none, clause {clause.kind}"
    yield f"none, clause {clause.kind}, {told.tense}"
    yield f"none, governed {clause.verb >= 0 and clause.verb != hit.first}"
    if draft.referring:
        yield "none, referring"
    for cue in told.before:
        yield f"none, behind cue {cue}"
    for cue in told.after:
        yield f"none, before cue {cue}"


def _syntax(account: Account, told: Told, mention: Mention, side: str) -> Iterator[str]:
    """How the clause of a date stands to the predicate's, and whose verb it has."""
    hit, syntax = told.draft.hit, account.notes.syntax
    relation, verb = syntax.relation(hit.first, mention.first), syntax.at(mention.first).verb
    whose = "none" if verb < 0 else "verb"
    if hit.first <= verb < hit.end:
        whose = "own"
    elif verb in account.told or verb in account.drafts:
        whose = "told" if verb in account.told else "deed"
    yield f"clause {relation}"
    yield f"clause {relation}, verb {whose}"
    yield f"clause {relation}, {told.tense}"
    yield f"{side}, clause {relation}"
    yield f"{side}, verb {whose}"


def _own(account: Account, told: Told, mention: Mention, rank: int, number: int) -> Iterator[str]:
    """How a date of the predicate's sentence stands to it."""
    hit, notes = told.draft.hit, account.notes
    side = "after" if mention.first >= hit.end else "before"
    low, high = (hit.end, mention.first) if side == "after" else (mention.end_token, hit.first)
    shape, age = _shape(edtf_of(mention)), _age(edtf_of(mention), account.published)
    between = account.anchors_in(low, high)
    near = range(max(low, high - _BETWEEN), high)
    clauses = notes.by_kind.get("clause", {})
    marks = {clauses[at][0].value for at in near if at in clauses} or {"none"}
    comma = any("،" in notes.text.tokens[at].gap for at in (*near, max(low, high)) if at < len(notes.text.tokens))
    prep = notes.mark(mention.first - 1, "prep") if mention.first else None
    yield f"{side} by {_step(high - low)}"
    yield f"{side}, events between {min(sum(at in account.drafts for at in between), 2)}"
    yield f"{side}, telling between {any(at in account.told for at in between)}"
    yield f"{side}, owner {account.whose(mention, told.draft)}"
    yield f"{side}, comma {comma}"
    for mark in sorted(marks):
        yield f"{side}, {mark} between"
    times = notes.by_kind.get("time", {})
    for cue in sorted({times[at][0].value for at in near if at in times and not times[at][0].pos}):
        yield f"{side}, {cue} between"
    yield from _syntax(account, told, mention, side)
    yield f"{side}, shape {shape}"
    yield f"{side}, rank {min(rank, 2)} of {min(number, 3)}"
    yield f"{side}, behind {told.prep}"
    yield f"{side}, {told.tense}"
    yield f"{side}, within {told.within}"
    yield f"{side}, date behind {prep[0].value if prep is not None else '-'}"
    yield f"age {age}"
    yield f"{age}, modality {told.draft.modality}"
    yield f"{shape}, {told.tense}"
    if "earlier" in told.before:
        yield f"earlier, {age}"


def _kinship(a: Draft, b: Draft) -> str:
    """What two predicates have in common."""
    parties = (a.ids("actor") | a.ids("target")) & (b.ids("actor") | b.ids("target"))
    return f"{'same' if parties else 'other'} parties, {_whereabouts(a, b)}"


def _whereabouts(a: Draft, b: Draft) -> str:
    """Whether two predicates have their finest place in common; one that lies in the other is in common."""
    first, second = (next((m.value for m in d.roles.get("place", ())), None) for d in (a, b))
    if not isinstance(first, PlaceValue) or not isinstance(second, PlaceValue):
        return "no place"
    return "same place" if related(first, second) or same_place(first, second) else "other place"


def _turns(account: Account, low: int, high: int) -> str:
    """What stands between two sentences of a report: a word that turns to another piece of news, a new paragraph."""
    notes = account.notes
    first, last = notes.text.sentences[low][1], notes.text.sentences[high][0] + 3
    cues = notes.by_kind.get("time", {})
    turned = any(at in cues and cues[at][0].value == "together" for at in range(first, min(last, first + 200)))
    parted = any("\n" in notes.text.tokens[notes.text.sentences[k][0]].gap for k in range(low + 1, high + 1))
    return f"turned {turned}, parted {parted}"


def _carried(account: Account, told: Told, mention: Mention, steps: int) -> Iterator[str]:
    """How a date of another sentence stands to the predicate."""
    hit = told.draft.hit
    sentence = account.notes.text.sentence_of[mention.first]
    apart = hit.sentence - sentence
    shape, age = _shape(edtf_of(mention)), _age(edtf_of(mention), account.published)
    whose = account.whose(mention, told.draft)
    place = "headline" if sentence == 0 else "lead" if sentence == 1 else "body"
    distance = f"back {_step(apart, _SENTENCES)}" if apart > 0 else f"ahead {min(-apart, 3)}"
    facts = [
        distance,
        f"carried {shape}",
        f"from {place}",
        f"steps {min(steps, 4)}",
        f"carried from {whose}",
        f"carried to {told.tense}",
    ]
    owner = account.owner(mention)
    if owner in account.drafts:
        other = account.drafts[owner]
        facts.append(f"carried, {_kinship(told.draft, other)}")
        facts.append(
            f"carried, {'same' if other.type == told.draft.type else 'other'} type, {_kinship(told.draft, other)}"
        )
        facts.append(f"carried from {other.modality} to {told.draft.modality}")
    if apart > 0:
        facts.append(f"carried, {_turns(account, sentence, hit.sentence)}")
        facts.append(f"{distance}, {_turns(account, sentence, hit.sentence)}")
    yield from facts
    yield from (f"{fact}; {age}" for fact in facts)
    yield f"carried {age}"
    yield f"carried to {told.draft.modality}; {age}"
    yield f"carried to {told.tense}, order {told.order}"
    yield f"carried within {told.within}"
    yield f"carried behind {told.prep}"
    yield f"carried, main {told.main}"
    yield f"carried of {min(account.values, 4)}"
    yield f"carried of {min(account.values, 4)} from {whose}"
    if told.draft.referring:
        yield "carried to referring"
    for cue in sorted(told.before | told.after):
        yield f"carried beside {cue}"
        yield f"carried beside {cue}; {age}"
    if hit.sentence == 0:
        yield "carried to headline"
        yield f"carried to headline; {age}"


def _carriers(account: Account, told: Told) -> list[tuple[Mention, int]]:
    """Dates that may be carried to a sentence: those told last before it, the lead's; to a headline, the next."""
    if told.draft.hit.sentence == 0:
        at = bisect_left(account.firsts, told.high)
        return [(m, k) for k, m in enumerate(account.dates[at : at + _CARRIED])]
    at = bisect_left(account.firsts, told.low)
    last = account.dates[max(0, at - _CARRIED) : at][::-1]
    lead = account.dates[: min(at, _CARRIED)]
    found = [(m, k) for k, m in enumerate(last)]
    sentence_of = account.notes.text.sentence_of
    return found + [(m, _CARRIED) for m in lead if sentence_of[m.first] <= 1 and m not in last]


def _stretches(account: Account, own: list[Mention]) -> Iterator[tuple[Mention, TimeRef]]:
    """«اندلعت مساء السبت واستمرت حتى الاثنين»: two dates of a sentence, the second an end, as one stretch."""
    cues = account.notes.by_kind.get("time", {})
    ordered = sorted(own, key=lambda m: m.first)
    for first, second in pairwise(ordered):
        start, end = edtf_of(first), edtf_of(second)
        spots = range(max(first.end_token, second.first - _UNTIL), second.first)
        ends = end.startswith("../") or any(at in cues and cues[at][0].pos == "until" for at in spots)
        last = end.rpartition("/")[2]
        if ends and "/" not in start and last[:10] > start[:10]:
            yield first, TimeRef(f"{start}/{last}", account.notes.text.span(first.first, second.end_token))


def _counted(account: Account, told: Told, own: list[Mention]) -> TimeRef | None:
    """«أمس، بعد ثلاثة أيام على هجوم», «غداة مقتل»: the day so long before, or after, the date of the sentence, or
    the day of writing where the lead tells none."""
    cues, hit = account.notes.by_kind.get("time", {}), told.draft.hit
    spot = next((at for at in reversed(told.left) if at in cues and cues[at][0].pos in ("after", "before")), None)
    if spot is None or not 0 <= hit.first - cues[spot][1] <= _COUNTED:
        return None
    mark, end, _ = cues[spot]
    base = min((m for m in own if m.end_token <= spot), key=lambda m: spot - m.first, default=None)
    edge = bounds(edtf_of(base)) if base is not None else None
    day = edge.first if edge is not None and edge.days == 1 else None
    if base is None and not own and hit.sentence <= 1:
        day = account.written
    if day is None:
        return None
    try:
        counted = (day - timedelta(days=int(mark.value) * (1 if mark.pos == "after" else -1))).isoformat()
    except OverflowError:
        return None
    lasting = told.draft.type in _LASTING and end == hit.first and told.tense == "definite noun"
    edtf = f"{counted}/{day.isoformat()}" if lasting and mark.pos == "after" else counted
    return TimeRef(edtf, account.notes.text.span(base.first if base is not None else spot, end))


def _coming(account: Account, told: Told, mention: Mention) -> TimeRef | None:
    """The next such weekday, where a bare one is told of what is ahead («يجتمعون الثلاثاء»)."""
    ahead = told.draft.modality == "planned" or told.tense == "imperfect"
    weekday = account.notes.mark(mention.end_token - 1, "weekday")
    value = bounds(edtf_of(mention))
    if not ahead or weekday is None or account.written is None or value is None or value.last is None:
        return None
    bare = all(account.notes.mark(at, "time") is None for at in range(mention.first, mention.end_token))
    if not bare or (value.days or 1) > 1 or not 0 < (account.written - value.last).days < WEEK:
        return None
    day = (value.last + timedelta(days=WEEK)).isoformat() if value.last.year < date.max.year else None
    if day is None:
        return None
    return TimeRef(f"../{day}" if value.first is None else day, mention.span)


def choices(account: Account, draft: Draft) -> list[Choice]:
    """Every date that may be a draft's time, and that it has none."""
    told = Told(account, draft)

    def distance(m: Mention) -> int:
        return m.first - draft.hit.end if m.first >= draft.hit.end else draft.hit.first - m.end_token

    own = sorted(account.dates_in(told.low, told.high), key=distance)[:_OWN]
    counted = _counted(account, told, own)
    if counted is not None:
        return [Choice(counted, ())]
    found = [Choice(None, tuple(_none(account, told, len(own))))]
    described: dict[int, tuple[str, ...]] = {}
    for rank, mention in enumerate(own):
        described[mention.first] = tuple(_own(account, told, mention, rank, len(own)))
        found.append(Choice(_ref(mention), described[mention.first]))
        coming = _coming(account, told, mention)
        if coming is not None:
            ahead = ("coming", f"coming, {draft.modality}", f"coming, {told.tense}, main {told.main}")
            found.append(Choice(coming, (*described[mention.first], *ahead)))
    for mention, stretch in _stretches(account, own):
        found.append(Choice(stretch, (*described[mention.first], "stretch", f"stretch of {told.tense}")))
    for mention, steps in _carriers(account, told):
        features = (*_carried(account, told, mention, steps), f"carried over {min(len(own), 2)}")
        found.append(Choice(_ref(mention), features))
    return found
