"""Which claims are compared at all: blocking keys as pure functions, and a cap that every machine cuts alike."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from takhrij.core.parties import keys as party_keys
from takhrij.link.facts import Facts
from takhrij.link.tables import Tables

Group = Callable[[Iterable[tuple[str, int]]], Iterable[tuple[str, Sequence[int]]]]
_WINDOW = 24
_SKETCH = 3


def group_here(items: Iterable[tuple[str, int]]) -> Iterable[tuple[str, Sequence[int]]]:
    """Group values by key in this process: what a runner's `group` does for many."""
    blocks: dict[str, list[int]] = {}
    for key, value in items:
        blocks.setdefault(key, []).append(value)
    return blocks.items()


def keys(fact: Facts, tables: Tables) -> tuple[str, ...]:
    """The blocks of a claim, sorted. Two claims that share a time (or whose pages do) and a place or an actor
    meet; so do claims with a number and an actor, claims that name one person, and evidence worded alike."""
    where = _where(fact, tables)
    who = sorted(_with_kin(fact.everyone, tables))
    found = {f"{when}|{what}" for when in _when(fact) for what in (*where, *who)}
    for family, numbers in fact.numbers.items():
        for number in numbers:
            if number.exact and number.low is not None and number.low >= 2:
                found.update(f"n{family}={number.low}|{actor}" for actor in who)
    found.update(f"h{name[0]}-{name[-1]}" for name in fact.persons)
    found.update(f"w{gram}" for gram in _sketch(fact))
    if not fact.told and not fact.places:
        found.update(f"x{fact.type}|{actor}" for actor in who)
    found.add(f"d{fact.document}")
    return tuple(sorted(found))


def _where(fact: Facts, tables: Tables) -> list[str]:
    places = {p.id for p in fact.places if p.precision not in tables.wide}
    above = {ancestor for p in fact.places if p.id in places for ancestor in p.within[:-1]}
    return sorted(f"@{place}" for place in places | above)


def _with_kin(actors: Iterable[str], tables: Tables) -> set[str]:
    found = {key for actor in actors for key in party_keys(actor)}
    return found | {b for a, b in tables.kin if a in found}


def _when(fact: Facts) -> set[str]:
    """Windows of two days for told days, of a month for longer times, of eight days where none is told."""
    found: set[str] = set()
    if fact.told and fact.first is not None and fact.last is not None:
        if fact.last - fact.first <= 3:
            for day in range(fact.first, fact.last + 1):
                found |= {f"t{day // 2}", f"u{(day + 1) // 2}"}
        if fact.last - fact.first <= 400:
            found |= {f"m{day // 30}" for day in (fact.first - 3, *range(fact.first, fact.last, 30), fact.last)}
    near = fact.published if not fact.told else fact.last
    if near is not None:
        found |= {f"p{near // 8}", f"q{(near + 4) // 8}"}
    return found


def _sketch(fact: Facts) -> list[str]:
    """The smallest hashes of the evidence's words in pairs: evidence that is copied shares most of them."""
    words = sorted(fact.words)
    if len(words) < 4:
        return []
    marks = sorted(hashlib.blake2b(w.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() for w in words)
    return ["".join(marks[i : i + 2]) for i in range(_SKETCH)]


def candidates(found: Sequence[Facts], tables: Tables, group: Group = group_here) -> list[tuple[int, int]]:
    """Pairs of positions (i < j) to compare, sorted; `found` is sorted by `order`.

    In a block larger than the window only neighbours are compared, in an order that puts like by like (time,
    place, number, then the claim's own order), so that 5,000 claims in one block cost 5,000 windows.
    """
    likeness = [_likeness(fact) for fact in found]
    pairs: set[tuple[int, int]] = set()
    compatible = tables.compatible
    for _, members in group((key, i) for i, fact in enumerate(found) for key in keys(fact, tables)):
        block = sorted(set(members))
        if len(block) > _WINDOW:
            block.sort(key=lambda i: (likeness[i], i))
        for at, i in enumerate(block):
            kind = found[i].type
            for j in block[at + 1 : at + 1 + _WINDOW]:
                other = found[j].type
                if kind == other or (kind, other) in compatible:
                    pairs.add((i, j) if i < j else (j, i))
    return sorted(pairs)


def _likeness(fact: Facts) -> tuple[int, str, str, int]:
    day = fact.last if fact.told and fact.last is not None else fact.published or 0
    place = fact.places[0].id if fact.places else "~"
    numbers = [n.low or 0 for family in sorted(fact.numbers) for n in fact.numbers[family]]
    return day, place, ",".join(sorted(fact.everyone)), max(numbers, default=0)
