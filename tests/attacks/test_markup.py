"""Markup and text made to be deep, long, wide or slow: read or refused within the cap, and nothing else happens."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from takhrij.core.records import Problem
from tests.attacks.conftest import PAGE, TELLING, Attempt

BODY = f"<p>{TELLING} {TELLING}</p>"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>خبر عن تبادل</title>{head}</head><body>{body}</body></html>"


MARKUP = {
    "elements in elements": page("<div>" * 200_000 + BODY),
    "bold in bold": page("<b>" * 100_000 + BODY),
    "tables in tables": page("<table><tr><td>" * 30_000 + BODY),
    "a million attributes": page("<p " + " ".join(f"a{i}=x" for i in range(1_000_000)) + f">{TELLING}</p>"),
    "a class of many names": page("<p class='" + " ".join(f"c{i}" for i in range(200_000)) + f"'>{TELLING}</p>"),
    "many rules of style": page(
        BODY, "<style>" + "".join(f".a{i} > .b:not(.c){{display:none}}" for i in range(100_000)) + "</style>"
    ),
    "rules within rules": page(BODY, "<style>" + "@media all{" * 50_000 + "p{color:red}" + "</style>"),
    "a style without an end": page(f"<p style='{'width:calc(' * 50_000}'>{TELLING}</p>"),
    "comments never closed": page("<!--" * 200_000 + BODY),
    "a script of braces": page('<script type="application/ld+json">' + '{"a":[' * 100_000 + "</script>" + BODY),
    "a thousand headings": page("<h1>خبر</h1>" * 2_000 + BODY),
    "entities": page("&nbsp;" * 300_000 + BODY),
}

TEXT = {
    "one long line": (TELLING + " ") * 600,
    "spaces": f"{TELLING}{' ' * 1_000_000}{TELLING}",
    "digits": f"{TELLING} {'1' * 300_000} {TELLING}",
    "numbers": f"{TELLING} {'٢٠ ' * 30_000} {TELLING}",
    "one long word": f"{TELLING} {'وال' * 100_000} {TELLING}",
    "kashida": f"{TELLING} {'ـ' * 300_000} {TELLING}",
    "marks on one letter": f"{TELLING} ا{chr(0x64B) * 300_000} {TELLING}",
    "quotation marks": f"{TELLING} {'«' * 50_000} {TELLING}",
    "brackets": f"{TELLING} {'(' * 50_000} {TELLING}",
    "turns of direction": f"{TELLING} {chr(0x202E) * 100_000}{chr(0x2066) * 100_000} {TELLING}",
}


def soundly(attempt: Attempt) -> None:
    (row,) = attempt.rows()
    if isinstance(row, Problem):
        assert row.reason in ("too_slow", "too_much_memory", "no_article", "not_arabic", "malformed", "too_large")
        assert "\n" not in row.message and row.retry
        return
    text = row["text"]
    for claim in row["claims"]:
        for span in claim["evidence"]:
            assert text[span["start"] : span["end"]] == span["text"]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(MARKUP))
def test_hostile_markup_ends(attempt: Attempt, name: str) -> None:
    attempt.put("page.html", MARKUP[name])
    soundly(attempt)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(TEXT))
def test_hostile_text_ends(attempt: Attempt, name: str) -> None:
    attempt.put("page.txt", TEXT[name])
    soundly(attempt)


@pytest.mark.slow
def test_json_made_to_be_deep_or_lone_is_refused_or_read(attempt: Attempt) -> None:
    attempt.put("deep.json", '[{"text": ' + "[" * 500_000)
    attempt.put("deep.jsonl", '{"text": ' + '{"a":' * 200_000 + "\n")
    attempt.put("lone.jsonl", json.dumps({"id": "lone", "text": f"{TELLING} \ud800 \udfff"}) + "\n")
    attempt.put("number.jsonl", '{"id": ' + "9" * 100_000 + f', "text": "{TELLING}"}}\n')
    rows = attempt.rows()
    assert [row.reason if isinstance(row, Problem) else row["id"] for row in rows] == [
        "malformed",
        "malformed",
        "lone",
        "malformed",
    ]
    lone = rows[2]
    assert isinstance(lone, dict) and "\ufffd" in lone["text"]
    json.dumps(lone, ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode("utf-8")[:-20] + b"\xff\xfe\xd8" + PAGE.encode(),
        b"\xff\xfe" + PAGE.encode("utf-16-le")[:-1],
        b"\xff\xfe" + PAGE.encode("utf-16-le") + b"\x00\xd8" * 5,
        PAGE.encode("utf-16-be"),
        b"\xef\xbb\xbf\xef\xbb\xbf" + PAGE.encode(),
        PAGE.encode("cp1256") + b"\x81\x8d",
        b"\x00" * 4096,
        bytes(range(256)) * 40,
        b"\xf5" * 4096,
    ],
    ids=["utf-8", "odd utf-16", "lone utf-16", "no mark", "two marks", "cp1256", "zeros", "all bytes", "no letters"],
)
def test_bytes_in_no_or_two_encodings(attempt: Attempt, data: bytes) -> None:
    attempt.put("page.txt", data)
    (row,) = attempt.rows()
    if isinstance(row, Problem):
        assert row.reason in ("binary", "encoding", "not_arabic", "no_article", "empty")
    else:
        row["text"].encode("utf-8")


ENTITIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE x [{declared}]>
"""
LAUGHS = "<!ENTITY a0 'ها'>" + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10))
BLOWUP = f"<!ENTITY a '{'ها' * 50_000}'>"
FEED = (
    "<rss version='2.0'><channel><title>صحيفة النموذج</title><item><title>خبر</title><link>http://example.org/1</link>"
    "<description>{body}</description></item></channel></rss>"
)
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>صحيفة النموذج</title><id>x</id><entry><title>خبر</title>"
    "<id>http://example.org/1</id><content>{body}</content></entry></feed>"
)
MAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>http://example.org/{body}</loc></url></urlset>"
XML = {"feed.rss": FEED, "feed.atom": ATOM, "sitemap.xml": MAP, "page.xhtml": page("<p>{body}</p>"), "list.xml": FEED}


@pytest.fixture
def listening() -> Iterator[tuple[str, list[str]]]:
    """The address of a loopback server, and every path that was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(XML))
def test_entities_are_neither_expanded_nor_fetched(
    attempt: Attempt, listening: tuple[str, list[str]], name: str
) -> None:
    address, asked = listening
    secret = attempt.folder.parent / "secret.txt"
    secret.write_text("كلمة السر", encoding="utf-8")
    attacks = {
        "laughs": (LAUGHS, "&a9;"),
        "blowup": (BLOWUP, "&a;" * 5_000),
        "file": (f"<!ENTITY a SYSTEM '{secret.as_uri()}'>", "&a;"),
        "call": (f"<!ENTITY a SYSTEM '{address}/entity'>", "&a;"),
        "outer": (f"<!ENTITY % a SYSTEM '{address}/parameter'> %a;", ""),
    }
    for kind, (declared, body) in attacks.items():
        attempt.put(f"{kind}/{name}", ENTITIES.format(declared=declared) + XML[name].format(body=f"{TELLING} {body}"))
    rows = attempt.rows()
    assert len(rows) >= len(attacks)
    for row in rows:
        if isinstance(row, dict):
            assert "كلمة السر" not in row["text"] and len(row["text"]) < 100_000
    assert asked == []
