"""Loaded terms: the words, whom they name, who used them. Recorded, never adopted."""

from __future__ import annotations

from takhrij.core.language import Split
from takhrij.core.records import ActorValue, Framing, Mention, Span
from takhrij.frame.lexicon import FrameLexicon
from takhrij.frame.marks import Annotated
from takhrij.frame.speech import Telling


def _of_mention(mention: Mention, speech: Telling) -> Framing | None:
    value = mention.value
    if not isinstance(value, ActorValue) or not value.loaded:
        return None
    return Framing(mention.span, value.id, value.loaded, speech[mention.first].chain[-1])


def _of_term(notes: Annotated, lexicon: FrameLexicon, at: int, speech: Telling) -> tuple[Framing | None, int] | None:
    """The use of a loaded term at a token and where it ends; no use where its words are plain («رئيس التحرير»)."""
    match = lexicon.framing.match(notes.text, at)
    inside = notes.inside.get(at)
    if match is None or (inside is not None and inside.kind == "actor" and at > inside.first):
        return None
    row, end = match.value, match.end
    if row["part"] == "plain":
        return None, end
    names = row.get("names") or None
    loaded = _bare(notes.text.span(at, end), match.split)
    if row["part"] == "head":
        owner = next((m for m in notes.mentions.get(end, ()) if isinstance(m.value, ActorValue)), None)
        if owner is not None and isinstance(owner.value, ActorValue) and not notes.text.tokens[end].gap:
            names, end = owner.value.id, owner.end_token
    span = _bare(notes.text.span(at, end), match.split)
    told = row.get("loaded", "").split()
    words = tuple(w for w in loaded.text.split() if w in told) if told else ()
    return Framing(span, names, words or (loaded.text,), speech[at].chain[-1]), end


def _bare(span: Span, split: Split) -> Span:
    """A span without the conjunction or preposition written to its first word; «لل» has no such part of its own."""
    cut = len(split.prefix)
    if not cut or not span.text.startswith(split.prefix) or (split.prefix[-1] == "ل" and split.key.startswith("ال")):
        return span
    return Span(span.start + cut, span.end, span.text[cut:])


def framings(notes: Annotated, lexicon: FrameLexicon, speech: Telling) -> tuple[Framing, ...]:
    """Framing rows in text order: loaded actor names first, loaded terms outside them then."""
    found: list[Framing] = []
    taken: set[int] = set()
    spans: set[Span] = set()
    for at in sorted({*lexicon.framing.candidates(notes.text), *notes.mentions}):
        for mention in notes.mentions.get(at, ()):
            made = _of_mention(mention, speech)
            if made is not None and made.span not in spans:
                found.append(made)
                spans.add(made.span)
                taken.update(range(mention.first, mention.end_token))
        if at in taken:
            continue
        term = _of_term(notes, lexicon, at, speech)
        if term is not None:
            if term[0] is not None:
                found.append(term[0])
                spans.add(term[0].span)
            taken.update(range(at, term[1]))
    return tuple(found)
