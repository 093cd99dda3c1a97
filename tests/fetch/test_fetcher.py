"""The fetcher against servers on this machine: slow, endless, packed to burst, busy, and sending on."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from takhrij.fetch import Fetched, Fetcher, Guard, Terms
from takhrij.fetch.fetcher import Clock

PAGE = "<html><body><p>نص الخبر كما نشره الموقع.</p></body></html>".encode()


class Site(BaseHTTPRequestHandler):
    """Answers by the path asked for; `seen` keeps (path, headers) of every request."""

    seen: list[tuple[str, dict[str, str]]]
    robots = b""

    def log_message(self, *_: Any) -> None:
        return

    def do_GET(self) -> None:
        self.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        name = self.path.strip("/").replace(".", "_").replace("-", "_") or "page"
        getattr(self, f"on_{name}", self.on_page)()

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def on_robots_txt(self) -> None:
        self.reply(200 if self.robots else 404, self.robots)

    def on_page(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.reply(304)
        else:
            self.reply(200, PAGE, Content_Type="text/html; charset=utf-8", ETag='"v1"')

    def on_moved(self) -> None:
        self.reply(301, Location="/page")

    def on_circle(self) -> None:
        self.reply(302, Location="/circle")

    def on_inwards(self) -> None:
        self.reply(302, Location="http://169.254.169.254/latest/meta-data/")

    def on_to_file(self) -> None:
        self.reply(302, Location="file:///etc/passwd")

    def on_gone(self) -> None:
        self.reply(404, b"gone")

    def on_busy(self) -> None:
        if sum(path == self.path for path, _ in self.seen) < 2:
            self.reply(429, Retry_After="7")
        else:
            self.reply(200, PAGE)

    def on_never(self) -> None:
        self.reply(503, Retry_After="86400")

    def on_bomb(self) -> None:
        self.reply(200, gzip.compress(b"\0" * 2**22), Content_Encoding="gzip")

    def on_cut(self) -> None:
        self.reply(200, PAGE[:10], Content_Length="5000")

    def on_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.pour(b"x" * 65536, 0)

    def on_slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.pour(b"x", 0.1)

    def pour(self, piece: bytes, pause: float) -> None:
        try:
            for _ in range(200):
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(pause)
        except OSError:
            return


Get = Callable[..., Fetched]


class World:
    """A site, and a fetcher that may ask it; waits are noted and not waited for."""

    def __init__(self, **terms: Any) -> None:
        self.handler = type("Handler", (Site,), {"seen": []})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.waits: list[float] = []
        wanted = Terms(**{"pause": 0.0, "largest": 2**20, "longest": 5.0, "contact": "desk@example.org", **terms})
        clock = Clock(sleep=self.waits.append)
        self.fetcher = Fetcher(wanted, Guard(frozenset({self.host})), clock)

    def get(self, path: str, *more: Any) -> Fetched:
        return self.fetcher.get(f"http://{self.host}{path}", *more)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_page_with_all_that_is_known_of_it(world: World) -> None:
    fetched = world.get("/page")
    told = fetched.acquisition
    assert fetched.body == PAGE
    assert (told.outcome, told.status, told.address, told.size) == ("fetched", 200, "127.0.0.1", len(PAGE))
    assert told.headers["etag"] == '"v1"'
    assert told.started <= told.ended
    agent = world.handler.seen[-1][1]["user-agent"]
    assert agent.startswith("takhrij/") and agent.endswith("(+desk@example.org)")


def test_what_did_not_change_is_not_sent_again(world: World) -> None:
    first = world.get("/page")
    again = world.get("/page", first.acquisition)
    assert (again.acquisition.outcome, again.acquisition.status, again.body) == ("unchanged", 304, None)


def test_a_redirect_is_followed_and_kept(world: World) -> None:
    told = world.get("/moved").acquisition
    assert (told.outcome, told.url) == ("fetched", f"http://{world.host}/page")
    assert [(hop.status, hop.location) for hop in told.hops] == [(301, told.url)]


@pytest.mark.parametrize("path", ["/inwards", "/to-file"])
def test_a_redirect_out_of_the_open_network_is_refused(world: World, path: str) -> None:
    fetched = world.get(path)
    assert (fetched.acquisition.outcome, fetched.body, len(fetched.acquisition.hops)) == ("refused", None, 1)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/circle", "in circles"),
        ("/gone", "404"),
        ("/bomb", "unpacks to more"),
        ("/endless", "larger than"),
        ("/cut", "no answer"),
    ],
)
def test_what_cannot_be_had_is_told(world: World, path: str, words: str) -> None:
    fetched = world.get(path)
    assert (fetched.acquisition.outcome, fetched.body) == ("failed", None)
    assert words in (fetched.acquisition.detail or "")


def test_a_server_that_drips_is_left() -> None:
    world = World(longest=0.5, attempts=1)
    assert world.get("/slow").acquisition.outcome == "failed"
    world.server.shutdown()
    world.server.server_close()


def test_a_busy_server_is_asked_again_when_it_says(world: World) -> None:
    told = world.get("/busy").acquisition
    assert (told.outcome, told.attempts) == ("fetched", 2)
    assert 7.0 in world.waits


def test_a_server_that_asks_for_a_day_is_left(world: World) -> None:
    told = world.get("/never").acquisition
    assert (told.outcome, told.status, told.attempts) == ("failed", 503, 1)


def test_robots_txt_is_kept_to(world: World) -> None:
    world.handler.robots = b"User-agent: *\nDisallow: /private\nCrawl-delay: 9\n"
    assert world.get("/private").acquisition.outcome == "forbidden"
    assert [path for path, _ in world.handler.seen] == ["/robots.txt"]
    assert world.get("/page").acquisition.outcome == "fetched"
    assert any(8 < wait <= 9 for wait in world.waits)


def test_a_name_is_resolved_once_and_the_checked_address_asked(world: World) -> None:
    """A name that leads to an open address first and inwards afterwards (rebinding) never gets that far."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    guard = Guard(resolve=resolve)
    assert guard.addresses("rebind.example", 80) == ["93.184.215.14"]
    fetched = Fetcher(Terms(attempts=1, longest=1.0), guard, Clock(sleep=lambda _s: None)).get(
        "http://rebind.example/"
    )
    assert (fetched.acquisition.outcome, fetched.body) == ("refused", None)
    assert world.handler.seen == []
    assert asked == ["rebind.example"] * 2


def test_a_proxy_of_the_environment_is_not_used(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert world.get("/page").acquisition.outcome == "fetched"
