"""Addresses given to `add`, and `watch`, against a site on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import FIRST, SECOND, Run


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and prints nothing."""

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    folder = tmp_path / "site"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield folder, f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_list_of_addresses_is_fetched_and_what_fails_is_told(
    run: Run, site: tuple[Path, str], tmp_path: Path
) -> None:
    folder, host = site
    (folder / "one.txt").write_text(FIRST, encoding="utf-8")
    listed = tmp_path / "list.urls"
    listed.write_text(f"# remark\nhttp://{host}/one.txt\nhttp://{host}/missing.txt\n", encoding="utf-8")
    case = tmp_path / "case"
    done = run("add", listed, "--allow-host", host, "--pause", "0", "--case", case)
    assert done.code == 1
    assert "the server answered 404" in done.err
    assert done.out.startswith("1 read")
    again = run("add", f"http://{host}/one.txt", "--allow-host", host, "--pause", "0", "--case", case)
    assert again.out.startswith("0 read")


def test_nothing_within_a_network_is_asked(run: Run, site: tuple[Path, str], tmp_path: Path) -> None:
    done = run("add", f"http://{site[1]}/one.txt", "--case", tmp_path / "case")
    assert "is not asked" in done.err


def test_watch_adds_what_a_sitemap_names_anew(run: Run, site: tuple[Path, str], tmp_path: Path) -> None:
    folder, host = site
    (folder / "1.txt").write_text(FIRST, encoding="utf-8")
    (folder / "2.txt").write_text(SECOND, encoding="utf-8")

    def write(*names: str) -> None:
        rows = "".join(f"<url><loc>http://{host}/{name}</loc></url>" for name in names)
        text = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
        (folder / "sitemap.xml").write_text(text, encoding="utf-8")

    arguments = ("--once", "--allow-host", host, "--pause", "0", "--case", tmp_path / "case")
    write("1.txt")
    assert run("watch", f"http://{host}/sitemap.xml", *arguments).out.startswith("1 read")
    write("1.txt", "2.txt")
    assert "1 read" in run("watch", f"http://{host}/sitemap.xml", *arguments).out


def test_a_time_that_is_none_is_told(run: Run, tmp_path: Path) -> None:
    done = run("watch", "http://example.org/feed", "--every", "soon", "--case", tmp_path / "case")
    assert (done.code, "30m" in done.err) == (2, True)
