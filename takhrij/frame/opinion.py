"""A learned second opinion on who did it and to whom: one linear model a role over what `description` sees.

The weights lie in `data/role_model.json`, made by `python -m bench.quality.roles`; types of which the
reference holds too few events keep what the rules say.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from takhrij.core.errors import DataError
from takhrij.core.records import Mention
from takhrij.frame.description import ROLES, Candidate, Cast, describe, frequencies, identity, settings
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft
from takhrij.resources import Resources

_MODEL = "role_model"
_VERSION = 1
_STEEPEST = 30.0


@dataclass(frozen=True)
class Opinion:
    """Weights by role and feature (log-odds) and the types judged.

    `add` is the chance from which somebody is given a role that the rules did not give, `beyond` the same for
    one named outside the predicate's sentence, `keep` the one below which a filler of the rules loses its role.
    People named stay where the rules put them: references name few.
    """

    weights: Mapping[str, Mapping[str, float]]
    add: float
    beyond: float
    keep: float
    types: frozenset[str]

    @staticmethod
    def load(resources: Resources) -> Opinion:
        """The frozen model. Raises DataError when the file is of another version."""
        raw = resources.json(_MODEL)
        if raw.get("version") != _VERSION:
            raise DataError(
                f"data/{_MODEL}.json: version {raw.get('version')} is not {_VERSION}; fit the model again"
            )
        return Opinion(raw["weights"], raw["add"], raw["beyond"], raw["keep"], frozenset(raw["types"]))

    @cached_property
    def _tables(self) -> dict[str, dict[str, dict[str, float]]]:
        """Weights by role, setting and feature: asked far more often than strings can be joined."""
        tables: dict[str, dict[str, dict[str, float]]] = {role: {} for role in ROLES}
        for role in ROLES:
            for name, weight in self.weights[role].items():
                setting, bar, feature = name.rpartition(" | ")
                tables[role].setdefault(setting + bar, {})[feature] = weight
        return tables

    def chances(self, draft: Draft, candidate: Candidate) -> dict[str, float]:
        """How likely a candidate fills each role, 0 to 1."""
        found = {}
        for role in ROLES:
            score = 0.0
            for setting in settings(draft):
                weights = self._tables[role].get(setting, {})
                score += weights.get("", 0.0)
                for feature in candidate.features:
                    score += weights.get(feature, 0.0)
            found[role] = 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, score))))
        return found

    def _role(self, draft: Draft, candidate: Candidate) -> tuple[str, float]:
        """The role a candidate has after both opinions ("" is none) and how likely it is."""
        chances = self.chances(draft, candidate)
        likeliest = max(ROLES, key=lambda role: chances[role])
        told = next((role for role in ROLES if identity(candidate.mention) in draft.ids(role)), "")
        person = candidate.mention.kind == "person"
        if told and (person or chances[told] >= max(self.keep, chances[likeliest] - self.add)):
            return told, chances[told]
        needed = self.beyond if candidate.apart else self.add
        return (likeliest, chances[likeliest]) if chances[likeliest] >= needed else ("", 0.0)

    def settle(self, notes: Annotated, drafts: list[Draft]) -> None:
        """Fill actor and target of each draft anew, the likeliest first; all are judged before any is changed."""
        if not any(draft.type in self.types for draft in drafts):
            return
        named, cast = frequencies(notes), Cast.of(drafts)
        verdicts: list[tuple[Draft, dict[str, list[Mention]]]] = []
        for at, draft in enumerate(drafts):
            if draft.type not in self.types:
                continue
            chosen: dict[str, list[tuple[float, Mention]]] = {role: [] for role in ROLES}
            for candidate in describe(notes, cast, at, named):
                role, chance = self._role(draft, candidate)
                if role:
                    chosen[role].append((chance, candidate.mention))
            ordered = {role: sorted(held, key=lambda pair: -pair[0]) for role, held in chosen.items()}
            verdicts.append((draft, {role: [m for _, m in held] for role, held in ordered.items()}))
        for draft, roles in verdicts:
            for role, held in roles.items():
                if held:
                    draft.roles[role] = held
                else:
                    draft.roles.pop(role, None)
