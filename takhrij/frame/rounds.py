"""Which of a row of dealings an event is told to be: «الصفقة الخامسة», «رابع هدنة»."""

from __future__ import annotations

from takhrij.core.language import Language
from takhrij.core.records import CountRef
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft

# The first of a row is also what many a page calls the start of one plan («الجولة الأولى»): it numbers nothing.
_LEAST = 2


def round_of(notes: Annotated, draft: Draft, language: Language) -> CountRef | None:
    """The ordinal that the clause of a draft's predicate tells beside a word for such a dealing, or None."""
    spots = notes.by_kind.get("round")
    if not spots:
        return None
    tokens = notes.text.tokens
    for at in notes.syntax.tokens[notes.syntax.owner[draft.hit.first]]:
        mark = spots.get(at)
        if mark is None or draft.type not in mark[0].value.split("+"):
            continue
        for start in (mark[1], at - 1):
            number = language.numeral(tokens, start) if 0 <= start < len(tokens) else None
            beside = number is not None and (start > at or number.end == at)
            if number is None or not beside or not number.ordinal or not number.min or number.min < _LEAST:
                continue
            return CountRef(number.min, number.min, notes.text.span(number.first, number.end))
    return None
