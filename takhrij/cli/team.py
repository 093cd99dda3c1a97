"""Commands of coding teams: rounds that are coded blind, their agreement, and settling what differs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from takhrij.cli.deciding import decided_value, relink
from takhrij.cli.terms import Case, Change, FormatOption, login, opened, put
from takhrij.core.errors import UsageError
from takhrij.core.records import Claim

if TYPE_CHECKING:
    from takhrij.evaluate.coding import Signature
    from takhrij.show.view import CaseView
    from takhrij.store import Store
    from takhrij.store.rounds import Round

RoundName = Annotated[str, Parameter(help="name or id of a coding round")]
ClaimName = Annotated[str, Parameter(help="id of a claim of the round; its beginning will do")]
By = Annotated[str | None, Parameter(help="who judges; your login name unless given")]


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges, and why."""

    by: By = None
    why: Annotated[str, Parameter(help="the reason, kept with the judgement")] = ""

    @property
    def signature(self) -> Signature:
        """Who, now, and why. Raises UsageError where the login name is not known."""
        return _signature(self.by, self.why)


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Chosen:
    """Which documents a round is about."""

    document: Annotated[tuple[str, ...], Parameter(help="label of a document; all unless given", negative="")] = ()
    draw: Annotated[int | None, Parameter(help="draw that many of the documents by the seed")] = None
    seed: Annotated[int, Parameter(help="number that decides what is drawn and in which order it is coded")] = 0


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Settling:
    """Which claims are settled."""

    agreed: Annotated[bool, Parameter(help="settle every claim on which all coders agree", negative="")] = False
    again: Annotated[bool, Parameter(help="settle anew what was settled", negative="")] = False


_UNCHANGED, _JUDGE, _EVERY, _LEFT = Change(), Judge(), Chosen(), Settling()


def _signature(by: str | None, why: str = "") -> Signature:
    from takhrij import pipeline

    return by or login(), pipeline.now(), why


def open_round(
    name: Annotated[str, Parameter(help="name of the new round")],
    *,
    case: Case,
    coder: Annotated[tuple[str, ...], Parameter(help="a coder's name; give at least two", negative="")],
    chosen: Chosen = _EVERY,
    by: By = None,
) -> None:
    """Open a round: each coder judges the same claims alone."""
    from takhrij import pipeline
    from takhrij.evaluate import coding

    with opened(case) as store:
        view = pipeline.view(store)
        with_claims = {e.reading.document for e in store.extractions() if e.claims}
        documents = tuple(document_named(view, d) for d in chosen.document) or tuple(sorted(with_claims))
        plan = coding.Plan(name, documents, coder, chosen.seed, chosen.draw)
        made = coding.open_round(store, plan, _signature(by))
    print(
        f"Round {made.id} '{made.name}' is open: {len(made.claims)} claims of {len(made.documents)} documents, to be "
        f"judged by {' and '.join(made.coders)}. `takhrij team claims {made.id} --by CODER --case {case}` lists them."
    )


def document_named(view: CaseView, name: str) -> str:
    """The SHA-256 of a document by its label, its hash or the beginning of that. Raises UsageError."""
    found = [key for key in view.documents if name in (view.label(key), key)]
    found = found or [key for key in view.documents if len(name) >= 4 and key.startswith(name)]
    if len(found) != 1:
        raise UsageError(f"no single document '{name}' in this case; give its label or its SHA-256")
    return found[0]


def rounds(*, case: Case, format: FormatOption = None) -> None:
    """List coding rounds and how far each coder is."""
    from takhrij.evaluate import adjudication, coding
    from takhrij.show import team as columns
    from takhrij.store.rounds import rounds as told

    with opened(case) as store:
        rows = [
            {
                "id": r.id,
                "name": r.name,
                "state": "closed" if r.closed else "open",
                "documents": list(r.documents),
                "claims": len(r.claims),
                "judged": dict(coding.progress(store, r)),
                "settled": len(adjudication.settled(store, r)) if r.closed else None,
                "at": r.at,
            }
            for r in told(store.decisions())
        ]
    put(rows, columns.ROUNDS, format)


def _round(store: Store, name: str) -> Round:
    from takhrij.store.rounds import round_named

    return round_named(store.decisions(), name)


def claims(round: RoundName, *, case: Case, by: By = None, format: FormatOption = None) -> None:
    """List the claims of a round as one coder goes through them, with what that coder judged."""
    from takhrij import pipeline
    from takhrij.evaluate import coding
    from takhrij.show import team as columns
    from takhrij.show import words

    with opened(case) as store:
        told, view = _round(store, round), pipeline.view(store)
        coder = by or login()
        mine = coding.own(store, told, coder)
        added = [c.claim for key, c in mine.items() if key not in told.claims and c.claim is not None]
        rows = [
            {
                "claim": claim.id,
                "document": view.label(claim.document),
                "verdict": mine[claim.id].verdict if claim.id in mine else None,
                "statement": words.statement(_as_judged(mine, claim), view.actor_names),
            }
            for claim in (*coding.order(told, coder), *added)
        ]
    put(rows, columns.CODING, format)


def _as_judged(mine: Any, claim: Claim) -> Claim:
    answer = mine.get(claim.id)
    return claim if answer is None or answer.claim is None else answer.claim


def code(
    round: RoundName,
    claim: ClaimName,
    verdict: Annotated[Literal["accept", "reject", "edit"], Parameter(help="what you judge of it")],
    *,
    case: Case,
    change: Change = _UNCHANGED,
    judge: Judge = _JUDGE,
) -> None:
    """Judge a claim of a round: seen by nobody else until the round is closed, and without effect on the case."""
    from takhrij.evaluate import coding

    if (verdict == "edit") != (change.field is not None and change.value is not None):
        raise UsageError(
            "edit needs --field and --value, e.g. --field time --value 2018-11-13; nothing else takes them"
        )
    with opened(case) as store:
        told, signature = _round(store, round), judge.signature
        every = {*told.claims, *coding.own(store, told, signature[0])}
        found = [claim] if claim in every else sorted(key for key in every if claim and key.startswith(claim))
        if len(found) != 1:
            raise UsageError(f"'{claim}' begins {len(found)} claims of this round; `takhrij team claims` lists them")
        answer = coding.Answer(verdict, change.field, decided_value(verdict, change.value), change.words)
        made = coding.code(store, told, found[0], answer, signature)
        done = coding.progress(store, told)[signature[0]]
    print(f"{made.coder}: {made.verdict} {made.unit} ({done} of {len(told.claims)} judged).")


def add(
    round: RoundName,
    document: Annotated[str, Parameter(help="label of a document of the round")],
    type: Annotated[str, Parameter(help="event type")],
    words: Annotated[
        str, Parameter(help="the page's words that tell it, copied exactly; the first place where they stand")
    ],
    *,
    case: Case,
    judge: Judge = _JUDGE,
) -> None:
    """Add a claim that the program missed; set its fields with `team code … edit`."""
    from takhrij import pipeline
    from takhrij.evaluate import coding

    with opened(case) as store:
        told = _round(store, round)
        key = document_named(pipeline.view(store), document)
        made = coding.add(store, told, key, (type, words, 0), judge.signature)
    print(f"{made.coder}: added {made.unit}.")


def close(
    round: RoundName,
    *,
    case: Case,
    unfinished: Annotated[bool, Parameter(help="close it though claims are not judged", negative="")] = False,
    judge: Judge = _JUDGE,
) -> None:
    """Close a round: nothing more is coded, and the judgements can be seen."""
    from takhrij.evaluate import coding

    with opened(case) as store:
        told = _round(store, round)
        coding.close_round(store, told, judge.signature, unfinished)
    print(
        f"Round '{told.name}' is closed. `takhrij team agreement {told.id} --case {case}` says how far its coders agree."
    )


def agreement(round: RoundName, *, case: Case, format: FormatOption = None) -> None:
    """How far the coders of a closed round agree on each field beyond chance: Cohen's kappa, Krippendorff's alpha."""
    from takhrij.evaluate import adjudication, team
    from takhrij.show import team as columns

    with opened(case) as store:
        told = _round(store, round)
        rows = [row.as_json() for row in team.agreement(told, adjudication.closed_units(store, told))]
    put(rows, columns.AGREEMENT, format)


def differences(round: RoundName, *, case: Case, format: FormatOption = None) -> None:
    """List the claims of a closed round on which coders differ, or which they would change, and what was settled."""
    from takhrij.show import team as columns

    with opened(case) as store:
        rows = _left(store, _round(store, round))
    put(rows, columns.UNITS, format)


def adjudicate(
    round: RoundName,
    claim: Annotated[str | None, Parameter(help="id of a claim of the round")] = None,
    choice: Annotated[str | None, Parameter(help="a coder's name, 'program' or 'none'")] = None,
    *,
    case: Case,
    settling: Settling = _LEFT,
    judge: Judge = _JUDGE,
) -> None:
    """Settle a claim of a closed round: the telling that is chosen becomes ordinary decisions."""
    from takhrij.evaluate import adjudication
    from takhrij.evaluate.adjudication import Choice

    if (claim is None) != (choice is None) or settling.agreed != (claim is None):
        raise UsageError("give a claim and whose telling holds, or --agreed alone")
    with opened(case) as store:
        told = _round(store, round)
        if claim is not None and choice is not None:
            chosen = Choice(claim, choice)
            made = adjudication.adjudicate(store, told, chosen, judge.signature, settling.again)
            print(f"Settled: {', '.join(f'{d.verb} ({d.id})' for d in made)}.")
        else:
            signed = replace(judge, why=judge.why or "all coders agree").signature
            count = adjudication.adjudicate_agreed(store, told, signed)
            print(f"{count} {'claim' if count == 1 else 'claims'} settled as all coders have it.")
        relink(store)


def _left(store: Store, round: Round) -> list[dict[str, Any]]:
    from takhrij import pipeline
    from takhrij.evaluate import adjudication

    view, settled = pipeline.view(store), adjudication.settled(store, round)
    return [
        {
            "claim": unit.key,
            "document": view.label(unit.document),
            "verdicts": {
                c: a.verdict if (a := unit.answers[n]) else unit.verdict(n) for n, c in enumerate(round.coders)
            },
            "apart": list(unit.apart),
            "settled": settled[unit.key].verb if unit.key in settled else None,
        }
        for unit in adjudication.closed_units(store, round)
        if unit.apart or unit.changed
    ]
