"""Loaded terms: the words, whom they name, who used them. Recorded, never adopted."""

from __future__ import annotations

from takhrij.core.records import ActorValue, Framing, Mention, Span
from takhrij.frame.lexicon import FrameLexicon
from takhrij.frame.marks import Annotated
from takhrij.frame.speech import Telling


def _of_mention(mention: Mention, speech: Telling) -> Framing | None:
    value = mention.value
    if not isinstance(value, ActorValue) or not value.loaded:
        return None
    return Framing(mention.span, value.id, value.loaded, speech[mention.first].chain[-1])


def _of_term(notes: Annotated, lexicon: FrameLexicon, at: int, speech: Telling) -> tuple[Framing, int] | None:
    match = lexicon.framing.match(notes.text, at)
    if match is None:
        return None
    row = match.value
    span = notes.text.span(at, match.end)
    if match.split.prefix and match.end == at + 1 and span.text.endswith(row["form"]):
        start = span.end - len(row["form"])
        span = Span(start, span.end, row["form"])
    chain = speech[at].chain
    return Framing(span, row.get("names") or None, (span.text,), chain[-1]), match.end


def framings(notes: Annotated, lexicon: FrameLexicon, speech: Telling) -> tuple[Framing, ...]:
    """Framing rows in text order: loaded actor names first, loaded terms outside them then."""
    found: list[Framing] = []
    taken: set[int] = set()
    for at in sorted({*lexicon.framing.candidates(notes.text.tokens), *notes.mentions}):
        for mention in notes.mentions.get(at, ()):
            made = _of_mention(mention, speech)
            if made is not None and not any(f.span == made.span for f in found):
                found.append(made)
                taken.update(range(mention.first, mention.end_token))
        if at in taken:
            continue
        term = _of_term(notes, lexicon, at, speech)
        if term is not None:
            found.append(term[0])
            taken.update(range(at, term[1]))
    return tuple(found)
