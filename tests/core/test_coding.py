"""Content codings, whole, damaged, and packed to burst."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest

from takhrij.core.coding import undone
from takhrij.core.errors import InputRefused

BODY = "نص الصفحة كما أرسلها الخادم ".encode() * 20
PACKED = gzip.compress(BODY, mtime=0)
RAW = zlib.compressobj(wbits=-15)
BARE = RAW.compress(BODY) + RAW.flush()


@pytest.mark.parametrize(
    ("coding", "sent"),
    [
        (None, BODY),
        ("identity", BODY),
        ("gzip", PACKED),
        ("x-gzip", gzip.compress(BODY[:100], mtime=0) + gzip.compress(BODY[100:], mtime=0)),
        ("GZIP", PACKED + b"\0\0\0"),
        ("gzip", BODY),
        ("deflate", zlib.compress(BODY)),
        ("deflate", BARE),
        ("br", brotli.compress(BODY)),
        ("gzip, br", brotli.compress(PACKED)),
    ],
    ids=range(10),
)
def test_what_was_sent_is_what_comes_out(coding: str | None, sent: bytes) -> None:
    assert undone(sent, coding, len(BODY)) == BODY


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)], ids=range(3)
)
def test_a_bomb_is_not_unpacked(coding: str, pack: object) -> None:
    bomb = pack(b"\0" * 2**22)  # type: ignore[operator]
    with pytest.raises(InputRefused) as told:
        undone(bomb, coding, 2**20)
    assert told.value.reason == "too_large"


@pytest.mark.parametrize(
    ("coding", "sent"),
    [
        ("gzip", PACKED[:-12]),
        ("gzip", PACKED[:20] + b"\xff" * 40),
        ("deflate", zlib.compress(BODY)[:-8]),
        ("br", brotli.compress(BODY)[:-3]),
        ("br", b"\xff" * 50),
        ("zstd", b"(\xb5/\xfd"),
        ("gzip,gzip,gzip,gzip", b""),
        ("gzip", gzip.compress(b"", mtime=0) * 2000),
    ],
    ids=range(8),
)
def test_what_is_damaged_or_unknown_is_told(coding: str, sent: bytes) -> None:
    with pytest.raises(InputRefused) as told:
        undone(sent, coding, 2**20)
    assert told.value.reason == "malformed"
