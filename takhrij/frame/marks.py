"""One pass over a Reading: which words open clauses, govern nouns, report, negate or name a predicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from takhrij.core.language import Split, Text
from takhrij.core.phrases import Match
from takhrij.core.records import Mention
from takhrij.frame.lexicon import FrameLexicon, Mark
from takhrij.frame.model import Predicate
from takhrij.frame.place_model import PlaceModel

# News tells of third persons; read as suffixes these are nearly always the end of another word.
_FIRST_SECOND = frozenset({"ي", "ك", "كم", "كن", "كما", "ني"})


@dataclass(slots=True)
class Annotated:
    """A tokenised Reading with its mentions and marks by token index.

    `marks[i]` holds (mark, end token, split) of the phrases that start at token i, `by_kind` the first of each
    kind; `predicates[i]` the
    predicate candidates; `mentions[i]` the mentions that start there; `covered` tokens inside a mention; `armed` what a word tells of
    arms and politics.
    """

    text: Text
    mentions: dict[int, list[Mention]] = field(default_factory=dict)
    marks: dict[int, list[tuple[Mark, int, Split]]] = field(default_factory=dict)
    by_kind: dict[str, dict[int, tuple[Mark, int, Split]]] = field(default_factory=dict)
    predicates: dict[int, Match[tuple[Predicate, ...]]] = field(default_factory=dict)
    inside: dict[int, Mention] = field(default_factory=dict)
    armed: dict[int, str] = field(default_factory=dict)
    singulars: Mapping[str, bool] = field(default_factory=dict)
    place_model: PlaceModel = field(default_factory=PlaceModel)

    def mark(self, index: int, kind: str) -> tuple[Mark, int, Split] | None:
        """The mark of a kind at a token, or None."""
        spots = self.by_kind.get(kind)
        return None if spots is None else spots.get(index)

    def prefix_preposition(self, index: int) -> str:
        """The preposition written together with a token («للقاعدة» has ل), or ""."""
        token = self.text.tokens[index]
        mention = self.mentions.get(index)
        if mention and mention[0].span.start > token.start:
            lead = token.form[: mention[0].span.start - token.start]
            return lead[-1] if lead[-1] in "بلك" else ""
        known = self.marks.get(index, ())
        if any(not split.prefix for _, _, split in known):
            return ""
        for mark, _, split in known:
            if split.prefix and mark.kind in ("head", "source", "captive"):
                return split.prefix[-1] if split.prefix[-1] in "بلك" else ""
        for split in token.splits:
            if split.prefix and split.prefix[-1] in "بلك" and split.key.startswith("ال") and not split.suffix:
                return split.prefix[-1]
        return ""

    def singular(self, index: int, *, objective: bool = False) -> bool:
        """Whether a word names one person by a noun in the singular («جندي», «والقيادي»), as an object at that."""
        fitting = (s.key for s in self.text.tokens[index].splits if not s.suffix and s.prefix in ("", "و"))
        return any(self.singulars[key] or not objective for key in fitting if key in self.singulars)

    def coordinated(self, index: int) -> bool:
        """Whether a token is joined to what stands before it by «و»."""
        token = self.text.tokens[index]
        if not token.form.startswith("و"):
            return False
        mention = self.mentions.get(index)
        if mention and mention[0].span.start > token.start:
            return True
        if any(split.prefix.startswith("و") for _, _, split in self.marks.get(index, ())):
            return True
        return any(split.prefix == "و" and split.key.startswith("ال") for split in token.splits) or bool(mention)


def _grammatical(predicate: Predicate, split: Split) -> bool:
    """Whether the clitics read off a word can stand on this part of speech."""
    prefix = split.prefix
    if split.suffix in _FIRST_SECOND:
        return False
    if "س" in prefix:
        return predicate.form is not None and predicate.form.aspect == "imperfect"
    if predicate.pos != "verb" or prefix in ("", "و", "ف"):
        return True
    return prefix in ("ل", "ول", "فل") and predicate.form is not None and predicate.form.aspect == "imperfect"


def _sensible(text: Text, mentions: tuple[Mention, ...], lexicon: FrameLexicon) -> list[Mention]:
    """Mentions without those that a clause reads otherwise: «لصالح» before a noun is a preposition, and an
    unlisted place over an actor's words is the actor."""
    acting = {m.first for m in mentions if m.kind == "actor"}
    kept = []
    for mention in mentions:
        if mention.kind == "place" and mention.first in acting and getattr(mention.value, "id", "").startswith("x:"):
            continue
        if mention.end_token == mention.first + 1 and mention.kind == "actor":
            found = lexicon.marks.match(text, mention.first)
            if found is not None and not found.split.prefix and any(m.kind == "prep" for m in found.value):
                continue
        kept.append(mention)
    return kept


def annotate(text: Text, mentions: tuple[Mention, ...], lexicon: FrameLexicon) -> Annotated:
    """Mentions, marks and predicates of a Reading by token."""
    notes = Annotated(text, singulars=lexicon.singulars, place_model=lexicon.place_model)
    for mention in _sensible(text, mentions, lexicon):
        notes.mentions.setdefault(mention.first, []).append(mention)
        if mention.kind in ("actor", "person", "date"):
            for at in range(mention.first, mention.end_token):
                notes.inside.setdefault(at, mention)
    for index in lexicon.marks.candidates(text.tokens):
        found = lexicon.marks.match(text, index)
        if found is not None:
            notes.marks[index] = [(mark, found.end, found.split) for mark in found.value]
            for entry in notes.marks[index]:
                notes.by_kind.setdefault(entry[0].kind, {}).setdefault(index, entry)
    for index in lexicon.armed.candidates(text.tokens):
        telling = lexicon.armed.match(text, index)
        if telling is not None:
            notes.armed[index] = telling.value
    for index in lexicon.predicates.candidates(text.tokens):
        inside = notes.inside.get(index)
        if inside is not None and inside.kind != "date" and index > inside.first:
            continue
        for match in lexicon.predicates.matches(text, index):
            standing = tuple(p for p in match.value if _grammatical(p, match.split))
            if standing:
                notes.predicates[index] = match._replace(value=standing)
                break
    return notes
