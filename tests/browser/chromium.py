"""A real browser in front of a real server: what it is asked for, what it complains of, and whom it asks."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from takhrij.core.config import Config
from takhrij.web.access import OneTimeLink, User
from takhrij.web.app import Served, application, paths
from takhrij.web.rendering import Renderer
from takhrij.web.workbench import Workbench

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-quic", "--no-first-run"),
)


def installed() -> str:
    """Where Chromium is; skips the test, and says why, where it is not."""
    found = CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    return found


@contextmanager
def serving(case: Path) -> Iterator[tuple[str, str]]:
    """A workbench over a case on a free port: its address and the key of its one-time link."""
    workbench = Workbench(str(case), Config())
    access = OneTimeLink(User("amal", "admin"))
    app = application(Served(workbench, access, Renderer(workbench.resources, paths())))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", access.key or ""
    finally:
        server.should_exit = True
        thread.join(10)


@dataclass
class Watched:
    """A page of a browser with everything it complained of and every foreign address it asked for."""

    page: Any
    address: str
    said: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def listen(self) -> Watched:
        """Begin to take notes."""
        self.page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.said.append(str(e)))
        self.page.on("dialog", self._asks)
        self.page.on("request", lambda r: self._asked(r.url))
        return self

    def _asks(self, dialog: Any) -> None:
        self.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, path: str) -> None:
        """Go to a page and wait until it is drawn."""
        self.page.goto(f"{self.address}{path}", wait_until="networkidle")


@contextmanager
def browsing(case: Path, width: int = 1280) -> Iterator[tuple[Any, str]]:
    """A signed-in browser page over a case, and the workbench's address.

    On leaving, it must have met no dialog, script error, breach of the content policy or request to anywhere else.
    """
    from playwright.sync_api import sync_playwright

    faults: list[str] = []

    def dismissed(dialog: Any) -> None:
        faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    with serving(case) as (base, key), sync_playwright() as player:
        browser = player.chromium.launch(executable_path=installed(), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": width, "height": 900}, locale="en-GB")
        page.on("dialog", dismissed)
        page.on("pageerror", lambda e: faults.append(f"script error {e}"))
        page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("request", lambda r: None if r.url.startswith((base, "data:", "blob:")) else faults.append(r.url))
        page.goto(f"{base}/open?key={key}")
        yield page, base
        browser.close()
    assert faults == [], faults[:20]
