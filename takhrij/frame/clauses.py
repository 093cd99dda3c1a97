"""The clauses of each sentence: which tokens belong to which, their verbs, and what they hang on.

One pass from left to right with a stack. Relative clauses, complements and asides are set off, so that a subject
reaches its verb over them; «و» before a verb opens a clause that may share the subject of the one before.
"""

from __future__ import annotations

from takhrij.frame.notes import Annotated
from takhrij.frame.syntax import Clause, Kind, Syntax
from takhrij.frame.verbal import VerbReader
from takhrij.frame.verbs import VerbWord

# Clauses that a comma ends; a complement goes on over it.
_SHORT = frozenset({"relative", "purpose"})
_PASSING = frozenset({"relative", "purpose", "adverb", "result"})
_PHRASE = 3
_OPENING = '«“"'
_BRIEF = 6


class _Reader(VerbReader):
    """Reads one Reading's sentences into clauses."""

    # -- the stack -----------------------------------------------------------------------------------------

    def push(self, kind: Kind, at: int) -> Clause:
        """Open a clause under the one being read."""
        parent = self.stack[-1] if self.stack else -1
        clause = Clause(kind, parent, at, at)
        self.syntax.clauses.append(clause)
        self.syntax.tokens.append([])
        self.stack.append(len(self.syntax.clauses) - 1)
        return clause

    def close(self, kinds: frozenset[str]) -> None:
        """Close clauses of some kinds at the top."""
        while len(self.stack) > 1 and self.top().kind in kinds:
            self.stack.pop()

    def beside(self, at: int, *, shared: bool) -> Clause:
        """Open a clause on the level of the one being read."""
        before = self.stack.pop()
        old = self.syntax.clauses[before]
        made = self.push(old.kind, at)
        made.parent, made.noun = old.parent, old.noun
        if shared:
            made.shared = before
        return made

    # -- reading -------------------------------------------------------------------------------------------

    def read(self) -> Syntax:
        """All sentences."""
        tokens, opening = self.notes.text.tokens, self.notes.by_kind.get("clause", {})
        for low, high in self.notes.text.sentences:
            self.stack = []
            self.push("main", low)
            self.skip = low
            start = low
            for at in range(low, high):
                # All other words stand in the clause that is being read and change nothing.
                if tokens[at].gap or at in self.words or at in opening:
                    self.hold(start, at)
                    self.token(at, low, high)
                    start = at
            self.hold(start, high)
        return self.syntax

    def hold(self, start: int, end: int) -> None:
        """Give tokens to the clause being read."""
        if start < end:
            index = self.stack[-1]
            self.syntax.owner[start:end] = [index] * (end - start)
            self.syntax.tokens[index].extend(range(start, end))
            self.syntax.clauses[index].end = end

    def token(self, at: int, low: int, high: int) -> None:
        """Let one token open or close clauses."""
        gap = self.notes.text.tokens[at].gap
        comma = bool(gap) and at > low and self.punctuation(at, gap)
        if at < self.skip:
            return
        if at in self.notes.inside and at > self.notes.inside[at].first:
            return
        mark = self.notes.mark(at, "clause")
        if mark is not None and at not in self.notes.inside:
            self.opener(at, mark[0].value, comma)
            if mark[0].value != "result" or self.notes.text.word(at).startswith("م"):
                self.skip = mark[1] if mark[0].value != "result" else at + 1
                return
        word = self.verb_at(at, low, high, comma)
        if word is not None:
            self.syntax.verbs[at] = word
            self.verb(at, word, comma)

    def punctuation(self, at: int, gap: str) -> bool:
        """Close and open clauses at punctuation; whether a comma stands there."""
        if ")" in gap or "]" in gap:
            while len(self.stack) > 1 and any(self.syntax.clauses[i].kind == "aside" for i in self.stack):
                if self.syntax.clauses[self.stack.pop()].kind == "aside":
                    break
        if ("(" in gap or "[" in gap) and not self.brief(at):
            self.push("aside", at)
        if ":" in gap:
            self.stack = self.stack[:1]
            self.beside(at, shared=False)
        if at - 1 in self.syntax.verbs and any(mark in gap for mark in _OPENING):
            self.push("that", at)
        if "،" in gap or "," in gap:
            before, self.comma = self.comma, at
            if 0 < at - before <= _PHRASE + 1 and self.set_off(before, at):
                return False
            self.close(_SHORT)
            return True
        return False

    def brief(self, at: int) -> bool:
        """Whether brackets hold but a name or a number, which is part of its phrase: «تنظيم (داعش)»."""
        tokens = self.notes.text.tokens
        return any(")" in tokens[i].gap or "]" in tokens[i].gap for i in range(at + 1, min(len(tokens), at + _BRIEF)))

    def set_off(self, low: int, high: int) -> bool:
        """Whether two commas set off but a date: «واصلت الطائرات، أمس الأحد، قصف المواقع»."""
        return any(m.kind == "date" for at in range(low, high) for m in self.notes.mentions.get(at, ())) and all(
            at in self.notes.inside or self.notes.mark(at, "prep") is not None or at == low for at in range(low, high)
        )

    def opener(self, at: int, value: str, comma: bool) -> None:
        """A word that opens a clause: «الذي», «أن», «بينما», «مما»."""
        joined = self.notes.text.tokens[at].form.startswith("و") and at > 0
        if value == "relative":
            before = self.top()
            if joined and before.kind == "relative":
                self.beside(at, shared=False)
                return
            clause = self.push("relative", at)
            clause.noun = at - 1
            if comma and at:
                clause.parent = self.syntax.owner[at - 1]
        elif value == "that":
            if joined or comma:
                self.close(_PASSING)
            if joined and self.top().kind == "that":
                self.stack.pop()
            self.push("that", at).pronoun = _carried(self.notes, at)
        elif value == "responsible":
            self.push("relative", at).noun = at - 1
        else:
            if comma or joined:
                self.close(_PASSING)
            elif self.top().kind == "adverb" and self.top().verb >= 0:
                self.close(frozenset({"adverb"}))
            waits = self.top().kind == "result" and self.top().verb < 0
            if value != "result" or not waits:
                self.push("result" if value == "result" else "adverb", at)

    def verb(self, at: int, word: VerbWord, comma: bool) -> None:
        """Give a verb its clause."""
        top = self.top()
        if word.purpose:
            index = self.stack[-1]
            self.close(frozenset({"purpose"}))
            self.push("purpose", at).shared = index
        elif (word.joined or self.then(at)) and at > top.first:
            self.joined(at, comma)
        elif top.verb >= 0 and self.auxiliary(top.verb):
            pass
        elif top.verb >= 0 or (not comma and self.describes(at, word)):
            self.unjoined(at, word, comma)
        clause = self.top()
        clause.verb, clause.word = at, word

    def then(self, at: int) -> bool:
        """Whether «ثم» joins a verb to what stands before it."""
        particle = self.notes.mark(at - 1, "particle") if at else None
        return particle is not None and particle[0].value == "then"

    def joined(self, at: int, comma: bool) -> None:
        """«وقتلت»: on the level of the clause before it, or of the sentence behind a comma."""
        if comma:
            self.close(_PASSING)
        else:
            self.close(frozenset({"purpose"}))
        if self.top().verb >= 0 or self.top().kind != "main":
            self.beside(at, shared=True)

    def unjoined(self, at: int, word: VerbWord, comma: bool) -> None:
        """A second verb without «و»: behind a comma a clause beside; behind a noun it describes that noun."""
        if comma:
            self.close(_PASSING)
            if self.top().verb >= 0:
                self.beside(at, shared=False)
            return
        waiting = [i for i in self.stack[:-1] if self.syntax.clauses[i].verb < 0]
        definite = self.topic(at - 1)
        if waiting and self.top().verb >= 0 and self.top().kind == "relative" and not word.split.suffix:
            while self.stack[-1] != waiting[-1]:
                self.stack.pop()
            return
        index = self.stack[-1]
        clause = self.push("relative", at)
        clause.noun = at - 1
        if definite:
            clause.kind, clause.shared = "purpose", index

    def auxiliary(self, at: int) -> bool:
        """Whether a verb waits for another («كان … قد سيطر»)."""
        mark = self.notes.mark(at, "particle")
        return mark is not None and mark[0].value == "auxiliary"

    def describes(self, at: int, word: VerbWord) -> bool:
        """Whether a verb describes the indefinite noun right before it («في قصف استهدف», «هدنة أعلنها»), and is
        not what a sentence that opens with its subject says of it («مواجهات عنيفة اندلعت»)."""
        before = at - 1
        first = self.top().first
        if before < first or self.notes.text.tokens[at].gap or self.topic(before):
            return False
        notes = self.notes
        named = any(m.kind in ("date", "place", "count") for m in notes.mentions.get(before, ()))
        grammar = any(notes.mark(before, kind) is not None for kind in ("prep", "clause", "particle"))
        if named or grammar or before in self.syntax.verbs or before == first:
            return bool(word.split.suffix) and before == first and not grammar
        return bool(word.split.suffix) or self.governed(before, first)

    def governed(self, at: int, first: int) -> bool:
        """Whether a preposition governs an indefinite noun phrase that ends at a token."""
        for before in range(at, max(first, at - _PHRASE) - 1, -1):
            if self.notes.mark(before, "prep") is not None or self.notes.prefix_preposition(before):
                return True
            if self.topic(before):
                return False
        return False


def _carried(notes: Annotated, at: int) -> str:
    """The pronoun that «أنها» carries."""
    form = notes.text.tokens[at].form
    for suffix in ("هما", "هم", "ها", "ه"):
        if form.endswith(suffix) and len(form) > len(suffix) + 1:
            return suffix
    return ""


def parse(notes: Annotated) -> Syntax:
    """The clauses of a Reading; the readings of its predicates are put in order by them."""
    syntax = _Reader(notes).read()
    _order(notes, syntax)
    return syntax


def _order(notes: Annotated, syntax: Syntax) -> None:
    """Of the readings of a predicate's word those come first that are of the part of speech it stands as."""
    for index, match in notes.predicates.items():
        if len(match.value) > 1:
            other = "noun" if index in syntax.verbs else "verb"
            ordered = tuple(sorted(match.value, key=lambda p: p.pos == other))
            notes.predicates[index] = match._replace(value=ordered)
