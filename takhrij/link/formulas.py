"""Which 5-grams are nobody's report: stock formulas, scripture, boilerplate that many documents share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from takhrij.link.grams import GRAM, Body


def families(found: Sequence[Body], pairs: Sequence[tuple[int, int, int]], resemblance: float) -> list[int]:
    """A family number for each body: bodies joined where intersection over union reaches `resemblance`.

    One report printed by a hundred outlets is one family, so that its words are not taken for a formula.
    """
    parent = list(range(len(found)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j, common in pairs:
        if common >= resemblance * (found[i].size + found[j].size - common):
            low, high = sorted((root(i), root(j)))
            parent[high] = low
    return [root(i) for i in range(len(found))]


def formulas(
    found: Sequence[Body], pairs: Sequence[tuple[int, int, int]], df: Mapping[int, int], rule: Mapping[str, Any]
) -> frozenset[int]:
    """Grams of at least ``rule["families"]`` families that stand in a shared stretch of at most
    ``rule["longest"]`` words wherever they stand; a longer shared stretch is a report."""
    limit: int = rule["families"]
    family = families(found, pairs, rule["resemblance"])
    told_by: dict[int, set[int]] = {}
    for i, body in enumerate(found):
        for gram in body.grams:
            if df.get(gram, 0) >= limit:
                told_by.setdefault(gram, set()).add(family[i])
    common = {gram for gram, who in told_by.items() if len(who) >= limit}
    for body in found:
        common -= _in_long_runs(body, common, rule["longest"])
    return frozenset(common)


def _in_long_runs(body: Body, common: set[int], longest: int) -> set[int]:
    long_runs: set[int] = set()
    start: int | None = None
    for position in range(len(body.grams) + 1):
        if position < len(body.grams) and body.grams[position] in common:
            start = position if start is None else start
        elif start is not None:
            if position - start + GRAM - 1 > longest:
                long_runs.update(body.grams[start:position])
            start = None
    return long_runs
