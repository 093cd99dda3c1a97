"""Loaded words of a case counted: which outlet calls which side what, in its own voice or in another's mouth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from takhrij.core.phrases import expand
from takhrij.core.records import Framing
from takhrij.resources import Resources
from takhrij.show import words
from takhrij.show.view import CaseView

Json = dict[str, Any]
_TABLE = "framing/terms"
_MOST_EXAMPLES = 3
_OWN = "narrator"


class Terms:
    """The table of loaded words: the first spelling of each, and its neutral counterpart."""

    def __init__(self, resources: Resources) -> None:
        self._rows: dict[str, tuple[str, str]] = {}
        for row in resources.table(_TABLE):
            forms = expand(row["form"])
            neutral = "" if row["neutral"].startswith("(") else row["neutral"]
            for form in forms:
                self._rows[form] = (forms[0], neutral)

    def of(self, word: str) -> tuple[str, str]:
        """A word's first spelling and the neutral counterpart, itself and "" for one outside the table."""
        return self._rows.get(word, (word, ""))


def counted(view: CaseView, resources: Resources) -> Iterator[Json]:
    """A row for every outlet, side named and term: how often, how often in the outlet's own voice, with examples."""
    terms = Terms(resources)
    rows: dict[tuple[str, str, str], Json] = {}
    for document, use in view.framing:
        outlet = words.outlet(view.readings.get(document))
        for word in use.loaded:
            term, neutral = terms.of(word)
            key = (outlet, use.names or "", term)
            row = rows.setdefault(key, _blank(view.actor_names, outlet, use, (term, neutral)))
            _count(view, row, document, use, word)
    yield from (rows[key] for key in sorted(rows, key=lambda k: (k[0], k[1], -rows[k]["times"], k[2])))


def _blank(names: Mapping[str, str], outlet: str, use: Framing, term: tuple[str, str]) -> Json:
    side = {"id": use.names, "name": names.get(use.names, use.names)} if use.names else None
    return {
        "outlet": outlet,
        "names": side,
        "term": term[0],
        "neutral": term[1] or None,
        "times": 0,
        "own_voice": 0,
        "quoted": {},
        "spellings": [],
        "documents": [],
        "examples": [],
    }


def _count(view: CaseView, row: Json, document: str, use: Framing, word: str) -> None:
    row["times"] += 1
    if use.speaker.source_class == _OWN:
        row["own_voice"] += 1
    else:
        speaker = use.speaker.span.text if use.speaker.span else words.speaker(use.speaker.source_class)
        row["quoted"][speaker] = row["quoted"].get(speaker, 0) + 1
    label = view.label(document)
    for key, value in (("spellings", word), ("documents", label), ("examples", use.span.text)):
        if value not in row[key] and (key != "examples" or len(row[key]) < _MOST_EXAMPLES):
            row[key].append(value)
