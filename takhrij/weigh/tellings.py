"""Printings of one telling: what one page made of copied words holds for all pages that print them.

«الأربعاء» in a reprint of the week after is still the Wednesday of the report, so that a difference which only the
reading of a copy made is no contradiction. A number or sum that the copy tells in other words stays its own, and so do
places that the sentences of both name, each its own: the text of one report told again of another town.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from takhrij.core.codec import COUNT_ROLES
from takhrij.core.records import AmountRef, Claim, CountRef, Filler, PlaceRef

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
        if claim.roles.get(role) and not _in_other_words(role, claim, first):
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


def _in_other_words(role: str, claim: Claim, first: Claim) -> bool:
    """Whether a copy tells a role by itself and otherwise than the printing that speaks for it."""
    if role == "place":
        mine, theirs = _named(claim), _named(first)
        return bool(mine and theirs) and mine != theirs
    return role in _IN_ITS_OWN_WORDS and _words(claim.roles[role]) != _words(first.roles[role])


def _named(claim: Claim) -> frozenset[str]:
    """The places that the sentences of a claim name."""
    return frozenset(
        place.id
        for place in claim.roles.get("place", ())
        if isinstance(place, PlaceRef) and any(e.start <= place.span.start < e.end for e in claim.evidence)
    )
