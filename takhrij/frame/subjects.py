"""Who a clause speaks of: its subject, told in it or carried by a relative, «و», a pronoun or the clause above."""

from __future__ import annotations

from dataclasses import replace

from takhrij.core.records import ActorValue
from takhrij.frame.arguments import Scope, walk
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Argument
from takhrij.frame.syntax import Clause
from takhrij.frame.verbs import VerbWord

_DEEPEST = 4
_NEAR = 4
_SEVERAL = frozenset({"هم", "هن", "هما"})
_PLURAL = ("ون", "ين")
_FEMININE = ("ة", "ات")
_SHORTEST_PLURAL = 5


def last_group(found: list[Argument], *, governed: bool = False) -> list[Argument]:
    """The last ungoverned noun phrase with what «و» joins to it; with `governed`, the last of all."""
    starts = [i for i, a in enumerate(found) if not a.coordinated and (governed or (a.prep == "" and usable(a)))]
    starts = [i for i in starts if found[i].head != "asset" or governed]
    if not starts:
        return []
    group = [found[starts[-1]]]
    for argument in found[starts[-1] + 1 :]:
        if not argument.coordinated:
            break
        group.append(argument)
    return group


def usable(argument: Argument) -> bool:
    """A country named in passing is a place; it acts only as a subject, a genitive or under a preposition of
    dealing."""
    value = argument.mention.value
    if argument.head == "kin":
        return False  # «نجل القيادي في المقاومة» is none of its men
    if isinstance(value, ActorValue) and value.kind == "state":
        # «من الجيش العراقي» names a body of the state, «من العراق» a place.
        body = argument.mention.end_token - argument.mention.first > 1
        dealing = argument.prep in ("", "ضد", "مع", "بين", "يد", "support")
        return (dealing or body) and argument.head not in ("area", "speech")
    if argument.head == "area":
        return argument.prep in ("direction", "من")
    return argument.head != "speech"


def _first_word(notes: Annotated, argument: Argument) -> str:
    """The word that a verb agrees with: the head of the construct where there is one."""
    at = argument.mention.first
    while argument.head is not None and at > 0 and notes.mark(at - 1, "head") is not None:
        at -= 1
    return notes.text.word(at)


def agrees(notes: Annotated, word: VerbWord, argument: Argument, *, after: bool) -> bool:
    """Whether a verb may have a noun phrase as its subject; `after`: it stands behind the verb.

    Only what the ending tells for sure is held against it: broken plurals are written like singulars.
    """
    form = word.entry.form
    if form.person == 1:
        return False
    noun = _first_word(notes, argument)
    plural = noun.endswith(_PLURAL) and len(noun) >= _SHORTEST_PLURAL
    feminine = noun.endswith(_FEMININE)
    if after:
        if form.plural:
            return False
        # «قراصنة» and «متمردو الجبهة» go with a masculine verb; «الحكومة» right behind it does not.
        told = argument.distance == 0 and notes.text.word(argument.mention.first) == noun and noun.startswith("ال")
        return not plural if form.feminine else not (feminine and told)
    if form.plural:
        return not noun.endswith("ة") or argument.head is not None
    return not plural if form.feminine else not (plural or feminine)


class Subjects:
    """Subjects of the clauses of one Reading, read when asked for."""

    def __init__(self, notes: Annotated) -> None:
        self.notes = notes
        self._known = notes.syntax.known

    def of(self, index: int, depth: int = 0) -> list[Argument]:
        """The subject group of a clause, [] where nobody is told."""
        if index in self._known:
            return self._known[index]
        self._known[index] = []
        found = self._known[index] = self._read(index, depth)
        return found

    def _read(self, index: int, depth: int) -> list[Argument]:
        syntax = self.notes.syntax
        clause, tokens = syntax.clauses[index], syntax.tokens[index]
        if clause.verb < 0 or clause.word is None:
            return (
                self._fitting(clause, last_group(walk(self.notes, tokens, Scope(clause.end, clause.end))))
                if (clause.kind == "that")
                else []
            )
        own = self.own(clause, tokens)
        if own is not None:
            return own
        return self.carried(clause, depth) if depth < _DEEPEST else []

    def own(self, clause: Clause, tokens: list[int]) -> list[Argument] | None:
        """The subject told in the clause itself: [] where a noun stands there that names no party, None for none."""
        notes, word = self.notes, clause.word
        assert word is not None
        scope = Scope(clause.verb, clause.verb + 1)
        before = [t for t in tokens if t < clause.verb]
        left = [a for a in last_group(walk(notes, before, scope)) if not a.light]
        behind = [t for t in tokens if t > clause.verb]
        right = self.doer(clause, walk(notes, behind, scope), behind)
        beside = bool(left) and "،" not in notes.text.tokens[clause.verb].gap
        if right and not (beside and left[0].distance <= _NEAR):
            return right
        if left and (len(left) > 1 or agrees(notes, word, left[0], after=False)):
            return left
        if clause.pronoun:
            return None
        right = right or self.theirs(before, behind)
        if clause.kind == "that" and not right and self.topical(clause, before):
            return []
        return right or ([] if self.filled(clause, behind, before) else None)

    def theirs(self, before: list[int], behind: list[int]) -> list[Argument]:
        """Whose men are the subject («إن مقاتليه انسحبوا»): the last party named before that the pronoun fits."""
        for at in [*before[-1:], *behind[:1]]:
            head = self.notes.mark(at, "head")
            if head is not None and head[0].value == "member" and head[2].suffix:
                return self.meant(self.notes.syntax.owner[at], at, head[2].suffix, set())
        return []

    def topical(self, clause: Clause, before: list[int]) -> bool:
        """Whether a noun that names no party stands between «أن» and its verb («أن الأزمة اقتربت»)."""
        opener = self.notes.mark(clause.first, "clause")
        start = opener[1] if opener is not None else clause.first
        inner = [t for t in before if t >= start and self.notes.mark(t, "particle") is None]
        return bool(inner) and self.notes.mark(inner[0], "prep") is None

    def doer(self, clause: Clause, found: list[Argument], behind: list[int]) -> list[Argument]:
        """The subject behind a verb with what «و» joins to it."""
        word = clause.word
        first = next((a for a in found if a.prep == "" and not a.coordinated), None)
        if word is None or first is None or clause.pronoun or not usable(first) or first.head == "asset":
            return []
        if (first.partitive and first.head is None and word.entry.object) or not self.reached(first, behind):
            return []
        if not agrees(self.notes, word, first, after=True):
            return []
        return [first, *_joined(found[found.index(first) + 1 :])]

    def told(self, index: int) -> bool:
        """Whether a clause has a subject that names no party."""
        clause, tokens = self.notes.syntax.clauses[index], self.notes.syntax.tokens[index]
        return clause.word is not None and self.own(clause, tokens) == []

    def reached(self, argument: Argument, behind: list[int]) -> bool:
        """Whether a noun phrase is the first behind the verb: nothing but its heads, numbers and dates stand
        between; one unknown word may be its head («متمردو الجبهة»)."""
        if argument.distance > _NEAR and argument.mention.first not in behind[:_NEAR]:
            return False
        notes, unknown = self.notes, 0
        for at in behind:
            if at >= argument.mention.first:
                break
            known = at in notes.inside or at in notes.mentions or notes.mark(at, "head") or notes.mark(at, "prep")
            unknown += not known
        return unknown <= (0 if argument.partitive else 1)

    def filled(self, clause: Clause, behind: list[int], before: list[int]) -> bool:
        """Whether a noun that names no party may be the subject («قالت مصادر», «قتل شخص»)."""
        notes, word = self.notes, clause.word
        assert word is not None
        if word.entry.form.plural or clause.kind == "relative":
            return False
        if not behind:
            return False
        at = behind[0]
        if notes.text.tokens[at].gap or notes.mark(at, "prep") is not None or notes.prefix_preposition(at):
            return False
        if any(m.kind in ("place", "date") for t in behind[:2] for m in notes.mentions.get(t, ())):
            return False
        if notes.text.tokens[at].form.endswith("ا") and at not in notes.mentions:
            return False
        if (
            word.entry.form.feminine
            and word.entry.object
            and any(m.kind == "count" for m in notes.mentions.get(at, ()))
        ):
            return False  # «فيما أسرت العشرات»
        head = notes.mark(at, "head")
        if head is not None and head[0].value in ("asset", "area"):
            return False
        return not (word.split.suffix and word.entry.object)

    def carried(self, clause: Clause, depth: int) -> list[Argument]:
        """The subject that other clauses carry into one."""
        word = clause.word
        assert word is not None
        if clause.kind == "relative" and clause.noun >= 0:
            if not word.split.suffix:
                return self.antecedent(clause)
            # «ستون شابا اعتقلتهم»: whom the relative describes is the object; the subject goes on.
            return self._fitting(clause, self.of(clause.parent, depth + 1)) if clause.parent >= 0 else []
        if clause.kind == "purpose" and clause.noun >= 0 and not word.split.suffix:
            found = self._fitting(clause, self.antecedent(clause))  # «شوهد المسلحون ينسحبون»
            if found:
                return found
        for other in (clause.shared, clause.parent):
            if other < 0:
                continue
            found = self._fitting(clause, self.of(other, depth + 1))
            if clause.pronoun == "هم" and other == clause.parent and not _many(self.notes, found):
                found = self.others(clause.first) or found
            if found:
                return found
            if clause.pronoun or word.entry.form.plural:
                found = self._fitting(clause, self.anyone(other))
                if found:
                    return found
        return self.before(clause, depth) if clause.parent < 0 and word.entry.form.plural else []

    def others(self, at: int) -> list[Argument]:
        """Those many of whom one who speaks says «they» («اتهم الجيش المتمردين وقال إنهم قصفوا»): the last plural told
        before in the sentence."""
        low = self.notes.text.sentences[self.notes.text.sentence_of[at]][0]
        named = (
            m for spot in range(low, at) for m in self.notes.mentions.get(spot, ()) if m.kind in ("actor", "person")
        )
        found = (Argument(m, "", None, 0, False, at - m.first) for m in named)
        return [a for a in found if _many(self.notes, [a])][-1:]

    def before(self, clause: Clause, depth: int) -> list[Argument]:
        """The subject of the sentence before, for a verb that says «they» («ثم عادوا فأطلقوا سراحهم»)."""
        syntax, text = self.notes.syntax, self.notes.text
        sentence = text.sentence_of[clause.first]
        if sentence == 0:
            return []
        low, high = text.sentences[sentence - 1]
        for index in range(syntax.owner[low], syntax.owner[high - 1] + 1):
            found = self._fitting(clause, self.of(index, depth + 1)) if syntax.clauses[index].parent < 0 else []
            if found:
                return found
        return []

    def antecedent(self, clause: Clause) -> list[Argument]:
        """The noun phrase that a relative clause describes."""
        parent = clause.parent
        if parent < 0:
            return []
        tokens = [t for t in self.notes.syntax.tokens[parent] if t <= clause.noun]
        found = walk(self.notes, tokens, Scope(clause.first, clause.first))
        group = last_group(found, governed=True)
        if group and clause.noun - group[-1].mention.end_token < _NEAR:
            return [replace(a, prep="", head=None) for a in group]
        return []

    def anyone(self, index: int) -> list[Argument]:
        """The last party of a clause whatever governs it: «قالت مصادر في المقاومة إنها»."""
        tokens = self.notes.syntax.tokens[index]
        found = walk(self.notes, tokens, Scope(tokens[-1] + 1, tokens[-1] + 1)) if tokens else []
        return [replace(a, prep="", head=None) for a in last_group(found, governed=True)]

    def around(self, index: int) -> list[Argument]:
        """All arguments behind the verb of a clause, things of theirs too («تعرضت مواقع الجماعة لقصف»)."""
        clause, tokens = self.notes.syntax.clauses[index], self.notes.syntax.tokens[index]
        behind = walk(self.notes, [t for t in tokens if t > clause.verb], Scope(clause.verb, clause.verb + 1))
        return behind or walk(self.notes, [t for t in tokens if t < clause.verb], Scope(clause.end, clause.end))

    def inside(self, index: int) -> list[Argument]:
        """The party behind the verb of a clause («يسيطر عليها المسلحون», «يقع تحت سيطرة المسلحين»)."""
        clause, tokens = self.notes.syntax.clauses[index], self.notes.syntax.tokens[index]
        found = walk(self.notes, [t for t in tokens if t > clause.verb], Scope(clause.verb, clause.verb + 1))
        bare = [a for a in found if a.prep in ("", "held") or a.coordinated]
        return bare[:1] + [a for a in bare[1:] if a.coordinated]

    def owner(self, index: int, at: int, suffix: str) -> list[Argument]:
        """Whom the pronoun of a verbal noun means («سيطرتها»): the subject of its clause, else the last named."""
        verb = self.notes.syntax.clauses[index].verb
        told = verb >= 0 and self.notes.mark(verb, "report") is not None
        group = [] if told else [a for a in self.of(index) if a.mention.first < at]
        return group or self.meant(index, at, suffix, set())

    def meant(self, index: int, at: int, suffix: str, taken: set[int], *, back: int = 0) -> list[Argument]:
        """Whom a pronoun at a token means: the last party named before it in its clause or those it hangs on,
        other than those already taken; `back` sentences before its own are searched too."""
        syntax = self.notes.syntax
        low = self.notes.text.sentences[max(0, self.notes.text.sentence_of[at] - back)][0]
        while index >= 0 and syntax.clauses[index].end > low:
            tokens = [t for t in syntax.tokens[index] if t < at]
            found = walk(self.notes, tokens, Scope(at, at)) if tokens else []
            found = [a for a in found if a.mention.first not in taken and self.matches(suffix, a)]
            group = last_group(found) or last_group(found, governed=True)
            if group:
                return [replace(a, prep="", head=None) for a in group]
            index -= 1
        return []

    def nearest(self, index: int, at: int, word: VerbWord | None = None) -> list[Argument]:
        """The last ungoverned party told before a token in its sentence, clause by clause; what describes somebody
        («الذي شن …») is passed over."""
        syntax = self.notes.syntax
        low = self.notes.text.sentences[self.notes.text.sentence_of[at]][0]
        while index >= 0 and syntax.clauses[index].end > low:
            clause = syntax.clauses[index]
            if clause.kind != "relative" or clause.end > at:
                found = walk(self.notes, [t for t in syntax.tokens[index] if t < at], Scope(at, at))
                group = last_group(found)
                if group and (word is None or len(group) > 1 or agrees(self.notes, word, group[0], after=False)):
                    return group
            index -= 1
        return []

    def between(self, index: int, at: int) -> list[Argument]:
        """Those between whom something is, told before a token in its sentence («التنسيق بين الجماعتين: …»)."""
        syntax = self.notes.syntax
        low = self.notes.text.sentences[self.notes.text.sentence_of[at]][0]
        while index >= 0 and syntax.clauses[index].end > low:
            found = walk(self.notes, [t for t in syntax.tokens[index] if t < at], Scope(at, at))
            group = [a for a in found if a.prep == "بين"]
            if group:
                return group
            index -= 1
        return []

    def matches(self, suffix: str, argument: Argument) -> bool:
        """Whether a pronoun may stand for a noun phrase."""
        noun = _first_word(self.notes, argument)
        plural = noun.endswith(_PLURAL) and len(noun) >= _SHORTEST_PLURAL
        if argument.mention.kind == "person" and suffix in _SEVERAL:
            return False  # one named is no «they»
        if suffix == "ها":
            return not plural
        if suffix == "ه":
            return not plural and not noun.endswith(_FEMININE)
        return suffix != "هم" or not noun.endswith("ة") or argument.head is not None

    def _fitting(self, clause: Clause, group: list[Argument]) -> list[Argument]:
        if not group or clause.word is None:
            return group
        return group if len(group) > 1 or agrees(self.notes, clause.word, group[0], after=False) else []


def _many(notes: Annotated, group: list[Argument]) -> bool:
    """Whether a noun phrase surely names many: several joined, men of somebody, or a sound plural."""
    if len(group) != 1:
        return len(group) > 1
    return group[0].head == "member" or _first_word(notes, group[0]).endswith(_PLURAL)


def _joined(following: list[Argument]) -> list[Argument]:
    group = []
    for argument in following:
        if not argument.coordinated:
            break
        group.append(argument)
    return group
