"""Where a document's words come from: for each document the copies upstream of it, passage by passage."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from takhrij.core.records import Claim, Copy, Reading
from takhrij.link.grams import Range, words

_Order = tuple[str, int, str]


class Step(NamedTuple):
    """One step upstream: to which document, which range of it (code points), and why."""

    document: str
    start: int
    end: int
    reason: str


class _Edge(NamedTuple):
    source: str
    share: float
    passages: tuple[tuple[Range, Range], ...]
    reason: str


class Upstream:
    """Copy edges from each document to those that it has words from.

    A pair whose direction is undetermined still is one report: its edge leads to the one that comes first by
    `order`, which says nothing about who copied whom, and the reason says so.
    """

    def __init__(
        self,
        readings: Mapping[str, Reading],
        copies: Sequence[Copy],
        pages: Mapping[str, str],
        rule: Mapping[str, Any],
    ) -> None:
        self._readings, self._rule = readings, rule
        self._first = self._first_versions(pages)
        self._edges: dict[str, list[_Edge]] = {}
        self._words: dict[str, tuple[Range, ...]] = {}
        for copy in copies:
            if copy.passages and copy.a != copy.b and copy.a in readings and copy.b in readings:
                self._lay(copy)
        self._words.clear()
        for edges in self._edges.values():
            edges.sort(key=lambda edge: (-edge.share, self.order(edge.source)))

    def order(self, document: str) -> _Order:
        """By day of publication, unknown last; of one day the longer text first; then by document."""
        reading = self._readings.get(document)
        if reading is None:
            return "~", 0, document
        return reading.published or "~", -len(reading.text), document

    def _first_versions(self, pages: Mapping[str, str]) -> dict[str, str]:
        by_url: dict[str, list[str]] = {}
        for document, url in sorted(pages.items()):
            by_url.setdefault(url, []).append(document)
        return {d: min(versions, key=self.order) for versions in by_url.values() for d in versions}

    def first_version(self, document: str) -> str:
        """The first known version of a document's page: versions of one page are one origin."""
        return self._first.get(document, document)

    def _lay(self, copy: Copy) -> None:
        by_order = sorted((copy.a, copy.b), key=self.order)
        copier = copy.copier if copy.copier is not None else by_order[1]
        source = copy.b if copier == copy.a else copy.a
        pairs = copy.passages if copier == copy.a else tuple((b, a) for a, b in copy.passages)
        share = self._share(copier, tuple(mine for mine, _ in pairs))
        label = self._readings[source].outlet or source[:12]
        if copy.copier is None:
            reason = f"shares {share:.0%} of its words with the page of «{label}»; which copied is undetermined"
        else:
            reason = f"has {share:.0%} of its words from the page of «{label}»: {copy.reason}"
        self._edges.setdefault(copier, []).append(_Edge(source, share, pairs, reason))

    def _share(self, document: str, ranges: tuple[Range, ...]) -> float:
        if document not in self._words:
            self._words[document] = words(self._readings[document])
        body = self._words[document]
        stretches = sorted(ranges)
        begins = [low for low, _ in stretches]
        # How far everything reaches that begins so far: stretches may overlap.
        reach = list(accumulate((high for _, high in stretches), max))
        kept = sum(1 for start, end in body if (at := bisect_right(begins, start)) and end <= reach[at - 1])
        return kept / len(body) if body else 0.0

    def of_claim(self, claim: Claim) -> Step | None:
        """The step upstream for one claim: to the document that most of its evidence's words stand in."""
        found: list[tuple[int, _Order, Step]] = []
        for edge in self._edges.get(claim.document, ()):
            spans = claim.evidence or (claim.trigger,)
            span = max(spans, key=lambda s: (s.start <= claim.trigger.start < s.end, s.end - s.start, -s.start))
            kept = [(min(span.end, m[1]) - max(span.start, m[0]), theirs) for m, theirs in edge.passages]
            kept = [item for item in kept if item[0] > 0]
            inside = sum(length for length, _ in kept)
            # A sentence may be reworded within a page that is copied as a whole.
            whole = edge.share >= self._rule["whole"]
            if inside < self._rule["evidence"] * (span.end - span.start) and not whole:
                continue
            low = min((theirs[0] for _, theirs in kept), default=0)
            high = max((theirs[1] for _, theirs in kept), default=0)
            found.append((-inside, self.order(edge.source), Step(edge.source, low, high, edge.reason)))
        return min(found, key=lambda item: item[:2])[2] if found else None

    def of_document(self, document: str) -> Step | None:
        """The step upstream for a whole document: to the document that most of its words come from."""
        for edge in self._edges.get(document, ()):
            if edge.share >= self._rule["whole"]:
                low = min(theirs[0] for _, theirs in edge.passages)
                high = max(theirs[1] for _, theirs in edge.passages)
                return Step(edge.source, low, high, edge.reason)
        return None
