"""How many records of a web archive are iterated and hashed a second: ``python -m bench.speed.warc [--records N]``.

The archive is made up in memory: pages of about 8 kB, each packed by itself as crawlers do, with the digests of their
bodies. Every record is unpacked, its digest compared, and its SHA-256 taken. Time is that of the processor.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import io
import random
import time

from takhrij.core.ids import sha256
from takhrij.read.warc import Payload, payloads

PAGE = 8_000
LIMIT = 64 * 2**20


def archive(records: int, seed: int = 7) -> bytes:
    """A WARC of pages of made-up words, one gzip member a record."""
    chance = random.Random(seed)
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 8))) for _ in range(5_000)]
    members = []
    for number in range(records):
        body = f"<html><body><p>{' '.join(chance.choices(words, k=PAGE // 11))}</p></body></html>".encode()
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        told = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
        head = (
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2021-07-28T02:51:32Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
            f"WARC-Target-URI: https://outlet.example/{number}\r\nWARC-Payload-Digest: sha1:{told}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        members.append(gzip.compress(head.encode() + block + b"\r\n\r\n", compresslevel=6, mtime=0))
    return b"".join(members)


def main() -> None:
    """Print the pace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    records = parser.parse_args().records
    data = archive(records)
    started = time.process_time()
    keys = {
        sha256(found.raw)
        for found in payloads(io.BytesIO(data), LIMIT)
        if isinstance(found, Payload) and found.is_sound()
    }
    taken = time.process_time() - started
    assert len(keys) == records, f"{len(keys)} of {records} records were sound"
    print(
        f"{records} records, {len(data) / 1e6:.1f} MB packed: {taken:.2f} s of processor time, {records / taken:,.0f} a second"
    )


if __name__ == "__main__":
    main()
