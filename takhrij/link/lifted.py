"""Passages lifted into a page that is no copy as a whole: a paragraph of a report within a round-up.

Only the sentences in which something is claimed are looked at, so that the cost is that of the claims. A pair found
here has less than the threshold of `takhrij.link.copies` in common, and shows the passages that it does share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from takhrij.core.records import Claim, Copy, Reading
from takhrij.link.grams import GRAM, Body, GramBook


def lifted(
    claims: Iterable[Claim], readings: Mapping[str, Reading], known: Sequence[Copy], rule: Mapping[str, Any]
) -> list[tuple[Body, Body, int]]:
    """Pairs of bodies (by document, a < b) with the number of distinct 5-grams that the whole pages share.

    A pair among `known` is left out, and so is text that more than ``rule["pages"]`` pages claim something in: it is
    a formula or a report that everyone prints, whose copies are known. ``rule["words"]`` is the least that is shared.
    """
    spans: dict[str, set[tuple[int, int]]] = {}
    for claim in claims:
        if claim.document in readings:
            spans.setdefault(claim.document, set()).update((s.start, s.end) for s in claim.evidence)
    book = GramBook()
    found = {document: book.body(readings[document]) for document in sorted(spans)}
    where: dict[int, list[str]] = {}
    for document, body in found.items():
        for gram in _claimed(body, sorted(spans[document])):
            where.setdefault(gram, []).append(document)
    seen = {(copy.a, copy.b) for copy in known}
    common: Counter[tuple[str, str]] = Counter()
    for documents in where.values():
        if 1 < len(documents) <= rule["pages"]:
            common.update(combinations(documents, 2))
    least = rule["words"] - GRAM + 1
    pairs = sorted(pair for pair, count in common.items() if count >= least and pair not in seen)
    return [(found[a], found[b], len(set(found[a].grams) & set(found[b].grams))) for a, b in pairs]


def _claimed(body: Body, spans: Sequence[tuple[int, int]]) -> set[int]:
    """Grams that lie within the stretches where something is claimed."""
    grams: set[int] = set()
    at = 0
    for start, end in spans:
        # Spans are sorted by their start, so the first word of the next one never lies before this one's.
        while at < len(body.starts) and body.starts[at] < start:
            at += 1
        i = at
        while i < len(body.grams) and body.ends[i + GRAM - 1] <= end:
            grams.add(body.grams[i])
            i += 1
    return grams
