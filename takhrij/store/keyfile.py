"""The key file of an encrypted case: its random key, encrypted under one that argon2id makes of the passphrase.

Another passphrase writes this small file anew and leaves everything else as it is. Without the file, or without the
passphrase, nobody opens the case again.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw

from takhrij.core.errors import CaseEncrypted, CaseError, UsageError
from takhrij.core.ids import canonical_json
from takhrij.core.passphrase import PASSPHRASES
from takhrij.store.files import sync_folder, wipe, write_through
from takhrij.store.layout import KEY_FILE
from takhrij.store.vault import KEY_BYTES, Vault, aes_gcm

EARLIER = f".{KEY_FILE}.earlier"
LEAST = 12
"""Characters of a passphrase."""
_FORMAT = 1
_MOST_KIB = 4 << 20


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try at a passphrase costs: rounds, KiB of memory, lanes."""

    rounds: int = 3
    memory: int = 128 * 1024
    lanes: int = 4


def write_key(folder: Path, vault: Vault, passphrase: str, cost: Cost) -> None:
    """Put the key file of a passphrase into a folder, in place of any earlier one. Raises UsageError."""
    if len(passphrase) < LEAST:
        raise UsageError(f"a passphrase has at least {LEAST} characters; take five or six words")
    head = {"format": _FORMAT, "id": vault.id, "kdf": "argon2id", **asdict(cost), "salt": secrets.token_hex(16)}
    held = vault.wrapped(_hashed(passphrase, head), canonical_json(head).encode())
    partial, file, earlier = folder / f".{KEY_FILE}.partial", folder / KEY_FILE, folder / EARLIER
    write_through(partial, canonical_json({**head, "key": held.hex()}).encode())
    wipe(earlier)
    if file.exists():
        with contextlib.suppress(OSError):  # a file system without second names for a file keeps nothing to overwrite
            os.link(file, earlier)
    os.replace(partial, file)
    sync_folder(folder)
    # Overwritten where it lies, so that the earlier passphrase opens nothing; the new file is on the disk already.
    wipe(earlier)


def unlock(folder: Path, passphrase: str) -> Vault:
    """The vault of a case. Raises CaseEncrypted for a wrong passphrase, CaseError for a damaged key file."""
    told = _told(folder)
    held, head = bytes.fromhex(told["key"]), {k: v for k, v in told.items() if k != "key"}
    from cryptography.exceptions import InvalidTag

    try:
        master = aes_gcm(_hashed(passphrase, head)).decrypt(held[:12], held[12:], canonical_json(head).encode())
    except InvalidTag:
        raise CaseEncrypted(
            f"this is not the passphrase of {folder} (or its {KEY_FILE} was changed); try again"
        ) from None
    return Vault(master)


def new_vault() -> Vault:
    """A vault with a key that was never used."""
    return Vault(secrets.token_bytes(KEY_BYTES))


def is_encrypted(folder: Path) -> bool:
    """Whether a case is encrypted."""
    return (folder / KEY_FILE).is_file()


def _told(folder: Path) -> dict[str, Any]:
    file = folder / KEY_FILE
    try:
        told: dict[str, Any] = json.loads(file.read_bytes())
        sound = told["format"] == _FORMAT and 0 < told["memory"] <= _MOST_KIB and bytes.fromhex(told["key"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CaseError(f"{file} cannot be read or is damaged; restore it from a backup") from error
    if not sound:
        raise CaseError(f"{file} was made by a newer Takhrij or is damaged; upgrade Takhrij or restore a backup")
    return told


def _hashed(passphrase: str, head: dict[str, Any]) -> bytes:
    # One passphrase typed on two keyboards may come as different code points.
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    salt = bytes.fromhex(head["salt"])
    return hash_secret_raw(secret, salt, head["rounds"], head["memory"], head["lanes"], KEY_BYTES, Type.ID)


class Ring:
    """The vaults that this process has unlocked; a passphrase is asked for once, not at every opening."""

    def __init__(self) -> None:
        self._held: dict[str, Vault] = {}

    def vault(self, folder: Path) -> Vault | None:
        """The vault of a case; None for one that is not encrypted. Raises CaseEncrypted, CaseError."""
        if not is_encrypted(folder):
            return None
        found = self._held.get(_told(folder)["id"])
        return found if found is not None else self.hold(unlock(folder, PASSPHRASES.of(folder)))

    def hold(self, vault: Vault) -> Vault:
        """Keep a vault unlocked."""
        return self._held.setdefault(vault.id, vault)

    def drop(self) -> None:
        """Lock every vault again."""
        self._held.clear()


RING = Ring()
