"""Coding rounds in the log of decisions: who is to code which claims, and what each coder judged.

A round's claims are kept as the program read them when it was opened, so that all coders judge the same thing,
whatever is decided or read anew meanwhile. What a coder judges changes no claim of the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from takhrij.core.codec import claim_from_json
from takhrij.core.errors import DecisionError
from takhrij.core.records import Claim, Decision
from takhrij.store.decisions import standing

ROUND, CLOSED, CODE = "round", "round_closed", "code"
Verdict = Literal["accept", "reject", "edit", "add"]


@dataclass(frozen=True, slots=True)
class Round:
    """One coding round. `claims` are those to be judged, by id, in the order of its documents and of their text."""

    id: str
    name: str
    documents: tuple[str, ...]
    coders: tuple[str, ...]
    seed: int
    claims: Mapping[str, Claim]
    by: str
    at: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Coded:
    """What one coder last judged of one claim; `claim` as it should read, or None where it should not be there.

    `unit` is the id of the round's claim, or of the claim that the coder added.
    """

    id: str
    round: str
    unit: str
    coder: str
    verdict: Verdict
    claim: Claim | None
    at: str
    why: str


def rounds(decisions: Iterable[Decision]) -> tuple[Round, ...]:
    """The rounds of a case in the order opened; one whose opening was undone is none."""
    kept = standing(decisions)
    closed = {d.value["round"] for d in kept if d.verb == CLOSED}
    return tuple(_round(d, d.id in closed) for d in kept if d.verb == ROUND)


def round_named(decisions: Iterable[Decision], name: str) -> Round:
    """The round of a name, of an id or of an unambiguous beginning of one. Raises DecisionError."""
    every = rounds(decisions)
    found = [r for r in every if name in (r.id, r.name)] or [r for r in every if name and r.id.startswith(name)]
    if len(found) != 1:
        told = f"'{name}' names {len(found)} coding rounds" if found else f"there is no coding round '{name}'"
        raise DecisionError(f"{told}; `takhrij team list` lists them with their ids")
    return found[0]


def coded(decisions: Iterable[Decision], round: str) -> tuple[Coded, ...]:
    """What each coder last judged of each claim of a round, in the order of judging."""
    last: dict[tuple[str, str], Coded] = {}
    for decision in standing(decisions):
        if decision.verb == CODE and decision.value["round"] == round:
            key = (decision.by, decision.value["unit"])
            last.pop(key, None)
            last[key] = _coded(decision)
    return tuple(last.values())


def adjudicated(decisions: Iterable[Decision], round: str) -> Mapping[str, Decision]:
    """By unit, the ordinary decision that settled it; the last of several."""
    found: dict[str, Decision] = {}
    for decision in standing(decisions):
        value = decision.value
        if decision.verb in ("accept", "reject", "edit") and isinstance(value, dict) and value.get("round") == round:
            found[value["unit"]] = decision
    return found


def blinded(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The log without what coders judged in rounds that are still open, for nobody may see it before they closed."""
    every = tuple(decisions)
    open_rounds = {r.id for r in rounds(every) if not r.closed}
    hidden = {d.id for d in every if d.verb == CODE and d.value["round"] in open_rounds}
    return tuple(d for d in every if d.id not in hidden and d.undoes not in hidden)


def _round(decision: Decision, closed: bool) -> Round:
    told: Mapping[str, Any] = decision.value
    return Round(
        id=decision.id,
        name=told["name"],
        documents=tuple(told["documents"]),
        coders=tuple(told["coders"]),
        seed=told["seed"],
        claims={claim.id: claim for claim in _claims(told["claims"])},
        by=decision.by,
        at=decision.at,
        closed=closed,
    )


def _claims(kept: Mapping[str, Any]) -> Iterator[Claim]:
    for document, claims in kept.items():
        yield from (claim_from_json(document, claim) for claim in claims)


def _coded(decision: Decision) -> Coded:
    value = decision.value
    claim = value["claim"]
    return Coded(
        id=decision.id,
        round=value["round"],
        unit=value["unit"],
        coder=decision.by,
        verdict=value["verdict"],
        claim=None if claim is None else claim_from_json(decision.anchor.document, claim),
        at=decision.at,
        why=decision.why,
    )
