"""The evidence manifest: for each original its hashes, where it came from, who added it, and what was done to it."""

from __future__ import annotations

import mimetypes
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from takhrij.core.records import Acquisition
from takhrij.store import Store
from takhrij.store.custody import ADDED, FETCHED, acquisitions, custodies

Json = dict[str, Any]
_ENDINGS = {"text/plain": ".txt", "text/html": ".html", "application/json": ".json"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to hand on: a case's store, SHA-256 of its documents, and when (ISO 8601 UTC seconds) by which program."""

    store: Store
    documents: tuple[str, ...]
    at: str
    tool: str
    title: str


def manifest(store: Store, documents: Collection[str]) -> Iterator[Json]:
    """One row an original, by SHA-256. What is not known is null: a hash that an older version did not keep, a URL."""
    steps = custodies(store.audit, documents)
    for key in sorted(documents):
        document, reading = store.document(key), store.reading(key)
        if document is None:
            continue
        added = next((step for step in steps[key] if step.what == ADDED), None)
        yield {
            "sha256": key,
            "sha512": store.sha512(key),
            "size": document.size,
            "media_type": document.media_type,
            "label": document.label,
            "name": document.name,
            "url": document.url,
            "retrieved": document.retrieved,
            "headers": dict(document.headers),
            "added": store.added(key),
            "by": added.by if added else None,
            "tool": added.told.get("tool") if added else None,
            "reader": reading.reader if reading else None,
            "title": reading.title if reading else None,
            "sightings": [
                {"name": s.name, "label": s.label, "url": s.url, "retrieved": s.retrieved}
                for s in store.sightings(key)
            ],
            "custody": [asdict(step) for step in steps[key]],
        }


def record(store: Store) -> Iterator[Json]:
    """The audit chain's entries without their payloads: enough to check that none is missing or changed."""
    for entry in store.audit.entries():
        told = asdict(entry)
        del told["payload"]
        yield told


def answers(store: Store) -> dict[str, Acquisition]:
    """What the server answered, by the SHA-256 of the bytes that it sent; the first answer of several."""
    found: dict[str, Acquisition] = {}
    for entry, told in acquisitions(store.audit):
        if entry.kind == FETCHED and isinstance(told, Acquisition) and told.sha256:
            found.setdefault(told.sha256, told)
    return found


def file_name(key: str, media_type: str) -> str:
    """How an original is called outside the case: its SHA-256, with the ending of its type where that is known."""
    return key + (_ENDINGS.get(media_type) or mimetypes.guess_extension(media_type) or "")
