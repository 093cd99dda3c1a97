"""Ties told outright: the predicates of `data/relations/kinds`, and names that say whose part a body is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from takhrij.core.language import Language
from takhrij.core.phrases import Match, PhraseIndex
from takhrij.core.records import (
    ActorRef,
    ActorValue,
    Claim,
    ClaimRef,
    DateValue,
    Mention,
    Relation,
    RelationRef,
    Span,
    TimeRef,
)
from takhrij.frame.marks import Annotated
from takhrij.frame.relations.clause import Governors, Sentence, carriers, read_sentence
from takhrij.frame.relations.nisbas import Nisbas
from takhrij.frame.relations.parties import Parties, Party
from takhrij.frame.relations.places import Spot
from takhrij.frame.relations.table import WORDS, Trigger
from takhrij.resources import Resources

_BEFORE, _AFTER = 8, 18  # tokens around a predicate in which its `with` words stand
_BARRED = 5  # tokens before a predicate in which a bar holds
_WIDEST = 34
_TIED = frozenset({"coordinates_with", "mediates"})
_DEEDS_BACK = 2
_NEAR_TIE = 4
_NEXT = 2
_TWO = 2
# Ties in which a media house is no side.
_SIDES = frozenset({"fights", "holds_prisoners_of", "mediates", "responsible_for", "coordinates_with"})
# What somebody can be held responsible for.
_DEEDS = frozenset({"killing", "bombing", "clash", "airstrike", "shelling", "torture", "sexual_violence"})
Objects = tuple[ActorRef | ClaimRef | RelationRef, ...]
Told = tuple[int, Relation]


class TiesTold:
    """Finds told ties; built once a process."""

    def __init__(self, language: Language, resources: Resources, index: PhraseIndex[tuple[Trigger, ...]]) -> None:
        self.language = language
        self.index = index
        self.governors = Governors(language, resources)
        self.nisbas = Nisbas(language, resources)
        self.carriers = carriers(language, resources)
        words = resources.document(WORDS)
        self._bars, self._lifted, self._ties, self._supposing, self._media, self._mutuals = (
            frozenset(language.fold(word) for word in words[name])
            for name in ("bars", "lifted", "ties", "supposing", "media", "mutual")
        )

    def find(
        self, notes: Annotated, claims: tuple[Claim, ...], parties: Parties, before: list[Relation]
    ) -> Iterator[Told]:
        """Relations with the token at which each is told; `before` is what the caller has kept so far."""
        sentences: dict[int, Sentence] = {}
        peopled = {notes.text.sentence_of[at] for at in parties.at}
        triggered = frozenset(self.index.candidates(notes.text))
        for at in sorted({*triggered, *parties.at}):
            party = parties.at.get(at)
            if party is not None:
                yield from ((at, made) for made in _by_name(notes, party))
            number = notes.text.sentence_of[at]
            if at not in triggered or number not in peopled:
                continue
            inside = notes.inside.get(at)
            if inside is not None and at > inside.first:
                epithet = self._epithet(notes, at, parties)
                if epithet is not None:
                    yield at, epithet
                continue
            yield from self._at(notes, at, (parties, sentences), claims, before)

    def _at(
        self,
        notes: Annotated,
        at: int,
        read: tuple[Parties, dict[int, Sentence]],
        claims: tuple[Claim, ...],
        before: list[Relation],
    ) -> Iterator[Told]:
        """The ties that a predicate at a token tells, one of each type."""
        parties, sentences = read
        number = notes.text.sentence_of[at]
        done: set[str] = set()
        for match in self.index.matches(notes.text, at):
            for trigger in match.value:
                if trigger.rule.type in done or not self._fits(notes, at, match, trigger):
                    continue
                if number not in sentences:
                    sentences[number] = read_sentence(notes, parties, self.governors, number)
                spot = self._spot(notes, parties, sentences[number], at, (match, trigger))
                made = self._read(spot, claims, before)
                if made is not None:
                    done.add(trigger.rule.type)
                    yield from ((at, one) for one in _each(made))

    def _spot(
        self,
        notes: Annotated,
        parties: Parties,
        sentence: Sentence,
        at: int,
        reached: tuple[Match[tuple[Trigger, ...]], Trigger],
    ) -> Spot:
        match, trigger = reached
        bound = sentence.bound(at, match.end)
        return Spot(self.language, notes, parties, self.nisbas.at, sentence, bound, at, match, trigger, self.carriers)

    def _epithet(self, notes: Annotated, at: int, parties: Parties) -> Relation | None:
        """«الجماعة المدعومة من كاردان», where all of it is one actor's name."""
        match = self.index.match(notes.text, at)
        if match is None or not any("antecedent" in t.rule.object for t in match.value):
            return None
        holder = next((p for p in parties.before(at + 8) if p.first < at < p.end), None)
        backer = self.nisbas.named(notes, match.end) if match.end < len(notes.text.tokens) else None
        if holder is None or backer is None or backer.id in {r.id for r in holder.refs}:
            return None
        span = notes.text.span(holder.first, holder.end)
        return Relation("", "", match.value[0].rule.type, (backer,), holder.refs, (), (span,))

    # -- whether a predicate tells a tie ---------------------------------------------------------------------

    def _fits(self, notes: Annotated, at: int, match: Match[tuple[Trigger, ...]], trigger: Trigger) -> bool:
        low, high = notes.text.sentences[notes.text.sentence_of[at]]
        if trigger.pos == "verb" and not _verbal(notes, at, match, trigger):
            return False
        if match.split.suffix in ("ي", "ك", "كم", "كن", "كما", "ني", "نا"):
            return False
        rule = trigger.rule
        owned = "possessor" in (*rule.subject, *rule.object, *rule.between) or "deed_before" in rule.object
        if trigger.pos == "word" and match.split.suffix and not owned:
            return False
        stands = notes.text.stands
        near = range(max(low, at - _BEFORE), min(high, match.end + _AFTER))
        if rule.with_ and not stands(rule.with_, near, range(at, match.end)):
            return False
        if rule.without and stands(rule.without, range(max(low, at - 3), min(high, match.end + 6))):
            return False
        return not self._barred(notes, at, low, high)

    def _barred(self, notes: Annotated, at: int, low: int, high: int) -> bool:
        """Whether a denial, a supposition or a question governs the predicate."""
        if high < len(notes.text.tokens) and any(mark in notes.text.tokens[high].gap for mark in "؟?"):
            return True
        stands = notes.text.stands
        if stands(self._supposing, range(low, at)):
            return True
        first = max(low, at - _BARRED)
        barred = stands(self._bars, range(first, at))
        return barred and not stands(self._lifted, range(first, min(high, at + _BARRED)))

    # -- one tie ---------------------------------------------------------------------------------------------

    def _read(self, spot: Spot, claims: tuple[Claim, ...], before: list[Relation]) -> Relation | None:
        rule = spot.rule
        between = spot.side(rule.between, least=2)
        if rule.between and len(between) < 2:
            return None
        backwards = "subject" in rule.object  # «تتلقى الجماعة سلاحا من الدولة»
        target = self._object(spot, claims, before) if backwards else ()
        subject = spot.side(rule.subject)
        if not backwards:
            target = self._object(spot, claims, before)
        if "split" in rule.object and not target and len(subject) > 1:
            subject, target = subject[:1], subject[1:]
        if (rule.subject and not subject and "subject" not in rule.optional) or (rule.object and not target):
            return None
        if rule.media_subject and not any(i.party.head in self._media for i in spot.used):
            return None
        if rule.type in _SIDES and any(i.party.head in self._media for i in spot.used):
            return None
        weak = [item.party.weak for item in spot.used]
        if weak and (all(weak) or (rule.type == "part_of" and any(weak))):
            return None
        evidence = _evidence(spot)
        return Relation("", "", rule.type, subject, target, between, (evidence,), _time(spot, ends=rule.ends))

    def _object(self, spot: Spot, claims: tuple[Claim, ...], before: list[Relation]) -> Objects:
        for place in spot.rule.object:
            if place == "deed":
                found: Objects = _deed(spot, claims)
            elif place == "deed_next":
                found = _deed(spot, claims, reach=_NEXT)
            elif place == "deed_before":
                found = _deed_before(spot, claims)
            elif place == "tie":
                found = self._tie(spot, before)
            elif place == "mutual":
                found = self._mutual(spot)
            elif place == "split":
                found = ()
            else:
                found = spot.side((place,))
            if found:
                return found
        return ()

    def _mutual(self, spot: Spot) -> Objects:
        """The two themselves, where the words say that each is the object of the other."""
        after = range(spot.end, spot.bound.high)
        if not spot.notes.text.stands(self._mutuals, after):
            return ()
        return spot.used[-1].refs if spot.used and len(spot.used[-1].refs) == _TWO else ()

    def _tie(self, spot: Spot, before: list[Relation]) -> Objects:
        """The tie that «هذا التنسيق», «هذه العلاقة» speaks of."""
        told = [r for r in before if r.type in _TIED]
        near = range(max(spot.sentence.low, spot.first - _BEFORE), min(spot.sentence.high, spot.end + _NEAR_TIE))
        named = told and spot.notes.text.stands(self._ties, near, range(spot.first, spot.end))
        return (RelationRef(told[-1].id),) if named else ()


def _each(made: Relation) -> Iterator[Relation]:
    """Captives of two parties are two ties."""
    if made.type != "holds_prisoners_of" or len(made.object) < _TWO:
        yield made
        return
    if made.object == made.subject:
        first, second = made.subject
        yield replace(made, subject=(first,), object=(second,))
        yield replace(made, subject=(second,), object=(first,))
        return
    yield from (replace(made, object=(one,)) for one in made.object)


def _verbal(notes: Annotated, at: int, match: Match[tuple[Trigger, ...]], trigger: Trigger) -> bool:
    """Whether the clitics of a word can stand on a verb; «ة» ends no verb though it folds like a pronoun."""
    if match.split.suffix and notes.text.word(match.end - 1).endswith("ة"):
        return False
    form = trigger.form
    bare = form is not None and form.aspect == "perfect" and not form.plural and not form.feminine
    if bare and not match.split.prefix and at and notes.mark(at - 1, "prep") is not None:
        return False  # «إلى دعم اليمن»: a verbal noun
    if match.split.prefix in ("", "و", "ف"):
        return True
    return match.split.prefix == "ل" and trigger.form is not None and trigger.form.aspect == "imperfect"


def _deed(spot: Spot, claims: tuple[Claim, ...], reach: int = 1 << 20) -> Objects:
    """The first deed told behind the predicate in its sentence, at most so many tokens away."""
    tokens = spot.notes.text.tokens
    last = min(spot.sentence.high, spot.end + reach) - 1
    low, high = tokens[spot.end - 1].end, tokens[last].end
    return tuple(ClaimRef(c.id) for c in claims if low <= c.trigger.start < high and c.type in _DEEDS)[:1]


def _deed_before(spot: Spot, claims: tuple[Claim, ...]) -> Objects:
    """The last deed told shortly before the predicate."""
    number = max(0, spot.notes.text.sentence_of[spot.first] - _DEEDS_BACK)
    low = spot.notes.text.tokens[spot.notes.text.sentences[number][0]].start
    high = spot.notes.text.tokens[spot.first].start
    return tuple(ClaimRef(c.id) for c in claims if low <= c.trigger.start < high and c.type in _DEEDS)[-1:]


def _by_name(notes: Annotated, party: Party) -> Iterator[Relation]:
    """A part told by its name: «جهاز استخبارات الحوثيين», «قناتها «الأفق»»."""
    if party.whole:
        span = notes.text.span(party.first, party.end)
        yield Relation("", "", "part_of", party.refs, party.whole, (), (span,))
    for mention in notes.mentions.get(party.first, ()):
        made = _named_part(mention)
        if made is not None:
            yield made


def _named_part(mention: Mention) -> Relation | None:
    value = mention.value
    if not isinstance(value, ActorValue) or value.unit is None:
        return None
    part = ActorRef(value.unit, mention.span.text, mention.span)
    whole = ActorRef(value.id, value.name, mention.span)
    return Relation("", "", "part_of", (part,), (whole,), (), (mention.span,))


def _evidence(spot: Spot) -> Span:
    """The words from the first to the last of what tells the tie, within the sentence."""
    low, high = spot.sentence.low, spot.sentence.high
    inside = [i for i in spot.used if low <= i.first < high]
    first = min([spot.first, *(i.first for i in inside)])
    end = max([spot.end, *(i.end for i in inside)])
    first, end = max(first, spot.first - _WIDEST), min(end, spot.end + _WIDEST)
    return spot.notes.text.span(first, max(end, min(high, spot.end + 3)))


def _time(spot: Spot, *, ends: bool) -> tuple[TimeRef, ...]:
    """The date told in the clause nearest to the predicate."""
    low, high = spot.bound.low, spot.bound.high
    dates = [m for at in range(low, high) for m in spot.notes.mentions.get(at, ()) if isinstance(m.value, DateValue)]
    if not dates:
        return ()
    nearest = min(dates, key=lambda m: (not _lasting(m), abs(m.first - spot.first)))
    assert isinstance(nearest.value, DateValue)
    edtf = nearest.value.edtf
    if ends and "/" not in edtf:
        edtf = f"../{edtf}"
    return (TimeRef(edtf, nearest.span),)


def _lasting(mention: Mention) -> bool:
    return isinstance(mention.value, DateValue) and mention.value.edtf.endswith("/..")
