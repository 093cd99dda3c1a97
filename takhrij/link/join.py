"""The exact containment join: every pair of gram sets whose overlap reaches a share of the smaller set.

Containment is over the smaller set, so MinHash, which estimates Jaccard, misses a small text within a large
one. Prefix filtering does not: sort each set by rarity; if a set A of n grams shares at least k = ⌈t·n⌉ grams
with B, then one of its n − k + 1 rarest grams is in B (pigeonhole). So each set is looked up by its rarest
grams only, in an index of everybody's shared grams, and the candidates are counted exactly. Grams of one
document alone are never indexed; text that thousands share stands at the end of the order and is hardly ever
looked up. Source: Bayardo, Ma, Srikant, "Scaling up all pairs similarity search" (WWW 2007).
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator, Sequence

from takhrij.link.grams import Body


def frequencies(found: Sequence[Body]) -> dict[int, int]:
    """In how many bodies each gram stands, for grams of at least two bodies.

    A byte table of gram numbers first says which grams may stand twice, so that the many grams of one body
    alone never enter the dictionary (memory: one byte a gram instead of about 150).
    """
    total = sum(body.size for body in found)
    size = 1 << max(16, (total * 4).bit_length())
    mask = size - 1
    seen = bytearray(size)
    for body in found:
        for gram in set(body.grams):
            slot = gram & mask
            if seen[slot] < 2:
                seen[slot] += 1
    counts: dict[int, int] = {}
    for body in found:
        for gram in set(body.grams):
            if seen[gram & mask] > 1:
                counts[gram] = counts.get(gram, 0) + 1
    return {gram: count for gram, count in counts.items() if count > 1}


def needed(size: int, threshold: float) -> int:
    """The smallest whole overlap that reaches a share of a set; at least 1.

    >>> needed(9, 0.5), needed(10, 0.5), needed(10, 0.0)
    (5, 5, 1)
    """
    overlap = max(1, int(size * threshold))
    while overlap / size < threshold:
        overlap += 1
    while overlap > 1 and (overlap - 1) / size >= threshold:
        overlap -= 1
    return overlap


def pairs(found: Sequence[Body], threshold: float, df: dict[int, int]) -> Iterator[tuple[int, int, int]]:
    """(i, j, overlap) with i < j for every pair of bodies whose containment reaches the threshold."""
    shared = [frozenset(g for g in body.grams if g in df) for body in found]
    index: dict[int, array[int]] = {}
    # The smaller of a pair asks the larger, so bodies enter the index by falling size and each asks first.
    for i in sorted(range(len(found)), key=lambda i: (-found[i].size, i)):
        mine, size = shared[i], found[i].size
        if not mine:
            continue
        overlap = needed(size, threshold)
        # Grams of this body alone are its rarest and use up the prefix.
        prefix = len(mine) - overlap + 1
        if prefix > 0:
            asked = heapq.nsmallest(prefix, mine, key=lambda g: (df[g], g))
            for j, common in _ask(mine, asked, index, shared):
                if common >= overlap:
                    yield (i, j, common) if i < j else (j, i, common)
        for gram in mine:
            index.setdefault(gram, array("l")).append(i)


def _ask(
    mine: frozenset[int], asked: Sequence[int], index: dict[int, array[int]], shared: Sequence[frozenset[int]]
) -> Iterator[tuple[int, int]]:
    candidates: set[int] = set()
    for gram in asked:
        posting = index.get(gram)
        if posting is not None:
            candidates.update(posting)
    for j in sorted(candidates):
        yield j, len(mine & shared[j])
