"""One row of a JSONL file or a JSON array, as a Source and as a Draft: the same text either way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from takhrij.core.errors import InputRefused
from takhrij.core.ids import canonical_json, sha256
from takhrij.core.language import Language
from takhrij.core.records import Problem
from takhrij.read.columns import named
from takhrij.read.contract import Draft, Source, problem
from takhrij.read.cues import Cues, cues_of
from takhrij.read.day import iso_day
from takhrij.read.layout import Given, lay_out
from takhrij.resources import Resources

MEDIA_TYPE = "application/json"


def row_source(row: object, name: str, reader: str, *, own_id: bool) -> Source:
    """The Source of one row; its bytes are the row's canonical JSON, its label the row's id or their SHA-256.

    Raises InputRefused("malformed") for a row that is no object or holds no text.
    """
    if not isinstance(row, dict):
        raise InputRefused("malformed", f"{name} is not an object; write one {{...}} a document")
    fields = named(row)
    if not isinstance(fields.get("text", fields.get("content")), str):
        raise InputRefused("malformed", f"{name} has no text; give it a field «text» or «content»")
    data = canonical_json(row).encode("utf-8", "surrogatepass")
    given = fields.get("id") if own_id else None
    label = str(given) if isinstance(given, str | int) and str(given) else sha256(data)
    return Source(data, name, label, MEDIA_TYPE, reader)


def _field(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _utf8(text: str) -> str:
    """The text with each lone surrogate replaced, so that offsets stay and every store can hold it."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def _retrieved(row: Mapping[str, Any]) -> str | None:
    told = _field(row, "date_extracted") or _field(row, "retrieved")
    try:
        return datetime.fromisoformat(told).isoformat() if told and len(told) > 10 else iso_day(told)
    except ValueError:
        return iso_day(told)


def read_row(source: Source, language: Language, resources: Resources) -> Draft:
    """The Draft of a row: title, blank line, text as it stands; whole lines that are page furniture are marked.

    Raises InputRefused: ``malformed``, ``empty`` or ``not_arabic``.
    """
    try:
        row = json.loads(source.data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise InputRefused("malformed", f"{source.name} is not JSON; write one object a document") from error
    row = named(row) if isinstance(row, dict) else {}
    told = row.get("text", row.get("content"))
    if not isinstance(told, str):
        raise InputRefused("malformed", f"{source.name} has no text; give it a field «text» or «content»")
    body, title = _utf8(told), _utf8(_field(row, "title") or "") or None
    text = body
    if title is not None and not body.lstrip().startswith(title):
        text = f"{title}\n\n{body}" if body.strip() else title
    if not text.strip():
        raise InputRefused("empty", f"{source.name} has an empty text; give it some or leave the row out")
    # The head decides for almost every row; the whole is asked only where a head in Latin letters might mislead.
    if not (language.is_written(text[:_HEAD]) or language.is_written(text)):
        raise InputRefused("not_arabic", f"{source.name} is not written in Arabic; add its Arabic original")
    url = _field(row, "url")
    cues = cues_of(language, resources)
    layout = lay_out(text, cues, Given(title=title, url=url, rows=True))
    retrieved = _retrieved(row)
    published, problems = _published(row, source.name, cues)
    return Draft(
        text=text,
        title=layout.title,
        outlet=_clean(_field(row, "source")) or layout.outlet,
        author=_clean(_field(row, "author")) or layout.author,
        published=published or iso_day(retrieved),
        genre=layout.genre,
        section=layout.section,
        tags=layout.tags,
        boilerplate=layout.boilerplate,
        url=_clean(url),
        retrieved=retrieved,
        problems=problems,
    )


_HEAD = 200


def _published(row: Mapping[str, Any], name: str, cues: Cues) -> tuple[str | None, tuple[Problem, ...]]:
    """The day of publication in figures or words, and what to say of one that is not clear."""
    told = _field(row, "published")
    day = cues.dates.day(told) if told else None
    if day is not None or told is None:
        return day, ()
    message = f"{name}: the date «{told[:40]}» is not clear; write it as 2018-11-13"
    return None, (problem("partly_read", name, message),)


def _clean(value: str | None) -> str | None:
    return None if value is None else _utf8(value)
