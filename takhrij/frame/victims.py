"""Victims that are told before the deed that struck them: «قتل خمسة منهم في غارة», «مقتل ثلاثة جنود في هجوم»."""

from __future__ import annotations

from takhrij.frame.marks import Annotated
from takhrij.frame.model import Argument, Hit

VIOLENT = frozenset({"airstrike", "shelling", "bombing", "clash", "killing"})


def harmed(notes: Annotated, hit: Hit, left: list[Argument]) -> list[Argument]:
    """The victims told before a violent deed that a preposition hangs on their death («قتل خمسة منهم في غارة»)."""
    if hit.frame.type not in VIOLENT or not left or not _hangs(notes, hit):
        return []
    tokens = notes.syntax.tokens[notes.syntax.owner[hit.first]]
    harm = notes.by_kind.get("casualty", {})
    spots = [t for t in tokens if t < hit.first and t in harm and harm[t][0].pos != "loss"]
    if not spots:
        return []
    told = [a for a in left if a.prep in ("", "من") and a.head not in ("speech", "area", "event")]
    behind = [a for a in told if a.mention.first > spots[0]]
    group = behind[:1] or told[-1:]
    return [*group, *(a for a in left if a.coordinated and group and a.mention.first > group[0].mention.first)]


def _hangs(notes: Annotated, hit: Hit) -> bool:
    """Whether «في», «ب», «جراء» or «خلال» governs a noun."""
    if notes.prefix_preposition(hit.first) == "ب" or hit.split.prefix in ("ب", "وب"):
        return True
    for before in range(hit.first - 1, max(-1, hit.first - 3), -1):
        mark = notes.mark(before, "prep")
        if mark is not None:
            return mark[0].value in ("في", "بسبب", "خلال")
    return False


def toll_before(notes: Annotated, hit: Hit) -> bool:
    """Whether a casualty word opens the headline: «مقتل ثلاثة جنود في هجوم» tells victims first."""
    low = notes.text.sentences[hit.sentence][0]
    harm = notes.by_kind.get("casualty", {})
    return any(low <= at < hit.first and mark.pos != "loss" for at, (mark, _, _) in harm.items())
