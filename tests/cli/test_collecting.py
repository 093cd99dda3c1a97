"""Addresses given to `add`, and `watch`, against a site on this machine."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from takhrij.pipeline.tools import LANGUAGE
from takhrij.read.contract import Source
from takhrij.read.decode import decode
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


def test_addresses_and_files_are_added_by_one_command(run: Run, site: tuple[Path, str], tmp_path: Path) -> None:
    folder, host = site
    (folder / "one.txt").write_text(FIRST, encoding="utf-8")
    beside, gone = tmp_path / "two.txt", tmp_path / "three.txt"
    beside.write_text(SECOND, encoding="utf-8")
    case = tmp_path / "case"
    done = run("add", beside, f"http://{host}/one.txt", gone, "--allow-host", host, "--pause", "0", "--case", case)
    assert (done.code, done.out.startswith("2 read")) == (1, True)
    assert "three.txt is not there" in done.err
    named = run("add", f"http://{host}/one.txt", "--id", "x", "--allow-host", host, "--case", case)
    assert (named.code, "--id" in named.err) == (2, True)


def test_the_encoding_that_a_server_names_is_believed_where_it_gives_arabic() -> None:
    text, headers = "قال شهود إن الطريق فتح مساء أمس", {"content-type": 'text/plain; charset="ISO-8859-6"'}
    page = Source(text.encode("iso8859-6"), "page", "page", "text/plain", "text", headers=headers)
    assert decode(page.data, "page", LANGUAGE.is_written, page.charset) == text
    assert decode(page.data, "page", LANGUAGE.is_written) != text, (
        "without the server's word it is guessed, and wrong"
    )


@pytest.mark.parametrize("told", ["iso-8859-1", "utf-16", "no-such-charset", "idna", "undefined", "x\0y", ""])
def test_a_word_of_a_server_that_gives_no_arabic_changes_nothing(told: str) -> None:
    for encoding in ("utf-8", "cp1256"):
        data = SECOND.encode(encoding)
        assert decode(data, "page", LANGUAGE.is_written, told) == decode(data, "page", LANGUAGE.is_written) == SECOND


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal")
@pytest.mark.parametrize("moment", ["waiting", "asking"])
def test_watch_ends_cleanly_at_ctrl_c(moment: str, tmp_path: Path) -> None:
    """Between two looks, and while a server has not answered yet."""
    asked, go_on = threading.Event(), threading.Event()

    class Slow(Quiet):
        def do_GET(self) -> None:
            if self.path.endswith(".txt"):
                asked.set()
                go_on.wait(0 if moment == "waiting" else 60)
            super().do_GET()

    (tmp_path / "1.txt").write_text(FIRST, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Slow, directory=str(tmp_path)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    # A test run in the background hears no Ctrl-C, and what it begins would not either.
    heard = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from takhrij.cli import main; raise SystemExit(main())"
    )
    call = [sys.executable, "-c", heard, "watch", f"http://{host}/1.txt", "--allow-host", host, "--pause", "0"]
    with subprocess.Popen(
        [*call, "--case", str(tmp_path / "case")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            assert asked.wait(120)
            assert running.stdout is not None
            if moment == "waiting":
                assert running.stdout.readline().startswith("1 read")
            running.send_signal(signal.SIGINT)
            _, told = running.communicate(timeout=60)
        finally:
            go_on.set()
            running.kill()
            server.shutdown()
            server.server_close()
    assert (running.returncode, "watching has ended" in told, "Traceback" in told) == (0, True, False), told


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
