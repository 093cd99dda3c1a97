"""When of a predicate: which date of its sentence, or carried from the account, is the happening's.

`time_of` is a first guess from the clause, for what must know while a sentence is read. `Clock.settle` decides, once
all predicates of a Reading are known, by adding the weights of `data/time_model.json`, made by
`python -m bench.quality.times`, over what `timing` sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from takhrij.core.records import DateValue, TimeRef
from takhrij.frame.account import Account
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft, Hit
from takhrij.frame.near import mentions_of, nearest
from takhrij.frame.timing import Choice, choices
from takhrij.resources import Resources

_MODEL = "time_model"
_VERSION = 1


def time_of(notes: Annotated, hit: Hit, bounds: tuple[int, int], *, ahead: bool = False) -> TimeRef | None:
    """The nearest date of the clause, else of the sentence; of what is ahead, the nearest behind the predicate
    («أعلنت أمس أنها ستفرج عنهم الأحد»)."""
    for low, high in (bounds, notes.text.sentences[hit.sentence]):
        found = mentions_of(notes, low, high, "date")
        if found:
            chosen = nearest(hit, [m for m in found if ahead and m.first >= hit.end] or found)
            assert isinstance(chosen.value, DateValue)
            return TimeRef(chosen.value.edtf, chosen.span)
    return None


_BY = frozenset({"بعد", "اثر", "بموجب", "ضمن", "وفق", "وفقا", "بحسب", "اطار"})


@dataclass(frozen=True)
class Clock:
    """Weights by feature: hundredths of log-odds that a date, or none, is the predicate's time."""

    weights: Mapping[str, int]

    @staticmethod
    def load(resources: Resources) -> Clock:
        """The frozen model, or one that judges nothing where there is none. Raises DataError for another version."""
        raw = resources.model(_MODEL, _VERSION)
        if raw is None:
            return Clock({})
        return Clock(raw["weights"])

    def score(self, choice: Choice) -> int:
        """How much speaks for a choice."""
        return sum(self.weights.get(feature, 0) for feature in choice.features)

    def choose(self, account: Account, draft: Draft) -> TimeRef | None:
        """The likeliest time of a draft; of two alike the one weighed first: none, then the nearest."""
        weighed = choices(account, draft)
        if not self.weights:
            # Without a model the nearest date that is told.
            return weighed[min(1, len(weighed) - 1)].time
        return max(weighed, key=self.score).time

    def settle(self, notes: Annotated, drafts: list[Draft], published: str | None) -> None:
        """Give each draft its time."""
        if not drafts:
            return
        account = Account.of(notes, drafts, published)
        for draft in drafts:
            draft.time = self.choose(account, draft)
            # «أفرجنا في الثاني من أبريل عن ستة، ولم تفرج الحكومة عن أحد»; «رفعوا الحصار السبت بموجب اتفاق».
            if (draft.polarity == "did_not" and _beside(notes, draft)) or _terms(notes, draft):
                draft.time = None


def _terms(notes: Annotated, draft: Draft) -> bool:
    """Whether an agreement only says by or after what something else was done, and no day is told behind it."""
    first = draft.hit.first
    if draft.type != "agreement" or draft.time is None or not first:
        return False
    tokens, high = notes.text.tokens, notes.text.sentences[draft.hit.sentence][1]
    behind = tokens[first].start <= draft.time.span.start < tokens[high - 1].end
    return tokens[first - 1].form in _BY and not behind


def _beside(notes: Annotated, draft: Draft) -> bool:
    """Whether the time of a draft is told in its sentence, but in the clause of another predicate."""
    if draft.time is None:
        return False
    syntax, tokens = notes.syntax, notes.text.tokens
    own = syntax.tokens[syntax.owner[draft.hit.first]]
    low, high = notes.text.sentences[draft.hit.sentence]
    start = draft.time.span.start
    if not own or not tokens[low].start <= start < tokens[high - 1].end:
        return False
    return not tokens[own[0]].start <= start < tokens[own[-1]].end
