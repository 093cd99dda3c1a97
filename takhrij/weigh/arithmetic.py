"""Parts against totals: 16 + 4 = 20."""

from __future__ import annotations

from collections.abc import Iterable

from takhrij.core.codec import COUNT_ROLES
from takhrij.core.records import Check, Claim, CountRef
from takhrij.weigh.values import Range, number, number_words


def checks(claims: Iterable[Claim]) -> tuple[Check, ...]:
    """One Check for each count that is told with at least two parts, in order of claims and roles.

    A total with one part («20, four of them leaders») says nothing to be added up. Open bounds are compared as
    bounds: «more than ten» and 5 fit a total of 20.
    """
    found: list[Check] = []
    for claim in claims:
        for role in COUNT_ROLES:
            found += [check for count in claim.counts(role) if (check := _check(claim.id, role, count)) is not None]
    return tuple(found)


def _check(claim: str, role: str, count: CountRef) -> Check | None:
    if len(count.parts) < 2 or (count.min is None and count.max is None):
        return None
    lows = [part.min for part in count.parts]
    highs = [part.max for part in count.parts]
    low = sum(value or 0 for value in lows)
    high = None if None in highs else sum(value or 0 for value in highs)
    holds = not (
        (count.max is not None and low > count.max + _slack(count))
        or (count.min is not None and high is not None and high < count.min - _slack(count))
    )
    total = number_words(number(count))
    added = " + ".join(number_words(Range(part.min, part.max, False)) for part in count.parts)
    if holds:
        return Check(claim, True, f"{role}: {added} = {total}; the parts add up to the total")
    summed = number_words(Range(low, high, False))
    return Check(claim, False, f"{role}: {added} = {summed}, but the total told is {total}")


def _slack(count: CountRef) -> int:
    return max(1, (count.max or count.min or 0) // 10) if count.approx else 0
