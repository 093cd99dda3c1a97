from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takhrij.resources import Resources
from takhrij.show.dossier import Wish, render
from takhrij.show.view import CaseView

GOLDEN = Path(__file__).with_name("dossier.html")
VOID = {"meta", "br", "hr", "link", "img", "input"}
HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><script>", "{{ 7*7 }}", "&lt;"]


class Page(HTMLParser):
    """Tags, ids and links of a page; fails on tags that do not close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def dossier(view: CaseView, title: str = "Al-Bayda, July 2021", language: str = "en", pictures: bool = False) -> str:
    return render(view, Resources(), Wish(title, "Takhrij, data of a test", (language,), pictures=pictures))


def test_the_dossier_is_the_golden_one(view: CaseView) -> None:
    # To accept a change of layout: look at it in a browser, then write `dossier(view)` to the golden file.
    assert dossier(view) == GOLDEN.read_text(encoding="utf-8")


def test_every_citation_leads_to_its_words_or_its_source(view: CaseView) -> None:
    page = Page(dossier(view))
    inside = [link[1:] for link in page.links if link.startswith("#")]
    assert set(inside) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert any(name.startswith("quote-") for name in inside)


def test_no_line_of_a_claim_an_event_or_a_relation_is_without_a_citation(view: CaseView) -> None:
    text = dossier(view)
    lines = re.findall(r'<p class="(?:line|note|why)">.*?</p>', text, re.DOTALL)
    lines += re.findall(r"<dt>(?:Credibility|Support)</dt>.*?</dd>", text, re.DOTALL)
    lines += re.findall(r'<li class="(?:holds|fails)">.*?</li>', text, re.DOTALL)
    assert len(lines) >= 9
    assert all(re.search(r'class="cite" href="#(?:quote|source)-\d+"', line) for line in lines)


def test_it_asks_nothing_of_anyone_and_runs_nothing(view: CaseView) -> None:
    page = Page(dossier(view))
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "form"}
    assert not {name for name in page.attributes if name.startswith("on")} | page.attributes & {"src", "srcset"}
    outward = [link for link in page.links if not link.startswith("#")]
    assert outward == ["https://agency.example/1", "https://paper.example/2"]  # javascript: is printed, not linked
    assert "url(" not in dossier(view) and "@import" not in dossier(view)


@given(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_of_a_page_never_become_markup(
    view: CaseView, retitled: Callable[[CaseView, str], CaseView], words: str
) -> None:
    text = dossier(retitled(view, words), words)
    text.encode("utf-8")
    assert Page(text).tags == Page(dossier(view)).tags
    assert not Page(text).tags & {"script", "img"}


def test_an_empty_case_has_a_dossier_too() -> None:
    text = dossier(CaseView())
    page = Page(text)
    assert "No event was found" in text
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
