"""Views over claims: copies, origins, links, events with their conflicts and grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
class Traced:
    """To which origin a claim goes back, and the sentence that says why."""

    claim: str
    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """A view over claims judged to be about one happening. Nothing in it is asserted without its claims.

    `origins` tell it, `denials` say that it did not happen: their documents by origin. `effective` is the number of
    origins with what they share discounted (`takhrij.weigh.strength`); `traced` says of each claim where it goes back to.
    """

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
    denials: tuple[tuple[str, ...], ...] = ()
    effective: float | None = None
    traced: tuple[Traced, ...] = ()
