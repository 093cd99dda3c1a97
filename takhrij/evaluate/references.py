"""Reference files: annotated documents, one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from takhrij.core.errors import UsageError

Json = dict[str, Any]


def load_references(path: Path) -> list[Json]:
    """The annotated documents of a JSONL file. Raises UsageError where it is none."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise UsageError(f"{path} cannot be opened ({error.strerror}); check the path") from error
    except ValueError as error:
        raise UsageError(f"{path} is not JSON lines ({error}); give one JSON object a line") from error
    if not all(isinstance(row, dict) and {"id", "text", "events"} <= set(row) for row in rows):
        raise UsageError(f"{path} is not a reference file; every line needs id, text and events")
    return rows
