"""Every pair of documents of which one repeats the other, how much of it, which stretches, and who copied.

Measure: DESIGN.md, Copies. Exact: `takhrij.link.join` finds every pair that exhaustive comparison finds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from takhrij.core.language import Language
from takhrij.core.records import Claim, Copy, Reading
from takhrij.link.citations import Citations
from takhrij.link.formulas import formulas
from takhrij.link.grams import Body, bodies
from takhrij.link.join import frequencies, pairs
from takhrij.link.lifted import lifted
from takhrij.link.passages import Passage, passages
from takhrij.resources import Resources


def copies(readings: Iterable[Reading], threshold: float, language: Language, resources: Resources) -> list[Copy]:
    """Pairs of documents whose containment reaches the threshold, by (a, b), a < b.

    `containment` counts everything; `passages` leave out text that many documents share, so a pair without
    passages shares nothing but that. A document given twice counts once. Order of input never matters.
    """
    by_document = {r.document: r for r in sorted(readings, key=lambda r: (r.reader, r.text))}
    found = bodies(by_document.values())
    df = frequencies(found)
    matched = sorted(pairs(found, threshold, df))
    rules = resources.document("linking/copies")
    masked = formulas(found, matched, df, rules["formula"])
    drafts = [_draft(found[i], found[j], common, masked) for i, j, common in matched]
    outlets = sorted({r.outlet for r in by_document.values() if r.outlet})
    judge = _Direction(by_document, Citations(language, resources, outlets), rules["direction"], drafts)
    return [judge.decide(draft) for draft in drafts]


def passages_lifted(
    claims: Iterable[Claim],
    readings: Mapping[str, Reading],
    known: Sequence[Copy],
    language: Language,
    resources: Resources,
) -> list[Copy]:
    """Pairs under the threshold of `copies` that share whole passages in which something is claimed."""
    rules = resources.document("linking/copies")
    least = rules["lifted"]["words"]
    drafts = []
    for a, b, common in lifted(claims, readings, known, rules["lifted"]):
        draft = _draft(a, b, common, frozenset())
        long = tuple(pair for pair in draft.passages if _words_in(a, pair[0]) >= least)
        if long:
            drafts.append(replace(draft, passages=long))
    outlets = sorted({r.outlet for r in readings.values() if r.outlet})
    judge = _Direction(readings, Citations(language, resources, outlets), rules["direction"], drafts)
    return [judge.decide(draft) for draft in drafts]


def judged_none(copy: Copy) -> Copy:
    """A pair that a human judged to be no copy: what the two share stays measured, and leads nowhere."""
    return replace(copy, copier=None, passages=(), reason="a person judged that neither copies the other")


def _words_in(body: Body, stretch: tuple[int, int]) -> int:
    return bisect_left(body.starts, stretch[1]) - bisect_left(body.starts, stretch[0])


@dataclass(frozen=True, slots=True)
class _Draft:
    a: Body
    b: Body
    containment: float
    passages: tuple[Passage, ...]


def _draft(a: Body, b: Body, common: int, masked: frozenset[int]) -> _Draft:
    return _Draft(a, b, common / min(a.size, b.size), passages(a, b, masked))


class _Direction:
    """Who copied whom: what a page says itself, then what its text shows, then the day; else nobody knows."""

    def __init__(
        self,
        readings: Mapping[str, Reading],
        citations: Citations,
        rule: Mapping[str, Any],
        drafts: Sequence[_Draft],
    ) -> None:
        self._readings, self._citations, self._rule, self._drafts = readings, citations, rule, drafts
        self._cited: dict[str, frozenset[str]] = {}

    def _cites(self, copier: str, source: str) -> bool:
        outlet = self._readings[source].outlet
        if outlet is None:
            return False
        if copier not in self._cited:
            self._cited[copier] = self._citations.cited(self._readings[copier])
        return self._citations.key(outlet) in self._cited[copier]

    @cached_property
    def _partners(self) -> dict[str, set[str]]:
        partners: dict[str, set[str]] = {}
        for draft in self._drafts:
            if draft.passages:
                partners.setdefault(draft.a.document, set()).add(draft.b.document)
                partners.setdefault(draft.b.document, set()).add(draft.a.document)
        return partners

    def _is_round_up(self, large: Body) -> bool:
        """Whether a document holds the texts of several documents that share nothing with each other."""
        partners = sorted(self._partners.get(large.document, ()))
        apart: list[str] = []
        for partner in partners:
            if not any(partner in self._partners[other] for other in apart):
                apart.append(partner)
        least: int = self._rule["round_up"]
        return len(apart) >= least

    def decide(self, draft: _Draft) -> Copy:
        """The Copy of a pair, with its copier or None and the reason."""
        a, b = draft.a.document, draft.b.document
        copier, reason = self._by_attribution(a, b) or self._by_text(draft) or self._by_day(a, b)
        return Copy(a, b, draft.containment, copier, reason, draft.passages)

    def _by_attribution(self, a: str, b: str) -> tuple[str | None, str] | None:
        a_cites, b_cites = self._cites(a, b), self._cites(b, a)
        if a_cites == b_cites:
            return None
        copier, source = (a, b) if a_cites else (b, a)
        return copier, f"the copier names «{self._readings[source].outlet}» as its source"

    def _by_text(self, draft: _Draft) -> tuple[str | None, str] | None:
        small, large = sorted((draft.a, draft.b), key=lambda body: (body.size, body.document))
        if small.size == large.size or draft.containment < self._rule["contained"]:
            return None
        text = self._readings[small.document].text.rstrip()
        verdict: tuple[str, str] | None = None
        if text.endswith(tuple(self._rule["ellipsis"])):
            verdict = small.document, "the shorter text breaks off within the longer one"
        elif self._is_round_up(large):
            verdict = large.document, "the longer text puts together the texts of several documents"
        if verdict is None:
            return None
        by_day, _ = self._by_day(draft.a.document, draft.b.document)
        if by_day is not None and by_day != verdict[0]:
            return None, f"undetermined: {verdict[1]}, but it was published earlier"
        return verdict

    def _by_day(self, a: str, b: str) -> tuple[str | None, str]:
        first, second = (_day(self._readings[d].published) for d in (a, b))
        if first is None or second is None:
            return None, "undetermined: a publication day is not known"
        gap = (second - first).days
        if abs(gap) < self._rule["days"]:
            return None, "undetermined: both were published on one day and neither names the other"
        return (b if gap > 0 else a), f"published {abs(gap)} day{'s' * (abs(gap) > 1)} after the other"


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
