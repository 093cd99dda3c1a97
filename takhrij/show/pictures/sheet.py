"""What a picture is drawn from: the case, the cards of its events, and the words for both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from takhrij.resources import Resources
from takhrij.show.cards import EventCard, Line
from takhrij.show.facets import Facts, facts
from takhrij.show.private import Veil
from takhrij.show.view import CaseView
from takhrij.show.wording import Words

MOST_LINES = 60
_MOST_CITES = 12
_RIGHT_TO_LEFT_MARK = "\u200f"
_ISOLATES = dict.fromkeys([0x2066, 0x2067, 0x2068, 0x2069])


@dataclass(frozen=True)
class Sheet:
    """The material of a dossier's pictures."""

    view: CaseView
    cards: tuple[EventCard, ...]
    words: Words
    resources: Resources
    veil: Veil | None = None

    @cached_property
    def card_of(self) -> dict[str, EventCard]:
        """The card of an event, by event id."""
        return {card.event.id: card for card in self.cards}

    @property
    def facts(self) -> tuple[Facts, ...]:
        """The facts of every event."""
        return self.view.once(facts, lasting=True)

    @property
    def mirrored(self) -> bool:
        """Whether the picture runs from right to left."""
        return self.words.direction == "rtl"

    def hidden(self, text: str) -> str:
        """Words without private names."""
        return text if self.veil is None else self.veil.text(text)

    def label(self, text: str, most: int = 0) -> str:
        """Words fit for a drawing, cut at `most` characters and ordered by the language: engines know no isolates."""
        flat = " ".join(self.hidden(text).translate(_ISOLATES).split())
        if most and len(flat) > most:
            flat = flat[: most - 1].rstrip() + "…"
        return f"{_RIGHT_TO_LEFT_MARK}{flat}{_RIGHT_TO_LEFT_MARK}" if self.mirrored else flat

    def line(self, text: str, events: Iterable[str]) -> Line:
        """A line about some events, citing the quotations behind them, the first ones where there are many."""
        cards = [self.card_of[event] for event in dict.fromkeys(events) if event in self.card_of]
        cites = dict.fromkeys(n for card in cards for n in card.support.cites)
        return Line(self.hidden(text), tuple(cites)[:_MOST_CITES])

    def lines(self, lines: list[Line]) -> tuple[Line, ...]:
        """Lines as far as a reader follows them, and how many there are beyond."""
        if len(lines) <= MOST_LINES:
            return tuple(lines)
        more = self.words.t("picture.more", n=f"{len(lines) - MOST_LINES:,}")
        return (*lines[:MOST_LINES], Line(more, lines[MOST_LINES].cites))
