"""Whether one page tells both: a speaker who tells two events of one type means two, but for the headline's."""

from __future__ import annotations

from takhrij.link.facts import Facts
from takhrij.link.tables import Tables

APART, SPEAKERS, TYPES, TWICE, HEADLINE, NAMED_AGAIN = range(6)
REASONS = (
    "told by different pages",
    "told by two speakers of one page",
    "told by one speaker as two kinds of event",
    "told by one speaker as two events of one kind",
    "told by a page's headline and by its text",
    "told again on the page as the one known already («the strike»)",
)


def level(a: Facts, b: Facts, tables: Tables) -> int:
    """APART, SPEAKERS, TYPES, TWICE, HEADLINE or NAMED_AGAIN."""
    if a.document != b.document:
        return APART
    if a.headline != b.headline:
        return HEADLINE
    if a.type == b.type and (a if a.order > b.order else b).definite:
        return NAMED_AGAIN
    if a.speaker != b.speaker:
        return SPEAKERS
    return TWICE if a.type == b.type else TYPES
