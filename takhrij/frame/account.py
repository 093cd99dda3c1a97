"""The dates of a Reading and where its predicates and verbs of telling stand among them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta

from takhrij.core.edtf import bounds
from takhrij.core.records import DateValue, Mention
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft

WEEK = 7


def edtf_of(mention: Mention) -> str:
    """The value of a date."""
    assert isinstance(mention.value, DateValue)
    return mention.value.edtf


@dataclass(frozen=True, slots=True)
class Account:
    """The dates of a Reading in text order, and where its predicates and verbs of telling stand.

    `written` is the day from which «اليوم» and «أمس» count, where the page tells it; `anchors` are the first tokens of
    predicates and verbs of telling, in order; `values` is the number of different dates.
    """

    notes: Annotated
    published: date | None
    written: date | None
    dates: list[Mention]
    firsts: list[int]
    anchors: list[int]
    told: frozenset[int]
    drafts: dict[int, Draft]
    values: int

    @staticmethod
    def of(notes: Annotated, drafts: list[Draft], published: str | None) -> Account:
        """The account that some drafts make of a Reading."""
        dates = [m for at in sorted(notes.mentions) for m in notes.mentions[at] if m.kind == "date"]
        told = frozenset(at for at in notes.by_kind.get("report", {}) if at not in notes.inside)
        by_token = {draft.hit.first: draft for draft in drafts}
        try:
            day = date.fromisoformat(published[:10]) if published else None
        except ValueError:
            day = None
        values = len({edtf_of(m) for m in dates})
        anchors = sorted(told | by_token.keys())
        return Account(
            notes,
            day,
            _writing_day(notes, dates, day),
            dates,
            [m.first for m in dates],
            anchors,
            told,
            by_token,
            values,
        )

    def dates_in(self, low: int, high: int) -> list[Mention]:
        """Dates that start at tokens [low, high)."""
        return self.dates[bisect_left(self.firsts, low) : bisect_left(self.firsts, high)]

    def anchors_in(self, low: int, high: int) -> list[int]:
        """Predicates and verbs of telling that start at tokens [low, high)."""
        return self.anchors[bisect_left(self.anchors, low) : bisect_left(self.anchors, high)]

    def owner(self, mention: Mention) -> int | None:
        """The predicate or verb of telling that a date of its sentence follows most nearly, else precedes."""
        low, high = self.notes.text.sentences[self.notes.text.sentence_of[mention.first]]
        at = bisect_left(self.anchors, mention.first)
        if at and self.anchors[at - 1] >= low:
            return self.anchors[at - 1]
        return self.anchors[at] if at < len(self.anchors) and self.anchors[at] < high else None

    def whose(self, mention: Mention, draft: Draft) -> str:
        """What the owner of a date is to a draft."""
        owner = self.owner(mention)
        if owner is None or owner in self.told:
            return "none" if owner is None else "told"
        if owner == draft.hit.first:
            return "own"
        return "same type" if self.drafts[owner].type == draft.type else "other"


def _writing_day(notes: Annotated, dates: list[Mention], published: date | None) -> date | None:
    """The day from which «اليوم» and «أمس» count, where a date of the page is told by one of them; else its day."""
    cues = notes.by_kind.get("time", {})
    for mention in dates if published is not None else ():
        cue = cues.get(mention.first)
        told = bounds(edtf_of(mention)) if cue is not None and cue[0].pos == "today" else None
        if (
            published is not None
            and cue is not None
            and told is not None
            and told.first is not None
            and told.days == 1
        ):
            lag = (published - told.first).days + int(cue[0].value)
            return published - timedelta(days=lag) if 0 <= lag < WEEK else published
    return published
