"""Fetching from the workbench: off unless turned on, for editors only, and never into a network that is not public."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from takhrij.core.config import Config
from takhrij.core.errors import UsageError
from takhrij.core.records import Acquisition
from takhrij.fetch import Fetcher, Guard, Terms
from takhrij.store import custody, open_case
from takhrij.web.access import OneTimeLink, User
from takhrij.web.accounts.database import Database, open_database
from takhrij.web.app import Served, application, paths
from takhrij.web.fetching import MOST_WAITING, Desk, FullError
from takhrij.web.rendering import Renderer
from takhrij.web.serving import Where, access_of
from takhrij.web.workbench import Workbench
from tests.web.browser import csrf
from tests.web.people import house

TEXT = "خبر\n\nتبادلت جماعة الحوثي وتنظيم القاعدة سبعة أسرى في مديرية الصومعة في 26 يوليو 2021.\n"
FORM, PAGE = "/acquisitions/fetch", "/acquisitions"


class Site(BaseHTTPRequestHandler):
    """One page at every address but robots.txt; `seen` keeps what was asked for."""

    seen: list[str]

    def log_message(self, *_: Any) -> None:
        return

    def do_GET(self) -> None:
        self.seen.append(self.path)
        body = TEXT.encode()
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@dataclass
class Loopback:
    host: str
    seen: list[str]


@pytest.fixture
def site() -> Iterator[Loopback]:
    handler = type("Handler", (Site,), {"seen": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield Loopback(f"127.0.0.1:{server.server_port}", handler.seen)
    server.shutdown()
    server.server_close()


def browser(case: Path, fetches: bool, allowed: tuple[str, ...] = (), role: str = "editor") -> TestClient:
    workbench = Workbench(str(case), Config(caged=False))
    access = OneTimeLink(User("amal", role), fetches=fetches)
    renderer = Renderer(workbench.resources, paths())

    def fetcher() -> Fetcher:
        return Fetcher(Terms(pause=0.0), Guard(frozenset(allowed)))

    app = application(Served(workbench, access, renderer, ("testserver",), fetcher=fetcher))
    client = TestClient(app, follow_redirects=True)
    assert client.get(f"/open?key={access.key}").status_code == 200
    return client


def send(client: TestClient, address: str) -> Any:
    return client.post(FORM, data={"csrf": csrf(client.get(PAGE).text), "address": address})


def fetches_of(case: Path) -> list[Acquisition]:
    with open_case(case) as store:
        return [told for _, told in custody.acquisitions(store.audit) if isinstance(told, Acquisition)]


def shown(client: TestClient, words: str) -> str:
    """The page once it says so; what is fetched is fetched beside it."""
    until = time.monotonic() + 60
    while words not in (page := client.get(PAGE).text):
        assert time.monotonic() < until, page
        time.sleep(0.05)
    return page


def test_without_being_turned_on_there_is_neither_form_nor_fetching(case: Path, site: Loopback) -> None:
    client = browser(case, fetches=False, allowed=(site.host,))
    assert FORM not in client.get(PAGE).text
    answer = send(client, f"http://{site.host}/page.txt")
    assert (answer.status_code, "Fetching is off" in answer.text) == (404, True)
    assert (site.seen, fetches_of(case)) == ([], [])


def test_a_page_is_fetched_beside_the_pages_and_told(case: Path, site: Loopback) -> None:
    client, url = browser(case, fetches=True, allowed=(site.host,)), f"http://{site.host}/page.txt"
    assert send(client, url).status_code == 200
    shown(client, "fetched and read")
    (told,) = fetches_of(case)
    assert (told.asked, told.outcome) == (url, "fetched")
    assert site.seen == ["/robots.txt", "/page.txt"]
    assert send(client, url).status_code == 200
    shown(client, "nothing new")
    with open_case(case) as store:
        assert [entry.by for entry in store.audit.entries() if entry.kind == custody.FETCHED] == ["amal"] * 2


@pytest.mark.parametrize(
    "address",
    [
        "http://{host}/page.txt",
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:169.254.169.254]/latest/meta-data/",
        "http://2130706433/",
        "http://user:word@news.example/",
    ],
)
def test_an_address_within_a_network_is_refused_by_a_clear_page(case: Path, site: Loopback, address: str) -> None:
    client, url = browser(case, fetches=True), address.format(host=site.host)
    answer = send(client, url)
    assert (answer.status_code, "is not asked" in answer.text) == (400, True)
    assert site.seen == []
    (told,) = fetches_of(case)
    assert (told.asked, told.outcome) == (url, "refused")


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "pages/news.html", "http://" + "a" * 3000])
def test_what_is_no_address_is_told(case: Path, address: str) -> None:
    answer = send(browser(case, fetches=True), address)
    assert (answer.status_code, "no web address" in answer.text) == (400, True)
    assert fetches_of(case) == []


def test_a_reviewer_sees_no_form_and_may_not_send_it(case: Path, site: Loopback) -> None:
    client = browser(case, fetches=True, allowed=(site.host,), role="reviewer")
    assert FORM not in client.get(PAGE).text
    assert send(client, f"http://{site.host}/page.txt").status_code == 403
    assert site.seen == []


def test_only_an_admin_turns_it_on_and_the_record_tells_it(case: Path) -> None:
    there = house(case)
    try:
        admin, editor = there.browser("admin"), there.browser("editor")
        assert FORM not in editor.get(PAGE).text
        token = csrf(editor.get("/account").text)
        assert editor.post("/users/fetching", data={"csrf": token, "fetching": "1"}).status_code == 403
        assert not there.access.fetches
        for state, on in (("1", True), ("0", False)):
            token = csrf(admin.get("/users").text)
            admin.post("/users/fetching", data={"csrf": token, "fetching": state})
            assert (there.access.fetches, FORM in editor.get(PAGE).text) == (on, on)
        with open_case(case) as store:
            told = [e.payload["change"] for e in store.audit.entries() if e.kind == "account"]
        assert told == ["fetching on", "fetching off"]
    finally:
        there.database.close()


def test_accounts_of_an_older_version_have_it_off(case: Path) -> None:
    made = open_database(str(case))
    made.run("DROP TABLE settings")
    made.run("PRAGMA user_version = 1")
    made.close()
    there = house(case)
    assert not there.access.fetches
    there.access.book.set_fetches(True)
    assert there.access.fetches
    there.database.close()
    reopened: Database = open_database(str(case))
    assert reopened.row("SELECT value FROM settings") == ("on",)
    reopened.close()


def test_with_accounts_the_command_refuses_to_turn_it_on_for_once(case: Path) -> None:
    workbench = Workbench(str(case), Config())
    with pytest.raises(UsageError, match="users fetching on"):
        access_of(str(case), workbench, Where("127.0.0.1", 0, accounts=True, fetch=True), "amal")
    assert access_of(str(case), workbench, Where("127.0.0.1", 0, fetch=True), "amal").fetches
    assert not access_of(str(case), workbench, Where("127.0.0.1", 0), "amal").fetches


def test_no_more_than_so_many_addresses_wait(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "_work", lambda _desk: None)
    guard = Guard(resolve=lambda _host, _port: ["93.184.215.14"])
    desk = Desk(Workbench(str(case), Config()), lambda: Fetcher(guard=guard))
    for number in range(MOST_WAITING):
        desk.ask(f"http://news.example/{number}", "amal")
    with pytest.raises(FullError):
        desk.ask("http://news.example/more", "amal")
