from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from takhrij.core.errors import CaseTooNew
from takhrij.store.migrations import MIGRATIONS, Migration, check_version, migrate, version_of

NEXT = Migration(
    MIGRATIONS[-1].version + 1, "notes", ("CREATE TABLE notes (x TEXT)", "INSERT INTO notes VALUES ('a')")
)
BROKEN = Migration(NEXT.version + 1, "broken", ("CREATE TABLE more (x)", "INSERT INTO nowhere VALUES (1)"))


def memory():
    return closing(sqlite3.connect(":memory:", isolation_level=None))


def test_an_older_case_gains_the_later_steps_once():
    with memory() as raw:
        migrate(raw, "case")
        assert version_of(raw) == MIGRATIONS[-1].version and not check_version(raw, "case", (*MIGRATIONS, NEXT))
        for _ in range(2):
            migrate(raw, "case", (*MIGRATIONS, NEXT))
            assert raw.execute("SELECT x FROM notes").fetchall() == [("a",)]
        assert check_version(raw, "case", (*MIGRATIONS, NEXT))
        with pytest.raises(CaseTooNew):
            migrate(raw, "case")


def test_a_step_that_fails_takes_all_steps_back():
    with memory() as raw:
        migrate(raw, "case")
        before = list(raw.iterdump())
        with pytest.raises(sqlite3.OperationalError):
            migrate(raw, "case", (*MIGRATIONS, NEXT, BROKEN))
        assert list(raw.iterdump()) == before and not raw.in_transaction


def test_versions_are_numbered_without_a_gap():
    assert [m.version for m in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))
