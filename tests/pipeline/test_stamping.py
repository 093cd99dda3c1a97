"""Time-stamps by a server on this machine, with certificates made for the test."""

from __future__ import annotations

import base64
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.errors import TakhrijError, UsageError
from takhrij.pipeline.stamping import stamp
from takhrij.pipeline.verifying import Report, Wish, verify
from takhrij.store import open_case

OPENSSL = shutil.which("openssl")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OPENSSL is None, reason="openssl, which plays the time-stamp server, is not installed"),
]
ME = ("amal", "2026-01-02T03:04:05Z")
CONFIG = """
[tsa]
serial = {place}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def openssl(*arguments: object) -> None:
    subprocess.run([OPENSSL or "", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a root certificate, a signer's under it, and a stranger's root."""
    place = tmp_path_factory.mktemp("authority")
    for name in ("root", "stranger"):
        made = ("-keyout", place / f"{name}.key", "-out", place / f"{name}.pem", "-subj", f"/CN={name}")
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 2, *made)
    made = ("-keyout", place / "tsa.key", "-out", place / "tsa.csr", "-subj", "/CN=tsa")
    openssl("req", "-newkey", "rsa:2048", "-nodes", *made)
    (place / "ext").write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=digitalSignature\n")
    signed = ("-CA", place / "root.pem", "-CAkey", place / "root.key", "-CAcreateserial", "-extfile", place / "ext")
    openssl("x509", "-req", "-in", place / "tsa.csr", "-days", 2, *signed, "-out", place / "tsa.pem")
    (place / "config").write_text(CONFIG.format(place=place))
    (place / "serial").write_text("01")
    return place


@pytest.fixture(scope="module")
def server(authority: Path) -> Iterator[str]:
    """The address of a time-stamp server; under /no and /junk it answers with an error and with nonsense."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query, reply = authority / "query", authority / "reply"
            query.write_bytes(self.rfile.read(int(self.headers["content-length"])))
            signer = ("-signer", authority / "tsa.pem", "-inkey", authority / "tsa.key")
            asked = ("-reply", "-config", authority / "config", "-section", "tsa", "-queryfile", query)
            openssl("ts", *asked, *signer, "-out", reply)
            self.send_response(500 if self.path == "/no" else 200)
            self.end_headers()
            self.wfile.write(b"nonsense" if self.path == "/junk" else reply.read_bytes())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as httpd:
        thread = threading.Thread(target=httpd.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


def checked(case: Path, *roots: Path) -> Report:
    return verify(str(case), Config(), Wish(reread=False, roots=roots))


def test_a_stamp_is_kept_and_holds_without_the_server(case: Path, server: str, authority: Path) -> None:
    with open_case(case) as store:
        told = stamp(store, server, ME, authority / "root.pem")
    assert (told["originals"], told["seq"], told["trusted"]) == (2, 2, True)
    report = checked(case)
    assert (report.stamps, report.faults, report.notes) == (1, [], [])


def test_a_case_that_grew_since_still_holds(case: Path, server: str, authority: Path, tmp_path: Path) -> None:
    with open_case(case) as store:
        stamp(store, server, ME, authority / "root.pem")
    (tmp_path / "third.txt").write_text(
        "خبر آخر من عدن.\n\nأفرجت الجهات عن ثلاثة أسرى في عدن أمس.\n", encoding="utf-8"
    )
    pipeline.add([tmp_path / "third.txt"], str(case), Config())
    assert checked(case).faults == []


def test_without_a_root_the_signature_is_told_to_be_unchecked(case: Path, server: str, authority: Path) -> None:
    with open_case(case) as store:
        assert not stamp(store, server, ME)["trusted"]
    report = checked(case)
    assert report.faults == [] and "signature was not checked" in report.notes[0]
    assert checked(case, authority / "root.pem").notes == []
    assert [
        "signature does not hold" in fault.message for fault in checked(case, authority / "stranger.pem").faults
    ] == [True]


def test_a_changed_answer_or_statement_is_told(case: Path, server: str, authority: Path) -> None:
    with open_case(case) as store:
        stamp(store, server, ME, authority / "root.pem")
        kept = next(store.audit.entries(("stamped",))).payload
        answer = bytearray(base64.b64decode(kept["answer"]))
        answer[-20] ^= 1
        store.audit.append("stamped", "eve", kept | {"answer": base64.b64encode(answer).decode()}, ME[1])
        store.audit.append("stamped", "eve", kept | {"statement": kept["statement"] | {"head": "0" * 64}}, ME[1])
    messages = [fault.message for fault in checked(case).faults]
    assert any("signature does not hold" in message for message in messages)
    assert any("the record up to it is another" in message for message in messages)
    assert any("it is of something else" in message for message in messages)


def test_an_erased_entry_is_a_note_and_no_fault(case: Path, server: str, authority: Path) -> None:
    with open_case(case) as store:
        stamp(store, server, ME, authority / "root.pem")
        store.audit.erase_payload(1, "amal", "by order", ME[1])
    report = checked(case)
    assert report.faults == [] and any("were erased since" in note for note in report.notes)


@pytest.mark.parametrize("path", ["/no", "/junk"])
def test_no_good_answer_is_an_error_and_nothing_is_kept(case: Path, server: str, path: str) -> None:
    with open_case(case) as store:
        with pytest.raises(TakhrijError):
            stamp(store, server + path, ME)
        assert list(store.audit.entries(("stamped",))) == []


def test_what_is_no_server_is_refused(case: Path, server: str, authority: Path) -> None:
    with open_case(case) as store:
        with pytest.raises(UsageError):
            stamp(store, "file:///etc/passwd", ME)
        with pytest.raises(TakhrijError, match="could not be asked"):
            stamp(store, "http://127.0.0.1:1/", ME)
        with pytest.raises(TakhrijError, match="signature does not hold"):
            stamp(store, server, ME, authority / "stranger.pem")
