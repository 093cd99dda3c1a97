"""Problems say what to do, and those that can be are tried again."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from takhrij import pipeline, read
from takhrij.core.config import Config
from takhrij.core.records import Problem
from takhrij.pipeline.keeping import file_of, given_by
from takhrij.pipeline.retrying import retry
from takhrij.store import open_case

TEXT = "خبر من عدن\n\nأفرجت جماعة الحوثي عن ثلاثة عناصر من تنظيم القاعدة في عدن في 3 مارس 2019.\n"
HERE = Config(caged=False)


@pytest.fixture
def troubled(tmp_path: Path) -> Path:
    """A case with two files refused: one empty, one that is a damaged zip; and one page read."""
    pages = tmp_path / "pages"
    (pages / "in").mkdir(parents=True)
    (pages / "good.txt").write_text(TEXT, encoding="utf-8")
    (pages / "in" / "empty.txt").write_bytes(b"")
    (pages / "packed.zip").write_bytes(b"PK\x03\x04 damaged")
    summary = pipeline.add([pages], str(tmp_path / "case"), HERE)
    assert (summary.read, summary.skipped, summary.failed, summary.refused) == (1, 1, 1, 2)
    return tmp_path / "case"


def names(case: Path) -> list[str]:
    with open_case(case) as store:
        return [problem.name for problem in store.problems()]


def test_what_was_mended_is_read_and_its_problem_is_gone(troubled: Path, tmp_path: Path) -> None:
    (tmp_path / "pages/in/empty.txt").write_text(TEXT.replace("عدن", "تعز"), encoding="utf-8")
    done, summary = retry(str(troubled), HERE)
    assert (done.tried, done.settled, done.left) == (2, 1, []) and (summary.read, summary.duplicate) == (1, 1)
    assert names(troubled) == ["pages/packed.zip"]
    with zipfile.ZipFile(tmp_path / "pages/packed.zip", "w") as archive:
        archive.writestr("inner.txt", TEXT.replace("عدن", "إب"))
    assert retry(str(troubled), HERE)[0].settled == 1 and names(troubled) == []
    with open_case(troubled) as store:
        assert len(list(store.documents())) == 3 and store.audit.verify()


def test_what_still_fails_stays_and_what_is_gone_is_told(troubled: Path, tmp_path: Path) -> None:
    (tmp_path / "pages/packed.zip").unlink()
    done, _ = retry(str(troubled), HERE)
    assert (done.tried, done.settled) == (1, 0)
    assert [(p.name, "no longer at" in why) for p, why in done.left] == [("pages/packed.zip", True)]
    assert names(troubled) == ["pages/in/empty.txt", "pages/packed.zip"]


def test_a_text_over_which_extraction_failed_is_gone_through_again(troubled: Path) -> None:
    with open_case(troubled) as store:
        (document,) = store.documents()
        extraction = store.extraction(document.sha256)
        assert extraction is not None and extraction.claims
        fault = Problem("failed", "it failed", "extract", "good", document.sha256, "report the page")
        model = pipeline.Extractor(HERE).model
        store.put_extraction(replace(extraction, claims=(), problems=(fault,)), model)
    done, _ = retry(str(troubled), HERE)
    assert done.settled == 1 and "good" not in names(troubled)
    with open_case(troubled) as store:
        assert list(store.claims())


@pytest.mark.parametrize(
    ("name", "given", "place"),
    [
        ("pages/in/empty.txt", "pages", "pages/in/empty.txt"),
        ("packed.zip/page.html", "pages/packed.zip", "pages/packed.zip"),
        ("pages/packed.zip/deep/page.html", "pages", "pages/packed.zip"),
        ("good.txt#3", "pages/good.txt", "pages/good.txt"),
        ("pages/gone.txt", "pages", None),
    ],
)
def test_a_refused_input_is_found_where_it_lay(troubled: Path, name: str, given: str, place: str | None) -> None:
    root = troubled.parent
    assert given_by(name, [root / "elsewhere", root / given]) == root / given
    assert file_of(name, root / given) == (None if place is None else root / place)
    assert given_by("other.txt", [root / given]) is None


def test_every_reason_says_what_to_do() -> None:
    room = Path(read.__file__).parent
    sources = "\n".join(path.read_text(encoding="utf-8") for path in room.rglob("*.py"))
    reasons = set(re.findall(r'(?:problem|InputRefused)\(\s*"([a-z_]+)"', sources))
    assert len(reasons) >= 8 and {reason for reason in reasons if not read.retry(reason)} == set()
    assert reasons >= read.SKIPPED
