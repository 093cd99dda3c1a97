"""How well an event is attested, in a chip: «3 reports · 1 origin · C3», in the language of the screen."""

from __future__ import annotations

from collections.abc import Mapping

from takhrij.core.records import Claim, Event
from takhrij.show import words
from takhrij.show.reliability import LETTERS, UNKNOWN, letters
from takhrij.show.view import CaseView
from takhrij.show.wording import Words


def marks(view: CaseView) -> Mapping[str, str]:
    """The letter of every source that a human marked; `view.once(marks)` keeps them."""
    return letters(view)


def letter(view: CaseView, claim: Claim) -> str:
    """The letter of a claim's first speaker, else of its outlet, else F."""
    marked, span = view.once(marks), claim.speaker.span
    told = marked.get(span.text, UNKNOWN) if span is not None else UNKNOWN
    return told if told != UNKNOWN else marked.get(words.outlet(view.readings.get(claim.document)), UNKNOWN)


def best_letter(view: CaseView, event: Event) -> str:
    """The best letter among those who tell that it happened; F where nobody is marked."""
    told = [view.claims[c] for c, _ in event.claims if c in view.claims]
    return min((letter(view, c) for c in told if c.polarity != "did_not"), key=LETTERS.index, default=UNKNOWN)


def support(view: CaseView, event: Event) -> dict[str, int | str]:
    """``{"reports", "origins", "reliability", "credibility"}`` of an event; reports are pages."""
    return {
        "reports": len({document for _, document in event.claims}),
        "origins": len(event.origins),
        "reliability": best_letter(view, event),
        "credibility": event.grade.credibility,
    }


def chip(told: Mapping[str, int | str], said: Words) -> str:
    """The chip of a `support`."""
    reports, origins = said.many("report", int(told["reports"])), said.many("origin", int(told["origins"]))
    return f"{reports} · {origins} · {told['reliability']}{told['credibility']}"
