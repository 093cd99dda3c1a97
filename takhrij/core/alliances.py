"""Whether two actors stood on one side at a time: parts and wholes, dated alliances, breaks and wars, read from data.

An answer is one of three. ``yes``: a tie stood through the whole of the time asked for. ``perhaps``: the time is
unknown, or reaches over the beginning or the end of the tie. ``no``: no tie that is known stood, or they fought.
A time is a `When`, the first and the last possible day as proleptic ordinals; None is an open end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from takhrij.core.edtf import bounds
from takhrij.core.errors import DataError

Row = Mapping[str, str]
When = tuple[int | None, int | None]
Answer = Literal["yes", "perhaps", "no"]
EVER: When = (None, None)
TIES = ("allied_with", "fights", "part_of", "succeeds")
_JOINING = ("allied_with", "part_of")
_RANK: Mapping[str, int] = {"no": 0, "perhaps": 1, "yes": 2}
_ANSWERS: Sequence[Answer] = ("no", "perhaps", "yes")


def when(edtf: str | None, until: str | None = None) -> When:
    """The days of an EDTF value; where none is told, everything up to the day `until` (a day's publication)."""
    told = bounds(edtf) if edtf else None
    if told is None:
        told = bounds(f"../{until[:10]}") if until else None
    return EVER if told is None else (_ordinal(told.first), _ordinal(told.last))


def both(a: When, b: When) -> When:
    """The days that two times share; where they share none, all from the first to the last of both."""
    lows, highs = [d for d in (a[0], b[0]) if d is not None], [d for d in (a[1], b[1]) if d is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        return (high, low)
    return low, high


@dataclass(frozen=True, slots=True)
class Tie:
    """One dated tie between two actors; `says` tells it in words."""

    actor: str
    kind: str
    other: str
    days: When
    says: str = ""

    def stood(self, at: When) -> Answer:
        """Whether it stood at a time."""
        (first, last), (low, high) = self.days, at
        if (first is not None and high is not None and high < first) or (
            last is not None and low is not None and low > last
        ):
            return "no"
        begun = first is None or (low is not None and low >= first)
        lasting = last is None or (high is not None and high <= last)
        return "yes" if begun and lasting else "perhaps"


class Side(NamedTuple):
    """The answer, and the words of the tie that decides it; empty where none is known."""

    answer: Answer
    why: str = ""


@dataclass(slots=True)
class Alliances:
    """The ties of a codebook, to be asked. Picklable."""

    parents: Mapping[str, str] = field(default_factory=dict)
    ties: Mapping[tuple[str, str], tuple[Tie, ...]] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    _answers: dict[tuple[str, str, When], Side] = field(default_factory=dict)

    def one_side(self, a: str, b: str, at: When = EVER) -> Side:
        """Whether two actors stood on one side: one actor, part and whole, parts of one whole, or allies."""
        a, b = self.known.get(a, a), self.known.get(b, b)
        key = (min(a, b), max(a, b), at)
        if key not in self._answers:
            self._answers[key] = self._asked(key[0], key[1], at)
        return self._answers[key]

    def may_be_named_for(self, a: str, b: str, at: When = EVER) -> bool:
        """Whether one of two actors that sources name for one another may be so named of this time."""
        joined = [tie.stood(at) for tie in self.between(a, b, _JOINING)]
        fought = any(tie.stood(at) == "yes" for tie in self.between(a, b, ("fights",)))
        return not fought and (not joined or any(answer != "no" for answer in joined))

    def part_of(self, a: str, b: str, at: When = EVER) -> Answer:
        """Whether one of two actors was a part of the other."""
        a, b = self.known.get(a, a), self.known.get(b, b)
        up = [answer for x, y in ((a, b), (b, a)) for whole, answer, _ in self._wholes(x, at) if whole == y]
        return _most(up)

    def parts(self) -> frozenset[tuple[str, str]]:
        """Every (part, whole) that ever was, one step each."""
        dated = {(t.actor, t.other) for ties in self.ties.values() for t in ties if t.kind == "part_of"}
        return frozenset(dated | {(part, whole) for part, whole in self.parents.items() if whole})

    def between(self, a: str, b: str, kinds: Sequence[str] = TIES) -> Iterator[Tie]:
        """The ties of some kinds between two actors, either way round."""
        a, b = self.known.get(a, a), self.known.get(b, b)
        for pair in ((a, b), (b, a)):
            yield from (tie for tie in self.ties.get(pair, ()) if tie.kind in kinds)

    def _asked(self, a: str, b: str, at: When) -> Side:
        mine, theirs = list(self._wholes(a, at)), list(self._wholes(b, at))
        best, fought = Side("no"), Side("no")
        for one, first, why in mine:
            for other, second, because in theirs:
                tied = self._tied(one, other, at)
                answer = min(first, second, tied.answer, key=_RANK.__getitem__)
                if _RANK[answer] > _RANK[best.answer]:
                    best = Side(answer, "; ".join(dict.fromkeys(filter(None, (why, tied.why, because)))))
                for tie in self.between(one, other, ("fights",)):
                    # A war between two wholes is no war of their parts that stood elsewhere at the time.
                    stood = min(first, second, tie.stood(at), key=_RANK.__getitem__)
                    if _RANK[stood] > _RANK[fought.answer]:
                        fought = Side(stood, tie.says)
        if fought.answer == "yes":
            return Side("no", fought.why)
        if fought.answer == "perhaps" and best.answer == "yes":
            return Side("perhaps", best.why)
        return best

    def _tied(self, a: str, b: str, at: When) -> Side:
        if a == b:
            return Side("yes")
        found = [Side(tie.stood(at), tie.says) for tie in self.between(a, b, ("allied_with",))]
        return max(found, key=lambda side: _RANK[side.answer], default=Side("no"))

    def _wholes(self, actor: str, at: When) -> Iterator[tuple[str, Answer, str]]:
        """An actor and all that it was a part of, each with how surely and in which words. A circle ends itself."""
        waiting: list[tuple[str, Answer, str]] = [(actor, "yes", "")]
        seen: set[str] = set()
        while waiting:
            one, sure, why = waiting.pop(0)
            if one in seen:
                continue
            seen.add(one)
            yield one, sure, why
            if parent := self.parents.get(one):
                waiting.append((parent, sure, why))
            for (part, whole), ties in self.ties.items():
                for tie in ties:
                    stood = tie.stood(at)
                    if part == one and tie.kind == "part_of" and stood != "no":
                        waiting.append((whole, min(sure, stood, key=_RANK.__getitem__), why or tie.says))


def _most(answers: Iterable[Answer]) -> Answer:
    return _ANSWERS[max((_RANK[answer] for answer in answers), default=0)]


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day is not None else None


def history(rows: Iterable[Row]) -> tuple[list[Row], frozenset[tuple[str, str, str]]]:
    """Rows of actors/history, those of an overlay in place of the package's of the same actor, tie and other; and
    which were so replaced. Raises DataError for a row of an unknown tie or with a day that cannot be read."""
    kept: dict[tuple[str, str, str], list[Row]] = {}
    replaced: set[tuple[str, str, str]] = set()
    for row in rows:
        if row["tie"] not in TIES:
            raise DataError(f"{row['line']}: «{row['tie']}» is no tie; write one of {', '.join(TIES)}")
        for column in ("since", "until"):
            if row[column] and bounds(row[column]) is None:
                raise DataError(
                    f"{row['line']}: {column} «{row[column]}» is no day; write YYYY, YYYY-MM or YYYY-MM-DD"
                )
        key = (row["actor"], row["tie"], row["other"])
        if row.get("overlay") and any(not other.get("overlay") for other in kept.get(key, ())):
            kept[key] = []
            replaced.add(key)
        kept.setdefault(key, []).append(row)
    return [row for group in kept.values() for row in group], frozenset(replaced)


def days(row: Row) -> When:
    """From the first day of a row's `since` to the last of its `until`."""
    since, until = bounds(row["since"]) if row["since"] else None, bounds(row["until"]) if row["until"] else None
    return _ordinal(since.first) if since else None, _ordinal(until.last) if until else None


def alliances(
    actors: Iterable[Row], dated: Iterable[Row], of: Callable[[str], str | None] = lambda actor: actor
) -> Alliances:
    """The ties of the tables actors/actors and actors/history; `of` gives what an id is compared as."""
    names: dict[str, str] = {}
    known: dict[str, str] = {}
    parents: dict[str, str] = {}

    def key(actor: str) -> str:
        return known.setdefault(actor, of(actor) or actor)

    for row in actors:
        names[row["id"]] = row["name"]
        parents[key(row["id"])] = key(row["parent"]) if row.get("parent") else ""
    ties: dict[tuple[str, str], tuple[Tie, ...]] = {}
    for row in history(dated)[0]:
        a, b = key(row["actor"]), key(row["other"])
        says = f"{names.get(row['actor'], row['actor'])} {row['says']}"
        ties[a, b] = (*ties.get((a, b), ()), Tie(a, row["tie"], b, days(row), says))
    return Alliances(parents, ties, known)
