"""Commands run in this process, and a small case made of pages in invented outlets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from takhrij.cli import main

FIRST = (
    "تبادل أسرى في البيضاء\n\n"
    "تبادلت جماعة الحوثي وتنظيم القاعدة أربعة أسرى في مديرية الصومعة بمحافظة البيضاء في 26 يوليو 2021، بعد وساطة قبلية.\n"
)
SECOND = "إفراج عن عناصر من القاعدة\n\nفي 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 20 عنصرا من تنظيم القاعدة في صنعاء.\n"


@dataclass(frozen=True)
class Ran:
    """An exit code with what was printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> Ran:
        code = main([str(a) for a in arguments])
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return call


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "first.txt").write_text(FIRST, encoding="utf-8")
    (folder / "second.txt").write_text(SECOND, encoding="utf-8")
    return folder


@pytest.fixture
def case(run: Run, pages: Path, tmp_path: Path) -> Path:
    place = tmp_path / "case"
    assert run("add", pages, "--case", place).code == 0
    return place
