"""What hostile input comes to: rows and Problems of the whole way, in the cage, as a command would meet it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.records import Problem

TELLING = "تبادلت جماعة الحوثي وتنظيم القاعدة أربعة أسرى في مديرية الصومعة في 26 يوليو 2021."
PAGE = f"خبر عن تبادل أسرى\n\n{TELLING}\n"
# An attack is refused or read well before this many seconds of work; a cage that has to act costs them.
SECONDS = 20

Row = dict[str, Any] | Problem


class Attempt:
    """A folder of hostile files, and what becomes of each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, data: bytes | str) -> Path:
        """Write one file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
        return path

    def rows(self, *paths: Path, seconds: int = SECONDS, limit: int = 2**26) -> list[Row]:
        """What `extract` tells of these files (of the folder where none is named)."""
        config = Config(seconds=seconds, max_input_bytes=limit)
        return list(pipeline.extract_inputs(paths or (self.folder,), config))

    def fates(self, *paths: Path, **caps: int) -> list[str]:
        """One word a row: ``read``, or the reason of a Problem."""
        return [row.reason if isinstance(row, Problem) else "read" for row in self.rows(*paths, **caps)]


@pytest.fixture
def attempt(tmp_path: Path) -> Attempt:
    folder = tmp_path / "given"
    folder.mkdir()
    return Attempt(folder)


@pytest.fixture
def zipped() -> Callable[[dict[str, bytes | str]], bytes]:
    """A zip of members by name."""

    def pack(members: dict[str, bytes | str]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return out.getvalue()

    return pack
