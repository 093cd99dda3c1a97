"""What a human thinks of a source (A-F), beside how its claims fared against independent origins.

The two are kept apart: the letter is a person's and starts at F (unknown, not middling); the history is counted and
never becomes a letter by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from takhrij.core.records import Claim, Decision, Event
from takhrij.show import words
from takhrij.show.view import CaseView

LETTERS = ("A", "B", "C", "D", "E", "F")
UNKNOWN = "F"
_UNJUDGED = 6


def marked(view: CaseView) -> dict[str, Decision]:
    """The decision that gave each source its letter, by the source's name; the last standing one holds."""
    undone = {d.undoes for d in _in_force(view) if d.undoes}
    return {d.anchor.quote: d for d in view.decisions if d.verb == "reliability" and d.id not in undone}


def one_source(view: CaseView) -> dict[str, list[str]]:
    """The other names of each source that a human judged to be one with it, by its name."""
    undone = {d.undoes for d in _in_force(view) if d.undoes}
    groups: list[set[str]] = []
    for d in view.decisions:
        if d.verb == "same_source" and d.other is not None and d.id not in undone:
            whole = {d.anchor.quote, d.other.quote}
            for group in [g for g in groups if not g.isdisjoint(whole)]:
                groups.remove(group)
                whole |= group
            groups.append(whole)
    return {name: sorted(group - {name}) for group in groups for name in group}


def letters(view: CaseView) -> dict[str, str]:
    """The letter of each source that a human marked, by the source's name."""
    return {source: str(decision.value) for source, decision in marked(view).items()}


def diagonal(view: CaseView) -> tuple[int, int]:
    """How many claims stand on the diagonal (A1, B2 … E5), of how many whose two marks are both known.

    Where nearly all do, whoever graded let one axis follow the other. The letter is the first speaker's, else the
    outlet's; F and 6 are unknown and stand on no diagonal.
    """
    marked, credibility = letters(view), {event.id: event.grade.credibility for event in view.events}
    on, known = 0, 0
    for claim in view.claims.values():
        span = claim.speaker.span
        outlet = words.outlet(view.readings.get(claim.document))
        letter = marked.get(span.text if span is not None else "", UNKNOWN)
        letter = marked.get(outlet, UNKNOWN) if letter == UNKNOWN else letter
        figure = credibility.get(view.event_of.get(claim.id, ""), _UNJUDGED)
        if letter != UNKNOWN and figure != _UNJUDGED:
            known += 1
            on += LETTERS.index(letter) + 1 == figure
    return on, known


def _in_force(view: CaseView) -> list[Decision]:
    """Decisions from the newest backwards, an undo that was undone left out."""
    kept: list[Decision] = []
    undone: set[str] = set()
    for decision in reversed(view.decisions):
        if decision.id not in undone:
            kept.append(decision)
            undone |= {decision.undoes} if decision.undoes else set()
    return kept


class History:
    """How the claims of sources fared, happening by happening."""

    def __init__(self, view: CaseView) -> None:
        self._view = view
        self._events: Mapping[str, Event] = {event.id: event for event in view.events}

    def of(self, claims: Iterable[Claim]) -> dict[str, int]:
        """Of the happenings that a source told: how many independent origins bore out, contradicted, or nobody else
        told."""
        told: dict[str, list[Claim]] = {}
        for claim in claims:
            event = self._view.event_of.get(claim.id)
            if event is not None and event in self._events:
                told.setdefault(event, []).append(claim)
        fates = [self._fate(self._events[event], mine) for event, mine in sorted(told.items())]
        return {fate: fates.count(fate) for fate in ("borne_out", "contradicted", "alone")}

    def _fate(self, event: Event, mine: list[Claim]) -> str:
        documents = {claim.document for claim in mine}
        own = {claim.id for claim in mine}
        others = [o for o in (*event.origins, *event.denials) if documents.isdisjoint(o)]
        independent = {document for origin in others for document in origin}
        for conflict in event.conflicts:
            against = [value.claims for value in conflict.values if own.isdisjoint(value.claims)]
            told = (self._view.claims.get(c) for claims in against for c in claims)
            takes_part = len(against) < len(conflict.values)
            if takes_part and any(claim is not None and claim.document in independent for claim in told):
                return "contradicted"
        return "borne_out" if others else "alone"
