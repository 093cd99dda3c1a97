"""The archive of originals: files named by the SHA-256 of their bytes, written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from takhrij.core.errors import CaseError, StoreFull
from takhrij.core.ids import sha256

_FULL = (errno.ENOSPC, errno.EDQUOT)


class Archive:
    """Originals under ``<folder>/<2 hex>/<64 hex>``; half-written files lie apart in ``<folder>/partial``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Where the original of a SHA-256 lies, whether it is there or not."""
        return self.folder / key[:2] / key

    def put(self, key: str, data: bytes) -> bool:
        """Keep bytes under their SHA-256; True when they were new. Raises StoreFull or CaseError.

        The bytes are on the disk under another name before they get their own, so a file in the archive is
        whole even after a kill or a power cut.
        """
        if sha256(data) != key:
            raise CaseError(f"the bytes given for {key[:12]} have another SHA-256; read the input again")
        target = self.path(key)
        partial = self.folder / "partial" / f"{key}.{os.getpid()}"
        try:
            if target.exists() and target.stat().st_size == len(data):
                return False
            for folder in (partial.parent, target.parent):
                if not folder.is_dir():
                    folder.mkdir(parents=True, exist_ok=True)
            _write_through(partial, data)
            os.replace(partial, target)
            _sync_folder(target.parent)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise disk_error(error, self.folder) from error
        return True

    def get(self, key: str) -> bytes:
        """The bytes of a SHA-256, checked. Raises CaseError when they are missing or changed."""
        try:
            data = self.path(key).read_bytes()
        except OSError as error:
            raise CaseError(
                f"the original {key[:12]} cannot be read from {self.folder} ({error.strerror}); restore a backup"
            ) from error
        if sha256(data) != key:
            raise CaseError(f"the original {key[:12]} in {self.folder} was changed; restore a backup")
        return data

    def keys(self) -> Iterator[str]:
        """The SHA-256 of every file kept, ascending; half-written files are none of them."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            yield path.name

    def damaged(self) -> Iterator[str]:
        """The keys whose bytes no longer have their SHA-256, ascending."""
        for key in self.keys():
            if sha256(self.path(key).read_bytes()) != key:
                yield key

    def sweep(self) -> None:
        """Remove what an interrupted writer left half-written; only the holder of the writer lock may."""
        for path in (self.folder / "partial").glob("*"):
            path.unlink(missing_ok=True)


def disk_error(error: OSError, folder: Path) -> CaseError | StoreFull:
    """What a failed write means to the user: no room, or a folder that cannot be written."""
    if error.errno in _FULL:
        return StoreFull(f"no room left on the disk of {folder}; nothing was half-written: free some, then run again")
    return CaseError(f"{folder} cannot be written ({error.strerror}); check its rights, then run again")


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # A rename is durable once its folder is; only POSIX can say so.
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
