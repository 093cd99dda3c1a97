"""Whose the places and things are that a deed strikes or takes."""

from __future__ import annotations

from dataclasses import replace

from takhrij.frame.model import Argument, Hit
from takhrij.frame.subjects import Subjects

STRIKES = frozenset({"airstrike", "shelling", "bombing"})
BYSTANDERS = frozenset({"civilians", "journalists", "aid_workers"})
# Tokens behind a predicate in which what it strikes is told.
_REACH = 22


def holders(subjects: Subjects, hit: Hit, right: list[Argument], acting: set[int]) -> list[Argument]:
    """Whoever holds what is struck or taken: «الخاضعة لسيطرة الجماعة», «يسيطر عليها المسلحون», «مواقعها»."""
    notes = subjects.notes
    low, high = notes.text.sentences[hit.sentence]
    told = (m for at in range(low, high) for m in notes.mentions.get(at, ()))
    if hit.frame.type in STRIKES and any(getattr(m.value, "id", "") in BYSTANDERS for m in told):
        return []
    found = [replace(a, prep="", head=None) for a in right if a.prep == "held"]
    if hit.frame.type == "seize":
        # «سيطروا على معسكر للجيش»: it was theirs.
        found += [replace(a, prep="", head=None) for a in right if a.prep in ("", "على") and a.head == "asset"]
    return found or _held_by(subjects, hit) or _their_own(subjects, hit, acting)


def _held_by(subjects: Subjects, hit: Hit) -> list[Argument]:
    """The subject of a clause that says who holds the place behind a predicate («قرية يسيطر عليها المسلحون»)."""
    notes = subjects.notes
    index = notes.syntax.owner[hit.first]
    for number in range(index + 1, len(notes.syntax.clauses)):
        clause = notes.syntax.clauses[number]
        if clause.first > hit.end + _REACH:
            break
        if clause.parent != index or clause.kind != "relative" or clause.noun < hit.end or clause.verb < 0:
            continue
        holding = notes.mark(clause.verb, "holding")
        from_there = any(
            (mark := notes.mark(at, "prep")) is not None and mark[0].value == "من"
            for at in range(max(hit.end, clause.noun - 2), clause.noun)
        )
        if holding is not None and not from_there:
            return [replace(a, prep="", head=None) for a in subjects.inside(number)]
    return []


def _their_own(subjects: Subjects, hit: Hit, acting: set[int]) -> list[Argument]:
    """Whom «مواقعها» or «صفوفهم» behind a predicate means."""
    notes = subjects.notes
    index = notes.syntax.owner[hit.first]
    for at in notes.syntax.tokens[index]:
        if not hit.end <= at < hit.end + _REACH:
            continue
        head = notes.mark(at, "head")
        if head is not None and head[0].value == "asset" and head[2].suffix:
            return subjects.meant(index, hit.first, head[2].suffix, acting)
    return []
