from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from takhrij.core.records import Reading, Span
from takhrij.show.quotes import Mark, claim_marks, pieces, ranges
from takhrij.show.view import CaseView

TEXT = "قال مصدر محلي إن الجماعة أفرجت عن أسرى.\n\nوكان ذلك في 28 يوليو 2021."


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))), max_size=6))
def test_pieces_put_together_are_the_text(found: list[tuple[int, int]]) -> None:
    marks = [Mark(min(a, b), max(a, b), "actor") for a, b in found]
    cut = pieces(TEXT, 0, marks)
    assert "".join(piece.text for piece in cut) == TEXT
    marked = {i for m in marks for i in range(m.start, m.end)}
    at = 0
    for piece in cut:
        assert all((i in marked) == bool(piece.families) for i in range(at, at + len(piece.text)))
        at += len(piece.text)


def test_words_outside_the_evidence_are_quoted_with_whole_words_about_them() -> None:
    reading = Reading("d", "text 1", TEXT)
    day = TEXT.index("28 يوليو")
    found = ranges(reading, [Span(0, 39, TEXT[:39])], [Mark(day, day + 13, "time")])
    assert len(found) == 2
    low, high = found[1]
    assert TEXT[low:high] == "وكان ذلك في 28 يوليو 2021."


def test_every_field_of_a_claim_is_marked_in_its_quotations(view: CaseView) -> None:
    for claim in view.claims.values():
        reading = view.readings[claim.document]
        marks = claim_marks(claim)
        quoted = ranges(reading, claim.evidence, marks)
        for mark in marks:
            assert any(low <= mark.start and mark.end <= high for low, high in quoted)
