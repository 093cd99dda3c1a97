"""Scores of extracted claims against reference annotations, in the terms of the annotation guide.

A claim answers a reference event when the types agree and its trigger stands in a sentence that one of the
event's quotations touches. Precision counts claims of the marked types; recall counts events.

- ``event``: the pairing itself. ``whole``: pairs whose every scored field is right, so that a reviewer would
  accept the row untouched (of several places told, one is enough if none is wrong).
- ``actor``, ``target``, ``place``, ``time``, ``count``: over paired events; with ``e2e_`` in front, fields of
  unpaired events are charged as missing and fields of false claims as wrong.
- ``eventless``: claims made from documents in which nothing is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from takhrij.core.errors import UsageError
from takhrij.evaluate.guide import Guide, Json, load_guide
from takhrij.evaluate.pairing import FIELDS, Agreement, Tally, agreement, found_values, occurrences, pair
from takhrij.resources import Resources

_CONTEXT_BEFORE, _CONTEXT_AFTER = 40, 60  # code points shown around the trigger of a false claim


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision, recall and F1, each 0 to 1, over `n` wanted values."""

    precision: float
    recall: float
    f1: float
    n: int

    @classmethod
    def of(cls, tally: Tally) -> Measure:
        """The measure of a tally; 0 where nothing was found or wanted."""
        p, r = _ratio(tally.right, tally.found) or 0.0, _ratio(tally.right, tally.wanted) or 0.0
        return cls(p, r, 2 * p * r / (p + r) if p + r else 0.0, tally.wanted)

    def as_json(self) -> dict[str, Any]:
        """``{"p", "r", "f1", "n"}``, to three decimals."""
        return {"p": round(self.precision, 3), "r": round(self.recall, 3), "f1": round(self.f1, 3), "n": self.n}


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `n`."""

    right: int
    n: int

    @property
    def accuracy(self) -> float:
        """0 to 1; 0 where there is nothing to judge."""
        return _ratio(self.right, self.n) or 0.0


@dataclass(frozen=True, slots=True)
class MissedEvent:
    """A reference event that no claim answers."""

    document: str
    type: str
    quote: str


@dataclass(frozen=True, slots=True)
class FalseClaim:
    """A claim that answers no reference event, with the text around its trigger."""

    document: str
    type: str
    context: str


@dataclass(frozen=True, slots=True)
class WrongField:
    """A field of a paired claim that differs from the reference."""

    document: str
    field: str
    type: str
    want: Any
    got: Any
    quote: str


@dataclass(frozen=True, slots=True)
class Errors:
    """What stands behind the numbers, in document order."""

    missed: tuple[MissedEvent, ...] = ()
    false: tuple[FalseClaim, ...] = ()
    wrong: tuple[WrongField, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """All measures of one comparison; `fields` and `end_to_end` are keyed by field name."""

    documents: int
    event: Measure
    whole: Measure
    fields: Mapping[str, Measure]
    end_to_end: Mapping[str, Measure]
    modality: Share
    attribution: Share
    relations: Share
    eventless: Share
    types: Mapping[str, Tally]
    errors: Errors = field(default_factory=Errors)

    def as_json(self) -> dict[str, Any]:
        """The printed form: rounded, most frequent types first; `relations` only where some are marked."""
        out: dict[str, Any] = {"documents": self.documents}
        out |= {"event": self.event.as_json(), "whole": self.whole.as_json()}
        out |= {name: measure.as_json() for name, measure in self.fields.items()}
        out |= {f"e2e_{name}": measure.as_json() for name, measure in self.end_to_end.items()}
        for name, share in (("modality", self.modality), ("attribution", self.attribution)):
            out[name] = {"acc": round(share.accuracy, 3), "n": share.n}
        if self.relations.n:
            out["relations"] = {"found": self.relations.right, "n": self.relations.n}
        out["eventless"] = {"documents": self.eventless.n, "claims": self.eventless.right}
        out["types"] = {name: _type_json(tally) for name, tally in self.types.items()}
        return out


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _type_json(tally: Tally) -> dict[str, Any]:
    p, r = _ratio(tally.right, tally.found), _ratio(tally.right, tally.wanted)
    rounded = {"p": None if p is None else round(p, 2), "r": None if r is None else round(r, 2)}
    return {**rounded, "n_pred": tally.found, "n_ref": tally.wanted}


def score(predictions: Iterable[Json], references: Iterable[Json], guide: Guide | None = None) -> Score:
    """Score documents as `extract` prints them against annotated documents of the same ids.

    A reference without a prediction counts as one without claims. Raises UsageError when no id of the two
    agrees, for then the files do not belong together.
    """
    found = {document["id"]: document for document in predictions}
    wanted = list(references)
    if not any(document["id"] in found for document in wanted):
        raise UsageError("No document id of the two files agrees; score the extraction of the reference's own texts.")
    sums = _Sums(guide or load_guide(Resources()))
    for document in wanted:
        sums.add(found.get(document["id"], {"text": document["text"], "claims": []}), document)
    return sums.score(len(wanted))


class _Sums:
    """Running sums over documents."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.event, self.whole = Tally(), 0
        self.fields = dict.fromkeys(FIELDS, Tally())
        self.unpaired = dict.fromkeys(FIELDS, Tally())
        self.types: dict[str, Tally] = {}
        self.modality = self.attribution = 0
        self.relations = self.relations_found = 0
        self.quiet = self.quiet_claims = 0
        self.missed: list[MissedEvent] = []
        self.false: list[FalseClaim] = []
        self.wrong: list[WrongField] = []

    def add(self, prediction: Json, reference: Json) -> None:
        """Count one document."""
        text, events = prediction["text"], reference["events"]
        claims = [claim for claim in prediction["claims"] if claim["type"] in self.guide.types]
        pairing = pair(self.guide, events, claims, text)
        answered = {at for at, _, _ in pairing.pairs}
        answering = {number for _, number, _ in pairing.pairs}
        for at, event in enumerate(events):
            self._event(reference["id"], event, at in answered)
        for number, claim in enumerate(claims):
            if number not in pairing.retold:
                self._claim(reference["id"], claim, text, number in answering)
        for at, number, held in pairing.pairs:
            self._pair(reference["id"], events[at], claims[number], held)
        if not events:
            self.quiet += 1
            self.quiet_claims += len(claims)
        for relation in reference.get("relations", ()):
            self.relations += 1
            self.relations_found += self._related(relation, prediction.get("relations", ()), text)

    def _count(self, kind: str, tally: Tally) -> None:
        self.event += tally
        self.types[kind] = self.types.get(kind, Tally()) + tally

    def _event(self, document: str, event: Json, answered: bool) -> None:
        self._count(event["type"], Tally(wanted=1))
        if answered:
            return
        self.missed.append(MissedEvent(document, event["type"], event["evidence"][0]))
        for name, tally in agreement(self.guide, event, {}).fields.items():
            self.unpaired[name] += Tally(wanted=tally.wanted)

    def _claim(self, document: str, claim: Json, text: str, answers: bool) -> None:
        self._count(claim["type"], Tally(found=1))
        if answers:
            return
        trigger = claim["trigger"]
        around = text[max(0, trigger["start"] - _CONTEXT_BEFORE) : trigger["end"] + _CONTEXT_AFTER]
        self.false.append(FalseClaim(document, claim["type"], around.replace("\n", " ")))
        for name, found in found_values(self.guide, claim).items():
            self.unpaired[name] += Tally(found=found)

    def _pair(self, document: str, event: Json, claim: Json, held: Agreement) -> None:
        self._count(event["type"], Tally(right=1))
        self.whole += held.whole
        self.modality += held.modality
        self.attribution += held.attribution
        quote = event["evidence"][0]
        for name, tally in held.fields.items():
            self.fields[name] += tally
            if not tally.full:
                want, got = event.get(FIELDS[name]), _told(self.guide, name, claim.get("roles", {}))
                self.wrong.append(WrongField(document, name, event["type"], want, got, quote))
        for name, right in (("modality", held.modality), ("attribution", held.attribution)):
            if not right:
                self.wrong.append(WrongField(document, name, event["type"], event[name], claim.get(name), quote))

    def _related(self, wanted: Json, found: Sequence[Json], text: str) -> bool:
        """Whether a relation of the type, on the quoted words, names every actor that it must."""
        spots = occurrences(text, wanted["evidence"])
        must = set(wanted.get("must", ()))
        for relation in found:
            evidence = _listed(relation.get("evidence"))
            touches = any(start < span["end"] and span["start"] < end for start, end in spots for span in evidence)
            sides = [
                item for side in ("subject", "object", "between") for item in _listed(relation.get(side)) if item
            ]
            named = {self.guide.one_id(item.get("id") if isinstance(item, Mapping) else item) for item in sides}
            if relation.get("type") == wanted["type"] and (touches or not spots) and must <= named:
                return True
        return False

    def score(self, documents: int) -> Score:
        """The score of all that was counted."""
        tally = self.event
        ordered = sorted(self.types.items(), key=lambda row: -row[1].wanted)
        return Score(
            documents=documents,
            event=Measure.of(tally),
            whole=Measure.of(Tally(self.whole, tally.found, tally.wanted)),
            fields={name: Measure.of(paired) for name, paired in self.fields.items()},
            end_to_end={name: Measure.of(paired + self.unpaired[name]) for name, paired in self.fields.items()},
            modality=Share(self.modality, tally.right),
            attribution=Share(self.attribution, tally.right),
            relations=Share(self.relations_found, self.relations),
            eventless=Share(self.quiet_claims, self.quiet),
            types=dict(ordered),
            errors=Errors(tuple(self.missed), tuple(self.false), tuple(self.wrong)),
        )


def _told(guide: Guide, name: str, roles: Mapping[str, Sequence[Json]]) -> Any:
    """What a claim tells in a field, short enough for a table of errors."""
    if name == "count":
        told = {key: roles[key] for key in guide.counts if roles.get(key)}
        return {key: [[f.get("min"), f.get("max")] for f in fillers] for key, fillers in told.items()}
    return [f.get("id") or f.get("edtf") or f.get("text") for f in roles.get(name, ())]


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
