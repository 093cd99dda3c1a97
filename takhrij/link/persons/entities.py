"""Persons of a case: the persons of its documents joined by pairwise judgements, each with levels and reasons.

A name alone joins nobody. Two documents' persons are compared only where they share a name and, besides, something
that the pages tell of them: the office, a party or place of their sentences, a person named on both pages. What they
share is counted in whole levels; of two in one document, or of two trades that one person does not have, none are
joined. Whoever is left is a person of the one document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from takhrij.core.records.persons import Entity, Person, PersonJoin, PersonJudgement
from takhrij.link.persons.judged import apart_of
from takhrij.link.persons.names import SAME, agreement, bare, skeleton
from takhrij.link.persons.profiles import Profile, merged, name_keys, profiles_of, without_common
from takhrij.link.persons.spheres import PUBLIC, clash

_ENOUGH = 4
_MORE = 6
_MOST = 8
_NEVER = 99
_CLASH = -3
_JUDGED = 99
_MANY = 24
_SHOWN = 4
_MUCH = 4
_NEIGHBOURS = 8
_ROUNDS = 3


def entities(
    persons: Mapping[str, Sequence[Person]], given: Collection[str] = (), judged: Sequence[PersonJudgement] = ()
) -> tuple[Entity, ...]:
    """The entities of a case from the namings of each document; the order of documents does not matter.

    `given` are the given names of the language: a name of nothing else («حسين علي حسين») is many people's.
    Joined persons are compared again with all that their documents tell together, as long as that joins more. What a
    human `judged` of two namings goes before all, and two that are held apart never come together.
    """
    told = [(document, profiles_of(document, persons[document], given, judged)) for document in sorted(persons)]
    profiles = [replace(p, apart=apart_of(p.members, judged)) for _, ones in told for p in ones]
    joins: dict[str, list[PersonJoin]] = {}
    clusters = _as_judged(without_common(profiles, len(persons)), judged, joins)
    for _ in range(_ROUNDS):
        united = _united(clusters, joins)
        if len(united) == len(clusters):
            break
        clusters = united
    return tuple(sorted((_entity(c, joins.get(c.id, [])) for c in clusters), key=lambda entity: entity.members[0]))


def _as_judged(
    profiles: Sequence[Profile], judged: Sequence[PersonJudgement], joins: dict[str, list[PersonJoin]]
) -> Sequence[Profile]:
    """The persons that a human judged to be one, joined; a "different" between any of their namings forbids it."""
    now = list(profiles)
    for judgement in sorted(j for j in judged if j.same):
        one, other = (next((p for p in now if at in p.members), None) for at in (judgement.a, judgement.b))
        if one is None or other is None or (one is not other and _held_apart(one, other)):
            continue
        join = PersonJoin(one.id, other.id, _JUDGED, (judgement.why or "a person judged so",))
        if one is not other:
            low, high = sorted((one, other), key=lambda p: now.index(p))
            join = replace(join, a=low.id, b=high.id)
            kept = [*joins.pop(low.id, []), *joins.pop(high.id, [])]
            whole = merged(low, high)
            now[now.index(low)] = whole
            now.remove(high)
            joins[whole.id] = [*kept, join]
        else:
            joins.setdefault(one.id, []).append(join)
    return now


def _held_apart(a: Profile, b: Profile) -> bool:
    """Whether a human judged a naming of one to be of another person than a naming of the other."""
    return not (a.apart.isdisjoint(b.members) and b.apart.isdisjoint(a.members))


def _united(profiles: Sequence[Profile], joins: dict[str, list[PersonJoin]]) -> list[Profile]:
    """One round: the likeliest pairs first, each unless what both stand for by then cannot be one."""
    now = list(profiles)
    place = list(range(len(profiles)))
    # Whoever bears the very name goes before one who may be called so: a grandson before his grandfather.
    judged = (
        (_names(profiles[a]).isdisjoint(_names(profiles[b])), -j.level, a, b, j) for a, b, j in _judged(profiles)
    )
    for _, _, a, b, join in sorted(judged, key=lambda pair: pair[:4]):
        one, other = _root(place, a), _root(place, b)
        if one == other:
            joins[now[one].id].append(join)
        elif _may_unite(now[one], now[other]):
            low, high = min(one, other), max(one, other)
            told = [*joins.pop(now[low].id, []), *joins.pop(now[high].id, []), join]
            now[low] = merged(now[low], now[high])
            joins[now[low].id] = told
            place[high] = low
    return [profile for at, profile in enumerate(now) if place[at] == at]


def _names(profile: Profile) -> frozenset[str]:
    """The full names of a person, each in one line."""
    return frozenset(" ".join(map(bare, name)) for name in profile.full)


def _root(place: list[int], at: int) -> int:
    while place[at] != at:
        place[at] = at = place[place[at]]
    return at


def _entity(one: Profile, joins: list[PersonJoin]) -> Entity:
    return Entity(
        id=one.id,
        name=one.name,
        members=one.members,
        joins=tuple(sorted(joins, key=lambda join: (join.a, join.b))),
        private=PUBLIC.isdisjoint(one.trades),
    )


def _block_keys(profile: Profile) -> Iterator[str]:
    yield from name_keys(profile)
    for name in profile.full:
        yield f"1 {skeleton(name[-1])}"
        yield f"1 {skeleton(name[0])}"
    if not profile.full:
        yield from (f"1 {skeleton(part)}" for part in profile.single)


def _evidence(profile: Profile) -> Iterator[str]:
    yield from (f"o {word}" for word in profile.office)
    yield from (f"w {bare(word)}" for word in profile.office)
    yield from (f"b {key}" for key in profile.beside)
    yield from (f"c {key}" for key in profile.company)
    yield from (f"t {noun}" for noun in profile.nouns)
    yield from (f"w {word}" for word in profile.near | profile.page)


def _judged(profiles: Sequence[Profile]) -> Iterator[tuple[int, int, PersonJoin]]:
    """Pairs that share a name and something told, and are judged to be one. A block of very many pairs neighbours."""
    blocks: dict[tuple[str, str], list[int]] = {}
    for at, profile in enumerate(profiles):
        evidence = list(_evidence(profile))
        for name in dict.fromkeys(_block_keys(profile)):
            for shared in evidence:
                blocks.setdefault((name, shared), []).append(at)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        reach = len(members) if len(members) <= _MANY else _NEIGHBOURS
        for place, a in enumerate(members):
            for b in members[place + 1 : place + 1 + reach]:
                if (a, b) not in seen:
                    seen.add((a, b))
                    join = judge(profiles[a], profiles[b])
                    if join is not None:
                        yield a, b, join


def judge(a: Profile, b: Profile) -> PersonJoin | None:
    """Whether two documents' persons are one: the sum of what speaks for it, with the reasons, or None."""
    if not _may_share_pages(a, b):
        return None
    name, reasons = _name_level(a, b)
    if not reasons:
        return None
    told = _shared(a, b)
    if not told:
        return None
    reasons += (reason for _, reason in told)
    trade = _trade_level(a, b)
    if trade:
        reasons.append("the same trade" if trade > 0 else "trades that one person does not have")
    level = name + sum(points for points, _ in told) + trade
    return PersonJoin(a.id, b.id, level, tuple(reasons)) if level >= _needed(a, b, told) else None


def _needed(a: Profile, b: Profile, told: Sequence[tuple[int, str]]) -> int:
    """The sum that suffices: more where a kunya, which many bear, or the words around are all that is shared."""
    if not a.documents.isdisjoint(b.documents):
        return _MOST
    kinds = {reason.split()[0]: points for points, reason in told}
    if set(kinds) <= {"words"} and (a.ordinary or b.ordinary):
        return _NEVER
    if a.called & b.called:
        return _ENOUGH
    if not (a.full and b.full) and not _calls(a, b) and not _calls(b, a) and kinds.get("company", 0) < 3:
        return _MORE
    return _ENOUGH


def _name_level(a: Profile, b: Profile) -> tuple[int, list[str]]:
    level, reasons = 0, []
    known = a.given | b.given
    if a.full and b.full:
        best = max(agreement(one, other, known) for one in a.full for other in b.full)
        if not best:
            return 0, []
        long = min(max(map(len, a.full)), max(map(len, b.full))) > 2
        level = (3 if best == SAME and long else 2 if best > 1 else 1) - (a.ordinary or b.ordinary)
        reasons.append(f"name {level}: «{a.name}», «{b.name}»")
    elif _calls(a, b) or _calls(b, a):
        level = 1
        reasons.append(f"name 1: «{a.name}» may stand for «{b.name}»")
    if a.called & b.called:
        level += 2
        reasons.append(f"kunya and family 2: «{' '.join(min(a.called & b.called))}»")
    elif a.called and b.called and a.kunyas & b.kunyas:
        # «أبو محمد» of one family and of another.
        return 0, []
    for kind, one, other in (("kunya", a.kunyas, b.kunyas), ("nickname", a.nicknames, b.nicknames)):
        if one & other:
            level += 1
            reasons.append(f"{kind} 1: «{min(one & other)}»")
    return level, reasons


def _calls(single: Profile, full: Profile) -> bool:
    """Whether a person named by one word only bears the first or last part of the other's name."""
    if single.full:
        return False
    parts = {bare(part) for part in single.single}
    theirs = {bare(p) for name in full.full for p in (name[0], name[-1])} | {
        bare(p) for p in full.single if not full.full
    }
    return not parts.isdisjoint(theirs)


def _shared(a: Profile, b: Profile) -> list[tuple[int, str]]:
    """What the pages tell of both beyond the name: levels with their reasons."""
    told: list[tuple[int, str]] = []
    office = a.office & b.office
    if office:
        told.append((min(len(office) + 1, 3), f"office {min(len(office) + 1, 3)}: {'، '.join(sorted(office))}"))
    held = ({bare(w) for w in a.office} & b.near) | ({bare(w) for w in b.office} & a.near)
    if held and not office:
        told.append((min(len(held), 2), f"office beside {min(len(held), 2)}: {'، '.join(sorted(held))}"))
    company = a.company & b.company
    if company:
        bearers = {skeleton(kunya.split()[1]) for kunya in a.kunyas & b.kunyas}
        child = any(not bearers.isdisjoint(name.split()) for name in company)
        level = 3 if child else min(len(company) + 1, 3)
        told.append((level, f"company {level}: {'، '.join(sorted(a.written.get(key, key) for key in company))}"))
    beside = a.beside & b.beside
    if beside:
        told.append((min(len(beside), 2), f"party or place {min(len(beside), 2)}: {', '.join(sorted(beside))}"))
    nouns = a.nouns & b.nouns
    if nouns:
        told.append((1, f"title 1: {'، '.join(sorted(nouns))}"))
    near = a.near & b.near
    page = a.page & b.page
    if near:
        told.append((min(len(near), 2), f"words beside {min(len(near), 2)}: {'، '.join(sorted(near)[:_SHOWN])}"))
    elif len(page) > 1 or a.near & b.page or a.page & b.near:
        level = 2 if len(page) >= _MUCH else 1
        told.append((level, f"words of the page {level}: {'، '.join(sorted(page)[:_SHOWN])}"))
    return told


def _trade_level(a: Profile, b: Profile) -> int:
    if a.trades & b.trades:
        return 1
    return _CLASH if clash(a.trades, b.trades) else 0


def _may_share_pages(a: Profile, b: Profile) -> bool:
    """Whether no page names both, or one is known by a kunya or nickname alone that is told to be the other's: on a
    page that has both, they may be told of as one. Such a judgement needs most."""
    if a.documents.isdisjoint(b.documents):
        return True
    for veiled, named in ((a, b), (b, a)):
        known = not (veiled.full or veiled.single or veiled.called)
        shared = veiled.kunyas & named.kunyas or veiled.nicknames & named.nicknames
        if known and shared and named.full and len(named.documents) > 1:
            return True
    return False


def _may_unite(a: Profile, b: Profile) -> bool:
    """Whether two persons share no document and have no two full names that disagree, nor that a third holds together."""
    if not _may_share_pages(a, b) or _held_apart(a, b):
        return False
    known, every = a.given | b.given, (*a.full, *b.full)

    def agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        return bool(agreement(one, other, known))

    return all(
        agree(one, other) or any(agree(one, third) and agree(other, third) for third in every)
        for one in a.full
        for other in b.full
    )
