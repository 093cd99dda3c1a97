from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from takhrij.core.errors import CaseEncrypted, CaseError, UsageError
from takhrij.core.passphrase import PASSPHRASES
from takhrij.core.records import Anchor, Decision
from takhrij.resources import Resources
from takhrij.store import conversion, open_case
from takhrij.store.conversion import Passphrase, decrypt, encrypt, open_overlay, seal_overlay
from takhrij.store.keyfile import RING, Cost, unlock, write_key
from takhrij.web.accounts.book import Book
from takhrij.web.accounts.database import open_database

pytest.importorskip("sqlcipher3", reason="the extra `encrypt` is not installed")

CHEAP = Cost(1, 8 * 1024, 1)
WORDS = "seven grey lanterns"
AT = "2026-01-02T03:04:05Z"
SECRET = "زمردانة"


@pytest.fixture(autouse=True)
def locked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is unlocked before or after a test; asked for, the right passphrase is given."""
    RING.drop()
    monkeypatch.setattr(PASSPHRASES, "ask", lambda folder: WORDS)
    yield
    RING.drop()


@pytest.fixture
def filled(case: Path) -> Path:
    """A case with every kind of thing that can lie in one, each with the same secret word in it."""
    with open_case(case) as store:
        (document,) = store.documents()
        store.append_decision(
            Decision("", "unsure", Anchor(document.sha256, "أفرجت", "", "", "release"), "a", AT, SECRET)
        )
    database = open_database(str(case))
    database.run("INSERT INTO accounts (name, role, password) VALUES (?, 'admin', 'x')", (SECRET,))
    database.close()
    (case / "codebook" / "actors").mkdir(parents=True)
    (case / "codebook" / "actors" / "own.toml").write_text(f"# {SECRET}\n", encoding="utf-8")
    return case


def told(case: Path) -> tuple[object, ...]:
    """Everything that a case lists."""
    with open_case(case) as store:
        keys = [d.sha256 for d in store.documents()]
        originals = [store.original(key) for key in keys]
        return (
            list(store.documents()),
            list(store.extractions()),
            originals,
            list(store.decisions()),
            store.audit.verify(),
        )


def plain_bytes(case: Path, *words: bytes) -> list[str]:
    """The files of a folder in which any of the words stands."""
    files = [p for p in case.rglob("*") if p.is_file()]
    return [
        str(p.relative_to(case)) for p in files if any(w in p.read_bytes() or w.decode() in p.name for w in words)
    ]


def test_an_encrypted_case_tells_the_same_and_holds_nothing_plain(filled: Path) -> None:
    before = told(filled)
    key = before[0][0].sha256  # type: ignore[index]
    words = (SECRET.encode(), "أسيرا".encode(), key.encode(), b"SQLite format 3")
    assert plain_bytes(filled, *words)
    encrypt(filled, Passphrase(WORDS, CHEAP))
    assert told(filled) == before
    with open_case(filled) as store:  # with work in the write-ahead log
        store.audit.append("note", "a", {"told": SECRET}, AT)
        assert (filled / "case.sqlite3-wal").stat().st_size
        assert plain_bytes(filled, *words) == []
        overlay = store.overlay
        assert overlay is not None and filled not in overlay.parents
        assert SECRET in (overlay / "actors" / "own.toml").read_text(encoding="utf-8")
        assert oct(overlay.stat().st_mode & 0o777) == "0o700"
    database = open_database(str(filled))
    assert database.row("SELECT name FROM accounts") == (SECRET,)
    database.close()
    assert plain_bytes(filled, *words) == []


def test_the_secret_of_a_second_factor_lies_plain_only_in_a_plain_case(filled: Path) -> None:
    book = Book(database := open_database(str(filled)))
    secret = book.begin_totp(SECRET)
    database.close()
    assert plain_bytes(filled, secret.encode()) != [], "nothing but the rights of the file protects it here"
    encrypt(filled, Passphrase(WORDS, CHEAP))
    assert plain_bytes(filled, secret.encode()) == []
    book = Book(database := open_database(str(filled)))
    assert book.pending_totp(SECRET) == secret
    database.close()


def test_a_decrypted_case_is_what_it_was(filled: Path) -> None:
    before = told(filled)
    encrypt(filled, Passphrase(WORDS, CHEAP))
    decrypt(filled, RING.vault(filled))  # type: ignore[arg-type]
    RING.drop()
    assert told(filled) == before
    assert sorted(p.name for p in filled.iterdir() if not p.name.endswith(("-wal", "-shm"))) == [
        "accounts.sqlite3",
        "archive",
        "case.sqlite3",
        "codebook",
        "writer.lock",
    ]
    assert SECRET in (filled / "codebook" / "actors" / "own.toml").read_text(encoding="utf-8")


def test_a_wrong_passphrase_is_told_and_costs_what_it_must(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encrypt(filled, Passphrase(WORDS, Cost(2, 64 * 1024, 1)))
    RING.drop()
    monkeypatch.setattr(PASSPHRASES, "ask", lambda folder: WORDS + "x")
    begun = time.process_time()
    with pytest.raises(CaseEncrypted, match="not the passphrase"):
        open_case(filled)
    assert time.process_time() - begun > 0.01
    monkeypatch.setattr(PASSPHRASES, "ask", nobody)
    with pytest.raises(CaseEncrypted, match="is encrypted; give"):
        open_case(filled)


def nobody(folder: Path) -> str:
    raise CaseEncrypted(f"{folder} is encrypted; give --passphrase-file FILE")


def test_a_passphrase_is_one_however_its_letters_are_typed(filled: Path) -> None:
    vault = encrypt(filled, Passphrase("caf\u00e9 seven lanterns", CHEAP))
    assert unlock(filled, "cafe\u0301 seven lanterns").id == vault.id


def test_another_passphrase_writes_only_the_key_file(filled: Path) -> None:
    vault = encrypt(filled, Passphrase(WORDS, CHEAP))
    before = {p: p.read_bytes() for p in filled.rglob("*") if p.is_file() and p.name != "case.key"}
    old = (filled / "case.key").read_bytes()
    write_key(filled, vault, "nine grey herons", CHEAP)
    assert before == {p: p.read_bytes() for p in filled.rglob("*") if p.is_file() and p.name != "case.key"}
    assert (filled / "case.key").read_bytes() != old
    with pytest.raises(CaseEncrypted):
        unlock(filled, WORDS)
    assert unlock(filled, "nine grey herons").id == vault.id
    with pytest.raises(UsageError, match="at least 12"):
        write_key(filled, vault, "short", CHEAP)


def test_changed_bytes_are_noticed(filled: Path) -> None:
    encrypt(filled, Passphrase(WORDS, CHEAP))
    with open_case(filled) as store:
        (document,) = store.documents()
        path = store.archive.path(document.sha256)  # type: ignore[attr-defined]
        data = bytearray(path.read_bytes())
        data[20] ^= 1
        path.write_bytes(data)
        with pytest.raises(CaseError, match="was changed"):
            store.original(document.sha256)
        assert list(store.archive.damaged()) == [path.name]  # type: ignore[attr-defined]
    key = json.loads((filled / "case.key").read_bytes())
    (filled / "case.key").write_text(json.dumps({**key, "rounds": key["rounds"] + 1}))
    with pytest.raises(CaseEncrypted):
        unlock(filled, WORDS)
    (filled / "case.key").write_text(json.dumps({**key, "memory": 2**40}))
    with pytest.raises(CaseError, match="newer Takhrij or is damaged"):
        unlock(filled, WORDS)


def test_the_codebook_is_laid_open_and_taken_in(filled: Path) -> None:
    vault = encrypt(filled, Passphrase(WORDS, CHEAP))
    with open_case(filled) as store:
        first = Resources(store.overlay).digest
    open_overlay(filled, vault)
    with pytest.raises(UsageError, match="lies open already"):
        open_overlay(filled, vault)
    with open_case(filled) as store:
        assert store.overlay == filled / "codebook" and Resources(store.overlay).digest == first
    assert seal_overlay(filled, vault) and not seal_overlay(filled, vault)
    assert not (filled / "codebook").exists()
    with open_case(filled) as store:
        assert Resources(store.overlay).digest == first


def test_a_case_that_is_in_use_is_not_converted(filled: Path, put: Callable[..., str]) -> None:
    # In a process of its own, since the locks of one process do not hold against itself.
    program = (
        "import sys; from pathlib import Path; from takhrij.store.conversion import *; from takhrij.store.keyfile import Cost\n"
        f"encrypt(Path(sys.argv[1]), Passphrase({WORDS!r}, Cost(1, 8192, 1)))"
    )
    with open_case(filled) as store:
        assert list(store.documents())
        tried = subprocess.run(
            [sys.executable, "-c", program, str(filled)], check=False, capture_output=True, text=True
        )
        assert "CaseLocked" in tried.stderr
        put(store, 2)
    assert not (filled / "converting").exists()
    with open_case(filled) as store:
        assert len(list(store.documents())) == 2


@pytest.mark.slow
@pytest.mark.parametrize("back", [False, True])
def test_a_conversion_cut_short_anywhere_leaves_one_whole_case(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, back: bool
) -> None:
    """Every step that touches the disk fails once, as if the process had died there; the case is told all the same."""
    before = told(filled)
    if back:
        encrypt(filled, Passphrase(WORDS, CHEAP))
    cut, number = 0, 0
    while True:
        number += 1
        copy = tmp_path / f"copy{number}"
        shutil.copytree(filled, copy)
        ended = _convert_until(copy, number, back, monkeypatch)
        monkeypatch.undo()
        monkeypatch.setattr(PASSPHRASES, "ask", lambda folder: WORDS)
        RING.drop()
        assert told(copy) == before, number
        assert not (copy / "converting").exists()
        whole = (copy / "case.key").exists()
        assert plain_bytes(copy, SECRET.encode()) == [] if whole else True, number
        assert (copy / "codebook.sealed").exists() == whole and (copy / "codebook").exists() != whole
        if ended:
            break
        cut += 1
    assert cut > 15


class _Died(BaseException):
    pass


def _convert_until(case: Path, last: int, back: bool, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Convert a case and die at the given step; True where it ended before."""
    done = 0

    def dying(real: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **named: object) -> object:
            nonlocal done
            done += 1
            if done >= last:
                raise _Died
            return real(*arguments, **named)

        return step

    vault = RING.vault(case) if back else None
    for name in ("write_through", "sync_folder", "wipe", "_export", "discard"):
        monkeypatch.setattr(conversion, name, dying(getattr(conversion, name)))
    monkeypatch.setattr(conversion.os, "replace", dying(os.replace))
    try:
        if back:
            decrypt(case, vault)  # type: ignore[arg-type]
        else:
            encrypt(case, Passphrase(WORDS, CHEAP))
    except _Died:
        return False
    return True


@pytest.mark.slow
def test_a_conversion_killed_leaves_one_whole_case(filled: Path, tmp_path: Path, put: Callable[..., str]) -> None:
    with open_case(filled) as store:
        for number in range(2, 40):
            put(store, number)
    before = told(filled)
    program = (
        "import sys; from pathlib import Path; from takhrij.store.conversion import *; from takhrij.store.keyfile import Cost\n"
        f"print('begun', flush=True); encrypt(Path(sys.argv[1]), Passphrase({WORDS!r}, Cost(1, 8192, 1))); print('done')"
    )
    for number in range(12):
        copy = tmp_path / f"copy{number}"
        shutil.copytree(filled, copy)
        running = subprocess.Popen([sys.executable, "-c", program, str(copy)], stdout=subprocess.PIPE)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(number * 0.03)
        running.kill()
        running.communicate()
        RING.drop()
        assert told(copy) == before
        if (copy / "case.key").exists():
            assert plain_bytes(copy, SECRET.encode()) == []
