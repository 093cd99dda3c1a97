"""Spans of a Reading read as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from takhrij.core.records.documents import Span

SourceClass = Literal["narrator", "named", "official", "anonymous", "media"]
MentionKind = Literal["date", "place", "actor", "person", "count", "source"]


@dataclass(frozen=True, slots=True)
class DateValue:
    """A resolved time as EDTF; what cannot be resolved is no mention."""

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
    collective, person), `told` where the text names it when these words only stand for it."""

    id: str
    name: str
    unit: str | None = None
    kind: str = "group"
    loaded: tuple[str, ...] = ()
    told: Span | None = None


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
