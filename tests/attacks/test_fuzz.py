"""Files of every format that is read, mutated: read or refused, in the cage, the same mutations on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.records import Problem

pytestmark = pytest.mark.slow

FILES = Path(__file__).resolve().parents[1] / "read" / "files"
# The same mutations on every machine: about a second a round.
ROUNDS = 40
INTERESTING = (
    b"\x00",
    b"\xff" * 4,
    b"\n\n",
    b"<",
    b">",
    b'"',
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"{" * 50,
    b"9" * 20,
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few changes: flipped, cut, doubled, moved, or something strange put in."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 2, 8, 64, 1024))
        match chance.randrange(6):
            case 0 if at < len(changed):
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length] * chance.choice((1, 2, 50))
            case 3:
                changed[at:at] = chance.choice(INTERESTING)
            case 4:
                changed[at : at + length] = chance.randbytes(length)
            case _:
                del changed[at:]
    return bytes(changed)


def inputs(folder: Path, number: int, files: list[Path]) -> Iterator[Path]:
    """One mutation of every file, drawn by the number of the round."""
    for path in files:
        chance = random.Random(f"{number} {path.name}")
        place = folder / path.name
        place.write_bytes(mutated(path.read_bytes(), chance))
        yield place


def test_mutated_files_are_read_or_refused(tmp_path: Path) -> None:
    files = sorted(
        p for p in FILES.iterdir() if p.is_file() and not p.name.endswith((".expected.json", ".md", ".py"))
    )
    assert len(files) > 15
    told = 0
    for number in range(ROUNDS):
        for row in pipeline.extract_inputs(list(inputs(tmp_path, number, files)), Config(jobs=2, seconds=20)):
            told += 1
            if isinstance(row, Problem):
                assert "\n" not in row.message
                # A fault of this program would be told so: neither may happen, whatever the bytes.
                assert row.reason not in ("failed", "crashed", "too_much_memory"), (number, row)
    assert told >= ROUNDS * len(files) / 2
