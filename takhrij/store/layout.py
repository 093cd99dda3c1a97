"""The names of what lies in the folder of a case."""

from __future__ import annotations

from pathlib import Path

DATABASE = "case.sqlite3"
ACCOUNTS = "accounts.sqlite3"
ARCHIVE = "archive"
OVERLAY = "codebook"
SEALED_OVERLAY = "codebook.sealed"
LOCK = "writer.lock"
KEY_FILE = "case.key"
WORK = "converting"


def strangers(folder: Path) -> list[str]:
    """What lies in the folder of a case and is no part of it, by name."""
    own = (DATABASE, ACCOUNTS, ARCHIVE, OVERLAY, SEALED_OVERLAY, LOCK, KEY_FILE, WORK)
    return sorted(path.name for path in folder.iterdir() if not path.name.removeprefix(".").startswith(own))
