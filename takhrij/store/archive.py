"""The archive of originals: files named by the SHA-256 of their bytes, written whole or not at all.

In an encrypted case each file is encrypted by itself, and named by a digest that only the case's key gives.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from takhrij.core.errors import CaseError, StoreFull
from takhrij.core.ids import sha256
from takhrij.store.files import sync_folder, write_through
from takhrij.store.vault import OVERHEAD, Vault

_FULL = (errno.ENOSPC, errno.EDQUOT)


class Archive:
    """Originals under ``<folder>/<2 hex>/<64 hex>``; half-written files lie apart in ``<folder>/partial``.

    The first cases kept them one folder deeper, under the next two digits; there they are still found.
    """

    def __init__(self, folder: Path, vault: Vault | None = None) -> None:
        self.folder = folder
        self._vault = vault

    def path(self, key: str) -> Path:
        """Where the original of a SHA-256 lies, whether it is there or not."""
        name = self._vault.name(key) if self._vault else key
        usual, earlier = self.folder / name[:2] / name, self.folder / name[:2] / name[2:4] / name
        return earlier if not usual.exists() and earlier.exists() else usual

    def put(self, key: str, data: bytes) -> bool:
        """Keep bytes under their SHA-256; True when they were new. Raises StoreFull or CaseError.

        The bytes are on the disk under another name before they get their own, so a file in the archive is
        whole even after a kill or a power cut.
        """
        if sha256(data) != key:
            raise CaseError(f"the bytes given for {key[:12]} have another SHA-256; read the input again")
        target = self.path(key)
        partial = self.folder / "partial" / f"{target.name}.{os.getpid()}"
        length = len(data) + (OVERHEAD if self._vault else 0)
        try:
            if target.exists() and target.stat().st_size == length:
                return False
            for folder in (partial.parent, target.parent):
                if not folder.is_dir():
                    folder.mkdir(parents=True, exist_ok=True)
            write_through(partial, self._vault.seal(target.name, data) if self._vault else data)
            os.replace(partial, target)
            sync_folder(target.parent)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise disk_error(error, self.folder) from error
        return True

    def get(self, key: str) -> bytes:
        """The bytes of a SHA-256, checked. Raises CaseError when they are missing or changed."""
        try:
            data = self._read(self.path(key))
        except OSError as error:
            raise CaseError(
                f"the original {key[:12]} cannot be read from {self.folder} ({error.strerror}); restore a backup"
            ) from error
        if sha256(data) != key:
            raise CaseError(f"the original {key[:12]} in {self.folder} was changed; restore a backup")
        return data

    def keys(self) -> Iterator[str]:
        """The SHA-256 of every file kept, ascending; half-written files are none of them.

        In an encrypted case every file is opened for it, and one that was changed raises CaseError.
        """
        if self._vault is None:
            yield from (path.name for path in self._paths())
        else:
            yield from sorted(sha256(self._read(path)) for path in self._paths())

    def damaged(self) -> Iterator[str]:
        """The names of the files whose bytes are no longer those that were kept, ascending."""
        for path in self._paths():
            try:
                data = self._read(path)
            except CaseError:
                yield path.name
                continue
            if self._vault is None and sha256(data) != path.name:
                yield path.name

    def _paths(self) -> list[Path]:
        found = (path for end in ("*", "*/*") for path in self.folder.glob(f"[0-9a-f][0-9a-f]/{end}"))
        return sorted((path for path in found if path.is_file()), key=lambda path: path.name)

    def _read(self, path: Path) -> bytes:
        return self._vault.open(path.name, path.read_bytes()) if self._vault else path.read_bytes()

    def sweep(self) -> None:
        """Remove what an interrupted writer left half-written; only the holder of the writer lock may."""
        for path in (self.folder / "partial").glob("*"):
            path.unlink(missing_ok=True)


def disk_error(error: OSError, folder: Path) -> CaseError | StoreFull:
    """What a failed write means to the user: no room, or a folder that cannot be written."""
    if error.errno in _FULL:
        return StoreFull(f"no room left on the disk of {folder}; nothing was half-written: free some, then run again")
    return CaseError(f"{folder} cannot be written ({error.strerror}); check its rights, then run again")
