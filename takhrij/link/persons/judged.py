"""What a human judged of two namings, laid under everything that the machine joins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from takhrij.core.records.persons import Member, PersonJudgement


def grouped(groups: Sequence[Sequence[int]], document: str, judged: Iterable[PersonJudgement]) -> list[list[int]]:
    """The persons of one document as judged: of two namings held apart the later one leaves its group, two held to be
    one bring theirs together, unless a "different" lies between them."""
    own = [j for j in judged if j.a[0] == j.b[0] == document and j.a != j.b]
    found = [list(group) for group in groups]
    apart = {frozenset((j.a[1], j.b[1])) for j in own if not j.same}
    for first, later in sorted(sorted(pair) for pair in apart):
        home = next((group for group in found if first in group and later in group), None)
        if home is not None:
            home.remove(later)
            found.append([later])
    for j in sorted(j for j in own if j.same):
        one, other = (next((g for g in found if at[1] in g), None) for at in (j.a, j.b))
        if one is None or other is None or one is other:
            continue
        if not any(frozenset((p, q)) in apart for p in one for q in other):
            one.extend(other)
            found.remove(other)
    return sorted((sorted(group) for group in found), key=lambda group: group[0])


def apart_of(members: Iterable[Member], judged: Iterable[PersonJudgement]) -> frozenset[Member]:
    """The namings that are judged to be of another person than some of these."""
    mine, found = set(members), set()
    for j in judged:
        if not j.same:
            found |= {j.b} if j.a in mine else set()
            found |= {j.a} if j.b in mine else set()
    return frozenset(found - mine)
