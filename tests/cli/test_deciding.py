from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def rows(run: Run, *arguments: object) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*arguments).out.splitlines()]


def claim(run: Run, case: Path, kind: str) -> dict[str, Any]:
    return next(c for c in rows(run, "claims", "--case", case) if c["type"] == kind)


def test_a_rejected_claim_leaves_the_events_and_undo_brings_it_back(run: Run, case: Path) -> None:
    told = claim(run, case, "release")
    ran = run("decide", told["id"], "reject", "--case", case, "--why", "not about this", "--by", "reviewer")
    assert ran.code == 0
    assert told["id"] not in {c["id"] for c in rows(run, "claims", "--case", case)}
    assert "release" not in {e["type"] for e in rows(run, "events", "--case", case)}
    (decision,) = rows(run, "decisions", "--case", case)
    assert (decision["by"], decision["verb"], decision["why"]) == ("reviewer", "reject", "not about this")
    assert run("undo", decision["id"], "--case", case, "--by", "reviewer").code == 0
    assert told in rows(run, "claims", "--case", case)
    assert run("undo", decision["id"], "--case", case, "--by", "reviewer").code == 2
    assert [d["undone"] for d in rows(run, "decisions", "--case", case)] == [True, False]


@pytest.mark.parametrize(
    ("field", "value", "path", "expected"),
    [
        ("time", "2018-11-14", ("roles", "time", 0, "edtf"), "2018-11-14"),
        ("time", "2018", ("roles", "time", 0, "edtf"), "2018"),
        ("released", "21", ("roles", "released", 0, "min"), 21),
        ("round", "5", ("roles", "round", 0, "min"), 5),
        ("modality", "alleged", ("modality",), "alleged"),
        ("actor", '[{"id": "isis", "name": "Islamic State"}]', ("roles", "actor", 0, "id"), "isis"),
    ],
)
def test_an_edit_holds_through_a_rebuild(
    run: Run, case: Path, field: str, value: str, path: tuple[Any, ...], expected: object
) -> None:
    told = claim(run, case, "release")
    ran = run("decide", told["id"], "edit", "--field", field, "--value", value, "--case", case, "--by", "reviewer")
    assert ran.code == 0, ran.err
    for _ in range(2):
        found: Any = claim(run, case, "release")
        for step in path:
            found = found[step]
        assert found == expected
        assert run("rebuild", "--case", case).code == 0


def test_null_empties_a_role(run: Run, case: Path) -> None:
    told = claim(run, case, "release")
    run("decide", told["id"], "edit", "--field", "place", "--value", "null", "--case", case, "--by", "reviewer")
    assert "place" not in claim(run, case, "release")["roles"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("time", "yesterday"), ("modality", "sure"), ("colour", "red"), ("released", "many"), ("type", "7")],
)
def test_a_value_that_cannot_stand_is_refused_and_nothing_is_logged(
    run: Run, case: Path, field: str, value: str
) -> None:
    told = claim(run, case, "release")
    ran = run("decide", told["id"], "edit", "--field", field, "--value", value, "--case", case, "--by", "reviewer")
    assert ran.code == 2 and len(ran.err.splitlines()) == 1
    assert rows(run, "decisions", "--case", case) == []


def test_two_events_judged_the_same_are_one_and_different_parts_them_again(run: Run, case: Path) -> None:
    first, second = rows(run, "events", "--case", case)[:2]
    assert run("decide", first["id"], "same", second["id"], "--case", case, "--by", "reviewer").code == 0
    joined = next(e for e in rows(run, "events", "--case", case) if e["id"] == first["id"])
    assert {c["id"] for c in joined["claims"]} >= {second["id"], first["id"]}
    assert run("decide", first["id"], "different", second["id"], "--case", case, "--by", "reviewer").code == 0
    apart = {e["id"]: {c["id"] for c in e["claims"]} for e in rows(run, "events", "--case", case)}
    assert second["id"] not in apart[first["id"]]


def test_a_grade_of_a_person_wins_and_says_so(run: Run, case: Path) -> None:
    event = rows(run, "events", "--case", case)[0]
    ran = run("decide", event["id"], "grade", "--value", 2, "--why", "video seen", "--case", case, "--by", "reviewer")
    assert ran.code == 0, ran.err
    grade = next(e for e in rows(run, "events", "--case", case) if e["id"] == event["id"])["grade"]
    assert grade["credibility"] == 2 and "video seen" in grade["reason"]
    assert run("decide", event["id"], "grade", "--value", 9, "--case", case, "--by", "reviewer").code == 2


def test_the_record_verifies(run: Run, case: Path) -> None:
    told = claim(run, case, "release")
    run("decide", told["id"], "unsure", "--case", case, "--by", "reviewer")
    ran = run("audit", "verify", "--case", case)
    # Two originals came in before the judgement.
    assert ran.code == 0 and "3 entries" in ran.out


def test_a_claim_is_not_judged_against_itself(run: Run, case: Path) -> None:
    told = claim(run, case, "release")
    ran = run("decide", told["id"], "same", told["id"], "--case", case, "--by", "reviewer")
    assert ran.code == 2
    assert "one claim" in ran.err
    assert rows(run, "decisions", "--case", case) == []


def test_an_edited_field_names_its_editor_and_what_the_page_was_read_to_say(run: Run, case: Path) -> None:
    told = claim(run, case, "release")
    edit = ("decide", told["id"], "edit", "--case", case, "--by", "reviewer", "--field")
    assert run(*edit, "time", "--value", "2018-11", "--words", "نوفمبر 2018", "--why", "the day is a guess").code == 0
    assert run(*edit, "released", "--value", "21").code == 0
    found = claim(run, case, "release")
    time = found["roles"]["time"][0]
    assert (time["edtf"], time["text"]) == ("2018-11", "نوفمبر 2018")
    by_field = {row["field"]: row for row in found["edited"]}
    assert by_field["time"]["was"] == told["roles"]["time"] and by_field["time"]["why"] == "the day is a guess"
    assert by_field["released"]["was"] == told["roles"]["released"]
    assert {row["by"] for row in found["edited"]} == {"reviewer"}
    assert found["statement"].endswith("set by a human: time and released")
    # Once undone, nothing says that it was edited.
    for decision in rows(run, "decisions", "--case", case):
        assert run("undo", decision["id"], "--case", case, "--by", "reviewer").code == 0
    assert claim(run, case, "release") == told


def test_an_edit_again_still_shows_what_the_machine_read(run: Run, case: Path) -> None:
    told = claim(run, case, "release")
    for value in ("2018-11-14", "2018-11-15"):
        run("decide", told["id"], "edit", "--field", "time", "--value", value, "--case", case, "--by", "reviewer")
    (edit,) = claim(run, case, "release")["edited"]
    assert edit["was"] == told["roles"]["time"]
    assert [row["value"] for row in rows(run, "decisions", "--case", case)] == ["2018-11-14", "2018-11-15"]


def test_words_that_the_page_does_not_hold_are_refused(run: Run, case: Path) -> None:
    told = claim(run, case, "release")
    edit = ("decide", told["id"], "edit", "--field", "time", "--value", "2018", "--case", case, "--by", "reviewer")
    ran = run(*edit, "--words", "في يوم لم يذكر")
    assert ran.code == 2 and "stands nowhere in the page" in ran.err
    assert rows(run, "decisions", "--case", case) == []


def test_the_dossier_marks_what_a_human_set(run: Run, case: Path, tmp_path: Path) -> None:
    told = claim(run, case, "release")
    run("decide", told["id"], "edit", "--field", "time", "--value", "2018-11-14", "--case", case, "--by", "reviewer")
    run("dossier", "--case", case, "-o", tmp_path / "d.html")
    text = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert "Time set to 14 November 2018 by reviewer" in text and "the program read 13 November 2018" in text
    assert '<span class="edited">set by a human</span>' in text


def test_a_source_is_marked_by_name_and_the_mark_can_be_taken_back(run: Run, case: Path) -> None:
    source = rows(run, "sources", "--case", case)[0]["source"]

    def letters() -> set[str]:
        return {r["reliability"] for r in rows(run, "sources", "--case", case) if r["source"] == source}

    assert letters() == {"F"}
    ran = run("decide", source, "reliability", "--value", "b", "--case", case, "--by", "reviewer", "--why", "known")
    assert ran.code == 0, ran.err
    assert letters() == {"B"}
    assert run("rebuild", "--case", case).code == 0
    assert letters() == {"B"}
    (decision,) = rows(run, "decisions", "--case", case)
    assert (decision["verb"], decision["quote"], decision["value"]) == ("reliability", source, "B")
    assert run("undo", decision["id"], "--case", case, "--by", "reviewer").code == 0
    assert letters() == {"F"}


@pytest.mark.parametrize(
    ("name", "more", "words"),
    [
        ("no such source", ("--value", "B"), "lists them"),
        ("", ("--value", "B"), "lists them"),
        ("no such source", ("--value", "G"), "letter from A to F"),
        ("no such source", (), "needs --value"),
        ("no such source", ("--value", "B", "--field", "time"), "takes no"),
    ],
)
def test_a_mark_that_cannot_be_set_says_why(
    run: Run, case: Path, name: str, more: tuple[str, ...], words: str
) -> None:
    ran = run("decide", name, "reliability", *more, "--case", case, "--by", "reviewer")
    assert ran.code == 2 and words in ran.err


def test_part_of_and_different_exclude_each_other(run: Run, case: Path) -> None:
    first, second = (e["id"] for e in rows(run, "events", "--case", case)[:2])
    assert run("decide", first, "different", second, "--case", case, "--by", "reviewer").code == 0
    ran = run("decide", second, "part_of", first, "--case", case, "--by", "reviewer")
    assert ran.code == 2 and "judged 'different' before" in ran.err
    (made,) = rows(run, "decisions", "--case", case)
    assert run("undo", made["id"], "--case", case, "--by", "reviewer").code == 0
    assert run("decide", second, "part_of", first, "--case", case, "--by", "reviewer").code == 0
    assert run("decide", first, "different", second, "--case", case, "--by", "reviewer").code == 2


def test_two_reports_judged_to_be_of_one_origin_count_once_and_undo_parts_them(run: Run, case: Path) -> None:
    by_page = {e["claims"][0]["document"]: e["id"] for e in rows(run, "events", "--case", case)}
    first, second = by_page["first"], by_page["second"]
    assert run("decide", first, "same", second, "--case", case, "--by", "reviewer").code == 0
    before = run("events", "--case", case, "--format", "jsonl").out
    told = next(e for e in rows(run, "events", "--case", case) if len(e["claims"]) > 1)
    assert told["origins"] == [["second"], ["first"]] or told["origins"] == [["first"], ["second"]]
    ran = run("decide", first, "same_origin", second, "--case", case, "--by", "reviewer", "--why", "one statement")
    assert ran.code == 0, ran.err
    told = next(e for e in rows(run, "events", "--case", case) if e["id"] == told["id"])
    assert [sorted(origin) for origin in told["origins"]] == [["first", "second"]]
    made = rows(run, "decisions", "--case", case)[-1]
    assert run("undo", made["id"], "--case", case, "--by", "reviewer").code == 0
    assert run("events", "--case", case, "--format", "jsonl").out == before


def test_a_rejected_claim_is_said_to_be_rejected(run: Run, case: Path) -> None:
    told = claim(run, case, "release")
    assert run("decide", told["id"], "reject", "--case", case, "--by", "reviewer").code == 0
    ran = run("decide", told["id"], "accept", "--case", case, "--by", "reviewer")
    assert ran.code == 2 and "was rejected" in ran.err and "undo" in ran.err


def test_an_edited_party_shows_its_name(run: Run, case: Path) -> None:
    told = claim(run, case, "release")
    ran = run(
        "decide", told["id"], "edit", "--field", "target", "--value", "isis", "--case", case, "--by", "reviewer"
    )
    assert ran.code == 0, ran.err
    (target,) = claim(run, case, "release")["roles"]["target"]
    assert target["id"] == "isis" and target["name"] != "isis"


def test_a_page_judged_no_copy_is_an_origin_of_its_own(run: Run, tmp_path: Path) -> None:
    body = "تبادلت جماعة الحوثي وتنظيم القاعدة أربعة أسرى في مديرية الصومعة بمحافظة البيضاء في 26 يوليو 2021 بعد وساطة قبلية"
    pages = tmp_path / "twins"
    pages.mkdir()
    (pages / "one.txt").write_text(f"تبادل أسرى في البيضاء\n\n{body}.\n", encoding="utf-8")
    (pages / "two.txt").write_text(f"أربعة أسرى يعودون\n\n{body} قادها شيوخ المنطقة.\n", encoding="utf-8")
    case = tmp_path / "twin-case"
    assert run("add", pages, "--case", case).code == 0

    def told() -> Any:
        return next(e for e in rows(run, "events", "--case", case) if len(e["claims"]) == 2)

    event = told()
    assert len(event["origins"]) == 1
    one, two = (c["id"] for c in event["claims"])
    (why,) = rows(run, "event", event["id"], "--why", "--case", case)
    assert [c["counted"] for c in why["why"]["claims"]] == [True, False]
    assert "counted already" in why["why"]["claims"][1]["reason"]
    assert run("decide", one, "not_copy", two, "--case", case, "--by", "reviewer").code == 0
    assert len(told()["origins"]) == 2
    (copy,) = rows(run, "copies", "--case", case)
    assert copy["containment"] > 0.5 and copy["direction"] is None and "judged" in copy["reason"]
    (made,) = rows(run, "decisions", "--case", case)
    assert run("undo", made["id"], "--case", case, "--by", "reviewer").code == 0
    assert len(told()["origins"]) == 1


def test_a_preview_tells_what_would_change_and_changes_nothing(run: Run, case: Path) -> None:
    told = claim(run, case, "release")
    views = [[name, "--case", case] for name in ("claims", "events", "decisions", "origins")]
    before = [rows(run, *view) for view in views]
    ran = run("decide", told["id"], "reject", "--case", case, "--by", "reviewer", "--preview")
    assert ran.code == 0
    assert f"left out claim {told['id']}" in ran.out and "gone " in ran.out
    assert [rows(run, *view) for view in views] == before
    assert run("audit", "verify", "--case", case).code == 0
    # What was foretold comes about, and taking it back is foretold too.
    run("decide", told["id"], "reject", "--case", case, "--by", "reviewer")
    (decision,) = rows(run, "decisions", "--case", case)
    ran = run("undo", decision["id"], "--case", case, "--by", "reviewer", "--preview")
    assert ran.code == 0 and "new " in ran.out
    assert [d["undone"] for d in rows(run, "decisions", "--case", case)] == [False]


def test_a_preview_of_a_judgement_without_effect_says_so(run: Run, case: Path) -> None:
    told = claim(run, case, "release")
    ran = run("decide", told["id"], "unsure", "--case", case, "--by", "reviewer", "--preview")
    assert ran.code == 0 and "no event and no claim would change" in ran.out
