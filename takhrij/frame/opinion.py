"""A learned second opinion on who did it and to whom: one linear model a role over what `description` sees.

The weights lie in `data/role_model.json`, made by `python -m bench.quality.roles`; types of which the
reference holds too few events keep what the rules say.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from takhrij.core.errors import DataError
from takhrij.core.records import Mention
from takhrij.frame.description import ROLES, Candidate, crossed, describe, frequencies, identity
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft
from takhrij.resources import Resources

_MODEL = "role_model"
_VERSION = 1
_STEEPEST = 30.0


@dataclass(frozen=True, slots=True)
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

    def chances(self, draft: Draft, candidate: Candidate) -> dict[str, float]:
        """How likely a candidate fills each role, 0 to 1."""
        features = list(crossed(draft, candidate.features))
        found = {}
        for role in ROLES:
            weights = self.weights[role]
            score = sum(weights.get(feature, 0.0) for feature in features)
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
        named = frequencies(notes)
        verdicts: list[tuple[Draft, dict[str, list[Mention]]]] = []
        for at, draft in enumerate(drafts):
            if draft.type not in self.types:
                continue
            chosen: dict[str, list[tuple[float, Mention]]] = {role: [] for role in ROLES}
            for candidate in describe(notes, drafts, at, named):
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
