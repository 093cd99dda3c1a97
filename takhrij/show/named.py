"""Which captives a claim names: whom its roles name, and the list behind its predicate, by the persons of the case.

Two lists of the same men in other spellings and another order name the same persons, as far as the persons of the case
were joined. Without persons (the view was read without them) only the names in roles are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from takhrij.core.records import ActorRef, Claim, Person, PlaceRef, Span
from takhrij.show.view import CaseView

Ends = Mapping[tuple[str, str], list[str]]
_PERSON = "_"  # a person outside the codebook is known by the folded words of the name
_OUTSIDE = "other:"
_END = re.compile(r"[.!?؟\n]")
_LISTING = frozenset({"detain", "release", "exchange"})
# Whoever stands in these roles is no captive of the claim.
_NO_CAPTIVE = ("actor", "mediator", "beneficiary", "place", "destination", "origin_place")


def is_person(ref: ActorRef) -> bool:
    """Whether a filler is a named person: outside the codebook, with a name of two words or more."""
    return ref.id.startswith(_OUTSIDE) and not ref.id.isascii() and _PERSON in ref.id


@dataclass(frozen=True)
class Names:
    """The captives that claims name, by key: the id of a person of the case, or the id that a role gives.
    `names` and `parts` hold how those are named who were asked for."""

    view: CaseView
    names: dict[str, str] = field(default_factory=dict)
    parts: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)

    def by_ends(self, keys: Iterable[str]) -> Ends:
        """Some captives by the first and the last part of their names."""
        found: dict[tuple[str, str], list[str]] = {}
        for key in keys:
            for ends in {(parts[0], parts[-1]) for parts in self.parts.get(key, ()) if len(parts) > 1}:
                found.setdefault(ends, []).append(key)
        return found

    def perhaps(self, key: str, others: Ends) -> Iterator[str]:
        """Those of some captives who may be this one: a name of one leaves out parts of a name of the other."""
        mine = self.parts.get(key, set())
        near = (other for parts in mine if len(parts) > 1 for other in others.get((parts[0], parts[-1]), ()))
        for other in dict.fromkeys(near):
            pairs = ((a, b) for a in mine for b in self.parts[other])
            if other != key and any(_leaves_out(*sorted(pair, key=len)) for pair in pairs):
                yield other

    def of(self, claim: Claim) -> tuple[str, ...]:
        """Keys of the captives of a claim in text order; their names can be looked up in `names` from then on."""
        found: dict[str, int] = {}
        persons = self.view.persons.get(claim.document, ())
        for ref in (f for f in claim.roles.get("target", ()) if isinstance(f, ActorRef) and is_person(f)):
            at = next((n for n, person in enumerate(persons) if _meet(person.span, ref.span)), None)
            key = self._key(claim.document, at) if at is not None else ref.id
            self.names.setdefault(key, ref.name)
            found.setdefault(key, ref.span.start)
        if claim.type in _LISTING:
            for at, person in self._listed(claim, persons):
                found.setdefault(self._key(claim.document, at), person.span.start)
        return tuple(sorted(found, key=lambda key: (found[key], key)))

    def _key(self, document: str, at: int) -> str:
        known = self.view.entity_of.get((document, at))
        person = self.view.persons[document][at]
        key, name = known or (_OUTSIDE + _PERSON.join(person.parts), person.span.text)
        self.names[key] = name
        self.parts.setdefault(key, set()).add(person.parts)
        return key

    def _listed(self, claim: Claim, persons: Iterable[Person]) -> Iterator[tuple[int, Person]]:
        """The persons named behind a predicate in its sentence who are neither in another role nor speak."""
        reading = self.view.readings.get(claim.document)
        if reading is None:
            return
        end = _END.search(reading.text, claim.trigger.end)
        stretch = Span(claim.trigger.end, end.start() if end else len(reading.text), "")
        told_as = [f for role in _NO_CAPTIVE for f in claim.roles.get(role, ())]
        others = [f.span for f in told_as if isinstance(f, ActorRef | PlaceRef)]
        others += [
            link.span
            for told in self.view.claims_of.get(claim.document, ())
            for link in told.attribution
            if link.span
        ]
        for at, person in enumerate(persons):
            inside = stretch.start <= person.span.start and person.span.end <= stretch.end
            if inside and len(person.parts) > 1 and not any(_meet(person.span, span) for span in others):
                yield at, person


def _leaves_out(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """«رامي الخولي» and «رامي جابر الخولي»: the ends are the same, and what the one has between them the other has too."""
    rest = iter(long)
    ends = len(short) > 1 and (short[0], short[-1]) == (long[0], long[-1])
    return ends and all(part in rest for part in short)


def _meet(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
