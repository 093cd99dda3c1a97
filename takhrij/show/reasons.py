"""The reasons and refusals that other rooms give, in English, said in another language: tables of sentences with places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from takhrij.core.records import Event
from takhrij.resources import Resources
from takhrij.show.wording import Words

_TABLES = ("show/reasons", "show/refusals")
_PLACE = re.compile(r"\{(\w+)(?::([\w.]+))?\}|\[([^\]]*)\]")
_KINDS = {"n": r"[\d,]+", "id": r"[a-z_]+", None: r".*?"}
_DEPTH = 4
_MANY = "many."


@dataclass(frozen=True, slots=True)
class _Sentence:
    found: re.Pattern[str]
    said: str


@lru_cache(maxsize=4)
def _sentences(language: str) -> tuple[_Sentence, ...]:
    rows = [row for table in _TABLES for row in Resources().table(table)] if language != "en" else []
    return tuple(_Sentence(_pattern(row["en"]), row[language]) for row in rows)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts, at = [], 0
    for match in _PLACE.finditer(sentence):
        parts.append(re.escape(sentence[at : match.start()]))
        if match[1] is None:
            parts.append(f"(?:{'|'.join(map(re.escape, match[3].split('|')))})?")
        else:
            parts.append(f"(?P<{match[1]}>{_KINDS[match[2]]})")
        at = match.end()
    return re.compile("".join(parts) + re.escape(sentence[at:]), re.DOTALL)


class Reasons:
    """Reasons in the language of some words; `events` are those that they may name by their labels.

    A reason that no row of the table knows stays English.
    """

    def __init__(self, words: Words, events: Iterable[Event]) -> None:
        self._words = words
        self._rows = _sentences(words.language)
        self._events: Mapping[str, Event] = {event.label: event for event in events} if self._rows else {}
        self._known: dict[str, str] = {}

    def said(self, text: str) -> str:
        """A reason in this language."""
        if text not in self._known:
            self._known[text] = self._said(text, 0)
        return self._known[text]

    def _said(self, text: str, depth: int) -> str:
        tried = ((row, row.found.fullmatch(text)) for row in self._rows) if depth < _DEPTH else ()
        found = next(((row.said, m.groupdict()) for row, m in tried if m is not None), None)
        if found is None:
            return text if depth == 0 else self._words.isolated(text)
        sentence, told = found
        return _PLACE.sub(lambda m: m[0] if m[1] is None else self._place(m[2] or "", told[m[1]], depth), sentence)

    def _place(self, kind: str, told: str, depth: int) -> str:
        words = self._words
        if kind.startswith(_MANY):
            noun, _, case = kind.removeprefix(_MANY).partition(".")
            return words.many(noun, int(told.replace(",", "")), case)
        match kind:
            case "reason":
                return self._said(told, depth + 1)
            case "role":
                return words.role_name(told)
            case "roles":
                return words.t("list.comma").join(words.role_name(name) for name in told.split(", "))
            case "type":
                return words.kind(told)
            case "actors":
                return words.joined(words.named(actor) for actor in told.split(" + "))
            case "labels":
                labels = told.split("; ")
                return words.t("list.semicolon").join(self._label(label) for label in labels)
            case "steps":
                return words.isolated(told.replace("→", words.t("arrow")))
            case "day":
                return words.when(told)
            case _:
                return words.isolated(told)

    def _label(self, label: str) -> str:
        event = self._events.get(label)
        return self._words.label(event) if event is not None else self._words.isolated(label)
