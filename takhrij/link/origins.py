"""Which one report each claim goes back to: copied words, cited outlets, one speaker's one statement.

A claim is traced upstream, one step at a time, until nothing leads further:

1. its evidence lies in words copied from another document → that document's telling of them;
2. its chain, or its page as a whole, cites an outlet → that outlet's own page on the same happening, or, where
   the case has none, a latent origin that all who cite it for this happening share;
3. a named or official speaker is quoted → that speaker's statement on this happening.

Where a step leads back to a document already visited (pages that cite each other), the walk ends there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from takhrij.core.language import Language
from takhrij.core.records import Claim, Copy, Origin, Reading
from takhrij.link.citations import Citations
from takhrij.link.upstream import Upstream
from takhrij.resources import Resources


@dataclass(frozen=True, slots=True)
class Material:
    """What origins are read from. `clusters` are claim ids by happening; `pages` give the URL of documents
    whose versions count as one (optional)."""

    readings: Mapping[str, Reading]
    claims: Sequence[Claim]
    copies: Sequence[Copy]
    clusters: Sequence[Sequence[str]]
    pages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origins:
    """All origins by id, and for each claim its origin's id and the sentence that says why."""

    origins: tuple[Origin, ...]
    of_claim: Mapping[str, str]
    why: Mapping[str, str]


class _Root(NamedTuple):
    id: str
    label: str
    reason: str


def origins(material: Material, language: Language, resources: Resources) -> Origins:
    """The origin of every claim, and of every document that has none by its copies and citations.

    Ids: the SHA-256 of the first document of a report, or ``source:`` and a key for an outlet or speaker
    outside the case. Two claims of one happening with one id are one report; the order of input never matters.
    """
    trace = _Trace(material, language, resources)
    of_claim: dict[str, str] = {}
    why: dict[str, str] = {}
    told: dict[str, dict[str, str]] = {}
    labels: dict[str, str] = {}
    for claim in sorted(material.claims, key=lambda c: (c.document, c.trigger.start, c.id)):
        root = trace.root(claim)
        of_claim[claim.id], why[claim.id] = root.id, root.reason
        labels.setdefault(root.id, root.label)
        told.setdefault(root.id, {}).setdefault(claim.document, root.reason)
    with_claims = {claim.document for claim in material.claims}
    for document in sorted(set(material.readings) - with_claims):
        root = trace.document_root(document)
        labels.setdefault(root.id, root.label)
        told.setdefault(root.id, {}).setdefault(document, root.reason)
    made = [
        Origin(key, tuple(sorted(reasons, key=lambda d: trace.upstream.order(d))), labels[key], reasons)
        for key, reasons in sorted(told.items())
    ]
    return Origins(tuple(made), of_claim, why)


class _Trace:
    def __init__(self, material: Material, language: Language, resources: Resources) -> None:
        self._readings = material.readings
        self._language = language
        self._rule: Mapping[str, Any] = resources.document("linking/copies")["origin"]
        outlets = sorted({r.outlet for r in material.readings.values() if r.outlet})
        self._citations = Citations(language, resources, outlets)
        self.upstream = Upstream(material.readings, material.copies, material.pages, self._rule)
        self._cluster = {claim: n for n, members in enumerate(material.clusters) for claim in members}
        self._by_document: dict[str, list[Claim]] = {}
        for claim in sorted(material.claims, key=lambda c: (c.document, c.trigger.start, c.id)):
            self._by_document.setdefault(claim.document, []).append(claim)
        self._by_outlet = self._claims_by_outlet(material.claims)
        self._whole: dict[str, tuple[str, str] | None] = {}
        self._roots: dict[str, _Root] = {}

    def _claims_by_outlet(self, claims: Iterable[Claim]) -> dict[tuple[int, str], list[Claim]]:
        found: dict[tuple[int, str], list[Claim]] = {}
        for claim in claims:
            reading = self._readings.get(claim.document)
            if reading is not None and reading.outlet:
                place = self._cluster.get(claim.id, -1), self._citations.key(reading.outlet)
                found.setdefault(place, []).append(claim)
        return found

    # -- one claim -----------------------------------------------------------------------------------------------

    def root(self, claim: Claim) -> _Root:
        """The origin of a claim, with why."""
        if claim.id not in self._roots:
            self._roots[claim.id] = self._walk(claim, frozenset())
        return self._roots[claim.id]

    def _walk(self, claim: Claim, visited: frozenset[str]) -> _Root:
        visited |= {claim.document}
        by_copy = self._copied(claim, visited)
        if by_copy is not None:
            return by_copy
        cited = self._cited(claim)
        if cited is not None:
            return self._outlet(claim, cited, visited)
        speaker = claim.speaker
        if speaker.source_class in ("named", "official") and speaker.span is not None:
            key = speaker.actor or self._language.fold(speaker.span.text)
            reason = f"goes back to the statement of «{speaker.span.text}»"
            return _Root(f"source:{key}", speaker.span.text, reason)
        return self._own(claim.document)

    def _copied(self, claim: Claim, visited: frozenset[str]) -> _Root | None:
        for step in self.upstream.of_claim(claim, visited):
            twin = self._twin(claim, step.document, step.start, step.end)
            deeper = self._walk(twin, visited) if twin is not None else self._document(step.document, visited)
            return _Root(deeper.id, deeper.label, step.reason)
        return None

    def _twin(self, claim: Claim, document: str, start: int, end: int) -> Claim | None:
        """The claim that the upstream document makes of the same words, else of the same happening."""
        there = self._by_document.get(document, [])
        same_words = [c for c in there if c.type == claim.type and start <= c.trigger.start < end]
        happening = self._cluster.get(claim.id)
        same = [c for c in there if happening is not None and self._cluster.get(c.id) == happening]
        return next(iter([*(c for c in same_words if c in same), *same, *same_words]), None)

    def _cited(self, claim: Claim) -> tuple[str, str] | None:
        """(key, words) of the outlet that a claim is had from: its own chain first, then its whole page's."""
        reading = self._readings.get(claim.document)
        own = self._citations.key(reading.outlet) if reading is not None and reading.outlet else None
        for link in claim.attribution:
            if link.source_class == "media" and link.span is not None:
                key = self._citations.key(link.span.text)
                if key and key != own:
                    return key, link.span.text
        return self._cited_by_page(claim.document)

    def _cited_by_page(self, document: str) -> tuple[str, str] | None:
        if document not in self._whole:
            reading = self._readings.get(document)
            found = None
            if reading is not None:
                found = self._citations.speaks_for_whole(reading, self._rule["head"], self._rule["tail"])
            self._whole[document] = (found.key, found.words) if found is not None else None
        return self._whole[document]

    def _outlet(self, claim: Claim, cited: tuple[str, str], visited: frozenset[str]) -> _Root:
        key, words = cited
        place = self._cluster.get(claim.id, -1), key
        there = [c for c in self._by_outlet.get(place, ()) if c.document not in visited]
        if place[0] >= 0 and there:
            first = min(there, key=lambda c: (self.upstream.order(c.document), c.trigger.start, c.id))
            deeper = self._walk(first, visited)
            return _Root(deeper.id, deeper.label, f"cites «{words}», whose own report is in the case")
        return _Root(f"source:{key}", words, f"cites «{words}»; its report is not in the case")

    # -- one document --------------------------------------------------------------------------------------------

    def document_root(self, document: str) -> _Root:
        """The origin of a document that makes no claim."""
        return self._document(document, frozenset())

    def _document(self, document: str, visited: frozenset[str]) -> _Root:
        visited |= {document}
        for step in self.upstream.of_document(document, visited):
            deeper = self._document(step.document, visited)
            return _Root(deeper.id, deeper.label, step.reason)
        cited = self._cited_by_page(document)
        if cited is not None:
            return _Root(f"source:{cited[0]}", cited[1], f"cites «{cited[1]}»; its report is not in the case")
        return self._own(document)

    def _own(self, document: str) -> _Root:
        reading = self._readings.get(document)
        label = (reading.outlet or reading.title if reading is not None else None) or document[:12]
        return _Root(self.upstream.first_version(document), label, "tells it in its own voice; no earlier report is known")
