"""A capture and what became of the captive in one sentence: each has the day and the place told beside it.

«أفرجت الجماعة أمس عن جنديين كانت قد أسرتهما في البلدة»: yesterday is of the release, the town of the capture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft

_ENDS = frozenset({"release", "exchange", "killing"})
# Who is let go after hours was taken on the same day and in the same place.
_HOURS = frozenset({"ساعه", "ساعات", "ساعتين", "دقايق", "فورا"})


def _pairs(notes: Annotated, drafts: Iterable[Draft]) -> Iterator[tuple[Draft, Draft]]:
    """Captures and ends told next to each other in one sentence, in text order."""
    for _, told in groupby(drafts, key=lambda draft: draft.hit.sentence):
        here = sorted((d for d in told if d.type == "detain" or d.type in _ENDS), key=lambda d: d.hit.first)
        for first, second in pairwise(here):
            # Two deeds of one story: «قتلوا ثلاثة وأسروا اثنين», «خطفوا ثلاثة ثم أطلقوهم».
            then = notes.mark(second.hit.first - 1, "particle") if second.hit.first else None
            joined = second.hit.split.prefix[:1] in ("و", "ف") or (then is not None and then[0].value == "then")
            if (first.type == "detain") != (second.type == "detain") and not joined:
                yield first, second


def keep_apart(notes: Annotated, drafts: list[Draft]) -> None:
    """Take from a capture and an end of it the days and places that stand beside the other."""
    for first, second in _pairs(notes, drafts):
        between = range(first.hit.end, second.hit.first)
        low, high = notes.text.sentences[second.hit.sentence]
        if any(notes.text.tokens[at].form in _HOURS for at in between) or first.polarity != "did":
            continue
        border = notes.text.tokens[second.hit.first].start
        start, stop = notes.text.tokens[low].start, notes.text.tokens[high - 1].end
        _keep(first, start, border, start, stop)
        _keep(second, border, stop, start, stop)


def _keep(draft: Draft, low: int, high: int, start: int, stop: int) -> None:
    """Leave a draft those of its sentence's days and places that stand in [low, high)."""

    def others(at: int) -> bool:
        return start <= at < stop and not low <= at < high

    if draft.time is not None and others(draft.time.span.start):
        draft.time = None
    places = draft.roles.get("place", [])
    kept = [mention for mention in places if not others(mention.span.start)]
    if kept:
        draft.roles["place"] = kept
    elif places:
        del draft.roles["place"]
