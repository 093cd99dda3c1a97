"""A small made-up page for tests of the folder store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from takhrij.core.ids import claim_anchor, sha256
from takhrij.core.records import Claim, Document, Extraction, Reading, Span
from takhrij.store import Store, open_case

AT = "2026-01-02T03:04:05Z"


def _page(number: int) -> tuple[Document, Reading, bytes, Extraction]:
    text = f"أفرجت الجماعة عن {number} أسيرا، بحسب وكالة المثال. " * 10
    original = text.encode()
    key = sha256(original)
    reading = Reading(key, "text 1", text)
    trigger = Span(0, 5, text[:5])
    claim = Claim(claim_anchor(key, "release", 0), key, "release", "asserted", "did", trigger, (trigger,), {})
    document = Document(key, f"d{number}", f"d{number}.txt", "text/plain", len(original))
    return document, reading, original, Extraction(reading, (claim,))


def _put(store: Store, number: int) -> str:
    document, reading, original, extraction = _page(number)
    with store.transaction():
        store.put_document(document, reading, original, AT)
        store.put_extraction(extraction, "m")
    return document.sha256


@pytest.fixture
def put() -> Callable[[Store, int], str]:
    """Adds the page of a number to a store and gives its key."""
    return _put


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with page 1 in it, closed."""
    with open_case(tmp_path / "case", create=True) as store:
        _put(store, 1)
    return tmp_path / "case"
