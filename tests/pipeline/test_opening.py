"""What was fetched is taken apart in the cage: a feed over which its parser falls costs that feed only."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from takhrij.core.config import Config
from takhrij.core.records import Acquisition, Problem
from takhrij.fetch import Fetched
from takhrij.pipeline.caging import runner
from takhrij.pipeline.collecting import Errand, collect
from takhrij.pipeline.opening import Opener, Opening
from takhrij.read import feed, sitemap
from takhrij.read.registry import HEAD
from takhrij.read.served import Answer

SITE = "https://news.example/"
TEXT = "تبادلت جماعة الحوثي وتنظيم القاعدة ثلاثة أسرى في مديرية الصومعة في 26 يوليو 2021.\n"
NAMING = '<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title><item><link>{link}</link></item></channel></rss>'
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")


class Pages:
    """Stands where a Fetcher stands; gives what it holds by address."""

    def __init__(self, held: dict[str, bytes]) -> None:
        self.held = held

    def get(self, url: str, _earlier: Acquisition | None = None) -> Fetched:
        at = "2026-01-02T03:04:05Z"
        headers = {"content-type": "text/plain" if url.endswith(".txt") else "application/rss+xml"}
        return Fetched(Acquisition(url, url, "fetched", at, at, "test", 200, headers), self.held[url])


def dies() -> None:
    os._exit(1)


def hangs() -> None:
    while True:
        pass


def swells() -> None:
    held = []
    while True:
        held.append(bytearray(2**26))


def breaks() -> None:
    raise AttributeError("no such part")


@ON_LINUX
@pytest.mark.slow
@pytest.mark.parametrize(
    ("reason", "fate"),
    [("crashed", dies), ("too_slow", hangs), ("too_much_memory", swells), ("failed", breaks)],
)
@pytest.mark.parametrize("what", ["lists", "pages"])
def test_a_feed_over_which_its_parser_falls_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str, fate: Callable[[], None], what: str
) -> None:
    parse = feed.items_of

    def parsed(data: bytes) -> Any:
        if "فخ".encode() in data:
            fate()
        return parse(data)

    monkeypatch.setattr(feed, "items_of", parsed)
    trap, calm = (NAMING.format(title=title, link=f"{SITE}1.txt").encode() for title in ("فخ", "خبر"))
    fetcher: Any = Pages({f"{SITE}trap": trap, f"{SITE}calm": calm, f"{SITE}1.txt": f"خبر\n\n{TEXT}".encode()})
    errand = (
        Errand((f"{SITE}trap", f"{SITE}1.txt")) if what == "pages" else Errand((), (f"{SITE}trap", f"{SITE}calm"))
    )
    summary = collect(errand, str(tmp_path / "case"), Config(seconds=2), fetcher)
    (problem,) = summary.problems
    assert (problem.reason, problem.name, problem.stage) == (reason, f"{SITE}trap", "fetch")
    assert "\n" not in problem.message
    assert (summary.read, summary.claims > 0) == (1, True)


def test_a_list_that_is_broken_is_told_and_a_page_is_no_list() -> None:
    def opening(data: bytes) -> Opening:
        return Opening(Answer(data, SITE, SITE, "2026-01-02T03:04:05Z"), 2**20)

    with runner(Config(caged=False)) as here:
        opener = Opener(here)
        broken = opener.named(opening(b"<!-- --><rss ><!ENTITY a 'b'>"))
        assert isinstance(broken, Problem)
        assert (broken.reason, broken.name) == ("malformed", SITE)
        page = opener.named(opening(b"<html><p>x</p></html>"))
        assert not isinstance(page, Problem) and not page.is_list


@pytest.mark.parametrize(
    ("sniff", "tag"), [(feed.READER.sniff, b"<rss "), (sitemap.is_sitemap, b"<urlset>")], ids=["feed", "sitemap"]
)
def test_the_beginning_of_a_list_is_known_in_linear_time(sniff: Callable[[bytes], bool], tag: bytes) -> None:
    """A head of many comments was tried in every way of joining them."""
    head = (b"<!---->" * 1000)[:HEAD]
    begun = time.process_time()
    assert not sniff(head)
    assert time.process_time() - begun < 1.0
    assert sniff(b'<?xml version="1.0"?>\n<!-- a --> <!-- b -->\n' + tag)
