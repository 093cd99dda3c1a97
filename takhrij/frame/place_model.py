"""Frozen weights for choosing among places: log-odds by feature, for every event type and for each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from takhrij.core.errors import DataError
from takhrij.resources import Resources

_MODEL = "place_model"
_VERSION = 1
_STEEPEST = 30.0


@dataclass(frozen=True, slots=True)
class PlaceModel:
    """Weights by event type and feature: those under "" hold for every type, the others add to them.

    `least` is the chance below which the likeliest place is none, `carried` the same for one of another sentence; `joined` the one from which a place listed or
    nested with the likeliest stands beside it, `more` the same for any other.
    """

    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    least: float = 0.5
    carried: float = 0.5
    joined: float = 0.5
    more: float = 0.5
    _sums: dict[str, dict[str, float]] = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def load(resources: Resources) -> PlaceModel:
        """The frozen model. Raises DataError when the file is of another version."""
        raw = resources.json(_MODEL)
        if raw.get("version") != _VERSION:
            raise DataError(
                f"data/{_MODEL}.json: version {raw.get('version')} is not {_VERSION}; fit the model again"
            )
        return PlaceModel(raw["weights"], raw["least"], raw["carried"], raw["joined"], raw["more"])

    def chance(self, kind: str, features: Iterable[str]) -> float:
        """How likely a place with these features is one of a predicate of an event type, 0 to 1."""
        weights = self._sums.get(kind) or self._sum(kind)
        score = weights[""]
        for feature in features:
            if feature in weights:
                score += weights[feature]
        return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, score))))

    def _sum(self, kind: str) -> dict[str, float]:
        """The weights that hold for a type, those of every type included: asked for once a feature."""
        summed = {"": 0.0, **self.weights.get("", {})}
        for feature, weight in self.weights.get(kind, {}).items():
            summed[feature] = summed.get(feature, 0.0) + weight
        self._sums[kind] = summed
        return summed
