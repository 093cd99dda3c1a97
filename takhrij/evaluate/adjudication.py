"""Settling a closed round: the adjudicator's choice of a claim becomes ordinary decisions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from takhrij.core.codec import claim_to_json
from takhrij.core.errors import DecisionError, OvertakenError, UsageError
from takhrij.core.records import Claim, Decision, Reading
from takhrij.evaluate.coding import Signature
from takhrij.evaluate.fields import PLAIN, differing
from takhrij.evaluate.team import Unit, units
from takhrij.store import Store
from takhrij.store.anchors import make_anchor
from takhrij.store.rounds import Round, adjudicated, coded, rounds

PROGRAM, NONE = "program", "none"
"""Choices beside the coders' names: the claim as the program reads it, and that there is no claim."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose telling of a unit holds: a coder's name, `PROGRAM` or `NONE`."""

    unit: str
    of: str


def settled(store: Store, round: Round) -> dict[str, Decision]:
    """By unit, the decision that settled it."""
    return dict(adjudicated(store.decisions(), round.id))


def closed_units(store: Store, round: Round) -> tuple[Unit, ...]:
    """The units of a round. Raises UsageError while it is open: nobody may see the judgements before."""
    decisions = store.decisions()
    if not next((r.closed for r in rounds(decisions) if r.id == round.id), False):
        raise UsageError(
            f"the round '{round.name}' is still open; close it (`takhrij team close`) before looking at its judgements"
        )
    return units(round, coded(decisions, round.id))


def adjudicate(
    store: Store, round: Round, choice: Choice, signature: Signature, again: bool = False
) -> tuple[Decision, ...]:
    """Log the ordinary decisions that make a choice hold: accept, reject, or an edit for each field that differs.

    A unit that another settled meanwhile is refused unless `again`, which says that the first choice was seen.
    Raises OvertakenError, UsageError, DecisionError.
    """
    with store.deciding():
        unit = next((u for u in closed_units(store, round) if u.key == choice.unit), None)
        if unit is None:
            raise DecisionError(f"the round '{round.name}' has no claim '{choice.unit}'")
        earlier = adjudicated(store.decisions(), round.id).get(unit.key)
        if earlier is not None and not again:
            raise OvertakenError(
                f"{earlier.by} settled this claim at {earlier.at} ({earlier.verb}); look at it again"
            )
        claim = _chosen(round, unit, choice.of)
        reading = store.reading(unit.document)
        if reading is None:
            raise DecisionError("this document has no reading now; run `takhrij rebuild`, then decide")
        made = _decisions(unit, claim, reading, signature)
        mark = {"round": round.id, "unit": unit.key}
        return tuple(store.append_decision(replace(d, value={**d.value, **mark})) for d in made)


def adjudicate_agreed(store: Store, round: Round, signature: Signature) -> int:
    """Settle every unit that all coders judged alike and that is not settled yet; how many there were."""
    done = settled(store, round)
    alike = [u for u in closed_units(store, round) if u.whole and not u.apart and u.key not in done]
    for unit in alike:
        adjudicate(store, round, Choice(unit.key, round.coders[0]), signature)
    return len(alike)


def _chosen(round: Round, unit: Unit, of: str) -> Claim | None:
    if of == NONE:
        return None
    if of == PROGRAM:
        return unit.shown
    if of not in round.coders:
        raise UsageError(f"choose {PROGRAM}, {NONE} or one of {', '.join(round.coders)}")
    coder = round.coders.index(of)
    if unit.verdict(coder) is None:
        raise UsageError(f"{of} has not judged this claim")
    return unit.claim(coder)


def _decisions(unit: Unit, chosen: Claim | None, reading: Reading, signature: Signature) -> list[Decision]:
    by, at, why = signature
    place = unit.shown or next(a.claim for a in unit.answers if a is not None and a.claim is not None)
    anchor = make_anchor(reading, place.trigger, place.type)
    blank = Decision("", "reject", anchor, by, at, why, {})
    if chosen is None:
        return [blank]
    if unit.shown is None:
        anchor = make_anchor(reading, chosen.trigger, chosen.type)
        return [replace(blank, verb="accept", anchor=anchor, value={"claim": claim_to_json(chosen)})]
    fields = differing(unit.shown, chosen)
    if not fields:
        return [replace(blank, verb="accept", value={"claim": claim_to_json(unit.shown)})]
    made, step = [], claim_to_json(unit.shown)
    marks: list[dict[str, Any]] = list(step.get("edited", ()))
    for field in fields:
        was = step.get(field, step["roles"].get(field))
        step, value = _with({**step, "edited": list(marks)}, claim_to_json(chosen), field)
        # Each decision carries the marks of those before it, as edits made one after another do.
        marks.append({"field": field, "by": by, "at": at, "why": why, "was": was})
        anchor = make_anchor(reading, place.trigger, place.type, field)
        made.append(replace(blank, verb="edit", anchor=anchor, value={"value": value, "claim": step}))
    return made


def _with(claim: dict[str, Any], chosen: dict[str, Any], field: str) -> tuple[dict[str, Any], Any]:
    """A claim with one field as chosen, and that field's value."""
    if field in PLAIN:
        return {**claim, field: chosen[field]}, chosen[field]
    value = chosen["roles"].get(field, [])
    roles = {role: told for role, told in claim["roles"].items() if role != field}
    return {**claim, "roles": {**roles, field: value} if value else roles}, value
