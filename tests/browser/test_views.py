"""Timeline, map and network in a real browser: drawn without a complaint, in both directions, by keyboard, on a tablet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from tests.browser.chromium import ARGUMENTS, Watched, installed, serving

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
PAGES = Path(__file__).resolve().parents[2] / "examples" / "pages"
VIEWS = ("timeline", "map", "network", "captives", "sources", "conflicts", "problems")
# A further account of the exchange that tells another day, so that a rival date is drawn.
RIVAL = (
    "قالت وكالة السنديان إن جماعة الحوثي وتنظيم القاعدة تبادلا أسيرين بأسيرين في مديرية الصومعة بمحافظة البيضاء يوم"
    " 28 يوليو 2021 بوساطة قبلية، وشمل التبادل أربعة أسرى."
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=installed(), args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    installed()
    folder = tmp_path_factory.mktemp("views")
    (folder / "first.txt").write_text(RIVAL, encoding="utf-8")
    pipeline.add([PAGES, folder / "first.txt"], str(folder / "case"), Config())
    with serving(folder / "case") as (address, key):
        yield address, key


@pytest.fixture(scope="module")
def cookies(browser: Any, served: tuple[str, str]) -> Any:
    """The cookies of whoever opened the one-time link."""
    address, key = served
    context = browser.new_context()
    context.new_page().goto(f"{address}/open?key={key}")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def watched(browser: Any, served: tuple[str, str], cookies: Any, language: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, storage_state=cookies)
    page = Watched(context.new_page(), served[0])
    page.open(f"/prefer?language={language}&back=/problems")
    yield page.listen()
    context.close()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", [1280, 768])
def test_a_view_is_drawn_without_a_complaint_and_fits_its_window(watched: Watched, view: str, width: int) -> None:
    watched.page.set_viewport_size({"width": width, "height": 900})
    watched.open(f"/{view}")
    watched.page.wait_for_timeout(300)
    assert watched.said == [] and watched.foreign == []
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert watched.page.locator("main h1").count() == 1


def test_the_timeline_draws_a_bar_an_event_and_runs_with_the_language(watched: Watched, language: str) -> None:
    watched.open("/timeline?from=2021")
    rows = watched.page.locator("table.views tbody tr").count()
    watched.page.wait_for_selector(".timeline .vis-item.bar", state="attached")
    assert (
        watched.page.evaluate("JSON.parse(document.getElementById('timeline-data').textContent).rows.length") == rows
    )
    labels = watched.page.locator(".timeline .vis-labelset .row-name").count()
    assert 0 < labels <= rows
    assert watched.page.locator(".timeline .vis-item.ghost").count() > 0
    # Time runs as the language does: the label column stands at the start of the line.
    start = watched.page.evaluate(
        "(() => { const [l, c] = ['.vis-panel.vis-left', '.vis-panel.vis-right'].map(s =>"
        " document.querySelector('.timeline ' + s).getBoundingClientRect().width); return l > c ? 'left' : 'right'; })()"
    )
    assert start == ("left" if language == "en" else "right")
    if language == "ar":
        assert "يوليو" in watched.page.locator(".timeline .vis-time-axis").first.inner_text() or (
            "2021" in watched.page.locator(".timeline").inner_text()
        )


def test_the_buttons_of_the_timeline_move_it_by_keyboard(watched: Watched) -> None:
    watched.open("/timeline")
    axis = ".timeline .vis-time-axis.vis-foreground"
    before = watched.page.locator(axis).first.inner_text()
    nearer = watched.page.locator('[data-do="in"]')
    nearer.focus()
    for _ in range(6):
        watched.page.keyboard.press("Enter")
        watched.page.wait_for_timeout(80)
    watched.page.wait_for_timeout(700)
    assert watched.page.locator(axis).first.inner_text() != before
    assert watched.said == []


def test_marks_of_the_map_open_by_keyboard_and_name_their_events(watched: Watched, language: str) -> None:
    watched.open("/map")
    watched.page.wait_for_selector("#map[data-drawn]")
    assert watched.page.locator(".map .outline.governorate").count() > 15
    marks = watched.page.locator(".map .place-mark")
    assert marks.count() == watched.page.locator("table.views tbody tr").count()
    marks.first.focus()
    watched.page.keyboard.press("Enter")
    popup = watched.page.locator(".map-popup")
    popup.wait_for()
    assert popup.locator("a").count() > 0
    assert popup.evaluate("e => getComputedStyle(e).direction") == ("rtl" if language == "ar" else "ltr")
    names = " ".join(watched.page.locator(".map .place-name").all_inner_texts())
    assert ("البيضاء" if language == "ar" else "al-Bayda") in names
    assert watched.said == [] and watched.foreign == []


def test_the_network_follows_the_time_that_is_chosen(watched: Watched) -> None:
    watched.open("/network")
    watched.page.wait_for_selector("#network[data-drawn]")
    line = watched.page.locator("#network-line")
    whole = line.inner_text()
    last = watched.page.locator("#network-last")
    last.focus()
    watched.page.keyboard.press("Home")
    assert line.inner_text() != whole
    assert last.get_attribute("aria-valuetext")
    watched.page.keyboard.press("End")
    assert line.inner_text() == whole
    assert watched.said == []


def test_a_letter_is_set_by_keyboard(watched: Watched, language: str) -> None:
    watched.open("/sources")
    form = watched.page.locator("form.letter").nth(0 if language == "en" else 1)
    form.locator("select").focus()
    watched.page.keyboard.press("c")
    watched.page.keyboard.press("Tab")
    watched.page.keyboard.type("من سجل تصحيحاته")
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_load_state("networkidle")
    assert "amal" in watched.page.locator("p.set").first.inner_text()
    assert watched.said == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_serious_finding_of_accessibility(watched: Watched, view: str, colours: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    watched.page.emulate_media(color_scheme=colours)
    watched.open(f"/{view}")
    watched.page.wait_for_timeout(300)
    found = Axe().run(watched.page).response["violations"]
    grave = {
        v["id"]: [n["html"][:120] for n in v["nodes"][:3]] for v in found if v["impact"] in ("serious", "critical")
    }
    assert grave == {}


def test_print_leaves_the_table_and_takes_the_controls_away(watched: Watched) -> None:
    watched.open("/timeline")
    watched.page.emulate_media(media="print")
    assert watched.page.locator("table.views").is_visible()
    for control in (".filters", "#timeline-buttons", ".files"):
        assert not watched.page.locator(control).first.is_visible()
