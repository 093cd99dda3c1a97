"""A case in one file, made while others work on it, and a case from such a file.

The file is a zip without compression: the files of the case as they lie in its folder, and last ``manifest.json`` with
the SHA-256 and size of each. An encrypted case stays encrypted in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from takhrij.core import __version__
from takhrij.core.errors import CaseError, UsageError
from takhrij.store.archive import Archive, disk_error
from takhrij.store.connection import Connection
from takhrij.store.files import sync_folder
from takhrij.store.keyfile import RING
from takhrij.store.layout import ACCOUNTS, ARCHIVE, DATABASE, KEY_FILE, OVERLAY, SEALED_OVERLAY
from takhrij.store.opening import open_case
from takhrij.store.vault import Vault

MANIFEST = "manifest.json"
_FORMAT = 1
_BLOCK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TOP = (DATABASE, ACCOUNTS, KEY_FILE, SEALED_OVERLAY)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds: how many originals and files, and the SHA-256 of its manifest, to be noted elsewhere."""

    originals: int
    files: int
    manifest: str


def backup(folder: Path, target: Path, *, accounts: bool = False) -> Kept:
    """Write a case to a file that is not there yet. `accounts`: those who may sign in too.

    The database is copied at one moment, whoever writes to it; originals never change. Each original is checked.
    Raises UsageError, CaseError (an original is missing or changed), CaseEncrypted, StoreFull.
    """
    if target.exists():
        raise UsageError(f"{target} is there already; name another file")
    open_case(folder).close()
    with _beside(target) as work:
        whole = work / target.name
        kept = _write(folder, work, whole, accounts)
        # Not replaced: a file that came to lie there meanwhile stays.
        if target.exists():
            raise UsageError(f"{target} is there already; name another file")
        os.replace(whole, target)
        sync_folder(target.parent)
    return kept


def restore(file: Path, folder: Path) -> Kept:
    """Make a case of a backup, in a folder that is not there yet or empty. All of it is checked before it is put there.

    Raises UsageError, and CaseError for a backup that is cut off, changed or not one, CaseEncrypted, StoreFull.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty; name a new folder")
    if not file.is_file():
        raise UsageError(f"there is no file {file}; check the path")
    with _beside(folder) as work:
        made = work / "case"
        made.mkdir()
        digest, files = _extract(file, made)
        originals = _checked(made, file)
        if folder.exists():
            folder.rmdir()
        os.replace(made, folder)
        sync_folder(folder.parent)
    return Kept(originals, files, digest)


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """A private folder beside a place, for what is not whole yet. Raises UsageError, StoreFull, CaseError."""
    try:
        place.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{place.name}.", dir=place.absolute().parent) as work:
            yield Path(work)
    except OSError as error:
        raise disk_error(error, place.absolute().parent) from error


def _write(folder: Path, work: Path, whole: Path, accounts: bool) -> Kept:
    vault = RING.vault(folder)
    _snapshot(folder / DATABASE, work / DATABASE, vault, "database")
    archive, keys = Archive(folder / ARCHIVE, vault), _documents(work / DATABASE, vault)
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as made:
        os.chmod(whole, 0o600)
        told = {DATABASE: _put(made, DATABASE, work / DATABASE)}
        for key in keys:
            archive.get(key)
            path = archive.path(key)
            name = f"{ARCHIVE}/{path.parent.name}/{path.name}"
            told[name] = _put(made, name, path)
        if accounts and (folder / ACCOUNTS).is_file():
            _snapshot(folder / ACCOUNTS, work / ACCOUNTS, vault, "accounts")
            told[ACCOUNTS] = _put(made, ACCOUNTS, work / ACCOUNTS)
        for path in _small(folder):
            name = path.relative_to(folder).as_posix()
            told[name] = _put(made, name, path)
        manifest = {"format": _FORMAT, "program": f"takhrij {__version__}", "files": told}
        data = json.dumps(manifest, indent=1, sort_keys=True).encode()
        made.writestr(zipfile.ZipInfo(MANIFEST, _EPOCH), data)
    with whole.open("rb+") as file:
        os.fsync(file.fileno())
    return Kept(len(keys), len(told), hashlib.sha256(data).hexdigest())


def _small(folder: Path) -> list[Path]:
    """The files of the codebook and of the key."""
    plain = sorted(path for path in (folder / OVERLAY).rglob("*") if path.is_file())
    return [*plain, *(folder / name for name in (KEY_FILE, SEALED_OVERLAY) if (folder / name).is_file())]


def _snapshot(source: Path, target: Path, vault: Vault | None, purpose: str) -> None:
    """A database as it is at one moment, without what was deleted from it; encrypted where it is."""
    key = None if vault is None else vault.key(purpose)
    with closing(Connection(source, str(source), key=key)) as database:
        database.run("VACUUM INTO ?", (str(target),))


def _documents(database: Path, vault: Vault | None) -> list[str]:
    key = None if vault is None else vault.key("database")
    with closing(Connection(database, str(database), key=key)) as snapshot:
        return [row[0] for row in snapshot.rows("SELECT sha256 FROM documents ORDER BY sha256")]


def _put(made: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    entry = zipfile.ZipInfo(name, _EPOCH)
    with path.open("rb") as source, made.open(entry, "w", force_zip64=True) as target:
        return _copied(source, target.write)


def _copied(source: IO[bytes], write: Callable[[bytes], object]) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    while block := source.read(_BLOCK):
        digest.update(block)
        size += len(block)
        write(block)
    return {"sha256": digest.hexdigest(), "size": size}


def _extract(file: Path, made: Path) -> tuple[str, int]:
    """Write what a backup holds into a folder, each file checked; the hash of its manifest and the number of files."""
    try:
        with zipfile.ZipFile(file) as backed:
            data = backed.read(MANIFEST)
            files: dict[str, dict[str, Any]] = _manifest(data, file)["files"]
            names = [entry.filename for entry in backed.infolist()]
            if sorted(names) != sorted([*files, MANIFEST]) or DATABASE not in files:
                raise CaseError(f"{file} holds other files than its manifest names; take another backup")
            for name, told in files.items():
                if not _belongs(name):
                    raise CaseError(f"{file} holds '{name}', which is no part of a case; take another backup")
                path = made / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with backed.open(name) as source, path.open("wb") as target:
                    if _copied(source, target.write) != {"sha256": told["sha256"], "size": told["size"]}:
                        raise CaseError(f"'{name}' in {file} was changed; take another backup")
                    target.flush()
                    os.fsync(target.fileno())
    except (
        zipfile.BadZipFile,
        EOFError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        NotImplementedError,
    ) as error:
        raise CaseError(
            f"{file} is cut off, changed or no backup of a case ({error}); take another backup"
        ) from error
    return hashlib.sha256(data).hexdigest(), len(files)


def _manifest(data: bytes, file: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(data)
    if told["format"] != _FORMAT:
        raise CaseError(f"{file} was made by a newer Takhrij; upgrade Takhrij")
    return told


def _belongs(name: str) -> bool:
    """Whether a name is one of a file of a case, and leads nowhere else."""
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name
    return inside and path.as_posix() == name and (name in _TOP or path.parts[0] in (ARCHIVE, OVERLAY))


def _checked(made: Path, file: Path) -> int:
    """Open a restored case and go through all of it; the number of its originals. Raises CaseError, AuditBroken."""
    with open_case(made) as store:
        store.audit.verify()
        count = 0
        for document in store.documents():
            store.original(document.sha256)
            count += 1
    vault = RING.vault(made)
    with closing(Connection(made / DATABASE, str(file), key=None if vault is None else vault.key("database"))) as raw:
        found = [row[0] for row in raw.rows("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        raise CaseError(f"the database in {file} is damaged ({found[0]}); take another backup")
    for leftover in (made / "writer.lock", *made.glob("*-wal"), *made.glob("*-shm")):
        leftover.unlink(missing_ok=True)
    shutil.rmtree(made / ARCHIVE / "partial", ignore_errors=True)
    return count
