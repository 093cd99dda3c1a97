"""Whether a word stands as a verb where it is written: what goes before and behind it decides."""

from __future__ import annotations

from takhrij.frame.notes import Annotated
from takhrij.frame.syntax import Clause, Syntax
from takhrij.frame.verbs import Around, VerbWord, stands

_NOUNS = frozenset({"head", "source", "captive", "cue", "casualty"})


def _words(notes: Annotated) -> dict[int, VerbWord]:
    """The tokens that may be verbs, whatever stands around them."""
    found: dict[int, VerbWord] = {}
    if notes.verbs is None:
        return found
    for indexes in notes.text.spots.values():
        word = notes.verbs.read(notes.text.tokens[indexes[0]])
        if word is not None:
            found.update(dict.fromkeys(indexes, word))
    return found


class VerbReader:
    """Tells verbs from nouns while the clauses of a Reading are read: `stack` are the clauses that are open, `skip`
    the token behind the last word that opened one, `words` what may be a verb."""

    def __init__(self, notes: Annotated) -> None:
        self.notes = notes
        self.syntax = Syntax(owner=[0] * len(notes.text.tokens))
        self.stack: list[int] = []
        self.skip = 0
        self.words = _words(notes)
        self.comma = -1
        self.counted = {m.end_token for mentions in notes.mentions.values() for m in mentions if m.kind == "count"}
        self.places = {
            at
            for mentions in notes.mentions.values()
            for m in mentions
            if m.kind == "place"
            for at in range(m.first, m.end_token)
        }

    def top(self) -> Clause:
        """The clause that is being read."""
        return self.syntax.clauses[self.stack[-1]]

    def topic(self, at: int) -> bool:
        """Whether a token can end a subject told before its verb: a mention or a definite noun."""
        if at in self.notes.inside:
            return True
        # As written: folded, «بألغام» would look like «بالغام».
        return self.notes.text.word(at).startswith(("ال", "وال", "لل", "بال"))

    def verb_at(self, at: int, low: int, high: int, comma: bool) -> VerbWord | None:
        """The token as a verb, or None where it stands as a noun."""
        notes = self.notes
        word = self.words.get(at)
        if word is None or at in notes.inside:
            return None
        if word.split.suffix == "ه" and notes.text.word(at).endswith("ة"):
            return None
        if at in self.places:
            return None
        if word.split.suffix and word.entry.form.feminine and self.noun(at):
            return None
        particle = notes.mark(at, "particle")
        if particle is not None and (particle[0].value == "noun" or self.carries(at, high, particle[0].value)):
            return None
        prep = notes.mark(at, "prep")
        if prep is not None and not prep[2].suffix and not word.entry.sure:
            return None
        if particle is not None and particle[0].value == "auxiliary":
            return word  # «كان» is no noun
        return word if stands(word, self.around(at, low, high, comma, word)) else None

    def carries(self, at: int, high: int, value: str) -> bool:
        """Whether «قد» or «لم» stands before its verb («فقد سيطر»); «فقد السيطرة» is a verb itself."""
        return value == "verbal" and at + 1 < high and at + 1 in self.words

    def around(self, at: int, low: int, high: int, comma: bool, word: VerbWord) -> Around:
        """What stands around a word that may be a verb."""
        notes = self.notes
        if word.entry.sure:
            return Around(True, True, False, True)
        before = at - 1
        opens = at == low or comma or word.joined or ":" in notes.text.tokens[at].gap
        verbal = nominal = False
        if before >= low:
            particle = notes.mark(before, "particle")
            verbal = particle is not None and particle[0].value == "verbal"
            opens = opens or particle is not None or self.skip == at
            clause = notes.mark(before, "clause")
            verbal = verbal or (clause is not None and clause[0].value == "that" and clause[2].suffix != "")
            verbal = verbal or (self.skip == at and bool(self.top().pronoun))
            prep = notes.mark(before, "prep")
            counted = at in self.counted and not notes.text.tokens[at].gap
            # «هجوم نفذه التنظيم»: a word with an object pronoun behind a noun that nothing sets off.
            opens = opens or (bool(word.split.suffix) and word.entry.object and not notes.text.tokens[at].gap)
            nominal = (not opens or prep is not None) and (
                prep is not None or notes.mark(before, "head") is not None or counted
            )
        known = self.noun(at)
        if at + 1 < high and any(m.kind == "date" for m in notes.mentions.get(at + 1, ())) and not verbal:
            nominal = nominal or word.entry.form.form == word.entry.lemma  # «فجر الخميس»
        told = before in notes.inside and notes.inside[before].kind in ("actor", "person") and self.bare(at, high)
        behind_topic = before >= low and not opens and self.topic(before) and self.top().verb < 0
        behind_topic = behind_topic and (told or not known)
        if word.entry.dual:
            return Around(behind_topic, verbal, nominal, True)
        if before in self.places or before in notes.inside:
            opens = opens or not known  # «وفي العاصمة نفذ الجيش …»
        if word.entry.form.aspect == "perfect" and not word.entry.form.plural:
            opens, known = opens or behind_topic, known and not told
        followed = not known or (at + 1 < high and self.party(at + 1) and not self.parallel(at, low, word))
        return Around(opens, verbal, nominal, followed)

    def bare(self, at: int, high: int) -> bool:
        """Whether a word without article or proclitic is followed at once by another noun."""
        form = self.notes.text.tokens[at].form
        if form.startswith(("ال", "و")) or at + 1 >= high or self.notes.text.tokens[at + 1].gap:
            return False
        return self.notes.mark(at + 1, "prep") is None and self.notes.mark(at + 1, "clause") is None

    def noun(self, at: int) -> bool:
        """Whether a table knows a token as a noun."""
        notes = self.notes
        predicate = notes.predicates.get(at)
        if predicate is not None and any(p.pos != "verb" for p in predicate.value):
            return True
        return any(mark.form is None and mark.kind in _NOUNS for mark, _, _ in notes.marks.get(at, ()))

    def parallel(self, at: int, low: int, word: VerbWord) -> bool:
        """Whether «و» goes on with verbal nouns: «بعد سيطرة الجيش على المدينة وطرد المسلحين»."""
        if not word.joined or self.notes.mark(at, "casualty") is not None:
            return False
        for before in range(at - 1, low, -1):
            if before in self.syntax.verbs:
                return False
            if before in self.notes.predicates and before not in self.notes.inside:
                return True
        return False

    def party(self, at: int) -> bool:
        """Whether a subject or an object may begin at a token."""
        notes = self.notes
        if notes.text.tokens[at].gap:
            return False
        named = any(m.kind in ("actor", "person", "count") for m in notes.mentions.get(at, ()))
        return named or notes.mark(at, "head") is not None or notes.mark(at, "source") is not None
