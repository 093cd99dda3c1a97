"""How far coders agree beyond chance: Cohen's kappa for two, Krippendorff's alpha for any number; and how often a
sample errs.

Kappa and alpha give 1 for full agreement, 0 for what chance would bring, less than 0 for worse. They are None where
chance agreement is certain (one label in all units), for then nothing was tested.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Literal, TypeVar

from takhrij.core.errors import UsageError

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Label = TypeVar("Label", bound=Hashable)
Distance = Callable[[float, float], float]
CONFIDENT = 1.959963984540054
"""The normal quantile that leaves 2.5 % on either side: intervals are of 95 %."""


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Kappa of two coders who labelled the same units in the same order (Cohen 1960).

    Raises UsageError for sequences of unequal or no length.

    >>> cohen_kappa(["yes", "yes", "no", "no"], ["yes", "no", "no", "no"])
    0.5
    """
    n = len(first)
    if n == 0 or n != len(second):
        raise UsageError("Kappa needs the same units from both coders; leave out units that one of them skipped.")
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    ours, theirs = Counter(first), Counter(second)
    chance = sum(count * theirs[label] for label, count in ours.items()) / (n * n)
    return None if chance == 1 else (observed - chance) / (1 - chance)


def krippendorff_alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    """Alpha for nominal labels (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability").

    Args:
        units: for each unit the labels its coders gave; None is a coder who did not label it. Units with fewer
            than two labels say nothing about agreement and are left aside.

    Raises UsageError when no unit has two labels.

    >>> krippendorff_alpha([["a", "a"], ["b", "b"]])
    1.0
    """
    pairable = _pairable(units)
    totals: Counter[Hashable] = Counter(label for labels in pairable for label in labels)
    n = totals.total()
    observed = sum(_unequal_pairs(Counter(labels)) / (len(labels) - 1) for labels in pairable)
    expected = _unequal_pairs(totals) / (n - 1)
    return None if expected == 0 else 1 - observed / expected


def krippendorff_alpha_of_numbers(units: Iterable[Sequence[float | None]], level: Level) -> float | None:
    """Alpha where the labels are numbers and a near miss is no full miss (the same paper).

    Args:
        units: for each unit the numbers its coders gave; None is a coder who gave none.
        level: what the numbers are: names, ranks, points on a scale (days), or amounts with a true zero (counts).

    Raises UsageError when no unit has two numbers.

    >>> krippendorff_alpha_of_numbers([[1, 1], [9, 9], [5, 5]], "interval")
    1.0
    """
    pairable = _pairable(units)
    totals: Counter[float] = Counter(number for numbers in pairable for number in numbers)
    far = _distance(level, totals)
    observed = sum(_apart(Counter(numbers), far) / (len(numbers) - 1) for numbers in pairable)
    expected = _apart(totals, far) / (totals.total() - 1)
    return None if expected == 0 else 1 - observed / expected


def wilson(wrong: int, n: int) -> tuple[float, float] | None:
    """The 95 % score interval of a share (Wilson 1927), 0 to 1; None for a sample of nothing.

    >>> [round(bound, 4) for bound in wilson(0, 10)]
    [0.0, 0.2775]
    """
    if n == 0:
        return None
    share, z2 = wrong / n, CONFIDENT * CONFIDENT
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = CONFIDENT / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # At the ends the bound is the end itself; the sum above misses it by a rounding.
    return (0.0 if wrong == 0 else middle - half), (1.0 if wrong == n else middle + half)


def _pairable(units: Iterable[Sequence[Label | None]]) -> list[list[Label]]:
    found = [[label for label in unit if label is not None] for unit in units]
    found = [labels for labels in found if len(labels) > 1]
    if not found:
        raise UsageError("Alpha needs at least one unit with labels of two coders.")
    return found


def _unequal_pairs(labels: Mapping[Hashable, int]) -> int:
    """Ordered pairs of labels that differ."""
    n = sum(labels.values())
    return n * n - sum(count * count for count in labels.values())


def _apart(numbers: Mapping[float, int], far: Distance) -> float:
    """The distances of all ordered pairs, summed in a fixed order."""
    kept = sorted(numbers.items())
    return math.fsum(n * m * far(a, b) for a, n in kept for b, m in kept)


def _distance(level: Level, totals: Mapping[float, int]) -> Distance:
    """The squared distance of two numbers; ranks are as far apart as units lie between them."""
    if level == "nominal":
        return lambda a, b: float(a != b)
    if level == "interval":
        return lambda a, b: (a - b) ** 2
    if level == "ratio":
        return lambda a, b: ((a - b) / (a + b)) ** 2 if a + b else 0.0
    order = sorted(totals)

    def ranks(a: float, b: float) -> float:
        low, high = min(a, b), max(a, b)
        between = sum(totals[c] for c in order if low <= c <= high)
        return float(between - (totals[a] + totals[b]) / 2) ** 2 if a != b else 0.0

    return ranks
