"""Any bytes give a Reading or a refusal, never another exception; marked ranges are sound."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takhrij.arabic import Arabic
from takhrij.core.errors import InputRefused
from takhrij.core.records import Problem
from takhrij.read import Source, expand, read, readers
from takhrij.resources import Resources

LANGUAGE, RESOURCES = Arabic(), Resources()
REASONS = {"empty", "binary", "encoding", "malformed", "no_article", "not_arabic", "missing", "too_large"}
REASONS |= {"columns", "locked", "needs_ocr"}
PIECES = [
    "قال مصدر محلي مسؤول إن عملية تبادل أسرى جرت مساء الاثنين في مديرية الصومعة بمحافظة البيضاء.",
    "الرئيسية",
    "آراء ومقالاتالرئيسية",
    "اقرأ أيضاً",
    "الوسوم: أ، ب",
    "اترك تعليقاً",
    "#وسم",
    "سالم النموذجي – صحيفة النموذج",
    "12/7/2021",
    "\u200f",
    "\u00a0",
    "\ud800",
    "\x00",
    "\u2028",
    "<p>",
    "</p>",
    "<br>",
    "<div class='share'>",
    "</div>",
    "<h1>",
    "<ul><li><a href='/'>",
    "<div hidden>",
    "<!--",
    "<table><tr><td>",
    '<script type=\'application/ld+json\'>{"@type": ["Article"], "author": [{}], "headline": [1]}</script>',
    "<meta property='og:title' content='عنوان | موقع'>",
    "<title>عنوان - ",
    "\n",
    "\n\n",
    "\r\n",
    " ",
]
PAGES = st.lists(st.sampled_from(PIECES), max_size=25).map(lambda p: "".join(p).encode("utf-8", "surrogatepass"))
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def check(data: bytes, name: str) -> None:
    source = Source(data, "page", "page", "text/plain", name)
    try:
        _, reading = read(source, LANGUAGE, RESOURCES)
    except InputRefused as refused:
        assert refused.reason in REASONS
        assert "\n" not in str(refused)
        return
    reading.text.encode("utf-8")
    for ranges in (reading.boilerplate, reading.hidden):
        at = 0
        for start, end in ranges:
            assert at <= start < end <= len(reading.text)
            at = end
    assert reading.genre in (None, "opinion", "news", "report")


@SETTINGS
@given(st.one_of(st.binary(max_size=400), PAGES))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in readers():
        check(data, name)


@SETTINGS
@given(st.text(max_size=300), st.sampled_from(["windows-1256", "utf-16", "utf-8", "iso8859-6"]))
def test_any_text_in_any_encoding(text: str, encoding: str) -> None:
    for name in ("text", "html"):
        check(text.encode(encoding, "ignore"), name)


@SETTINGS
@given(st.binary(max_size=300), st.sampled_from(["x", "x.json", "x.jsonl", "x.csv", "x.zip", "x.html"]))
def test_any_file_gives_sources_or_problems(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        for found in expand([path], 200):
            assert isinstance(found, Source) or (isinstance(found, Problem) and found.reason in REASONS)
