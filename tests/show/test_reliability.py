"""The two marks of a claim, and how many of them only repeat each other."""

from __future__ import annotations

import pytest

from takhrij.core.records import Anchor, Claim, Decision, Event, Grade, Reading, Span
from takhrij.show.reliability import diagonal
from takhrij.show.view import CaseView


def case(letter: str | None, credibility: int) -> CaseView:
    page = Reading(document="d", reader="text/1", text="أفرجت", outlet="وكالة العينة")
    told = Claim("c", "d", "release", "asserted", "did", Span(0, 5, "أفرجت"), (Span(0, 5, "أفرجت"),), {})
    event = Event("c", "release", "", None, None, (("c", "d"),), (("d",),), (), (), Grade(credibility, ""))
    marked = Decision("1", "reliability", Anchor("", "وكالة العينة", "", "", ""), "x", "2021", value=letter)
    decisions = (marked,) if letter is not None else ()
    return CaseView(readings={"d": page}, claims={"c": told}, events=(event,), decisions=decisions)


@pytest.mark.parametrize(
    ("letter", "credibility", "told"),
    [("B", 2, (1, 1)), ("B", 3, (0, 1)), ("E", 5, (1, 1)), (None, 2, (0, 0)), ("F", 6, (0, 0)), ("A", 6, (0, 0))],
)
def test_only_marks_that_are_known_stand_on_the_diagonal(
    letter: str | None, credibility: int, told: tuple[int, int]
) -> None:
    assert diagonal(case(letter, credibility)) == told
