"""Standing decisions laid over the machine's claims, after every re-run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, cast

from takhrij.core.codec import claim_to_json
from takhrij.core.records import (
    ASIDE,
    PERSONAL,
    Anchor,
    Claim,
    Decision,
    FieldEdit,
    Grade,
    Problem,
    Reading,
    Span,
    Translation,
)
from takhrij.store.anchors import FoldMap, locate
from takhrij.store.codec import record_from_json
from takhrij.store.contract import Store
from takhrij.store.decisions import standing
from takhrij.store.pins import moved, pinned

Verdict = tuple[str, str, Literal["same", "different", "part_of"]]
"""Two claim ids and what a human judged of them."""


class PersonVerdict(NamedTuple):
    """What a human judged of two namings of persons: where each stands now, and the decision."""

    a: tuple[str, Span]
    b: tuple[str, Span]
    decision: Decision


@dataclass(slots=True)
class Replayed:
    """The claims of a case with the human's decisions laid over them, and what these say beyond claims.

    `persons` are judgements of two namings of persons, `one_source` pairs of names of one source, `one_origin` pairs of claims that go back to one report, `no_copies` pairs of documents (in order) of which
    neither copies the other. `decided` lists the decisions on each claim by its id, those on `rejected` ones too.
    """

    claims: dict[str, Claim]
    judgements: list[Verdict] = field(default_factory=list)
    grades: dict[str, Grade] = field(default_factory=dict)
    one_origin: list[tuple[str, str]] = field(default_factory=list)
    one_source: list[tuple[str, str]] = field(default_factory=list)
    no_copies: set[tuple[str, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    decided: dict[str, list[Decision]] = field(default_factory=dict)
    rejected: dict[str, Claim] = field(default_factory=dict)
    translations: list[Translation] = field(default_factory=list)
    persons: list[PersonVerdict] = field(default_factory=list)
    _places: dict[str, list[str]] = field(default_factory=dict)

    def there(self, document: str) -> list[Claim]:
        """The claims of one document that stand now."""
        if not self._places:
            for key, claim in self.claims.items():
                self._places.setdefault(claim.document, []).append(key)
        return [self.claims[key] for key in self._places.get(document, ()) if key in self.claims]

    def put(self, claim: Claim, instead: Claim | None) -> None:
        """A claim in the place of another, or of none."""
        self.there(claim.document)  # so that the claims are told apart by document before one is added
        if instead is not None:
            self.claims.pop(instead.id)
        self.rejected.pop(claim.id, None)
        self.claims[claim.id] = claim
        places = self._places.setdefault(claim.document, [])
        if claim.id not in places:
            places.append(claim.id)


def laid(
    claims: Mapping[str, Claim], decision: Decision, readings: Mapping[str, Reading], fold_map: FoldMap
) -> Replayed:
    """One decision laid over claims; the claims given stay as they are."""
    done = Replayed(dict(claims))
    _apply(decision, done, readings, fold_map)
    return done


def replay(
    store: Store, readings: Mapping[str, Reading], fold_map: FoldMap, machine: Mapping[str, Claim] | None = None
) -> Replayed:
    """Lay the standing decisions over the machine's claims, in the order made; `machine` where they were read already.

    Pinned claims take the place of the machine's at the same words; rejected ones are left out. A decision
    whose words or claim are gone is a Problem.
    """
    done = Replayed(dict(machine) if machine is not None else {claim.id: claim for claim in store.claims()})
    for decision in standing(store.decisions()):
        fault = _apply(decision, done, readings, fold_map)
        if fault is not None:
            name = f"decision {decision.id}"
            told = f"{name} ({decision.verb} «{decision.anchor.quote}») {fault}; decide anew or undo it"
            document = decision.anchor.document or None
            done.problems.append(Problem("unanchored", told, "decide", name, document, f"takhrij undo {decision.id}"))
    return done


def _apply(decision: Decision, done: Replayed, readings: Mapping[str, Reading], fold_map: FoldMap) -> str | None:
    reading = readings.get(decision.anchor.document)
    if decision.verb == "same_source" and decision.other is not None:
        done.one_source.append((decision.anchor.quote, decision.other.quote))
        return None
    if decision.verb in ASIDE and decision.verb != "unsure":
        return None
    place = None if reading is None else locate(decision.anchor, reading.text, fold_map)
    if reading is None or place is None:
        return "finds its words nowhere in the page"
    if decision.verb in PERSONAL:
        second = _second_place(decision, readings, fold_map)
        if second is None:
            return "finds its second words nowhere in the page"
        done.persons.append(PersonVerdict((reading.document, place), second, decision))
        return None
    if decision.verb == "translate":
        told = {key: str(decision.value.get(key, "")) for key in ("language", "text", "translator")}
        done.translations.append(Translation(decision.id, reading.document, place, **told))
        return None
    claim = _claim_at(done, decision.anchor.document, place, decision.anchor.type)
    if claim is not None:
        done.decided.setdefault(claim.id, []).append(decision)
    if decision.verb == "unsure":
        return None
    if decision.verb == "reject":
        if claim is not None:
            done.rejected[claim.id] = done.claims.pop(claim.id)
    elif decision.verb in ("accept", "edit", "add"):
        kept = pinned(decision)
        pin = moved(kept, reading, place, claim.id if claim else None) if kept is not None else None
        if pin is None:
            return "cannot find all words of its claim in the page"
        done.put(_marked(pin, decision, claim), claim)
        if claim is None:
            done.decided.setdefault(pin.id, []).append(decision)
    elif claim is None:
        return "finds no claim at its words"
    elif decision.verb == "grade":
        done.grades[claim.id] = Grade(
            int(decision.value), f"set by {decision.by}: {decision.why or 'no reason given'}"
        )
    else:
        return _judge(decision, claim, done, (readings, fold_map))
    return None


def _marked(pin: Claim, decision: Decision, found: Claim | None) -> Claim:
    """A pinned claim that names who set its field, and what stands there in the claim `found` at its words."""
    name = decision.anchor.field
    if decision.verb != "edit" or name is None:
        return pin
    earlier = found.edit(name) if found is not None else None
    was = earlier.was if earlier is not None else None
    if earlier is None and found is not None:
        told = claim_to_json(found)
        was = told.get(name, told["roles"].get(name))
    edit = FieldEdit(name, decision.by, decision.at, decision.why, was)
    return replace(pin, edits=(*(e for e in pin.edits if e.field != name), edit))


def _judge(
    decision: Decision, claim: Claim, done: Replayed, where: tuple[Mapping[str, Reading], FoldMap]
) -> str | None:
    anchor, second = decision.other, _second_place(decision, *where)
    other = _claim_at(done, second[0], second[1], anchor.type) if anchor is not None and second is not None else None
    if other is None:
        return "finds no claim at its second words"
    if decision.verb == "same_origin":
        done.one_origin.append((claim.id, other.id))
        return None
    if decision.verb == "not_copy":
        one, two = sorted((claim.document, other.document))
        done.no_copies.add((one, two))
        return None
    done.judgements.append((claim.id, other.id, cast(Literal["same", "different", "part_of"], decision.verb)))
    done.judgements += [(claim.id, member, "same") for member in _members(decision, done, where)]
    return None


def _second_place(decision: Decision, readings: Mapping[str, Reading], fold_map: FoldMap) -> tuple[str, Span] | None:
    """Where the second anchor of a pairwise judgement stands now, with its document."""
    anchor = decision.other
    reading = readings.get(anchor.document) if anchor is not None else None
    place = locate(anchor, reading.text, fold_map) if anchor is not None and reading is not None else None
    return None if reading is None or place is None else (reading.document, place)


def _members(decision: Decision, done: Replayed, where: tuple[Mapping[str, Reading], FoldMap]) -> Iterator[str]:
    """The further claims of two events that were judged to be one; whatever is gone of them holds nothing together."""
    readings, fold_map = where
    told = decision.value.get("members", ()) if isinstance(decision.value, dict) else ()
    for anchor in (record_from_json(Anchor, record) for record in told):
        reading = readings.get(anchor.document)
        place = locate(anchor, reading.text, fold_map) if reading is not None else None
        found = _claim_at(done, anchor.document, place, anchor.type) if place is not None else None
        if found is not None:
            yield found.id


def _claim_at(done: Replayed, document: str, place: Span, kind: str) -> Claim | None:
    """The claim whose trigger stands at a place: of the type decided on, else the only one there."""
    there = [c for c in done.there(document) if c.trigger.start < place.end and place.start < c.trigger.end]
    return next((c for c in there if c.type == kind), there[0] if len(there) == 1 else None)
