"""A learned second opinion on who did it and to whom: linear models over what `description` and `choice` see.

First every candidate of every claim is judged by itself; then, by what that makes of the whole page, the sets that
may fill a role. The weights lie in `data/role_model.json`, made by `python -m bench.quality.roles`; types that the
reference does not hold keep what the rules say.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from takhrij.core.records import Mention
from takhrij.frame import choice
from takhrij.frame.choice import Board, Ids, Standing
from takhrij.frame.description import ROLES, Cast, describe, identity, settings
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft
from takhrij.resources import Resources

_MODEL = "role_model"
_VERSION = 2
_STEEPEST = 30.0
# Annotators fill in whom a deed was done to where it is told near: somebody near counts so much more than nobody.
_SOMEBODY = 1.25
# Weights by setting («clash | », "" for all) and feature.
Table = Mapping[str, Mapping[str, float]]


def _chance(score: float) -> float:
    return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, score))))


class _Weights:
    """The weights of a role, those of a combination of settings added up when first asked for."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._sums: dict[tuple[str, ...], dict[str, float]] = {}

    def score(self, combined: tuple[str, ...], features: Iterable[str]) -> float:
        """The log-odds of what features describe in some settings."""
        sums = self._sums.get(combined)
        if sums is None:
            sums = self._sums[combined] = {}
            for setting in combined:
                for feature, weight in self._table.get(setting, {}).items():
                    sums[feature] = sums.get(feature, 0.0) + weight
        return sum(sums.get(feature, 0.0) for feature in features)


_DEALINGS = frozenset({"payment", "release"})
_HELD = _DEALINGS | {"detain"}


@dataclass(frozen=True)
class Opinion:
    """Weights of candidates and of sets by role, and the types judged.

    `low` is the chance from which a candidate is combined with others into sets. People named stay where the rules
    put them: references name few.
    """

    candidates: Mapping[str, Table]
    sets: Mapping[str, Table]
    low: float
    types: frozenset[str]
    _weights: dict[str, dict[str, _Weights]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, tables in (("candidates", self.candidates), ("sets", self.sets)):
            self._weights[name] = {role: _Weights(tables.get(role, {})) for role in ROLES}

    @staticmethod
    def load(resources: Resources) -> Opinion:
        """The frozen model, or one that judges nothing where there is none. Raises DataError for another version."""
        raw = resources.model(_MODEL, _VERSION)
        if raw is None:
            return Opinion({}, {}, 1.0, frozenset())
        return Opinion(raw["candidates"], raw["sets"], raw["low"], frozenset(raw["types"]))

    def standing(self, notes: Annotated, cast: Cast, at: int) -> Standing:
        """The candidates of a claim and how likely each fills each role, 0 to 1."""
        draft = cast.drafts[at]
        found, combined = describe(notes, cast, at), settings(draft)
        weights = self._weights["candidates"]
        return Standing.of(
            found,
            [
                {role: _chance(weights[role].score(combined, ("", *candidate.features))) for role in ROLES}
                for candidate in found
            ],
        )

    def chosen(self, board: Board, at: int) -> dict[str, Ids]:
        """The likeliest pair of sets for actor and target that share nobody."""
        draft = board.cast.drafts[at]
        combined = choice.settings(draft)
        # Who is counted in both roles is kept in neither for that.
        counted = _counted(draft) - (draft.ids("actor") & draft.ids("target"))
        scored: dict[str, list[tuple[float, Ids]]] = {}
        for role in ROLES:
            weights = self._weights["sets"][role]
            options = [
                (_chance(weights.score(combined, board.describe(at, role, option))), option)
                for option in board.options(at, role)
            ]
            if role == "target":
                options = [(chance * self._near(board, at, option), option) for chance, option in options]
            told = counted & draft.ids(role)
            options = [pair for pair in options if told <= pair[1]] or options
            scored[role] = sorted(options, key=lambda pair: -pair[0])
        pairs = (
            (one[0] * other[0], one[1], other[1])
            for one in scored["actor"]
            for other in scored["target"]
            if one[1].isdisjoint(other[1])
        )
        _, actor, target = max(pairs, key=lambda pair: pair[0])
        return {"actor": actor, "target": target}

    def _near(self, board: Board, at: int, option: Ids) -> float:
        """How much more somebody counts than nobody who stands near and may well be whom a deed was done to."""
        standing = board.standings[at]
        near = all(standing.candidates[id].apart <= 1 and standing.chances[id]["target"] >= self.low for id in option)
        return _SOMEBODY if option and near else 1.0

    def settle(self, notes: Annotated, drafts: list[Draft]) -> None:
        """Fill actor and target of each draft anew, the likeliest first; all are judged before any is changed."""
        if not any(draft.type in self.types for draft in drafts):
            return
        cast = Cast.of(notes, drafts)
        board = Board(cast, [self.standing(notes, cast, at) for at in range(len(drafts))], self.low)
        judged = (at for at, draft in enumerate(drafts) if draft.type in self.types and not _turned(draft))
        verdicts = [(at, self.chosen(board, at)) for at in judged]
        for at, chosen in verdicts:
            _fill(drafts[at], board.standings[at], chosen)


def _turned(draft: Draft) -> bool:
    """Whether the rules know better: «تسلمت القبيلة أبناءها», «طلب الخاطفون فدية» have as subject whom the deed is done to,
    where the model has learned that subjects act; and who was held «since before the coup» may have been taken by
    anybody."""
    if draft.type == "detain" and draft.time is not None and draft.time.edtf.startswith("../"):
        return True
    roles = draft.hit.frame.roles
    turned = roles.get("subject") == "target" and (draft.type in _DEALINGS or roles.get("after") == "actor")
    return turned and draft.type in _HELD and bool(draft.roles)


def _counted(draft: Draft) -> Ids:
    """Whose men the figures of a draft count («20 عنصرا من القاعدة وداعش»): told in so many words."""
    counts = draft.counts.values()
    whole = (id for count in counts for id in count.of)
    parts = (id for count in counts for part in count.parts for id in part.of)
    return frozenset((*whole, *parts))


def _fill(draft: Draft, standing: Standing, chosen: Mapping[str, Ids]) -> None:
    """Give a draft the fillers chosen; people named keep the role that the rules gave them."""
    people = {
        role: [m for m in draft.roles.get(role, ()) if m.kind == "person" and identity(m) not in chosen[role]]
        for role in ROLES
    }
    kept = {identity(mention) for held in people.values() for mention in held}
    for role in ROLES:
        ids = sorted(chosen[role] - kept, key=lambda id: (-standing.chances[id][role], id))
        held: list[Mention] = [standing.candidates[id].mention for id in ids] + people[role]
        if held:
            draft.roles[role] = held
        else:
            draft.roles.pop(role, None)
