"""Which claim answers which reference event, and how well: one-to-one, best agreement first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from takhrij.evaluate.guide import Guide, Json, time_holds

# Where the reference keeps each scored field of an event, in the order in which scores are printed.
FIELDS: Mapping[str, str] = {
    "actor": "actors",
    "target": "targets",
    "place": "places",
    "time": "date",
    "count": "counts",
}
_SENTENCE = re.compile(r"[^\n.!?؟؛]+[\n.!?؟؛]*")
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """Right values, values found and values wanted, of one field."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def full(self) -> bool:
        """Whether all that was wanted was found, and nothing else."""
        return self.right == self.found == self.wanted

    @property
    def balance(self) -> float:
        """Two points a right value, half a point off for each one too many or missing."""
        return 2 * self.right - 0.5 * (self.found - self.right) - 0.5 * (self.wanted - self.right)


@dataclass(frozen=True, slots=True)
class Agreement:
    """One claim held against one event: a tally a field, and whether modality, speaker and the row agree."""

    fields: Mapping[str, Tally]
    modality: bool
    attribution: bool
    whole: bool

    @property
    def points(self) -> float:
        """The order in which pairs are made; ten points for a row that needs no correction."""
        rest = self.modality + 0.5 * self.attribution
        return 10 * self.whole + sum(tally.balance for tally in self.fields.values()) + rest


@dataclass(frozen=True, slots=True)
class Pairing:
    """Pairs of (event, claim) positions with their agreement; `retold` claims count neither right nor wrong."""

    pairs: tuple[tuple[int, int, Agreement], ...]
    retold: frozenset[int]


def occurrences(text: str, quote: str) -> list[Stretch]:
    """Where a quotation stands in a text, whatever white space parts its words."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    return [match.span() for match in re.finditer(pattern, text)]


def sentences_of(text: str, quotes: Sequence[str]) -> list[Stretch]:
    """The sentences that share a character with any of the quotations."""
    spots = [spot for quote in quotes for spot in occurrences(text, quote)]
    sentences = (match.span() for match in _SENTENCE.finditer(text))
    return [(a, b) for a, b in sentences if any(a < end and start < b for start, end in spots)]


def found_values(guide: Guide, claim: Json) -> dict[str, int]:
    """How many values a claim tells in each scored field (a time, and each kind of count, are one)."""
    roles = claim.get("roles", {})
    counts = sum(bool(roles.get(key)) for key in guide.counts)
    names = {field: len(roles.get(field, ())) for field in ("actor", "target", "place")}
    return {**names, "time": int(bool(roles.get("time"))), "count": counts}


def agreement(guide: Guide, event: Json, claim: Json) -> Agreement:
    """Hold one claim against one event, field by field."""
    roles = claim.get("roles", {})
    fields = {}
    for field in ("actor", "target", "place"):
        wanted, fillers = event.get(FIELDS[field], ()), roles.get(field, ())
        same = guide.same_places if field == "place" else guide.same_actors
        fields[field] = Tally(same(wanted, fillers), len(fillers), len(wanted))
    fields["time"], in_time = _time(event.get("date"), roles.get("time", ()))
    fields["count"] = _counts(guide, event.get("counts") or {}, roles)
    modality = claim.get("modality") in event["modality"].split("|")
    chain = claim.get("attribution") or [{"class": "narrator"}]
    place = fields["place"]
    places_hold = place.right == place.found and (place.right > 0 or not event.get("places"))
    exact = all(fields[field].full for field in ("actor", "target", "count"))
    return Agreement(
        fields=fields,
        modality=modality,
        attribution=chain[-1].get("class") == event["attribution"]["class"],
        whole=exact and places_hold and in_time and modality,
    )


def _time(told: str | None, fillers: Sequence[Json]) -> tuple[Tally, bool]:
    found = [filler["edtf"] for filler in fillers if filler.get("edtf")]
    holds = time_holds(told, found)
    # A reference that allows "no time" is not charged to a claim that tells none.
    wanted = bool(told) and told != "null" and (bool(found) or not holds)
    return Tally(int(holds and bool(found)), int(bool(found)), int(wanted)), holds


def _counts(guide: Guide, told: Mapping[str, Any], roles: Mapping[str, Sequence[Json]]) -> Tally:
    scored = {key: value for key, value in told.items() if key in guide.counts and guide.limits(value)}
    right = sum(guide.count_holds(value, roles.get(key, ())) for key, value in scored.items())
    return Tally(right, sum(bool(roles.get(key)) for key in guide.counts), len(scored))


def pair(guide: Guide, events: Sequence[Json], claims: Sequence[Json], text: str) -> Pairing:
    """Pair claims with events of their type whose quoted sentences hold the claim's trigger.

    An event that the text tells k times tolerates k - 1 further claims.
    """
    candidates: list[tuple[float, int, int, Agreement]] = []
    for at, event in enumerate(events):
        zones = sentences_of(text, event["evidence"])
        for number, claim in enumerate(claims):
            trigger = claim["trigger"]["start"]
            if claim["type"] == event["type"] and any(start <= trigger < end for start, end in zones):
                held = agreement(guide, event, claim)
                candidates.append((-held.points, at, number, held))
    candidates.sort(key=lambda row: row[:3])
    paired: dict[int, tuple[int, Agreement]] = {}
    taken: set[int] = set()
    for _, at, number, held in candidates:
        if at not in paired and number not in taken:
            paired[at] = (number, held)
            taken.add(number)
    retold = _retold([(at, number) for _, at, number, _ in candidates if number not in taken], events, paired)
    return Pairing(tuple((at, number, held) for at, (number, held) in paired.items()), retold)


def _retold(spare: Sequence[tuple[int, int]], events: Sequence[Json], paired: Collection[int]) -> frozenset[int]:
    room = {at: len(events[at]["evidence"]) - 1 for at in paired}
    retold: set[int] = set()
    for at, number in spare:
        if number not in retold and room.get(at, 0) > 0:
            retold.add(number)
            room[at] -= 1
    return frozenset(retold)
