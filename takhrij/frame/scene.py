"""What describes a place that may be where a predicate happened: how it stands to it, never which place it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from takhrij.frame.ground import Ground, Spot, read
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Hit

# How fine a place is, coarsest first; places of equal fineness are not nested.
_FINENESS = {
    "country": 0, "region": 0, "sea": 0, "governorate": 1, "border": 1, "district": 2, "town": 2,
    "area": 3, "front": 3, "village": 4, "site": 4,
}  # fmt: skip
_MIDDLING = 2
_STEPS = (0, 1, 2, 3, 5, 8, 13, 20)
# Sentences before the predicate's own that may tell its place.
_BACK = 5
# Where a report may tell the place of an event: of dealings between parties in their own clause or nowhere, of who is
# taken or comes in the sentence; fighting, its reach and its truces stay where the report already is.
_IN_CLAUSE = frozenset({"release", "exchange", "payment", "negotiation", "handover", "surrender"})
_IN_SENTENCE = frozenset({"detain", "mobilize"})
_DEALS = frozenset({"agree"})
# Features of a place that a word of the predicate's clause means.
_MEANT = frozenset({"meant clause word", "meant clause kind"})
# Links of a list that are followed to its first name.
_LIST = 6


@dataclass(frozen=True, slots=True)
class Stand:
    """A predicate as a place is held against it: its stretch of the sentence, the tokens that already fill a
    role of it, those of its source phrase, and the event type."""

    hit: Hit
    bounds: tuple[int, int]
    used: frozenset[int]
    source: frozenset[int]
    type: str

    @property
    def reach(self) -> str:
        """How far from it its place is usually told: in its clause, its sentence, or before."""
        if self.type in _IN_CLAUSE or self.hit.frame.name in _DEALS:
            return "clause"
        return "sentence" if self.type in _IN_SENTENCE else "report"

    def within(self, spot: Spot) -> bool:
        """Whether a spot stands in the predicate's stretch."""
        return self.bounds[0] <= spot.mention.first < self.bounds[1]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be a predicate's, by its nearest mention, and the features that hold of it; `zone`: where that
    stands; `carried`: it is told in another sentence, and no word of the predicate's clause («المدينة») means it."""

    spot: Spot
    zone: str
    carried: bool
    features: tuple[str, ...]


@dataclass(slots=True)
class _Own:
    """The candidates of a predicate's own sentence, nearest first, and those of its own stretch."""

    spots: list[Spot]
    clause: list[Spot]
    free: list[Spot]
    told: str
    back: list[Spot]
    latest: int
    anaphors: list[tuple[int, str, str]]
    anaphoric: str


@dataclass(slots=True)
class Scene:
    """A Reading's places and predicates, ready for any predicate to ask where it happened."""

    notes: Annotated
    hits: Sequence[Hit]
    ground: Ground
    predicates: list[int] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    reports: list[int] = field(default_factory=list)
    commas: list[int] = field(default_factory=list)
    in_sentence: dict[int, list[Hit]] = field(default_factory=dict)
    doc: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @staticmethod
    def of(notes: Annotated, hits: Sequence[Hit]) -> Scene:
        """The scene of a Reading with its predicates."""
        scene = Scene(notes, hits, read(notes))
        if not scene.ground.spots:
            return scene
        scene.predicates = sorted(notes.predicates)
        opens = notes.by_kind.get("clause", {}).items()
        scene.clauses = sorted(at for at, (mark, _, _) in opens if mark.value != "result")
        scene.reports = sorted(notes.by_kind.get("report", ()))
        scene.commas = [at for at, token in enumerate(notes.text.tokens) if "،" in token.gap]
        for hit in hits:
            scene.in_sentence.setdefault(hit.sentence, []).append(hit)
        scene.doc = dict(_in_document(scene.ground))
        return scene

    # -- candidates ----------------------------------------------------------------------------------------

    def _pool(self, stand: Stand) -> list[Spot]:
        """The nearest mention of each place of the sentence, those before it and the headline."""
        here = stand.hit.sentence
        near = dict.fromkeys([*range(here, max(-1, here - _BACK - 1), -1), 0, 1, *((2,) if here == 0 else ())])
        # What only says where a place of the sentence lies is no place of its own there.
        plain = any(not spot.beside for spot in self.ground.of(here) if not spot.covered)
        held: dict[str, Spot] = {}
        rank: dict[str, tuple[int, bool, bool, int]] = {}
        for sentence in near:
            for spot in self.ground.of(sentence):
                if spot.covered or spot.desk or (spot.beside and plain and sentence == here):
                    continue
                apart = here - sentence
                far = -spot.mention.first if apart else _distance(stand.hit, spot)
                order = (
                    apart if apart >= 0 else 50 - apart,
                    not stand.within(spot),
                    spot.mention.first in stand.used,
                    far,
                )
                if spot.key not in rank or order < rank[spot.key]:
                    held[spot.key], rank[spot.key] = spot, order
        return list(held.values())

    def candidates(self, stand: Stand) -> list[Candidate]:
        """Every place that may be the predicate's, each once, with what describes it."""
        pool = self._pool(stand)
        if not pool:
            return []
        own = self._own(stand, pool)
        found = []
        for spot in pool:
            apart = stand.hit.sentence - spot.sentence
            features = list(self._beside(stand, own, spot) if apart == 0 else self._away(stand, own, spot, apart))
            features += self.doc[spot.key]
            zone = _zone(stand, spot, apart)
            features.append(f"reach {stand.reach}, {zone}")
            if apart:
                features.append("away, in lead" if "in lead" in self.doc[spot.key] else "away, not in lead")
            carried = bool(apart) and _MEANT.isdisjoint(features)
            if carried and stand.reach != "report":
                continue
            found.append(Candidate(spot, zone, carried, tuple(features)))
        return found

    def _own(self, stand: Stand, pool: list[Spot]) -> _Own:
        here = stand.hit.sentence
        spots = sorted((s for s in pool if s.sentence == here), key=lambda s: _distance(stand.hit, s))
        clause = [s for s in spots if stand.within(s)]
        free = [s for s in clause if s.mention.first not in stand.used]
        open_ = any(s.mention.first not in stand.used for s in spots)
        back = [s for s in pool if s.sentence < here]
        anaphors = self.ground.anaphors.get(here, [])
        inside = [a for a in anaphors if stand.bounds[0] <= a[0] < stand.bounds[1]]
        return _Own(
            spots,
            clause,
            free,
            "clause" if free else "sentence" if open_ else "none",
            back,
            max((s.mention.first for s in back), default=-1),
            inside or anaphors,
            "clause" if inside else "sentence",
        )

    # -- features ------------------------------------------------------------------------------------------

    def _head(self, spot: Spot) -> tuple[Spot, bool]:
        """The first name of the list that a spot stands in, and whether it stands in one."""
        head = spot
        for _ in range(_LIST):
            if head.mate is None:
                break
            head = self.ground.spots[head.mate]
        return head, head is not spot

    def _beside(self, stand: Stand, own: _Own, spot: Spot) -> Iterator[str]:
        """How a place of the predicate's own sentence stands to it."""
        hit, first, value = stand.hit, spot.mention.first, spot.value
        head, listed = self._head(spot)
        governor = head.governor
        rank = own.spots.index(spot)
        inside = spot in own.clause
        zone = "clause" if inside else "sentence"
        side = "after" if first >= hit.first else "before"
        distance = _bucket(_distance(hit, spot))
        yield zone
        yield f"{zone} {side}"
        yield f"{zone} {side} by {distance}"
        yield f"{side} under {spot.governor}"
        yield f"{side}, list under {governor}"
        yield f"hangs on {head.anchor}"
        yield f"{governor} hangs on {head.anchor}"
        yield f"{side} hangs on {head.anchor}, clause places {min(len(own.clause), 3)}"
        alone = all(
            o.governor != spot.governor or (o.mention.first >= hit.first) != (first >= hit.first)
            for o in own.spots[:rank]
        )
        yield f"{side} first {alone} under {spot.governor}"
        yield f"{zone} rank {min(rank, 3)}"
        yield f"{zone} {side} {value.precision}"
        yield f"{side} {hit.predicate.pos} under {governor}"
        yield f"{side} {hit.predicate.pos} by {distance}"
        if hit.split.suffix:
            yield f"{side}, predicate with pronoun"
        yield from self._between(stand, spot, side, governor)
        if hit.first <= head.anchored - 1 < hit.end:
            yield "hangs on it"
        elif head.anchor == "predicate":
            yield "hangs on another"
        if listed:
            yield "listed"
            if own.spots[0].key == head.key:
                yield "listed with the nearest"
        yield from self._nesting(stand, own, spot, rank, zone)
        if not inside:
            yield f"clause tells {'one' if own.free else 'none'}"
        yield from self._words(stand, own, spot)

    def _between(self, stand: Stand, spot: Spot, side: str, governor: str) -> Iterator[str]:
        """What stands between a place and the predicate, and which predicate the place follows."""
        hit, first = stand.hit, spot.mention.first
        low, high = sorted((hit.first, first))
        mates = self.in_sentence.get(hit.sentence, ())
        yield f"{side}, events {min(2, sum(1 for h in mates if low < h.first < high))}"
        yield f"{side}, clauses {min(2, _inside(self.clauses, low + 1, high))}"
        yield f"{side}, reports {min(1, _inside(self.reports, low + 1, high))}"
        yield f"{side}, commas {min(2, _inside(self.commas, low + 1, high + 1))}"
        last = max((h.first for h in mates if h.first < first), default=-1)
        follows = "it" if last == hit.first else "another" if last >= 0 else "none"
        yield f"{side}, follows {follows}"
        yield f"{side}, follows {follows} under {governor}"
        relation = self.notes.syntax.relation(hit.first, first)
        yield f"{side}, clause {relation}"
        yield f"clause {relation} under {governor}"
        at = bisect_left(self.predicates, first) - 1
        start = self.notes.text.sentences[hit.sentence][0]
        word = self.predicates[at] if at >= 0 else -1
        yield f"{side}, after {'it' if hit.first <= word < hit.end else 'none' if word < start else 'another'}"

    def _nesting(self, stand: Stand, own: _Own, spot: Spot, rank: int, zone: str) -> Iterator[str]:
        """Which other places of the sentence hold this one or lie in it."""
        value, fine = spot.value, fineness(spot)
        for number, other in enumerate(own.spots):
            if value.id in other.value.within:
                yield f"{zone} holds another"
                yield f"holds one of the {'clause' if other in own.clause else 'sentence'}"
                if number < rank:
                    yield "holds a nearer one"
                break
        for number, other in enumerate(own.spots):
            if other.value.id in value.within:
                yield "is held"
                if number < rank:
                    yield "held by a nearer one"
                break
        finer = any(fineness(o) > fine for o in own.free if o is not spot)
        yield f"{zone} finer {finer} {value.precision}"
        yield f"clause places {min(len(own.clause), 3)}"

    def _words(self, stand: Stand, own: _Own, spot: Spot) -> Iterator[str]:
        """What the words around a place of the sentence say of it."""
        first = spot.mention.first
        if spot.beside:
            yield "lies beside"
        if spot.inside:
            yield "lies in"
        if spot.governor == "bare":
            yield "bare"
        if spot.acting:
            yield f"may act {spot.value.precision}"
            yield f"may act under {spot.governor}, clause places {min(len(own.clause), 3)}"
        for word in spot.around:
            yield f"around {word}"
        if first in stand.used:
            yield "fills a role"
            yield f"fills a role {spot.value.precision}"
        if first in stand.source:
            yield "source"
            yield f"source, clause tells {'one' if own.free else 'none'}"
        if own.anaphors and own.anaphoric == "clause":
            yield "pronoun place here"

    def _away(self, stand: Stand, own: _Own, spot: Spot, apart: int) -> Iterator[str]:
        """How a place of another sentence stands to the predicate."""
        head, listed = self._head(spot)
        told, value = own.told, spot.value
        zone = f"away {'next' if apart < 0 else min(apart, 4) if spot.sentence else 'lead'}"
        last = spot.mention.first == own.latest
        yield zone
        yield f"{zone}, own {told}"
        yield f"{zone} {value.precision}"
        yield f"away, own {told}"
        yield f"away under {head.governor}"
        yield f"away hangs on {head.anchor}"
        yield f"away, new paragraph {self._parted(spot.sentence, stand.hit.sentence)}, own {told}"
        yield f"away {value.precision}, own {told}"
        if last:
            yield f"away last, own {told}"
        if any(value.id in o.value.within for o in own.free):
            yield "away, holds one of the clause"
        elif any(value.id in o.value.within for o in own.spots):
            yield "away, holds one of the sentence"
        if any(o.value.id in value.within for o in own.free):
            yield "away, held by one of the clause"
        yield f"away, later {min(3, sum(1 for s in own.back if s.mention.first > spot.mention.first))}"
        fine = fineness(spot)
        there = self.ground.of(spot.sentence)
        yield f"away, finer there {any(fineness(s) > fine for s in there)}"
        if spot.beside:
            yield "away, lies beside"
        if listed:
            yield "away, listed"
        if spot.acting:
            yield f"away, may act under {spot.governor}"
        mates = self.in_sentence.get(spot.sentence, ())
        yield f"away, same type there {any(h.frame.type == stand.type for h in mates)}"
        yield f"away, events there {min(len(mates), 2)}"
        meant = self._meant(own, spot)
        yield f"meant {meant}"
        yield f"meant {meant}, own {told}"
        if last:
            yield f"meant {meant}, last"

    def _meant(self, own: _Own, spot: Spot) -> str:
        """Whether a word that means a place told before («المدينة») fits this one: by its very word, by kind."""
        nouns, precision = self.ground.nouns.get(spot.key, ()), spot.value.precision
        fit = ""
        for _, word, kind in own.anaphors:
            if word in nouns:
                return f"{own.anaphoric} word"
            same = kind == precision or (kind == "town" and precision == "district")
            if same or (kind in ("area", "front", "village") and fineness(spot) > _MIDDLING):
                fit = fit or f"{own.anaphoric} kind"
            elif kind == "governorate" and precision == "town":
                fit = fit or f"{own.anaphoric} near"
            else:
                fit = fit or f"{own.anaphoric} other"
        return fit

    def _parted(self, first: int, second: int) -> bool:
        low, high = sorted((first, second))
        text = self.notes.text
        return any("\n" in text.tokens[text.sentences[s][0]].gap for s in range(low + 1, high + 1))


def _in_document(ground: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What describes each place whoever asks: how wide it is, and whether the headline names it."""
    lead = {s.key for s in ground.of(0)}
    most = max(ground.named.values(), default=0)
    for key, value in {s.key: s.value for s in ground.spots}.items():
        often = ground.named[key]
        yield (
            key,
            (
                f"is {value.precision}",
                f"named {min(often, 4)}",
                *(("named most",) if often == most > 1 else ()),
                *(("in lead",) if key in lead else ()),
            ),
        )


def _zone(stand: Stand, spot: Spot, apart: int) -> str:
    """Where a place stands as seen from a predicate."""
    if apart:
        return "ahead" if apart < 0 else "back"
    return "source" if spot.mention.first in stand.source else "clause" if stand.within(spot) else "sentence"


def _inside(spots: list[int], low: int, high: int) -> int:
    """How many numbers of a sorted list lie in [low, high)."""
    return bisect_left(spots, high) - bisect_left(spots, low)


def fineness(spot: Spot) -> int:
    """How fine a place is, the coarsest 0."""
    return _FINENESS.get(spot.value.precision, _MIDDLING)


def _bucket(number: int) -> int:
    return _STEPS[bisect_right(_STEPS, max(0, number)) - 1]


def _distance(hit: Hit, spot: Spot) -> int:
    first = spot.mention.first
    return first - hit.end if first >= hit.end else hit.first - spot.mention.end_token + 2
