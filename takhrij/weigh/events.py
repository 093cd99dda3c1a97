"""Events: views over the claims of one happening, with their best-supported values, conflicts and grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from takhrij.core.records import ActorRef, Claim, Event, Grade, PlaceRef, Traced
from takhrij.resources import Resources
from takhrij.weigh.arithmetic import checks
from takhrij.weigh.conflicts import conflicts
from takhrij.weigh.doubts import Doubts
from takhrij.weigh.durations import duration_checks
from takhrij.weigh.figures import revisions
from takhrij.weigh.grades import Standing, grade
from takhrij.weigh.material import Happening, Material
from takhrij.weigh.rounds import round_checks
from takhrij.weigh.sides import Sides
from takhrij.weigh.strength import Shares, effective, shares
from takhrij.weigh.tellings import settled
from takhrij.weigh.values import best_supported, places_agree, time_precision, times_agree
from takhrij.weigh.wholes import Wholes

_SPEAKING = ("named", "official")


class Weigher:
    """Weighs happenings by the tables of `resources`; holds no state between calls."""

    def __init__(self, resources: Resources) -> None:
        self._labels = {kind: str(told["label"]["en"]) for kind, told in _event_types(resources).items()}
        rows = resources.table("linking/types")
        self._rank = {(row["a"], row["b"]): int(row["rank"]) for row in rows}
        self._two_sided: dict[str, list[str]] = {}
        for row in rows:
            if row["place"] == "free":
                self._two_sided.setdefault(row["a"], []).append(row["b"])
        self._rules = resources.document("linking/conflicts")
        self._grades = resources.document("linking/grades")["row"]
        self._names = {row["id"]: row["name"] for row in resources.table("actors/actors")}
        self._mutual = frozenset(row["type"] for row in resources.table("linking/mutual"))

    def weigh(self, material: Material) -> tuple[Event, ...]:
        """One Event a cluster, in the order of their ids' claims (published, document, start; unknown last).

        Any order of input gives the same value. A claim id of a cluster that is not among the claims is passed
        over; a cluster without claims gives no event.
        """
        by_id = {claim.id: claim for claim in material.claims}

        def order(claim: Claim) -> tuple[str, str, int, str]:
            reading = material.readings.get(claim.document)
            published = reading.published if reading is not None and reading.published else "~"
            return published, claim.document, claim.trigger.start, claim.id

        happenings = []
        for members in material.clusters:
            claims = sorted((by_id[claim] for claim in set(members) if claim in by_id), key=order)
            if claims:
                told = settled(claims, material.speaks, by_id)
                happenings.append(
                    Happening(
                        claims[0].id, told, material.origin_of, material.readings, material.speaks, material.parties
                    )
                )
        happenings.sort(key=lambda happening: order(happening.claims[0]))
        wholes: dict[str, list[str]] = {}
        for part, whole in sorted(material.parts):
            wholes.setdefault(part, []).append(whole)
        shared = shares(material.copies)
        stood = Sides(material.alliances, self._names, self._rules)
        events = [self._event(h, material.grades, shared, stood) for h in happenings]
        apart = frozenset((*material.apart, *material.parts))
        doubts = Doubts(self._rules, self._two_sided, material.readings, by_id, apart).found(events)
        made_of = Wholes.of(events, by_id, self._rules)
        numbered = round_checks(events, by_id, self._rules)
        timed = duration_checks(events, by_id, self._rules)
        labels = {event.id: event.label for event in events}

        def told_of(event: Event) -> tuple[str, ...]:
            judged = [labels.get(whole, whole) for whole in wholes.get(event.id, ())]
            return tuple(self._rules["part_of"].format(whole=label) for label in judged) + made_of.notes.get(
                event.id, ()
            )

        # Whether two events are one is no contradiction inside either, so their grades stand.
        return tuple(
            replace(
                e,
                traced=tuple(
                    Traced(claim, material.origin_of.get(claim, document), material.why.get(claim, ""))
                    for claim, document in e.claims
                ),
                conflicts=(*e.conflicts, *doubts.get(e.id, ())),
                checks=(*e.checks, *made_of.checks.get(e.id, ()), *numbered.get(e.id, ()), *timed.get(e.id, ())),
                notes=(*told_of(e), *e.notes),
            )
            for e in events
        )

    def _event(self, happening: Happening, grades: Mapping[str, Grade], shared: Shares, stood: Sides) -> Event:
        kind = self._kind(happening)
        time = self._time(happening)
        place = self._place(happening)
        at = stood.at(happening, time)
        found = conflicts(happening, self._rules, self._two_sided, lambda a, b: stood.part_of(a, b, at) != "no")
        human = next((grades[claim.id] for claim in happening.claims if claim.id in grades), None)
        sides = self._sides(happening)
        denying = happening.denying()
        denied = {claim.id for claim in denying}
        told = _origin_lists(happening, [claim for claim in happening.claims if claim.id not in denied])
        return Event(
            id=happening.id,
            type=kind,
            label=self._label(happening, kind, time, place),
            time=time,
            place=place,
            claims=tuple((claim.id, claim.document) for claim in happening.claims),
            origins=told,
            sides=sides,
            conflicts=found,
            grade=human
            or self._grade(happening, [c.field for c in found], stood.many(self._telling(happening, sides), at)),
            checks=checks(happening.claims),
            notes=(*revisions(happening, self._rules), *stood.notes(happening, sides, at, self._mutual)),
            denials=_origin_lists(happening, denying),
            effective=effective(told, shared),
        )

    def _kind(self, happening: Happening) -> str:
        """The type that most origins tell; of equals the one that data/linking/types.tsv puts first."""
        told: dict[str, set[str]] = {}
        for claim in happening.affirming():
            told.setdefault(claim.type, set()).add(happening.origin(claim))
        # Who tells both sides' doing tells each half of it too, and does not call it by the half.
        for whole, halves in self._two_sided.items():
            for half in halves:
                if whole in told and told.get(half, set()) - told[whole]:
                    told[half] -= told[whole]
                elif whole in told:
                    told.pop(half, None)
        most = max(len(who) for who in told.values())
        equal = sorted(kind for kind, who in told.items() if len(who) == most)
        leading = [a for a in equal if not any((b, a) in self._rank for b in equal)]
        return (leading or equal)[0]

    def _time(self, happening: Happening) -> str | None:
        told = [
            (claim.time.edtf, happening.origin(claim)) for claim in happening.affirming() if claim.time is not None
        ]
        return best_supported(told, times_agree, lambda edtf: (time_precision(edtf), edtf))

    def _place(self, happening: Happening) -> tuple[str, str] | None:
        claims = happening.affirming()
        kind = self._kind(happening)
        # Where it happened is best known from those who tell it as what it is.
        told = [c for c in claims if c.type == kind and c.places] or [c for c in claims if c.places]
        refs: dict[str, PlaceRef] = {}
        for place in sorted((p for c in told for p in c.places), key=lambda p: (p.id, p.name, p.name_ar)):
            refs.setdefault(place.id, place)
        values = [(place.id, happening.origin(claim)) for claim in told for place in claim.places]
        best = best_supported(
            values, lambda a, b: places_agree(refs[a], refs[b]), lambda key: (-len(refs[key].within), key)
        )
        return None if best is None else (best, refs[best].name)

    @staticmethod
    def _sides(happening: Happening) -> tuple[str, ...]:
        """Actors in whose name it is told: speakers that speak for a codebook actor."""
        return tuple(sorted({link.actor for c in happening.claims for link in c.attribution if link.actor}))

    @staticmethod
    def _telling(happening: Happening, sides: tuple[str, ...]) -> set[str]:
        """Those who tell it and are told to have been party to it."""
        told = (c.actors(role) for c in happening.claims for role in ("actor", "target"))
        return set(sides) & {actor for actors in told for actor in actors}

    def _grade(self, happening: Happening, fields: list[str], sides: int) -> Grade:
        affirming = happening.affirming()
        denied = happening.origins(happening.denying())
        # Who denies the happening and tells one side of it («a release, no exchange») does not affirm it.
        affirmed = happening.origins(affirming)
        affirmed = affirmed - denied or affirmed
        standing = Standing(
            origins=len(affirmed),
            sides=sides,
            direct=any(c.speaker.source_class in _SPEAKING for c in affirming),
            fields=tuple(dict.fromkeys(f for f in fields if f != "polarity")),
            denials=len(denied),
            documents=len({claim.document for claim in happening.claims}),
        )
        return grade(standing, self._grades)

    def _label(self, happening: Happening, kind: str, time: str | None, place: tuple[str, str] | None) -> str:
        words = [self._labels.get(kind, kind)]
        told = [claim for claim in happening.affirming() if claim.type == kind] or list(happening.claims)
        # The first of those that name most: `max` keeps the first of equals.
        fullest = max(told, key=lambda claim: len(_names(claim)))
        names = _names(fullest)
        if names:
            words[0] += ": " + " and ".join((names[0], names[1]) if len(names) == 2 else names[:1])
            words[0] += f" and {len(names) - 1} others" * (len(names) > 2)
        if all(claim.polarity != "did" for claim in happening.claims):
            words[0] += f" ({happening.claims[0].polarity.replace('_', ' ')})"
        elif all(claim.modality == "planned" for claim in happening.claims):
            words[0] += " (planned)"
        words += [place[1]] if place is not None and place[1] else []
        words += [time] if time is not None else []
        return ", ".join(words)


def _names(claim: Claim) -> list[str]:
    fillers = [f for role in ("actor", "target") for f in claim.roles.get(role, ()) if isinstance(f, ActorRef)]
    return list(dict.fromkeys(f.name for f in fillers))


def _origin_lists(happening: Happening, claims: Sequence[Claim]) -> tuple[tuple[str, ...], ...]:
    """Documents of some claims by origin, first told first; a document that carries two reports stands in both."""
    told: dict[str, list[str]] = {}
    for claim in claims:
        documents = told.setdefault(happening.origin(claim), [])
        if claim.document not in documents:
            documents.append(claim.document)
    return tuple(tuple(documents) for documents in told.values())


def _event_types(resources: Resources) -> dict[str, Mapping[str, Any]]:
    return {kind: told for kind, told in resources.documents("events").items() if "en" in told.get("label", {})}
