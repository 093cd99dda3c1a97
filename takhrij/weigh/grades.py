"""Credibility 1-6 of an event from the table data/linking/grades.toml, with its reason in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from takhrij.core.records import Grade


@dataclass(frozen=True, slots=True)
class Standing:
    """What a grade is read off: independent origins that affirm, parties that tell it themselves, whether a
    chain names its speaker, fields the origins differ on, origins that deny it, pages in all."""

    origins: int
    sides: int
    direct: bool
    fields: tuple[str, ...]
    denials: int
    documents: int = 1


def grade(standing: Standing, rows: Sequence[Mapping[str, Any]]) -> Grade:
    """The first row of the table whose conditions all hold; 6 where none does."""
    for row in rows:
        if _holds(standing, row):
            return Grade(row["credibility"], _sentence(standing, row["words"]))
    return Grade(6, "cannot be judged: the table of grades has no row for it")


def _holds(standing: Standing, row: Mapping[str, Any]) -> bool:
    contradiction = row.get("contradiction")
    if contradiction == "denied" and not standing.denials:
        return False
    if contradiction in ("none", "values") and standing.denials:
        return False
    if contradiction == "none" and standing.fields:
        return False
    if row.get("fewer") and standing.origins >= standing.denials:
        return False
    if row.get("direct") and not standing.direct:
        return False
    return bool(standing.origins >= row.get("origins", 0) and standing.sides >= row.get("sides", 0))


def _sentence(standing: Standing, words: str) -> str:
    many = standing.origins != 1
    return words.format(
        origins=standing.origins,
        denials=standing.denials,
        documents=standing.documents,
        fields=", ".join(standing.fields),
        s="s" if many else "",
        v="" if many else "s",
        d="y" if standing.denials != 1 else "ies",
        p="s" if standing.documents != 1 else "",
        lack="there are only two of them" if standing.direct else "no chain names who said it",
    )
