"""Two people at once: no decision is lost, and what changed since it was shown is shown again, never overwritten."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.records import Anchor, Decision
from takhrij.store import open_case
from takhrij.web.workbench import Judged, Snapshot, StaleError, Workbench
from tests.web.browser import csrf, served


def seen_of(page: str) -> str:
    head = page.index('name="seen" value="') + len('name="seen" value="')
    return page[head : page.index('"', head)]


def test_a_stale_form_writes_nothing_and_shows_both(case: Path) -> None:
    client, _ = served(case)
    claim = client.get("/claims.json?type=release").json()[0]["id"]
    page = client.get(f"/claims/{claim}").text
    token, seen = csrf(page), seen_of(page)
    first = {"csrf": token, "seen": seen, "verb": "edit", "field": "time", "value": "2018-11-14", "why": "read again"}
    assert client.post(f"/claims/{claim}/judge", data=first).status_code == 200
    answer = client.post(
        f"/claims/{claim}/judge", data={"csrf": token, "seen": seen, "verb": "reject", "why": "my own"}
    )
    assert answer.status_code == 409
    assert "my own" in answer.text and "read again" in answer.text
    assert [d["verb"] for d in client.get("/decisions.json").json()] == ["edit"]
    again = {"csrf": token, "seen": seen_of(answer.text), "verb": "reject", "why": "my own"}
    assert client.post(f"/claims/{claim}/judge", data=again).status_code == 200
    assert [d["verb"] for d in client.get("/decisions.json").json()] == ["edit", "reject"]


def test_a_judgement_from_another_process_makes_a_page_stale(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbench = Workbench(str(case), Config())
    view = workbench.snapshot().view
    claim = next(c for c in view.claims.values() if c.type == "release")
    from takhrij.pipeline import judging

    seen = judging.fingerprint(view, claim.id)
    # As in a large case: the pages still show what they read before the other process wrote.
    monkeypatch.setattr("takhrij.web.workbench.AT_ONCE", -1.0)
    monkeypatch.setattr(Workbench, "_beside", lambda self, relink: None)
    with open_case(case) as store:
        made = Decision("", "reject", Anchor(claim.document, "", "", "", claim.type), "basim", pipeline.now())
        pipeline.decide(store, claim, "reject", made)
    with pytest.raises(StaleError, match="basim"):
        workbench.judge(Judged(claim.id, "accept", "amal", seen=seen))
    other = next(c for c in view.claims.values() if c.trigger.text != claim.trigger.text)
    workbench.judge(Judged(other.id, "accept", "amal", seen=judging.fingerprint(view, other.id)))
    with open_case(case) as store:
        assert [d.by for d in store.decisions()] == ["basim", "amal"]


def test_what_is_decided_while_the_case_is_read_is_never_shown_undecided(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench = Workbench(str(case), Config())
    first, second = list(workbench.snapshot().view.claims)[:2]
    monkeypatch.setattr("takhrij.web.workbench.AT_ONCE", -1.0)
    read, reading, go_on = Workbench._read, threading.Event(), threading.Event()

    def slowly(self: Workbench) -> Snapshot:
        fresh = read(self)
        reading.set()
        assert go_on.wait(60)
        return fresh

    monkeypatch.setattr(Workbench, "_read", slowly)
    workbench.judge(Judged(first, "reject", "amal"))
    assert reading.wait(60)
    workbench.judge(Judged(second, "unsure", "amal"))
    go_on.set()
    while workbench.behind:
        view = workbench.snapshot().view
        assert first not in view.claims and view.decided[second]
    assert [d.verb for d in workbench.snapshot().view.decisions] == ["reject", "unsure"]


def test_a_page_shown_while_events_are_linked_can_ask_whether_that_is_done(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, workbench = served(case)
    claim = client.get("/claims.json?type=release").json()[0]["id"]
    page = client.get(f"/claims/{claim}").text
    assert "data-shown" not in page
    before = client.get("/shown").json()
    assert before == {"number": workbench.snapshot().number, "behind": False}
    monkeypatch.setattr("takhrij.web.workbench.AT_ONCE", -1.0)
    read, go_on = Workbench._read, threading.Event()

    def slowly(self: Workbench) -> Snapshot:
        assert go_on.wait(60)
        return read(self)

    monkeypatch.setattr(Workbench, "_read", slowly)
    form = {"csrf": csrf(page), "seen": seen_of(page), "verb": "accept"}
    page = client.post(f"/claims/{claim}/judge", data=form).text
    assert f'data-shown="{before["number"]}"' in page, (
        "what is shown is the earlier reading, with the judgement on it"
    )
    assert client.get("/shown").json() == {"number": before["number"], "behind": True}
    go_on.set()
    while workbench.behind:
        pass
    assert client.get("/shown").json()["number"] > before["number"]
    assert "data-shown" not in client.get(f"/claims/{claim}").text


def test_a_large_case_says_that_it_is_being_read(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client, workbench = served(case)
    monkeypatch.setattr("takhrij.web.workbench.AT_ONCE", 0.0)
    read, go_on = Workbench._read, threading.Event()

    def slowly(self: Workbench) -> Snapshot:
        assert go_on.wait(60)
        return read(self)

    monkeypatch.setattr(Workbench, "_read", slowly)
    workbench.prepare(wait=0)
    early = client.get("/events")
    assert early.status_code == 503 and early.headers["refresh"] == early.headers["retry-after"]
    assert client.get("/account").status_code == 200
    go_on.set()
    while client.get("/events").status_code == 503:
        pass
    assert client.get("/events").status_code == 200


def test_what_pages_need_of_a_large_case_is_worked_out_before_it_is_shown(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, workbench = served(case)
    monkeypatch.setattr("takhrij.web.workbench.AT_ONCE", -1.0)
    workbench.prepare(wait=60)
    for made in ("takhrij.show.facets._facts", "takhrij.show.network.Dealings._of", "takhrij.show.geo.Spots._of"):
        monkeypatch.setattr(made, None)
    for page in ("/timeline", "/network?type=release", "/map", "/captives", "/sources", "/conflicts", "/dossier"):
        assert client.get(page).status_code == 200, page


def test_many_at_once_lose_no_decision(case: Path) -> None:
    workbench = Workbench(str(case), Config())
    claims = list(workbench.snapshot().view.claims)[:12]
    failed: list[Exception] = []

    def work(who: str, keys: list[str]) -> None:
        for key in keys:
            try:
                workbench.judge(Judged(key, "unsure", who))
                with open_case(case) as store:
                    store.append_decision(
                        Decision("", "unsure", Anchor("", who, "", "", ""), f"{who} alone", pipeline.now())
                    )
            except Exception as error:  # noqa: BLE001 — told by the assertion below
                failed.append(error)

    people = [threading.Thread(target=work, args=(f"person {n}", claims[n::3])) for n in range(3)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert failed == []
    with open_case(case) as store:
        assert len(store.decisions()) == 2 * len(claims)
        assert store.audit.breaks() == ()


def test_two_who_settle_one_claim_see_each_other(case: Path) -> None:
    from takhrij.evaluate import adjudication
    from tests.web.people import work

    client, workbench = served(case)
    with workbench.store() as store:
        work(store, tuple(e.reading.document for e in store.extractions() if e.claims)[:2])
        from takhrij.store.rounds import rounds

        closed = next(r for r in rounds(store.decisions()) if r.closed)
        unit = next(u.key for u in adjudication.closed_units(store, closed) if u.apart)
    token = csrf(client.get("/account").text)
    address = f"/rounds/{closed.id}/units/{unit}"
    form = {"csrf": token, "settled": "", "of": "reviewer"}
    assert client.post(address, data=form).status_code == 200
    answer = client.post(address, data={**form, "of": "none"})
    assert answer.status_code == 409 and "amal" in answer.text
    page = client.get(address).text
    head = page.index('name="settled" value="') + len('name="settled" value="')
    settled = page[head : page.index('"', head)]
    assert client.post(address, data={**form, "of": "none", "settled": settled}).status_code == 200
