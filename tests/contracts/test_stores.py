"""What every store of a case must do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from takhrij.core.errors import CaseError, CaseLocked, DecisionError
from takhrij.core.records import (
    Anchor,
    Check,
    ClaimLink,
    Comparison,
    Conflict,
    ConflictValue,
    Copy,
    Decision,
    Event,
    Grade,
    Origin,
    Problem,
)
from takhrij.store import Links, Page, standing

AT = "2026-01-02T03:04:05Z"


def fill(store, samples, model="m1"):
    for one in samples:
        with store.transaction():
            store.put_document(one.document, one.reading, one.original, AT)
            store.put_extraction(one.extraction, model)


def picture(store):
    """Everything a store shows of its documents and claims."""
    return (
        list(store.documents()),
        list(store.readings()),
        list(store.extractions()),
        list(store.claims()),
        list(store.pages()),
        store.problems(),
        store.links(),
    )


def test_keeps_a_document_exactly(store, sample):
    one = sample(20)
    assert store.put_document(one.document, one.reading, one.original, AT)
    assert store.put_extraction(one.extraction, "m1")
    key = one.document.sha256
    assert store.has(key) and store.document(key) == one.document and store.added(key) == AT
    assert store.original(key) == one.original
    assert store.reading(key) == one.reading
    assert store.extraction(key) == one.extraction
    assert list(store.claims()) == list(one.extraction.claims)
    assert list(store.extraction(key).claims[0].roles) == list(one.extraction.claims[0].roles)
    assert store.problems() == one.extraction.problems
    assert store.has_extraction(key, "m1") and not store.has_extraction(key, "m2")


def test_unknown_documents_are_none(store):
    assert not store.has("0" * 64)
    assert store.document("0" * 64) is store.reading("0" * 64) is store.extraction("0" * 64) is None
    assert store.added("0" * 64) is None
    with pytest.raises(CaseError, match="restore a backup"):
        store.original("0" * 64)


def test_adding_again_changes_nothing(store, sample):
    fill(store, [sample(n) for n in (1, 2, 3)])
    before = picture(store)
    for one in map(sample, (3, 1, 2)):
        assert not store.put_document(one.document, one.reading, one.original, "2030-01-01T00:00:00Z")
        store.put_extraction(one.extraction, "m1")
    assert picture(store) == before
    assert store.added(sample(1).document.sha256) == AT


def test_order_of_adding_does_not_show(reopen, sample, tmp_path):
    with reopen() as store:
        fill(store, [sample(n) for n in (1, 2, 3)])
        first = picture(store)
    (tmp_path / "case").rename(tmp_path / "earlier")
    with reopen() as store:
        fill(store, [sample(n) for n in (3, 1, 2)])
        assert picture(store) == first


def test_same_bytes_under_two_urls_show_alike_in_any_order(reopen, sample, tmp_path):
    bare, page = sample(5), sample(5, url="https://example.org/b")
    page.reading = replace(page.reading, outlet="صحيفة النموذج")
    page.extraction = replace(page.extraction, reading=page.reading)
    pictures = []
    for order in ([bare, page], [page, bare]):
        with reopen() as store:
            fill(store, order)
            pictures.append(picture(store))
            assert store.document(page.document.sha256) == page.document
            assert store.sightings(page.document.sha256) == (page.document, bare.document)
        (tmp_path / "case").rename(tmp_path / f"case{len(pictures)}")
    assert pictures[0] == pictures[1]
    assert pictures[0][2] == [page.extraction]


def test_versions_of_a_url_are_one_page(store, sample):
    url = "https://example.org/ب"
    new, old, undated = (sample(n, url=url) for n in (1, 2, 3))
    new.document = replace(new.document, retrieved="2020-05-01")
    old.document = replace(old.document, retrieved="2019-05-01")
    fill(store, [new, undated, old, sample(9)])
    assert list(store.pages()) == [Page(url, tuple(s.document.sha256 for s in (old, new, undated)))]


def test_a_newer_reader_takes_the_place_of_the_earlier_one(store, sample):
    first, second = sample(7), sample(7, reader="text 2")
    fill(store, [first])
    assert store.put_document(second.document, second.reading, second.original, AT)
    key = first.document.sha256
    assert store.reading(key) == second.reading
    assert not store.has_extraction(key, "m1") and store.extraction(key) is None
    assert not store.put_extraction(first.extraction, "m1")
    assert store.put_extraction(second.extraction, "m1")


def test_refuses_claims_without_their_reading(store, sample):
    with pytest.raises(CaseError, match="put the document before its claims"):
        store.put_extraction(sample(1).extraction, "m1")


def test_a_failed_transaction_leaves_nothing(store, sample):
    one = sample(1)
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.put_document(one.document, one.reading, one.original, AT)
        raise ZeroDivisionError
    assert not store.has(one.document.sha256)
    with store.transaction():
        store.put_document(one.document, one.reading, one.original, AT)
        with pytest.raises(ZeroDivisionError), store.transaction():
            store.put_extraction(one.extraction, "m1")
            raise ZeroDivisionError
    assert store.has(one.document.sha256) and not store.has_extraction(one.document.sha256, "m1")


def test_any_text_can_be_kept(store, sample):
    one = sample(1, url="https://example.org/\ud800")
    odd = replace(one.reading, title="\ud800 \U0001f600 \x00", text="a\udfff\ud800\udc00b")
    store.put_document(one.document, odd, one.original, AT)
    assert store.reading(one.document.sha256) == odd
    assert store.document(one.document.sha256) == one.document
    assert [p.url for p in store.pages()] == [one.document.url]


def links_of(sample) -> Links:
    claim = sample(1).extraction.claims[0]
    a, b = claim.document, sample(2).document.sha256
    conflict = Conflict("released", (ConflictValue("1", (claim.id,)), ConflictValue("2", ("z",))), "note")
    event = Event(
        claim.id, "release", "نص", "2018-11-13", ("sanaa", "Sanaa"), ((claim.id, a),), ((a, b),), ("houthi",),
        (conflict,), Grade(3, "one origin"), (Check(claim.id, True, "16 + 4 = 20"),), ("n",),
    )  # fmt: skip
    return Links(
        copies=(Copy(b, a, 0.5, None, "equal", (((0, 2), (4, 6)),)), Copy(a, b, 1.0, b, "named")),
        origins=(Origin(a, (a, b), "label", {b: "copies"}),),
        claim_links=(ClaimLink(claim.id, "z", 4.25, (Comparison("time", 2, 3.5, "same day"),)),),
        events=(event, replace(event, id="0", place=None, time=None)),
    )


def test_links_are_replaced_as_a_whole_in_their_order(store, sample):
    assert store.links() == Links()
    links = links_of(sample)
    store.replace_links(Links(copies=(*links.copies, *links.copies)))
    store.replace_links(links)
    assert store.links() == links


def test_problems_are_kept_once_and_replaced_by_stage(store):
    refused = Problem("empty", "it is empty", "read", "b.txt")
    lost = Problem("lost", "no place", "decisions", "a", "0" * 64)
    store.put_problem(refused)
    store.put_problem(refused)
    store.replace_problems("decisions", [lost, replace(lost, name="c")])
    assert store.problems() == (lost, refused, replace(lost, name="c"))
    store.replace_problems("decisions", [])
    assert store.problems() == (refused,)


def decision(sample, verb="accept", **more) -> Decision:
    anchor = Anchor(sample.document.sha256, "أفرجت", "إن الجماعة ", " في", "release", "time")
    return Decision("", verb, anchor, "منى", AT, "seen in print", {"edtf": "2018-11-13"}, **more)


def test_clearing_keeps_originals_decisions_and_refusals(store, sample):
    one = sample(1)
    fill(store, [one])
    store.replace_links(links_of(sample))
    refused = Problem("empty", "it is empty", "read", "b.txt")
    store.put_problem(refused)
    made = store.append_decision(decision(one))
    before = picture(store)
    store.clear_derived()
    key = one.document.sha256
    assert list(store.documents()) == [one.document] and store.original(key) == one.original
    assert store.reading(key) is None and list(store.claims()) == [] and store.links() == Links()
    assert store.problems() == (refused,) and store.decisions() == (made,)
    fill(store, [one])
    store.replace_links(links_of(sample))
    assert picture(store) == before


def test_decisions_are_logged_undone_and_never_lost(reopen, sample):
    one = sample(1)
    with reopen() as store:
        fill(store, [one])
        first = store.append_decision(decision(one))
        second = store.append_decision(decision(one, "same", other=decision(one).anchor))
        undo = store.undo(first.id[:6], "علي", AT, "a slip")
        assert standing(store.decisions()) == (second,)
        assert replace(first, id="") == decision(one)
        with pytest.raises(DecisionError, match="undone already"):
            store.undo(first.id, "علي", AT)
        for name in ("zzz", ""):
            with pytest.raises(DecisionError, match="takhrij decisions"):
                store.undo(name, "علي", AT)
    with reopen() as store:
        assert store.decisions() == (first, second, undo)
        store.undo(undo.id, "منى", AT)
        assert standing(store.decisions()) == (first, second)
        assert store.audit.verify() == 4


def test_what_is_read_while_deciding_stays_so_until_it_is_decided(reopen, sample, monkeypatch):
    monkeypatch.setattr("takhrij.store.connection.BUSY_SECONDS", 0.2)
    one = sample(1)
    with reopen() as store, reopen() as other:
        fill(store, [one])
        with store.deciding():
            seen = store.decisions()
            with pytest.raises(CaseLocked):
                other.append_decision(decision(one))
            store.append_decision(decision(one))
        assert (seen, len(other.decisions())) == ((), 1)
        with pytest.raises(DecisionError), store.deciding():
            store.append_decision(decision(one))
            raise DecisionError("the second of two fails")
        assert len(other.decisions()) == 1
        assert store.audit.verify() == 1


def test_a_decision_needs_its_document(store, sample):
    with pytest.raises(DecisionError, match="not in this case"):
        store.append_decision(decision(sample(1)))
    assert store.audit.verify() == 0


def test_an_erased_payload_leaves_a_chain_that_verifies(store, sample):
    fill(store, [sample(1)])
    first = store.append_decision(decision(sample(1)))
    second = store.append_decision(decision(sample(1)))
    store.audit.append("login", "منى", {"from": "here"}, AT)
    store.audit.erase_payload(1, "منى", "it names a private person", AT)
    assert store.audit.verify() == 4
    entries = list(store.audit.entries())
    assert [e.kind for e in entries] == ["decision", "decision", "login", "erase"]
    assert entries[0].payload is None and entries[3].payload == {"seq": 1, "why": "it names a private person"}
    assert store.decisions() == (second,) and first.id != second.id
    for seq, reason in ((1, "already"), (4, "stays"), (9, "no audit entry")):
        with pytest.raises(DecisionError, match=reason):
            store.audit.erase_payload(seq, "منى", "", AT)


def test_one_writer_at_a_time_but_decisions_go_on(reopen, sample, monkeypatch):
    monkeypatch.setattr("takhrij.store.connection.LOCK_SECONDS", 0.05)
    with reopen() as writer, reopen() as other:
        fill(writer, [sample(1)])
        assert other.has(sample(1).document.sha256)
        with pytest.raises(CaseLocked, match="another process is writing"):
            fill(other, [sample(2)])
        other.append_decision(decision(sample(1)))
        writer.close()
        fill(other, [sample(2)])
        assert other.audit.verify() == 1


def test_a_whole_chain_has_no_breaks(store):
    assert store.audit.breaks() == () and store.audit.verify() == 0
