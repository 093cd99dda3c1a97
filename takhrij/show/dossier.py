"""The dossier: one self-contained HTML file, English with Arabic quotations, every line cited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from takhrij.core.edtf import bounds
from takhrij.core.records import Event
from takhrij.resources import Resources
from takhrij.show import query
from takhrij.show.cards import Cards, EventCard
from takhrij.show.direction import begins_right_to_left
from takhrij.show.view import CaseView
from takhrij.show.wording import Words


def in_time(events: tuple[Event, ...]) -> list[Event]:
    """Events by their first possible day; those without a time last."""

    def key(event: Event) -> tuple[bool, date, date, str]:
        span = bounds(event.time) if event.time else None
        first = span.first or span.last if span else None
        last = span.last or date.max if span else date.max
        return first is None, first or date.max, last, event.id

    return sorted(events, key=key)


class Dossier:
    """All sections of one dossier, computed once; the template only lays them out."""

    def __init__(self, view: CaseView, words: Words, title: str, version: str) -> None:
        self.view, self.words, self.title, self.version = view, words, title, version
        cards = Cards(view, words)
        self.events = [cards.event(n, e) for n, e in enumerate(in_time(view.events), start=1)]
        told = {c.id: words.statement(c) for c in view.claims.values()}
        self.relations = [cards.tie(r, told) for r in view.relations]
        self.framing = [t for d, f in view.framing if (t := cards.term(d, f)) is not None]
        self.copies = [cards.copy(c) for c in view.copies]
        self.decisions = list(query.decisions(view))
        self.problems = list(query.problems(view))

    @cached_property
    def sources(self) -> Mapping[str, int]:
        """Number of each document among the sources, by SHA-256."""
        return {key: n for n, key in enumerate(self.view.documents, start=1)}

    @cached_property
    def origins(self) -> int:
        """Independent origins behind the claims of all events, as `takhrij origins` lists them."""
        return len(self.view.origins)

    def figures(self) -> list[tuple[str, str, str]]:
        """The summary's figures as (number, what, section that lists every one)."""
        contested = [c for c in self.events if c.conflicts or not all(holds for holds, _ in c.checks)]
        told = sum(len(c.claims) for c in self.events)
        rows = [
            (len(self.sources), "documents", "sources"),
            (told, "claims", "events"),
            (len(self.events), "events", "events"),
            (self.origins, "origins", "index"),
            (len(contested), "contested", "index"),
            (len(self.problems), "problems", "problems" if self.problems else "sources"),
        ]
        return [(f"{n:,}", self.words.many(f"dossier.figure.{what}", n), section) for n, what, section in rows]

    def contested(self, card: EventCard) -> list[str]:
        """Names of the fields on which an event's claims disagree."""
        return [c.field for c in card.conflicts] + [self.words.role_name("sum")] * any(
            not holds for holds, _ in card.checks
        )

    def verb(self, row: Mapping[str, Any]) -> str:
        """What a decision did, and to which field."""
        named = row["verb"], row["field"]
        if self.words.language == "en":
            return " ".join(n for n in named if n)
        told = [self.words.t.find(f"verb.{named[0]}") or named[0], self.words.role_name(named[1]) if named[1] else ""]
        return ": ".join(n for n in told if n)


def _environment(resources: Resources) -> Environment:
    loader = FunctionLoader(lambda name: resources.text(f"show/{name}"))
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.lstrip_blocks = True
    environment.tests["web_address"] = web_address
    environment.tests["arabic_line"] = lambda text: begins_right_to_left(str(text or ""))
    return environment


def web_address(url: Any) -> bool:
    """Whether an address may become a link: only http and https, never a script or a file."""
    return isinstance(url, str) and url.lower().startswith(("http://", "https://"))


def render(view: CaseView, words: Words, resources: Resources, title: str, version: str) -> str:
    """The dossier of a case as one HTML text: no script, no request to anywhere.

    `version` names the program and the data that made it. Equal cases give equal bytes.
    """
    dossier = Dossier(view, words, title, version)
    template = _environment(resources).get_template("dossier.html.j2")
    text = template.render(d=dossier, view=view, words=words, t=words.t, css=resources.text("show/dossier.css"))
    return text.encode("utf-8", "replace").decode("utf-8")
