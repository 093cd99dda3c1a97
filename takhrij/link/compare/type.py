"""Whether two types may be one happening, by data/linking/types.tsv."""

from __future__ import annotations

from takhrij.link.facts import Facts
from takhrij.link.tables import Tables

SAME, COMPATIBLE, OTHER = range(3)
REASONS = ("the same type of event", "types that one happening may be told as", "types of different happenings")


def level(a: Facts, b: Facts, tables: Tables) -> int:
    """SAME, COMPATIBLE or OTHER."""
    if a.type == b.type:
        return SAME
    return COMPATIBLE if (a.type, b.type) in tables.compatible else OTHER
