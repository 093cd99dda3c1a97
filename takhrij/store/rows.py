"""Rows of a database as records."""

from __future__ import annotations

from typing import Any

from takhrij.core.codec import claim_from_json, framing_from_json, problem_from_json, relation_from_json
from takhrij.core.errors import CaseError
from takhrij.core.ids import content_id, sha256
from takhrij.core.records import Document, Extraction, Person, Reading
from takhrij.store.codec import load, record_from_json, record_to_json


def document_row(record: bytes) -> Document:
    """A sighting's Document."""
    return record_from_json(Document, load(record))


def order(document: Document) -> tuple[Any, ...]:
    """Which of several sightings of the same bytes is shown: one that tells more, then the earliest."""
    untold = (document.url is None, document.retrieved is None)
    head = (*untold, document.retrieved or "", document.label, document.name)
    return *head, content_id(record_to_json(document))


def reading_row(record: bytes, text_hash: str) -> Reading:
    """A Reading whose text has its hash. Raises CaseError."""
    reading = record_from_json(Reading, load(record))
    if sha256(reading.text.encode("utf-8", "surrogatepass")) != text_hash:
        raise CaseError(f"the text of document {reading.document[:12]} was changed in the case; restore a backup")
    return reading


def extraction_row(row: tuple[Any, ...]) -> Extraction:
    """An extraction, from its document, the record of its Reading, its five parts and the hash of the text."""
    document, record, claims, relations, framing, problems, people, text_hash = row
    return Extraction(
        reading=reading_row(record, text_hash),
        claims=tuple(claim_from_json(document, value) for value in load(claims)),
        relations=tuple(relation_from_json(document, value) for value in load(relations)),
        framing=tuple(framing_from_json(value) for value in load(framing)),
        problems=tuple(problem_from_json(value) for value in load(problems)),
        people=tuple(record_from_json(Person, value) for value in load(people)),
    )
