"""Whether two types may be one happening, by data/linking/types.tsv."""

from __future__ import annotations

from takhrij.link.facts import Facts
from takhrij.link.tables import Tables

SAME, COMPATIBLE, OTHER, BESIDE = range(4)
REASONS = (
    "the same type of event",
    "types that one happening may be told as",
    "types of different happenings",
    "one of the pages tells both types, as two happenings",
)


def level(a: Facts, b: Facts, tables: Tables) -> int:
    """SAME, COMPATIBLE, OTHER or BESIDE."""
    if a.type == b.type:
        return SAME
    if (a.type, b.type) in tables.apart_on_page and (b.type in a.kinds or a.type in b.kinds):
        return BESIDE
    return COMPATIBLE if (a.type, b.type) in tables.compatible else OTHER
