"""One pass over a Reading: which words open clauses, govern nouns, report, negate or name a predicate."""

from __future__ import annotations

from takhrij.core.language import Split, Text
from takhrij.core.phrases import Match
from takhrij.core.records import ActorValue, CountValue, Mention
from takhrij.frame.clauses import parse
from takhrij.frame.lexicon import FrameLexicon
from takhrij.frame.model import Predicate
from takhrij.frame.notes import Annotated

__all__ = ["Annotated", "annotate"]

# News tells of third persons; read as suffixes these are nearly always the end of another word.
# How many of the last lines may repeat the headline, and the share of its words that makes one a repetition.
_LAST, _REPEATED = 2, 0.6
# Verbs that are spelt like a particle before a preposition: «فتحت» is no «ف» with «تحت».
_VERBS = frozenset({"فتحت"})
# Classes of what is counted that a captive is let go for.
_GIVEN = frozenset({None, "person", "captive", "bodies", "money"})
_FIRST_SECOND = frozenset({"ي", "ك", "كم", "كن", "كما", "ني"})


def _suffixed(text: Text, index: int, split: Split) -> bool:
    """Whether the pronoun read off a word can be one: ta marbuta is none («حركة», «أسلحة»)."""
    if split.suffix in _FIRST_SECOND:
        return False
    return split.suffix != "ه" or text.source[text.tokens[index].end - 1] != "ة"


def _grammatical(predicate: Predicate, split: Split) -> bool:
    """Whether the clitics read off a word can stand on this part of speech."""
    prefix = split.prefix
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
        if mention.kind == "actor" and mention.first and text.tokens[mention.first - 1].form == "قد":
            continue  # «كان قد أسرهم» took them, and is none of their families
        if mention.end_token == mention.first + 1 and mention.kind == "actor":
            found = lexicon.marks.match(text, mention.first)
            if found is not None and not found.split.prefix and any(m.kind == "prep" for m in found.value):
                continue
        kept.append(mention)
    return kept


def _headings(text: Text) -> frozenset[int]:
    """The headline's sentence and those of the last two that are made of its words."""
    found = {0}
    if text.sentences:
        title = {text.tokens[at].form for at in range(*text.sentences[0])}
        for number in range(max(1, len(text.sentences) - _LAST), len(text.sentences)):
            words = [text.tokens[at].form for at in range(*text.sentences[number])]
            if sum(word in title for word in words) > _REPEATED * len(words):
                found.add(number)
    return frozenset(found)


def _settle_returns(notes: Annotated) -> None:
    """«لقاء ثلاثة أسرى», «نظير فدية»: a word of return is a preposition where people or money follow; before anything
    else it is the noun that it looks like («لقاء الوزير»)."""
    for at, (mark, end, split) in list(notes.by_kind.get("prep", {}).items()):
        if mark.value != "return":
            continue
        del notes.by_kind["prep"][at]
        notes.marks[at] = [entry for entry in notes.marks[at] if entry[0].kind != "prep"]
        if not split.suffix and _given_in_return(notes, end):
            entry = mark._replace(value="مقابل"), end, split
            notes.by_kind["prep"][at] = entry
            notes.marks[at].append(entry)


def _given_in_return(notes: Annotated, at: int) -> bool:
    """Whether what stands at a token can be given for somebody: a number of people, bodies, a sum."""
    if at >= len(notes.text.tokens) or notes.text.tokens[at].gap:
        return False
    counted = (m.value for m in notes.mentions.get(at, ()))
    if any(isinstance(v, CountValue) and v.of in _GIVEN for v in counted):
        return True
    told = notes.predicates.get(at)
    if notes.text.tokens[at].form == "ذلك" or (
        told is not None and any(p.frame.type == "release" for p in told.value)
    ):
        return True  # «لقاء ذلك», «لقاء الإفراج عن خمسة»
    things = notes.objects.get(at, ())
    return "body" in things or "ransom" in things or notes.mark(at, "captive") is not None


def _family(mention: Mention) -> bool:
    """Whether one word names people with a pronoun («أسرته» is his family, not a verb)."""
    value = mention.value
    alone = mention.end_token == mention.first + 1 and isinstance(value, ActorValue)
    return alone and getattr(value, "kind", "") == "collective" and mention.span.text.endswith(("ه", "ها", "هم"))


def annotate(text: Text, mentions: tuple[Mention, ...], lexicon: FrameLexicon) -> Annotated:
    """Mentions, marks and predicates of a Reading by token."""
    notes = Annotated(
        text,
        singulars=lexicon.singulars,
        headings=_headings(text),
        place_model=lexicon.place_model,
        verbs=lexicon.verbs,
        parser=parse,
    )
    for mention in _sensible(text, mentions, lexicon):
        notes.mentions.setdefault(mention.first, []).append(mention)
        if mention.kind in ("actor", "person", "date"):
            for at in range(mention.first, mention.end_token):
                notes.inside.setdefault(at, mention)
    for index in lexicon.marks.candidates(text):
        found = lexicon.marks.match(text, index)
        if found is not None and not (found.split.prefix and text.tokens[index].form in _VERBS):
            notes.marks[index] = [(mark, found.end, found.split) for mark in found.value]
            for entry in notes.marks[index]:
                notes.by_kind.setdefault(entry[0].kind, {}).setdefault(index, entry)
    for index in lexicon.armed.candidates(text):
        telling = lexicon.armed.match(text, index)
        if telling is not None:
            notes.armed[index] = telling.value
    for index in lexicon.objects.candidates(text):
        thing = lexicon.objects.match(text, index)
        if thing is not None and _suffixed(text, index, thing.split) and not thing.split.prefix.endswith("ل"):
            notes.objects[index] = thing.value
    for index in lexicon.predicates.candidates(text):
        inside = notes.inside.get(index)
        if inside is not None and inside.kind != "date" and (index > inside.first or _family(inside)):
            continue
        for match in lexicon.predicates.matches(text, index):
            if not _suffixed(text, index, match.split):
                continue
            standing = tuple(p for p in match.value if _grammatical(p, match.split))
            if standing:
                notes.readings.setdefault(index, []).append(Match(standing, match.end, match.split))
        if index in notes.readings:
            notes.predicates[index] = notes.readings[index][0]
    _settle_returns(notes)
    return notes
