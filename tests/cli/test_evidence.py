"""Commands on originals as evidence and on how a case came by them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def rows(run: Run, *arguments: object) -> list[dict[str, object]]:
    ran = run(*arguments, "--format", "json")
    assert ran.code == 0, ran.err
    found: list[dict[str, object]] = json.loads(ran.out)
    return found


def test_custody_tells_hashes_and_steps(run: Run, case: Path) -> None:
    ran = run("custody", "first", "--case", case, "--format", "json")
    told = json.loads(ran.out)
    assert ran.code == 0 and len(told["sha512"]) == 128 and told["tool"].startswith("takhrij ")
    assert [step["what"] for step in told["custody"]] == ["added"]
    table = run("custody", "first", "--case", case, "--format", "table")
    assert told["sha512"] in table.out and "added" in table.out
    assert run("custody", "none", "--case", case).code == 2


def test_a_case_that_holds_is_told_so_and_a_changed_one_is_one_line_a_fault(run: Run, case: Path) -> None:
    whole = run("archive", "verify", "--case", case)
    assert whole.code == 0 and whole.out.startswith("All holds: 2 originals")
    original = next(path for path in (case / "archive").glob("??/*"))
    original.write_bytes(b"changed")
    ran = run("archive", "verify", "--case", case, "--quick")
    assert ran.code == 1 and original.name[:12] in ran.err and ran.out.startswith("1 fault:")
    told = json.loads(run("archive", "verify", "--case", case, "--quick", "--format", "json").out)
    assert [fault["document"] for fault in told["faults"]] == [original.name]


@pytest.mark.parametrize(("form", "name"), [("wacz", "out.wacz"), ("bagit", "bag"), ("bagit", "bag.zip")])
def test_originals_are_handed_on(run: Run, case: Path, tmp_path: Path, form: str, name: str) -> None:
    ran = run("archive", "export", "--to", form, "-o", tmp_path / name, "--case", case)
    assert ran.code == 0 and "2 originals" in ran.out and (tmp_path / name).exists()


def test_sealed_originals_go_out_for_a_reason_only(run: Run, case: Path, tmp_path: Path) -> None:
    run("seal", "first", "--case", case, "--by", "amal", "--why", "in danger")
    out = ("archive", "export", "--to", "wacz", "--case", case, "-o")
    left = run(*out, tmp_path / "a.wacz")
    assert left.code == 0 and "1 originals" not in left.err and "sealed documents were left out" in left.err
    assert run(*out, tmp_path / "b.wacz", "--sealed").code == 2 and not (tmp_path / "b.wacz").exists()
    assert run(*out, tmp_path / "b.wacz", "--sealed", "--why", "for the panel").code == 0
    steps = json.loads(run("custody", "first", "--case", case, "--format", "json", "--show-sealed", "a check").out)[
        "custody"
    ]
    assert [step["what"] for step in steps] == ["added", "seal", "export"]


def test_a_search_is_noted_with_what_it_covered(run: Run, case: Path) -> None:
    noted = (
        "--where",
        "بحث الموقع",
        "--results",
        0,
        "--outlet",
        "موقع العينة",
        "--from",
        "2018-11-13",
        "--by",
        "amal",
    )
    assert run("log", "search", "أسرى", *noted, "--case", case).code == 0
    found = rows(run, "acquisitions", "--case", case)
    assert [r["what"] for r in found] == ["page", "page", "search"] and found[2]["outcome"] == "nothing"
    assert [r["what"] for r in rows(run, "acquisitions", "--nothing", "--case", case)] == ["search"]
    grid = rows(run, "acquisitions", "--silence", "--case", case)
    assert len([r for r in grid if r["outlet"] == "موقع العينة"]) == 30
    assert [r["day"] for r in grid if r["state"] == "searched"] == ["2018-11-13"]
    sheet = run(
        "acquisitions", "--silence", "--case", case, "--from", "2018-11-13", "--to", "2018-11-13", "--format", "csv"
    )
    assert [line["day"] for line in csv.DictReader(io.StringIO(sheet.out))] == ["2018-11-13"] * 2


@pytest.mark.parametrize(
    "wrong",
    [("--results", -1), ("--from", "13.11.2018"), ("--at", "yesterday"), ("--to", "2018-13-01")],
)
def test_a_search_that_tells_nonsense_is_refused(run: Run, case: Path, wrong: tuple[object, ...]) -> None:
    ran = run("log", "search", "أسرى", "--where", "محرك", *wrong, "--case", case)
    assert ran.code == 2 and ran.err.count("\n") == 1
    assert [r["what"] for r in rows(run, "acquisitions", "--case", case)] == ["page", "page"]


def test_a_stamp_needs_a_server_that_is_one(run: Run, case: Path) -> None:
    ran = run("archive", "stamp", "--tsa", "ftp://a.example", "--case", case)
    assert ran.code == 2 and ran.err.count("\n") == 1


def test_a_changed_page_is_told_word_by_word(run: Run, tmp_path: Path) -> None:
    for number in (20, 25):
        row = {
            "id": f"v{number}",
            "source": "صحيفة النموذج",
            "url": "https://a.example/1",
            "author": "",
            "title": "إفراج",
        }
        row |= {
            "published": "2018-11-14",
            "text": f"أفرجت جماعة الحوثي عن {number} عنصرا من القاعدة في صنعاء.\n\nانتهى.",
        }
        page = tmp_path / f"{number}.jsonl"
        page.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    place = tmp_path / "case"
    assert run("add", tmp_path / "20.jsonl", tmp_path / "25.jsonl", "--case", place).code == 0
    (told,) = rows(run, "versions", "--case", place)
    assert told["silent"] is True and "numbers" in told["edits"] and told["url"] == "https://a.example/1"
    table = run("versions", "https://a.example/1", "--case", place, "--format", "table").out
    assert "[-20-]{+25+}" in table or "[-25-]{+20+}" in table
    assert run("versions", "v20", "--case", place, "--format", "json").code == 0
    assert run("versions", "none", "--case", place).code == 2
