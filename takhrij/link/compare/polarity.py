"""Whether both say that it happened. A denial contradicts; a refusal or failure is a happening of its own."""

from __future__ import annotations

from takhrij.link.facts import Facts
from takhrij.link.tables import Tables

BOTH, NEITHER, CONTRADICTED, REFUSED, PLANNED = range(5)
REASONS = (
    "both say that it happened",
    "both say that it did not come about",
    "one affirms, the other denies",
    "one tells that it happened, the other that it was refused, failed or ended",
    "one tells what was done, the other what was planned",
)
_UNDONE = frozenset({"refused", "failed", "ended"})


def level(a: Facts, b: Facts, tables: Tables) -> int:
    """BOTH, NEITHER, CONTRADICTED, REFUSED or PLANNED."""
    if a.polarity == b.polarity:
        if (a.modality == "planned") != (b.modality == "planned"):
            return PLANNED
        return BOTH if a.polarity == "did" else NEITHER
    if a.polarity in _UNDONE or b.polarity in _UNDONE:
        return REFUSED
    return CONTRADICTED
