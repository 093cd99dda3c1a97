"""Paths to Sources, and the rows of JSON lines, arrays and zips."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import random
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from takhrij.arabic import Arabic
from takhrij.core.errors import InputRefused
from takhrij.core.ids import canonical_json
from takhrij.core.records import Document, Problem, Reading
from takhrij.read import Source, archived, expand, read, refusal
from takhrij.read.sitemap import addresses_of
from takhrij.resources import Resources

BODY = " قال مصدر محلي مسؤول\xa0إن عملية تبادل أسرى جرت مساء الاثنين.\r\n\r\n وأضاف أن الوساطة استمرت أسابيع. "
LIMIT = 10_000
ITEM = {
    "source": "وكالة المثال",
    "url": "https://example.org/news/1",
    "title": "عنوان الخبر",
    "author": "صنعاء – خاص",
    "content": BODY,
    "date_extracted": "2021-07-28 02:51:32",
}


def taken(paths: Sequence[Path], limit: int = LIMIT) -> tuple[list[Source], list[Problem]]:
    found = list(expand(paths, limit))
    return [x for x in found if isinstance(x, Source)], [x for x in found if isinstance(x, Problem)]


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def zipped(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def lines(*rows: Any) -> str:
    return "\n".join(json.dumps(r, ensure_ascii=False) if not isinstance(r, str) else r for r in rows) + "\n"


@pytest.fixture(scope="session")
def run(resources: Resources) -> Callable[[Source], tuple[Document, Reading]]:
    return lambda source: read(source, Arabic(), resources)


Run = Callable[[Source], tuple[Document, Reading]]


def test_an_array_item(tmp_path: Path, run: Run) -> None:
    sources, problems = taken([written(tmp_path, "a.json", json.dumps([ITEM, {**ITEM, "title": "عنوان آخر"}]))])
    assert (len(sources), problems) == (2, [])
    document, reading = run(sources[0])
    data = canonical_json(ITEM).encode()
    assert sources[0].data == data
    assert document.sha256 == document.label == reading.document == hashlib.sha256(data).hexdigest()
    assert (document.name, document.url, document.retrieved) == ("a.json#1", ITEM["url"], "2021-07-28T02:51:32")
    assert reading.text == f"عنوان الخبر\n\n{BODY}"
    assert (reading.outlet, reading.author, reading.published) == ("وكالة المثال", "صنعاء – خاص", "2021-07-28")
    assert (reading.genre, reading.title, reading.reader) == ("news", "عنوان الخبر", "array@1")


def test_a_row_of_json_lines(tmp_path: Path, run: Run) -> None:
    row = {"id": "r-1", "source": "صحيفة النموذج", "title": "عنوان الخبر", "text": BODY, "published": "2021-07-29"}
    with_title = {**row, "id": 2, "text": f"عنوان الخبر\n\n{BODY}"}
    sources, problems = taken([written(tmp_path, "rows.jsonl", lines(row, "", with_title, {"text": BODY}))])
    assert problems == []
    (first, one), (second, two), (third, three) = map(run, sources)
    assert (first.label, first.name, one.text) == ("r-1", "rows.jsonl#1", f"عنوان الخبر\n\n{BODY}")
    assert (one.published, first.retrieved) == ("2021-07-29", None)
    assert (second.label, two.text) == ("2", with_title["text"])
    assert (third.label, three.text, three.published) == (third.sha256, BODY, None)


def test_a_broken_line_is_a_problem_and_the_rest_goes_on(tmp_path: Path) -> None:
    long_line = json.dumps({"text": "ا" * LIMIT})
    rows = lines({"text": BODY}, '{"text": ', "[1]", '{"id": "x"}', long_line, {"text": BODY})
    path = written(tmp_path, "rows.jsonl", rows.encode() + b'{"text": "\xff"}\n')
    found = list(expand([path], LIMIT))
    assert [getattr(x, "reason", None) for x in found] == [
        None,
        "malformed",
        "malformed",
        "malformed",
        "too_large",
        None,
        "encoding",
    ]
    problem = found[1]
    assert isinstance(problem, Problem)
    assert (problem.stage, problem.name) == ("read", "rows.jsonl#2")
    assert problem.retry is not None


@pytest.mark.parametrize(
    ("text", "sources", "reasons"),
    [
        ("[]", 0, []),
        ("", 0, ["empty"]),
        ('[{"text": "س"}, {"text": "ع"}, {"te', 2, ["malformed"]),
        ('[{"text": "س"}', 1, ["malformed"]),
        ('[{"text": "س"}, 7, {"content": "ع"}]', 2, ["malformed"]),
        ('{"text": "س"}', 1, []),
        ('{"text": "س"}\n{"text": "ع"}', 2, []),
        ("[" * 100_000, 0, ["too_large"]),
        ("[" * 9_000, 0, ["malformed"]),
    ],
)
def test_arrays_that_are_not_whole(tmp_path: Path, text: str, sources: int, reasons: list[str]) -> None:
    found, problems = taken([written(tmp_path, "a.json", text)])
    assert (len(found), [p.reason for p in problems]) == (sources, reasons)


def test_a_zip_of_arrays_and_pages(tmp_path: Path) -> None:
    data = zipped({"b.json": json.dumps([ITEM, ITEM]), "a/page.html": "<html>", "empty/": ""})
    sources, problems = taken([written(tmp_path, "case.zip", data)])
    assert problems == []
    assert [(s.name, s.reader) for s in sources] == [
        ("case.zip/b.json#1", "array"),
        ("case.zip/b.json#2", "array"),
        ("case.zip/a/page.html", "html"),
    ]


def test_zips_that_are_refused_in_part(tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {
        "../up.txt": "ا",
        "big.txt": b"0" * (LIMIT + 1),
        "in.zip": zipped({"x.txt": "ا"}),
        "good.txt": "ا",
    }
    sources, problems = taken([written(tmp_path, "case.zip", zipped(members))])
    assert [s.label for s in sources] == ["good"]
    assert [p.reason for p in problems] == ["malformed", "too_large", "malformed"]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    _, problems = taken([written(tmp_path, "case.zip", zipped({"a.txt": b"0" * 3_000_000}))], limit=2**26)
    assert [p.reason for p in problems] == ["too_large"]


def test_a_zip_that_unpacks_to_too_much_in_all(tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {f"{i:03}.txt": random.Random(i).randbytes(900) for i in range(100)}
    sources, problems = taken([written(tmp_path, "case.zip", zipped(members))], limit=1000)
    assert len(sources) == 71
    assert [p.reason for p in problems] == ["too_large"]


def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    written(tmp_path, "page.txt", "نص".encode())
    sources, problems = taken([tmp_path])
    assert [s.label for s in sources] == ["page"] and "pipe or a device" in problems[0].message


@pytest.mark.parametrize("length", [4, 40, 200])
def test_a_zip_that_breaks_off_is_told_as_damaged(tmp_path: Path, length: int) -> None:
    data = zipped({"a.txt": random.Random(0).randbytes(500)})
    sources, problems = taken([written(tmp_path, "case.zip", data[:length])])
    assert sources == [] and [p.reason for p in problems] == ["malformed"] and "damaged zip" in problems[0].message


def test_a_damaged_zip(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": random.Random(0).randbytes(500), "b.txt": "ا"}))
    data[60:80] = bytes(20)
    sources, problems = taken([written(tmp_path, "case.zip", bytes(data))])
    assert ([s.label for s in sources], [p.reason for p in problems]) == (["b"], ["malformed"])


def test_a_folder_is_walked_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", ".hidden", ".git/x.txt", "page.html", "page_files/ad.html"):
        written(tmp_path / "case", name, "ا")
    sources, _ = taken([tmp_path / "case"])
    assert [s.name for s in sources] == ["case/a.txt", "case/a/z.txt", "case/b.txt", "case/page.html"]


def test_missing_and_large_files_leave_the_rest(tmp_path: Path) -> None:
    paths = [tmp_path / "none.txt", written(tmp_path, "big.txt", "ا" * LIMIT), written(tmp_path, "a.txt", "ا")]
    sources, problems = taken(paths)
    assert [s.label for s in sources] == ["a"]
    assert [p.reason for p in problems] == ["missing", "too_large"]
    assert all("\n" not in p.message and p.retry for p in problems)


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("page.txt", "<!DOCTYPE html><p>س", "html"),
        ("page", "<!-- note -->\n<html>", "html"),
        ("page.php", "س", "html"),
        ("page", "قال مصدر", "text"),
        ("rows", '{"text": "س"}\n', "jsonl"),
        ("rows", '[{"text": "س"}]', "array"),
        ("note.txt", "[صنعاء] قال مصدر", "text"),
    ],
)
def test_the_reader_is_chosen_by_ending_then_bytes(tmp_path: Path, name: str, data: str, reader: str) -> None:
    sources, problems = taken([written(tmp_path, name, data)])
    assert ([s.reader for s in sources], problems) == ([reader], [])


def test_rows_are_refused_for_a_reason(tmp_path: Path, run: Run) -> None:
    rows = lines({"text": " "}, {"text": "A local source said so."}, {"text": "", "title": "عنوان الخبر"})
    empty, foreign, title_only = taken([written(tmp_path, "rows.jsonl", rows)])[0]
    for source, reason in ((empty, "empty"), (foreign, "not_arabic")):
        with pytest.raises(InputRefused) as refused:
            run(source)
        problem = refusal(source, refused.value)
        assert (problem.reason, problem.document) == (reason, hashlib.sha256(source.data).hexdigest())
    assert run(title_only)[1].text == "عنوان الخبر"


def test_furniture_within_a_row_is_marked(tmp_path: Path, run: Run) -> None:
    text = f"عنوان الخبر\n\n{BODY}\n\nاترك تعليقاً\n\nرأيي أن هذا الخبر ناقص"
    reading = run(taken([written(tmp_path, "rows.jsonl", lines({"title": "عنوان الخبر", "text": text}))])[0][0])[1]
    assert [reading.text[a:b] for a, b in reading.boilerplate] == ["اترك تعليقاً\n\nرأيي أن هذا الخبر ناقص"]


def test_lone_surrogates_keep_their_places(tmp_path: Path, run: Run) -> None:
    path = written(tmp_path, "rows.jsonl", '{"text": "قال \\ud800 مصدر"}\n')
    assert run(taken([path])[0][0])[1].text == "قال \ufffd مصدر"


def test_an_archived_original_reads_the_same_again(tmp_path: Path, run: Run) -> None:
    for source in taken([written(tmp_path, "a.json", json.dumps([ITEM])), written(tmp_path, "b.txt", BODY * 3)])[0]:
        document, reading = run(source)
        assert run(archived(document, source.data, reading.reader)) == (document, reading)


def test_sources_are_picklable(tmp_path: Path) -> None:
    source = taken([written(tmp_path, "a.json", json.dumps([ITEM]))])[0][0]
    assert pickle.loads(pickle.dumps(source)) == source


def test_a_file_that_breaks_its_reader_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_head: bytes) -> bool:
        raise ArithmeticError("two\nlines")

    (tmp_path / "1.txt").write_text("خبر أول", encoding="utf-8")
    (tmp_path / "2.map").write_text("<urlset>", encoding="utf-8")
    monkeypatch.setattr("takhrij.read.sitemap.addresses_of", broken)
    first, second = expand([tmp_path], LIMIT)
    assert isinstance(first, Source) and isinstance(second, Problem)
    assert second.reason == "failed" and "ArithmeticError: two lines" in second.message


def test_a_sitemap_with_a_prefix_that_it_does_not_declare_is_gone_through() -> None:
    told = b"<urlset><url><loc>https://a.example/1</loc><n:news><n:title>t</n:title></n:news></url></urlset>"
    (listed,) = addresses_of(told)
    assert (listed.url, listed.title) == ("https://a.example/1", "t")
