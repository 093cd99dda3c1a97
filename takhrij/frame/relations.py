"""Standing ties between actors: told outright by phrases of `data/relations.toml`, or carried by a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from takhrij.core.ids import claim_anchor
from takhrij.core.language import Language
from takhrij.core.phrases import PhraseIndex, grouped
from takhrij.core.records import (
    ActorRef,
    ActorValue,
    Claim,
    ClaimRef,
    Mention,
    Relation,
    RelationRef,
    Span,
    TimeRef,
)
from takhrij.frame.claims import actor_ref
from takhrij.frame.marks import Annotated
from takhrij.frame.speech import Telling
from takhrij.resources import Resources

Rule = Mapping[str, Any]
_SENTENCES_BACK = 2


class RelationFinder:
    """Relations of one Reading; built once a process."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self.language = language
        rules: list[Rule] = list(resources.document("relations")["relation"])
        entries = [(phrase, number) for number, rule in enumerate(rules) for phrase in rule["words"]]
        self.rules = rules
        self.index: PhraseIndex[tuple[int, ...]] = PhraseIndex(language, grouped(language, entries), suffixes=True)

    def find(self, notes: Annotated, claims: tuple[Claim, ...], speech: Telling, document: str) -> list[Relation]:
        """Relations in text order; one of each type over the same parties."""
        found: list[Relation] = []
        spots = sorted({*self.index.candidates(notes.text.tokens), *notes.mentions})
        for at in spots:
            match = self.index.match(notes.text, at)
            if match is not None:
                for number in match.value:
                    made = self._told(notes, self.rules[number], (at, match.end), claims, found)
                    _keep(found, made, speech, notes, at, document)
            for mention in notes.mentions.get(at, ()):
                made = self._part(notes, mention)
                _keep(found, made, speech, notes, at, document)
        return found

    def _told(
        self,
        notes: Annotated,
        rule: Rule,
        words: tuple[int, int],
        claims: tuple[Claim, ...],
        before: list[Relation],
    ) -> Relation | None:
        first, end = words
        sentence = notes.text.sentence_of[first]
        low, high = notes.text.sentences[sentence]
        subject = self._party(notes, rule.get("subject"), words, (low, high))
        targets: list[ActorRef | ClaimRef | RelationRef] = []
        wanted = rule.get("object")
        if wanted == "relation":
            targets = [RelationRef(r.id) for r in before[-1:] if r.type != "part_of"]
        elif wanted == "claim":
            after = [c for c in claims if c.trigger.start >= notes.text.tokens[end - 1].end]
            targets = [ClaimRef(c.id) for c in after[:1] if c.trigger.start < notes.text.tokens[high - 1].end]
        elif wanted is not None:
            targets = list(self._party(notes, wanted, words, (low, high)))
        between = self._party(notes, rule.get("between"), words, (low, high))
        if not (subject or between or targets) or (wanted in ("claim", "relation", "after") and not targets):
            return None
        if rule.get("between") and len(between) < 2:
            return None
        evidence = notes.text.span(max(low, first - 12), min(high, first + 20))
        return Relation(
            "", "", rule["type"], subject, tuple(targets), between, (evidence,), self._time(notes, low, high)
        )

    @staticmethod
    def _time(notes: Annotated, low: int, high: int) -> tuple[TimeRef, ...]:
        return ()

    def _party(
        self, notes: Annotated, where: str | None, words: tuple[int, int], sentence: tuple[int, int]
    ) -> tuple[ActorRef, ...]:
        first, end = words
        low, high = sentence
        if where == "self":
            span = notes.text.span(first, end)
            return (ActorRef("other:" + "_".join(self.language.fold(span.text).split()), span.text, span),)
        if where == "after":
            return self._refs(_actors(notes, end, high)[:1])
        if where == "before":
            return self._refs(_actors(notes, low, first)[-1:])
        if where == "sides":
            found = _distinct(_actors(notes, low, high))
            back = notes.text.sentence_of[first]
            while len(found) < 2 and back > 0 and notes.text.sentence_of[first] - back < _SENTENCES_BACK:
                back -= 1
                found = _distinct(_actors(notes, *notes.text.sentences[back]) + found)
            return self._refs(found[:2])
        return ()

    def _refs(self, mentions: list[Mention]) -> tuple[ActorRef, ...]:
        refs = []
        for mention in mentions:
            ref = actor_ref(mention, self.language)
            refs.append(ActorRef(ref.unit, ref.name, ref.span) if ref.unit else ref)
        return tuple(refs)

    def _part(self, notes: Annotated, mention: Mention) -> Relation | None:
        """A named part of an actor is a part of it: «جهاز استخبارات الحوثيين»."""
        value = mention.value
        if not isinstance(value, ActorValue) or value.unit is None:
            return None
        part = ActorRef(value.unit, mention.span.text, mention.span)
        whole = ActorRef(value.id, value.name, mention.span)
        return Relation("", "", "part_of", (part,), (whole,), (), (mention.span,))


def _actors(notes: Annotated, low: int, high: int) -> list[Mention]:
    found = (m for at in range(low, high) for m in notes.mentions.get(at, ()))
    return [m for m in found if isinstance(m.value, ActorValue)]


def _distinct(mentions: list[Mention]) -> list[Mention]:
    unique: dict[str, Mention] = {}
    for mention in mentions:
        assert isinstance(mention.value, ActorValue)
        unique.setdefault(mention.value.id, mention)
    return list(unique.values())


def _parties(relation: Relation) -> tuple[object, ...]:
    ids = tuple(sorted(a.id for a in (*relation.subject, *relation.between)))
    objects = tuple(getattr(o, "id", None) or getattr(o, "claim", None) or "" for o in relation.object)
    return relation.type, ids, objects


def _keep(
    found: list[Relation],
    made: Relation | None,
    speech: Telling,
    notes: Annotated,
    at: int,
    document: str,
) -> None:
    if made is None or any(_parties(made) == _parties(other) for other in found):
        return
    start = notes.text.tokens[at].start
    chain = speech[at].chain
    found.append(
        Relation(
            id=claim_anchor(document, made.type, start),
            document=document,
            type=made.type,
            subject=made.subject,
            object=made.object,
            between=made.between,
            evidence=made.evidence,
            time=made.time,
            attribution=chain,
        )
    )


def spans_of(relations: list[Relation]) -> list[Span]:
    """Every evidence Span of the relations."""
    return [span for relation in relations for span in relation.evidence]
