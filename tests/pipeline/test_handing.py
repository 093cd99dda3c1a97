"""Originals handed on as WACZ and BagIt: other programs check them, and nothing sealed is in them."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import bagit
import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from takhrij.core.errors import UsageError
from takhrij.core.records import Acquisition
from takhrij.pipeline.handing import Handing, hand_on
from takhrij.show.export.wacz import sort_key
from takhrij.store import open_case
from takhrij.store.custody import custody, log_acquisition
from takhrij.store.seals import sealing

AT = "2026-01-02T03:04:05Z"


def originals(case: Path) -> dict[str, bytes]:
    with open_case(case) as store:
        return {document.sha256: store.original(document.sha256) for document in store.documents()}


def wacz(case: Path, target: Path, **wish: object) -> zipfile.ZipFile:
    hand_on(str(case), Handing("wacz", target, by="amal", **wish))  # type: ignore[arg-type]
    return zipfile.ZipFile(target)


def payloads(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The bodies of a WARC by their SHA-256, as another program reads them, digests checked."""
    found = {}
    stream = io.BytesIO(archive.read("archive/data.warc.gz"))
    wanted = WarcRecordType.resource | WarcRecordType.response
    for record in ArchiveIterator(stream, parse_http=False, record_types=wanted):
        assert record.verify_block_digest()
        record.parse_http()
        assert not record.is_http or record.verify_payload_digest()
        body = record.reader.read()
        found[hashlib.sha256(body).hexdigest()] = body
    return found


def test_a_wacz_holds_every_original_unchanged_and_its_own_hashes(case: Path, tmp_path: Path) -> None:
    with wacz(case, tmp_path / "case.wacz") as archive:
        assert payloads(archive) == originals(case)
        package = json.loads(archive.read("datapackage.json"))
        digest = json.loads(archive.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{hashlib.sha256(archive.read('datapackage.json')).hexdigest()}"
        assert {r["path"] for r in package["resources"]} == set(archive.namelist()) - {
            "datapackage.json",
            "datapackage-digest.json",
        }
        for resource in package["resources"]:
            data = archive.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}" and resource["bytes"] == len(data)
        assert all(info.compress_type == zipfile.ZIP_STORED for info in archive.infolist())
        rows = [json.loads(line) for line in archive.read("manifest/manifest.jsonl").splitlines()]
        assert {row["sha512"] for row in rows} == {hashlib.sha512(d).hexdigest() for d in originals(case).values()}
        assert {row["by"] for row in rows} == {"amal"}


def test_the_index_leads_to_each_record_by_itself(case: Path, tmp_path: Path) -> None:
    with wacz(case, tmp_path / "case.wacz") as archive:
        warc = archive.read("archive/data.warc.gz")
        lines = gzip.decompress(archive.read("indexes/index.cdx.gz")).decode().splitlines()
        assert lines == sorted(lines) and len(lines) == 2
        for line in lines:
            told = json.loads(line.split(" ", 2)[2])
            piece = gzip.decompress(warc[int(told["offset"]) :][: int(told["length"])])
            assert (
                piece.startswith(b"WARC/1.1") and told["digest"].encode() in piece and told["url"].encode() in piece
            )
        pages = [json.loads(line) for line in archive.read("pages/pages.jsonl").splitlines()]
        assert pages[0]["format"] == "json-pages-1.0" and len(pages) == 3 and all(p["ts"] for p in pages[1:])


def test_the_same_original_is_the_same_record_each_time(case: Path, tmp_path: Path) -> None:
    with wacz(case, tmp_path / "a.wacz") as one, wacz(case, tmp_path / "b.wacz") as other:
        a, b = (gzip.decompress(z.read("archive/data.warc.gz")).split(b"WARC/1.1")[2:] for z in (one, other))
        assert a == b and len(a) == 2


def test_what_a_server_answered_is_a_response_with_its_headers(case: Path, tmp_path: Path) -> None:
    key = min(originals(case))
    headers = {"content-type": "text/plain", "content-encoding": "gzip", "etag": '"x"'}
    got = Acquisition("https://a.example/1", "https://a.example/1", "fetched", AT, AT, "t", 200, headers, sha256=key)
    with open_case(case) as store:
        log_acquisition(store.audit, got, "amal")
    with wacz(case, tmp_path / "case.wacz") as archive:
        assert payloads(archive) == originals(case)
        whole = gzip.decompress(archive.read("archive/data.warc.gz"))
    assert b"WARC-Type: response" in whole and b"WARC-Target-URI: https://a.example/1" in whole
    assert b"WARC-Date: 2026-01-02T03:04:05Z" in whole and b'etag: "x"' in whole
    # The bytes are kept decoded: a header that says otherwise is kept under another name.
    assert b"\r\nx-archive-orig-content-encoding: gzip" in whole and b"\r\ncontent-encoding" not in whole


@pytest.mark.slow
def test_the_tool_of_the_format_finds_the_wacz_valid(case: Path, tmp_path: Path) -> None:
    tool = shutil.which("wacz")
    if tool is None:
        pytest.skip("the tool `wacz` is not installed")
    wacz(case, tmp_path / "case.wacz").close()
    ran = subprocess.run(
        [tool, "validate", "-f", tmp_path / "case.wacz"], capture_output=True, text=True, check=False
    )
    assert "Validation succeeded" in ran.stdout


@pytest.mark.parametrize("name", ["bag", "bag.zip"])
def test_a_bag_is_found_valid_and_a_changed_one_is_not(case: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "out" / name
    hand_on(str(case), Handing("bagit", target, by="amal"))
    if name.endswith(".zip"):
        shutil.unpack_archive(target, tmp_path / "out")
    bag = bagit.Bag(str(tmp_path / "out" / "bag"))
    assert bag.is_valid() and set(bag.algorithms) == {"sha256", "sha512"}
    files = sorted((tmp_path / "out" / "bag" / "data" / "originals").iterdir())
    assert {file.stem: file.read_bytes() for file in files} == originals(case)
    files[0].write_bytes(files[0].read_bytes() + b" ")
    assert not bagit.Bag(str(tmp_path / "out" / "bag")).is_valid()
    if name == "bag":
        with pytest.raises(UsageError, match="is there already"):
            hand_on(str(case), Handing("bagit", target))


def test_the_record_in_a_bag_is_whole(case: Path, tmp_path: Path) -> None:
    hand_on(str(case), Handing("bagit", tmp_path / "bag"))
    entries = [json.loads(line) for line in (tmp_path / "bag/data/record.jsonl").read_text("utf-8").splitlines()]
    before = "0" * 64
    for number, entry in enumerate(entries, 1):
        assert (entry["seq"], entry["prev_hash"]) == (number, before) and "payload" not in entry
        before = entry["entry_hash"]


def test_sealed_originals_are_left_out_unless_asked_for_and_it_is_noted(case: Path, tmp_path: Path) -> None:
    closed, open_one = sorted(originals(case))
    with open_case(case) as store:
        store.append_decision(sealing(closed, "editor", ("amal", AT, "in danger")))
    assert hand_on(str(case), Handing("wacz", tmp_path / "a.wacz", by="amal")) == {"originals": 1, "sealed": 1}
    whole = (tmp_path / "a.wacz").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.wacz") as archive:
        assert set(payloads(archive)) == {open_one}
        assert closed not in "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert closed.encode() not in whole
    hand_on(str(case), Handing("wacz", tmp_path / "b.wacz", sealed=True, why="for the panel", by="amal"))
    with zipfile.ZipFile(tmp_path / "b.wacz") as archive, open_case(case) as store:
        assert set(payloads(archive)) == {closed, open_one}
        assert [s.what for s in custody(store.audit, closed)] == ["added", "seal", "export"]
        assert [s.what for s in custody(store.audit, open_one)] == ["added", "export", "export"]
        assert custody(store.audit, closed)[-1].told["reason"] == "for the panel"


def test_the_pages_of_one_event_only(case: Path, tmp_path: Path) -> None:
    from takhrij import pipeline

    with open_case(case) as store:
        event = pipeline.view(store).events[0]
    with wacz(case, tmp_path / "a.wacz", events=(event.id,)) as archive:
        assert set(payloads(archive)) == {document for _, document in event.claims}
    with pytest.raises(UsageError):
        wacz(case, tmp_path / "b.wacz", events=("none",))
    assert not list(tmp_path.glob(".*partial"))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.news.example/a?b=1", "example,news,www)/a?b=1"),
        ("http://News.example", "example,news)/"),
        ("http://news.example:8080/a b", "example,news:8080)/a%20b"),
        ("urn:sha256:00", "urn:sha256:00"),
    ],
)
def test_a_url_is_indexed_by_its_host_turned_round(url: str, key: str) -> None:
    assert sort_key(url) == key
