"""How long a happening is told to have lasted, how long after another it came, and the two days that bound it.

«استمرت المعارك ثلاثة أيام», «هدأت بعد ثلاثة أيام من القتال», «سقطت بعد أسبوع من توقيع الهدنة». Lengths are days; what is told
in hours is none. Only of types whose data file says that they last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from takhrij.core.edtf import bounds
from takhrij.core.language import Language
from takhrij.core.phrases import PhraseIndex
from takhrij.core.records import CountRef, DateValue, Mention, TimeRef
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft
from takhrij.resources import Resources

_TABLE = "lexicons/ar/durations"
# Words between what says that it lasted and how long; between «بعد أسبوع من» and what it came after.
_REACH, _BEHIND = 9, 3
# Beyond so many days two dates of a sentence are no beginning and end.
_LONGEST = 400


class Cue(NamedTuple):
    """What a word says of a length; `low` and `high` are the days of one unit."""

    kind: str
    low: int
    high: int


class Length(NamedTuple):
    """A length told over tokens [first, end), in days; `cue` is the token of the word that says so, `since` the token
    of what it is counted from, -1 where it is what something lasted."""

    first: int
    end: int
    low: int
    high: int
    approx: bool
    cue: int
    since: int = -1


@dataclass(frozen=True)
class Durations:
    """The words of lengths, and the types of event that last."""

    cues: PhraseIndex[Cue]
    lasting: frozenset[str]
    language: Language

    @staticmethod
    def load(language: Language, resources: Resources, types: Mapping[str, Mapping[str, Any]]) -> Durations:
        """From the table of lengths and the key `lasts` of the event types."""
        rows = resources.table(_TABLE)
        entries = ((row["form"], Cue(row["kind"], int(row["low"] or 0), int(row["high"] or 0))) for row in rows)
        lasting = frozenset(kind for kind, told in types.items() if told.get("lasts"))
        return Durations(PhraseIndex(language, entries), lasting, language)

    def settle(self, notes: Annotated, drafts: Sequence[Draft]) -> None:
        """Give each draft the length that is told of it, and the time of its two days where both are told."""
        by_sentence: dict[int, list[Draft]] = {}
        for draft in drafts:
            by_sentence.setdefault(draft.hit.sentence, []).append(draft)
        for sentence, beside in sorted(by_sentence.items()):
            low, high = notes.text.sentences[sentence]
            for length in self._lengths(notes, low, high):
                if length.since >= 0 and self._since(notes, length, beside):
                    continue
                owner = self._owner(length, beside)
                if owner is not None:
                    owner.counts.setdefault("duration", self._count(notes, length))
                    _bound(notes, owner, beside, (low, high))

    def _cue(self, notes: Annotated, at: int) -> Cue | None:
        found = self.cues.match(notes.text, at) if 0 <= at < len(notes.text.tokens) else None
        return found.value if found is not None else None

    def _lengths(self, notes: Annotated, low: int, high: int) -> Iterator[Length]:
        for at in range(low, high):
            cue = self._cue(notes, at)
            if cue is None or cue.kind not in ("lasts", "after"):
                continue
            reach = at + 2 if cue.kind == "after" else min(high, at + 1 + _REACH)
            told = next(
                (t for start in range(at + 1, min(reach, high)) if (t := self._time(notes, start, high))), None
            )
            if told is None:
                continue
            if cue.kind == "lasts":
                yield told._replace(cue=at)
            elif (of := self._cue(notes, told.end)) is not None and of.kind == "of":
                yield told._replace(cue=at, since=told.end + 1)

    def _time(self, notes: Annotated, at: int, high: int) -> Length | None:
        """A number of days, weeks, months or years that starts at a token."""
        cue = self._cue(notes, at)
        if cue is not None and cue.kind in ("pair", "unit"):
            many = 2 if cue.kind == "pair" else 1
            return Length(at, at + 1, many * cue.low, many * cue.high, False, at)
        number = self.language.numeral(notes.text.tokens, at)
        if number is None or number.ordinal or number.dual or number.min is None or number.end >= high:
            return None
        unit = self._cue(notes, number.end)
        if unit is None or unit.kind != "unit":
            return None
        most = number.max if number.max is not None else number.min
        return Length(at, number.end + 1, number.min * unit.low, most * unit.high, number.approx, at)

    def _count(self, notes: Annotated, length: Length) -> CountRef:
        return CountRef(length.low, length.high, notes.text.span(length.first, length.end), length.approx)

    def _since(self, notes: Annotated, length: Length, beside: Sequence[Draft]) -> bool:
        """Whether a length is counted from something that came about at once, which is noted then."""
        near = range(length.since, length.since + _BEHIND)
        origin = next((d for d in beside if d.hit.first in near), None)
        if origin is None or origin.type in self.lasting:
            return False
        told = [d for d in beside if d is not origin and d.hit.first < length.cue] or [
            d for d in beside if d is not origin
        ]
        if told:
            told[-1].counts.setdefault("elapsed", self._count(notes, length))
            told[-1].texts.setdefault("since", []).append(notes.text.span(origin.hit.first, origin.hit.end))
        return True

    def _owner(self, length: Length, beside: Sequence[Draft]) -> Draft | None:
        """What lasted so long: what stands behind «بعد أسبوع من», else the nearest before the length, else behind it."""
        lasting = [d for d in beside if d.type in self.lasting and d.polarity != "did_not"]
        if length.since >= 0:
            near = range(length.since, length.since + _BEHIND)
            # «هدأت المعارك بعد ثلاثة أيام من القتال»: «القتال» may be no predicate of its own.
            return next((d for d in lasting if d.hit.first in near), lasting[0] if len(lasting) == 1 else None)
        before = [d for d in lasting if d.hit.first < length.first]
        return before[-1] if before else next(iter(lasting), None)


def _bound(notes: Annotated, draft: Draft, beside: Sequence[Draft], sentence: tuple[int, int]) -> None:
    """Make of two days told beside a length the time from the one to the other: «اندلعت السبت واستمرت ثلاثة أيام حتى
    الاثنين». A day that belongs to something else in the sentence bounds nothing."""
    if draft.time is None:
        return
    others = {d.time.span.start for d in beside if d is not draft and d.time is not None and d.type != draft.type} - {
        draft.time.span.start
    }
    days: dict[int, Mention] = {}
    for at in range(*sentence):
        for mention in notes.mentions.get(at, ()):
            day = _day(mention)
            if day is not None and mention.span.start not in others:
                days.setdefault(day, mention)
    if len(days) != 2 or not 0 < max(days) - min(days) <= _LONGEST:
        return
    first, last = days[min(days)], days[max(days)]
    if draft.time.span.start not in (first.span.start, last.span.start):
        return
    start, end = sorted((first, last), key=lambda m: m.first)
    assert isinstance(first.value, DateValue) and isinstance(last.value, DateValue)
    span = notes.text.span(start.first, end.end_token)
    draft.time = TimeRef(f"{first.value.edtf}/{last.value.edtf}", span)


def _day(mention: Mention) -> int | None:
    """The ordinal of the one day that a mention tells."""
    told = bounds(mention.value.edtf) if isinstance(mention.value, DateValue) else None
    if told is None or told.first is None or told.first != told.last or told.approximate:
        return None
    return told.first.toordinal()
