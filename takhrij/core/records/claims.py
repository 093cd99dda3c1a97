"""What one speaker told in one Document: claims, relations, framing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from takhrij.core.records.documents import Problem, Reading, Span
from takhrij.core.records.mentions import Mention, SourceClass
from takhrij.core.records.persons import Person

Modality = Literal["asserted", "alleged", "planned", "denied"]
Polarity = Literal["did", "did_not", "ended", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor or target of a claim, with the words that name it."""

    id: str
    name: str
    span: Span
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place of a claim, with the words that name it."""

    id: str
    name: str
    name_ar: str
    precision: str
    span: Span
    lat: float | None = None
    lon: float | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeRef:
    """When, as EDTF, with the words that tell it."""

    edtf: str
    span: Span


@dataclass(frozen=True, slots=True)
class CountPart:
    """A part of a count: whose («of») and how many, with the words that tell it."""

    min: int | None
    max: int | None
    of: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class CountRef:
    """A count of a claim: inclusive bounds, None is open; `by` who did it, `of` whose men they are."""

    min: int | None
    max: int | None
    span: Span
    approx: bool = False
    by: str | None = None
    of: tuple[str, ...] = ()
    parts: tuple[CountPart, ...] = ()


@dataclass(frozen=True, slots=True)
class AmountRef:
    """An amount of money: `value` None when no figure is told, `unit` an ISO 4217 code or None."""

    value: float | None
    unit: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class TextRef:
    """Words that fill a role as they are (condition, purpose, instrument)."""

    span: Span


@dataclass(frozen=True, slots=True)
class ClaimRef:
    """Another claim of the same document that fills a role."""

    claim: str


@dataclass(frozen=True, slots=True)
class RelationRef:
    """Another relation of the same document that fills a role."""

    relation: str


Filler = ActorRef | PlaceRef | TimeRef | CountRef | AmountRef | TextRef | ClaimRef | RelationRef


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One link of an attribution, from the outlet inwards; `span` is None for the narrator.

    `actor` is the codebook actor that the source speaks for, where the words tell it.
    """

    source_class: SourceClass
    span: Span | None = None
    actor: str | None = None


NARRATOR = ChainLink("narrator")


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A field whose value a human set: who, when and why; `was` is what the machine reads there now, as printed."""

    field: str
    by: str
    at: str
    why: str
    was: Any = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One event as told by one speaker in one Document; `edits` are the fields that a human set."""

    id: str
    document: str
    type: str
    modality: Modality
    polarity: Polarity
    trigger: Span
    evidence: tuple[Span, ...]
    roles: Mapping[str, tuple[Filler, ...]]
    attribution: tuple[ChainLink, ...] = (NARRATOR,)
    edits: tuple[FieldEdit, ...] = ()

    def actors(self, role: str = "actor") -> tuple[str, ...]:
        """Ids of the actors in a role, in order."""
        return tuple(f.id for f in self.roles.get(role, ()) if isinstance(f, ActorRef))

    @property
    def places(self) -> tuple[PlaceRef, ...]:
        """The places told, most specific first."""
        return tuple(f for f in self.roles.get("place", ()) if isinstance(f, PlaceRef))

    @property
    def time(self) -> TimeRef | None:
        """When, or None where it is not told."""
        return next((f for f in self.roles.get("time", ()) if isinstance(f, TimeRef)), None)

    def counts(self, role: str) -> tuple[CountRef, ...]:
        """The counts told under a role."""
        return tuple(f for f in self.roles.get(role, ()) if isinstance(f, CountRef))

    def edit(self, field: str) -> FieldEdit | None:
        """Who set a field, or None where it stands as read."""
        return next((e for e in self.edits if e.field == field), None)

    @property
    def speaker(self) -> ChainLink:
        """The innermost link: the first speaker."""
        return self.attribution[-1] if self.attribution else NARRATOR


@dataclass(frozen=True, slots=True)
class Relation:
    """A standing tie between actors as told by one speaker; `derived_from` lists claims it was read off."""

    id: str
    document: str
    type: str
    subject: tuple[ActorRef, ...]
    object: tuple[ActorRef | ClaimRef | RelationRef, ...]
    between: tuple[ActorRef, ...]
    evidence: tuple[Span, ...]
    time: tuple[TimeRef, ...] = ()
    attribution: tuple[ChainLink, ...] = (NARRATOR,)
    derived_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framing:
    """A loaded term: the words, whom it names (None when untold), which words load it, who used it."""

    span: Span
    names: str | None
    loaded: tuple[str, ...]
    speaker: ChainLink = NARRATOR


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was taken out of one Reading, in text order."""

    reading: Reading
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    framing: tuple[Framing, ...] = ()
    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = ()
    people: tuple[Person, ...] = ()
