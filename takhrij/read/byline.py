"""Bylines: who wrote, and for which outlet («فلان – الصحيفة», «كتب/ فلان», «المكلا: فلان»)."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import combining

from takhrij.read.cues import INTROS, Cues

# A letter stretched alone (kashida) is a dash on many keyboards.
_DASH = re.compile(r"\s*[–—|]\s*|\s+[-/ـ]\s*|\s*[-/]\s+")
_INTRO = re.compile(r"\s*[:/\\–—|-]\s*|\s+ـ+\s*")
_COLON = re.compile(r"\s*[:/]\s*")
_BRACKETED = re.compile(r"\s*\(([^()]{2,40})\)\s*")
_NAME = re.compile(r"[^\W\d_]+(?:[.'’-]?[^\W\d_]*)*\.?")
_EDGES = ' \t\xa0\u200e\u200f.،,:;-–—|/\\*()[]«»"'
_LONGEST = 90
_MOST_WORDS = 12
_NAME_WORDS = 3


class Byline(NamedTuple):
    """Author and outlet that a line tells; both None for a dateline that names only a place or the desk."""

    author: str | None
    outlet: str | None


def is_person(text: str, fewest: int = 2) -> bool:
    """Whether words may be a person's name, by their number and letters; marks and kashida count for nothing."""
    words = "".join(c for c in text if not combining(c) and c != "ـ").split()
    return fewest <= len(words) <= 5 and all(_NAME.fullmatch(w) for w in words)


def parse_byline(
    line: str, cues: Cues, outlets: frozenset[str] = frozenset(), *, loose: bool = False
) -> Byline | None:
    """The Byline that a short line is, or None when it is something else.

    `outlets` are keys of names known to be this page's outlet (site name, hashtags); `loose` also takes a bare
    pair of names, which before the title is found would more often be a headline.
    """
    line = cues.without_furniture(line)
    dated, bracketed, whole = cues.dateline(line), "(" in line, line
    line = dated.rest if dated else line
    text = _without_agency(line, cues).strip(_EDGES)
    if not text or len(line) > _LONGEST or len(line.split()) > _MOST_WORDS or line.rstrip().endswith((".", "؟", "!")):
        return None
    introduced = _introduced(text, cues, outlets, loose=loose or dated is not None)
    parts = [p for p in (p.strip(_EDGES) for p in _DASH.split(text)) if p and cues.line(p) is None]
    # Words in brackets beside a day are of the clock («توقيت المدينة»), not of a writer.
    if introduced is None and dated and len(parts) == 1 and not bracketed:
        if f"{parts[0]}:" in whole:
            # «بدأت التغطية: 20 أبريل»: a label of the day.
            return None
        placed = _after_place(parts[0], cues) if loose else None
        return placed or _beside_day(parts[0], cues, outlets, loose=loose)
    if introduced is not None or not loose:
        return introduced
    if 2 <= len(parts) <= 4:
        return _pair(parts, cues, outlets)
    return _after_place(parts[0] if parts else text, cues)


def _without_agency(line: str, cues: Cues) -> str:
    """«عدن (سبأ) - فلان» without the agency that the dateline credits: the page is not its."""
    return _BRACKETED.sub(lambda m: " " if cues.byline(m[1]) in ("outlet", "team") else m[0], line)


def _beside_day(part: str, cues: Cues, outlets: frozenset[str], *, loose: bool) -> Byline | None:
    """«الصحيفة – 3 أغسطس 2021», «فلان – 3 أغسطس 2021»."""
    if _is_outlet(part, cues, outlets):
        return Byline(None, part)
    is_name = loose and cues.byline(part) is None and not cues.pieces(cues.key(part)) and is_person(part)
    return Byline(part, None) if is_name and len(part.split()) <= _NAME_WORDS else None


def _introduced(text: str, cues: Cues, outlets: frozenset[str], *, loose: bool) -> Byline | None:
    """«كتب/ فلان», «بقلم: فلان – الصحيفة», «بقلم فلان»; «كتبت فلانة» only where a byline is looked for."""
    head = _INTRO.split(text, maxsplit=1)
    if len(head) == 2 and cues.byline(head[0]) in INTROS:
        place, colon, name = head[1].partition(":")
        told = name if colon and cues.byline(place.strip(_EDGES)) in ("place", "team") else head[1]
        return _named([p.strip(_EDGES) for p in _DASH.split(told) if p.strip(_EDGES)], cues, outlets)
    words = text.split()
    bare = ("intro_bare", "intro_by") if loose else ("intro_bare",)
    # Without a stroke or colon only a word that is used for nothing else opens a byline.
    for length in (2, 1):
        rest = " ".join(words[length:])
        if rest and cues.byline(" ".join(words[:length])) in bare:
            return _named([p.strip(_EDGES) for p in _DASH.split(rest) if p.strip(_EDGES)], cues, outlets)
    return None


def _named(parts: list[str], cues: Cues, outlets: frozenset[str]) -> Byline | None:
    if not parts or len(parts) > 3:
        return None
    author = parts[0] if cues.byline(parts[0]) is None and is_person(parts[0], fewest=1) else None
    outlet = next((p for p in parts[1:] if _is_outlet(p, cues, outlets)), None)
    if outlet is None and author and len(parts) == 2 and cues.byline(parts[1]) is None and is_person(parts[1]):
        outlet = parts[1]
    return Byline(author, outlet) if author or cues.byline(parts[0]) in ("team", "outlet") else None


def _is_outlet(part: str, cues: Cues, outlets: frozenset[str]) -> bool:
    return cues.byline(part) == "outlet" or cues.key(part) in outlets


def _pair(parts: list[str], cues: Cues, outlets: frozenset[str]) -> Byline | None:
    """«فلان – الصحيفة», «صنعاء – وكالة», «عدن – فلان», «الصحيفة – خاص», «عدن / خاص / كتب: فلان»."""
    for part in parts:
        told = _introduced(part, cues, outlets, loose=False) or _after_place(part, cues)
        if told is not None and told.author:
            return told
    kinds = ["outlet" if _is_outlet(p, cues, outlets) else cues.byline(p) for p in parts]
    outlet = next((p for p, k in zip(parts, kinds, strict=True) if k == "outlet"), None)
    unknown = [p for p, k in zip(parts, kinds, strict=True) if k is None]
    if not all(is_person(p, fewest=1) for p in unknown) or len(unknown) > 2:
        return None
    people = [p for p in unknown if is_person(p)]
    if not unknown:
        return Byline(None, outlet)
    if len(unknown) == 1 and len(unknown) < len(parts):
        return Byline(people[0], outlet) if people else None
    if len(people) >= 1 and people[0] == parts[0] and outlet is None:
        return Byline(people[0], unknown[1])
    return None


def _after_place(text: str, cues: Cues) -> Byline | None:
    """«المكلا: فلان», «المكلا/فلان», «فلان، المكلا»."""
    parts = _COLON.split(text)
    behind = text.split("،")
    if len(behind) == 2 and cues.byline(behind[1]) == "place":
        parts = [behind[1], behind[0].strip(_EDGES)]
    if len(parts) != 2 or cues.byline(parts[0]) != "place":
        return None
    kind = cues.byline(parts[1])
    if kind is None:
        return Byline(parts[1], None) if is_person(parts[1]) and len(parts[1].split()) <= 3 else None
    return Byline(None, parts[1] if kind == "outlet" else None)
