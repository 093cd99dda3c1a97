"""Somebody's kin as whom a deed was done to: «اختطفوا نجل القائد» took no man of the commander's side."""

from __future__ import annotations

from takhrij.core.records import ActorValue, Mention
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Hit

CIVILIANS = ActorValue("civilians", "Civilians", None, "collective")
_DONE_TO_PEOPLE = frozenset({"released", "captured", "killed"})
# Tokens behind a predicate within which its object stands.
_NEAR = 7


def kin(notes: Annotated, hit: Hit) -> Mention | None:
    """The word of kinship behind a predicate that is done to people, as civilians; None where none stands there."""
    if hit.frame.count not in _DONE_TO_PEOPLE or "target" not in hit.frame.roles.values():
        return None
    for at in range(hit.end, min(notes.text.sentences[hit.sentence][1], hit.end + _NEAR)):
        head = notes.mark(at, "head")
        if head is not None and head[0].value == "kin":
            return Mention("actor", notes.text.span(at, head[1]), CIVILIANS, at, head[1])
        if at > hit.end and notes.mark(at, "clause") is not None:
            return None
    return None
