"""Content hashes and readable ids. Equal content has equal ids on every machine."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def sha256(data: bytes) -> str:
    """Hex SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def sha512(data: bytes) -> str:
    """Hex SHA-512 of bytes."""
    return hashlib.sha512(data).hexdigest()


def canonical_json(value: Any) -> str:
    """UTF-8 JSON with sorted keys and no spaces: one text for one value.

    >>> canonical_json({"b": 1, "a": "ع"})
    '{"a":"ع","b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_id(value: Any) -> str:
    """SHA-256 of a value's canonical JSON; lone surrogates are kept as escapes, so any string has an id."""
    return sha256(canonical_json(value).encode("utf-8", "surrogatepass"))


def claim_anchor(document: str, kind: str, start: int, rank: int = 0) -> str:
    """The id of a claim or relation: document, type and trigger start, legible in a terminal and a URL.

    `document` is the SHA-256 of the original, `start` a code-point offset into its Reading, `rank` tells
    apart several claims of one type on one trigger (0 is not printed).
    """
    anchor = f"{document[:12]}-{kind}-{start}"
    return f"{anchor}.{rank + 1}" if rank else anchor
