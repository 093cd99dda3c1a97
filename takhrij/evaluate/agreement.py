"""How far coders agree beyond chance: Cohen's kappa for two, Krippendorff's alpha for any number.

Both take nominal labels and give 1 for full agreement, 0 for what chance would bring, less than 0 for worse.
They are None where chance agreement is certain (one label in all units), for then nothing was tested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

from takhrij.core.errors import UsageError


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
    pairable = [[label for label in unit if label is not None] for unit in units]
    pairable = [labels for labels in pairable if len(labels) > 1]
    if not pairable:
        raise UsageError("Alpha needs at least one unit with labels of two coders.")
    totals: Counter[Hashable] = Counter(label for labels in pairable for label in labels)
    n = totals.total()
    observed = sum(_unequal_pairs(Counter(labels)) / (len(labels) - 1) for labels in pairable)
    expected = _unequal_pairs(totals) / (n - 1)
    return None if expected == 0 else 1 - observed / expected


def _unequal_pairs(labels: Mapping[Hashable, int]) -> int:
    """Ordered pairs of labels that differ."""
    n = sum(labels.values())
    return n * n - sum(count * count for count in labels.values())
