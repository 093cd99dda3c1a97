from datetime import date
from pathlib import Path

import pytest

from takhrij.core.errors import UsageError
from takhrij.resources import Resources
from takhrij.show.actor import Actors, stands

ROWS = Resources().table("actors/history")
IDS = {row["id"] for row in Resources().table("actors/actors")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["line"])
def test_every_row_stands_on_its_day_and_not_on_the_other(row: dict[str, str]) -> None:
    assert {row["actor"], row["other"]} <= IDS
    for day, wanted in ((row["holds"], True), (row["not"], False)):
        if day:
            rows = Actors(Resources()).history(row["actor"], date.fromisoformat(day))
            told = [r["stands"] for r in rows if (r["tie"], r["other"]["id"]) == (row["tie"], row["other"])]
            assert told == [wanted]


def test_salehs_forces_are_not_one_thing_in_2015_and_2018() -> None:
    actors = Actors(Resources())

    def ties(day: str) -> list[tuple[str, str]]:
        rows = actors.history("saleh_forces", date.fromisoformat(day))
        return [(r["tie"], r["other"]["id"]) for r in rows if r["stands"]]

    assert ties("2015-08-03") == [("allied_with", "houthi")]
    assert ties("2018-05-01") == [("succeeded_by", "other:guards-of-the-republic")]


def test_parents_and_parts() -> None:
    page = Actors(Resources()).page("saleh_forces")
    assert [p["id"] for p in page["parts"]] == ["republican_guard", "saleh_party"]
    assert Actors(Resources()).parents("republican_guard") == ["saleh_forces"]


def test_an_open_end_stands_for_ever() -> None:
    row = {"since": "2018", "until": ""}
    assert stands(row, date(2030, 1, 1)) and not stands(row, date(2017, 12, 31))


def test_an_overlay_wins_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    head = "actor\ttie\tother\tsince\tuntil\tsays\tholds\tnot\n"
    row = "saleh_forces\tallied_with\thouthi\t2015-05\t2017-11\tas this case reads it\t2016-01-01\t\n"
    (tmp_path / "actors" / "history.tsv").write_text(head + row, encoding="utf-8")
    (first, *_) = Actors(Resources(tmp_path)).history("saleh_forces")
    assert (first["since"], first["overlay"], first["replaces"]) == ("2015-05", True, True)


def test_parts_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    rows = "other:a\tA\tgroup\tother:b\t\nother:b\tB\tgroup\tother:a\t\n"
    (tmp_path / "actors" / "actors.tsv").write_text("id\tname\tkind\tparent\tcalled\n" + rows, encoding="utf-8")
    with pytest.raises(UsageError, match="circle"):
        Actors(Resources(tmp_path)).parents("other:a")
