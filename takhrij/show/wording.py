"""Values in the words of one language: dates, counts, roles, who speaks, labels. One wording for every screen and file.

`Words.of(view, language, resources)` knows the names of a case; `words` holds the same in English for tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from takhrij.core.codec import NUMBER_ROLES, filler_from_json
from takhrij.core.edtf import bounds
from takhrij.core.records import (
    ActorRef,
    AmountRef,
    ChainLink,
    Claim,
    ClaimRef,
    CountRef,
    Event,
    FieldEdit,
    Filler,
    PlaceRef,
    Reading,
    Relation,
    RelationRef,
    TimeRef,
)
from takhrij.resources import Resources
from takhrij.show import numbers
from takhrij.show.dates import Dates, country_of
from takhrij.show.direction import ISOLATE, POP, isolated, left_to_right
from takhrij.show.messages import Messages
from takhrij.show.view import CaseView

Names = Mapping[str, str]
NO_NAMES: Names = {}
_PARTIES = frozenset({"actor", "target", "mediator"})


def heading(name: str) -> str:
    """An id as words: ``supervises`` gives "Supervises", ``sexual_violence`` "Sexual violence"."""
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Words:
    """The wording of one language.

    `names` are the neutral English names that a case's own claims carry, by actor id; `actors`, `types` and `places`
    are names in this language by id, where it has one: what is missing falls back on English.
    """

    t: Messages
    dates: Dates
    names: Names = field(default_factory=dict)
    actors: Names = field(default_factory=dict)
    types: Names = field(default_factory=dict)
    places: Names = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)

    @classmethod
    def plain(cls, language: str, resources: Resources, country: str = "") -> Words:
        """Words that know the data files alone."""
        # A case's own data may change while a workbench runs; the package's do not.
        return _packaged(language, country) if resources.overlay is None else _read(language, resources, country)

    @classmethod
    def of(cls, view: CaseView, language: str, resources: Resources) -> Words:
        """Words that also know a case's names, places and the months of its region."""
        plain = cls.plain(language, resources, country_of(view.claims.values()))
        local = {} if language == "en" else _local_places(view)
        return replace(plain, names=view.actor_names, places=local, claims=view.claims)

    @property
    def language(self) -> str:
        """The code of the language: ``en`` or ``ar``."""
        return self.t.language

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return self.t.direction

    @property
    def untold(self) -> str:
        """What stands where a page tells nothing."""
        return self.t("untold")

    def isolated(self, text: str) -> str:
        """A name guarded so that its direction does not move what stands around it in a line of this language."""
        if self.direction == "ltr":
            return isolated(text)
        guarded = text.startswith(ISOLATE) and text.find(POP) == len(text) - 1
        return f"{ISOLATE}{text}{POP}" if left_to_right(text) and not guarded else text

    # -- values ----------------------------------------------------------------------------------------------

    def when(self, edtf: str | None) -> str:
        """An EDTF value as a reader says it; None is "not told"."""
        return self.dates.when(edtf)

    def how_many(self, least: int | None, most: int | None, approx: bool = False) -> str:
        """A count's bounds as words; None is an open end."""
        return numbers.how_many(self.t, least, most, approx)

    def many(self, noun: str, number: int, case: str = "") -> str:
        """A number with its noun in agreement: "3 claims", «قولان»; nouns are rows of messages/words.tsv."""
        return self.t.many(noun, number, case)

    def joined(self, names: Iterable[str]) -> str:
        """Names as a list in prose, each once, in order."""
        unique = list(dict.fromkeys(n for n in names if n))
        if len(unique) < 2:
            return "".join(unique)
        return self.t("list.comma").join(unique[:-1]) + self.t("list.and") + unique[-1]

    def role_name(self, name: str) -> str:
        """A field by its name: "Origin place", «مكان الانطلاق»."""
        return self.t.find(f"role.{name}") or heading(name)

    def kind(self, name: str) -> str:
        """An event type by its name."""
        return self.types.get(name) or heading(name)

    def actor(self, ref: ActorRef) -> str:
        """The neutral name; for a part, the part of whom."""
        name = self._guarded(self.actors.get(ref.id) or ref.name)
        if ref.unit is None:
            return name
        return self.t("actor.part", name=name, part=self._guarded(self.actors.get(ref.unit) or heading(ref.unit)))

    def named(self, actor_id: str) -> str:
        """An actor id by its neutral name, where the codebook or a claim of the case tells it."""
        known = self.actors.get(actor_id) or self.names.get(actor_id)
        return self._guarded(known or heading(actor_id.removeprefix("other:")))

    def _guarded(self, name: str) -> str:
        """A name that is known in English only, guarded within a right-to-left line."""
        return name if self.direction == "ltr" else self.isolated(name)

    def place(self, ref: PlaceRef) -> str:
        """A place by its name in this language."""
        return (self.places.get(ref.id) or ref.name) if self.language == "en" else ref.name_ar or ref.name

    def _count(self, ref: CountRef, number: str) -> str:
        if ref.parts:
            told = [
                self.t("count.part", n=self.how_many(p.min, p.max), names=self.joined(map(self.named, p.of))).strip(
                    ": "
                )
                for p in ref.parts
            ]
            return self.t("count.parts", n=number, parts=" + ".join(told))
        return self.t("count.of", n=number, names=self.joined(map(self.named, ref.of))) if ref.of else number

    def filler(self, value: Filler) -> str:
        """One value of a role in words; a role filled by words gives the words as they stand."""
        match value:
            case ActorRef():
                return self.actor(value)
            case PlaceRef():
                return self.place(value)
            case TimeRef():
                return self.when(value.edtf)
            case CountRef():
                return self._count(value, self.how_many(value.min, value.max, value.approx))
            case AmountRef() if value.value is not None:
                unit = value.unit or self.t("amount.no_unit")
                return self.t("amount", value=f"{value.value:,.15g}", unit=unit)
            case ClaimRef():
                return self.t("ref.claim", id=value.claim)
            case RelationRef():
                return self.t("ref.relation", id=value.relation)
            case _:
                return value.span.text

    def role(self, claim: Claim, name: str) -> str:
        """All values of a role in words, or an empty string where the role is not told."""
        return self.joined([self.filler(f) for f in claim.roles.get(name, ())])

    def counts(self, claim: Claim) -> list[tuple[str, str]]:
        """The counts told, as (role, words), in the claim's order."""
        told = [(name, [f for f in fillers if isinstance(f, CountRef)]) for name, fillers in claim.roles.items()]
        return [(name, self.joined([self.filler(f) for f in refs])) for name, refs in told if refs]

    def counted(self, claim: Claim, name: str) -> str:
        """The counts of a role with what was counted: "3 of al-Qaeda released", «3 مفرج عنهم (القاعدة)»."""
        refs = claim.counts(name)
        if self.t.find(f"count.{name}.other") is None:
            told = self.joined([self.filler(f) for f in refs])
            role = name if self.language == "en" else self.role_name(name)
            return self.t("count.field", n=told, role=role)
        return self.joined([self._count(f, numbers.counted(self.t, name, f)) for f in refs])

    # -- who says so -----------------------------------------------------------------------------------------

    def modality(self, name: str) -> str:
        """How it is told: asserted, alleged, planned, denied."""
        return self.t.find(f"modality.{name}") or name

    def polarity(self, name: str) -> str:
        """What is said to have become of it; empty where it came about."""
        return "" if name == "did" else self.t.find(f"polarity.{name}") or name

    def stance(self, claim: Claim) -> str:
        """How the claim is put forward: "asserted", "alleged", "denied: said to have been refused"."""
        told, head = self.polarity(claim.polarity), self.modality(claim.modality)
        return self.t("stance", modality=head, polarity=told) if told else head

    def speaker(self, source_class: str) -> str:
        """A class of speakers in words; ``outlet`` is the page's own."""
        return self.t.find(f"speaker.{source_class}") or source_class

    def outlet(self, reading: Reading | None) -> str:
        """Whose page it is; unknown is said, not guessed."""
        return (reading.outlet if reading is not None else None) or self.t("unknown_outlet")

    def chain(self, links: Sequence[ChainLink]) -> list[tuple[str, str | None]]:
        """Links from the outlet inwards as (class in words, quoted words or None)."""
        return [(self.speaker(x.source_class), x.span.text if x.span else None) for x in links]

    def credibility(self, figure: int) -> str:
        """What a credibility of 1–6 means."""
        return self.t(f"credibility.{figure}")

    # -- lines -----------------------------------------------------------------------------------------------

    def arrow(self, who: str, whom: str, sign: str | None = None) -> str:
        """From whom to whom, each guarded; either may be empty."""
        sign = sign or self.t("arrow")
        who, whom = self.isolated(who), self.isolated(whom)
        return f"{who} {sign} {whom}" if who and whom else who or (f"{sign} {whom}" if whom else "")

    def statement(self, claim: Claim) -> str:
        """One neutral line of a claim: type, who to whom, how many, where, when; only what is told."""
        roles = [name for name, fillers in claim.roles.items() if any(isinstance(f, CountRef) for f in fillers)]
        many = self.t("list.semicolon").join(self.counted(claim, name) for name in roles)
        time = claim.time
        fields = self.joined([e.field if self.language == "en" else self.role_name(e.field) for e in claim.edits])
        parts = [
            self.kind(claim.type),
            self.arrow(self.role(claim, "actor"), self.role(claim, "target")),
            many,
            self.isolated(self.role(claim, "place")),
            self.when(time.edtf) if time else "",
            self.t("edited.list", fields=fields) if fields else "",
        ]
        return " · ".join(p for p in parts if p)

    def value(self, claim: Claim, name: str) -> str:
        """Any field of a claim in words, a field that is no role too; empty where it is not told."""
        told = self.role(claim, name) or getattr(claim, name, None) or ""
        return self._word(name, str(told))

    def _word(self, name: str, told: str) -> str:
        """A type, modality or polarity in words of this language; English says them by their ids."""
        if self.language == "en":
            return told
        if name == "type":
            return self.kind(told)
        return self.t.find(f"{name}.{told}") or told if name in ("modality", "polarity") else told

    def read_before(self, edit: FieldEdit) -> str:
        """What the machine reads in a field that a human set, in words."""
        if edit.was is None:
            return self.untold
        if isinstance(edit.was, str):
            return self._word(edit.field, edit.was)
        return self.joined([self.filler(filler_from_json(edit.field, value)) for value in edit.was]) or self.untold

    def edited(self, claim: Claim, edit: FieldEdit) -> str:
        """One line on a field that a human set: the value, whose judgement it is, why, and what was read before."""
        return self.t(
            "edited.line",
            field=self.role_name(edit.field),
            value=self.isolated(self.value(claim, edit.field) or self.untold),
            by=self.isolated(edit.by),
            date=self.when(edit.at[:10]),
            reason=self.t("edited.reason", why=edit.why) if edit.why else "",
            before=self.isolated(self.read_before(edit)),
        )

    def relation(self, kind: str) -> str:
        """A standing tie by its name: "supervises", «الإشراف»."""
        return self.t.find(f"relation.{kind}") or kind.replace("_", " ")

    def tie(self, relation: Relation, told: Names = NO_NAMES) -> str:
        """One neutral line of a relation: subject, tie, object, and between whom; `told` words claims by id."""
        objects = [
            self.actor(o)
            if isinstance(o, ActorRef)
            else told.get(o.claim if isinstance(o, ClaimRef) else o.relation, self.filler(o))
            for o in relation.object
        ]
        who, whom = self.joined([self.actor(a) for a in relation.subject]), self.joined(objects)
        sign = self.t.find(f"relation.{relation.type}.arrow")
        ends = {"subject": self.isolated(who), "object": self.isolated(whom), "arrow": sign or self.t("arrow")}
        line = " ".join(self.t("tie", relation=self.relation(relation.type), **ends).split())
        if relation.between:
            names = self.isolated(self.joined([self.actor(a) for a in relation.between]))
            line = self.t("tie.between", line=line, names=names)
        return line

    # -- events ----------------------------------------------------------------------------------------------

    def event_place(self, event: Event) -> str:
        """Where an event is held to have happened."""
        if event.place is None:
            return self.untold
        return self.places.get(event.place[0]) or event.place[1] or self.untold

    def label(self, event: Event) -> str:
        """An event in one line: kind, between whom, where, when. In English it is the label that the case keeps."""
        if self.language == "en":
            return event.label
        mine = [self.claims[c] for c, _ in event.claims if c in self.claims]
        parts = [self._label_head(event, mine)]
        parts += [self.event_place(event)] if event.place is not None else []
        parts += [self.when(event.time)] if event.time is not None else []
        return self.t("list.comma").join(map(self.isolated, parts))

    def _label_head(self, event: Event, mine: Sequence[Claim]) -> str:
        did = [c for c in mine if c.polarity == "did" and c.modality not in ("planned", "denied")] or list(mine)
        told = [c for c in did if c.type == event.type] or list(mine)
        names = self._parties(max(told, key=lambda c: len(self._parties(c)))) if told else []
        head = self.kind(event.type)
        if len(names) > 2:
            head = self.t("label.names", type=head, names=self.t.many("label.others", len(names) - 1, a=names[0]))
        elif names:
            both = self.t("label.pair", a=names[0], b=names[1]) if len(names) == 2 else names[0]
            head = self.t("label.names", type=head, names=both)
        mark = ""
        if mine and all(c.polarity != "did" for c in mine):
            mark = self.t.find(f"mark.{mine[0].polarity}") or ""
        elif mine and all(c.modality == "planned" for c in mine):
            mark = self.t("mark.planned")
        return self.t("label.mark", head=head, mark=mark) if mark else head

    def _parties(self, claim: Claim) -> list[str]:
        refs = [f for role in ("actor", "target") for f in claim.roles.get(role, ()) if isinstance(f, ActorRef)]
        return list(dict.fromkeys(self._guarded(self.actors.get(f.id) or f.name) for f in refs))

    def contested(self, name: str, value: str) -> str:
        """One value of a contested field; English prints it as it was compared."""
        if self.language == "en":
            return value
        said: Callable[[str], str] | None = self._contested.get(name)
        if said is not None:
            return said(value)
        if name in NUMBER_ROLES:
            return numbers.compared(self.t, value)
        return self._word(name, value)

    @cached_property
    def _contested(self) -> Mapping[str, Callable[[str], str]]:
        said: dict[str, Callable[[str], str]] = dict.fromkeys(
            _PARTIES, lambda value: self.joined(map(self.named, value.split(" + ")))
        )
        said["time"] = lambda value: self.when(value) if bounds(value) is not None else value
        said["place"] = lambda value: self._place_names.get(value, value)
        return said

    @cached_property
    def _place_names(self) -> Names:
        return {p.name: self.place(p) for c in self.claims.values() for p in c.places}


def _read(language: str, resources: Resources, country: str) -> Words:
    t = Messages(language, resources)
    dates = Dates(t, resources, country)
    if language == "en":
        # English says types by their ids, which are English words, and names parties as records do.
        return Words(t, dates)
    rows = resources.table("actors/actors")
    actors = {row["id"]: name for row in rows if (name := row.get(f"name_{language}", ""))}
    kinds = {k: told.get("label", {}).get(language, "") for k, told in resources.documents("events").items()}
    return Words(t, dates, actors=actors, types={k: v for k, v in kinds.items() if v})


@lru_cache(maxsize=16)
def _packaged(language: str, country: str) -> Words:
    return _read(language, Resources(), country)


def _local_places(view: CaseView) -> Names:
    """Arabic name by place id, as the claims of a case carry it; the first in the case's order."""
    found: dict[str, str] = {}
    for claim in view.claims.values():
        for place in claim.places:
            if place.name_ar:
                found.setdefault(place.id, place.name_ar)
    return found
