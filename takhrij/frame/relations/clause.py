"""How the parties of a sentence stand to a predicate of a tie: before or behind it, and what governs them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from takhrij.core.language import Language
from takhrij.core.phrases import PhraseIndex
from takhrij.core.records import ActorRef
from takhrij.frame.marks import Annotated
from takhrij.frame.relations.parties import BOTH, COUNTRY, Parties, Party
from takhrij.frame.relations.table import WORDS
from takhrij.resources import Resources

_ARTICLE = "ال"
_JOINED = 4  # tokens between two parties that «و» joins
_BREAKS = frozenset("،,:؛()-–")


@dataclass(frozen=True, slots=True)
class Item:
    """Parties at tokens [first, end): what preposition governs them, whether «و» joins them to those before."""

    first: int
    end: int
    party: Party
    prep: str
    joined: bool = False

    @property
    def refs(self) -> tuple[ActorRef, ...]:
        """Who they are."""
        return self.party.refs


class Governors:
    """Phrases that govern a noun, and prepositions written with a pronoun."""

    def __init__(self, language: Language, resources: Resources) -> None:
        words = resources.document(WORDS)
        phrases = [(form, value) for value, forms in words["prepositions"].items() for form in forms]
        self.phrases: PhraseIndex[str] = PhraseIndex(language, phrases)
        self.places = frozenset(words["places"])
        self.times = frozenset(language.fold(word) for word in words["times"])
        self.pronouns: dict[str, tuple[str, str]] = {}
        for value, forms in words["pronouns"].items():
            for form in forms:
                folded = language.fold(form)
                suffix = next(s for s in ("هما", "هم", "ها", "ه") if folded.endswith(s))
                self.pronouns[folded] = (language.fold(value), suffix)
                self.pronouns["و" + folded] = (language.fold(value), suffix)


class Carriers(NamedTuple):
    """Words that carry a party on: complementisers with its pronoun, openers of a further clause of its own, and what
    stands between it and what it is said to be."""

    resumed: frozenset[str]
    likewise: frozenset[str]
    copulas: frozenset[str]


def carriers(language: Language, resources: Resources) -> Carriers:
    """The carrying words of the table, folded."""
    words = resources.document(WORDS)
    return Carriers(*(frozenset(map(language.fold, words[name])) for name in Carriers._fields))


class Bound(NamedTuple):
    """The clause of a predicate: its tokens [low, high), and the relative that opens it (-1 is none)."""

    low: int
    high: int
    relative: int


@dataclass(slots=True)
class Sentence:
    """Items of one sentence in order, and the tokens where clauses open with what opens them."""

    low: int
    high: int
    items: list[Item] = field(default_factory=list)
    openers: dict[int, tuple[str, int]] = field(default_factory=dict)
    stops: list[int] = field(default_factory=list)

    def bound(self, first: int, end: int) -> Bound:
        """The clause around a predicate at tokens [first, end)."""
        low, relative = self.low, -1
        high = self.high
        for at, (value, stop) in self.openers.items():
            if at < first and stop <= first:
                low, relative = stop, (at if value == "relative" else -1)
            elif end <= at < high:
                high = at
        for at in self.stops:
            if end <= at < high:
                high = at
        return Bound(low, high, relative)


def read_sentence(notes: Annotated, parties: Parties, governors: Governors, number: int) -> Sentence:
    """The parties of a sentence with what governs each."""
    low, high = notes.text.sentences[number]
    sentence = Sentence(low, high)
    sentence.stops = [at for at in range(low, high) if _is_stop(notes, at)]
    prep, at, abroad = "", low, -1
    while at < high:
        token = notes.text.tokens[at]
        if token.gap and at > low and not _BREAKS.isdisjoint(token.gap):
            prep = ""
            if ":" in token.gap or "؛" in token.gap:
                sentence.openers[at] = ("stop", at)
        pronoun = governors.pronouns.get(token.form)
        if pronoun is not None and at not in parties.at:
            sentence.items.append(_pronoun(parties, at, pronoun))
            prep, at = "", at + 1
            continue
        party = parties.at.get(at)
        if party is not None:
            lead = _lead(notes, party)
            joined = _joins(notes, at, sentence.items) and not lead
            governed = sentence.items[-1].prep if joined else lead or prep
            away = party.head == COUNTRY and (governed in governors.places or (party.anded and at == abroad))
            abroad = party.end if away else -1
            if (party.refs or party.stands) and not away:
                sentence.items.append(Item(at, party.end, party, governed, joined))
            prep, at = "", party.end
            continue
        prep, at = _step(notes, governors, at, prep, sentence)
    return sentence


def _is_stop(notes: Annotated, at: int) -> bool:
    """Whether a verb of telling or of a deed begins another predication."""
    if at in notes.inside:
        return False
    if notes.mark(at, "report") is not None:
        return True
    predicate = notes.predicates.get(at)
    return predicate is not None and all(p.pos == "verb" for p in predicate.value)


def _step(notes: Annotated, governors: Governors, at: int, prep: str, sentence: Sentence) -> tuple[str, int]:
    """Pass over a token that names no party: the preposition in force behind it, and the next token."""
    phrase = governors.phrases.match(notes.text, at)
    mark = notes.mark(at, "prep")
    clause = notes.mark(at, "clause")
    if phrase is not None and (mark is None or phrase.end >= mark[1]):
        return phrase.value, phrase.end
    if mark is not None:
        return mark[0].value, mark[1]
    if clause is not None:
        sentence.openers[at] = (clause[0].value, clause[1])
        return "", clause[1]
    form = notes.text.tokens[at].form
    if prep in governors.times:
        return "", at + 1
    lead = notes.prefix_preposition(at) or _written_lead(notes, at)
    if lead:
        # «بالسلاح» is governed itself, and being definite governs nothing: who stands behind it stands free.
        return ("" if form.removeprefix("و").startswith(("بال", "لل", "كال")) else lead), at + 1
    return ("" if form.startswith((_ARTICLE, "وال")) else prep), at + 1


def _written_lead(notes: Annotated, at: int) -> str:
    """«بأسلحة», «لقوات»: a preposition written with a word that some table knows without it."""
    form = notes.text.tokens[at].form
    if form[:1] not in ("ب", "ل") or len(form) < 5:
        return ""
    known = notes.marks.get(at, ())
    return form[0] if any(split.prefix == form[0] for _, _, split in known) else ""


def _lead(notes: Annotated, party: Party) -> str:
    """The preposition written together with a party's first word."""
    if party.lead:
        return party.lead
    return notes.prefix_preposition(party.first)


def _joins(notes: Annotated, at: int, items: list[Item]) -> bool:
    """Whether «و» joins a party to the last one: on its first word, or on the head or number before it."""
    if not items or not 0 <= at - items[-1].end <= _JOINED:
        return False
    tokens = notes.text.tokens
    last = items[-1].end
    if any(mark in tokens[step].gap for step in range(last, at + 1) for mark in ".:؛\n"):
        return False
    while last < at and tokens[last].form.startswith(_ARTICLE):
        last += 1
    if not tokens[last].form.startswith("و"):
        return False
    return last == at or (at - last == 1 and notes.mark(last, "head") is not None)


def _pronoun(parties: Parties, at: int, pronoun: tuple[str, str]) -> Item:
    prep, suffix = pronoun
    return Item(at, at + 1, Party(at, at + 1, (), suffix, "", stands=True), prep)


def groups(items: list[Item]) -> list[list[Item]]:
    """Items with those that «و» joins to them."""
    out: list[list[Item]] = []
    for item in items:
        if item.joined and out:
            out[-1].append(item)
        else:
            out.append([item])
    return out


def settled(item: Item, parties: Parties, taken: frozenset[str]) -> Item:
    """An item with the party that its pronoun means."""
    if item.refs or not item.party.stands:
        return item
    if item.party.head == BOTH:
        refs = parties.pair(item.first, taken)
    else:
        refs = parties.meant(item.first, item.party.head, taken)
    return replace(item, party=item.party._replace(refs=refs))
