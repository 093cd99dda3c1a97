"""Two claims compared field by field: the sum of frozen weights, and the waterfall that explains it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType

from takhrij.core.records import ClaimLink, Comparison
from takhrij.link.compare import actors, counts, document, persons, place, polarity, time, type, words
from takhrij.link.facts import Facts
from takhrij.link.tables import FIELDS, Tables

Step = tuple[Callable[[Facts, Facts, Tables], int], tuple[int, ...], int]
_FIELDS: dict[str, ModuleType] = {
    "type": type,
    "document": document,
    "polarity": polarity,
    "time": time,
    "place": place,
    "actors": actors,
    "persons": persons,
    "counts": counts,
    "words": words,
}
_LEVELS = tuple((name, _FIELDS[name].level) for name in FIELDS)
# Most pairs do not link, and the sum knows no order: what costs little and leaves least to hope for is asked first.
_ASKED = ("words", "persons", "counts", "time", "document", "polarity", "type", "place", "actors")


def score(a: Facts, b: Facts, tables: Tables) -> int:
    """Evidence that two claims tell one happening, in hundredths of a bit."""
    model = tables.model
    total = model.prior
    for name, level in _LEVELS:
        total += model.weights[name][level(a, b, tables)]
    return total


def levels(a: Facts, b: Facts, tables: Tables) -> dict[str, int]:
    """The level of each field: what the weights are fitted on."""
    return {name: level(a, b, tables) for name, level in _LEVELS}


def reaches(a: Facts, b: Facts, tables: Tables, steps: Sequence[Step]) -> int | None:
    """The score where it reaches the threshold, else None; stops when the fields left cannot reach it.

    `steps` are those of `steps_of` for the same tables.
    """
    total = tables.model.prior
    for level, weights, needed in steps:
        total += weights[level(a, b, tables)]
        if total < needed:
            return None
    return total


def steps_of(tables: Tables) -> tuple[Step, ...]:
    """For each field its comparison, its weights, and the least sum up to it from which the rest can still reach."""
    model = tables.model
    most = {name: max(model.weights[name]) for name in FIELDS}
    return tuple(
        (
            _FIELDS[name].level,
            model.weights[name],
            model.threshold - sum(most[left] for left in _ASKED[position + 1 :]),
        )
        for position, name in enumerate(_ASKED)
    )


def explain(a: Facts, b: Facts, tables: Tables, judged: str = "machine") -> ClaimLink:
    """The link of two claims with one Comparison a field; weights in bits, the prior as its first row."""
    model = tables.model
    first, second = sorted((a, b), key=lambda fact: fact.order)
    rows = [Comparison("prior", 0, model.prior / 100, "two claims of one block, before anything is compared")]
    total = model.prior
    for name, level in _LEVELS:
        reached: int = level(first, second, tables)
        weight = model.weights[name][reached]
        total += weight
        taken = " (taken from the claim beside it)" * (name in first.borrowed or name in second.borrowed)
        rows.append(Comparison(name, reached, weight / 100, _FIELDS[name].REASONS[reached] + taken))
    return ClaimLink(first.id, second.id, total / 100, tuple(rows), judged)
