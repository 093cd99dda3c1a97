"""A random sample of what the program read, judged right or wrong field by field: how often it errs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from takhrij.core.codec import claim_from_json, claim_to_json
from takhrij.core.errors import DecisionError, UsageError
from takhrij.core.records import Claim, Decision
from takhrij.evaluate.agreement import wilson
from takhrij.evaluate.coding import Signature, shuffled
from takhrij.evaluate.fields import EXISTS, PLAIN, ROLES, told
from takhrij.store import Store
from takhrij.store.anchors import make_anchor
from takhrij.store.decisions import NOWHERE, standing

SAMPLE, CHECK = "sample", "check"
MOST = 2000
WHOLE = "any field"


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample to be drawn: how many claims by which seed; `by_type` gives each type its share of the whole."""

    n: int
    seed: int
    by_type: bool = False
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """Claims drawn, by id and as they were read then; `population` is how many they were drawn from."""

    id: str
    claims: Mapping[str, Claim]
    population: int
    seed: int
    by_type: bool
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a field is wrong: `low` and `high` bound the share by 95 % (Wilson), None where nothing is judged."""

    field: str
    wrong: int
    n: int
    low: float | None
    high: float | None

    @classmethod
    def of(cls, field: str, wrong: int, n: int) -> Rate:
        """The rate of a count."""
        low, high = wilson(wrong, n) or (None, None)
        return cls(field, wrong, n, low, high)

    def as_json(self) -> dict[str, Any]:
        """The printed form: shares to three decimals."""
        rate = None if self.n == 0 else round(self.wrong / self.n, 3)
        low, high = (None if b is None else round(b, 3) for b in (self.low, self.high))
        return {"field": self.field, "wrong": self.wrong, "n": self.n, "rate": rate, "low": low, "high": high}


def chosen(claims: Iterable[Claim], draw: Draw) -> list[Claim]:
    """The claims that a seed draws. The order of the claims and those not drawn from change nothing.

    Raises UsageError for a sample of nothing, or larger than what there is.
    """
    every = sorted(
        (c for c in claims if not draw.types or c.type in draw.types), key=lambda c: shuffled(draw.seed, c.id)
    )
    if not 0 < draw.n <= min(len(every), MOST):
        raise UsageError(f"{draw.n} claims cannot be drawn from {len(every)}; a sample takes 1 to {MOST}")
    if not draw.by_type:
        return every[: draw.n]
    share = _shares(Counter(c.type for c in every), draw.n)
    taken: Counter[str] = Counter()
    kept = []
    for claim in every:
        if taken[claim.type] < share[claim.type]:
            taken[claim.type] += 1
            kept.append(claim)
    return kept


def _shares(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """Each stratum's part of a sample, by largest remainder: the whole stays what it is, so its rate needs no weights."""
    total = sum(sizes.values())
    parts = {name: n * size // total for name, size in sizes.items()}
    left = sorted(sizes, key=lambda name: (-(n * sizes[name] % total), name))
    for name in left[: n - sum(parts.values())]:
        parts[name] += 1
    return parts


def draw_sample(store: Store, draw: Draw, signature: Signature) -> Sample:
    """Draw a sample of the program's own claims, decisions left aside, and log it. Raises UsageError."""
    every = [c for c in store.claims() if not draw.types or c.type in draw.types]
    picked = chosen(every, draw)
    claims = [[c.document, claim_to_json(c)] for c in picked]
    told_ = {"n": draw.n, "seed": draw.seed, "by_type": draw.by_type, "types": list(draw.types)}
    by, at, why = signature
    value = {**told_, "population": len(every), "claims": claims}
    return _sample(store.append_decision(Decision("", SAMPLE, NOWHERE, by, at, why, value)))


def samples(decisions: Iterable[Decision]) -> tuple[Sample, ...]:
    """The samples of a case in the order drawn."""
    return tuple(_sample(d) for d in standing(decisions) if d.verb == SAMPLE)


def sample_named(decisions: Iterable[Decision], name: str) -> Sample:
    """The sample of an id or of an unambiguous beginning of one. Raises DecisionError."""
    found = [s for s in samples(decisions) if name and s.id.startswith(name)]
    if len(found) != 1:
        told_ = f"'{name}' begins {len(found)} samples" if found else f"there is no sample '{name}'"
        raise DecisionError(f"{told_}; `takhrij sample list` lists them")
    return found[0]


def _sample(decision: Decision) -> Sample:
    value = decision.value
    claims = [claim_from_json(document, claim) for document, claim in value["claims"]]
    head = {claim.id: claim for claim in claims}
    return Sample(decision.id, head, value["population"], value["seed"], value["by_type"], decision.by, decision.at)


def check(store: Store, sample: Sample, unit: str, wrong: Sequence[str], signature: Signature) -> Decision:
    """Log which fields of a claim of a sample are wrong; none: the claim is right. Raises UsageError, DecisionError.

    ``claim`` says that nothing of it is told there, so that its other fields are not judged.
    """
    claim = sample.claims.get(unit)
    if claim is None:
        raise DecisionError(f"the sample {sample.id} has no claim '{unit}'; `takhrij sample claims` lists them")
    unknown = sorted(set(wrong) - {EXISTS, *PLAIN, *ROLES})
    if unknown:
        raise UsageError(f"a claim has no field '{unknown[0]}'; give {', '.join((EXISTS, *PLAIN, *ROLES))}")
    reading = store.reading(claim.document)
    if reading is None:
        raise DecisionError("this document has no reading now; run `takhrij rebuild`, then go on")
    by, at, why = signature
    value = {"sample": sample.id, "unit": unit, "wrong": sorted(set(wrong))}
    return store.append_decision(
        Decision("", CHECK, make_anchor(reading, claim.trigger, claim.type), by, at, why, value)
    )


def checks(decisions: Iterable[Decision], sample: str) -> dict[str, Decision]:
    """The last judgement of each claim of a sample, by claim id."""
    return {d.value["unit"]: d for d in standing(decisions) if d.verb == CHECK and d.value["sample"] == sample}


def report(sample: Sample, judged: Mapping[str, Decision]) -> tuple[Rate, ...]:
    """How often any field, the claim as such, and each field is wrong, over the claims judged so far.

    A field counts where the claim tells it or a person missed it there; of a claim that is none, no field is judged.
    """
    done = [(sample.claims[unit], set(d.value["wrong"])) for unit, d in judged.items() if unit in sample.claims]
    rates = [Rate.of(WHOLE, sum(bool(wrong) for _, wrong in done), len(done))]
    rates.append(Rate.of(EXISTS, sum(EXISTS in wrong for _, wrong in done), len(done)))
    real = [(claim, wrong) for claim, wrong in done if EXISTS not in wrong]
    for field in (*PLAIN, *ROLES):
        n = sum(field in told([claim]) or field in wrong for claim, wrong in real)
        if n:
            rates.append(Rate.of(field, sum(field in wrong for _, wrong in real), n))
    return tuple(rates)


def by_type(sample: Sample, judged: Mapping[str, Decision]) -> tuple[Rate, ...]:
    """How often a claim of each type has any field wrong."""
    done = [(sample.claims[unit].type, bool(d.value["wrong"])) for unit, d in judged.items() if unit in sample.claims]
    kinds = sorted({kind for kind, _ in done})
    return tuple(
        Rate.of(k, sum(w for kind, w in done if kind == k), sum(kind == k for kind, _ in done)) for k in kinds
    )
