"""Files that are on the disk when they are said to be, and gone when they are said to be gone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_BLOCK = 1 << 20


def write_through(path: Path, data: bytes) -> None:
    """Write a file and wait until its bytes are on the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until a rename in a folder is on the disk; only POSIX can say so."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def wipe(path: Path) -> None:
    """Overwrite a file, or every file of a folder, with zeros and remove it; what is not there is passed over.

    A solid-state disk, a journalling file system, a snapshot or a backup may keep the earlier bytes all the same.
    """
    if path.is_symlink():
        path.unlink()
    elif path.is_dir():
        for inner in path.iterdir():
            wipe(inner)
        path.rmdir()
    elif path.exists():
        _overwrite(path)
        path.unlink()


def _overwrite(path: Path) -> None:
    left = path.stat().st_size
    with path.open("r+b", buffering=0) as file:
        while left:
            left -= file.write(bytes(min(left, _BLOCK)))
        os.fsync(file.fileno())


def discard(folder: Path) -> None:
    """Remove a folder of half-made files, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)
