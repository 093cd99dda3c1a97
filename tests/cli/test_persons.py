"""Persons judged by a human: joined, held apart, taken back, and held through a rebuild."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

PAGES = [
    ("one", "أفرجت جماعة الحوثي عن العقيد ناصر الصلفاني في صنعاء أمس. وقال الصلفاني إنه بخير."),
    ("two", "أفرجت جماعة الحوثي عن التاجر ناصر الصلفاني في تعز أمس. وشكر صبري الوهيبي من توسط."),
    ("three", "وصل صبري الوهيبي إلى مدينة عدن أمس، وكان تنظيم القاعدة قد أفرج عن خمسة جنود."),
]


@pytest.fixture
def people(run: Run, tmp_path: Path) -> Callable[[], list[dict[str, Any]]]:
    for name, text in PAGES:
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    case = tmp_path / "case"
    assert run("add", *(tmp_path / f"{name}.txt" for name, _ in PAGES), "--case", case).code == 0
    return lambda: [json.loads(line) for line in run("people", "--case", case).out.splitlines()]


def named(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [row for row in rows if name in row["name"]]


def test_two_namings_judged_to_be_one_person(run: Run, tmp_path: Path, people: Callable[[], Any]) -> None:
    case = tmp_path / "case"
    before = people()
    one, other = named(before, "صبري الوهيبي")
    told = (
        "decide",
        one["id"],
        "same_person",
        other["id"],
        "--case",
        case,
        "--by",
        "reviewer",
        "--why",
        "one family",
    )
    preview = run(*told, "--preview")
    assert preview.code == 0 and "person" in preview.out and people() == before
    assert run(*told).code == 0
    (joined,) = named(people(), "صبري الوهيبي")
    assert len(joined["documents"]) == 2
    assert joined["joins"][0]["reasons"][0].startswith("judged the same by reviewer on ")
    assert run("rebuild", "--case", case).code == 0
    assert named(people(), "صبري الوهيبي") == [joined]
    (decision,) = [json.loads(line) for line in run("decisions", "--case", case).out.splitlines()]
    assert decision["verb"] == "same_person"
    # What stands opposed to it is refused, and whoever takes it back has the case as it was.
    opposed = run("decide", one["id"], "different_person", other["id"], "--case", case, "--by", "reviewer")
    assert opposed.code == 2 and "undo it first" in opposed.err
    assert run("undo", decision["id"], "--case", case, "--by", "reviewer").code == 0
    assert people() == before


def test_two_namings_of_one_page_judged_to_be_two(run: Run, tmp_path: Path, people: Callable[[], Any]) -> None:
    case = tmp_path / "case"
    (colonel,) = [row for row in named(people(), "ناصر الصلفاني") if "العقيد" in row["titles"]]
    first, second = colonel["mentions"]
    ids = [f"{colonel['id'].split('-person-')[0]}-person-{mention['start']}" for mention in (first, second)]
    assert run("decide", ids[0], "different_person", ids[1], "--case", case, "--by", "reviewer").code == 0
    for _ in range(2):
        rows = people()
        apart = next(row for row in rows if row["id"] == ids[1])
        assert [m["start"] for m in apart["mentions"]] == [second["start"]]
        assert apart["apart"][0]["id"] == ids[0] and "judged another by reviewer" in apart["apart"][0]["reason"]
        assert run("rebuild", "--case", case).code == 0
    # Claims and events know nothing of it, and nothing is unsettled.
    assert run("problems", "--case", case).out == ""
    refused = run("decide", ids[0], "same_person", ids[1], "--case", case, "--by", "reviewer")
    assert refused.code == 2 and "judged another by reviewer" in refused.err


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        (("nobody", "nobody"), "no naming of a person 'nobody'"),
        (("", ""), "begins"),
        (("SELF", "SELF"), "one naming"),
    ],
)
def test_what_names_no_two_namings_is_refused(
    run: Run, tmp_path: Path, people: Callable[[], Any], pair: tuple[str, str], words: str
) -> None:
    asked = [people()[0]["id"] if one == "SELF" else one for one in pair]
    ran = run("decide", asked[0], "same_person", asked[1], "--case", tmp_path / "case")
    assert ran.code == 2 and words in ran.err and ran.err.count("\n") == 1
