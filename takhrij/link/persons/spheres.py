"""Which trades one person may well have at once."""

from __future__ import annotations

from collections.abc import Iterable

PUBLIC = frozenset({"military", "religious", "justice", "tribal", "government", "diplomacy", "spokesman", "office"})
# Soldiers become ministers, ministers envoys, and a sheikh mediates; a headmaster or a merchant of the name is another.
_ONE_SPHERE = frozenset({"military", "government", "diplomacy", "spokesman", "office", "tribal", "religious"})
# Lawyers and engineers head committees and speak for parties.
_ANY_SPHERE = frozenset({"profession", "calling"})


def clash(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two sets of trades are both told and have nothing in common."""
    mine, theirs = (
        frozenset("public" if t in _ONE_SPHERE else t for t in trades if t not in _ANY_SPHERE)
        for trades in (one, other)
    )
    return bool(mine and theirs) and mine.isdisjoint(theirs)
