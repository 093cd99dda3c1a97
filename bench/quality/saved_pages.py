"""The collection of saved pages under `pages/`: own articles in the page structures of the main publishing systems.

A system is a template of its pages as they are saved; rendering one notes what the reader must make of it. All of it is
invented: outlets, people, places, happenings. A third of the pages is held out (`held`): scored, and not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

FOLDER = Path(__file__).with_name("pages")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page's bytes and its truth.

    `body` are the article's own lines (title, paragraphs, captions), `beside` the lines about it that are neither it
    nor furniture (byline, day), `hidden` what a reader of the page cannot see; days are ISO. `parts` are the days of
    the entries of a page that holds several, in its order.
    """

    name: str
    system: str
    held: bool
    data: bytes
    body: tuple[str, ...]
    beside: tuple[str, ...]
    hidden: tuple[str, ...]
    outlet: str
    author: str | None
    published: str | None
    updated: str | None
    parts: tuple[str, ...]


class _Marks:
    """What a template says of its own lines while it is rendered."""

    def __init__(self) -> None:
        self.bodies: list[str] = []
        self.besides: list[str] = []
        self.hiddens: list[str] = []

    def body(self, text: str) -> str:
        """A line of the article."""
        self.bodies.append(text)
        return text

    def hidden(self, text: str) -> str:
        """Words that the page does not show."""
        self.hiddens.append(text)
        return text

    def beside(self, caller: Callable[[], Markup]) -> Markup:
        """Elements about the article: byline, day, counters among them."""
        inner = caller()
        self.besides.append(_SPACE.sub(" ", Markup(str(inner).replace("<", " <")).striptags()).strip())
        return inner


def saved_pages() -> list[SavedPage]:
    """The collection, in the order of its list."""
    listed = json.loads((FOLDER / "pages.json").read_text(encoding="utf-8"))
    articles = json.loads((FOLDER / "articles.json").read_text(encoding="utf-8"))
    noise = json.loads((FOLDER / "noise.json").read_text(encoding="utf-8"))
    return [_rendered(entry, articles, noise) for entry in listed]


def _rendered(entry: Mapping[str, Any], articles: Mapping[str, Any], noise: Mapping[str, Any]) -> SavedPage:
    marks = _Marks()
    # A new environment each: modules of imported templates are kept, and with them the marks of another page.
    loader = Environment(loader=FileSystemLoader(FOLDER / "systems"), autoescape=True, undefined=StrictUndefined)
    system = entry.get("system", entry["name"])
    told = {"outlet": entry["outlet"], "author": entry["author"], **entry["p"]}
    article = articles.get(entry.get("article", ""), {})
    page = loader.get_template(f"{system}.html").render(
        p=told, a={"standfirst": "", **article}, n=noise, articles=articles, mark=marks
    )
    return SavedPage(
        name=entry["name"],
        system=system,
        held=entry.get("held", False),
        data=page.encode(entry.get("encoding", "utf-8")),
        body=tuple(marks.bodies),
        beside=tuple(marks.besides),
        hidden=tuple(marks.hiddens),
        outlet=entry["outlet"],
        author=entry["author"],
        published=entry["published"],
        updated=entry.get("updated"),
        parts=tuple(entry.get("parts", ())),
    )
