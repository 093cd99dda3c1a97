"""Blind coding: a round is opened over documents, each coder judges its claims alone, the round is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from takhrij.core.codec import claim_to_json
from takhrij.core.errors import DecisionError, UsageError
from takhrij.core.ids import claim_anchor, sha256
from takhrij.core.records import NARRATOR, Anchor, Claim, Decision, Reading, Span
from takhrij.resources import Resources
from takhrij.store import Store
from takhrij.store.anchors import make_anchor
from takhrij.store.decisions import NOWHERE
from takhrij.store.pins import edited, quoted
from takhrij.store.rounds import CLOSED, CODE, ROUND, Coded, Round, Verdict, coded, rounds

MOST_CLAIMS = 2000
"""Claims of one round: more than people judge, and few enough to be kept whole in the log."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A round to be opened. `documents` are SHA-256; with `draw`, that many of them are drawn by the seed."""

    name: str
    documents: tuple[str, ...]
    coders: tuple[str, ...]
    seed: int = 0
    draw: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a coder judges of a claim: for an edit a field, its value and, if one will, the page's words for it."""

    verdict: Verdict
    field: str | None = None
    value: Any = None
    words: str | Span | None = None


Signature = tuple[str, str, str]
"""Who, when (ISO 8601 UTC seconds) and why."""


def open_round(store: Store, plan: Plan, signature: Signature) -> Round:
    """Open a round over what the program reads in its documents. Raises UsageError, DecisionError."""
    coders = tuple(dict.fromkeys(name.strip() for name in plan.coders))
    if len(coders) < 2 or not all(coders):
        raise UsageError("a coding round needs at least two coders, each with a name")
    if not plan.name.strip():
        raise UsageError("a coding round needs a name")
    if any(r.name == plan.name for r in rounds(store.decisions())):
        raise UsageError(f"there is a coding round '{plan.name}' already; give this one another name")
    documents = _drawn(plan)
    claims: dict[str, list[Any]] = {}
    for document in documents:
        extraction = store.extraction(document)
        if extraction is None:
            raise DecisionError(f"document {document[:12]} is not read in this case; add it or run `takhrij rebuild`")
        claims[document] = [claim_to_json(claim) for claim in extraction.claims]
    count = sum(map(len, claims.values()))
    if not 0 < count <= MOST_CLAIMS:
        raise UsageError(f"these documents hold {count} claims; a round takes 1 to {MOST_CLAIMS}: choose others")
    told = {"name": plan.name, "documents": list(documents), "coders": list(coders), "seed": plan.seed}
    by, at, why = signature
    made = store.append_decision(Decision("", ROUND, NOWHERE, by, at, why, {**told, "claims": claims}))
    return next(r for r in rounds(store.decisions()) if r.id == made.id)


def _drawn(plan: Plan) -> tuple[str, ...]:
    documents = tuple(dict.fromkeys(plan.documents))
    if plan.draw is None:
        chosen = documents
    elif 0 < plan.draw <= len(documents):
        chosen = tuple(sorted(documents, key=lambda d: shuffled(plan.seed, d))[: plan.draw])
    else:
        raise UsageError(f"{plan.draw} documents cannot be drawn from {len(documents)}")
    if not chosen:
        raise UsageError("a coding round needs documents")
    return tuple(sorted(chosen))


def shuffled(seed: int, *names: str) -> str:
    """A key that sorts things in an order which depends on the seed alone: not on the machine, nor on other things."""
    return sha256("\0".join((str(seed), *names)).encode("utf-8", "surrogatepass"))


def order(round: Round, coder: str) -> tuple[Claim, ...]:
    """The claims as one coder goes through them: documents in an order of the coder's own, claims in text order."""
    return tuple(
        sorted(round.claims.values(), key=lambda c: (shuffled(round.seed, coder, c.document), c.trigger.start, c.id))
    )


def own(store: Store, round: Round, coder: str) -> Mapping[str, Coded]:
    """What one coder judged, by unit; a claim added and withdrawn again is left out."""
    every = (c for c in coded(store.decisions(), round.id) if c.coder == coder)
    return {c.unit: c for c in every if c.claim is not None or c.unit in round.claims}


def progress(store: Store, round: Round) -> Mapping[str, int]:
    """How many of the round's claims each coder has judged."""
    done = coded(store.decisions(), round.id)
    return {coder: sum(c.coder == coder and c.unit in round.claims for c in done) for coder in round.coders}


def close_round(store: Store, round: Round, signature: Signature, unfinished: bool = False) -> Decision:
    """End the coding, so that the judgements can be seen and adjudicated. Raises UsageError while some are missing."""
    if round.closed:
        raise UsageError(f"the round '{round.name}' is closed already")
    missing = {who: len(round.claims) - n for who, n in progress(store, round).items() if n < len(round.claims)}
    if missing and not unfinished:
        told = ", ".join(f"{who} {n}" for who, n in missing.items())
        raise UsageError(f"not all claims are judged (missing: {told}); wait, or close the round unfinished")
    by, at, why = signature
    return store.append_decision(Decision("", CLOSED, NOWHERE, by, at, why, {"round": round.id}))


def code(store: Store, round: Round, unit: str, answer: Answer, signature: Signature) -> Coded:
    """Log one coder's judgement of a claim; a later one takes its place. Raises UsageError, DecisionError.

    An edit goes on from what the same coder edited before, so that several fields can be set one after another.
    """
    _refuse_stranger(round, signature[0])
    shown = round.claims.get(unit)
    mine = own(store, round, signature[0]).get(unit)
    claim = shown or (mine.claim if mine else None)
    if claim is None:
        raise DecisionError(f"the round '{round.name}' has no claim '{unit}'; `takhrij team claims` lists them")
    reading = _reading(store, claim.document)
    kept: Any = None
    verdict: Verdict = answer.verdict
    if verdict == "edit":
        base = mine.claim if mine is not None and mine.claim is not None else claim
        words = _span(reading, answer.words, claim.trigger.start)
        if answer.field is None:
            raise UsageError("an edit needs the field and its value")
        kept = edited(base, answer.field, answer.value, words)["claim"]
        verdict = "edit" if shown is not None else "add"
    elif verdict != "reject":
        kept = claim_to_json(claim)
    anchor = make_anchor(reading, claim.trigger, claim.type)
    return _logged(store, anchor, (round, unit, verdict, kept), signature)


def add(store: Store, round: Round, document: str, told: tuple[str, str, int], signature: Signature) -> Coded:
    """Log a claim that the program missed: its type, the words that tell it and about where they stand.

    Its other fields are set by `code` with an edit. Raises UsageError, DecisionError.
    """
    _refuse_stranger(round, signature[0])
    if document not in round.documents:
        raise UsageError("this document is not in the round")
    kind, words, near = told
    if kind not in Resources(store.overlay).documents("events"):
        raise UsageError(f"'{kind}' is no event type of this case")
    reading = _reading(store, document)
    if not words.strip():
        raise UsageError("a claim needs the words that tell it, copied from the page")
    trigger = quoted(reading, words, near)
    unit = claim_anchor(document, kind, trigger.start)
    if unit in round.claims:
        raise UsageError("the program read a claim of this type at these words; accept or edit that one")
    claim = Claim(unit, document, kind, "asserted", "did", trigger, (trigger,), {}, (NARRATOR,))
    return _logged(store, make_anchor(reading, trigger, kind), (round, unit, "add", claim_to_json(claim)), signature)


def _span(reading: Reading, words: str | Span | None, near: int) -> Span | None:
    """Words of a page as a Span; refuses one that does not stand there."""
    if isinstance(words, Span):
        make_anchor(reading, words, "")
        return words
    return quoted(reading, words, near) if words else None


def _logged(store: Store, anchor: Anchor, told: tuple[Round, str, Verdict, Any], signature: Signature) -> Coded:
    round, unit, verdict, claim = told
    by, at, why = signature
    value = {"round": round.id, "unit": unit, "verdict": verdict, "claim": claim}
    with store.deciding():
        # Whoever closed the round meanwhile has begun to look at it.
        if next((r.closed for r in rounds(store.decisions()) if r.id == round.id), True):
            raise UsageError(f"the round '{round.name}' is closed; nothing more is coded in it")
        made = store.append_decision(Decision("", CODE, anchor, by, at, why, value))
    return next(c for c in coded((made,), round.id) if c.id == made.id)


def _refuse_stranger(round: Round, coder: str) -> None:
    if coder not in round.coders:
        raise UsageError(f"'{coder}' is no coder of the round '{round.name}' ({', '.join(round.coders)} are)")


def _reading(store: Store, document: str) -> Reading:
    reading = store.reading(document)
    if reading is None:
        raise DecisionError("this document has no reading now; run `takhrij rebuild`, then go on")
    return reading
