"""Bytes to (Document, Reading): `expand` finds the originals in paths, `read` reads one of them.

A reader is one file of this package with a constant `READER`; it is found by its being there.
"""

from __future__ import annotations

from dataclasses import replace

from takhrij.core.errors import InputRefused
from takhrij.core.ids import sha256
from takhrij.core.language import Language
from takhrij.core.records import Document, Problem, Reading
from takhrij.read.columns import columns
from takhrij.read.contract import SKIPPED, Columns, Reader, Source, problem, retry
from takhrij.read.exhibit import NAME as EXHIBIT
from takhrij.read.intake import Found, expand, unfold
from takhrij.read.registry import reader_named, readers
from takhrij.resources import Resources

__all__ = [
    "SKIPPED",
    "Columns",
    "Found",
    "Reader",
    "Source",
    "archived",
    "columns",
    "expand",
    "is_exhibit",
    "read",
    "readers",
    "refusal",
    "retry",
    "unfold",
]


def read(
    source: Source, language: Language, resources: Resources, label: str | None = None
) -> tuple[Document, Reading]:
    """The Document of an original and what its reader makes of it; `label` replaces the id the input gave.

    Raises InputRefused: ``empty``, ``binary``, ``encoding``, ``malformed``, ``no_article``, ``not_arabic``,
    ``too_large``, ``locked`` or ``needs_ocr``.
    """
    reader = reader_named(source.reader)
    draft = reader.read(source, language, resources)
    key = sha256(source.data)
    document = Document(
        sha256=key,
        label=label or source.label,
        name=source.name,
        media_type=source.media_type,
        size=len(source.data),
        url=draft.url or source.url,
        retrieved=draft.retrieved or source.retrieved,
        headers={**source.headers, **draft.headers},
    )
    reading = Reading(
        document=key,
        reader=reader.stamp,
        text=draft.text,
        title=draft.title,
        outlet=draft.outlet,
        author=draft.author,
        published=draft.published,
        genre=draft.genre,
        section=draft.section,
        tags=draft.tags,
        language=language.code,
        boilerplate=draft.boilerplate,
        hidden=draft.hidden,
        pages=draft.pages,
        problems=tuple(replace(told, document=key) for told in draft.problems),
        via=draft.via,
        excerpt=draft.excerpt,
        updated=draft.updated,
        parts=draft.parts,
    )
    return document, reading


def is_exhibit(reading: Reading) -> bool:
    """Whether a Reading is of a picture, sound or film: no text but its caption."""
    return reading.reader.split("@", 1)[0] == EXHIBIT


def archived(document: Document, data: bytes, reader: str) -> Source:
    """The Source of an original out of the archive, to be read again by a reader's name or stamp."""
    return Source(
        data,
        document.name,
        document.label,
        document.media_type,
        reader,
        document.url,
        document.retrieved,
        document.headers,
    )


def refusal(source: Source, error: InputRefused) -> Problem:
    """The Problem that a refused Source is stored as, with what to do next."""
    return problem(error.reason, source.name, str(error), sha256(source.data))
