from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def rows(run: Run, *arguments: object) -> list[dict[str, Any]]:
    ran = run(*arguments)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_a_round_from_opening_to_decisions(run: Run, case: Path) -> None:
    ran = run("team", "open", "swaps", "--coder", "amal", "--coder", "basim", "--case", case, "--by", "chief")
    assert ran.code == 0, ran.err
    listed = rows(run, "team", "claims", "swaps", "--by", "amal", "--case", case)
    for row in listed:
        edit = ("edit", "--field", "time", "--value", "2018-11-14") if "-release-" in row["claim"] else ("accept",)
        assert run("team", "code", "swaps", row["claim"], *edit, "--by", "amal", "--case", case).code == 0
        assert run("team", "code", "swaps", row["claim"], "accept", "--by", "basim", "--case", case).code == 0
    assert not [r for r in rows(run, "decisions", "--case", case) if r["verb"] == "code"]
    assert run("team", "agreement", "swaps", "--case", case).code == 2
    assert run("team", "close", "swaps", "--case", case, "--by", "chief").code == 0
    agreed = {r["field"]: r for r in rows(run, "team", "agreement", "swaps", "--case", case)}
    assert agreed["time"]["same"] == agreed["time"]["units"] - 1
    (left,) = rows(run, "team", "differences", "swaps", "--case", case)
    assert left["apart"] == ["time"]
    ran = run("team", "adjudicate", "swaps", left["claim"], "amal", "--case", case, "--by", "chief", "--why", "read")
    assert ran.code == 0, ran.err
    (told,) = [c for c in rows(run, "claims", "--case", case) if c["id"] == left["claim"]]
    assert told["roles"]["time"][0]["edtf"] == "2018-11-14"
    assert told["edited"][0]["by"] == "chief"
    (settled,) = [r for r in rows(run, "decisions", "--case", case) if r["verb"] == "edit"]
    assert run("undo", settled["id"], "--case", case, "--by", "chief").code == 0
    (state,) = rows(run, "team", "list", "--case", case)
    assert (state["state"], state["settled"], state["judged"]) == (
        "closed",
        0,
        dict.fromkeys(("amal", "basim"), len(listed)),
    )


def test_a_missed_claim_is_added(run: Run, case: Path) -> None:
    run("team", "open", "swaps", "--coder", "amal", "--coder", "basim", "--case", case)
    read = rows(run, "claims", "--case", case)
    ran = run("team", "add", "swaps", "second", "threat", "جماعة", "--by", "amal", "--case", case)
    assert ran.code == 0, ran.err
    assert [r["verdict"] for r in rows(run, "team", "claims", "swaps", "--by", "amal", "--case", case)][-1] == "add"
    assert len(rows(run, "team", "claims", "swaps", "--by", "basim", "--case", case)) == len(read)
    assert run("team", "add", "swaps", "third", "threat", "جماعة", "--by", "amal", "--case", case).code == 2


def test_wrong_calls_are_one_line(run: Run, case: Path) -> None:
    run("team", "open", "swaps", "--coder", "amal", "--coder", "basim", "--case", case)
    for call in (
        ("team", "open", "swaps", "--coder", "amal", "--coder", "carim"),
        ("team", "code", "swaps", "x", "accept"),
        ("team", "code", "nowhere", "x", "accept"),
        ("team", "code", "swaps", "x", "edit"),
        ("team", "adjudicate", "swaps", "x"),
        ("sample", "draw", "0"),
        ("sample", "check", "x", "y"),
        ("sample", "report", "x"),
    ):
        ran = run(*call, "--case", case, *(() if call[1] in ("adjudicate", "report") else ("--by", "amal")))
        assert ran.code == 2, call
        assert len(ran.err.splitlines()) == 1


def test_a_sample_tells_how_often_the_program_errs(run: Run, case: Path) -> None:
    assert run("sample", "draw", 2, "--seed", 3, "--by", "amal", "--case", case).code == 0
    (sample,) = rows(run, "sample", "list", "--case", case)
    first, second = rows(run, "sample", "claims", sample["id"], "--case", case)
    done = ("--by", "amal", "--case", case)
    assert run("sample", "check", sample["id"], first["claim"], "place", "time", *done).code == 0
    assert run("sample", "check", sample["id"], second["claim"], "--right", *done).code == 0
    told = {r["field"]: r for r in rows(run, "sample", "report", sample["id"], "--case", case)}
    assert told["any field"] == {"field": "any field", "wrong": 1, "n": 2, "rate": 0.5, "low": 0.095, "high": 0.905}
    assert "any field" in run("sample", "report", sample["id"], "--case", case, "--format", "table").out
