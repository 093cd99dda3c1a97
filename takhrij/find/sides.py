"""Whom a page means by «المتمردون», «المتطرفون», «التنظيم»: words for a side that name nobody by themselves.

Such a word stands for a party that the page names elsewhere and that may be called so (`called` in
`actors/actors`): the nearest before it, else the first behind it. With nobody to stand for it keeps the reading
that the finders gave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from takhrij.core.language import Language, Text
from takhrij.core.phrases import Match, PhraseIndex, expand, name_span
from takhrij.core.records import ActorValue, Mention, Reading
from takhrij.find.actors import ActorFinder, bare_word
from takhrij.resources import Resources, Row

TABLE = "actors/sides"
_PREFIXES = frozenset({"", "و", "ف", "ب", "ل", "وب", "ول", "فب", "فل"})
# How groups outside the codebook may be called.
_OPEN_GROUPS = frozenset({"rebels", "fighters", "gunmen", "militia", "extremists"})
_OPEN_ARMIES = frozenset({"army"})
# Heads of `actors/group_words` that make a group an army.
_ARMIES = frozenset({"army", "guard"})
# Readings of a finder that say no more than the word itself.
_GENERAL = frozenset({"other:extremists", "other:islamists", "unknown_gunmen"})


class _Side(NamedTuple):
    """A word for a side: how it calls it (the likeliest first), how many sentences back its party is named, whether
    it is loaded."""

    calls: tuple[str, ...]
    reach: int | None
    loaded: bool


class Sides:
    """Gives words for a side the parties that they stand for on this page."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        rows = resources.table(TABLE)
        self._index: PhraseIndex[_Side] = PhraseIndex(language, ((row["form"], _side(row)) for row in rows))
        armies = (row["form"] for row in resources.table("actors/group_words") if row["body"] in _ARMIES)
        self._armies = frozenset(form for pattern in armies for form in expand(pattern))
        self._called = {
            row["id"]: frozenset(row["called"].split())
            for row in resources.table("actors/actors")
            if row.get("called")
        }

    def settle(self, text: Text, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        """The mentions with every word for a side read as those it stands for; text order is kept."""
        every = list(mentions)
        found = [(index, m) for index in self._index.candidates(text) if (m := self._index.match(text, index))]
        if not found:
            return tuple(every)
        words = {(index, match.end) for index, match in found}
        named = [m for m in every if (m.first, m.end_token) not in words and self._calls(m)]
        first: dict[str, Mention] = {}
        for mention in reversed(named):
            first.update(dict.fromkeys(self._calls(mention), mention))
        held: dict[int, list[Mention]] = {}
        for mention in every:
            for at in range(mention.first, mention.end_token):
                held.setdefault(at, []).append(mention)
        dropped: set[int] = set()
        added: list[Mention] = []
        last: dict[str, Mention] = {}
        done = told = 0
        for index, match in found:
            while told < len(named) and named[told].first < index:
                last.update(dict.fromkeys(self._calls(named[told]), named[told]))
                told += 1
            if index < done or match.split.prefix not in _PREFIXES:
                continue
            there = {id(m): m for at in range(index, match.end) for m in held.get(at, ()) if m.kind != "count"}
            if not all(_says_no_more(m, index, match.end) for m in there.values()):
                continue
            meant = _meant(text, index, match.value, last, first)
            if meant is None:
                continue
            done = match.end
            dropped.update(there)
            mention = self._read(text, index, match, meant)
            last.update(dict.fromkeys(self._calls(mention), mention))
            added.append(mention)
        kept = [m for m in every if id(m) not in dropped]
        return tuple(sorted(kept + added, key=lambda m: (m.first, m.end_token, m.kind, repr(m.value))))

    def _read(self, text: Text, index: int, match: Match[_Side], value: ActorValue) -> Mention:
        span = name_span(self._language, text, index, match.end, match.split)
        words = (bare_word(self._language, text.word(index), match.split),) if match.value.loaded else ()
        return Mention("actor", span, replace(value, loaded=words), index, match.end)

    def _calls(self, mention: Mention) -> frozenset[str]:
        """How an actor mention's party may be called."""
        value = mention.value
        if not isinstance(value, ActorValue) or value.id in _GENERAL:
            return frozenset()
        if value.kind == "group" and not value.id.isascii():
            return _OPEN_ARMIES if value.name.split()[0] in self._armies else _OPEN_GROUPS
        return self._called.get(value.unit or value.id) or self._called.get(value.id, frozenset())


def _meant(
    text: Text, index: int, side: _Side, last: dict[str, Mention], first: dict[str, Mention]
) -> ActorValue | None:
    """The party that a word for a side stands for: the last told before it, or one told behind it."""
    for call in side.calls:
        chosen = last.get(call)
        if side.reach is None:
            chosen = chosen or first.get(call)
        elif chosen is not None and text.sentence_of[index] - text.sentence_of[chosen.first] > side.reach:
            chosen = None
        if chosen is not None and isinstance(chosen.value, ActorValue):
            return replace(chosen.value, told=chosen.value.told or chosen.span)
    return None


def _says_no_more(mention: Mention, first: int, end: int) -> bool:
    """Whether a mention over the words of a side adds nothing to them."""
    value = mention.value
    if not isinstance(value, ActorValue) or mention.first < first or mention.end_token > end:
        return False
    return value.id in _GENERAL or (value.kind in ("group", "force") and not value.id.isascii())


def _side(row: Row) -> _Side:
    reach = row.get("reach", "")
    return _Side(tuple(row["call"].split()), int(reach) if reach else None, row.get("loaded") == "yes")


def check(language: Language, resources: Resources) -> Iterator[str]:
    """Rows of `actors/sides` whose example does not yield the parties it promises."""
    finder = ActorFinder(language, resources)
    sides = Sides(language, resources)
    for row in resources.table(TABLE):
        text, reading = language.tokenize(row["example"]), Reading("", "check", "")
        mentions = sides.settle(text, finder.find(text, reading))
        ids = [m.value.id for m in mentions if isinstance(m.value, ActorValue)]
        if "+".join(ids) != row["expected"]:
            yield f"{row['line']}: «{row['example']}» yields {'+'.join(ids)}, not {row['expected']}"
