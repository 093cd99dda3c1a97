"""Printings of one telling: what one page made of copied words holds for all pages that print them.

«الأربعاء» in a reprint of the week after is still the Wednesday of the report, so that a difference which only the
reading of a copy made is no contradiction. A number or sum that the copy tells in other words stays its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from takhrij.core.codec import COUNT_ROLES
from takhrij.core.records import AmountRef, Claim, CountRef, Filler

_IN_ITS_OWN_WORDS = (*COUNT_ROLES, "amount")


def settled(claims: Sequence[Claim], speaks: Mapping[str, str], by_id: Mapping[str, Claim]) -> tuple[Claim, ...]:
    """The claims, each with what the printing that speaks for its telling says (`speaks`: claim id to claim id)."""
    made = []
    for claim in claims:
        first = by_id.get(speaks.get(claim.id, claim.id), claim)
        made.append(claim if first.id == claim.id or claim.edits else _as_printed_first(claim, first))
    return tuple(made)


def _as_printed_first(claim: Claim, first: Claim) -> Claim:
    roles = dict(claim.roles)
    for role, told in first.roles.items():
        mine = claim.roles.get(role, ())
        if mine and (role not in _IN_ITS_OWN_WORDS or _words(mine) == _words(told)):
            roles[role] = told
    same = first.type == claim.type
    return replace(
        claim,
        roles=roles,
        modality=first.modality if same else claim.modality,
        polarity=first.polarity if same else claim.polarity,
    )


def _words(fillers: Sequence[Filler]) -> tuple[str, ...]:
    return tuple(f.span.text for f in fillers if isinstance(f, CountRef | AmountRef))
