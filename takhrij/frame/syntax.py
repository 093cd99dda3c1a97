"""What the parse of a Reading yields: its clauses, whose each token is, and its verbs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from takhrij.frame.model import Argument
from takhrij.frame.verbs import VerbWord

Kind = Literal["main", "relative", "that", "adverb", "result", "purpose", "aside"]


@dataclass(slots=True)
class Clause:
    """A stretch of one predication.

    `parent` is the clause it hangs on (-1 is none), `verb` its verb's token (-1 is none), `opener` the token of the
    word that opens it, `noun` the token that a relative clause describes (-1 is none), `shared` the clause whose
    subject it may share, `pronoun` what «أنها» carries.
    """

    kind: Kind
    parent: int
    first: int
    end: int
    verb: int = -1
    word: VerbWord | None = None
    noun: int = -1
    shared: int = -1
    pronoun: str = ""


@dataclass(slots=True)
class Syntax:
    """Clauses of a Reading in the order they open; `owner[i]` is the clause of token i, `verbs` the verbs found,
    `tokens` those of each clause, `known` the subjects read so far."""

    clauses: list[Clause] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    verbs: dict[int, VerbWord] = field(default_factory=dict)
    tokens: list[list[int]] = field(default_factory=list)
    known: dict[int, list[Argument]] = field(default_factory=dict)

    def at(self, token: int) -> Clause:
        """The clause that a token belongs to."""
        return self.clauses[self.owner[token]]

    def relation(self, first: int, second: int) -> str:
        """How the clause of a second token stands to that of a first: same, shared, parent, child, sibling, apart."""
        a, b = self.owner[first], self.owner[second]
        if a == b:
            return "same"
        one, other = self.clauses[a], self.clauses[b]
        if b in (one.shared,) or a in (other.shared,):
            return "shared"
        if one.parent == b:
            return f"parent of {one.kind}"
        if other.parent == a:
            return f"child {other.kind}"
        if one.parent == other.parent and one.parent >= 0:
            return "sibling"
        return "apart"
