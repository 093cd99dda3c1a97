"""What speaks of a predicate: the stretch of its sentence, and the mentions nearest to it."""

from __future__ import annotations

from collections.abc import Iterable

from takhrij.core.records import Mention
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Hit


def clause_bounds(notes: Annotated, hit: Hit, others: Iterable[Hit]) -> tuple[int, int]:
    """Tokens [low, high) that speak of this predicate: up to the neighbouring predicates of its sentence."""
    low, high = notes.text.sentences[hit.sentence]
    for other in others:
        if other.sentence != hit.sentence or other.first == hit.first:
            continue
        if other.first < hit.first:
            low = max(low, other.end)
        else:
            high = min(high, other.first)
    return low, high


def mentions_of(notes: Annotated, low: int, high: int, kind: str) -> list[Mention]:
    """Mentions of a kind that start at tokens [low, high)."""
    return [m for at in range(low, high) for m in notes.mentions.get(at, ()) if m.kind == kind]


def nearest(hit: Hit, found: list[Mention]) -> Mention:
    """The mention nearest to a predicate; what follows it is nearer than what stands before."""

    def distance(m: Mention) -> tuple[int, int]:
        after = m.first >= hit.end
        return (m.first - hit.end if after else hit.first - m.end_token + 2, m.first)

    return min(found, key=distance)
