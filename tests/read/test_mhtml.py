"""A page that Chromium itself saves as one file reads as the page does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import ARGUMENTS, installed
from tests.read.making import FIRST, SECOND, TITLE


@pytest.mark.slow
def test_a_page_saved_by_chromium(tmp_path: Path, read_bytes: Callable[..., Any]) -> None:
    from playwright.sync_api import sync_playwright

    page = (
        f"<!DOCTYPE html><html lang=ar dir=rtl><meta charset=utf-8><title>{TITLE}</title><style>p {{ color: #111 }}"
        f"</style><body><article><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></article></body></html>"
    )
    original = tmp_path / "page.html"
    original.write_bytes(page.encode())
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=installed(), args=list(ARGUMENTS))
        tab = browser.new_page()
        tab.goto(original.as_uri())
        saved = tab.context.new_cdp_session(tab).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
        browser.close()
    document, reading = read_bytes(saved.encode(), "mhtml", "page.mhtml")
    assert reading.text == read_bytes(original.read_bytes(), "html", "page.html")[1].text
    assert (reading.title, document.url) == (TITLE, None)
    assert document.retrieved is not None and document.retrieved[:2] == "20"
