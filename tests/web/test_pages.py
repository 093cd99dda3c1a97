"""The pages of the workbench: what they show, their files, their filters, and judgements made through them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from takhrij import pipeline
from takhrij.core.config import Config
from tests.web.browser import csrf, served

EVENTS = "/events.json"


def first(client: TestClient, kind: str = "release") -> dict[str, object]:
    return next(e for e in client.get(f"/events.json?type={kind}").json() if len(e["claims"]) > 1)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    "path", ["/", "/events", "/claims", "/documents", "/relations", "/review", "/decisions", "/search?q=أسرى"]
)
def test_every_page_answers_in_both_languages(client: TestClient, path: str, language: str) -> None:
    client.get(f"/prefer?language={language}&back=/")
    answer = client.get(path)
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in answer.text
    assert "<script>" not in answer.text
    assert " style=" not in answer.text


def test_search_folds_letters_and_particles_and_can_be_exact(client: TestClient) -> None:
    folded = client.get("/events.json?q=افراج القاعدة").json()
    assert folded
    assert client.get("/events.json?q=الإفراج والقاعده").json() != []
    assert client.get("/claims.json?q=أطلقت&exact=1").json()
    assert client.get("/claims.json?q=اطلقت&exact=1").json() == []


def test_facets_stand_in_the_address_and_files_hold_what_is_shown(client: TestClient) -> None:
    rows = client.get("/claims.json?type=release").json()
    assert rows and {row["type"] for row in rows} == {"release"}
    sheet = list(csv.DictReader(io.StringIO(client.get("/claims.csv?type=release").text)))
    assert [line["id"] for line in sheet] == [row["id"] for row in rows]
    page = client.get("/claims?type=release").text
    assert page.count('<a href="/claims/') >= len(rows)


def test_the_search_has_facets_with_counts_over_all_kinds(client: TestClient) -> None:
    page = client.get("/search?q=أسرى").text
    value, times = re.findall(r'<option value="(release)">[^<(]*\((\d+)\)</option>', page)[0]
    narrowed = client.get(f"/search.json?q=أسرى&type={value}").json()
    assert len(narrowed) == int(times) > 0
    assert {row["kind"] for row in narrowed} <= {"event", "claim"}
    assert f'<option value="{value}" selected>' in client.get(f"/search?q=أسرى&type={value}").text
    assert client.get("/search.json?type=release").json(), "facets alone find something too"
    assert client.get("/search?colour=red").status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/events?colour=red",
        "/events?from=yesterday",
        "/events?page=-1",
        "/claims?page=x",
        "/review?seen=maybe",
        "/events?size=9999",
    ],
)
def test_a_broken_filter_is_a_clear_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert "Traceback" not in answer.text and '<section class="error">' in answer.text


def test_a_search_of_ten_thousand_characters_is_cut_and_says_so(client: TestClient) -> None:
    answer = client.get("/search", params={"q": "قاعدة " * 1700})
    assert answer.status_code == 200
    assert "400" in answer.text


def test_what_is_not_there_is_a_clear_page(client: TestClient) -> None:
    for path in ("/events/none", "/claims/none", "/documents/" + "0" * 64, "/compare/a/b", "/nothing"):
        assert client.get(path).status_code == 404


def test_an_event_shows_accounts_conflicts_graph_and_links(client: TestClient) -> None:
    told = first(client)
    page = client.get(f"/events/{told['id']}").text
    assert 'class="compare"' in page
    graph = client.get(f"/events/{told['id']}/graph.json").json()
    assert {node["id"] for node in graph["nodes"]} >= {edge["from"] for edge in graph["edges"]}
    assert client.get(f"/events/{told['id']}.json").json()["why"]["links"]


def test_a_claim_is_rejected_and_the_rejection_undone(client: TestClient) -> None:
    claim = client.get("/claims.json").json()[0]["id"]
    page = client.get(f"/claims/{claim}").text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    form = {"csrf": csrf(page), "verb": "reject", "why": "no such thing", "seen": seen[1]}
    assert client.post(f"/claims/{claim}/judge", data=form).status_code == 200
    assert claim not in [row["id"] for row in client.get("/claims.json").json()]
    log = client.get("/decisions.json").json()
    assert (log[-1]["verb"], log[-1]["by"], log[-1]["why"]) == ("reject", "amal", "no such thing")
    client.post("/undo", data={"csrf": csrf(page), "decision": log[-1]["id"]})
    assert claim in [row["id"] for row in client.get("/claims.json").json()]


def test_a_stale_judgement_writes_nothing_and_shows_both(client: TestClient) -> None:
    claim = client.get("/claims.json").json()[0]["id"]
    page = client.get(f"/claims/{claim}").text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    form = {"csrf": csrf(page), "verb": "unsure", "seen": seen[1]}
    client.post(f"/claims/{claim}/judge", data=form)
    answer = client.post(f"/claims/{claim}/judge", data={**form, "verb": "reject"})
    assert answer.status_code == 409
    assert [row["verb"] for row in client.get("/decisions.json").json()] == ["unsure"]


def test_a_chain_of_speakers_is_edited_in_order_refused_when_stale_and_undone(client: TestClient) -> None:
    row = next(c for c in client.get("/claims.json").json() if len(c["attribution"]) == 1)
    page = client.get(f"/claims/{row['id']}").text
    seen = re.findall(r'name="seen" value="([^"]*)"', page)[0]
    outlet, source = row["trigger"]["text"], row["evidence"][0]["text"].split()[0]
    form = {"csrf": csrf(page), "seen": seen, "verb": "edit", "field": "attribution", "why": "read again"}
    links = {
        "class-0": "anonymous",
        "text-0": source,
        "place-0": "2",
        "class-1": "media",
        "text-1": outlet,
        "place-1": "1",
    }
    links |= {"class-2": "", "text-2": "left out"}
    assert client.post(f"/claims/{row['id']}/judge", data=form | links).status_code == 200

    def now() -> dict[str, Any]:
        return next(c for c in client.get("/claims.json").json() if c["id"] == row["id"])

    assert [(link["class"], link["text"]) for link in now()["attribution"]] == [
        ("media", outlet),
        ("anonymous", source),
    ]
    assert now()["edited"][0]["field"] == "attribution" and now()["edited"][0]["was"] == row["attribution"]
    assert client.post(f"/claims/{row['id']}/judge", data=form | {"class-0": "narrator"}).status_code == 409
    fresh = {**form, "seen": ""}
    del fresh["seen"]
    for broken in (
        {"class-0": "official"},
        {"class-0": "official", "text-0": "nowhere there"},
        {"class-0": "king"},
        {},
    ):
        assert client.post(f"/claims/{row['id']}/judge", data=fresh | broken).status_code == 400
    (made,) = client.get("/decisions.json").json()
    assert client.post("/undo", data={"csrf": csrf(page), "decision": made["id"]}).status_code == 200
    assert now()["attribution"] == row["attribution"]


def test_an_edit_stands_on_the_words_that_were_chosen(client: TestClient) -> None:
    row = next(r for r in client.get("/claims.json?type=release").json() if "time" in r["roles"])
    page = client.get(f"/claims/{row['id']}").text
    place = row["roles"]["time"][0]
    form = {"csrf": csrf(page), "verb": "edit", "field": "time", "value": "2018-11-14"}
    client.post(f"/claims/{row['id']}/judge", data={**form, "start": place["start"], "end": place["end"]})
    changed = next(r for r in client.get("/claims.json").json() if r["id"] == row["id"])
    assert changed["roles"]["time"][0] == {**place, "edtf": "2018-11-14"}
    assert changed["edited"][0]["by"] == "amal"


def test_a_missed_claim_is_added_and_survives_a_rebuild(case: Path) -> None:
    client, workbench = served(case)
    document = client.get("/documents.json").json()[0]["sha256"]
    reading = workbench.snapshot().view.readings[document]
    words = next(word for word in reading.text.split() if len(word) > 4)
    start = reading.text.index(words)
    page = client.get(f"/documents/{document}").text
    form = {"csrf": csrf(page), "start": start, "end": start + len(words), "type": "threat", "why": "it says so"}
    answer = client.post(f"/documents/{document}/add", data=form)
    added = answer.url.path.rpartition("/")[2]
    assert added in [row["id"] for row in client.get("/claims.json").json()]
    from takhrij import pipeline
    from takhrij.core.config import Config

    pipeline.rebuild(str(case), Config())
    assert added in [row["id"] for row in client.get("/claims.json").json()]


def test_a_translation_stands_beside_its_words(client: TestClient) -> None:
    row = client.get("/claims.json").json()[0]
    words, document = row["evidence"][0], client.get("/documents.json").json()
    key = next(d["sha256"] for d in document if d["document"] == row["document"])
    page = client.get(f"/claims/{row['id']}").text
    form = {
        "csrf": csrf(page),
        "start": words["start"],
        "end": words["end"],
        "text": "They freed them.",
        "translator": "Huda",
    }
    client.post(f"/documents/{key}/translate", data=form)
    shown = client.get(f"/claims/{row['id']}").text
    assert "They freed them." in shown and "Huda" in shown


def test_proposals_are_what_the_program_reads_in_the_words(client: TestClient) -> None:
    row = next(r for r in client.get("/claims.json?type=release").json() if r["roles"].get("time"))
    key = next(d["sha256"] for d in client.get("/documents.json").json() if d["document"] == row["document"])
    place = row["roles"]["time"][0]
    asked = {"start": place["start"], "end": place["end"], "field": "time"}
    assert client.get(f"/documents/{key}/propose", params=asked).json()[0]["value"] == place["edtf"]


def test_two_events_are_merged_with_a_preview_and_parted_by_undo(client: TestClient) -> None:
    before = client.get(EVENTS).json()
    one, two = (e["claims"][0]["id"] for e in before[:2])
    page = client.get(f"/events/{before[0]['id']}").text
    form = {"csrf": csrf(page), "claim": one, "other": two, "verb": "same"}
    preview = client.post("/events/preview", data=form)
    assert "Gone" in preview.text and "Changed" in preview.text and two in preview.text
    assert client.get(EVENTS).json() == before
    client.post("/events/judge", data=form)
    assert len(client.get(EVENTS).json()) == len(before) - 1
    client.post("/undo", data={"csrf": csrf(page), "decision": client.get("/decisions.json").json()[-1]["id"]})
    assert client.get(EVENTS).json() == before


def test_original_is_a_download_that_no_browser_runs(client: TestClient) -> None:
    key = client.get("/documents.json").json()[0]["sha256"]
    answer = client.get(f"/documents/{key}/original")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_reader_may_not_judge_and_a_form_needs_its_token(case: Path) -> None:
    reader, _ = served(case, "reader")
    claim = reader.get("/claims.json").json()[0]["id"]
    assert reader.post(f"/claims/{claim}/judge", data={"verb": "accept"}).status_code == 403
    admin, _ = served(case)
    assert admin.post(f"/claims/{claim}/judge", data={"verb": "accept"}).status_code == 403
    assert admin.get("/decisions.json").json() == []


def test_nobody_sees_anything_without_the_link_and_it_works_once(case: Path) -> None:
    client, workbench = served(case)
    client.cookies.clear()
    assert client.get("/events").url.path == "/login"
    assert client.get("/events.json").status_code == 401
    assert client.get("/open?key=guess").status_code == 403
    assert workbench.name == "case"


def test_another_host_name_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_read_only_case_is_shown_and_says_that_nothing_can_be_written(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    # Rights bind nobody who runs as root: the question for them is answered instead.
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    client, _ = served(case)
    claim = client.get("/claims.json").json()[0]["id"]
    page = client.get(f"/claims/{claim}").text
    answer = client.post(f"/claims/{claim}/judge", data={"csrf": csrf(page), "verb": "reject", "why": "kept"})
    assert answer.status_code == 503
    assert "read-only" in answer.text and 'value="kept"' in answer.text
    monkeypatch.undo()
    assert served(case)[0].get("/decisions.json").json() == []


@pytest.mark.slow
def test_a_translation_goes_into_every_dossier_and_stays_out_where_names_are_hidden(
    case: Path, tmp_path: Path
) -> None:
    from takhrij.cli import main

    page_of_one = tmp_path / "named.txt"
    page_of_one.write_text(
        "خبر من صحيفة مخترعة\n\nأفرجت جماعة الحوثي عن المعلم سالم السنديان في صنعاء يوم 4 مارس 2019.\n",
        encoding="utf-8",
    )
    assert main(["add", str(page_of_one), "--case", str(case)]) == 0
    client, workbench = served(case)
    view = workbench.snapshot().view
    named = next(c for c in view.claims.values() if any("السنديان" in s.text for s in c.evidence))
    other = next(c for c in view.claims.values() if c.evidence and c.document != named.document)
    for claim, text in ((named, "Salim was freed."), (other, "Rendered so.")):
        words, page = claim.evidence[0], client.get(f"/claims/{claim.id}").text
        form = {"csrf": csrf(page), "start": words.start, "end": words.end, "text": text, "translator": "Huda"}
        client.post(f"/documents/{claim.document}/translate", data=form)

    def told(ending: str, *more: str) -> str:
        out = tmp_path / f"told.{ending}"
        assert main(["dossier", "--case", str(case), "-o", str(out), *more]) == 0
        return out.read_text(encoding="utf-8")

    for ending in ("html", "md"):
        text = told(ending)
        assert "Rendered so." in text and "Salim was freed." in text and "Huda" in text
        hidden = told(ending, "--hide-private")
        assert "Rendered so." in hidden and "Salim" not in hidden and "translation left out" in hidden


def test_what_was_typed_is_kept_when_a_judgement_is_refused(client: TestClient) -> None:
    claim = client.get("/claims.json").json()[0]["id"]
    page = client.get(f"/claims/{claim}").text
    form = {"csrf": csrf(page), "verb": "edit", "field": "time", "value": "13 March", "why": "the page says so"}
    answer = client.post(f"/claims/{claim}/judge", data=form)
    assert answer.status_code == 400
    assert 'value="13 March"' in answer.text and 'value="the page says so"' in answer.text
    again = {**form, "csrf": csrf(answer.text), "value": "2018-03-13"}
    assert client.post(f"/claims/{claim}/judge", data=again).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("killed", "-5"),
        ("killed", "9" * 30),
        ("killed", '{"min": 5, "max": 2}'),
        ("type", "nonsense"),
        ("actor", "x" * 5000),
    ],
)
def test_a_value_that_can_be_nothing_is_refused(client: TestClient, field: str, value: str) -> None:
    claim = client.get("/claims.json").json()[0]["id"]
    page = client.get(f"/claims/{claim}").text
    form = {"csrf": csrf(page), "verb": "edit", "field": field, "value": value}
    assert client.post(f"/claims/{claim}/judge", data=form).status_code == 400
    assert client.get("/decisions.json").json() == []


def test_a_rejected_claim_stays_in_review_where_it_stood(client: TestClient) -> None:
    before = [row["id"] for row in client.get("/claims.json").json()]
    claim = before[3]
    page = client.get(f"/claims/{claim}").text
    client.post(f"/claims/{claim}/judge", data={"csrf": csrf(page), "verb": "reject"})
    shown = client.get(f"/review?at={claim}").text
    assert f'data-claim="{claim}"' in shown and f"at={before[2]}" in shown and f"at={before[4]}" in shown
    assert f'data-claim="{claim}"' in client.get("/review?seen=judged").text
    assert client.get("/review?at=nobody").status_code == 404


def test_an_event_named_by_a_rejected_claim_leads_to_that_claim(client: TestClient) -> None:
    event = first(client)["id"]
    page = client.get(f"/claims/{event}").text
    client.post(f"/claims/{event}/judge", data={"csrf": csrf(page), "verb": "reject", "why": "misread"})
    answer = client.get(f"/events/{event}")
    assert answer.status_code == 200 and "misread" in answer.text


def test_months_and_years_are_days_of_a_filter(client: TestClient) -> None:
    rows = client.get("/events.json?from=2018-11&to=2018").json()
    assert rows and all("2018-11" <= row["time"]["edtf"][:7] <= "2018-12" for row in rows)


def test_a_search_can_be_taken_away_as_a_file(client: TestClient) -> None:
    rows = client.get("/search.json?q=افراج القاعدة").json()
    assert {"event", "claim"} <= {row["kind"] for row in rows}
    assert client.get("/search.csv?q=افراج").text.count("\n") > 3


def test_an_event_of_many_accounts_is_shown_a_part_at_a_time(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = max(client.get("/events.json").json(), key=lambda event: len(event["claims"]))
    claims = [claim["id"] for claim in told["claims"]]
    assert len(claims) > 2
    whole = client.get(f"/events/{told['id']}").text
    assert all(f'href="/claims/{claim}"' in whole for claim in claims)
    monkeypatch.setattr("takhrij.web.pages.events.MOST_ACCOUNTS", 2)
    first = client.get(f"/events/{told['id']}").text
    assert (
        "2 of them" in first and f'href="/claims/{claims[0]}"' in first and f'href="/claims/{claims[2]}"' not in first
    )
    second = client.get(f"/events/{told['id']}?page=2").text
    assert f'href="/claims/{claims[2]}"' in second and "graph.json?page=2" in second
    assert client.get(f"/events/{told['id']}/graph.json?page=2").status_code == 200
    assert len(client.get(f"/events/{told['id']}.json").json()["told"]) == len(claims)


@pytest.mark.parametrize(("language", "said"), [("en", "forwarded from"), ("ar", "معاد توجيهه من")])
def test_a_message_that_is_forwarded_says_from_whom(case: Path, tmp_path: Path, language: str, said: str) -> None:
    text = "في 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 27 عنصرا من تنظيم القاعدة في صنعاء."
    message = {"id": 3, "type": "message", "date": "2018-11-14T12:00:00", "date_unixtime": "1542196800"}
    message |= {"from": "قناة الوادي", "forwarded_from": "منبر الجبل", "text": text}
    chat = {"name": "قناة الوادي", "type": "public_channel", "id": 7, "messages": [message]}
    (tmp_path / "result.json").write_text(json.dumps(chat, ensure_ascii=False), encoding="utf-8")
    assert pipeline.add([tmp_path / "result.json"], str(case), Config(caged=False)).read == 1
    client, workbench = served(case)
    (key,) = (k for k, reading in workbench.snapshot().view.readings.items() if reading.via)
    client.get(f"/prefer?language={language}&back=/")
    page = client.get(f"/documents/{key}").text
    assert said in page and "منبر الجبل" in page
    others = [k for k, reading in workbench.snapshot().view.readings.items() if not reading.via]
    assert said not in client.get(f"/documents/{others[0]}").text
