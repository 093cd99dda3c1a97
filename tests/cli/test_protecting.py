from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from takhrij.store import keyfile
from takhrij.store.keyfile import RING, Cost

pytest.importorskip("sqlcipher3", reason="the extra `encrypt` is not installed")

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def locked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is unlocked from one command to the next, as in processes of their own; tries are cheap."""
    monkeypatch.setattr("takhrij.store.keyfile.Cost", lambda: Cost(1, 8 * 1024, 1))
    monkeypatch.setattr("takhrij.store.conversion._USUAL", Cost(1, 8 * 1024, 1))
    monkeypatch.setattr(keyfile.Ring, "hold", lambda self, vault: vault)
    yield
    RING.drop()


@pytest.fixture
def words(tmp_path: Path) -> Path:
    file = tmp_path / "words"
    file.write_text("seven grey lanterns\n", encoding="utf-8")
    return file


@pytest.mark.slow
def test_an_encrypted_case_asks_for_its_passphrase(
    run: Run, case: Path, words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = run("events", "--case", case).out
    made = run("encrypt", "--case", case, "--passphrase-file", words)
    assert made.code == 0 and "the case is lost" in made.out and "solid-state" in made.out
    assert run("encrypt", "--case", case, "--passphrase-file", words).code == 2
    refused = run("events", "--case", case)
    assert (refused.code, refused.out) == (3, "") and "is encrypted; give --passphrase-file" in refused.err
    wrong = tmp_path / "wrong"
    wrong.write_text("seven grey lantern\n", encoding="utf-8")
    assert "not the passphrase" in run("events", "--case", case, "--passphrase-file", wrong).err
    assert run("events", "--case", case, "--passphrase-file", words).out == plain
    monkeypatch.setenv("TAKHRIJ_PASSPHRASE_FILE", str(words))
    assert run("events", "--case", case).out == plain
    other = tmp_path / "other"
    other.write_text("nine grey herons\n", encoding="utf-8")
    assert run("encrypt", "--case", case, "--change", "--new-passphrase-file", other).code == 0
    assert run("events", "--case", case).code == 3
    assert run("events", "--case", case, "--passphrase-file", other).out == plain
    assert run("decrypt", "--case", case, "--passphrase-file", other).code == 0
    monkeypatch.delenv("TAKHRIJ_PASSPHRASE_FILE")
    assert run("events", "--case", case).out == plain
    assert run("audit", "verify", "--case", case).out.startswith("The record holds")


def test_a_case_can_be_encrypted_from_its_first_page(run: Run, pages: Path, words: Path, tmp_path: Path) -> None:
    place, secret = tmp_path / "new", ("--passphrase-file", words)
    assert run("encrypt", "--case", place, *secret).code == 0
    assert run("add", pages, "--case", place, *secret).code == 0
    assert len(run("claims", "--case", place, *secret).out.splitlines()) >= 2
    assert not any("الصومعة".encode() in p.read_bytes() for p in place.rglob("*") if p.is_file())
    filled = tmp_path / "filled"
    filled.mkdir()
    (filled / "notes.txt").write_text("x")
    assert run("encrypt", "--case", filled, *secret).code == 2


def test_what_is_no_part_of_the_case_is_told(run: Run, case: Path, words: Path) -> None:
    (case / "notes.txt").write_text("x")
    assert "notes.txt is no part of the case" in run("encrypt", "--case", case, "--passphrase-file", words).err


def test_without_a_terminal_nothing_is_asked(run: Run, case: Path) -> None:
    refused = run("encrypt", "--case", case)
    assert refused.code == 2 and "--new-passphrase-file" in refused.err
    assert run("decrypt", "--case", case).code == 2
    assert run("events", "--case", case, "--passphrase-file").code == 2
    assert run("encrypt", "--case", case, "--change").code == 2
