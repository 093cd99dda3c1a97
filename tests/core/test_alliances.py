"""Who stood with whom on a day, asked of the package's own histories and of invented ones."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from takhrij.core.alliances import EVER, Alliances, alliances, both, history, when
from takhrij.core.errors import DataError
from takhrij.resources import Resources

_HEAD = {"since": "", "until": "", "says": "", "overlay": "", "line": "history:1"}


@pytest.fixture(scope="module")
def known() -> Alliances:
    return alliances(Resources().table("actors/actors"), Resources().table("actors/history"))


@pytest.mark.parametrize(
    ("a", "b", "time", "answer"),
    [
        ("saleh_forces", "houthi", "2015-08-03", "yes"),
        ("houthi", "saleh_forces", "2018-03-01", "no"),
        ("saleh_forces", "houthi", "2017-12-03", "no"),
        ("saleh_forces", "houthi", "2017", "perhaps"),
        ("saleh_forces", "houthi", None, "perhaps"),
        # A part stands where its whole stands.
        ("republican_guard", "houthi_committees", "2015-08-03", "yes"),
        ("republican_guard", "houthi_committees", "2018-08-03", "no"),
        ("saudi", "coalition", "2016", "yes"),
        ("qatar", "saudi", "2016-05-01", "yes"),
        ("qatar", "saudi", "2018-05-01", "no"),
        ("uae", "hadi_government", "2016-05-01", "yes"),
        ("other:rsf", "sudan", "2018", "yes"),
        ("other:rsf", "sudan", "2024", "no"),
        ("isis", "aqap", "2013", "yes"),
        ("isis", "aqap", "2015", "no"),
        ("houthi", "coalition", "2016", "no"),
        ("houthi", "houthi", None, "yes"),
        ("nobody", "houthi", None, "no"),
    ],
)
def test_one_side(known: Alliances, a: str, b: str, time: str | None, answer: str) -> None:
    assert known.one_side(a, b, when(time)).answer == answer
    assert known.one_side(b, a, when(time)).answer == answer


def test_the_answer_says_why(known: Alliances) -> None:
    assert "until ex-president Saleh broke with them" in known.one_side("houthi", "saleh_forces", when("2016")).why
    assert "fought the Houthis in Sanaa" in known.one_side("houthi", "saleh_forces", when("2017-12-03")).why


def test_who_is_named_for_whom_depends_on_the_day(known: Alliances) -> None:
    assert known.may_be_named_for("houthi", "saleh_forces", when("2015-08-03"))
    assert known.may_be_named_for("houthi", "saleh_forces")
    assert not known.may_be_named_for("houthi", "saleh_forces", when("2018-03-01"))
    assert (
        known.part_of("saudi", "coalition", when("2016"))
        == known.part_of("coalition", "saudi", when("2016"))
        == "yes"
    )
    assert known.part_of("houthi", "saleh_forces", when("2016")) == "no"


def test_an_untold_time_ends_with_its_first_report() -> None:
    assert when(None, "2016-01-01T10:00") == when("../2016-01-01")
    assert when(None) == EVER == when("no day")


def test_the_days_that_two_times_share() -> None:
    assert both(when("2018"), when("2018-03-01")) == when("2018-03-01")
    assert both(when("2018-03-01"), when("2018-03-04")) == when("2018-03-01/2018-03-04")
    assert both(EVER, when("2018")) == when("2018")


def test_parts_in_a_circle_are_one_side_and_end() -> None:
    rows = [
        {"id": i, "name": i.upper(), "kind": "group", "parent": p} for i, p in (("a", "b"), ("b", "c"), ("c", "a"))
    ]
    dated = [
        {**_HEAD, "actor": "c", "tie": "part_of", "other": "c"},
        {**_HEAD, "actor": "d", "tie": "part_of", "other": "a"},
    ]
    known = alliances(rows, dated)
    assert known.one_side("a", "c").answer == known.one_side("d", "b").answer == "yes"
    assert known.one_side("a", "x").answer == "no"


def test_an_unlisted_party_is_asked_by_either_spelling() -> None:
    rows = [{"id": "other:rsf", "name": "RSF", "kind": "force", "parent": ""}]
    dated = [{**_HEAD, "actor": "other:rsf", "tie": "part_of", "other": "sudan"}]
    known = alliances(rows, dated, lambda actor: actor.replace(":", "::"))
    assert known.one_side("other:rsf", "sudan").answer == known.one_side("other::rsf", "sudan").answer == "yes"
    assert pickle.loads(pickle.dumps(known)).one_side("sudan", "other:rsf").answer == "yes"


@pytest.mark.parametrize(
    ("row", "words"),
    [({"tie": "loves"}, "is no tie"), ({"tie": "fights", "since": "spring"}, "since «spring» is no day")],
)
def test_a_row_that_cannot_be_read_is_named(row: dict[str, str], words: str) -> None:
    with pytest.raises(DataError, match=f"^history:1: .*{words}"):
        history([{**_HEAD, "actor": "a", "other": "b", **row}])


def test_an_overlay_stands_in_place_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    head = "actor\ttie\tother\tsince\tuntil\tsays\n"
    row = "saleh_forces\tallied_with\thouthi\t2014-09\t2015-01-01\tas this case reads it\n"
    (tmp_path / "actors" / "history.tsv").write_text(head + row, encoding="utf-8")
    own = Resources(tmp_path)
    known = alliances(own.table("actors/actors"), own.table("actors/history"))
    assert known.one_side("saleh_forces", "houthi", when("2015-08-03")).answer == "no"
    assert ("saleh_forces", "allied_with", "houthi") in history(own.table("actors/history"))[1]


@pytest.mark.parametrize("row", Resources().table("actors/history"), ids=lambda row: row["line"])
def test_every_row_has_a_source_or_says_that_none_is_named(row: dict[str, str]) -> None:
    assert row["source"] and row["says"]
