"""Signing in and out: throttling, sessions, fixation, redirects, the record, and who may start what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from starlette.testclient import TestClient

from takhrij.core.config import Config
from takhrij.core.errors import UsageError
from takhrij.store import open_case
from takhrij.web.access import OneTimeLink
from takhrij.web.accounts.sessions import IDLE_SECONDS, LONGEST_SECONDS
from takhrij.web.accounts.throttle import FREE
from takhrij.web.screen import local
from takhrij.web.serving import Where, access_of
from takhrij.web.signing import COOKIE
from takhrij.web.workbench import Workbench
from tests.web.browser import csrf, served
from tests.web.people import PASSWORD, House, house, sign_in


@pytest.fixture
def there(case: Path) -> Iterator[House]:
    made = house(case)
    yield made
    made.database.close()


def entries(case: Path, kind: str) -> list[Any]:
    with open_case(case) as store:
        return [e.payload for e in store.audit.entries() if e.kind == kind]


def test_signing_in_and_out(there: House) -> None:
    client = there.stranger()
    assert client.get("/events", follow_redirects=False).headers["location"] == "/login?next=%2Fevents"
    assert sign_in(client, "reviewer").status_code == 303
    assert client.get("/events").url.path == "/events"
    token = client.cookies[COOKIE]
    page = client.get("/account").text
    assert client.post("/logout", data={"csrf": csrf(page)}).url.path == "/login"
    client.cookies.set(COOKIE, token)
    assert client.get("/events").url.path == "/login", "a token of a session that ended opens nothing"


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "../../etc", "0" * 10_000, "'; DROP TABLE sessions; --"])
def test_forged_sessions_open_nothing(there: House, token: str) -> None:
    sign_in(there.stranger(), "admin")
    client = there.stranger()
    answer = client.get("/events.json", headers={"cookie": f"{COOKIE}={token}"})
    assert answer.status_code == 401


def test_the_hash_in_the_file_is_no_token(there: House) -> None:
    sign_in(there.stranger(), "admin")
    (row,) = there.database.rows("SELECT token, csrf FROM sessions")
    for value in row:
        assert there.stranger().get("/events.json", headers={"cookie": f"{COOKIE}={value}"}).status_code == 401


def test_sessions_expire(there: House) -> None:
    client = there.browser("reader")
    assert client.get("/events.json").status_code == 200
    there.clock.now += IDLE_SECONDS + 1
    assert client.get("/events.json").status_code == 401
    client = there.browser("reader")
    begun = there.clock.now
    while there.clock.now - begun <= LONGEST_SECONDS - 3600:
        assert client.get("/events.json").status_code == 200
        there.clock.now += 3600
    there.clock.now += 3600
    assert client.get("/events.json").status_code == 401


def test_a_session_that_was_planted_is_not_the_one_that_is_used(there: House) -> None:
    attacker = there.browser("reader")
    planted = attacker.cookies[COOKIE]
    client = there.stranger()
    client.cookies.set(COOKIE, planted, domain="testserver.local")
    page = client.get("/account")
    form = csrf(page.text)
    assert client.get("/login", follow_redirects=False).status_code == 303, "signed in, if only as who planted it"
    client.post("/logout", data={"csrf": form})
    client.cookies.clear()
    client.cookies.set(COOKIE, "chosen by somebody else")
    assert sign_in(client, "admin").status_code == 303
    assert (
        there.stranger().get("/events.json", headers={"cookie": f"{COOKIE}=chosen by somebody else"}).status_code
        == 401
    )
    assert attacker.get("/events.json").status_code == 401, "the planted session ended with signing out"


def test_signing_in_again_ends_the_session_before(there: House) -> None:
    client = there.browser("reader")
    before = client.cookies[COOKIE]
    page = there.stranger().get("/login")
    form = csrf(page.text)
    cookies = f"{COOKIE}={before}; takhrij-form={form}"
    data = {"csrf": form, "name": "editor", "password": PASSWORD}
    answer = there.stranger().post("/login", data=data, headers={"cookie": cookies}, follow_redirects=False)
    assert answer.status_code == 303
    after = answer.cookies[COOKIE]
    assert after != before
    assert there.stranger().get("/events.json", headers={"cookie": f"{COOKIE}={before}"}).status_code == 401
    assert there.stranger().get("/events.json", headers={"cookie": f"{COOKIE}={after}"}).status_code == 200


def test_cookies_are_for_this_site_alone(there: House, case: Path) -> None:
    answer = sign_in(there.stranger(), "reader")
    told = next(v for v in answer.headers.get_list("set-cookie") if v.startswith(f"{COOKIE}="))
    assert "HttpOnly" in told and "SameSite=strict" in told and "Secure" not in told
    object.__setattr__(there.app.state.served, "secure", True)
    client = TestClient(there.app, base_url="https://testserver")
    page = client.get("/login")
    answer = client.post(
        "/login", data={"csrf": csrf(page.text), "name": "reader", "password": PASSWORD}, follow_redirects=False
    )
    assert all("Secure" in v for v in answer.headers.get_list("set-cookie") if "Max-Age=0" not in v)


def test_brute_force_is_told_to_wait_and_a_right_password_waits_too(there: House) -> None:
    client = there.stranger()
    for n in range(FREE["account"]):
        assert sign_in(client, "admin", f"guess number {n}").status_code == 401
    answer = sign_in(client, "admin", "one more guess")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert sign_in(client, "admin").status_code == 429
    again = house(there.case)
    again.clock.now = there.clock.now
    assert sign_in(again.stranger(), "ADMIN ").status_code == 429, "after a restart too, however the name is written"
    again.database.close()
    there.clock.now += int(answer.headers["retry-after"])
    assert sign_in(client, "admin").status_code == 303
    assert sign_in(there.stranger(), "reader").status_code == 303


def test_one_address_cannot_try_many_accounts(there: House) -> None:
    client = there.stranger()
    tried = [sign_in(client, f"user{n}", "x").status_code for n in range(FREE["address"] + 1)]
    assert tried == [401] * FREE["address"] + [429]


def test_a_wrong_answer_says_nothing_of_what_was_wrong(there: House) -> None:
    there.access.book.set_disabled("reader", True)
    client = there.stranger()
    tried = [("nobody", PASSWORD), ("admin", "wrong password"), ("reader", PASSWORD)]
    texts = {sign_in(client, *one).text.replace(csrf(client.get("/login").text), "") for one in tried}
    assert len(texts) == 1


def test_the_sign_in_form_has_its_own_token(there: House) -> None:
    for cookies, sent in (("", "x"), ("takhrij-form=abc", "abd"), ("takhrij-form=", "")):
        data = {"csrf": sent, "name": "admin", "password": PASSWORD}
        answer = there.stranger().post("/login", data=data, headers={"cookie": cookies}, follow_redirects=False)
        assert answer.status_code == 403
    client = there.stranger()
    data = {"csrf": csrf(client.get("/login").text), "name": "admin", "password": PASSWORD}
    assert client.post("/login", data=data, headers={"origin": "https://evil.example"}).status_code == 403


def test_a_second_factor_at_the_door(there: House) -> None:
    secret = there.access.book.begin_totp("editor")
    there.access.book.confirm_totp("editor", pyotp.TOTP(secret).at(int(there.clock())))
    client = there.stranger()
    assert sign_in(client, "editor").status_code == 401
    there.clock.now += 30
    code = pyotp.TOTP(secret).at(int(there.clock()))
    assert sign_in(client, "editor", code=code).status_code == 303
    assert sign_in(there.stranger(), "editor", code=code).status_code == 401


FAR = (
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "//evil.example/%2f..",
    " //evil.example",
    "/\n/evil.example",
    "evil.example",
    "",
)


@pytest.mark.parametrize("to", FAR)
def test_no_redirect_leads_elsewhere(there: House, to: str) -> None:
    assert local(to) == "/"
    client = there.stranger()
    answer = sign_in(client, "admin", next=to)
    assert answer.headers["location"] == "/"
    for address in ("/prefer", "/login"):
        sent = client.get(address, params={"back": to, "next": to, "theme": "dark"}, follow_redirects=False)
        assert sent.status_code == 303
        assert sent.headers["location"].startswith("/") and not sent.headers["location"].startswith("//")
        assert "evil" not in sent.headers["location"]


def test_one_comes_back_to_where_one_was_going(there: House) -> None:
    client = there.stranger()
    page = client.get("/events?type=release")
    assert 'name="next" value="/events?type=release"' in page.text
    assert sign_in(client, "reader", next="/events?type=release").headers["location"] == "/events?type=release"


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "127.0.0.1", "", "testserver@evil.example", "[::1]"]
)
def test_other_host_names_are_refused(there: House, host: str) -> None:
    assert there.browser("admin").get("/", headers={"host": host}).status_code == 400


def test_a_one_time_link_works_once(case: Path) -> None:
    client, _ = served(case)
    used = client.app.state.served.access  # type: ignore[attr-defined]
    assert used.key is None
    for key in ("", "None", "guess"):
        assert TestClient(client.app).get(f"/open?key={key}").status_code == 403


def test_where_there_are_accounts_no_link_opens(there: House) -> None:
    assert there.stranger().get("/open?key=").status_code == 403


def test_the_record_tells_sign_ins_exports_and_changes_but_no_password(there: House) -> None:
    client = there.stranger()
    sign_in(client, "admin", "a wrong password")
    sign_in(client, "a password in the name field", "x")
    sign_in(client, "admin")
    assert entries(there.case, "login") == [
        {"ok": False, "account": "admin", "address": "testclient"},
        {"ok": False, "account": None, "address": "testclient"},
        {"ok": True, "account": "admin", "address": "testclient"},
    ]
    client.get("/events.csv?type=release")
    client.get("/claims.json")
    client.get("/claims.json", headers={"sec-fetch-dest": "empty"})
    client.get("/events")
    key = client.get("/documents.json", headers={"sec-fetch-dest": "empty"}).json()[0]["sha256"]
    client.get(f"/documents/{key}/original")
    assert [(e["path"], e["query"]) for e in entries(there.case, "export")] == [
        ("/events.csv", "type=release"),
        ("/claims.json", ""),
        (f"/documents/{key}/original", ""),
    ]
    token = csrf(client.get("/users").text)
    client.post("/users", data={"csrf": token, "name": "basim", "role": "reader", "password": "nine grey herons"})
    client.post("/users/basim/role", data={"csrf": token, "role": "editor"})
    client.post("/users/basim/disabled", data={"csrf": token, "disabled": "1"})
    assert [(e["change"], e["name"], e["role"]) for e in entries(there.case, "account")] == [
        ("added", "basim", "reader"),
        ("role", "basim", "editor"),
        ("disabled", "basim", "editor"),
    ]
    with open_case(there.case) as store:
        told = json.dumps([e.payload for e in store.audit.entries()])
        assert store.audit.breaks() == ()
    for secret in (PASSWORD, "wrong password", "name field", "nine grey herons"):
        assert secret not in told
    assert "basim" in client.get("/record?kind=account").text


def test_ones_own_password_and_second_factor(there: House) -> None:
    client = there.browser("reader")
    other = there.browser("reader")
    token = csrf(client.get("/account").text)
    new = {"new": "nine grey herons", "again": "nine grey herons"}
    assert (
        client.post("/account/password", data={"csrf": token, "password": "wrong password", **new}).status_code == 400
    )
    assert (
        client.post(
            "/account/password", data={"csrf": token, "password": PASSWORD, "new": "a" * 14, "again": "b" * 14}
        ).status_code
        == 400
    )
    assert client.post("/account/password", data={"csrf": token, "password": PASSWORD, **new}).status_code == 200
    assert other.get("/events.json").status_code == 401
    assert client.get("/events.json").status_code == 200
    assert sign_in(there.stranger(), "reader").status_code == 401
    token = csrf(client.get("/account").text)
    mine = {"csrf": token, "password": "nine grey herons"}
    assert client.post("/account/totp", data={"csrf": token, "password": "x"}).status_code == 400
    client.post("/account/totp", data=mine)
    secret = there.access.book.pending_totp("reader")
    assert secret is not None and secret in client.get("/account").text
    assert client.post("/account/totp/confirm", data={**mine, "code": "12"}).status_code == 400
    code = pyotp.TOTP(secret).at(int(there.clock()))
    assert client.post("/account/totp/confirm", data={**mine, "code": code}).status_code == 200
    assert secret not in client.get("/account").text
    assert sign_in(there.stranger(), "reader", "nine grey herons").status_code == 401
    assert client.post("/account/totp/drop", data=mine).status_code == 200
    assert sign_in(there.stranger(), "reader", "nine grey herons").status_code == 303


def test_guessing_the_password_of_an_open_browser_is_throttled_too(there: House) -> None:
    client = there.browser("reader")
    token = csrf(client.get("/account").text)
    tried = [
        client.post("/account/totp/drop", data={"csrf": token, "password": f"guess {n}"}).status_code
        for n in range(FREE["account"] + 1)
    ]
    assert tried == [400] * FREE["account"] + [429]


def test_a_role_that_is_taken_away_is_gone_at_once(there: House) -> None:
    client = there.browser("admin")
    token = csrf(client.get("/users").text)
    there.access.book.add("chief", "admin", PASSWORD)
    there.access.book.set_role("admin", "reader")
    assert client.get("/users").status_code == 403
    assert client.post("/users/admin/role", data={"csrf": token, "role": "admin"}).status_code == 403
    there.access.book.set_disabled("admin", True)
    assert client.get("/events.json").status_code == 401


def test_the_last_admin_cannot_be_locked_out(there: House) -> None:
    client = there.browser("admin")
    token = csrf(client.get("/users").text)
    assert client.post("/users/admin/role", data={"csrf": token, "role": "reader"}).status_code == 400
    assert client.post("/users/admin/disabled", data={"csrf": token, "disabled": "1"}).status_code == 400
    assert there.access.book.has_admin()


def test_no_admin_is_made_from_the_web_where_there_is_none(case: Path) -> None:
    client, _ = served(case)
    page = client.get("/users")
    token = csrf(client.get("/account").text)
    assert 'action="/users"' not in page.text
    data = {"csrf": token, "name": "basim", "role": "admin", "password": PASSWORD}
    assert client.post("/users", data=data).status_code == 403
    assert not (case / "accounts.sqlite3").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "workbench.example"])
def test_others_are_not_let_near_a_case_without_accounts(case: Path, host: str) -> None:
    workbench = Workbench(str(case), Config())
    with pytest.raises(UsageError, match="users add"):
        access_of(str(case), workbench, Where(host, 0, ("workbench.example",)), "amal")
    made = house(case)
    made.access.book.set_disabled("admin", True)
    with pytest.raises(UsageError, match="users add"):
        access_of(str(case), workbench, Where(host, 0, ("workbench.example",)), "amal")
    made.access.book.set_disabled("admin", False)
    made.database.close()
    assert not isinstance(
        access_of(str(case), workbench, Where(host, 0, ("workbench.example",)), "amal"), OneTimeLink
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.9"])
def test_on_ones_own_machine_a_link_is_enough(case: Path, host: str) -> None:
    workbench = Workbench(str(case), Config())
    assert isinstance(access_of(str(case), workbench, Where(host, 0), "amal"), OneTimeLink)
    with pytest.raises(UsageError):
        access_of(str(case), workbench, Where(host, 0, accounts=True), "amal")


def test_an_address_of_all_needs_a_name(case: Path) -> None:
    made = house(case)
    made.database.close()
    with pytest.raises(UsageError, match="--name"):
        access_of(str(case), Workbench(str(case), Config()), Where("0.0.0.0", 0), "amal")


def test_only_editors_undo_seals_and_rounds_and_only_by_their_whole_name(there: House) -> None:
    from takhrij.evaluate import coding
    from takhrij.store.seals import sealing
    from tests.web.people import AT

    with there.workbench.store() as store:
        documents = tuple(e.reading.document for e in store.extractions() if e.claims)[:2]
        seal = store.append_decision(sealing(documents[0], "reviewer", ("editor", AT, "")))
        plan = coding.Plan("first", documents, ("reviewer", "editor"), 1)
        round = coding.open_round(store, plan, ("editor", AT, ""))
        key = next(iter(round.claims))
        mine = coding.code(store, round, key, coding.Answer("reject"), ("reviewer", AT, ""))
        other = coding.code(store, round, key, coding.Answer("reject"), ("editor", AT, ""))
        undone = store.undo(seal.id, "editor", AT)
        again = store.undo(undone.id, "editor", AT)
    reviewer, editor = there.browser("reviewer"), there.browser("editor")
    tokens = {client: csrf(client.get("/account").text) for client in (reviewer, editor)}

    def undo(client: TestClient, decision: str) -> int:
        return client.post("/undo", data={"csrf": tokens[client], "decision": decision}).status_code

    for decision in (seal.id, round.id, other.id, undone.id, again.id):
        assert undo(reviewer, decision) == 403
        assert undo(reviewer, decision[:11]) == 404
        assert undo(reviewer, decision[:6]) == 404
    assert undo(reviewer, "") == 404
    assert undo(reviewer, mine.id) == 200
    assert undo(editor, mine.id) in (400, 403)
    assert undo(editor, seal.id) == 200
    assert there.browser("reader").get(f"/documents/{documents[0]}").status_code == 200
