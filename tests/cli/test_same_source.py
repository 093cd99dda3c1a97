"""Two names of one source are one origin of what they tell, from the judgement until it is undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAGES = {
    "one.txt": "خبر أول\n\nقال المتحدث باسم نقابة السنديان إن جماعة الحوثي أفرجت عن 20 سجينا في صنعاء يوم 13 نوفمبر 2018.\n",
    "two.txt": "رواية ثانية\n\nفي 13 نوفمبر 2018 أطلقت جماعة الحوثي في صنعاء سراح عشرين أسيرا كانوا في سجونها منذ أشهر، كما"
    " أكد الناطق الرسمي لرابطة الزيتون بعد لقاء مع ذويهم.\n",
}


@pytest.fixture
def two(run: Callable[..., Any], tmp_path: Path) -> Path:
    for name, text in PAGES.items():
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    case = tmp_path / "case"
    assert run("add", tmp_path / "in", "--case", case).code == 0
    return case


def rows(run: Callable[..., Any], command: str, case: Path) -> Any:
    return json.loads(run(command, "--case", case, "--format", "json").out)


def test_two_names_of_one_source_are_one_origin_until_undone(run: Callable[..., Any], two: Path) -> None:
    before = rows(run, "events", two)
    told = [e for e in before if len(e["claims"]) == 2]
    assert len(told) == 1 and len(told[0]["origins"]) == 2
    names = [r["source"] for r in rows(run, "sources", two) if r["class"] in ("named", "official")]
    assert len(names) == 2
    ran = run("decide", names[0], "same_source", names[1], "--case", two, "--why", "one body, two titles")
    assert ran.code == 0
    after = next(e for e in rows(run, "events", two) if len(e["claims"]) == 2)
    assert len(after["origins"]) == 1
    assert {r["source"]: r.get("same_as") for r in rows(run, "sources", two) if r.get("same_as")} == {
        names[0]: [names[1]],
        names[1]: [names[0]],
    }
    decision = rows(run, "decisions", two)[0]["id"]
    assert run("undo", decision, "--case", two).code == 0
    assert rows(run, "events", two) == before


def test_one_source_is_not_joined_with_itself(run: Callable[..., Any], two: Path) -> None:
    name = rows(run, "sources", two)[0]["source"]
    assert run("decide", name, "same_source", name, "--case", two).code == 2


def test_two_outlets_that_told_a_happening_can_be_one_source(run: Callable[..., Any], tmp_path: Path) -> None:
    told = {
        "صحيفة المرفأ": "في 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 20 سجينا في صنعاء. وقال سكان إنهم عادوا إلى بيوتهم.",
        "وكالة السنديان": "عشرون سجينا أطلقت جماعة الحوثي سراحهم في صنعاء يوم 13 نوفمبر 2018 بعد أشهر من الوساطة.",
    }
    pages = tmp_path / "pages.jsonl"
    pages.write_text(
        "\n".join(
            json.dumps({"id": f"p{n}", "source": outlet, "title": f"خبر {n}", "text": text})
            for n, (outlet, text) in enumerate(told.items())
        ),
        encoding="utf-8",
    )
    case = tmp_path / "case"
    assert run("add", pages, "--case", case).code == 0
    assert max(len(e["origins"]) for e in rows(run, "events", case)) == 2
    one, other = told
    assert run("decide", one, "same_source", other, "--case", case).code == 0
    assert {len(e["origins"]) for e in rows(run, "events", case)} == {1}
