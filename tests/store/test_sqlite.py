from __future__ import annotations

import errno
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from takhrij.core.errors import AuditBroken, CaseError, StoreFull
from takhrij.core.ids import sha256
from takhrij.store import open_case
from takhrij.store.sqlite import SqliteStore

AT = "2026-01-02T03:04:05Z"


def dump(case):
    with closing(sqlite3.connect(case / "case.sqlite3")) as raw:
        return list(raw.iterdump())


def originals(case):
    return sorted(p.name for p in (case / "archive").rglob("*") if p.is_file())


def test_adding_again_leaves_the_same_bytes(case, put):
    before, files = dump(case), originals(case)
    with open_case(case) as store:
        put(store, 1)
        store.replace_links(store.links())
    assert dump(case) == before and originals(case) == files


@pytest.mark.parametrize("call", ["os.replace", "os.fsync"])
def test_a_full_disk_at_the_archive_leaves_the_case_as_it_was(case, put, monkeypatch, call):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    before, files = dump(case), originals(case)
    with open_case(case) as store:
        with monkeypatch.context() as patch:
            patch.setattr(call, full)
            with pytest.raises(StoreFull, match="free some, then run again"):
                put(store, 2)
        assert dump(case) == before and originals(case) == files
        put(store, 2)
        assert len(list(store.claims())) == 2


def test_a_full_database_leaves_the_case_as_it_was(case, put):
    with open_case(case) as store:
        assert isinstance(store, SqliteStore)
        raw = store._db.raw
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages}")
        kept = 1
        with pytest.raises(StoreFull, match="nothing was half-written"):
            for kept in range(1, 200):
                put(store, kept + 1)
        assert len(list(store.documents())) == len(list(store.extractions())) == kept
        with pytest.raises(StoreFull):
            for _ in range(500):
                store.audit.append("login", "x", "y" * 200, AT)
        whole = store.audit.verify()
        raw.execute("PRAGMA max_page_count = 100000")
        put(store, 500)
        store.audit.append("login", "x", None, AT)
        assert store.audit.verify() == whole + 1


def test_a_full_database_within_a_larger_transaction_takes_all_back(case, put):
    with open_case(case) as store:
        raw = store._db.raw
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreFull), store.transaction():
            for number in range(2, 200):
                put(store, number)
        assert len(list(store.documents())) == 1


def test_changed_bytes_and_text_are_noticed(case):
    with open_case(case) as store:
        key = next(store.documents()).sha256
        assert list(store.archive.damaged()) == []
        store.archive.path(key).write_bytes(b"other")
        assert list(store.archive.damaged()) == [key]
        with pytest.raises(CaseError, match="was changed"):
            store.original(key)
        store._db.run("UPDATE readings SET record = CAST(replace(record, '10', '11') AS BLOB), text_sha256 = 'x'")
        with pytest.raises(CaseError, match="text of document"):
            store.reading(key)


def test_the_wrong_bytes_are_refused(case, put):
    with open_case(case) as store:
        document, reading = next(store.documents()), next(store.readings())
        with pytest.raises(CaseError, match="another SHA-256"):
            store.archive.put(document.sha256, b"other")
        with pytest.raises(CaseError, match="was given with document"):
            store.put_document(document, type(reading)("0" * 64, "r", "t"), b"", AT)


def test_the_audit_tables_refuse_changes_and_the_chain_shows_them(case):
    with open_case(case) as store:
        for number in range(4):
            store.audit.append("login", "منى", number, AT)
        for sql in ("UPDATE audit SET by = 'x'", "DELETE FROM audit", "UPDATE audit_payloads SET payload = x'00'"):
            with pytest.raises(CaseError, match="append-only"):
                store._db.run(sql)
        assert store.audit.verify() == 4


@pytest.mark.parametrize(
    ("sql", "seq", "reason"),
    [
        ("UPDATE audit SET by = 'x' WHERE seq = 2", 2, "were changed"),
        ("UPDATE audit SET entry_hash = 'x' WHERE seq = 2", 2, "were changed"),
        ("UPDATE audit_payloads SET payload = CAST('{}' AS BLOB) WHERE seq = 3", 3, "payload was changed"),
        ("DELETE FROM audit_payloads WHERE seq = 3", 3, "no entry erased it"),
        ("DELETE FROM audit WHERE seq = 2", 3, "missing before it"),
    ],
)
def test_tampering_is_found(case, sql, seq, reason):
    with open_case(case) as store:
        for number in range(4):
            store.audit.append("login", "منى", number, AT)
    with closing(sqlite3.connect(case / "case.sqlite3")) as raw, raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(sql)
    with open_case(case) as store:
        assert any(b.seq == seq and reason in b.reason for b in store.audit.breaks())
        with pytest.raises(AuditBroken, match="compare the case with a backup"):
            store.audit.verify()


def test_an_erased_payload_is_gone_from_every_file(case):
    secret = "kept-in-confidence-4711"
    with open_case(case) as store:
        store.audit.append("login", "منى", secret, AT)
        assert any(secret.encode() in p.read_bytes() for p in case.glob("case.sqlite3*"))
        store.audit.erase_payload(1, "منى", "asked for", AT)
        assert not any(secret.encode() in p.read_bytes() for p in case.glob("case.sqlite3*"))


WRITER = """
import sys
from takhrij.core.ids import claim_anchor, sha256
from takhrij.core.records import Anchor, Claim, Decision, Document, Extraction, Reading, Span
from takhrij.store import open_case
at = "2026-01-02T03:04:05Z"
with open_case(sys.argv[1], create=True) as store:
    print("ready", flush=True)
    for number in range(100000):
        text = f"أفرجت الجماعة عن {sys.argv[2]} {number} أسيرا. " * 200
        original = text.encode(); key = sha256(original); reading = Reading(key, "text 1", text)
        trigger = Span(0, 5, text[:5])
        claim = Claim(claim_anchor(key, "release", 0), key, "release", "asserted", "did", trigger, (trigger,), {})
        with store.transaction():
            store.put_document(Document(key, "d", "d.txt", "text/plain", len(original)), reading, original, at)
            store.put_extraction(Extraction(reading, (claim,)), "m")
        store.append_decision(Decision("", "accept", Anchor(key, text[:5], "", "", "release"), "x", at))
"""


def test_a_killed_writer_leaves_whole_documents(tmp_path):
    case, chance = tmp_path / "case", random.Random(7)
    documents = 0
    for turn in range(5):
        command = [sys.executable, "-c", WRITER, str(case), str(turn)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None and process.stdout.readline() == b"ready\n"
            time.sleep(0.02 + chance.random() * 0.2)
            os.kill(process.pid, signal.SIGKILL)
        with open_case(case) as store:
            kept = [d.sha256 for d in store.documents()]
            assert len(kept) >= documents
            assert [e.reading.document for e in store.extractions()] == kept
            assert all(sha256(store.original(key)) == key for key in kept)
            # Each kill can come between a document and the decision on it, no more.
            assert len(kept) - turn - 1 <= store.audit.verify() == len(store.decisions()) <= len(kept)
            assert set(kept) <= set(store.archive.keys()) and not list(store.archive.damaged())
            documents = len(kept)
            with store.transaction():
                pass
            assert not list((case / "archive" / "partial").glob("*"))
    assert documents > 5


def test_adding_a_document_looks_nothing_up_by_reading_a_whole_table(case, put):
    seen = []
    with open_case(case) as store:
        store._db.raw.set_trace_callback(seen.append)
        key = put(store, 2)
        store.has_extraction(key, "m")
        store.extraction(key)
        store._db.raw.set_trace_callback(None)
        looked_up = [sql for sql in seen if sql.startswith(("SELECT", "UPDATE", "DELETE"))]
        plans = [row[3] for sql in looked_up for row in store._db.rows(f"EXPLAIN QUERY PLAN {sql}")]
    assert len(plans) > 5 and not [plan for plan in plans if plan.startswith("SCAN")]
