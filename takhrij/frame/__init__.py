"""Mentions to claims: predicates, roles by valency, counts, modality, speakers, relations, framing.

Every field of every claim is a Span of the Reading; what the words do not tell stays empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from takhrij.core.language import Language, Text
from takhrij.core.records import Claim, Framing, Mention, Reading, Relation
from takhrij.frame import story
from takhrij.frame.claims import to_claims
from takhrij.frame.crediting import credit
from takhrij.frame.drafts import drafts_of
from takhrij.frame.durations import Durations
from takhrij.frame.earlier import keep_apart
from takhrij.frame.exchange import without_bodies
from takhrij.frame.framing import framings
from takhrij.frame.lexicon import FrameLexicon
from takhrij.frame.marks import Annotated, annotate
from takhrij.frame.merge import merge
from takhrij.frame.modality import settle_days
from takhrij.frame.model import Draft
from takhrij.frame.opinion import Opinion
from takhrij.frame.relations import RelationFinder
from takhrij.frame.relevance import Concern, relevant, silent
from takhrij.frame.speech import Telling
from takhrij.frame.trace import Trace
from takhrij.frame.verdict import Verdict
from takhrij.frame.when import Clock
from takhrij.resources import Resources

__all__ = ["Framed", "Framer", "Trace"]


@dataclass(frozen=True, slots=True)
class Framed:
    """What a Reading claims, in text order."""

    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    framing: tuple[Framing, ...] = ()


class Framer:
    """All frames over one language and one set of data. Picklable: a worker builds its own indexes."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._made_of = (language, resources)
        self.language = language
        self.lexicon = FrameLexicon(language, resources)
        self.relations = RelationFinder(language, resources)
        self.opinion = Opinion.load(resources)
        self.verdict = Verdict.load(resources)
        self.clock = Clock.load(resources)
        self.durations = Durations.load(language, resources, self.lexicon.types)

    def __reduce__(self) -> tuple[type[Framer], tuple[Language, Resources]]:
        return Framer, self._made_of

    def frame(
        self, text: Text, reading: Reading, mentions: tuple[Mention, ...], trace: Trace | None = None
    ) -> Framed:
        """Claims, relations and framing of a Reading. A text about something else than a conflict has only
        what its own sentence tells as armed or political."""
        notes, speech, drafts = self.by_rules(text, reading, mentions, trace)
        self.opinion.settle(notes, drafts)
        without_bodies(drafts)
        drafts = self.verdict.settle(notes, drafts)
        self.durations.settle(notes, drafts)
        claims = to_claims(reading.document, notes, drafts, self.language)
        # A page that speaks of neither arms nor claims tells of clubs and companies.
        about = bool(claims) or notes.lone or Concern.of(notes, self.lexicon).armed
        relations = tuple(self.relations.find(notes, claims, speech, reading.document)) if about else ()
        return Framed(claims, relations, framings(notes, self.lexicon, speech))

    def by_rules(
        self, text: Text, reading: Reading, mentions: tuple[Mention, ...], trace: Trace | None = None
    ) -> tuple[Annotated, Telling, list[Draft]]:
        """What the rules alone make of a Reading, retellings joined; the second opinion goes over the drafts."""
        notes = annotate(text, mentions, self.lexicon)
        speech = Telling(notes)
        concern = Concern.of(notes, self.lexicon)
        if trace is None and silent(concern, notes):
            return notes, speech, []
        notes.parse()
        told = relevant(concern, drafts_of(notes, speech, concern, trace))
        self.clock.settle(notes, told, reading.published)
        settle_days(notes, told, reading.published)
        keep_apart(notes, told)
        drafts = merge(told)
        credit(notes, speech, drafts)
        story.strike_civilians(notes, drafts)
        if trace is not None:
            trace.close(notes, speech, told, drafts)
        return notes, speech, drafts
