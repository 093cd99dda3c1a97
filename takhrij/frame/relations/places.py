"""The places of a row: where in its sentence each side of a tie is looked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from takhrij.core.records import ActorRef
from takhrij.frame.relations.clause import Item, groups
from takhrij.frame.relations.parties import BOTH
from takhrij.frame.relations.reach import NEAR, Reach, Refs

_FIRST = 1
_ARTICLES = ("ال", "وال")
_ACCUSATIVE = "ا"
_LONGEST = 5
_THIRD, _APPOSED, _NEXT = 3, 6, 2
# Ties of one person with others, where the body that he is of is no side.
_PERSONAL = frozenset({"mediates"})
# Prepositions whose party may be told before the predicate.
_BOTH_WAYS = frozenset({"مع", "بين", "ضد", "beside", "لدى"})


@dataclass(slots=True)
class Spot(Reach):
    """Reads the places of a row around its predicate."""

    # -- sides -------------------------------------------------------------------------------------------

    def side(self, places: tuple[str, ...], *, least: int = 1) -> Refs:
        """What the first place that holds enough parties holds."""
        for place in places:
            refs: dict[str, ActorRef] = {}
            for part in place.split("+"):
                held = self.place(part, frozenset(refs))
                if not held:
                    refs = {}
                    break
                refs |= {ref.id: ref for ref in held if ref.id not in refs}
            if least > 1 and any(item.party.weak for item in self.used):
                self.used.clear()
                continue
            if place == "subject" and self.rule.type in _PERSONAL:
                refs = self._bearer() or refs
            if len(refs) >= least and not refs.keys() & self.taken:
                self.taken |= refs.keys()
                return tuple(refs.values())
        return ()

    def _bearer(self) -> dict[str, ActorRef]:
        """«مدير هيئة الإغاثة سمعان الترك»: who is named right behind his office goes between, and not the body."""
        end = self.used[-1].end if self.used else -1
        for item in self.sentence.items:
            person = any(m.kind == "person" for m in self.notes.mentions.get(item.first, ()))
            if item.first == end and person and not self.notes.text.tokens[end].gap:
                self.used.append(item)
                return {ref.id: ref for ref in item.refs}
        return {}

    def place(self, name: str, taken: frozenset[str] = frozenset()) -> Refs:
        """The parties at a place."""
        reader = _READERS.get(name)
        if reader is not None:
            return reader(self)
        return self.governed(name, taken)

    # -- places ------------------------------------------------------------------------------------------

    def governed(self, prep: str, taken: frozenset[str]) -> Refs:
        """Parties behind a preposition, first in the clause, then before the predicate, then in the sentence."""
        name = self.language.fold(prep) if prep != "beside" else prep
        for items in (self.right(), self.left() if prep in _BOTH_WAYS and self.trigger.form is not None else []):
            fits = [g for g in groups(items) if g[0].prep in (prep, name) and self._within(g)]
            if fits:
                chosen = fits[-1] if items and items[-1].end <= self.first else fits[0]
                return self.take(chosen, taken)
        return ()

    def antecedent(self) -> Refs:
        """The party right before the predicate, whatever governs it."""
        fits = [g for g in groups(self.left(whole=True)) if self.first - g[-1].end <= NEAR]
        if not fits or not all(self._qualifies(at) for at in range(fits[-1][-1].end, self.first)):
            return ()
        return self.take(fits[-1])

    def apposed(self) -> Refs:
        """A party set off before the predicate by a comma or by «هو»."""
        fits = [i for i in self.left(whole=True) if self.first - i.end <= NEAR]
        if not fits:
            return ()
        between = range(fits[-1].end, self.first + 1)
        gap = any("،" in self.notes.text.tokens[at].gap for at in between)
        pronoun = any(self.notes.text.tokens[at].form in self.carriers.copulas for at in between)
        return self.take(fits[-1:]) if gap or pronoun or fits[-1].end == self.first else ()

    def described(self) -> Refs:
        """The party that the relative clause of the predicate describes."""
        return self.take(self.relative())

    def both(self) -> Refs:
        """The two for whom «كل من الطرفين» stands, as the subject."""
        fits = [i for i in self.right() if i.party.head == BOTH and not i.prep]
        return self.take(fits[:1]) if fits else ()

    def subject(self) -> Refs:
        """Who does what the verb tells."""
        if self.trigger.form is None:
            return self.topic()
        described = self.relative()
        right = self.bare(self.right())
        late = self._late_subject(right)
        if late is not None:
            return self.take(late)
        alone = len(right) == 1
        if right and not self._agrees(right[0]) and not self.match.split.suffix:
            right = []
        if described and self.match.split.suffix:
            return self.take(right[0]) if right else ()
        left = [g for g in self.bare(self.left()) if self._agrees(g)]
        if described and (not left or self.match.split.prefix.startswith("و")):
            return self.take(described)
        carried = self.match.split.prefix.startswith("و") and left
        if carried and ((self._wants_object() and len(right) == 1) or (self.match.split.suffix and not right)):
            return self.take(left[0])
        if right and self._verb_first(left, right):
            return self.take(right[0])
        if left and self._within(left[-1]):
            return self.take(left[-1])
        if right and not self._wants_object():
            return self.take(right[0])
        opener = self.notes.text.tokens[self.bound.low - 1].form if self.bound.low > self.sentence.low else ""
        if opener in self.carriers.likewise and self._wants_object() and alone:
            return self.shared_subject(first=True)
        pronoun = (
            self.bound.low > self.sentence.low
            and self.notes.text.tokens[self.bound.low - 1].form in self.carriers.resumed
        )
        if self.match.split.prefix.startswith("و") or self.trigger.form.plural or pronoun:
            return self.shared_subject()
        return ()

    def _late_subject(self, right: list[list[Item]]) -> list[Item] | None:
        """The subject behind its object: «ويمد اللواء بالوقود تاجر من الميناء», «تمول القناة شركة». Whoever is known is
        put first and whoever is new comes last, indefinite and not in the accusative."""
        if len(right) < 2 or self.bound.relative >= 0 or not self._wants_object() or not self._within(right[1]):
            return None
        known, new = right[0], right[1]
        word = self.notes.text.word(new[0].first)
        indefinite = not word.startswith(_ARTICLES) and not word.endswith(_ACCUSATIVE)
        behind = known[0].first - self.end <= _FIRST and self._agrees(new)
        # «ضباط متقاعدون»: people of no name.
        apart, weak = new[0].first > known[-1].end, new[0].party.weak or new[0].end - new[0].first == 1
        fits = (apart or weak) if known[-1].party.stands else (apart and weak)
        return new if behind and indefinite and fits else None

    def _agrees(self, group: list[Item]) -> bool:
        """Whether the verb's gender admits a party as its subject, as far as the words tell."""
        form = self.trigger.form
        gender = group[0].party.gender if len(group) == 1 else ""
        if form is None or form.person != _THIRD or form.plural or not gender:
            return True
        return gender != ("m" if form.feminine else "f")

    def shared_subject(self, *, first: bool = False) -> Refs:
        """The subject of the clause before, which «و» carries on: the nearest that agrees, or the one told first."""
        before = self.bare(self.left(whole=True))
        shared = (g for g in (before if first else reversed(before)) if self._within(g) and self._agrees(g))
        return next((self.take(g) for g in shared), ())

    def _wants_object(self) -> bool:
        return "object" in self.rule.object and not self.match.split.suffix and not self.rule.of

    def _verb_first(self, left: list[list[Item]], right: list[list[Item]]) -> bool:
        """Whether the subject stands behind the verb."""
        if left and self.first - left[-1][-1].end <= NEAR and not self._broken(left[-1][-1].end):
            return False
        if self.match.split.suffix:
            return True
        if self._wants_object():
            return len(right) > 1 and right[0][0].first - self.end <= NEAR or (not left and self._other_object())
        return right[0][0].first - self.end <= _APPOSED

    def _other_object(self) -> bool:
        """Whether another place of the object holds somebody («تقاتل البيشمركة ضد التنظيم»)."""
        preps = {self.language.fold(p) for p in self.rule.object} | set(self.rule.object)
        if "of" in preps:
            preps |= {"من"}
        return any(i.prep in preps for i in self.right())

    def object(self) -> Refs:
        """To whom it is done: a pronoun on the verb, else the bare party that is no subject."""
        suffix = self.match.split.suffix
        if suffix:
            described = self.relative()
            refs = self.take(described or self.unmarked())
            if refs or self.bound.relative >= 0:
                return refs
            return self.parties.meant(self.first, suffix, self.taken)
        reached = self.end
        for group in self.bare(self.right()):
            if group[0].first - reached > _NEXT and not self._adjunct(reached, group[0].first):
                return ()
            if not {ref.id for item in group for ref in item.refs} & self.taken:
                return self.take(group)
            reached = group[-1].end
        return ()

    def _adjunct(self, first: int, end: int) -> bool:
        """Whether nothing but a time or a phrase with its preposition stands at tokens [first, end)."""
        phrase = self.notes.mark(first, "prep") is not None and end - first <= _LONGEST
        if phrase and not any(self.notes.text.tokens[at].gap for at in range(first, end + 1)):
            return True
        inside = self.notes.inside.get(first + 1) or self.notes.inside.get(first)
        return inside is not None and inside.kind == "date" and 0 <= end - inside.end_token <= _NEXT

    def genitive(self) -> Refs:
        """The party right behind a noun."""
        for group in groups(self.right()):
            near = group[0].first - self.end
            if (near == 0 and not group[0].party.lead) or (near == 1 and group[0].prep == ""):
                return self.take(group)
        return ()

    def genitive_of(self) -> Refs:
        """The party behind one of the row's nouns («يتولى تدريب وحداتها»)."""
        for item in self.right():
            headed = item.first + 1 if item.end - item.first > 1 else item.first
            for at in range(max(self.end, item.first - 2), headed):
                if any(split.key in self.rule.of for split in self.notes.text.tokens[at].splits):
                    return self.take([item])
        return self._possessed()

    def _possessed(self) -> Refs:
        for at in range(self.end, self.bound.high):
            for split in self.notes.text.tokens[at].splits:
                if split.suffix and split.key in self.rule.of:
                    return self.parties.meant(at, split.suffix, self.taken)
        return ()

    def possessor(self) -> Refs:
        """Whom the pronoun on the predicate means."""
        suffix = self.match.split.suffix or self._written_suffix()
        return self.parties.meant(self.first, suffix, self.taken) if suffix else ()

    def _written_suffix(self) -> str:
        told = [self.notes.text.word(at) for at in (self.first, self.end - 1) if self.trigger.pos == "word"]
        return next((s for word in told for s in ("هما", "هم", "ها", "ه") if word.endswith(s)), "")

    def topic(self) -> Refs:
        """Of whom the clause speaks: the last party before that nothing governs, else the first behind."""
        left = [g for g in self.bare(self.left()) if self._within(g)]
        if left:
            return self.take(left[-1])
        right = [g for g in self.bare(self.right()) if not {r.id for i in g for r in i.refs} & self.taken]
        return self.take(right[0]) if right and self._within(right[0]) else ()

    def topics(self) -> Refs:
        """A group of two or more before."""
        several = (g for g in reversed(groups(self.left(whole=True))) if len({r.id for i in g for r in i.refs}) > 1)
        return next((self.take(g) for g in several), ())

    def after(self) -> Refs:
        """The first party behind the predicate."""
        named = [item for item in self.right(whole=True) if item.refs or item.party.head == BOTH]
        fits = [g for g in groups(named) if g[0].first - self.end <= _NEXT]
        return self.take(fits[0]) if fits else ()

    def after_from(self) -> Refs:
        """The first party behind, where the predicate ends in its preposition or one follows."""
        near = [
            g for g in groups(self.right()) if g[0].first - self.end < _NEXT and g[0].prep in ("", "من", "ب", "يد")
        ]
        near = [g for g in near if "،" not in self.notes.text.tokens[g[0].first].gap]
        return self.take(near[0]) if near else ()

    def following(self) -> Refs:
        """Any first party behind, over commas too."""
        named = [item for item in self.right(whole=True) if item.refs]
        fits = (g for g in groups(named) if not {r.id for i in g for r in i.refs} & self.taken)
        return next((self.take(g) for g in fits), ())

    def pair_after(self) -> Refs:
        """The first group of two or more behind the predicate."""
        several = (g for g in groups(self.right(whole=True)) if len({r.id for i in g for r in i.refs}) > 1)
        return next((self.take(g) for g in several), ())

    def parts(self) -> Refs:
        """Those of whom a body consists: named behind «من»."""
        fits = [g for g in groups(self.right(whole=True)) if not {r.id for i in g for r in i.refs} & self.taken]
        several = [g for g in fits if len(g) > 1 and any(i.refs for i in g)]
        return self.take((several or fits)[0]) if fits else ()

    def of(self) -> Refs:
        """Whose the counted people are («ستين من أفراد الحرس»)."""
        for group in groups(self.right()):
            if group[0].prep in ("من", "ب") and not {r.id for i in group for r in i.refs} & self.taken:
                return self.take(group)
        return ()

    def doer(self) -> Refs:
        """Behind «من قبل», «على يد»."""
        return next((self.take(g) for g in groups(self.right()) if g[0].prep in ("يد", "من")), ())

    def pair(self) -> Refs:
        """The two parties told last."""
        return self.parties.pair(self.first, self.taken)

    def nisba(self) -> Refs:
        """A nationality adjective right behind the predicate («الوساطة القطرية»)."""
        for at in range(self.end, min(self.end + 2, self.sentence.high)):
            ref = self.nisbas(self.notes, at)
            if ref is not None:
                return (ref,)
        return ()

    def accused(self) -> Refs:
        """Whom the subject charges: the object of «حملت الحكومة التنظيم المسؤولية»."""
        accuser = self.subject()
        self.taken |= {ref.id for ref in accuser}
        self.used.clear()
        form = self.trigger.form
        if form is not None and form.person == _FIRST:
            self.taken.clear()
            return self.object()
        charged = self.object()
        self.taken -= {ref.id for ref in accuser}
        if charged or not accuser:
            return charged
        alone = self.bare(self.right())
        if len(alone) == 1 and alone[0][0].first > self.end:
            self.taken.clear()
            return self.take(alone[0])
        return ()

    def identified(self) -> Refs:
        """Whom «هو» behind the predicate names («المشرف على اللواء هو العميد»)."""
        for item in self.right(whole=True):
            before = self.notes.text.tokens[max(self.end, item.first - 2) : item.first]
            if any(token.form in ("هو", "هي", "هم") for token in before):
                return self.take([item])
        return ()

    def near(self) -> Refs:
        """The party nearest before the predicate, whatever governs it."""
        return self.take(groups(self.left(whole=True))[-1]) if self.left(whole=True) else ()

    def nisba_of(self) -> Refs:
        """A nationality adjective behind one of the row's nouns («بدعم تركي»)."""
        for at in range(self.end, self.bound.high - 1):
            if any(split.key in self.rule.of for split in self.notes.text.tokens[at].splits):
                for step in (at + 1, at + 2):
                    ref = self.nisbas(self.notes, step) if step < self.sentence.high else None
                    if ref is not None:
                        return (ref,)
        return ()

    def itself(self) -> Refs:
        """The words of the predicate."""
        span = self.notes.text.span(self.first, self.end)
        return (ActorRef("other:" + "_".join(self.language.fold(span.text).split()), span.text, span),)


_READERS: dict[str, Callable[[Spot], Refs]] = {
    "subject": Spot.subject,
    "described": Spot.described,
    "both": Spot.both,
    "object": Spot.object,
    "antecedent": Spot.antecedent,
    "apposed": Spot.apposed,
    "genitive": Spot.genitive,
    "genitive_of": Spot.genitive_of,
    "possessor": Spot.possessor,
    "topic": Spot.topic,
    "topics": Spot.topics,
    "after": Spot.after,
    "after_from": Spot.after_from,
    "following": Spot.following,
    "pair_after": Spot.pair_after,
    "from": Spot.parts,
    "of": Spot.of,
    "doer": Spot.doer,
    "pair": Spot.pair,
    "nisba": Spot.nisba,
    "self": Spot.itself,
    "identified": Spot.identified,
    "near": Spot.near,
    "nisba_of": Spot.nisba_of,
    "accused": Spot.accused,
}
