"""What of a claim is compared: plain values made once, so that comparisons are small pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from takhrij.core.alliances import When
from takhrij.core.codec import COUNT_ROLES
from takhrij.core.edtf import bounds
from takhrij.core.language import Language
from takhrij.core.parties import bare
from takhrij.core.records import ActorRef, ChainLink, Claim, Person, PlaceRef, Reading, Span
from takhrij.link.tables import Tables
from takhrij.link.whereabouts import unit_of

_WORD = re.compile(r"\w{3,}")
_FAR = 10**7
_DEFINITE = ("ال", "وال", "بال", "لل")


@dataclass(frozen=True, slots=True)
class Number:
    """A count told: inclusive bounds, None is open, `exact` when one plain figure is told."""

    low: int | None
    high: int | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place told that is no ancestor of another one told beside it; `name` is its bare words, joined by dashes."""

    id: str
    name: str
    precision: str
    within: tuple[str, ...]
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Facts:
    """One claim as it is compared. Days are proleptic ordinals; `order` sorts claims: published (unknown
    last), document, start of the trigger, id. `borrowed` names the fields (time, place, actors) that the claim
    leaves untold and that were taken from the claim beside it: they may join, and never keep apart. `headline`:
    it stands in its page's title. `kinds` are the types that its page tells, `days` the single days on which its page
    tells one of its type; `definite`: it is named as one known already («الغارة»). `persons` are the names of two parts
    or more in its evidence, but for those of speakers."""

    id: str
    document: str
    order: tuple[str, str, int, str]
    type: str
    polarity: str
    modality: str
    speaker: str
    first: int | None
    last: int | None
    approximate: bool
    published: int | None
    places: tuple[Place, ...]
    actors: frozenset[str]
    targets: frozenset[str]
    numbers: Mapping[str, tuple[Number, ...]]
    words: frozenset[str]
    headline: bool = False
    definite: bool = False
    kinds: frozenset[str] = field(default_factory=frozenset)
    days: frozenset[int] = field(default_factory=frozenset)
    evidence: tuple[tuple[int, int], ...] = ()
    persons: frozenset[tuple[str, ...]] = field(default_factory=frozenset)
    borrowed: frozenset[str] = field(default_factory=frozenset)

    # What pairs ask of it again and again: whether a time is told at all; actors and targets together; the days that it
    # may be of, those told, else all up to its publication.
    told: bool = field(init=False)
    everyone: frozenset[str] = field(init=False)
    window: When = field(init=False)

    def __post_init__(self) -> None:
        told = self.first is not None or self.last is not None
        object.__setattr__(self, "told", told)
        object.__setattr__(self, "everyone", self.actors | self.targets)
        object.__setattr__(self, "window", (self.first, self.last) if told else (None, self.published))

    @property
    def day(self) -> int | None:
        """The one day that it tells itself; None where it tells another time, an approximate one or none."""
        exact = self.first == self.last and not self.approximate and "time" not in self.borrowed
        return self.first if exact else None


def facts(
    claim: Claim, reading: Reading | None, language: Language, tables: Tables, people: Sequence[Person] = ()
) -> Facts:
    """The Facts of a claim; `reading` gives the day of publication and may be absent, `people` are those of its page."""
    published = reading.published if reading is not None else None
    first, last, approximate = _days(claim)
    actors = tables.parties.all(_actors(claim, ("actor",)))
    said = actors or _spokesman(claim, language, tables)
    return Facts(
        id=claim.id,
        document=claim.document,
        order=(published or "~", claim.document, claim.trigger.start, claim.id),
        type=claim.type,
        polarity=claim.polarity,
        modality=claim.modality,
        speaker=speaker_words(claim.speaker, language),
        first=first,
        last=last,
        approximate=approximate,
        published=_ordinal(published),
        places=_places(claim, reading, language, tables),
        actors=said,
        targets=tables.parties.all(_actors(claim, ("target", "beneficiary"))),
        numbers=_numbers(claim, tables),
        words=frozenset(map(bare, _WORD.findall(language.fold(" ".join(span.text for span in claim.evidence))))),
        definite=claim.trigger.text.startswith(_DEFINITE),
        persons=_persons(claim, people),
        evidence=tuple((span.start, span.end) for span in claim.evidence),
        borrowed=frozenset({"actors"}) if said and not actors else frozenset(),
        headline=reading is not None and claim.trigger.start < title_end(reading),
    )


def speaker_words(link: ChainLink, language: Language) -> str:
    """Who speaks, as a comparison key: class, actor where known and folded words."""
    words = language.fold(link.span.text) if link.span is not None else ""
    return f"{link.source_class}:{link.actor or ''}:{words}"


def title_end(reading: Reading) -> int:
    """Where the title ends with which a text begins; 0 where it begins with none."""
    title = (reading.title or "").strip()
    return len(title) if title and reading.text.startswith(title) else 0


def _days(claim: Claim) -> tuple[int | None, int | None, bool]:
    told = bounds(claim.time.edtf) if claim.time is not None else None
    if told is None:
        return None, None, False
    first = told.first.toordinal() if told.first else None
    last = told.last.toordinal() if told.last else None
    return first, last, told.approximate


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None


def _places(claim: Claim, reading: Reading | None, language: Language, tables: Tables) -> tuple[Place, ...]:
    told = [f for role in ("place", "destination", "origin_place") for f in claim.roles.get(role, ())]
    refs = {f.id: f for f in reversed(told) if isinstance(f, PlaceRef)}
    above = {ancestor for ref in refs.values() for ancestor in ref.within}
    kept = [refs[key] for key in sorted(refs) if key not in above]
    return tuple(
        Place(r.id, _bare_words(r, language), r.precision, unit_of(r, reading, language, tables.units), r.lat, r.lon)
        for r in kept
    )


def _bare_words(place: PlaceRef, language: Language) -> str:
    """The folded words of a place's name without articles, joined by dashes, as ids of coined places join theirs."""
    return "-".join(map(bare, language.fold(place.name_ar or place.span.text).split()))


def _persons(claim: Claim, people: Sequence[Person]) -> frozenset[tuple[str, ...]]:
    speaking = [link.span for link in claim.attribution if link.span is not None]
    named = (person for person in people if len(person.parts) > 1 and _within(person.span, claim.evidence))
    return frozenset(person.parts for person in named if not _within(person.span, speaking))


def _within(span: Span, stretches: Iterable[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in stretches)


def _actors(claim: Claim, roles: tuple[str, ...]) -> frozenset[str]:
    fillers = [f for role in roles for f in claim.roles.get(role, ())]
    return frozenset(f.id for f in fillers if isinstance(f, ActorRef))


def _spokesman(claim: Claim, language: Language, tables: Tables) -> frozenset[str]:
    """Who tells a deed without a doer, where a party speaks: «بيان للجبهة: أطلقنا خمسة عشر أسيرا»."""
    link = claim.speaker
    if link.actor is not None:
        party = tables.parties.of(link.actor)
    elif link.source_class in ("official", "named") and link.span is not None:
        party = tables.parties.speaking(language.fold(link.span.text))
    else:
        party = None
    return frozenset({party}) if party is not None else frozenset()


def _numbers(claim: Claim, tables: Tables) -> dict[str, tuple[Number, ...]]:
    found: dict[str, set[Number]] = {}
    for role in COUNT_ROLES:
        for count in claim.counts(role):
            exact = count.min is not None and count.min == count.max and not count.approx
            number = Number(count.min, count.max, exact)
            found.setdefault(tables.families.get(role, role), set()).add(number)
    total = _in_all(claim)
    if total is not None:
        found.setdefault(tables.families.get("exchanged", "exchanged"), set()).add(total)
    return {
        family: tuple(sorted(numbers, key=lambda n: (n.low or 0, n.high or _FAR, n.exact)))
        for family, numbers in sorted(found.items())
    }


def _in_all(claim: Claim) -> Number | None:
    """Both sides' freed together: another page may tell the total alone."""
    sides = [claim.counts(role) for role in ("released", "exchanged")]
    if any(len(side) != 1 for side in sides):
        return None
    counts = [side[0] for side in sides]
    lows, highs = [c.min for c in counts], [c.max for c in counts]
    if None in lows or None in highs:
        return None
    low, high = sum(n or 0 for n in lows), sum(n or 0 for n in highs)
    return Number(low, high, low == high and not any(c.approx for c in counts))
