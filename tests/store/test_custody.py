"""What the record tells of each original: who added it, when, and what was done to it since."""

from __future__ import annotations

from hashlib import sha512
from pathlib import Path

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.records import Acquisition, Hop, Search
from takhrij.store import open_case
from takhrij.store.curtain import Curtain
from takhrij.store.custody import acquisitions, custody, log_acquisition, log_search
from takhrij.store.seals import sealing

AT = "2026-01-02T03:04:05Z"
TEXT = "إفراج في صنعاء\n\nفي 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 20 عنصرا من تنظيم القاعدة في صنعاء.\n"
ME = Config(by="amal")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    pipeline.add([tmp_path / "page.txt", tmp_path / "empty.txt"], str(tmp_path / "case"), ME)
    return tmp_path / "case"


def steps(case: Path) -> list[tuple[str, str]]:
    with open_case(case) as store:
        (document,) = store.documents()
        return [(step.what, step.by) for step in custody(store.audit, document.sha256)]


def test_both_hashes_and_who_added_are_kept(case: Path) -> None:
    with open_case(case) as store:
        (document,) = store.documents()
        (step,) = custody(store.audit, document.sha256)
        assert store.sha512(document.sha256) == sha512(TEXT.encode()).hexdigest() == step.told["sha512"]
    assert (step.what, step.by, step.told["name"], step.told["size"]) == (
        "added",
        "amal",
        "page.txt",
        len(TEXT.encode()),
    )
    assert step.told["reader"].startswith("text@") and step.told["tool"].startswith("takhrij ")


def test_the_same_input_again_is_no_step_and_another_name_is_one(case: Path, tmp_path: Path) -> None:
    pipeline.add([tmp_path / "page.txt", tmp_path / "empty.txt"], str(case), ME)
    assert steps(case) == [("added", "amal")]
    (tmp_path / "other.txt").write_text(TEXT, encoding="utf-8")
    pipeline.add([tmp_path / "other.txt"], str(case), Config(by="basim"))
    assert steps(case) == [("added", "amal"), ("sighted", "basim")]
    pipeline.rebuild(str(case), ME)
    assert steps(case)[-1] == ("rebuilt", "amal")


def test_a_seal_is_a_step_and_what_is_sealed_is_not_told(case: Path) -> None:
    with open_case(case) as store:
        (document,) = store.documents()
        store.append_decision(sealing(document.sha256, "editor", ("amal", AT, "in danger")))
    assert steps(case)[-1] == ("seal", "amal")
    with open_case(case) as store:
        curtain = Curtain(store, frozenset({document.sha256}))
        assert custody(curtain.audit, document.sha256) == () and curtain.sha512(document.sha256) is None
        assert [entry.kind for entry, _ in acquisitions(curtain.audit)] == ["refused"]


def test_searches_refusals_and_fetches_are_told_in_order(case: Path) -> None:
    search = Search(
        "إفراج أسرى", "موقع المثال", AT, results=0, outlet="صحيفة المثال", first="2018-11-13", last="2018-11-13"
    )
    hop = Hop("https://a.example/1", 301, "https://a.example/2")
    failed = Acquisition(
        "https://a.example/1", "https://a.example/2", "failed", AT, AT, "takhrij 1", 500, hops=(hop,)
    )
    with open_case(case) as store:
        log_search(store.audit, search, "amal", AT)
        log_acquisition(store.audit, failed, "amal")
        told = list(acquisitions(store.audit))
        assert store.audit.verify() == len(told)
    assert [entry.kind for entry, _ in told] == ["added", "refused", "search", "fetched"]
    assert [record for _, record in told] == [None, None, search, failed]
    assert told[1][0].payload["reason"] == "empty"


def test_a_case_of_an_older_version_gains_the_second_hash_at_a_rebuild(case: Path) -> None:
    with open_case(case) as store:
        store._db.run("UPDATE documents SET sha512 = NULL")
    pipeline.rebuild(str(case), ME)
    with open_case(case) as store:
        (document,) = store.documents()
        assert store.sha512(document.sha256) == sha512(TEXT.encode()).hexdigest()
