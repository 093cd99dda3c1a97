from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takhrij.show import columns, direction, formats, query
from takhrij.show.view import CaseView


def printed(view: CaseView, form: formats.Format) -> str:
    out = io.StringIO()
    formats.write(query.claims(view), columns.CLAIMS, form, out)
    return out.getvalue()


def test_every_arabic_stretch_of_a_table_is_isolated_on_its_own_line(view: CaseView) -> None:
    text = printed(view, "table")
    assert f"{direction.ISOLATE}تبادلا{direction.POP}" in text
    for line in text.splitlines():
        depth = 0
        for character in line:
            depth += (character == direction.ISOLATE) - (character == direction.POP)
            assert depth in (0, 1)
            assert depth == 1 or not direction.right_to_left(character)
        assert depth == 0


def test_isolates_do_not_move_columns(view: CaseView) -> None:
    lines = printed(view, "table").splitlines()
    plain = [line.translate(dict.fromkeys(map(ord, direction.ISOLATE + direction.POP))) for line in lines]
    heads = next(line for line in plain if "document" in line)
    row = next(line for line in plain if "reprint" in line and "exchange" in line)
    assert heads.index("document") == row.index("reprint")


def test_json_json_lines_and_csv_tell_the_same_claims(view: CaseView) -> None:
    whole = json.loads(printed(view, "json"))
    lines = [json.loads(line) for line in printed(view, "jsonl").splitlines()]
    sheet = list(csv.DictReader(io.StringIO(printed(view, "csv"))))
    assert whole == lines
    assert [row["id"] for row in sheet] == [row["id"] for row in whole] == list(view.claims)


def test_an_empty_listing_is_an_empty_array_or_a_plain_line() -> None:
    for form, expected in (("json", "[]\n"), ("jsonl", "")):
        out = io.StringIO()
        formats.write([], columns.EVENTS, form, out)  # type: ignore[arg-type]
        assert out.getvalue() == expected
    out = io.StringIO()
    formats.write([], columns.EVENTS, "table", out)
    assert out.getvalue().startswith("no events yet")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u2068=1", "\t=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(cell: str) -> None:
    assert formats.guarded(cell) == f"'{cell}"


def test_other_cells_stay_as_they_are() -> None:
    assert formats.guarded("أفرجت - ثم") == "أفرجت - ثم"


@given(st.text())
def test_any_text_can_be_printed_in_a_cell(text: str) -> None:
    clean = direction.clean(text)
    clean.encode("utf-8")
    assert "\n" not in clean and "\x1b" not in clean


@given(st.text(alphabet=st.characters()))
def test_any_text_survives_json(text: str) -> None:
    line = formats.json_text({"text": text})
    line.encode("utf-8")
    assert json.loads(line) == {"text": text}
