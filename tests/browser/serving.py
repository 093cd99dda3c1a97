"""A workbench behind a real server on loopback, and a Chromium signed in to it that tells of every foreign request."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

from takhrij.core.config import Config
from takhrij.web.access import OneTimeLink, User
from takhrij.web.app import Served, application, paths
from takhrij.web.rendering import Renderer
from takhrij.web.workbench import Workbench

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


@contextmanager
def serving(case: Path) -> Iterator[tuple[str, str]]:
    """A server over a case until left: its address and the key of its one-time link."""
    workbench = Workbench(str(case), Config())
    access = OneTimeLink(User("amal", "admin"))
    app = application(Served(workbench, access, Renderer(workbench.resources, paths())))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
        running = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
        running.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", str(access.key)
        finally:
            server.should_exit = True
            running.join(timeout=20)


@contextmanager
def browsing(case: Path, width: int = 1280) -> Iterator[tuple[Any, str]]:
    """A signed-in browser page and the address. On leaving, it must have met no dialog, script error, breach of the
    content policy or request to anywhere else."""
    faults: list[str] = []
    with serving(case) as (base, key), sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": width, "height": 900}, locale="en-GB")
        page.on("dialog", lambda d: (faults.append(f"dialog {d.message}"), d.dismiss()))
        page.on("pageerror", lambda e: faults.append(f"script error {e}"))
        page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("request", lambda r: None if r.url.startswith((base, "data:", "blob:")) else faults.append(r.url))
        page.goto(f"{base}/open?key={key}")
        yield page, base
        browser.close()
    assert faults == []
