from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from takhrij.show.direction import ISOLATE, POP


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


LISTINGS = (
    "events",
    "claims",
    "sources",
    "actors",
    "origins",
    "copies",
    "conflicts",
    "relations",
    "framing",
    "captives",
    "problems",
    "decisions",
)


def test_extract_prints_one_object_a_page_in_input_order(run: Callable[..., Any], pages: Path) -> None:
    ran = run("extract", pages / "second.txt", pages / "first.txt")
    rows = lines(ran.out)
    assert ran.code == 0 and ran.err == ""
    assert [row["id"] for row in rows] == ["second", "first"]
    (claim,) = [c for c in rows[0]["claims"] if c["type"] == "release"]
    assert claim["roles"]["time"][0]["edtf"] == "2018-11-13"
    assert "mentions" not in rows[0]
    for span in (claim["trigger"], *claim["evidence"]):
        assert rows[0]["text"][span["start"] : span["end"]] == span["text"]


def test_extract_takes_an_id_and_prints_mentions(run: Callable[..., Any], pages: Path) -> None:
    (row,) = lines(run("extract", pages / "first.txt", "--id", "mine", "--mentions").out)
    assert row["id"] == "mine"
    assert {"place", "actor", "date"} <= {m["kind"] for m in row["mentions"]}
    assert run("extract", pages, "--id", "mine").code == 2


def test_columns_of_a_table_are_named_on_the_command_line(run: Callable[..., Any], tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    told = "في 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 20 عنصرا من تنظيم القاعدة في صنعاء."
    table.write_text(f"k,w\n1,{told}\n", encoding="utf-8")
    found = run("extract", table, "--columns", "text=w,id=k")
    row = json.loads(found.out)
    assert (found.code, row["id"], [c["type"] for c in row["claims"]]) == (0, "1", ["release"])
    for columns in ("w", "text=", "colour=w"):
        assert run("extract", table, "--columns", columns).code == 2


def test_pictures_are_added_as_exhibits_with_their_captions(run: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.jpg", "b.jpg"):
        (folder / name).write_bytes(b"\xff\xd8\xff" + name.encode())
    caption = "في 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 20 عنصرا من تنظيم القاعدة في صنعاء."
    (folder / "a.jpg.txt").write_text(caption, encoding="utf-8")
    found = run("add", folder, "--case", tmp_path / "case", "--format", "json")
    figures = json.loads(found.out)
    assert (found.code, figures["read"], figures["exhibits"], figures["claims"]) == (0, 2, 2, 1)
    again = json.loads(run("rebuild", "--case", tmp_path / "case", "--format", "json").out)
    assert again["claims"] == 1


def test_claims_of_a_pdf_tell_their_page(run: Callable[..., Any], tmp_path: Path) -> None:
    bulletin = Path(__file__).parents[1] / "read" / "files" / "bulletin.pdf"
    assert run("add", bulletin, "--case", tmp_path / "case").code == 0
    rows = [
        json.loads(line) for line in run("claims", "--case", tmp_path / "case", "--format", "jsonl").out.splitlines()
    ]
    assert rows and {row["page"] for row in rows} == {1}


def test_extract_gives_the_same_bytes_on_two_processes(run: Callable[..., Any], pages: Path) -> None:
    assert run("extract", pages, "--jobs", 2).out == run("extract", pages).out


def test_a_refused_input_is_one_line_and_the_rest_goes_on(run: Callable[..., Any], pages: Path) -> None:
    (pages / "empty.txt").write_bytes(b"")
    (pages / "binary.html").write_bytes(bytes(range(256)) * 9)
    ran = run("extract", pages, pages / "missing.txt")
    assert ran.code == 1
    assert [row["id"] for row in lines(ran.out)] == ["first", "second"]
    told = ran.err.splitlines()
    assert len(told) == 3 and all(line.startswith("takhrij: ") for line in told)
    assert run("extract", pages / "missing.txt").code == 3


def test_adding_what_is_not_there_makes_no_case(run: Callable[..., Any], tmp_path: Path) -> None:
    ran = run("add", tmp_path / "gone.html", "--case", tmp_path / "new")
    assert ran.code == 3 and "is not there" in ran.err and "Next:" not in ran.out
    assert not (tmp_path / "new").exists()


def test_extract_as_json_is_one_array(run: Callable[..., Any], pages: Path) -> None:
    assert [row["id"] for row in json.loads(run("extract", pages, "--format", "json").out)] == ["first", "second"]
    assert json.loads(run("extract", pages / "missing.txt", "--format", "json").out) == []


def test_adding_twice_changes_nothing(run: Callable[..., Any], pages: Path, case: Path) -> None:
    before = {name: run(name, "--case", case).out for name in LISTINGS}
    again = run("add", pages, "--case", case, "--format", "json")
    assert again.code == 0
    assert json.loads(again.out)["read"] == 0 and json.loads(again.out)["duplicate"] == 2
    assert {name: run(name, "--case", case).out for name in LISTINGS} == before


@pytest.mark.parametrize("name", LISTINGS)
def test_every_listing_prints_in_every_format(run: Callable[..., Any], case: Path, name: str) -> None:
    rows = lines(run(name, "--case", case).out)
    assert json.loads(run(name, "--case", case, "--format", "json").out) == rows
    sheet = list(csv.reader(io.StringIO(run(name, "--case", case, "--format", "csv").out)))
    assert len(sheet) == len(rows) + 1
    table = run(name, "--case", case, "--format", "table")
    assert table.code == 0 and table.out.strip()
    assert table.out.count(ISOLATE) == table.out.count(POP)


def test_events_name_their_documents_by_label(run: Callable[..., Any], case: Path) -> None:
    events = lines(run("events", "--case", case).out)
    release = next(e for e in events if e["type"] == "release")
    assert release["time"] == {"edtf": "2018-11-13"}
    assert [c["document"] for c in release["claims"]] == ["second"]
    assert release["origins"] == [["second"]]


def test_an_event_and_its_accounts(run: Callable[..., Any], case: Path) -> None:
    event = next(e for e in lines(run("events", "--case", case).out) if e["type"] == "release")
    told = json.loads(run("event", event["id"], "--case", case).out)
    assert told["told"][0]["roles"]["released"][0]["min"] == 20 and "why" not in told
    why = json.loads(run("event", event["id"], "--why", "--case", case).out)["why"]
    assert [o["documents"] for o in why["origins"]] == [["second"]]
    page = run("event", event["id"], "--why", "--case", case, "--format", "table").out
    assert "Credibility" in page and "Why these origins" in page
    (row,) = lines(run("compare", event["id"], "--case", case).out)
    assert row["document"] == "second"


def test_sources_list_documents_with_hashes(run: Callable[..., Any], case: Path) -> None:
    rows = lines(run("sources", "--documents", "--case", case).out)
    assert sorted(row["document"] for row in rows) == ["first", "second"]
    assert all(len(row["sha256"]) == 64 for row in rows)


def test_copies_work_without_a_case(run: Callable[..., Any], pages: Path) -> None:
    text = (pages / "first.txt").read_text(encoding="utf-8")
    (pages / "reprint.txt").write_text(text + "\nنقلا عن الصفحة الأولى كاملة.\n", encoding="utf-8")
    (row,) = lines(run("copies", pages, "--min", "0.5").out)
    assert {row["a"], row["b"]} == {"first", "reprint"} and row["containment"] > 0.9
    assert run("copies").code == 2
    assert run("copies", pages, "--min", "2").code == 2


def test_the_dossier_is_written_whole(run: Callable[..., Any], case: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "case.html"
    ran = run("dossier", "--case", case, "-o", target)
    assert ran.code == 0 and ran.out.strip() == str(target)
    text = target.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>") and "<mark" in text
    assert [p.name for p in target.parent.iterdir()] == ["case.html"]
    run("dossier", "--case", case, "-o", target)
    assert target.read_text(encoding="utf-8") == text
    assert run("dossier", "--case", case, "-o", tmp_path / "case.odt").code == 2


def test_eval_scores_a_reference(run: Callable[..., Any], pages: Path, tmp_path: Path) -> None:
    text = (pages / "second.txt").read_text(encoding="utf-8")
    event = {
        "type": "release",
        "modality": "asserted",
        "actors": ["houthi"],
        "targets": ["alqaeda"],
        "places": ["صنعاء"],
        "date": "2018-11-13",
        "counts": {"released": "20"},
        "attribution": {"class": "narrator"},
        "evidence": ["أفرجت جماعة الحوثي عن 20 عنصرا"],
    }
    title, content = text.split("\n\n", 1)
    row = {"id": "one", "title": title, "text": f"{title}\n\n{content}", "published": "2021-08-01", "events": [event]}
    file = tmp_path / "reference.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    told = json.loads(run("eval", file).out)
    assert told["documents"] == 1 and told["event"]["r"] == 1.0
    assert "documents" in run("eval", file, "--format", "table").out
    file.write_text("{}\n", encoding="utf-8")
    assert run("eval", file).code == 2


def test_lexicon_explain_shows_words_mentions_and_claims(run: Callable[..., Any]) -> None:
    told = json.loads(run("lexicon", "explain", "أفرجت جماعة الحوثي عن 20 أسيرا في صنعاء").out)
    assert told["tokens"][0]["text"] == "أفرجت"
    assert "houthi" in {m.get("id") for m in told["mentions"]}
    assert [c["type"] for c in told["claims"]] == ["release"]
    assert [p["fate"] for p in told["trace"]["predicates"]] == ["a claim"]
    assert told["trace"]["words"][0]["frames"] == ["exchange/give_for", "release/free"]
    assert "release" in run("lexicon", "explain", "أفرجت جماعة الحوثي عن 20 أسيرا", "--format", "table").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("events",),
        ("nothing",),
        ("extract",),
        ("extract", "x", "--no-such-option"),
        ("events", "--case", "x", "--format", "xml"),
        ("decide", "x", "same", "--case", "x"),
        ("extract", "x", "--jobs", "0"),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_2(run: Callable[..., Any], arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == 2 and ran.out == ""
    assert len(ran.err.splitlines()) == 1 and ran.err.startswith("takhrij: ")


def test_a_case_that_is_not_there_is_exit_3_with_what_to_do(run: Callable[..., Any], tmp_path: Path) -> None:
    ran = run("events", "--case", tmp_path / "none")
    assert ran.code == 3 and "takhrij add" in ran.err and len(ran.err.splitlines()) == 1
    assert "Traceback" in run("events", "--case", tmp_path / "none", "--verbose").err
    assert not (tmp_path / "none").exists()


def test_an_event_that_is_not_there_names_the_command_that_lists_them(run: Callable[..., Any], case: Path) -> None:
    ran = run("event", "zzz", "--case", case)
    assert ran.code == 2 and "takhrij events" in ran.err


def process(*arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}
    command = [sys.executable, "-m", "takhrij", *arguments]
    return subprocess.run(command, capture_output=True, env=environment, check=False, **more)


def test_arabic_leaves_a_pipe_as_utf_8_in_any_locale(pages: Path) -> None:
    ran = process("extract", str(pages / "first.txt"))
    assert ran.returncode == 0
    assert "تبادلت" in ran.stdout.decode("utf-8")


def test_a_reader_that_has_had_enough_is_no_error(pages: Path) -> None:
    big = pages / "big.jsonl"
    row = json.dumps({"id": "x", "title": "تبادل", "text": "أفرجت جماعة الحوثي عن أسرى في صنعاء. " * 200})
    big.write_text("".join(f"{row}\n" for _ in range(30)), encoding="utf-8")
    command = f"'{sys.executable}' -m takhrij extract '{big}' | head -c 10"
    ran = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert ran.returncode == 0 and ran.stderr == b""


def test_help_names_every_command_and_starts_quickly() -> None:
    begun = time.perf_counter()
    ran = process("--help")
    took = time.perf_counter() - begun
    text = ran.stdout.decode("utf-8")
    assert ran.returncode == 0
    for name in (*LISTINGS, "extract", "add", "rebuild", "compare", "decide", "undo", "audit", "dossier", "eval"):
        assert f" {name} " in text
    assert took < 3  # 0.35 s on a quiet machine; the bound only catches an import of everything


def test_private_names_are_left_out_on_demand(run: Callable[..., Any], tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    words = "أفرجت جماعة الحوثي في صنعاء عن المواطن فواز حسن القباطي في 3 مايو 2019، وقالت جماعة الحوثي إن فواز حسن القباطي عاد."
    page.write_text(f"إفراج عن فواز حسن القباطي\n\n{words}\n", encoding="utf-8")
    assert run("add", page, "--case", tmp_path / "case").code == 0
    target = tmp_path / "case.html"
    for hidden in (False, True):
        option = ["--hide-private"] if hidden else []
        run("dossier", "--case", tmp_path / "case", "-o", target, *option)
        printed = [target.read_text(encoding="utf-8")]
        for name in ("claims", "events", "captives"):
            printed.append(run(name, "--case", tmp_path / "case", "--format", "json", *option).out)
        assert [("القباطي" in text) for text in printed[:2]] == [not hidden] * 2
        assert not (hidden and any("القباطي" in text for text in printed))


def test_an_actor_is_shown_in_time_by_any_of_its_names(run: Callable[..., Any], case: Path) -> None:
    for name in ("saleh_forces", "قوات صالح", "forces loyal to ex-president saleh"):
        page = json.loads(run("actor", name, "--on", "2018-05-01", "--format", "json").out)
        assert page["id"] == "saleh_forces"
        assert [r["tie"] for r in page["history"] if r["stands"]] == ["succeeded_by"]
    printed = run("actor", "saleh_forces", "--case", case, "--format", "csv").out
    assert "broke with them on 2 December 2017" in printed and "S/2015/125" in printed


@pytest.mark.parametrize("arguments", [["ق"], ["…"], ["houthi", "--on", "yesterday"]])
def test_an_actor_that_nobody_knows_and_no_day_are_said(run: Callable[..., Any], arguments: list[str]) -> None:
    ran = run("actor", *arguments)
    assert ran.code == 2 and ran.err.count("\n") == 1
