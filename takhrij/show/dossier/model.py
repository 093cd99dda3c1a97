"""The dossier as values in one language: what every format prints, with nothing left to look up or to hide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from takhrij.core.edtf import bounds
from takhrij.core.records import Event
from takhrij.resources import Resources
from takhrij.show import query
from takhrij.show.cards import Cards, CopyCard, EventCard, TermCard, TieCard
from takhrij.show.dossier.wish import Wish
from takhrij.show.pictures.drawing import Picture
from takhrij.show.private import Veil
from takhrij.show.view import CaseView
from takhrij.show.wording import Words

_EPOCH = "1970-01-01"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SourceCard:
    """One document in the annex of sources; None is not told. `published` is worded, `day` as the page has it."""

    number: int
    key: str
    title: str
    outlet: str
    named: bool
    author: str | None
    published: str
    day: str | None
    retrieved: str | None
    genre: str | None
    label: str
    url: str | None


@dataclass(frozen=True)
class Dossier:
    """All sections of one dossier in one language. `dated` is the last day that anything in the case carries.

    `figures` are (number, what, section that lists every one).
    """

    words: Words
    title: str
    version: str
    dated: str
    figures: tuple[tuple[str, str, str], ...]
    events: tuple[EventCard, ...]
    relations: tuple[TieCard, ...]
    framing: tuple[TermCard, ...]
    copies: tuple[CopyCard, ...]
    sources: tuple[SourceCard, ...]
    problems: tuple[Row, ...]
    decisions: tuple[Row, ...]
    pictures: tuple[Picture, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)

    def source(self, document: str) -> SourceCard | None:
        """The card of a document, by SHA-256; None for one that is not in the case."""
        number = self.numbers.get(document)
        return self.sources[number - 1] if number is not None else None

    def outlet(self, document: str) -> str:
        """Whose page a document is."""
        card = self.source(document)
        return card.outlet if card is not None else self.words.outlet(None)

    def contested(self, card: EventCard) -> list[str]:
        """Names of the fields on which an event's claims disagree."""
        return [c.field for c in card.conflicts] + [self.words.role_name("sum")] * _wrong(card)


def in_time(events: tuple[Event, ...]) -> list[Event]:
    """Events by their first possible day; those without a time last."""

    def key(event: Event) -> tuple[bool, date, date, str]:
        span = bounds(event.time) if event.time else None
        first = span.first or span.last if span else None
        last = span.last or date.max if span else date.max
        return first is None, first or date.max, last, event.id

    return sorted(events, key=key)


def made(view: CaseView, words: Words, resources: Resources, wish: Wish, veil: Veil | None = None) -> Dossier:
    """The dossier of a view in the language of `words`, without pictures where none are wished for."""
    cards = Cards(view, words, veil)
    events = tuple(cards.event(n, e) for n, e in enumerate(in_time(view.events), start=1))
    told = {c.id: words.statement(c) for c in view.claims.values()}
    problems = tuple(query.problems(view))
    dossier = Dossier(
        words=words,
        title=wish.title,
        version=wish.version,
        dated=_dated(view),
        figures=_figures(view, words, events, len(problems)),
        events=events,
        relations=tuple(cards.tie(r, told) for r in view.relations),
        framing=tuple(t for d, f in view.framing if (t := cards.term(d, f)) is not None),
        copies=tuple(cards.copy(c) for c in view.copies),
        sources=tuple(_sources(view, words)),
        problems=problems,
        decisions=tuple(_decided(words, row, veil) for row in query.decisions(view)),
        numbers={key: n for n, key in enumerate(view.documents, start=1)},
    )
    hidden = _veiled(dossier, veil)
    if not wish.pictures or not view.events:
        return hidden
    from takhrij.show.pictures import pictures

    return replace(hidden, pictures=tuple(pictures(view, hidden.events, words, resources, veil)))


def _veiled(dossier: Dossier, veil: Veil | None) -> Dossier:
    if veil is None:
        return dossier
    # The wording holds whole claims, which no format prints.
    bare = veil.record(replace(dossier, words=None))  # type: ignore[arg-type]
    return replace(bare, words=dossier.words, numbers=dossier.numbers)


def _sources(view: CaseView, words: Words) -> Iterator[SourceCard]:
    for number, (key, document) in enumerate(view.documents.items(), start=1):
        r = view.readings.get(key)
        yield SourceCard(
            number,
            key,
            (r.title if r is not None else None) or view.label(key),
            words.outlet(r),
            bool(r is not None and r.outlet),
            r.author if r is not None else None,
            words.when(r.published if r is not None else None),
            r.published if r is not None else None,
            document.retrieved,
            (words.t.find(f"genre.{r.genre}") or r.genre) if r is not None and r.genre else None,
            view.label(key),
            document.url,
        )


def _wrong(card: EventCard) -> bool:
    return any(not holds for holds, _ in card.checks)


def _figures(
    view: CaseView, words: Words, events: Sequence[EventCard], problems: int
) -> tuple[tuple[str, str, str], ...]:
    contested = [c for c in events if c.conflicts or _wrong(c)]
    rows = [
        (len(view.documents), "documents", "sources"),
        (sum(len(c.claims) for c in events), "claims", "events"),
        (len(events), "events", "events"),
        # Independent origins behind the claims of all events, as `takhrij origins` lists them.
        (len(view.origins), "origins", "index"),
        (len(contested), "contested", "index"),
        (problems, "problems", "problems" if problems else "sources"),
    ]
    return tuple((f"{n:,}", words.many(f"dossier.figure.{what}", n), section) for n, what, section in rows)


def _decided(words: Words, row: Row, veil: Veil | None) -> Row:
    """A decision as the annex tells it. A translation of words that name a hidden person is left out: the veil knows
    names in the letters of the page alone."""
    hidden = veil is not None and row["verb"] == "translate" and bool(veil.hidden(row["quote"]))
    return {**row, "did": _did(words, row), **({"value": words.t("translation.hidden")} if hidden else {})}


def _did(words: Words, row: Row) -> str:
    """What a decision did, and to which field."""
    verb, name = row["verb"], row["field"]
    if words.language == "en":
        return " ".join(n for n in (verb, name) if n)
    told = [words.t.find(f"verb.{verb}") or verb, words.role_name(name) if name else ""]
    return ": ".join(n for n in told if n)


def _dated(view: CaseView) -> str:
    """The last day that a page or a decision carries: files are dated by it, never by the clock."""
    days = [r.published for r in view.readings.values()] + [d.retrieved for d in view.documents.values()]
    days += [d.at for d in view.decisions]
    return max((d[:10] for d in days if d and _is_day(d[:10])), default=_EPOCH)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
