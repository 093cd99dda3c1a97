"""Who helped whoever did a deed, where the help is told by what it was: «بدعم من غارات شنها التحالف»."""

from __future__ import annotations

from takhrij.core.records import Mention
from takhrij.frame.model import Argument, Hit
from takhrij.frame.subjects import Subjects, usable

# Words at most from a word of help to the last word of what helped, and to whom it is told of.
_PHRASE, _REACH = 6, 10


def partners(subjects: Subjects, hit: Hit, told: list[Argument]) -> list[Mention]:
    """Those whose help a predicate's clause tells, by a relative clause where no party is told as the helper itself."""
    notes = subjects.notes
    syntax = notes.syntax
    index = syntax.owner[hit.first]
    helping = notes.by_kind.get("prep", {})
    found = [argument.mention for argument in told if argument.prep == "support" and usable(argument)]
    for at in syntax.tokens[index]:
        if at not in helping or helping[at][0].value != "support":
            continue
        if any(a.prep == "support" and at < a.mention.first <= at + _REACH for a in told):
            continue
        for number in range(index + 1, len(syntax.clauses)):
            clause = syntax.clauses[number]
            if clause.first > at + _PHRASE + 1:
                break
            if clause.parent == index and clause.kind == "relative" and at < clause.noun <= at + _PHRASE:
                found += [argument.mention for argument in subjects.of(number)]
    return found
