"""After an erasure no byte of the case's folder tells what was erased, in whatever form it could lie there."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from takhrij.core.ids import sha256
from takhrij.core.records import Anchor, Decision
from takhrij.store import open_case

Run = Callable[..., Any]
AT = "2026-01-02T03:04:05Z"
NAME = "أبو زمردانة"
LATIN = "emeraldine"
PAGE = (
    f"مصدر {LATIN} يكشف صفقة\n\n"
    f"قال القيادي {NAME} إن جماعة الحوثي أفرجت في 14 نوفمبر 2018 عن 25 عنصرا من تنظيم القاعدة في صنعاء.\n"
)
WHY = ("--why", "a court ordered it", "--by", "admin")


@pytest.fixture
def filled(run: Run, case: Path, tmp_path: Path) -> Path:
    """A case with a page that is to go, judged in every way and copied by another."""
    page = tmp_path / f"{LATIN}.txt"
    page.write_text(PAGE, encoding="utf-8")
    assert run("add", page, "--case", case).code == 0
    told = [json.loads(line) for line in run("claims", "--case", case, "--format", "jsonl").out.splitlines()]
    mine = next(c["id"] for c in told if c["document"] == LATIN)
    other = next(c["id"] for c in told if c["document"] == "second")
    assert run("decide", mine, "accept", "--case", case, "--why", f"{NAME} was there").code == 0
    assert run("decide", mine, "same", other, "--case", case).code == 0
    with open_case(case) as store:
        store.append_decision(Decision("", "reliability", Anchor("", NAME, "", "", ""), "a", AT, "", "C"))
        key = sha256(PAGE.encode())
        store.append_decision(Decision("", "seal", Anchor(key, "", "", "", ""), "a", AT, LATIN, "editor"))
        store.audit.append("fetched", "a", {"document": key, "url": f"https://{LATIN}.example"}, AT)
    return case


def forms(word: str) -> list[bytes]:
    """A word as it can stand in bytes."""
    return [word.encode(), word.encode("utf-16-le"), word.encode("cp1256"), json.dumps(word)[1:-1].encode()]


def found(folder: Path, *words: str) -> list[str]:
    """The files in whose bytes, opened where they are compressed, any of the words stands."""
    leaks = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        for layer in (data, *opened(data)):
            if any(form in layer for word in words for form in forms(word)):
                leaks.append(path.name)
                break
    return leaks


def opened(data: bytes) -> list[bytes]:
    """Every zlib, gzip or raw stream that begins at a sign of one."""
    layers = []
    for sign, bits in ((b"\x78\x9c", 15), (b"\x78\x01", 15), (b"\x1f\x8b", 31), (b"PK\x03\x04", 0)):
        at = data.find(sign)
        while at >= 0:
            start = at if bits else at + 30 + int.from_bytes(data[at + 26 : at + 28], "little")
            with contextlib.suppress(zlib.error):
                layers.append(zlib.decompressobj(bits or -15).decompress(data[start:]))
            at = data.find(sign, at + 1)
    return layers


def test_nothing_of_an_erased_document_is_left(run: Run, filled: Path) -> None:
    key = sha256(PAGE.encode())
    assert found(filled, NAME, LATIN)
    before = run("events", "--case", filled, "--show-sealed", "a test").out
    done = run("erase", LATIN, "--case", filled, *WHY, "--yes")
    assert done.code == 0 and "1 accept" in done.out and "1 same" in done.out and "reliability" in done.out
    assert found(filled, NAME, LATIN) == []
    assert run("events", "--case", filled).out != before
    rows = [json.loads(line) for line in run("sources", "--documents", "--case", filled).out.splitlines()]
    (stone,) = [row for row in rows if row["erased"]]
    assert stone["sha256"] == key and stone["erased"]["why"] == "a court ordered it" and stone["title"] is None
    assert f"{key[:12]} was erased" in run("problems", "--case", filled).out
    assert run("audit", "verify", "--case", filled).code == 0
    assert run("rebuild", "--case", filled).code == 0
    assert f"{key[:12]} was erased" in run("problems", "--case", filled).out
    assert found(filled, NAME, LATIN) == []


def test_bytes_that_were_erased_are_refused(run: Run, filled: Path, tmp_path: Path) -> None:
    assert run("erase", LATIN, "--case", filled, *WHY, "--yes").code == 0
    again = run("add", tmp_path / f"{LATIN}.txt", "--case", filled)
    assert again.code == 3 and "was erased from this case" in again.err and "a court ordered it" in again.err
    with open_case(filled) as store:
        assert not store.has(sha256(PAGE.encode()))
    assert run("add", tmp_path / f"{LATIN}.txt", "--case", filled, "--allow-erased").code == 0
    rows = [json.loads(line) for line in run("sources", "--documents", "--case", filled).out.splitlines()]
    assert not any(row["erased"] for row in rows)


def test_a_name_is_erased_from_the_record(run: Run, case: Path) -> None:
    claim = json.loads(run("claims", "--case", case, "--format", "jsonl").out.splitlines()[0])["id"]
    run("decide", claim, "unsure", "--case", case, "--why", f"so says {NAME}")
    run("decide", claim, "accept", "--case", case, "--why", "read twice")
    done = run("erase", "--case", case, "--words", "ابو زمردانه", *WHY, "--yes")
    assert done.code == 0 and "1 entries of the record (1 unsure)" in done.out
    assert found(case, NAME) == []
    kept = [json.loads(line)["verb"] for line in run("decisions", "--case", case).out.splitlines()]
    assert kept == ["accept"]
    still = run("erase", "--case", case, "--words", "الصومعة", *WHY, "--yes")
    assert "still stand in first" in still.err


def test_a_name_goes_from_what_is_told_of_refused_files_too(run: Run, case: Path, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.txt").write_bytes(b"")
    assert run("add", tmp_path / f"{NAME}.txt", "--case", case).code == 3
    assert NAME in run("problems", "--case", case).out
    done = run("erase", "--case", case, "--words", NAME, *WHY, "--yes")
    assert done.code == 0 and "1 problems" in done.out
    assert NAME not in run("problems", "--case", case).out and found(case, NAME) == []


def test_what_is_not_meant_is_not_erased(run: Run, filled: Path) -> None:
    assert run("erase", LATIN, "--case", filled, *WHY).code == 2
    assert run("erase", LATIN, "--case", filled, "--why", " ", "--yes").code == 2
    assert run("erase", "nowhere", "--case", filled, *WHY, "--yes").code == 2
    assert run("erase", "--case", filled, *WHY, "--yes").code == 2
    assert found(filled, NAME, LATIN)


def test_a_reader_that_keeps_the_journal_is_told_of(run: Run, filled: Path) -> None:
    holding = sqlite3.connect(filled / "case.sqlite3", isolation_level=None)
    holding.execute("BEGIN")
    holding.execute("SELECT count(*) FROM documents").fetchone()
    assert "another process has the case open" in run("erase", LATIN, "--case", filled, *WHY, "--yes").err
    holding.close()
    run("problems", "--case", filled)
    assert found(filled, NAME, LATIN) == []
