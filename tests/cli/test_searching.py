"""Search at the command line: folding, exact words, filters, and what there is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def found(run: Run, case: Path, *arguments: object) -> list[dict[str, Any]]:
    ran = run("search", *arguments, "--case", case, "--format", "jsonl")
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_letters_are_folded_and_particles_taken_off(run: Run, case: Path) -> None:
    rows = found(run, case, "افراج", "القاعده")
    assert {row["kind"] for row in rows} >= {"event", "claim", "document"}
    claim = next(row for row in rows if row["kind"] == "claim")
    assert "أفرجت" in claim["words"] and claim["documents"] == ["second"]


def test_exact_words_stand_as_they_are_written(run: Run, case: Path) -> None:
    assert found(run, case, "أفرجت", "--exact", "--kind", "claim")
    assert found(run, case, "افرجت", "--exact") == []


def test_english_names_and_ids_are_found(run: Run, case: Path) -> None:
    rows = found(run, case, "Houthis", "Sanaa", "--kind", "event")
    assert [row["kind"] for row in rows] == ["event"]
    assert found(run, case, rows[0]["id"], "--kind", "event") == rows


@pytest.mark.parametrize(
    ("filters", "kinds"),
    [
        (("--type", "release", "--kind", "event"), ["event"]),
        (("--type", "release", "--type", "exchange", "--kind", "event"), ["event", "event"]),
        (("--actor", "alqaeda", "--type", "exchange", "--kind", "event"), ["event"]),
        (("--actor", "Al-Qaeda", "--from", "2018", "--to", "2018-11", "--kind", "event"), ["event"]),
        (("--place", "Sanaa", "--kind", "event"), ["event"]),
        (("--outlet", "nobody"), []),
        (("--from", "2030"), []),
    ],
)
def test_filters_hold_besides_the_words(run: Run, case: Path, filters: tuple[str, ...], kinds: list[str]) -> None:
    assert [row["kind"] for row in found(run, case, *filters)] == kinds


def test_a_table_says_where_nothing_is_found(run: Run, case: Path) -> None:
    ran = run("search", "لا-شيء-كهذا", "--case", case, "--format", "table")
    assert (ran.code, ran.out) == (0, "nothing found; leave a filter out, or search for fewer words\n")


@pytest.mark.parametrize("wrong", [("--from", "soon"), ("--kind", "person"), ("--from", "2022", "--to", "2021")])
def test_a_wrong_filter_is_one_line(run: Run, case: Path, wrong: tuple[str, ...]) -> None:
    ran = run("search", "أسرى", *wrong, "--case", case)
    assert ran.code == 2
    assert ran.err.startswith("takhrij: ") and "Traceback" not in ran.err


def test_ten_thousand_characters_are_no_trouble(run: Run, case: Path) -> None:
    assert run("search", "أسرى " * 2000, "--case", case).code == 0


def test_a_sheet_has_the_same_rows(run: Run, case: Path) -> None:
    sheet = run("search", "أسرى", "--case", case, "--format", "csv").out.splitlines()
    assert sheet[0] == "kind,id,what,documents,words"
    assert len(sheet) == 1 + len(found(run, case, "أسرى"))
