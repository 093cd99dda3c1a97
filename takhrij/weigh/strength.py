"""How many independent origins stand behind an event once what they share is discounted.

An origin counts the less, the more of its words stand in an origin counted before it: the k-th of them adds
Π(1 − share with j) over the earlier j (Dong et al. 2009, with the share of copied words for the chance of copying).
Origins are counted in the order in which they told it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from takhrij.core.records import Copy

Shares = Mapping[tuple[str, str], float]


def shares(copies: Iterable[Copy]) -> dict[tuple[str, str], float]:
    """The share of words that two documents have in common (of the shorter), both ways; stock text left out."""
    found: dict[tuple[str, str], float] = {}
    for copy in copies:
        if copy.passages:
            found[copy.a, copy.b] = found[copy.b, copy.a] = min(1.0, copy.containment)
    return found


def effective(origins: Sequence[Sequence[str]], shared: Shares) -> float:
    """The effective number of origins, each given by its documents, to two places.

    >>> effective([["a"], ["b"], ["c"]], {("a", "b"): 0.4, ("b", "a"): 0.4})
    2.6
    """
    total = 0.0
    for at, documents in enumerate(origins):
        weight = 1.0
        for before in origins[:at]:
            # A document that hands on two reports shares nothing with itself by that.
            pairs = [shared.get((a, b), 0.0) for a in documents for b in before if a != b]
            weight *= 1.0 - max(pairs, default=0.0)
        total += weight
    return round(total, 2)
