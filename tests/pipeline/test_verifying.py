"""A case is checked against itself: whatever was changed in it, by whatever hand, is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from takhrij.core.config import Config
from takhrij.pipeline.verifying import Report, Wish, verify
from takhrij.store import Store, open_case


def checked(case: Path, **wish: object) -> Report:
    return verify(str(case), Config(), Wish(by="amal", **wish))  # type: ignore[arg-type]


def kinds(report: Report) -> set[str]:
    return {fault.kind for fault in report.faults}


def first(store: Store) -> str:
    return min(document.sha256 for document in store.documents())


def changed(case: Path, sql: str, value: bytes | str) -> None:
    with open_case(case) as store:
        store._db.run(sql, (value,))


def test_an_untouched_case_holds_and_the_check_is_noted(case: Path) -> None:
    report = checked(case)
    assert (report.faults, report.notes) == ([], [])
    assert (report.originals, report.readings, report.entries) == (2, 2, 2)
    assert report.spans > 10 and report.bytes > 200
    with open_case(case) as store:
        (entry,) = store.audit.entries(("verified",))
        assert (entry.by, entry.payload["originals"], entry.payload["faults"]) == ("amal", 2, 0)
    assert checked(case).faults == []


def test_a_quick_check_makes_no_reading_again(case: Path) -> None:
    report = checked(case, reread=False)
    assert (report.faults, report.readings, report.originals) == ([], 0, 2)


@pytest.mark.parametrize("change", [lambda data: data + b" ", lambda data: b"\x00" + data[1:], lambda data: b""])
def test_a_changed_original_is_told(case: Path, change: Callable[[bytes], bytes]) -> None:
    with open_case(case) as store:
        path = store.archive.path(first(store))
    path.write_bytes(change(path.read_bytes()))
    report = checked(case)
    assert kinds(report) == {"original"} and report.faults[0].document == path.name


def test_a_lost_original_is_told_and_the_others_are_checked(case: Path) -> None:
    with open_case(case) as store:
        store.archive.path(first(store)).unlink()
    report = checked(case)
    assert kinds(report) == {"original"} and report.readings == 1


def test_another_second_hash_is_told_twice(case: Path) -> None:
    changed(case, "UPDATE documents SET sha512 = ?", "0" * 128)
    assert kinds(checked(case)) == {"original", "record"}


def test_a_changed_text_is_told(case: Path) -> None:
    changed(case, "UPDATE readings SET text_sha256 = ?", "0" * 64)
    assert kinds(checked(case)) == {"reading"}


def test_a_changed_fact_of_a_reading_is_told(case: Path) -> None:
    with open_case(case) as store:
        for reading, record in list(store._db.rows("SELECT id, record FROM readings")):
            told = json.loads(record) | {"outlet": "صحيفة أخرى"}
            store._db.run("UPDATE readings SET record = ? WHERE id = ?", (json.dumps(told).encode(), reading))
    report = checked(case)
    assert kinds(report) == {"reading"} and "outlet" in report.faults[0].message


def test_a_quotation_that_does_not_stand_there_is_told(case: Path) -> None:
    with open_case(case) as store:
        for document, claims in list(store._db.rows("SELECT document, claims FROM extractions")):
            told = claims.decode().replace("صنعاء", "صعدة")
            store._db.run("UPDATE extractions SET claims = ? WHERE document = ?", (told.encode(), document))
    assert kinds(checked(case)) == {"quotation"}


def test_an_entry_that_was_changed_or_a_document_that_was_taken_out_is_told(case: Path) -> None:
    with open_case(case) as store:
        store._db.run("DROP TRIGGER audit_is_not_changed")
        store._db.run("UPDATE audit SET by = 'basim' WHERE seq = 1")
        key = first(store)
        for table in ("extractions", "sightings", "readings"):
            store._db.run(f"DELETE FROM {table} WHERE document = ?", (key,))
        store._db.run("DELETE FROM documents WHERE sha256 = ?", (key,))
    report = checked(case)
    assert kinds(report) == {"record"}
    assert any("no longer in the case" in fault.message for fault in report.faults)
    assert any("entry 1" in fault.message for fault in report.faults)


def test_a_reading_of_another_version_is_a_note_and_no_fault(case: Path) -> None:
    with open_case(case) as store:
        for reading, record in list(store._db.rows("SELECT id, record FROM readings")):
            told = record.decode().replace('"text@', '"text@9')
            store._db.run("UPDATE readings SET record = ? WHERE id = ?", (told.encode(), reading))
    report = checked(case)
    assert report.faults == [] and report.readings == 0 and "were not made again" in report.notes[0]
