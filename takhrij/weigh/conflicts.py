"""Where the claims of one happening cannot all be true: every value stays, with the claims that tell it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from takhrij.core.codec import COUNT_ROLES, MEASURE_ROLES
from takhrij.core.parties import is_bare, meets
from takhrij.core.records import Claim, Conflict, PlaceRef
from takhrij.weigh.figures import amounts, conflict, numbers, parts
from takhrij.weigh.material import Happening
from takhrij.weigh.values import places_agree, times_agree

T = TypeVar("T", bound=Hashable)
_DIRECTED_BY_TYPE = ("actor", "target")


def conflicts(
    happening: Happening,
    rules: Mapping[str, Any],
    two_sided: Mapping[str, Sequence[str]],
    part_of: Callable[[str, str], bool] = lambda _a, _b: False,
) -> tuple[Conflict, ...]:
    """Conflicts of a happening, by field: type, polarity, modality, time, place, actor, target, mediator, counts,
    amount.

    A difference of precision is none («November» and 13 November; dozens and 34; a district and its governorate),
    nor is a field that one account leaves out, nor what one speaker of one page tells of two sentences.
    `two_sided` gives the one-sided types that tell half of a type; `part_of` says whether one of two parties was a
    part of the other on the day, which is a difference of precision too.
    """
    if len(happening.claims) < 2:
        return ()
    found = [
        _kinds(happening, rules, two_sided),
        _plain(happening, "polarity", lambda claim: claim.polarity, rules),
        _modality(happening, rules),
        _times(happening),
        _places(happening),
        *(_parties(happening, role, frozenset(rules["vague"]), part_of) for role in ("actor", "target", "mediator")),
        *(conflict for role in (*COUNT_ROLES, *MEASURE_ROLES) for conflict in numbers(happening, role)),
        *(conflict for role in COUNT_ROLES for conflict in parts(happening, role, rules)),
        amounts(happening),
    ]
    return tuple(conflict for conflict in found if conflict is not None)


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
                return conflict("type", kept, str, note)
    return None


def _tells(happening: Happening, document: str, kind: str) -> bool:
    """Whether a page tells a kind of event as its own account: who also denies it tells it of others."""
    polarities = {c.polarity for c in happening.claims if c.document == document and c.type == kind}
    return "did" in polarities and "did_not" not in polarities


def _plain(
    happening: Happening, field: str, value: Callable[[Claim], str], rules: Mapping[str, Any]
) -> Conflict | None:
    details = happening.details()
    told = [(value(claim), claim.id) for claim in happening.claims if claim.id not in details]
    if len({v for v, _ in told}) < 2:
        return None
    return conflict(field, told, str, f"the accounts differ on {rules['fields'][field]}")


def _modality(happening: Happening, rules: Mapping[str, Any]) -> Conflict | None:
    """Done against planned; an allegation is a degree of assurance and contradicts nothing, nor does a plan that was
    told before the deed."""
    told = [c for c in happening.claims if c.polarity == "did"]
    planned = [c for c in told if c.modality == "planned"]
    done = [c for c in told if c.modality != "planned"]
    apart = any(
        happening.accounts(p, d)
        and (not happening.day(p) or not happening.day(d) or happening.day(p) > happening.day(d))
        for _, p in happening.distinct(("", claim) for claim in planned)
        for _, d in happening.distinct(("", claim) for claim in done)
    )
    if not apart:
        return None
    values = [("planned" if claim.modality == "planned" else "done", claim.id) for claim in told]
    return conflict("modality", values, str, f"the accounts differ on {rules['fields']['modality']}")


def _times(happening: Happening) -> Conflict | None:
    told = [(claim.time.edtf, claim) for claim in happening.claims if claim.time is not None]
    if not differ(happening, told, times_agree):
        return None
    return conflict("time", [(value, claim.id) for value, claim in told], str)


def differ(happening: Happening, told: Sequence[tuple[T, Claim]], agree: Callable[[T, T], bool]) -> bool:
    """Whether two accounts tell values that cannot both be true."""
    told = happening.distinct(told)
    return any(
        happening.accounts(first, second) and not agree(a, b)
        for i, (a, first) in enumerate(told)
        for b, second in told[i + 1 :]
    )


def _places(happening: Happening) -> Conflict | None:
    """Places conflict where two claims have no place in common: of a town and its governorate, both told, the town."""
    told = [(claim.places, claim) for claim in happening.claims if claim.places]
    beside = {(p.id, q.id) for places, _ in told for p in places for q in places}

    def agree(mine: tuple[PlaceRef, ...], theirs: tuple[PlaceRef, ...]) -> bool:
        fine, other = _finest(mine), _finest(theirs)
        # «في الحديدة» may be the town or the governorate in which another page tells another town.
        if _names(fine) & _names(theirs) or _names(mine) & _names(other):
            return True
        return any(places_agree(p, q) or (p.id, q.id) in beside or _unrelated(p, q) for p in fine for q in other)

    if not differ(happening, told, agree):
        return None
    return conflict("place", [(mine[0].name or mine[0].span.text, claim.id) for mine, claim in told], str)


def _finest(places: tuple[PlaceRef, ...]) -> tuple[PlaceRef, ...]:
    """The places of a claim without those that hold another of the gazetteer: two towns of one governorate differ."""
    inner = {wide for p in places if not p.id.startswith("x:") for wide in p.within}
    return tuple(p for p in places if p.id not in inner)


def _names(places: tuple[PlaceRef, ...]) -> frozenset[str]:
    return frozenset(place.name_ar for place in places)


def _unrelated(p: PlaceRef, q: PlaceRef) -> bool:
    """Whether it cannot be told how two places lie: a market and a town that no gazetteer has."""
    coined = p.id.startswith("x:") or q.id.startswith("x:")
    return coined and (p.precision != q.precision or p.name in q.name or q.name in p.name)


def _parties(
    happening: Happening, role: str, vague: frozenset[str], part_of: Callable[[str, str], bool]
) -> Conflict | None:
    """Roles conflict where two claims of one type name parties and share none of them."""
    named = [(happening.parties.all(claim.actors(role)), claim) for claim in happening.claims]
    told = [((parties, claim.type), claim) for parties, claim in named if parties]

    def agree(mine: tuple[frozenset[str], str], theirs: tuple[frozenset[str], str]) -> bool:
        if mine[1] != theirs[1] and role in _DIRECTED_BY_TYPE:
            return True
        # «السلطات» may be any state's.
        untold = any(all(is_bare(p) or p in vague for p in side) for side in (mine[0], theirs[0]))
        return untold or any(meets(a, b) or part_of(a, b) for a in mine[0] for b in theirs[0])

    if not differ(happening, told, agree):
        return None
    return conflict(role, [(claim.actors(role), claim.id) for _, claim in told], lambda ids: " + ".join(sorted(ids)))
