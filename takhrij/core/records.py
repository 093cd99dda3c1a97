"""The records that rooms hand to each other: frozen values, no behaviour beyond reading themselves.

All offsets are half-open ranges of Unicode code points, in logical order, into a Reading's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Modality = Literal["asserted", "alleged", "planned", "denied"]
Polarity = Literal["did", "did_not", "ended", "refused", "failed"]
SourceClass = Literal["narrator", "named", "official", "anonymous", "media"]
MentionKind = Literal["date", "place", "actor", "person", "count", "source"]

# -- documents -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Words at a place: ``reading.text[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One archived original.

    `sha256` is its key; `label` is the id that the input gave (a file stem, a JSONL id); `name` is the file
    it came from; `retrieved` is an ISO date-time or day as the input told it, or None.
    """

    sha256: str
    label: str
    name: str
    media_type: str
    size: int
    url: str | None = None
    retrieved: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a named reader version made of a Document. The text never changes once stored.

    `boilerplate` and `hidden` are ranges of `text` that yield nothing; `published` is an ISO day or None.
    """

    document: str
    reader: str
    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    genre: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str = "ar"
    boilerplate: tuple[tuple[int, int], ...] = ()
    hidden: tuple[tuple[int, int], ...] = ()

    def quote(self, start: int, end: int) -> Span:
        """The Span of a range of this Reading."""
        return Span(start, end, self.text[start:end])


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that was refused or partly read, with its reason.

    `reason` is a stable code, `stage` the room that saw it, `message` one plain line, `retry` what to do.
    """

    reason: str
    message: str
    stage: str
    name: str
    document: str | None = None
    retry: str | None = None


# -- mentions ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DateValue:
    """A resolved time. `day_told` is False for times read off another date («بعد يومين من ذلك»)."""

    edtf: str


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """A gazetteer row: `within` lists the ids of its ancestors, nearest first; coordinates in degrees."""

    id: str
    name: str
    name_ar: str
    precision: str
    lat: float | None = None
    lon: float | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorValue:
    """A codebook actor. `unit` is the part named («houthi_intelligence» of houthi), `loaded` the framing
    words within the mention as the source wrote them, `kind` its class (group, state, force, body,
    collective, person)."""

    id: str
    name: str
    unit: str | None = None
    kind: str = "group"
    loaded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonValue:
    """A person named: `name` as written without title, `title` the words before it."""

    name: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class CountValue:
    """A number of something: inclusive bounds (None is open), `noun` the folded noun counted, `of` its
    class in the codebook («persons», «vehicles», «strikes», «money», «killed» …), None when untold."""

    min: int | None
    max: int | None
    approx: bool = False
    noun: str | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class SourceValue:
    """One who speaks: its class and, where it is one, the codebook actor it speaks for."""

    source_class: SourceClass
    actor: str | None = None


MentionValue = DateValue | PlaceValue | ActorValue | PersonValue | CountValue | SourceValue


@dataclass(frozen=True, slots=True)
class Mention:
    """A Span read as a value. `first`/`end_token` are the token range behind it."""

    kind: MentionKind
    span: Span
    value: MentionValue
    first: int
    end_token: int


# -- claims --------------------------------------------------------------------------------------------------


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
class Claim:
    """One event as told by one speaker in one Document."""

    id: str
    document: str
    type: str
    modality: Modality
    polarity: Polarity
    trigger: Span
    evidence: tuple[Span, ...]
    roles: Mapping[str, tuple[Filler, ...]]
    attribution: tuple[ChainLink, ...] = (NARRATOR,)

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


# -- links and events ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Copy:
    """Two documents of which one repeats the other; `copier` is the document that copies, or None.

    `passages` pairs equal stretches: ((start, end) in a, (start, end) in b), in code points.
    """

    a: str
    b: str
    containment: float
    copier: str | None
    reason: str
    passages: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Documents and chain links that go back to one report. `id` is its first document's SHA-256 or, for a
    source outside the case, ``source:`` and the folded words; `reasons` says why each document joined."""

    id: str
    documents: tuple[str, ...]
    label: str
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field of two claims compared: an integer level, its weight in bits and the reason."""

    field: str
    level: int
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """Two claims judged to speak of one happening, with the waterfall that says so."""

    a: str
    b: str
    weight: float
    comparisons: tuple[Comparison, ...]
    judged: str = "machine"


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One value of a contested field with the claims that tell it."""

    value: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field on which claims of one event disagree; every value stays."""

    field: str
    values: tuple[ConflictValue, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A sum that was checked: `holds`, and the sentence that says what was added to what."""

    claim: str
    holds: bool
    statement: str


@dataclass(frozen=True, slots=True)
class Grade:
    """Credibility 1–6 with its reason in a sentence; 6 means unknown, not middling."""

    credibility: int
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """A view over claims judged to be about one happening. Nothing in it is asserted without its claims."""

    id: str
    type: str
    label: str
    time: str | None
    place: tuple[str, str] | None
    claims: tuple[tuple[str, str], ...]
    origins: tuple[tuple[str, ...], ...]
    sides: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    grade: Grade
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()


# -- decisions -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a decision holds: quoted words with context in a document, a type and, if one, a field.

    `prefix`/`suffix` are the characters before and after the quotation, so that a new Reading or a new
    model can find the place again.
    """

    document: str
    quote: str
    prefix: str
    suffix: str
    type: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One human judgement.

    `verb` is accept, reject, edit, unsure, same, different, part_of, grade, reliability or undo; `value`
    holds what was decided as JSON; `other` is the second anchor of a pairwise judgement.
    """

    id: str
    verb: str
    anchor: Anchor
    by: str
    at: str
    why: str = ""
    value: Any = None
    other: Anchor | None = None
    undoes: str | None = None
