"""Numbers and sums of money on which accounts differ, and figures that a source itself revised."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from takhrij.core.codec import COUNT_ROLES
from takhrij.core.parties import meets
from takhrij.core.records import AmountRef, Claim, Conflict, ConflictValue
from takhrij.weigh.material import Happening
from takhrij.weigh.values import Range, number, number_words, numbers_agree

T = TypeVar("T", bound=Hashable)
Told = tuple[Range, Claim]
_IN_ALL = ("both sides together",)
_MUTUAL = "exchange"


def numbers(happening: Happening, role: str) -> list[Conflict]:
    """Counts conflict per role and side: whose men they are, as far as that is told."""
    sides = _sides(happening, role)
    by_side: dict[tuple[str, ...], list[Told]] = {}
    for claim in happening.claims:
        for count in claim.counts(role):
            side = _IN_ALL if _lone_total(claim, role) else sides(claim, count.of)
            by_side.setdefault(side, []).append((number(count), claim))
    if _IN_ALL in by_side:
        ones = _one_sides(happening)
        by_side[_IN_ALL] = [item for item in by_side[_IN_ALL] if item[0] not in ones]
        by_side[_IN_ALL] += [(both, c) for c in happening.claims if (both := _both_sides(c)) is not None]
    # A telling without a side may be of any one of them, so it is compared with its like only.
    return [
        conflict(role, [(v, c.id) for v, c in told], number_words, " + ".join(side))
        for side, told in sorted(by_side.items())
        if _across(happening, told)
    ]


def parts(happening: Happening, role: str, rules: Mapping[str, Any]) -> list[Conflict]:
    """Parts of a total conflict per side, though the totals agree: 16 and 15 of one party in 20 freed."""
    by_side: dict[tuple[str, ...], list[Told]] = {}
    for claim in happening.claims:
        for part in (part for count in claim.counts(role) for part in count.parts if part.of):
            by_side.setdefault(tuple(sorted(part.of)), []).append((Range(part.min, part.max, False), claim))
    return [
        conflict(role, [(v, c.id) for v, c in told], number_words, rules["part"].format(of=" + ".join(side)))
        for side, told in sorted(by_side.items())
        if _across(happening, told)
    ]


def amounts(happening: Happening) -> Conflict | None:
    """Sums of money conflict where two accounts tell different figures of one currency, or of none told."""
    told = [
        (filler, claim)
        for claim in happening.claims
        for filler in claim.roles.get("amount", ())
        if isinstance(filler, AmountRef) and filler.value is not None
    ]
    apart = any(
        happening.accounts(first, second) and a.value != b.value and (a.unit == b.unit or None in (a.unit, b.unit))
        for i, (a, first) in enumerate(told)
        for b, second in told[i + 1 :]
    )
    if not apart:
        return None
    return conflict("amount", [(f"{a.value:g} {a.unit or ''}".strip(), claim.id) for a, claim in told], str)


def revisions(happening: Happening, rules: Mapping[str, Any]) -> tuple[str, ...]:
    """A sentence for each number that a source itself changed later: no contradiction, and the last one holds."""
    found: list[str] = []
    for role in COUNT_ROLES if len(happening.claims) > 1 else ():
        told = [(number(count), claim) for claim in happening.claims for count in claim.counts(role)]
        by_origin: dict[str, list[Told]] = {}
        for value, claim in told:
            by_origin.setdefault(happening.origin(claim), []).append((value, claim))
        for _, mine in sorted(by_origin.items()):
            if any(_superseded(happening, item, mine) for item in mine):
                ordered = sorted(mine, key=lambda item: (happening.day(item[1]), item[0].low or 0))
                figures = list(dict.fromkeys((number_words(v), happening.day(c)) for v, c in ordered))
                steps = " → ".join(f"{value} ({day})" for value, day in figures)
                found.append(rules["revised"].format(what=rules["counts"].get(role, role), steps=steps))
    return tuple(found)


def _superseded(happening: Happening, item: Told, told: Iterable[Told]) -> bool:
    """Whether the same source told another figure on a later day."""
    value, claim = item
    day = happening.day(claim)
    return bool(day) and any(
        not numbers_agree(value, later) and happening.day(other) > day and happening.same_source(claim, other)
        for later, other in told
    )


def _across(happening: Happening, told: Sequence[Told]) -> bool:
    """Whether two accounts contradict each other, each source taken by its last word."""
    told = happening.distinct(told)
    last = [item for item in told if not _superseded(happening, item, told)]
    return any(
        happening.accounts(first, second) and not numbers_agree(a, b)
        for i, (a, first) in enumerate(last)
        for b, second in last[i + 1 :]
    )


def _sides(happening: Happening, role: str) -> Callable[[Claim, tuple[str, ...]], tuple[str, ...]]:
    """Whose men a count is of, one name a side; where only one side's are told, every count is that side's."""
    named: list[str] = []
    for claim in happening.claims:
        for count in claim.counts(role):
            for party in sorted(happening.parties.all(count.of)):
                if not any(meets(party, known) for known in named):
                    named.append(party)

    def side(claim: Claim, of: tuple[str, ...]) -> tuple[str, ...]:
        if claim.type != _MUTUAL and len(named) < 2:
            return ()
        return tuple(sorted({next(k for k in named if meets(p, k)) for p in happening.parties.all(of)}))

    return side


def conflict(field: str, told: Sequence[tuple[T, str]], words: Callable[[T], str], note: str = "") -> Conflict:
    """The Conflict of values, each with the id of the claim that tells it."""
    by_words: dict[str, list[str]] = {}
    for value, claim in told:
        mine = by_words.setdefault(words(value), [])
        if claim not in mine:
            mine.append(claim)
    # The value that most claims tell stands first; equal ones by their words.
    ordered = sorted(by_words.items(), key=lambda item: (-len(item[1]), item[0]))
    return Conflict(field, tuple(ConflictValue(value, tuple(claims)) for value, claims in ordered), note)


def _lone_total(claim: Claim, role: str) -> bool:
    """Whether an exchange is told by one number alone, which then is both sides' together."""
    return role == "exchanged" and not claim.counts("released") and not any(c.of for c in claim.counts(role))


def _one_sides(happening: Happening) -> set[Range]:
    """Numbers that, told alone, are what others tell of one side: «nine came home» of nine freed for fourteen."""
    full = [c for c in happening.claims if c.counts("released") and c.counts("exchanged")]
    sides = {number(count) for c in full for role in ("released", "exchanged") for count in c.counts(role)}
    return sides - {both for c in full if (both := _both_sides(c)) is not None}


def _both_sides(claim: Claim) -> Range | None:
    sides = claim.counts("released"), claim.counts("exchanged")
    if any(len(side) != 1 for side in sides):
        return None
    one, other = number(sides[0][0]), number(sides[1][0])
    low = None if one.low is None or other.low is None else one.low + other.low
    high = None if one.high is None or other.high is None else one.high + other.high
    return Range(low, high, one.approx or other.approx)
