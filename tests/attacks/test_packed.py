"""Archives that unpack to too much, hold themselves, or point elsewhere."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest

from takhrij.core.records import Problem
from tests.attacks.conftest import PAGE, Attempt

pytestmark = pytest.mark.slow
Pack = Callable[[dict[str, bytes | str]], bytes]


def test_a_member_packed_too_tightly_is_not_unpacked(attempt: Attempt, zipped: Pack) -> None:
    attempt.put("bomb.zip", zipped({"page.txt": bytes(30_000_000), "good.txt": PAGE}))
    assert attempt.fates() == ["too_large", "read"]


def test_a_zip_in_a_zip_is_not_opened_however_deep(attempt: Attempt, zipped: Pack) -> None:
    inner = zipped({"page.txt": PAGE})
    for _ in range(30):
        inner = zipped({"inner.zip": inner, "copy.zip": inner})
    attempt.put("nested.zip", inner)
    assert attempt.fates() == ["malformed", "malformed"]


def test_a_zip_that_holds_itself_ends(attempt: Attempt, zipped: Pack) -> None:
    # No zip within a zip is opened, so one that unpacks to itself is met once. Stored, so that its bytes begin alike.
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("droste.zip", zipped({"droste.zip": b"PK\x03\x04"}))
    attempt.put("droste.zip", outer.getvalue())
    assert attempt.fates() == ["malformed"]


def _overlapping(members: int) -> bytes:
    """A zip whose directory names the same packed bytes so many times."""
    one = io.BytesIO()
    with zipfile.ZipFile(one, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.txt", PAGE.encode())
    data = one.getvalue()
    start = data.index(b"PK\x01\x02")
    entry, end = data[start : data.index(b"PK\x05\x06")], data[data.index(b"PK\x05\x06") :]
    directory = entry * members
    tail = struct.pack("<4sHHHHIIH", end[:4], 0, 0, members, members, len(directory), start, 0)
    return data[:start] + directory + tail


def test_members_that_share_their_bytes_are_not_unpacked(attempt: Attempt) -> None:
    attempt.put("overlap.zip", _overlapping(20_000))
    assert attempt.fates() == ["too_large"]


def test_a_directory_of_too_many_members_is_not_followed(attempt: Attempt, zipped: Pack) -> None:
    attempt.put("one.zip", _overlapping(1))
    assert attempt.fates() == ["read"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("page.txt", PAGE)
    data = out.getvalue()
    at = data.index(b"PK\x05\x06")
    # The end record lies about their number: what is not there is not looked for.
    attempt.put("one.zip", data[: at + 8] + struct.pack("<HH", 60_000, 60_000) + data[at + 12 :])
    assert attempt.fates() in (["read"], ["malformed"])


@pytest.mark.parametrize(
    "name",
    [
        "../../outside.txt",
        "/etc/outside.txt",
        "C:\\outside.txt",
        "a\\..\\..\\outside.txt",
        "a/../../outside.txt",
        "\\\\host\\x",
    ],
)
def test_a_member_that_points_outside_is_refused(attempt: Attempt, zipped: Pack, name: str) -> None:
    attempt.put("slip.zip", zipped({name: PAGE, "good.txt": PAGE}))
    before = sorted(attempt.folder.parent.rglob("*"))
    assert attempt.fates() == ["malformed", "read"]
    assert sorted(attempt.folder.parent.rglob("*")) == before


def test_a_link_in_a_zip_is_its_own_words_and_no_way_out(attempt: Attempt) -> None:
    secret = attempt.folder.parent / "secret.txt"
    secret.write_text(PAGE, encoding="utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, str(secret))
    attempt.put("links.zip", out.getvalue())
    assert attempt.fates() == ["not_arabic"]


def test_a_locked_member_is_told(attempt: Attempt, zipped: Pack) -> None:
    data = bytearray(zipped({"page.txt": PAGE}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    attempt.put("locked.zip", bytes(data))
    assert attempt.fates() == ["malformed"]


def test_a_damaged_member_leaves_the_others(attempt: Attempt, zipped: Pack) -> None:
    data = bytearray(zipped({"a.txt": PAGE, "b.txt": PAGE}))
    data[60:70] = bytes(10)
    attempt.put("damaged.zip", bytes(data))
    assert attempt.fates() == ["malformed", "read"]


def _warc(body: bytes, encoding: str = "") -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{encoding}\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "WARC-Date: 2021-07-26T00:00:00Z\r\nWARC-Target-URI: http://example.org/a\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize("packed", ["record", "body", "body twice"])
def test_a_web_archive_that_unpacks_to_too_much_is_refused(attempt: Attempt, packed: str) -> None:
    bomb = bytes(300_000_000)
    match packed:
        case "record":
            data = gzip.compress(_warc(bomb))
        case "body":
            data = _warc(gzip.compress(bomb), "Content-Encoding: gzip\r\n")
        case _:
            data = _warc(gzip.compress(gzip.compress(bomb)), "Content-Encoding: gzip, gzip\r\n")
    attempt.put("bomb.warc.gz" if packed == "record" else "bomb.warc", data)
    rows = attempt.rows(limit=2**24)
    assert rows and all(isinstance(row, Problem) for row in rows), rows


def test_bytes_that_are_two_formats_are_read_as_one(attempt: Attempt, zipped: Pack) -> None:
    inner = zipped({"inner.txt": PAGE.replace("أربعة", "سبعة")})
    page = f"<!DOCTYPE html><html><head><title>خبر</title></head><body><p>{PAGE}</p></body></html>"
    attempt.put("page.html", page.encode() + inner)
    attempt.put("zip.html", inner + page.encode())
    first, second = attempt.rows()
    assert isinstance(first, Problem) and first.reason == "binary"
    assert isinstance(second, dict) and "سبعة" in second["text"] and "أربعة" not in second["text"]
