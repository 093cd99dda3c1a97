"""Frozen weights for choosing among places: log-odds by feature, for every event type and for each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from takhrij.resources import Resources

_MODEL = "place_model"
_VERSION = 2
_STEEPEST = 30.0


@dataclass(frozen=True, slots=True)
class PlaceModel:
    """Weights by event type and feature: those under "" hold for every type, the others add to them.

    `least` is the chance below which the likeliest place is none, `carried` the same for one of another sentence;
    `company` rates what may stand beside the likeliest, from the log-odds that it has on its own (`slope` of them) and
    from how it lies to that, and `beside` is the chance from which it does.
    """

    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    least: float = 0.5
    carried: float = 0.5
    company: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    slope: float = 1.0
    beside: float = 0.5
    _sums: dict[tuple[bool, str], dict[str, float]] = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def load(resources: Resources) -> PlaceModel:
        """The frozen model, or one that judges nothing where there is none. Raises DataError for another version."""
        raw = resources.model(_MODEL, _VERSION)
        if raw is None:
            return PlaceModel()
        choice, company = raw["choice"], raw["company"]
        return PlaceModel(
            choice["weights"],
            choice["least"],
            choice["carried"],
            company["weights"],
            company["slope"],
            company["beside"],
        )

    def chance(self, kind: str, features: Iterable[str]) -> float:
        """How likely a place with these features is one of a predicate of an event type, 0 to 1."""
        return _chance(self._summed(kind, beside=False), features, 0.0)

    def company_chance(self, kind: str, odds: float, features: Iterable[str]) -> float:
        """How likely a place stands beside the likeliest one of a predicate of an event type, 0 to 1."""
        return _chance(self._summed(kind, beside=True), features, self.slope * odds)

    def _summed(self, kind: str, *, beside: bool) -> dict[str, float]:
        """The weights that hold for a type, those of every type included: asked for once a feature."""
        held = self._sums.get((beside, kind))
        if held is None:
            weights = self.company if beside else self.weights
            held = {"": 0.0, **weights.get("", {})}
            for feature, weight in weights.get(kind, {}).items():
                held[feature] = held.get(feature, 0.0) + weight
            self._sums[beside, kind] = held
        return held


def _chance(weights: Mapping[str, float], features: Iterable[str], score: float) -> float:
    score += weights[""]
    for feature in features:
        if feature in weights:
            score += weights[feature]
    return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, score))))
