"""Which column of a table, or which key of a row, holds which field of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from takhrij.core.errors import UsageError
from takhrij.read.contract import Columns
from takhrij.resources import Resources

# What a row says of its own columns stands under this key of it, so that the archived row reads the same again.
MARK = "@columns"
FIELDS = ("text", "title", "published", "source", "author", "url", "id", "retrieved")
_PLAIN = {**{name: name for name in FIELDS}, "content": "text", "date_extracted": "retrieved"}
_BARE = {"text", "content", "id"}
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Naming:
    """The column of each field that a table has, the columns that hold none, and those asked for that it lacks."""

    fields: Mapping[str, str]
    unused: tuple[str, ...]
    lacking: tuple[str, ...]

    def marked(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row with a note of its columns' fields, where their names do not say them."""
        told = {f: c for f, c in self.fields.items() if _PLAIN.get(c) != f}
        return {**row, MARK: told} if told else dict(row)


def columns(resources: Resources, given: Mapping[str, str]) -> Columns:
    """The Columns of a run: the usual names, and those that the user gave by field. Raises UsageError."""
    strange = next((name for name in given if name not in FIELDS), None)
    if strange is not None:
        raise UsageError(f"«{strange}» is no field of a document; name columns for {', '.join(FIELDS)}")
    return Columns({_key(row["form"]): row["field"] for row in resources.table("reading/columns")}, dict(given))


def plainly_named(row: Mapping[str, Any]) -> bool:
    """Whether a row names its fields by their own names: the text, and of what else it holds at least one.

    A text beside foreign names only (``headline``, ``when``) is one whose title and day would be lost unheard.
    """
    names = row.keys()
    return bool({"text", "content"} & names) and (names <= _PLAIN.keys() or bool((_PLAIN.keys() - _BARE) & names))


def naming(names: Iterable[str], asked: Columns) -> Naming:
    """What the columns of a table hold: as the user said, else by plain name, else by a usual one; first come first."""
    order = list(dict.fromkeys(names))
    fields = {field: column for field, column in asked.given.items() if column in order}
    for field_of in (_PLAIN.get, lambda name: asked.known.get(_key(name))):
        for name in order:
            field = field_of(name)
            if field is not None and field not in fields and name not in fields.values():
                fields[field] = name
    lacking = tuple(column for column in asked.given.values() if column not in order)
    return Naming(fields, tuple(n for n in order if n not in fields.values() and n != MARK), lacking)


def named(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row with its fields under their own names, as the note on its columns tells."""
    told = row.get(MARK)
    if not isinstance(told, dict):
        return row
    fields = {f: row.get(c) for f, c in told.items() if f in FIELDS and isinstance(c, str)}
    return {**row, **fields}


def _key(name: str) -> str:
    return " ".join(_WORD.findall(name.casefold()))
