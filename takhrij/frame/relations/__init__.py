"""Standing ties between actors: told outright by the rows of `data/relations`, carried by a name, or derived from
claims."""

from __future__ import annotations

from dataclasses import replace

from takhrij.core.ids import claim_anchor
from takhrij.core.language import Language, Token
from takhrij.core.phrases import PhraseIndex
from takhrij.core.records import ActorRef, ActorValue, ChainLink, Claim, ClaimRef, Relation, RelationRef, Span
from takhrij.frame.marks import Annotated
from takhrij.frame.relations.derived import derived
from takhrij.frame.relations.reader import PartyReader
from takhrij.frame.relations.table import Trigger, single, triggers
from takhrij.frame.relations.told import TiesTold
from takhrij.frame.speech import Telling
from takhrij.resources import Resources

__all__ = ["RelationFinder", "spans_of"]


class RelationFinder:
    """Relations of one Reading; built once a process."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self.index: PhraseIndex[tuple[Trigger, ...]] = triggers(language, resources)
        self.words = single(language, resources)
        self.told = TiesTold(language, resources, self.index)
        self.parties = PartyReader(language, resources, self._is_verb)

    def _is_verb(self, token: Token) -> bool:
        """Whether some reading of a word is an imperfect or a verbal noun that tells a tie."""
        for split, _ in self.index.starts(token):
            for trigger in self.words.get(split.key, ()):
                if trigger.form is None or trigger.form.aspect == "imperfect":
                    return True
        return False

    def find(self, notes: Annotated, claims: tuple[Claim, ...], speech: Telling, document: str) -> list[Relation]:
        """Relations in text order; one of each type over the same parties, told before derived."""
        found = _Kept(notes, speech, document)
        parties = self.parties.read(notes)
        for at, relation in self.told.find(notes, claims, parties, found.relations):
            found.keep(at, relation)
        for relation in derived(claims):
            found.derive(relation)
        kept = _relevant(notes, settled(found.relations))
        return sorted(kept, key=lambda r: (r.evidence[0].start, r.id))


def _relevant(notes: Annotated, relations: list[Relation]) -> list[Relation]:
    """On a page that names no group and no force, only ties of a known actor: clubs and companies have their own."""
    actors = {
        m.value.id: m.value.kind for ms in notes.mentions.values() for m in ms if isinstance(m.value, ActorValue)
    }
    if {"group", "force"} & set(actors.values()):
        return relations
    return [r for r in relations if _ids(r) & actors.keys()]


def settled(relations: list[Relation]) -> list[Relation]:
    """Relations without those that another tells more fully, and campaigns with the body behind them."""
    whole: dict[str, tuple[ActorRef | ClaimRef | RelationRef, ...]] = {}
    for relation in relations:
        if relation.type == "part_of":
            for part in relation.subject:
                whole.setdefault(part.id, relation.object)
    out = []
    for relation in relations:
        if relation.type == "campaigns_against":
            if not relation.subject and any(_fuller(other, relation) for other in relations):
                continue
            behind = tuple(o for s in relation.subject for o in whole.get(s.id, ()) if isinstance(o, ActorRef))
            known = {s.id for s in relation.subject}
            added = tuple(o for o in behind if o.id not in known)
            relation = replace(relation, subject=(*relation.subject, *added))
        out.append(relation)
    return out


def _fuller(other: Relation, relation: Relation) -> bool:
    ids = {getattr(o, "id", "") for o in relation.object}
    return other.type == relation.type and bool(other.subject) and ids == {getattr(o, "id", "") for o in other.object}


class _Kept:
    """The relations found so far, each once, with id and speaker."""

    def __init__(self, notes: Annotated, speech: Telling, document: str) -> None:
        self.notes, self.speech, self.document = notes, speech, document
        self.relations: list[Relation] = []
        self._seen: dict[tuple[object, ...], int] = {}
        self._ids: set[str] = set()

    def keep(self, at: int, made: Relation) -> None:
        """Take in a relation told at a token unless it is known."""
        self._add(made, self.notes.text.tokens[at].start, self.speech[at].chain)

    def derive(self, made: Relation) -> None:
        """Take in a derived relation unless the same, or another reading of its words, is told."""
        span = made.evidence[0]
        ids = _ids(made)
        for other in self.relations:
            near = any(e.start < span.end and span.start < e.end for e in other.evidence)
            if other.type == made.type and not other.derived_from and near and ids & _ids(other):
                return
        self._add(made, span.start, made.attribution)

    def _add(self, made: Relation, start: int, chain: tuple[ChainLink, ...]) -> None:
        for parties in (_parties(made), _mirrored(_parties(made))):
            if parties in self._seen:
                self._retell(self._seen[parties], made)
                return
        self._seen[_parties(made)] = len(self.relations)
        name, rank = claim_anchor(self.document, made.type, start), 0
        while name in self._ids:
            rank += 1
            name = claim_anchor(self.document, made.type, start, rank)
        self._ids.add(name)
        self.relations.append(replace(made, id=name, document=self.document, attribution=chain))

    def _retell(self, number: int, made: Relation) -> None:
        """What is told again is further evidence; it may tell the time that the first telling left out."""
        first = self.relations[number]
        evidence = tuple(dict.fromkeys((*first.evidence, *made.evidence)))
        sources = tuple(dict.fromkeys((*first.derived_from, *made.derived_from))) if first.derived_from else ()
        self.relations[number] = replace(first, evidence=evidence, time=first.time or made.time, derived_from=sources)


def _ids(relation: Relation) -> set[str]:
    refs = (*relation.subject, *relation.object, *relation.between)
    return {ref.id for ref in refs if isinstance(ref, ActorRef)}


def _object_id(filler: ActorRef | ClaimRef | RelationRef) -> str:
    if isinstance(filler, ActorRef):
        return filler.id
    return filler.claim if isinstance(filler, ClaimRef) else filler.relation


def _parties(relation: Relation) -> tuple[object, ...]:
    objects = [_object_id(o) for o in relation.object]
    return (
        relation.type,
        tuple(sorted(a.id for a in relation.subject)),
        tuple(sorted(objects)),
        tuple(sorted(a.id for a in relation.between)),
    )


def _mirrored(parties: tuple[object, ...]) -> tuple[object, ...]:
    """Fighting told once is not told again from the other side."""
    kind, subject, target, between = parties
    return (kind, target, subject, between) if kind == "fights" else parties


def spans_of(relations: list[Relation]) -> list[Span]:
    """Every evidence Span of the relations."""
    return [span for relation in relations for span in relation.evidence]
