"""What an encrypted case is kept with: one random key, from which each part of the case has its own."""

from __future__ import annotations

import atexit
import hmac
import io
import os
import secrets
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from takhrij.core.errors import CaseError, NotInstalled
from takhrij.core.ids import sha256

KEY_BYTES = 32
OVERHEAD = 28
"""Bytes by which an encrypted file is longer: a nonce of 12 and a tag of 16."""
_NONCE = 12
_MEMORY = Path("/dev/shm")


def aes_gcm(key: bytes) -> Any:
    """AES-256-GCM under a key. Raises NotInstalled."""
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError:
        raise NotInstalled("encrypted cases need more packages; run `pip install 'takhrij[encrypt]'`") from None
    return AESGCM(key)


class Vault:
    """The key of one case, while it is unlocked."""

    def __init__(self, master: bytes) -> None:
        self._master = master
        self._files = aes_gcm(self.key("files"))
        self._names = self.key("names")

    def key(self, purpose: str) -> bytes:
        """The key of one part of the case, 32 bytes."""
        return hmac.digest(self._master, purpose.encode(), "sha256")

    @property
    def id(self) -> str:
        """Tells one vault from another without telling anything of its key."""
        return self.key("id").hex()[:16]

    def wrapped(self, under: bytes, told: bytes) -> bytes:
        """The key of the vault, encrypted under another one and bound to the words `told`."""
        nonce = secrets.token_bytes(_NONCE)
        sealed: bytes = aes_gcm(under).encrypt(nonce, self._master, told)
        return nonce + sealed

    def name(self, key: str) -> str:
        """The file name of an original, 64 hexadecimal digits: nobody finds a known page by its SHA-256."""
        return hmac.digest(self._names, key.encode(), "sha256").hex()

    def seal(self, name: str, data: bytes) -> bytes:
        """Bytes encrypted for a file of a name; under another name they do not open."""
        nonce = secrets.token_bytes(_NONCE)
        sealed: bytes = self._files.encrypt(nonce, data, name.encode())
        return nonce + sealed

    def open(self, name: str, data: bytes) -> bytes:
        """The bytes of an encrypted file. Raises CaseError where it was changed or is not of this case."""
        from cryptography.exceptions import InvalidTag

        try:
            opened: bytes = self._files.decrypt(data[:_NONCE], data[_NONCE:], name.encode())
        except (InvalidTag, ValueError):
            raise CaseError(
                f"the encrypted file {name[:12]} was changed or is of another case; restore a backup"
            ) from None
        return opened


def packed(folder: Path) -> bytes:
    """The files of a folder as one zip, the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes())
    return buffer.getvalue()


def unpack(data: bytes, folder: Path) -> None:
    """Write the files of `packed` under a folder."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)


_UNPACKED: dict[str, Path] = {}


def unpacked(vault: Vault, file: Path) -> Path:
    """An encrypted folder, opened for this process alone: in memory where the system offers that, gone at its end."""
    sealed = file.read_bytes()
    key = sha256(sealed)
    if key not in _UNPACKED:
        base = _MEMORY if os.access(_MEMORY, os.W_OK) else None
        folder = Path(tempfile.mkdtemp(prefix="takhrij-", dir=base))
        atexit.register(_remove, folder, os.getpid())
        unpack(vault.open(file.name, sealed), folder)
        _UNPACKED[key] = folder
    return _UNPACKED[key]


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
