"""The program's reasons in Arabic: every row's example, and the sentences that the tables of other rooms can give."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Mapping
from importlib import import_module

import pytest

from takhrij.link import compare
from takhrij.resources import Resources
from takhrij.show.reasons import Reasons
from takhrij.show.view import CaseView
from takhrij.show.wording import Words

RESOURCES = Resources()
ARABIC = Words.plain("ar", RESOURCES)


ROWS = [row for table in ("show/reasons", "show/refusals") for row in RESOURCES.table(table)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["line"])
def test_every_row_says_its_example(row: Mapping[str, str]) -> None:
    assert Reasons(ARABIC, ()).said(row["example"]) == row["expected"]


@pytest.mark.parametrize("row", RESOURCES.document("linking/grades")["row"], ids=lambda row: row["words"][:40])
def test_every_grade_has_its_reason_in_arabic(row: Mapping[str, str]) -> None:
    told = row["words"].format(
        origins=3,
        denials=2,
        documents=4,
        fields="killed, time",
        s="s",
        v="",
        d="y",
        p="s",
        lack="there are only two of them",
    )
    assert not re.search("[A-Za-z]", Reasons(ARABIC, ()).said(told)), told


@pytest.mark.parametrize("module", [m.name for m in pkgutil.iter_modules(compare.__path__)])
def test_every_row_of_a_links_waterfall_has_its_reason_in_arabic(module: str) -> None:
    told = import_module(f"{compare.__name__}.{module}").REASONS
    arabic = Reasons(ARABIC, ())
    assert [reason for reason in told if re.search("[A-Za-z]", arabic.said(reason))] == []
    assert not re.search("[A-Za-z]", arabic.said(f"{told[0]} (taken from the claim beside it)"))


def test_english_reasons_stay_as_they_are_and_so_do_unknown_ones() -> None:
    english = Reasons(Words.plain("en", RESOURCES), ())
    assert english.said("the time") == "the time"
    assert Reasons(ARABIC, ()).said("Nobody wrote this sentence") == "Nobody wrote this sentence"


def test_events_within_a_reason_are_named_by_their_labels(view: CaseView) -> None:
    event = view.events[0]
    words = Words.of(view, "ar", RESOURCES)
    assert Reasons(words, view.events).said(f"part of: {event.label}") == f"جزء من: {words.label(event)}"
