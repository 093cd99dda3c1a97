from __future__ import annotations

import os
import sqlite3

import pytest

from takhrij.core.errors import CaseError, CaseLocked, CaseMissing, CaseTooNew, UsageError
from takhrij.store import open_case


def one_line(caught) -> str:
    text = str(caught.value)
    assert "\n" not in text and len(text) < 300
    return text


def test_a_postgresql_url_is_told_to_be_unsupported():
    with pytest.raises(UsageError) as caught:
        open_case("postgresql://host/case")
    assert "not supported by this version" in one_line(caught)


def test_a_place_without_a_case_says_how_to_make_one(tmp_path):
    for place in (tmp_path, tmp_path / "none"):
        with pytest.raises(CaseMissing) as caught:
            open_case(place)
        assert "takhrij add INPUT --case" in one_line(caught)
    assert not (tmp_path / "none").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(CaseError) as caught:
        open_case(tmp_path, create=True)
    assert "holds other files" in one_line(caught)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_not_a_case(tmp_path):
    (tmp_path / "f").write_text("x")
    with pytest.raises(CaseError, match="is a file; a case is a folder"):
        open_case(tmp_path / "f", create=True)


def test_a_codebook_may_be_there_before_the_case(tmp_path):
    (tmp_path / "codebook").mkdir()
    with open_case(tmp_path, create=True) as store:
        assert store.overlay == tmp_path / "codebook" and store.location == str(tmp_path)


def test_a_creation_cut_short_is_begun_again(tmp_path):
    (tmp_path / "case.sqlite3").touch()
    with pytest.raises(CaseMissing):
        open_case(tmp_path)
    with open_case(tmp_path, create=True) as store:
        assert list(store.documents()) == []


def test_originals_without_their_database_are_not_built_over(case):
    (case / "case.sqlite3").unlink()
    with pytest.raises(CaseError, match="restore it from a backup"):
        open_case(case, create=True)
    (case / "case.sqlite3").touch()
    with pytest.raises(CaseError, match="restore it from a backup"):
        open_case(case, create=True)


@pytest.mark.parametrize("keep", [5000, 4096, 700])
def test_a_truncated_case_is_told_to_be_damaged(case, keep):
    file = case / "case.sqlite3"
    os.truncate(file, keep)
    with pytest.raises(CaseError) as caught:
        open_case(case)
    assert "damaged" in one_line(caught)


def test_a_file_of_something_else_is_told_to_be_damaged(case):
    (case / "case.sqlite3").write_bytes(b"not a database at all" * 400)
    with pytest.raises(CaseError, match="damaged or not a case"):
        open_case(case)


def test_damage_met_later_is_one_line_too(case):
    file = case / "case.sqlite3"
    data = bytearray(file.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    file.write_bytes(data)
    with pytest.raises(CaseError) as caught, open_case(case) as store:
        list(store.extractions())
    assert "damaged" in one_line(caught)


def test_a_database_of_another_program_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "case.sqlite3") as other:
        other.execute("CREATE TABLE notes (x)")
    other.close()
    with pytest.raises(CaseError, match="belongs to another program"):
        open_case(tmp_path)


def test_a_newer_case_is_not_touched(case):
    with sqlite3.connect(case / "case.sqlite3") as raw:
        raw.execute("INSERT INTO migrations VALUES (99, 'later', '9.0')")
    raw.close()
    with pytest.raises(CaseTooNew) as caught:
        open_case(case)
    assert "upgrade Takhrij" in one_line(caught) and "99" in one_line(caught)


def test_a_read_only_case_is_read_and_not_written(case, put, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    before = sorted(p.name for p in case.iterdir())
    with open_case(case) as store:
        assert len(list(store.claims())) == 1
        with pytest.raises(CaseError, match="is read-only"):
            put(store, 2)
        with pytest.raises(CaseError, match="is read-only"):
            store.audit.append("login", "x", None, "2026-01-01T00:00:00Z")
    assert sorted(p.name for p in case.iterdir()) == before


def test_a_read_only_place_for_a_new_case(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(CaseError, match="is read-only"):
        open_case(tmp_path / "new", create=True)


def test_a_busy_database_is_told_to_be_locked(case, put, monkeypatch):
    monkeypatch.setattr("takhrij.store.connection.BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(case / "case.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(CaseLocked, match="another process is writing"), open_case(case) as store:
            put(store, 2)
    finally:
        holder.close()
