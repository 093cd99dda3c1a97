"""Who may fill a role together: the sets a claim can choose from and what describes each of them.

A row is right only where its whole list is, and lists hang together: who is told alone here is told with an ally
there, and whoever faces one faces the other. So sets are judged, not names one by one. As in `description`, no
word, name or id is a feature.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from takhrij.frame.description import OPPOSITE, ROLES, Candidate, Cast, bent, bystander, identity, kind
from takhrij.frame.model import Draft

# The likeliest of a role that are combined, and from which chance on; who the rules and other claims have together
# is an option beside.
_LIKELIEST = 3
_LARGEST = 3
_ALLIES = 6
_LEVELS = (0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.96, 0.99)

# Deeds whose parties all do them.
_SHARED = frozenset({"agreement", "exchange", "negotiation"})

Ids = frozenset[str]
Chances = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Standing:
    """The candidates of a claim with how likely each fills each role, and who by that does: the first verdict."""

    candidates: dict[str, Candidate]
    chances: dict[str, Chances]
    verdict: dict[str, Ids]

    @staticmethod
    def of(candidates: Sequence[Candidate], chances: Sequence[Chances]) -> Standing:
        """The standing of some candidates."""
        ids = [identity(candidate.mention) for candidate in candidates]
        likely = dict(zip(ids, chances, strict=True))
        best = {id: max(ROLES, key=lambda role: likely[id][role]) for id in ids}
        verdict = {
            role: frozenset(id for id in ids if best[id] == role and likely[id][role] >= 0.5) for role in ROLES
        }
        return Standing(dict(zip(ids, candidates, strict=True)), likely, verdict)


@dataclass(frozen=True, slots=True)
class Board:
    """All claims of a Reading as they stand after the first verdict."""

    cast: Cast
    standings: list[Standing]
    low: float
    seen: dict[tuple[int, str], list[tuple[Ids, bool]]] = field(default_factory=dict)

    def options(self, at: int, role: str) -> list[Ids]:
        """The sets that may fill a role of a claim: nobody, the likeliest, and those told together elsewhere."""
        standing = self.standings[at]
        if role == "target" and self.cast.drafts[at].type in _SHARED:
            return [frozenset()]
        likely = [id for id in standing.candidates if standing.chances[id][role] >= self.low]
        likely = sorted(likely, key=lambda id: -standing.chances[id][role])[:_LIKELIEST]
        found = dict.fromkeys(frozenset(c) for size in range(len(likely) + 1) for c in combinations(likely, size))
        found.setdefault(frozenset(self.cast.ids[at][role]))
        for near in self.cast.story(at):
            held = self.standings[near].verdict[role]
            if near != at and 0 < len(held) <= _LARGEST and held <= standing.candidates.keys():
                found.setdefault(held)
        return list(found)

    def describe(self, at: int, role: str, chosen: Ids) -> list[str]:
        """The features of a set as the fillers of a role."""
        standing = self.standings[at]
        features = ["", f"size {len(chosen)}", *_likely(standing, role, chosen), *self._verdicts(at, role, chosen)]
        features += self._elsewhere(at, role, chosen)
        features += self._allies(standing, chosen)
        held = [standing.candidates[id].mention for id in sorted(chosen)]
        features.append("kinds " + ",".join(sorted({kind(mention) for mention in held})))
        if any(bystander(mention) for mention in held):
            features.append(f"bystander among {len(chosen)}")
        return features

    def _verdicts(self, at: int, role: str, chosen: Ids) -> Iterator[str]:
        """How a set stands to what the rules and the first verdict say."""
        ruled, standing = self.cast.ids[at], self.standings[at]
        yield f"rule {_against(chosen, ruled[role])} {min(2, len(ruled[role]))}"
        yield f"crosses {not chosen.isdisjoint(ruled[OPPOSITE[role]])}"
        verdict = standing.verdict
        yield f"crosses the verdict {not chosen.isdisjoint(verdict[OPPOSITE[role]])}"
        yield f"verdict {_against(chosen, verdict[role])} {min(2, len(verdict[role]))}"

    def _elsewhere(self, at: int, role: str, chosen: Ids) -> Iterator[str]:
        """How often a set fills the role in other claims, alone, with more, and against the same."""
        same = more = faced = others = 0
        for held, facing in self._near(at, role):
            equal = held == chosen
            if chosen:
                same += equal
                more += held > chosen
            if facing:
                faced += equal
                others += not equal
        yield f"same {min(3, same)}"
        yield f"more {min(3, more)}"
        yield f"same {min(3, same)} more {min(3, more)}"
        yield f"facing same {min(3, faced)} other {min(3, others)}"
        drafts = self.cast.drafts
        for name, near in (("last", at - 1), ("next", at + 1)):
            if 0 <= near < len(drafts) and abs(drafts[near].hit.sentence - drafts[at].hit.sentence) <= 1:
                alike = drafts[near].type == drafts[at].type
                yield f"{name} {self.standings[near].verdict[role] == chosen} {alike}"

    def _near(self, at: int, role: str) -> list[tuple[Ids, bool]]:
        """Who fills a role in each other claim that has somebody there, and whether it faces the same as here."""
        found = self.seen.get((at, role))
        if found is None:
            other = OPPOSITE[role]
            facing = self.standings[at].verdict[other]
            held = ((near, self.standings[near].verdict) for near in self.cast.story(at) if near != at)
            found = [
                (verdict[role], bool(facing) and not facing.isdisjoint(verdict[other]))
                for _, verdict in held
                if verdict[role]
            ]
            self.seen[at, role] = found
        return found

    def _allies(self, standing: Standing, chosen: Ids) -> Iterator[str]:
        """Whether «و» joins those of a set on the page, and whether somebody it joins to them is left out."""
        joined, named = self.cast.joined, self.cast.named
        if len(chosen) > 1:
            least = min(
                max(joined[frozenset((a, b))] / max(1, min(named[a], named[b])) for b in chosen if b != a)
                for a in chosen
            )
            yield f"joined {min(4, int(least * _ALLIES))}"
        if chosen:
            beside = ((b, *ally) for b in chosen for ally in self.cast.allied.get(b, {}).items())
            left = (
                times / max(1, named[b])
                for b, other, times in beside
                if other not in chosen and other in standing.candidates
            )
            most = max(left, default=0)
            yield f"ally left out {min(4, int(most * _ALLIES))}"


def _level(chance: float) -> int:
    return sum(chance >= level for level in _LEVELS)


def _likely(standing: Standing, role: str, chosen: Ids) -> Iterator[str]:
    """How likely those of a set are, and how likely those it leaves out."""
    inside = [standing.chances[id][role] for id in chosen]
    low = _level(min(inside, default=1.0))
    high = _level(max((c[role] for id, c in standing.chances.items() if id not in chosen), default=0.0))
    size = len(chosen)
    yield f"least {low}" if inside else "nobody"
    yield f"left {high}"
    yield f"size {size} least {low // 2}"
    yield f"size {size} left {high // 2}"
    if size > 1:
        yield f"size {size} most {_level(max(inside)) // 2}"


def _against(chosen: Ids, told: set[str] | Ids) -> str:
    """How a set stands to another."""
    if chosen == told:
        return "same"
    return "more" if chosen > told else "less" if chosen < told else "other"


def settings(draft: Draft) -> tuple[str, str, str]:
    """What the features of a set are crossed with: nothing, the event type, the bent of the predicate."""
    return "", f"{draft.type} | ", f"{bent(draft)} | "
