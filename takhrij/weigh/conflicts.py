"""Where the claims of one happening cannot all be true: every value stays, with the claims that tell it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from takhrij.core.codec import COUNT_ROLES
from takhrij.core.records import Claim, Conflict, ConflictValue
from takhrij.weigh.material import Happening
from takhrij.weigh.values import (
    Range,
    contradict,
    number,
    number_words,
    numbers_agree,
    places_agree,
    times_agree,
)

T = TypeVar("T", bound=Hashable)
_DIRECTED_BY_TYPE = ("actor", "target")
_IN_ALL = ("both sides together",)


def conflicts(
    happening: Happening, rules: Mapping[str, Any], two_sided: Mapping[str, Sequence[str]]
) -> tuple[Conflict, ...]:
    """Conflicts of a happening, by field: type, polarity, modality, time, place, actor, target, mediator, counts.

    A difference of precision is none («November» and 13 November; dozens and 34; a district and its
    governorate), nor is a field that one account leaves out. `two_sided` gives the one-sided types that tell
    half of a type.
    """
    found = [
        _kinds(happening, rules, two_sided),
        _plain(happening, "polarity", lambda claim: claim.polarity, rules),
        _modality(happening, rules),
        _times(happening),
        _places(happening),
        *(_parties(happening, role) for role in ("actor", "target", "mediator")),
        *(conflict for role in COUNT_ROLES for conflict in _numbers(happening, role)),
        *(conflict for role in COUNT_ROLES for conflict in _parts(happening, role, rules)),
    ]
    return tuple(conflict for conflict in found if conflict is not None)


def _conflict(field: str, told: Sequence[tuple[T, str]], words: Callable[[T], str], note: str = "") -> Conflict:
    by_words: dict[str, list[str]] = {}
    for value, claim in told:
        mine = by_words.setdefault(words(value), [])
        if claim not in mine:
            mine.append(claim)
    # The value that most claims tell stands first; equal ones by their words.
    ordered = sorted(by_words.items(), key=lambda item: (-len(item[1]), item[0]))
    return Conflict(field, tuple(ConflictValue(value, tuple(claims)) for value, claims in ordered), note)


def _kinds(happening: Happening, rules: Mapping[str, Any], two_sided: Mapping[str, Sequence[str]]) -> Conflict | None:
    kinds = {claim.type for claim in happening.affirming()}
    for whole, halves in sorted(two_sided.items()):
        for half in halves:
            # An account of both sides that also tells one side by itself contradicts nobody.
            alone = [c for c in happening.affirming() if c.type == half and not _tells(happening, c.document, whole)]
            if whole in kinds and alone:
                documents = len({c.document for c in alone})
                note = rules["one_sided"].format(n=f"{documents} page{'s' * (documents > 1)}", a=half, b=whole)
                kept = [(c.type, c.id) for c in happening.affirming() if c.type == whole or c in alone]
                return _conflict("type", kept, str, note)
    return None


def _tells(happening: Happening, document: str, kind: str) -> bool:
    """Whether a page tells a kind of event as its own account: who also denies it tells it of others."""
    polarities = {c.polarity for c in happening.claims if c.document == document and c.type == kind}
    return "did" in polarities and "did_not" not in polarities


def _plain(
    happening: Happening, field: str, value: Callable[[Claim], str], rules: Mapping[str, Any]
) -> Conflict | None:
    told = [(value(claim), claim.id) for claim in happening.claims]
    if len({v for v, _ in told}) < 2:
        return None
    return _conflict(field, told, str, f"the accounts differ on {rules['fields'][field]}")


def _modality(happening: Happening, rules: Mapping[str, Any]) -> Conflict | None:
    """Done against planned; an allegation is a degree of assurance and contradicts nothing."""
    told = [
        ("planned" if claim.modality == "planned" else "done", claim.id)
        for claim in happening.claims
        if claim.polarity == "did"
    ]
    if len({v for v, _ in told}) < 2:
        return None
    return _conflict("modality", told, str, f"the accounts differ on {rules['fields']['modality']}")


def _times(happening: Happening) -> Conflict | None:
    told = [(claim.time.edtf, claim.id) for claim in happening.claims if claim.time is not None]
    if not contradict(sorted({value for value, _ in told}), times_agree):
        return None
    return _conflict("time", told, str)


def _places(happening: Happening) -> Conflict | None:
    """Places conflict where two claims have no place in common, not even the wider one."""
    told = [(claim, claim.places) for claim in happening.claims if claim.places]
    apart = any(
        not any(places_agree(p, q) for p in mine for q in theirs)
        for i, (_, mine) in enumerate(told)
        for _, theirs in told[i + 1 :]
    )
    if not apart:
        return None
    return _conflict("place", [(mine[0].name or mine[0].span.text, claim.id) for claim, mine in told], str)


def _parties(happening: Happening, role: str) -> Conflict | None:
    """Roles conflict where two claims of one type name parties and share none of them."""
    told = [(frozenset(claim.actors(role)), claim) for claim in happening.claims if claim.actors(role)]
    apart = any(
        not (mine & theirs) and (first.type == second.type or role not in _DIRECTED_BY_TYPE)
        for i, (mine, first) in enumerate(told)
        for theirs, second in told[i + 1 :]
    )
    if not apart:
        return None
    return _conflict(role, [(mine, claim.id) for mine, claim in told], lambda ids: " + ".join(sorted(ids)))


def _numbers(happening: Happening, role: str) -> list[Conflict]:
    """Counts conflict per role and side: whose men they are, as far as that is told."""
    by_side: dict[tuple[str, ...], list[tuple[Range, str]]] = {}
    for claim in happening.claims:
        for count in claim.counts(role):
            side = _IN_ALL if _lone_total(claim, role) else tuple(sorted(count.of))
            by_side.setdefault(side, []).append((number(count), claim.id))
    if _IN_ALL in by_side:
        by_side[_IN_ALL] += [(both, c.id) for c in happening.claims if (both := _both_sides(c)) is not None]
    # A telling without a side may be of any one of them, so it is compared with its like only.
    return [
        _conflict(role, told, number_words, " + ".join(side))
        for side, told in sorted(by_side.items())
        if _across(told)
    ]


def _parts(happening: Happening, role: str, rules: Mapping[str, Any]) -> list[Conflict]:
    """Parts of a total conflict per side, though the totals agree: 16 and 15 of one party in 20 freed."""
    by_side: dict[tuple[str, ...], list[tuple[Range, str]]] = {}
    for claim in happening.claims:
        for part in (part for count in claim.counts(role) for part in count.parts if part.of):
            told = Range(part.min, part.max, False), claim.id
            by_side.setdefault(tuple(sorted(part.of)), []).append(told)
    return [
        _conflict(role, told, number_words, rules["part"].format(of=" + ".join(side)))
        for side, told in sorted(by_side.items())
        if _across(told)
    ]


def _lone_total(claim: Claim, role: str) -> bool:
    """Whether an exchange is told by one number alone, which then is both sides' together."""
    return role == "exchanged" and not claim.counts("released") and not any(c.of for c in claim.counts(role))


def _both_sides(claim: Claim) -> Range | None:
    sides = claim.counts("released"), claim.counts("exchanged")
    if any(len(side) != 1 for side in sides):
        return None
    one, other = number(sides[0][0]), number(sides[1][0])
    low = None if one.low is None or other.low is None else one.low + other.low
    high = None if one.high is None or other.high is None else one.high + other.high
    return Range(low, high, one.approx or other.approx)


def _across(told: Sequence[tuple[Range, str]]) -> bool:
    """Whether two different claims contradict each other (two figures of one claim are its own matter)."""
    return any(
        first != second and not numbers_agree(a, b)
        for i, (a, first) in enumerate(told)
        for b, second in told[i + 1 :]
    )
