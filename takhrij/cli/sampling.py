"""Commands that check a random sample of what the program read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter

from takhrij.cli.team import By, Judge
from takhrij.cli.terms import Case, FormatOption, login, opened, put
from takhrij.core.errors import UsageError

SampleName = Annotated[str, Parameter(help="id of a sample; its beginning will do")]


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims are drawn."""

    seed: Annotated[int, Parameter(help="number that decides which; the same one draws the same claims")] = 0
    by_type: Annotated[bool, Parameter(help="give each event type its share of the whole", negative="")] = False
    type: Annotated[tuple[str, ...], Parameter(help="only claims of this type", negative="")] = ()


_ANY, _JUDGE = Wanted(), Judge()


def draw(
    n: Annotated[int, Parameter(help="how many claims")],
    *,
    case: Case,
    wanted: Wanted = _ANY,
    by: By = None,
) -> None:
    """Draw claims at random from all that the program read, human decisions left aside."""
    from takhrij import pipeline
    from takhrij.evaluate import sampling

    with opened(case) as store:
        asked = sampling.Draw(n, wanted.seed, wanted.by_type, wanted.type)
        made = sampling.draw_sample(store, asked, (by or login(), pipeline.now(), ""))
    print(
        f"Sample {made.id}: {len(made.claims)} of {made.population} claims. `takhrij sample claims {made.id} --case {case}`"
        " lists them."
    )


def samples(*, case: Case, format: FormatOption = None) -> None:
    """List the samples drawn."""
    from takhrij.evaluate import sampling
    from takhrij.show import team as columns

    with opened(case) as store:
        decisions = store.decisions()
        rows = [
            {
                "id": s.id,
                "n": len(s.claims),
                "population": s.population,
                "seed": s.seed,
                "judged": len(sampling.checks(decisions, s.id)),
                "by": s.by,
                "at": s.at,
            }
            for s in sampling.samples(decisions)
        ]
    put(rows, columns.SAMPLES, format)


def claims(sample: SampleName, *, case: Case, format: FormatOption = None) -> None:
    """List the claims of a sample, with what was judged of them."""
    from takhrij import pipeline
    from takhrij.evaluate import sampling
    from takhrij.show import team as columns
    from takhrij.show import words

    with opened(case) as store:
        view, decisions = pipeline.view(store), store.decisions()
    drawn = sampling.sample_named(decisions, sample)
    judged = sampling.checks(decisions, drawn.id)
    rows = [
        {
            "claim": claim.id,
            "document": view.label(claim.document),
            "wrong": judged[claim.id].value["wrong"] if claim.id in judged else None,
            "statement": words.statement(claim, view.actor_names),
        }
        for claim in drawn.claims.values()
    ]
    put(rows, columns.CHECKING, format)


def check(
    sample: SampleName,
    claim: Annotated[str, Parameter(help="id of a claim of the sample; its beginning will do")],
    wrong: Annotated[
        tuple[str, ...], Parameter(help="the fields that are wrong; 'claim' where nothing of it is told", negative="")
    ] = (),
    *,
    case: Case,
    right: Annotated[bool, Parameter(help="every field is right", negative="")] = False,
    judge: Judge = _JUDGE,
) -> None:
    """Judge a claim of a sample: name the wrong fields, or say --right."""
    from takhrij.evaluate import sampling

    if right == bool(wrong):
        raise UsageError("name the fields that are wrong, or say --right")
    with opened(case) as store:
        drawn = sampling.sample_named(store.decisions(), sample)
        found = [key for key in drawn.claims if claim and key.startswith(claim)]
        name = claim if claim in drawn.claims or len(found) != 1 else found[0]
        sampling.check(store, drawn, name, wrong, judge.signature)
        done = len(sampling.checks(store.decisions(), drawn.id))
    print(f"{name} is judged ({done} of {len(drawn.claims)}).")


def report(
    sample: SampleName,
    *,
    case: Case,
    by_type: Annotated[bool, Parameter(help="a row for each event type", negative="")] = False,
    format: FormatOption = None,
) -> None:
    """How often the program errs by a sample: each field's share of errors with its 95 % interval."""
    from takhrij.evaluate import sampling
    from takhrij.show import team as columns

    with opened(case) as store:
        decisions = store.decisions()
    drawn = sampling.sample_named(decisions, sample)
    judged = sampling.checks(decisions, drawn.id)
    rates = sampling.by_type(drawn, judged) if by_type else sampling.report(drawn, judged)
    put([rate.as_json() for rate in rates], columns.RATES, format)
