"""Leaves the names of private persons out of what is printed, quotations and titles of pages too.

A person is private who is told no office and no rank on any page. The name is replaced where it stands as words, with a
particle written to it or without, and in the ids that are made of it. Where a private name is part of a public
person's longer name, that one stays. A name of one word is left out wherever it stands: rather too much than too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from takhrij.show.view import CaseView

T = TypeVar("T")
INSTEAD = "[private]"
_PARTICLE = r"(?P<particle>[وف]?[بلك]?)"
_BETWEEN = r"[\s_\u200e\u200f-]+"
_SHORTEST = 2


class Veil:
    """Replaces the private names of a case; the view must have been read with its people."""

    def __init__(self, view: CaseView, instead: str = INSTEAD) -> None:
        self.instead = instead
        private: set[tuple[str, ...]] = set()
        public: set[tuple[str, ...]] = set()
        for entity in view.entities:
            names = private if entity.private else public
            names.update(_spellings(view, entity.members))
        self._public = public
        every = sorted(private | public, key=lambda words: (-len(words), -len("".join(words)), words))
        told = "|".join(_BETWEEN.join(re.escape(word) for word in words) for words in every)
        self._names = re.compile(rf"(?<!\w){_PARTICLE}(?P<name>{told})(?![^\W_])") if private else None

    def text(self, words: str) -> str:
        """Words without private names."""
        return words if self._names is None else self._names.sub(self._instead, words)

    def _instead(self, found: re.Match[str]) -> str:
        kept = tuple(re.split(_BETWEEN, found["name"])) in self._public
        return found[0] if kept else f"{found['particle']}{self.instead}"

    def hidden(self, words: str) -> list[tuple[int, int]]:
        """Where the private names stand, without the particles written to them; half-open ranges in text order."""
        if self._names is None:
            return []
        found = self._names.finditer(words)
        return [m.span("name") for m in found if tuple(re.split(_BETWEEN, m["name"])) not in self._public]

    def value(self, value: Any) -> Any:
        """A value of a row, whatever it is made of, without private names."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.value(held) for key, held in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(held) for held in value]
        return value

    def record(self, record: T) -> T:
        """A record, and all that it holds, without private names; equal parts stay as they are."""
        if self._names is None:
            return record
        return self._record(record)  # type: ignore[no-any-return]

    def _record(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self._record(held) for key, held in value.items()}
        if isinstance(value, list | tuple):
            parts = [self._record(held) for held in value]
            return parts if isinstance(value, list) else tuple(parts)
        if is_dataclass(value) and not isinstance(value, type):
            held = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
            new = {name: self._record(one) for name, one in held.items()}
            return replace(value, **{name: one for name, one in new.items() if one is not held[name]})
        return value

    def rows(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """Rows without private names."""
        return (self.value(row) for row in rows)


def _spellings(view: CaseView, members: Iterable[tuple[str, int]]) -> Iterator[tuple[str, ...]]:
    """The words of every naming, as written and as folded."""
    for document, at in members:
        person = view.persons[document][at]
        for words in (tuple(person.span.text.split()), tuple(" ".join(person.parts).split())):
            if len("".join(words)) >= _SHORTEST:
                yield words
