"""A learned opinion on which drafts are happenings of their own: linear, over what `standing` sees.

The weights lie in `data/event_model.json`, made by `python -m bench.quality.happenings`. It only leaves out: every
draft has its predicate and its words from the rules. Types of which the reference holds too few events, and what is
told not to have come about, are left to the rules.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from takhrij.frame.merge import refer
from takhrij.frame.model import Draft
from takhrij.frame.notes import Annotated
from takhrij.frame.standing import describe
from takhrij.resources import Resources

_MODEL = "event_model"
_VERSION = 1
_STEEPEST = 30.0


@dataclass(frozen=True)
class Verdict:
    """Weights by feature (log-odds), the chance below which a draft is left out, and the types judged."""

    weights: Mapping[str, float]
    least: float
    types: frozenset[str]

    @staticmethod
    def load(resources: Resources) -> Verdict:
        """The frozen model, or one that judges nothing where there is none. Raises DataError for another version."""
        raw = resources.model(_MODEL, _VERSION)
        if raw is None:
            return Verdict({}, 0.0, frozenset())
        return Verdict(raw["weights"], raw["least"], frozenset(raw["types"]))

    @cached_property
    def _tables(self) -> dict[str, dict[str, float]]:
        """Weights by event type ("" is any) and feature."""
        tables: dict[str, dict[str, float]] = {}
        for name, weight in self.weights.items():
            kind, _, feature = name.rpartition(" | ")
            tables.setdefault(kind, {})[feature] = weight
        return tables

    def chance(self, draft: Draft, features: list[str]) -> float:
        """How likely a draft is a happening of its own, 0 to 1."""
        score = 0.0
        for kind in ("", draft.type):
            weights = self._tables.get(kind, {})
            score += weights.get("", 0.0) + sum(weights.get(feature, 0.0) for feature in features)
        score += self._tables.get(draft.type, {}).get(f"frame {draft.hit.frame.name}", 0.0)
        return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, score))))

    def settle(self, notes: Annotated, drafts: list[Draft]) -> list[Draft]:
        """The drafts that stand; all are judged before any is left out."""
        standing = [self._stands(notes, drafts, at) for at in range(len(drafts))]
        for draft, stands in zip(drafts, standing, strict=True):
            if not stands and draft.retells is not None:
                refer(draft.retells, draft)
        return [draft for draft, stands in zip(drafts, standing, strict=True) if stands]

    def _stands(self, notes: Annotated, drafts: list[Draft], at: int) -> bool:
        draft = drafts[at]
        if notes.lone or draft.polarity != "did" or draft.type not in self.types:
            return not draft.doubts
        return self.chance(draft, describe(notes, drafts, at)) >= self.least
