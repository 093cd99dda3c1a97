"""Pairs to clusters that one doubtful link cannot chain, and that never join what a human separated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_SAMPLE = 12
_CLIP = 1200

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clusters:
    """Members by cluster (sorted); pairs that joined clusters; pairs left as bridges; judgements not kept."""

    members: tuple[tuple[int, ...], ...]
    joined: tuple[Pair, ...]
    bridges: tuple[Pair, ...]
    refused: tuple[Pair, ...]


class _Merger:
    def __init__(self, size: int, score: Callable[[int, int], int], threshold: int) -> None:
        self._of = list(range(size))
        self._members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self._apart: dict[int, set[int]] = {}
        self._score, self._threshold = score, threshold

    def root(self, i: int) -> int:
        return self._of[i]

    def separate(self, i: int, j: int) -> None:
        self._apart.setdefault(self._of[i], set()).add(j)
        self._apart.setdefault(self._of[j], set()).add(i)

    def separated(self, i: int, j: int) -> bool:
        """Whether a human's "different" lies between the two clusters; asked before every merge."""
        a, b = self._of[i], self._of[j]
        return any(self._of[k] == b for k in self._apart.get(a, ()))

    def join(self, i: int, j: int) -> None:
        a, b = sorted((self._of[i], self._of[j]))
        for k in self._members[b]:
            self._of[k] = a
        self._members[a] = sorted(self._members[a] + self._members.pop(b))
        self._apart.setdefault(a, set()).update(self._apart.pop(b, set()))

    def supported(self, i: int, j: int) -> bool:
        """Whether the two clusters agree on average (a spread sample of pairs where they are large)."""
        left, right = _spread(self._members[self._of[i]]), _spread(self._members[self._of[j]])
        # One copied sentence must not outweigh many disagreements, nor one disagreement many agreements.
        total = sum(max(-_CLIP, min(_CLIP, self._score(p, q))) for p in left for q in right)
        return total >= self._threshold * len(left) * len(right)

    def clusters(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(self._members[a]) for a in sorted(self._members))


def _spread(members: Sequence[int]) -> Sequence[int]:
    if len(members) <= _SAMPLE:
        return members
    return [members[i * len(members) // _SAMPLE] for i in range(_SAMPLE)]


def cluster(
    size: int,
    links: Iterable[tuple[int, int, int]],
    score: Callable[[int, int], int],
    threshold: int,
    judged: tuple[Sequence[Pair], Sequence[Pair]] = ((), ()),
) -> Clusters:
    """Average-link clusters of `size` items from links (weight, i, j), strongest first, ties by position.

    `judged` is (same, different) by humans: "different" is laid first and asked at every merge, "same" joins
    before any machine link; a "same" that a "different" forbids is `refused`. Source of the rule: average
    linkage, as Bugert et al. 2021 use it; judgements as in nomenklatura, but enforced when merging.
    """
    merger = _Merger(size, score, threshold)
    same, different = judged
    for i, j in sorted(different):
        merger.separate(i, j)
    refused = []
    for i, j in sorted(same):
        if merger.root(i) == merger.root(j):
            continue
        if merger.separated(i, j):
            refused.append((i, j))
        else:
            merger.join(i, j)
    waiting = sorted(links, key=lambda link: (-link[0], link[1], link[2]))
    joined: list[Pair] = []
    # A pair of clusters that is refused early may find support once each has grown.
    for _ in range(3):
        left: list[tuple[int, int, int]] = []
        for weight, i, j in waiting:
            if merger.root(i) == merger.root(j):
                continue
            if not merger.separated(i, j) and merger.supported(i, j):
                merger.join(i, j)
                joined.append((i, j))
            else:
                left.append((weight, i, j))
        if len(left) == len(waiting):
            break
        waiting = left
    bridges = tuple(sorted((i, j) for _, i, j in waiting if merger.root(i) != merger.root(j)))
    return Clusters(merger.clusters(), tuple(sorted(joined)), bridges, tuple(refused))
