from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takhrij.core.errors import CaseError, CaseLocked, UsageError
from takhrij.core.passphrase import PASSPHRASES
from takhrij.core.records import Anchor, Decision
from takhrij.store import Store, open_case
from takhrij.store.backup import MANIFEST, backup, restore
from takhrij.store.keyfile import RING, Cost, new_vault, write_key
from takhrij.web.accounts.database import open_database

AT = "2026-01-02T03:04:05Z"
WORDS = "seven grey lanterns"


def told(case: Path) -> tuple[object, ...]:
    """Everything that a case lists."""
    with open_case(case) as store:
        documents = list(store.documents())
        return (
            documents,
            list(store.pages()),
            [store.original(d.sha256) for d in documents],
            [store.added(d.sha256) for d in documents],
            list(store.extractions()),
            store.problems(),
            store.links(),
            list(store.audit.entries()),
        )


def grow(store: Store, put: Callable[[Store, int], str], numbers: list[int]) -> None:
    """Pages of some numbers, each judged where it is even."""
    for number in numbers:
        key = put(store, number)
        if number % 2 == 0:
            anchor = Anchor(key, "أفرجت", "", "", "release")
            store.append_decision(Decision("", "unsure", anchor, "amal", AT, f"page {number}"))


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(2, 9), max_size=5), words=st.text(max_size=20))
def test_what_is_restored_tells_the_same(
    numbers: list[int], words: str, tmp_path_factory: pytest.TempPathFactory, put: Callable[[Store, int], str]
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    case = folder / "case"
    with open_case(case, create=True) as store:
        grow(store, put, numbers)
        store.audit.append("note", words, {"told": words}, AT)
    (case / "codebook" / "actors").mkdir(parents=True)
    (case / "codebook" / "actors" / "own.toml").write_text("# own\n", encoding="utf-8")
    backup(case, folder / "one.backup")
    restore(folder / "one.backup", folder / "again")
    assert told(folder / "again") == told(case)
    assert (folder / "again" / "codebook" / "actors" / "own.toml").read_text(encoding="utf-8") == "# own\n"
    assert sorted(p.name for p in folder.iterdir()) == ["again", "case", "one.backup"]
    backup(folder / "again", folder / "two.backup")
    names = [set(zipfile.ZipFile(folder / f"{n}.backup").namelist()) for n in ("one", "two")]
    assert names[0] == names[1]


@pytest.fixture
def kept(case: Path, tmp_path: Path) -> Path:
    (case / "codebook").mkdir()
    (case / "codebook" / "note.txt").write_text("own", encoding="utf-8")
    backup(case, tmp_path / "kept.backup")
    return tmp_path / "kept.backup"


@pytest.mark.slow
def test_a_backup_is_taken_while_others_write(case: Path, tmp_path: Path, put: Callable[[Store, int], str]) -> None:
    """Whatever moment it caught, what is restored is whole."""
    ended = threading.Event()

    def write() -> None:
        with open_case(case) as store:
            for number in range(2, 60):
                grow(store, put, [number])
        ended.set()

    writer = threading.Thread(target=write)
    writer.start()
    number = 0
    while not ended.is_set() or number == 0:
        number += 1
        backup(case, tmp_path / f"{number}.backup")
    writer.join()
    with open_case(case) as store, store.transaction():
        put(store, 90)
        backup(case, tmp_path / "last.backup")  # beside a transaction that has not ended
    for name in (*(str(n) for n in range(1, number + 1)), "last"):
        restore(tmp_path / f"{name}.backup", tmp_path / f"again{name}")
    with open_case(tmp_path / "againlast") as store:
        assert len(list(store.documents())) == 59


def test_accounts_go_along_only_when_asked(case: Path, tmp_path: Path) -> None:
    database = open_database(str(case))
    database.run("INSERT INTO accounts (name, role, password) VALUES ('amal', 'admin', 'x')")
    database.close()
    backup(case, tmp_path / "without.backup")
    backup(case, tmp_path / "with.backup", accounts=True)
    assert (tmp_path / "with.backup").stat().st_mode & 0o777 == 0o600
    restore(tmp_path / "without.backup", tmp_path / "a")
    restore(tmp_path / "with.backup", tmp_path / "b")
    assert not (tmp_path / "a" / "accounts.sqlite3").exists()
    database = open_database(str(tmp_path / "b"))
    assert database.row("SELECT name FROM accounts") == ("amal",)
    database.close()


def test_nothing_is_overwritten(case: Path, kept: Path, tmp_path: Path) -> None:
    before = kept.read_bytes()
    with pytest.raises(UsageError, match="is there already"):
        backup(case, kept)
    with pytest.raises(UsageError, match="is not empty"):
        restore(kept, case)
    assert kept.read_bytes() == before
    (tmp_path / "empty").mkdir()
    restore(kept, tmp_path / "empty")
    with pytest.raises(UsageError, match="there is no file"):
        restore(tmp_path / "nowhere", tmp_path / "new")


@pytest.mark.slow
def test_a_backup_cut_off_or_changed_anywhere_is_told(kept: Path, tmp_path: Path) -> None:
    """Cut at many places, and one bit turned at many places: never is another case restored than the one backed up."""
    data = kept.read_bytes()
    restore(kept, tmp_path / "whole")
    whole = told(tmp_path / "whole")
    bad, refused = tmp_path / "bad.backup", 0
    places = range(0, len(data), max(1, len(data) // 60))
    changes = [data[:at] for at in places] + [data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :] for at in places]
    for number, changed in enumerate(changes):
        bad.write_bytes(changed)
        new = tmp_path / f"new{number}"
        try:
            restore(bad, new)
        except CaseError:
            refused += 1
            assert not new.exists()
        else:
            assert told(new) == whole  # a bit that no reader of zips looks at
    assert refused > len(changes) * 0.9
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


@pytest.mark.parametrize("name", ["../outside", "/outside", "archive/../../outside", "notes.txt", "archive\\..\\x"])
def test_a_backup_leads_nowhere_else(kept: Path, tmp_path: Path, name: str) -> None:
    _repacked(kept, tmp_path / "bad.backup", {name: b"x"})
    with pytest.raises(CaseError, match="no part of a case"):
        restore(tmp_path / "bad.backup", tmp_path / "in" / "new")
    assert not list(tmp_path.rglob("outside")) and not (tmp_path / "in" / "new").exists()


def _repacked(source: Path, target: Path, more: dict[str, bytes]) -> None:
    """A backup with further files that its manifest names."""
    import hashlib

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        manifest = json.loads(old.read(MANIFEST))
        for name in old.namelist():
            if name != MANIFEST:
                new.writestr(name, old.read(name))
        for name, data in more.items():
            entry = zipfile.ZipInfo("x")
            entry.filename = name
            new.writestr(entry, data)
            manifest["files"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        new.writestr(MANIFEST, json.dumps(manifest))


def test_a_case_whose_originals_are_damaged_is_not_backed_up_unseen(case: Path, tmp_path: Path) -> None:
    (original,) = (case / "archive").glob("??/*")
    original.write_bytes(b"other")
    with pytest.raises(CaseError, match="was changed"):
        backup(case, tmp_path / "kept.backup")
    assert not list(tmp_path.glob("*kept*"))


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    pytest.importorskip("sqlcipher3", reason="the extra `encrypt` is not installed")
    RING.drop()
    monkeypatch.setattr(PASSPHRASES, "ask", lambda folder: WORDS)
    yield
    RING.drop()


def test_an_encrypted_case_stays_encrypted(unlocked: None, tmp_path: Path, put: Callable[[Store, int], str]) -> None:
    case = tmp_path / "case"
    case.mkdir()
    write_key(case, new_vault(), WORDS, Cost(1, 8 * 1024, 1))
    with open_case(case, create=True) as store:
        key = put(store, 3)
    backup(case, tmp_path / "kept.backup")
    data = (tmp_path / "kept.backup").read_bytes()
    assert not any(word in data for word in ("أسيرا".encode(), key.encode(), b"SQLite format"))
    RING.drop()
    restore(tmp_path / "kept.backup", tmp_path / "again")
    assert told(tmp_path / "again") == told(case)
    RING.drop()
    PASSPHRASES.ask = lambda folder: "another one entirely"
    with pytest.raises(CaseError, match="not the passphrase"):
        restore(tmp_path / "kept.backup", tmp_path / "third")
    assert not (tmp_path / "third").exists()


def test_a_locked_case_is_backed_up_all_the_same(case: Path, tmp_path: Path) -> None:
    with open_case(case) as store, store.transaction():
        with pytest.raises(CaseLocked), open_case(case) as other, other.transaction():
            pass
        backup(case, tmp_path / "kept.backup")
    restore(tmp_path / "kept.backup", tmp_path / "again")
