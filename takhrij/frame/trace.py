"""What was made of a Reading on the way to its claims, kept only where somebody asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from takhrij.core.records import Mention
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Argument, Draft
from takhrij.frame.speech import Speech, Telling

Json = dict[str, Any]
_ELSEWHERE = "not of an armed or political matter, or told better beside it"
# What speaks against a predicate, in words.
_DOUBTS = {
    "state": "tells how things stand, not a happening",
    "incomplete": "its frame lacks what it needs",
    "aim": "only the aim of another deed",
    "absent": "told as what did not come with it",
}


@dataclass(slots=True)
class Trace:
    """Every predicate that was weighed and what became of it, the words of the Reading with their rows, and who tells
    them."""

    weighed: list[Draft] = field(default_factory=list)
    notes: Annotated | None = None
    speech: Telling | None = None
    fates: dict[int, str] = field(default_factory=dict)

    def close(self, notes: Annotated, speech: Telling, told: Sequence[Draft], kept: Sequence[Draft]) -> None:
        """Keep the Reading's words and what became of each predicate; `told` are those before retellings were joined."""
        self.notes, self.speech = notes, speech
        claims, before = {id(d) for d in kept}, {id(d) for d in told}
        for draft in self.weighed:
            joined = "joined to another telling of the same" if id(draft) in before else _ELSEWHERE
            doubted = ", ".join(_DOUBTS.get(doubt, doubt) for doubt in sorted(draft.doubts))
            self.fates[id(draft)] = "a claim" if id(draft) in claims else doubted or joined

    def rows(self) -> Json:
        """All of it as plain values: words, tellers, predicates, and words whose frames did not fit."""
        if self.notes is None or self.speech is None:
            return {"words": [], "tellers": [], "predicates": [], "unread": []}
        return {
            "words": _words(self.notes, self.speech),
            "tellers": _tellers(self.notes, self.speech),
            "predicates": [_predicate(self.notes, draft, self.fates[id(draft)]) for draft in self.weighed],
            "unread": self._unread(self.notes),
        }

    def _unread(self, notes: Annotated) -> list[Json]:
        """Words that may open a frame of which none was chosen, with the frames."""
        read = {at for draft in self.weighed for at in range(draft.hit.first, draft.hit.end)}
        return [
            {
                "text": notes.text.word(at),
                "frames": list(dict.fromkeys(f"{p.frame.type}/{p.frame.name}" for p in match.value)),
            }
            for at, match in sorted(notes.predicates.items())
            if at not in read
        ]


def _words(notes: Annotated, speech: Telling) -> list[Json]:
    """Token by token: which rows fired, which frames it may open, which mention it lies in, who tells it."""
    found = []
    for at in range(len(notes.text.tokens)):
        rows = [" ".join(p for p in (mark.kind, mark.value, mark.pos) if p) for mark, _, _ in notes.marks.get(at, ())]
        frames = (
            [f"{p.frame.type}/{p.frame.name}" for p in notes.predicates[at].value] if at in notes.predicates else []
        )
        mention = notes.inside.get(at)
        found.append(
            {
                "text": notes.text.word(at),
                "rows": list(dict.fromkeys(rows)),
                "frames": list(dict.fromkeys(frames)),
                "mention": mention.kind if mention is not None else None,
                "teller": speech[at].chain[-1].source_class,
            }
        )
    return found


def _tellers(notes: Annotated, speech: Telling) -> list[Json]:
    """The stretches that one source tells, in order, each with its chain and the reason."""
    found: list[Json] = []
    held: Speech | None = None
    for at in range(len(notes.text.tokens)):
        now = speech[at]
        if held is not None and (now.chain, now.reason) == (held.chain, held.reason):
            continue
        chain = [{"class": link.source_class, "text": link.span.text if link.span else None} for link in now.chain]
        found.append({"from": notes.text.word(at), "chain": chain, "reason": now.reason})
        held = now
    return found


def _standing(argument: Argument) -> str:
    """How a mention stands to its predicate, in words."""
    side = "behind" if argument.after else "before"
    governed = f"under «{argument.prep}»" if argument.prep else f"bare noun phrase {argument.rank}"
    head = f", headed by a word of {argument.head}" if argument.head else ""
    joined = ", joined by «و»" if argument.coordinated else ""
    return f"{side} it, {governed}{head}{joined}"


def _role(notes: Annotated, draft: Draft, mention: Mention) -> Json:
    argument = draft.arguments.get(mention.first)
    if argument is not None:
        return {"text": mention.span.text, "why": _standing(argument)}
    near = notes.text.sentence_of[mention.first] == draft.hit.sentence
    return {"text": mention.span.text, "why": f"told in {'its sentence' if near else 'another sentence'}"}


def _predicate(notes: Annotated, draft: Draft, fate: str) -> Json:
    """One predicate: its frame, what took which role and why, what took none, how it is told, what became of it."""
    taken = {mention.first for held in draft.roles.values() for mention in held}
    left = [a for first, a in sorted(draft.arguments.items()) if first not in taken]
    return {
        "text": notes.text.span(draft.hit.first, draft.hit.end).text,
        "type": draft.type,
        "frame": draft.hit.frame.name,
        "modality": draft.modality,
        "polarity": draft.polarity,
        "teller": draft.speaker[-1].source_class,
        "roles": {
            role: [_role(notes, draft, mention) for mention in held] for role, held in draft.roles.items() if held
        },
        "left": [{"text": a.mention.span.text, "why": _standing(a)} for a in left],
        "fate": fate,
    }
