"""Casualty words of a Reading, each with how many it counts: numbers joined by «و», one named or unnamed, none."""

from __future__ import annotations

from dataclasses import dataclass

from takhrij.core.records import CountRef, CountValue, Mention, PersonValue
from takhrij.frame.figures import PEOPLE, Figure, chain, counts_between, figure_of, single, total
from takhrij.frame.marks import Annotated

_REACH = 5
_BEFORE = 8
_FIGURES_BEFORE = 3
_BEFALLEN = 24
_LOSSES = 16
# «دون أن تسجل إصابات»: how far a negation may stand before what did not happen.
_NEGATED = 4
_HARM = frozenset({"killed", "injured"})


@dataclass(frozen=True, slots=True)
class Toll:
    """A casualty word at a token: what it counts and how many, where told."""

    first: int
    end: int
    sentence: int
    key: str
    pos: str
    count: CountRef | None
    sides: frozenset[str] = frozenset()


def _partial(notes: Annotated, at: int) -> bool:
    """Whether a figure is a part of another («بينهم 12 طفلا»)."""
    for before in (at - 1, at - 2):
        prep = notes.mark(before, "prep") if before >= 0 else None
        if prep is not None and prep[2].suffix:
            return True
    return False


def _before(notes: Annotated, low: int, at: int) -> list[Figure]:
    """The figures that stand before a verb as its subject («خمسة مدنيين وأربعة جنود قتلوا»)."""
    near = [m for m in counts_between(notes, max(low, at - 2 * _BEFORE), at) if _fits(m)]
    if not near or near[-1].first < at - _BEFORE:
        return []
    for mention in near:
        if _partial(notes, mention.first):
            continue
        joined = chain(notes, figure_of(notes, mention, at), at)
        last = joined[-1].first
        rest = [m for m in near if m.first > last]
        if all(_partial(notes, m.first) or _joined_part(notes, m, near) for m in rest):
            return joined
    return [figure_of(notes, near[-1], at)]


def _joined_part(notes: Annotated, mention: Mention, near: list[Mention]) -> bool:
    """«بينهم 12 طفلا وست نساء»: the second part hangs on the first."""
    if not notes.text.tokens[mention.first].form.startswith("و"):
        return False
    return any(_partial(notes, m.first) for m in near if m.first < mention.first)


def _fits(mention: Mention) -> bool:
    value = mention.value
    return isinstance(value, CountValue) and (value.of in PEOPLE or value.of in _HARM)


def _noun_count(notes: Annotated, low: int, at: int) -> CountRef | None:
    """«١٣ قتيلا»: the noun belongs to the number before it, or stands alone."""
    near = [m for m in counts_between(notes, max(low, at - _FIGURES_BEFORE), at + 1) if m.end_token >= at]
    fitting = [m for m in near if _fits(m)]
    high = notes.text.sentences[notes.text.sentence_of[at]][1]
    return total([figure_of(notes, fitting[0], high)]) if fitting else None


def _count(notes: Annotated, at: int, end: int, pos: str) -> CountRef | None:
    low, high = notes.text.sentences[notes.text.sentence_of[at]]
    if pos == "loss":
        return _losses(notes, end)
    if pos in ("count", "counted"):
        return _noun_count(notes, low, at)
    marked = notes.mark(at, "casualty")
    assert marked is not None
    if _mixed(notes, at, end):
        return None
    form = marked[0].form
    if marked[2].suffix:
        told = _between(notes, low, at)
        before = _before(notes, low, at) if told is None else []
        return total(before) if before else told
    if form is not None and form.plural and (before := _before(notes, low, at)):
        return total(before)
    one = single(notes, end, high)
    if one is not None:
        return total(chain(notes, one, high))
    stop = next((i for i in range(end, high) if notes.mark(i, "casualty") is not None), high)
    near = [m for m in counts_between(notes, end, min(stop, end + _REACH)) if _fits(m)]
    if near:
        return total(chain(notes, figure_of(notes, near[0], high), high))
    if pos != "verb":
        return None
    one = _struck(notes, end, high)
    return total(chain(notes, one, high)) if one is not None else _named_before(notes, low, at)


def _losses(notes: Annotated, end: int) -> CountRef | None:
    """«تدمير ثلاث دبابات وطقمين»: the vehicles behind a word of destruction, up to the next harm."""
    high = notes.text.sentences[notes.text.sentence_of[end - 1]][1]
    stop = next((i for i in range(end, high) if _stops_loss(notes, i)), high)
    found = [figure_of(notes, m, high) for m in counts_between(notes, end, min(stop, end + _LOSSES)) if _vehicle(m)]
    return total(found) if found else None


def _stops_loss(notes: Annotated, at: int) -> bool:
    clause = notes.mark(at, "clause")
    return notes.mark(at, "casualty") is not None or (clause is not None and clause[0].value == "clause")


def _vehicle(mention: Mention) -> bool:
    return isinstance(mention.value, CountValue) and mention.value.of == "vehicle"


def _mixed(notes: Annotated, at: int, end: int) -> bool:
    """«مقتل وإصابة عشرين»: one number of dead and injured is neither; «عشرون قتلوا وأصيب سبعة» are two."""
    return any(_joined_harm(notes, first, second) for first, second in ((at - 1, at), (at, end)))


def _joined_harm(notes: Annotated, first: int, second: int) -> bool:
    if first < 0 or second >= len(notes.text.tokens) or notes.text.tokens[second].gap:
        return False
    one, other = notes.mark(first, "casualty"), notes.mark(second, "casualty")
    if one is None or other is None or other[2].prefix != "و":
        return False
    plural = one[0].form is not None and one[0].form.plural
    return one[0].pos in ("noun", "verb") and other[0].pos in ("noun", "verb") and not plural and not one[2].suffix


def _named_before(notes: Annotated, low: int, at: int) -> CountRef | None:
    """«أن القيادي فلان الفلاني قتل»: a person named right before a verb."""
    for before in range(max(low, at - _BEFORE), at):
        for mention in notes.mentions.get(before, ()):
            if isinstance(mention.value, PersonValue) and at - 1 <= mention.end_token <= at:
                return CountRef(1, 1, mention.span)
    return None


def _between(notes: Annotated, low: int, at: int) -> CountRef | None:
    """«لقي قيادي حوثي مصرعه»: those between the verb and what befell them."""
    for before in range(at - 1, max(low, at - _BEFALLEN) - 1, -1):
        verb = notes.mark(before, "casualty")
        if verb is None:
            continue
        if verb[0].pos != "verb_dead":
            return None
        near = [m for m in counts_between(notes, verb[1], min(at, verb[1] + _REACH)) if _fits(m)]
        one = single(notes, verb[1], at)
        if one is None and near:
            one = figure_of(notes, near[0], at)
        return total(chain(notes, one, at)) if one is not None else None
    return None


def _struck(notes: Annotated, end: int, high: int) -> Figure | None:
    """«قتلت الغارة قياديا»: one person told as the object of a verb, behind its subject."""
    for at in range(end, min(high, end + _REACH)):
        if (
            notes.text.tokens[at].gap
            or notes.mark(at, "clause") is not None
            or notes.mark(at, "casualty") is not None
        ):
            return None
        if notes.singular(at, objective=True):
            return single(notes, at, high)
    return None


def _none(notes: Annotated, at: int, end: int) -> CountRef | None:
    """«دون إصابات», «لم يصب أحد»: a casualty word that a negation governs counts nobody."""
    low = notes.text.sentences[notes.text.sentence_of[at]][0]
    for before in range(at - 1, max(low, at - 1 - _NEGATED) - 1, -1):
        clause = notes.mark(before, "clause")
        if notes.text.tokens[before + 1].gap or (clause is not None and clause[0].value != "that"):
            return None
        marked = notes.mark(before, "modality")
        if marked is not None and marked[0].pos.startswith("negation"):
            return CountRef(0, 0, notes.text.span(before, end))
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
        count = _count(notes, at, end, mark.pos)
        none = _none(notes, at, end) if count is None and mark.form is None and mark.pos != "loss" else None
        bodies = mark.pos == "count" and any(
            getattr(m.value, "of", None) == "bodies" for m in counts_between(notes, max(0, at - 2), at)
        )
        if bodies or mark.pos in ("counted", "loss") and count is None and none is None:
            continue
        pos = "none" if none is not None else mark.pos
        found.append(Toll(at, end, notes.text.sentence_of[at], mark.value, pos, count or none))
    return found
