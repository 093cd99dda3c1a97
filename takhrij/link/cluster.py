"""Pairs to clusters that one doubtful link cannot chain, and that never join what a human separated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_SAMPLE = 12
_CLIP = 1200

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clusters:
    """Members by cluster (sorted); pairs that joined clusters; pairs left as bridges; judgements not kept; for
    each item the one that speaks for its telling."""

    members: tuple[tuple[int, ...], ...]
    joined: tuple[Pair, ...]
    bridges: tuple[Pair, ...]
    refused: tuple[Pair, ...]
    speaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of the items before any two are compared.

    Attributes:
        same, different: judgements of humans, by positions.
        copied: printings of one telling. Of all of them one speaks, so that a report printed by a hundred pages
            weighs as much as one that is printed once.
        untold: how many fields each item leaves untold; of a telling's printings the fullest speaks, of equal
            ones the first.
        vague: how much of when and where each item leaves untold.
    """

    same: Sequence[Pair] = ()
    different: Sequence[Pair] = ()
    copied: Sequence[Pair] = ()
    untold: Sequence[int] = ()
    vague: Sequence[int] = ()


class _Merger:
    def __init__(
        self, size: int, score: Callable[[int, int], int], threshold: int, vague: Sequence[int] = ()
    ) -> None:
        self._vague = vague
        self._of = list(range(size))
        self._members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self._apart: dict[int, set[int]] = {}
        self._score, self._threshold = score, threshold
        self._speaks = list(range(size))
        self._answers: dict[tuple[int, int, int, int], bool] = {}

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
        a, b = sorted((self._of[i], self._of[j]))
        # Clusters only grow, so that their sizes say whether they are those that were asked before.
        asked = a, b, len(self._members[a]), len(self._members[b])
        if asked not in self._answers:
            left, right = _spread(self._speakers(a)), _spread(self._speakers(b))
            # One copied sentence must not outweigh many disagreements, nor one disagreement many agreements.
            total = sum(max(-_CLIP, min(_CLIP, self._score(p, q))) for p in left for q in right)
            self._answers[asked] = total >= self._threshold * len(left) * len(right)
        return self._answers[asked]

    def _speakers(self, cluster: int) -> Sequence[int]:
        """Who is asked for a cluster: one printing a telling, and of these whoever tells most of when and where; what
        tells neither fits nothing, and would keep apart what the others join."""
        speaking = sorted({self._speaks[k] for k in self._members[cluster]})
        if not self._vague:
            return speaking
        least = min(self._vague[k] for k in speaking)
        return [k for k in speaking if self._vague[k] == least]

    def let_speak(self, tellings: Iterable[Sequence[int]], untold: Sequence[int]) -> None:
        """Let one printing speak for each telling."""
        for printings in tellings:
            fullest = min(printings, key=lambda k: (untold[k] if untold else 0, k))
            for k in printings:
                self._speaks[k] = fullest

    @property
    def speakers(self) -> tuple[int, ...]:
        """For each item the one that speaks for its telling."""
        return tuple(self._speaks)

    def clusters(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(self._members[a]) for a in sorted(self._members))


def _print_together(merger: _Merger, size: int, given: Given) -> list[Pair]:
    """Join the printings of each telling; what a human holds apart stays so."""
    telling = {i: [i] for i in range(size)}
    joined: list[Pair] = []
    for i, j in sorted(given.copied):
        if telling[i] is telling[j] or merger.separated(i, j):
            continue
        if merger.root(i) != merger.root(j):
            merger.join(i, j)
        joined.append((i, j))
        large, small = sorted((telling[i], telling[j]), key=len, reverse=True)
        large += small
        for k in small:
            telling[k] = large
    merger.let_speak((printings for k, printings in telling.items() if printings[0] == k), given.untold)
    return joined


def _spread(members: Sequence[int]) -> Sequence[int]:
    if len(members) <= _SAMPLE:
        return members
    return [members[i * len(members) // _SAMPLE] for i in range(_SAMPLE)]


def cluster(
    size: int,
    links: Iterable[tuple[int, int, int]],
    score: Callable[[int, int], int],
    threshold: int,
    given: Given = Given(),
) -> Clusters:
    """Average-link clusters of `size` items from links (weight, i, j), strongest first, ties by position.

    Judgements of humans go first: "different" is laid before all and asked at every merge, "same" joins before any
    machine link; a "same" that a "different" forbids is `refused`. Copied tellings join next. Source of the rule: average
    linkage, as Bugert et al. 2021 use it; judgements as in nomenklatura, but enforced when merging.
    """
    merger = _Merger(size, score, threshold, given.vague)
    for i, j in sorted(given.different):
        merger.separate(i, j)
    refused = []
    for i, j in sorted(given.same):
        if merger.root(i) == merger.root(j):
            continue
        if merger.separated(i, j):
            refused.append((i, j))
        else:
            merger.join(i, j)
    waiting = sorted(links, key=lambda link: (-link[0], link[1], link[2]))
    joined = _print_together(merger, size, given)
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
    return Clusters(merger.clusters(), tuple(sorted(joined)), bridges, tuple(refused), merger.speakers)
