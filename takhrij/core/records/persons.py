"""Persons as pages name them, and as a case's judgements join them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from takhrij.core.records.documents import Span

NameForm = Literal["name", "kunya", "nickname"]
Gender = Literal["m", "f", ""]
Member = tuple[str, int]
"""A naming: its document and its place among the document's persons."""


@dataclass(frozen=True, slots=True)
class Person:
    """One naming of a person. `parts` are the folded words of the name in order, links between them left out.

    `titles` are the words of rank or office as written, `trades` their classes, `office` the folded words that tell
    of what (the brigade, the ministry), `beside` the parties and places of its sentence by id, `near` the words
    around it that no table knows: names of villages, units and things that mark one page off from another. `same` and `kin` count
    from the beginning of the document's persons: another name of the same person, and a relative of theirs.
    """

    span: Span
    form: NameForm
    parts: tuple[str, ...]
    titles: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    same: int | None = None
    kin: int | None = None
    gender: Gender = ""


@dataclass(frozen=True, slots=True)
class PersonJoin:
    """Why two documents' persons are held to be one: integer levels, each with its reason."""

    a: str
    b: str
    level: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A person of a case: the namings joined, as (document, place in its persons), and why."""

    id: str
    name: str
    members: tuple[tuple[str, int], ...]
    joins: tuple[PersonJoin, ...] = ()
    private: bool = True


class PersonJudgement(NamedTuple):
    """Two namings that a human judged to be of one person, or of two; `why` says who judged so, when and why."""

    a: Member
    b: Member
    same: bool
    why: str = ""
