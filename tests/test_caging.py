"""A page that ends, holds up or fills its reader is a Problem, and all else is as if it were not there."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from takhrij import pipeline, read
from takhrij.core.config import Config
from takhrij.core.records import Problem
from takhrij.read.contract import Source
from takhrij.run import LocalRunner
from takhrij.store import open_case

# A worker that is started anew does not know what a test changed in this process.
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")

TEXT = "تبادلت جماعة الحوثي وتنظيم القاعدة {n} أسرى في مديرية الصومعة في 26 يوليو 2021.\n"
CONFIG = Config(seconds=2)


def dies() -> None:
    os._exit(1)


def hangs() -> None:
    while True:
        pass


def swells() -> None:
    held = []
    while True:
        held.append(bytearray(2**26))


FATES = {"crashed": dies, "too_slow": hangs, "too_much_memory": swells}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(3, 7):
        (folder / f"{number}.txt").write_text(f"خبر {number}\n\n{TEXT.format(n=number)}", encoding="utf-8")
    return folder


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], None]], None]:
    """Does something to whoever reads (`read`) or understands (`extract`) the page with the word «فخ»."""

    def lay(stage: str, trap: Callable[[], None]) -> None:
        reads, extracts = read.read, pipeline.Extractor.extract

        def reading(source: Source, *rest: Any) -> Any:
            if "فخ".encode() in source.data:
                trap()
            return reads(source, *rest)

        def extracting(extractor: pipeline.Extractor, reading: Any, *rest: Any) -> Any:
            if "فخ" in reading.text:
                trap()
            return extracts(extractor, reading, *rest)

        # A bound method travels by its name.
        extracting.__name__ = "extract"
        if stage == "read":
            monkeypatch.setattr(read, "read", reading)
        else:
            monkeypatch.setattr(pipeline.Extractor, "extract", extracting)

    return lay


def listing(case: str) -> str:
    with open_case(case) as store:
        kept = [(d, store.reading(d.sha256), store.extraction(d.sha256)) for d in store.documents()]
        return json.dumps([repr(row) for row in kept if "فخ" not in repr(row)], ensure_ascii=False)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("stage", ["read", "extract"])
@pytest.mark.parametrize("reason", sorted(FATES))
def test_what_falls_is_told_and_the_rest_is_the_same(
    pages: Path, tmp_path: Path, hostile: Callable[..., None], reason: str, stage: str, jobs: int
) -> None:
    calm, tried = str(tmp_path / "calm"), str(tmp_path / "tried")
    pipeline.add([pages], calm, CONFIG)
    (pages / "4-trap.txt").write_text(f"فخ\n\n{TEXT.format(n=9)}", encoding="utf-8")
    hostile(stage, FATES[reason])
    summary = pipeline.add([pages], tried, Config(jobs=jobs, seconds=2))
    (problem,) = summary.problems
    assert (problem.reason, problem.stage) == (reason, stage)
    assert problem.document is not None and problem.retry is not None and "\n" not in problem.message
    assert (summary.refused, summary.read) == ((1, 4) if stage == "read" else (0, 5))
    assert listing(tried) == listing(calm)
    with open_case(tried) as store:
        assert store.problems() == (problem,)


def test_extract_goes_on_after_a_fall(pages: Path, hostile: Callable[..., None]) -> None:
    (pages / "4-trap.txt").write_text(f"فخ\n\n{TEXT.format(n=9)}", encoding="utf-8")
    hostile("extract", dies)
    rows = list(pipeline.extract_inputs([pages], CONFIG))
    assert [row.reason if isinstance(row, Problem) else row["id"] for row in rows] == ["3", "crashed", "4", "5", "6"]


def test_what_a_container_gave_before_it_fell_is_kept(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = read.readers()["jsonl"]

    def split(packet: Any) -> Iterator[Any]:
        assert reader.split is not None
        for number, item in enumerate(reader.split(packet)):
            if number == 2:
                os._exit(1)
            yield item

    lines = [json.dumps({"id": str(n), "text": TEXT.format(n=n)}) for n in range(3, 7)]
    (pages / "5-rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    patched = {**read.readers(), "jsonl": dataclasses.replace(reader, split=split)}
    monkeypatch.setattr("takhrij.read.registry.readers", lambda: patched)
    rows = list(pipeline.extract_inputs([pages], CONFIG))
    found = [row.reason if isinstance(row, Problem) else row["id"] for row in rows]
    assert found == ["3", "4", "3", "4", "crashed", "5", "6"]


def test_without_a_cage_nothing_runs_beside(pages: Path) -> None:
    with pipeline.runner(Config(caged=False, jobs=2)) as runner:
        assert isinstance(runner, LocalRunner)
        assert list(runner.map(os.path.basename, ["/a"])) == ["a"]
    here, beside = (list(pipeline.extract_inputs([pages], Config(caged=caged))) for caged in (False, True))
    assert here == beside
