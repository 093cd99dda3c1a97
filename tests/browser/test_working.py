"""A day's work in a real browser: find, review by keyboard, merge and undo over a restart, Arabic, files, no barrier."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import browsing

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "examples" / "pages"
SEED = ROOT / ".." / "shared" / "cases" / "seed" / "page.txt"
VIEWS = (
    *("/", "/events", "/claims", "/documents", "/relations", "/review", "/decisions", "/search?q=أسرى"),
    *("/timeline", "/map", "/network", "/captives", "/sources", "/conflicts", "/problems", "/rounds", "/dossier"),
    *("/samples", "/people", "/users", "/record", "/account"),
)


@pytest.fixture(scope="module")
def read_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example pages, and the seed page where it is there."""
    from takhrij import pipeline
    from takhrij.core.config import Config

    case = tmp_path_factory.mktemp("browser") / "case"
    pipeline.add([PAGES, *([SEED] if SEED.is_file() else [])], str(case), Config())
    return case


@pytest.fixture
def case(read_case: Path, tmp_path: Path) -> Path:
    """A case that a test may change."""
    shutil.copytree(read_case, tmp_path / "case")
    return tmp_path / "case"


def ids(page: Any, path: str) -> list[str]:
    return [row["id"] for row in json.loads(page.request.get(path).text())]


def test_the_release_is_found_and_opened_in_three_actions(case: Path) -> None:
    if not SEED.is_file():
        pytest.skip("the folder shared/ is not beside the repository")
    with browsing(case) as (page, _):
        page.fill("#find", "افراج القاعدة")  # one
        page.keyboard.press("Enter")  # two
        page.get_by_role("link", name="13 November 2018").or_(
            page.get_by_role("link", name="2018-11-13")
        ).first.click()  # three
        page.wait_for_url("**/events/**")
        told = page.inner_text("main")
        assert "13 November 2018" in told and "Sanaa" in told
        assert "page" in page.inner_text("table.compare")


def test_twenty_claims_are_reviewed_with_the_keyboard_alone(case: Path) -> None:
    with browsing(case) as (page, base):
        page.goto(f"{base}/review?seen=new")
        keys = ("a", "x", "u")
        for turn in range(20):
            before = page.get_attribute("#review", "data-claim")
            page.keyboard.press(keys[turn % 3])
            page.wait_for_function("was => document.querySelector('#review')?.dataset.claim !== was", arg=before)
        log = json.loads(page.request.get(f"{base}/decisions.json").text())
        assert [row["verb"] for row in log] == [("accept", "reject", "unsure")[turn % 3] for turn in range(20)]
        assert len({row["quote"] + row["document"] for row in log}) > 10
        with page.expect_navigation():
            page.keyboard.press("z")
        assert json.loads(page.request.get(f"{base}/decisions.json").text())[-1]["verb"] == "undo"


def test_words_chosen_in_the_page_fill_a_field(case: Path) -> None:
    with browsing(case) as (page, base):
        row = next(
            r
            for r in json.loads(page.request.get(f"{base}/claims.json?type=release").text())
            if r["roles"].get("time")
        )
        page.goto(f"{base}/claims/{row['id']}")
        page.keyboard.press("e")
        page.select_option("#edit-field", "time")
        page.evaluate(
            """() => {
              const mark = document.querySelector('#source mark[data-f~="time-0"]');
              const range = document.createRange(); range.selectNodeContents(mark);
              const selection = getSelection(); selection.removeAllRanges(); selection.addRange(range);
            }"""
        )
        page.wait_for_function("() => document.querySelector('#edit-value').value !== ''")
        assert page.input_value("#edit-value") == row["roles"]["time"][0]["edtf"]
        start = page.eval_on_selector("#edit [name=start]", "e => Number(e.value)")
        assert start == row["roles"]["time"][0]["start"]


def test_an_open_page_says_that_newer_results_are_there_and_waits_to_be_asked(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from takhrij.web.workbench import Snapshot, Workbench

    read, go_on = Workbench._read, threading.Event()

    def slowly(self: Workbench) -> Snapshot:
        assert go_on.wait(120)
        return read(self)

    with browsing(case) as (page, base):
        page.goto(f"{base}/review?seen=new")
        monkeypatch.setattr("takhrij.web.workbench.AT_ONCE", -1.0)
        monkeypatch.setattr(Workbench, "_read", slowly)
        with page.expect_navigation():
            page.keyboard.press("a")
        shown = page.get_attribute("#behind", "data-shown")
        claim = page.get_attribute("#review", "data-claim")
        assert page.locator("[data-key=refresh]").is_hidden()
        page.fill("#why", "half a reason")
        go_on.set()
        page.wait_for_selector("[data-key=refresh]", state="visible")
        assert page.get_attribute("#behind", "data-shown") == shown and page.input_value("#why") == "half a reason"
        page.eval_on_selector("#why", "e => e.blur()")
        with page.expect_navigation():
            page.keyboard.press("r")
        assert page.get_attribute("#review", "data-claim") == claim
        assert page.locator("#behind").count() == 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_chain_of_speakers_is_set_by_clicking_a_line_and_marking_words(case: Path, language: str) -> None:
    with browsing(case) as (page, base):
        rows = json.loads(page.request.get(f"{base}/claims.json?type=release").text())
        row = next(r for r in rows if [link["class"] for link in r["attribution"]] == ["narrator"])
        page.goto(f"{base}/prefer?language={language}&back=/claims/{row['id']}")
        page.click("[data-chain]")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
        inside = """() => { const box = document.querySelector('#chain').getBoundingClientRect();
          return [...document.querySelectorAll('#chain input, #chain select')].every((e) => {
            const r = e.getBoundingClientRect(); return r.width === 0 || (r.left >= box.left && r.right <= box.right); }) }"""
        assert page.evaluate(inside)
        page.click("#chain [name=text-1]")
        words = page.evaluate(
            """() => {
              const mark = document.querySelector('#source mark.m-trigger'), range = document.createRange();
              range.selectNodeContents(mark);
              const selection = getSelection(); selection.removeAllRanges(); selection.addRange(range);
              return mark.textContent;
            }"""
        )
        page.wait_for_function("words => document.querySelector('#chain [name=text-1]').value === words", arg=words)
        assert page.input_value("#chain [name=start-1]") == str(row["trigger"]["start"])
        page.select_option("#chain [name=class-1]", "official")
        with page.expect_navigation():
            page.click("#chain .buttons button")
        told = json.loads(page.request.get(f"{base}/claims.json").text())
        chain = next(r for r in told if r["id"] == row["id"])["attribution"]
        assert [link["class"] for link in chain] == ["narrator", "official"]
        assert (chain[1]["text"], chain[1]["start"]) == (words, row["trigger"]["start"])


def test_a_round_is_coded_with_the_keyboard_alone(case: Path) -> None:
    from takhrij.evaluate import coding
    from takhrij.store import open_case

    with open_case(case) as store:
        documents = tuple(sorted(e.reading.document for e in store.extractions() if e.claims))[:3]
        plan = coding.Plan("first", documents, ("amal", "basim"), 1)
        opened = coding.open_round(store, plan, ("amal", "2026-01-02T03:04:05Z", ""))
        order = [claim.id for claim in coding.order(opened, "amal")]
    assert len(order) > 3

    def unit(page: Any) -> str:
        return str(page.get_attribute("#coding", "data-unit"))

    with browsing(case) as (page, base):
        page.goto(f"{base}/rounds/{opened.id}/code/{order[0]}")
        for key, place in (("s", 1), ("s", 2), ("p", 1), ("p", 0)):
            with page.expect_navigation():
                page.keyboard.press(key)
            assert unit(page) == order[place]
        page.keyboard.press("?")
        listed = page.eval_on_selector_all("#keys [data-action]", "all => all.map(e => e.dataset.action + e.value)")
        assert listed == ["accepta", "rejectx", "skips", "previousp", "whyw", "refreshr", "search/", "help?"]
        page.keyboard.press("Escape")
        page.wait_for_selector("#keys:not([open])", state="attached")
        page.keyboard.press("u")  # no key of this page
        page.keyboard.press("w")
        page.keyboard.type("a and x are letters here")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        for n, key in enumerate(order[1:]):
            assert unit(page) == key
            with page.expect_navigation():
                page.keyboard.press("xa"[n % 2])
        assert page.url.endswith(f"/rounds/{opened.id}")
    with open_case(case) as store:
        mine = coding.own(store, opened, "amal")
    assert [mine[key].verdict for key in order] == [
        "accept",
        *(("reject", "accept")[n % 2] for n in range(len(order) - 1)),
    ]
    assert mine[order[0]].why == "a and x are letters here"


def test_two_events_are_merged_and_the_merge_undone_after_a_restart(case: Path) -> None:
    with browsing(case) as (page, base):
        before = json.loads(page.request.get(f"{base}/events.json").text())
        page.goto(f"{base}/events/{before[0]['id']}")
        page.fill("#merge-other", before[1]["id"])
        page.click("#preview-merge")
        page.click("#do-it")
        page.wait_for_url("**/events/**")
        merged = json.loads(page.request.get(f"{base}/events.json").text())
        assert len(merged) == len(before) - 1
    with browsing(case) as (page, base):
        assert json.loads(page.request.get(f"{base}/events.json").text()) == merged
        page.goto(f"{base}/decisions")
        with page.expect_navigation():
            page.locator("form[action='/undo'] button").first.click()
        assert json.loads(page.request.get(f"{base}/events.json").text()) == before


def test_the_one_sided_account_stands_beside_the_exchange(case: Path) -> None:
    with browsing(case) as (page, base):
        events = json.loads(page.request.get(f"{base}/events.json?type=exchange").text())
        told = max(events, key=lambda e: len(e["claims"]))
        assert "type" in {c["field"] for c in told["conflicts"]}
        page.goto(f"{base}/events/{told['id']}")
        table = page.inner_text("table.compare")
        assert "Release" in table and "Exchange" in table
        assert page.locator("table.compare td.differs").count() > 1


@pytest.mark.parametrize("width", [1280, 768])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_overlaps_or_reorders_and_no_page_shuts_anybody_out(case: Path, language: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe, barriers, spilt = Axe(), {}, {}
    with browsing(case, width=width) as (page, base):
        page.goto(f"{base}/prefer?language={language}&back=/")
        event, claim = ids(page, f"{base}/events.json")[0], ids(page, f"{base}/claims.json")[0]
        document = json.loads(page.request.get(f"{base}/documents.json").text())[0]["sha256"]
        there = [path for path in VIEWS if page.request.get(base + path).status == 200]
        assert len(there) > 10
        for path in (*there, f"/events/{event}", f"/claims/{claim}", f"/documents/{document}"):
            page.goto(base + path)
            page.wait_for_load_state("networkidle")
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
                spilt[path] = "wider than the window"
            if page.evaluate(OVERLAPS):
                spilt[path] = page.evaluate(OVERLAPS)
            if width == 1280:
                found = axe.run(page).response["violations"]
                grave = [v for v in found if v["impact"] in ("serious", "critical")]
                if grave:
                    barriers[path] = [(v["id"], v["nodes"][0]["html"][:120]) for v in grave]
        page.goto(f"{base}/documents/{document}")
        text = page.eval_on_selector("#source", "e => e.textContent")
        assert text in (case_text(case, document), case_text(case, document).replace("\r\n", "\n"))
    assert spilt == {}
    assert barriers == {}


OVERLAPS = """() => {
  const shown = [...document.querySelectorAll('header a, header button, nav a, main h1, main h2, main button, main label')]
    .filter((e) => e.checkVisibility() && e.getClientRects().length === 1);
  for (const one of shown) for (const two of shown) {
    if (one === two || one.contains(two) || two.contains(one)) continue;
    const a = one.getBoundingClientRect(), b = two.getBoundingClientRect();
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 3 && high > 3) return `${one.outerHTML.slice(0, 80)} over ${two.outerHTML.slice(0, 80)}`;
  }
  return '';
}"""


def case_text(case: Path, document: str) -> str:
    from takhrij.store import open_case

    with open_case(case) as store:
        reading = store.reading(document)
    assert reading is not None
    return reading.text


def test_what_is_on_screen_is_what_the_file_holds(case: Path) -> None:
    with browsing(case) as (page, base):
        page.goto(f"{base}/events?type=release")
        shown = page.eval_on_selector_all(
            "table.list tbody a[href^='/events/']", "links => links.map(a => a.getAttribute('href').slice(8))"
        )
        with page.expect_download() as kept:
            page.get_by_role("link", name="CSV").click()
        lines = Path(kept.value.path()).read_text(encoding="utf-8").splitlines()
        assert [line.split(",")[0] for line in lines[1:]] == shown
