"""Names of bodies outside the codebook: which words behind a noun go on naming it."""

from __future__ import annotations

from collections.abc import Callable

from takhrij.core.language import Language, Token
from takhrij.core.phrases import joined
from takhrij.core.records import ActorRef, Span
from takhrij.frame.marks import Annotated
from takhrij.frame.relations.table import WORDS
from takhrij.resources import Resources

ARTICLE = "ال"
OPENING, CLOSING = frozenset('«"“„'), frozenset('»"”')
MOST_QUOTED = 5
_SHORTEST = 3


class NameReader:
    """Reads names; `is_verb` tells words that are predicates of ties."""

    def __init__(self, language: Language, resources: Resources, is_verb: Callable[[Token], bool]) -> None:
        self._is_verb = is_verb
        stops = resources.document(WORDS)["name_stops"]
        self._stops = frozenset(language.fold(word) for word in stops)
        naming = resources.document(WORDS)["name_adjectives"]
        self._adjectives = frozenset(language.fold(word) for word in naming)

    def name_end(self, notes: Annotated, at: int) -> int | None:
        """The token after the name that starts at a token, or None."""
        quoted = self.quoted(notes, at)
        if quoted is not None:
            return quoted
        if not self.is_word(notes, at):
            return None
        held = [m for m in notes.mentions.get(at, ()) if m.kind == "actor"]
        end = held[0].end_token if held else at + 1
        if notes.text.tokens[at].form.startswith(ARTICLE):
            return self.adjectives(notes, end)
        second = end < len(notes.text.tokens) and self.is_word(notes, end)
        if second and not held and notes.text.tokens[end].form.startswith(ARTICLE):
            return end + 1
        return end

    def is_word(self, notes: Annotated, at: int) -> bool:
        """Whether a token may be a word of a name: no verb, preposition, date or word that names never hold."""
        tokens = notes.text.tokens
        if at >= len(tokens) or not joined(tokens[at]) or tokens[at].gap:
            return False
        form = tokens[at].form
        if len(form) < _SHORTEST or not form.isalpha() or form in self._stops:
            return False
        if notes.mark(at, "prep") is not None or notes.mark(at, "clause") is not None or notes.mark(at, "report"):
            return False
        inside = notes.inside.get(at)
        if inside is not None and inside.kind == "date":
            return False
        if at in notes.predicates and notes.predicates[at].value[0].pos == "verb":
            return False
        return not self._is_verb(tokens[at])

    def adjectives(self, notes: Annotated, at: int) -> int:
        """The token after definite adjectives of relation («السرندي», «الخيرية») that follow without a break."""
        end = at
        tokens = notes.text.tokens
        while end < min(at + 2, len(tokens)) and not tokens[end].gap:
            form = tokens[end].form
            if not notes.text.word(end).startswith(ARTICLE) or not (
                form.endswith(("ي", "يه")) or form in self._adjectives
            ):
                break
            if form in self._stops or end in notes.inside:
                break
            end += 1
        return end

    def quoted(self, notes: Annotated, at: int) -> int | None:
        """The token after words between quotation marks, or None."""
        tokens = notes.text.tokens
        if at >= len(tokens) or tokens[at].gap[-1:] not in OPENING or len(tokens[at].gap) > 2:
            return None
        for end in range(at + 1, min(at + MOST_QUOTED, len(tokens) - 1) + 1):
            if tokens[end].gap:
                return end if tokens[end].gap[0] in CLOSING else None
        last = len(tokens)
        closing = notes.text.source[tokens[-1].end : tokens[-1].end + 1]
        return last if last - at <= MOST_QUOTED and closing in CLOSING else None


def bare(word: str) -> str:
    return word.removeprefix(ARTICLE)


def closed(notes: Annotated, span: Span, stop: int) -> Span:
    """A span with the quotation mark that closes its name."""
    source = notes.text.source
    if span.end < len(source) and source[span.end] in CLOSING and any(mark in span.text for mark in OPENING):
        return Span(span.start, span.end + 1, source[span.start : span.end + 1])
    return span


def own(language: Language, span: Span) -> ActorRef:
    """A party outside the codebook, known by its words."""
    plain = "".join(c for c in span.text if c not in OPENING | CLOSING)
    return ActorRef("other:" + "-".join(language.fold(plain).split()), plain, span)
