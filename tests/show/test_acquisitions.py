"""What was looked for and read, and the silence of outlets told apart from not having looked."""

from __future__ import annotations

from pathlib import Path

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.errors import UsageError
from takhrij.core.records import Acquisition, Search
from takhrij.show import acquisitions as shown
from takhrij.show.view import CaseView
from takhrij.store import open_case
from takhrij.store.custody import log_acquisition, log_search

AT = "2026-01-02T03:04:05Z"
PAGE = (
    '<html lang="ar"><head><meta charset="utf-8"><title>{title}</title><meta property="og:site_name" content="{outlet}">'
    '<meta property="article:published_time" content="{day}T08:00:00Z"></head><body><article><h1>{title}</h1>'
    "<p>{text}</p><p>{text}</p></article></body></html>"
)
TOLD = "أفرجت جماعة الحوثي عن عشرين عنصرا من تنظيم القاعدة في صنعاء بعد وساطة قبلية استمرت أياما."
QUIET = "افتتحت المكتبة العامة في المدينة معرضا للكتاب يستمر أسبوعا ويضم مئات العناوين في الأدب والتاريخ."
A, B, C = "صحيفة النموذج", "وكالة المثال", "موقع العينة"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    pages = [("told", A, "2018-11-13", TOLD), ("quiet", A, "2018-11-14", QUIET), ("other", B, "2018-11-14", TOLD)]
    for name, outlet, day, text in pages:
        written = PAGE.format(title=f"خبر من {outlet}", outlet=outlet, day=day, text=text)
        (folder / f"{name}.html").write_text(written, encoding="utf-8")
    (folder / "empty.html").write_bytes(b"")
    place = folder.parent / "acquired"
    pipeline.add([folder], str(place), Config(by="amal"))
    gone = Acquisition("https://c.example/1", "https://c.example/1", "failed", AT, AT, "t", 404)
    with open_case(place) as store:
        search = Search("أسرى", "بحث الموقع", AT, 0, C, "2018-11-13", "2018-11-14")
        log_search(store.audit, search, "amal", AT)
        log_search(store.audit, Search("أسرى", "محرك بحث", AT, 40), "amal", AT)
        log_acquisition(store.audit, gone, "amal")
    return place


def seen(case: Path) -> tuple[CaseView, list[shown.Row], tuple[Search, ...]]:
    with open_case(case) as store:
        view = pipeline.view(store)
        return view, list(shown.rows(view, store.audit)), shown.searches(store.audit)


def test_each_search_fetch_page_and_refusal_is_a_row_with_what_came_of_it(case: Path) -> None:
    _, rows, _ = seen(case)
    told = {(r["what"], r["outlet"], r["outcome"], r["reason"]) for r in rows}
    assert told == {
        ("page", A, "claims", None),
        ("page", A, "nothing", None),
        ("page", B, "claims", None),
        ("input", None, "refused", "empty"),
        ("search", C, "nothing", None),
        ("search", None, "found", None),
        ("fetch", None, "failed", "status 404"),
    }
    assert {r["by"] for r in rows} == {"amal"} and [r["entry"] for r in rows] == sorted(r["entry"] for r in rows)


def test_silence_is_told_apart_from_not_having_looked(case: Path) -> None:
    view, _, looked = seen(case)
    cells = {(r["outlet"], r["day"]): r["state"] for r in shown.silence(view, looked, "2018-11-13", "2018-11-15")}
    assert cells == {
        (A, "2018-11-13"): "claims",
        (A, "2018-11-14"): "silent",
        (A, "2018-11-15"): "unread",
        (B, "2018-11-13"): "unread",
        (B, "2018-11-14"): "claims",
        (B, "2018-11-15"): "unread",
        (C, "2018-11-13"): "searched",
        (C, "2018-11-14"): "searched",
        (C, "2018-11-15"): "unread",
    }
    assert dict(shown.months(view, looked)) == {"2018-11": 3} and shown.undated(view) == {}


@pytest.mark.parametrize(
    ("first", "last"), [("x", "2018-11-13"), ("2018-11-14", "2018-11-13"), ("0001-01-01", "9999-12-31")]
)
def test_days_that_cannot_be_listed_are_refused(case: Path, first: str, last: str) -> None:
    view, _, looked = seen(case)
    with pytest.raises(UsageError):
        shown.silence(view, looked, first, last)
