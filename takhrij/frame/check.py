"""The examples of the frame room's rows, executed: what `takhrij lexicon check` runs, a case's own rows among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from takhrij.core.language import Language, Text
from takhrij.core.phrases import PhraseIndex
from takhrij.core.records import Claim, Mention, Reading
from takhrij.frame import Framer
from takhrij.frame.lexicon import MARK_TABLES
from takhrij.resources import Resources

Find = Callable[[Text, Reading], tuple[Mention, ...]]
_PARTIES = ("actor", "target", "mediator")
# Examples that say «yesterday» count from this day.
_DAY = "2021-07-28"


def check(language: Language, resources: Resources, find: Find) -> Iterator[str]:
    """One line for every row whose example does not hold; `find` gives the mentions of an example."""
    framer = Framer(language, resources)
    for kind, document in resources.documents("events").items():
        for row in document.get("frame", ()):
            words = str(row.get("example", ""))
            reading = Reading("0" * 64, "check@1", words, published=_DAY)
            text = language.tokenize(words)
            told = framer.frame(text, reading, find(text, reading)).claims
            fault = _unmet(kind, row, [claim for claim in told if claim.type == kind])
            if fault:
                yield f"events/{kind}, frame {row.get('name')}: {fault} in «{words}»"
    yield from _marks(language, resources, framer)


def _unmet(kind: str, row: Mapping[str, Any], claims: list[Claim]) -> str:
    """What the first claim of a frame's example lacks, or ""."""
    if not claims:
        return f"no {kind}"
    for role, value in row.get("expect", {}).items():
        if role in _PARTIES and value not in claims[0].actors(role):
            return f"{role} is {', '.join(claims[0].actors(role)) or 'not told'}, not {value},"
        if role not in _PARTIES and [(c.min, c.max) for c in claims[0].counts(role)] != [(int(value), int(value))]:
            return f"{role} is not {value}"
    return ""


def _marks(language: Language, resources: Resources, framer: Framer) -> Iterator[str]:
    """Rows of the tables of marks, of things, of arms and of lengths that are not found in their own example."""
    lexicon = framer.lexicon
    tables: list[tuple[str, str, PhraseIndex[Any]]] = [(table, "value", lexicon.marks) for table, _ in MARK_TABLES]
    tables += [("objects", "class", lexicon.objects), ("armed", "value", lexicon.armed)]
    tables.append(("durations", "kind", framer.durations.cues))
    for table, column, index in tables:
        for row in resources.table(f"lexicons/ar/{table}"):
            text = language.tokenize(row["example"])
            spots = (match for at in range(len(text.tokens)) for match in index.matches(text, at))
            if not any(_holds(match.value, row[column]) for match in spots):
                yield f"lexicons/ar/{table}, line {row['line']}: «{row['form']}» is not found in «{row['example']}»"


def _holds(value: Any, wanted: str) -> bool:
    """Whether what an index found is, or holds, the value of a row."""
    found = value if isinstance(value, (tuple, frozenset, set, list)) else (value,)
    return any(getattr(item, "value", item) == wanted for item in found)
