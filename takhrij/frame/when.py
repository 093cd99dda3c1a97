"""When of a predicate: which date of its clause or sentence is the happening's."""

from __future__ import annotations

from takhrij.core.records import DateValue, TimeRef
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Hit
from takhrij.frame.near import mentions_of, nearest


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
