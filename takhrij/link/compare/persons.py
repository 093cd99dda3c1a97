"""Which persons are named: whom a deed was done to tells it from others of its kind; who speaks of it does not."""

from __future__ import annotations

from takhrij.link.facts import Facts
from takhrij.link.tables import Tables

UNKNOWN, SAME, OTHERS = range(3)
REASONS = (
    "no person is named by one of them",
    "a person is named by both",
    "other persons are named",
)


def level(a: Facts, b: Facts, tables: Tables) -> int:
    """UNKNOWN, SAME or OTHERS; on one page a name says nothing of which of its deeds is meant."""
    if not a.persons or not b.persons or a.document == b.document:
        return UNKNOWN
    return SAME if any(_one(p, q) for p in a.persons for q in b.persons) else OTHERS


def _one(p: tuple[str, ...], q: tuple[str, ...]) -> bool:
    """Whether the parts of one name are the other's, in order, with or without those between."""
    short, long = sorted((p, q), key=len)
    rest = iter(long)
    return all(part in rest for part in short)
