from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Document, Reading
from takhrij.read import Source, read, readers
from takhrij.read.cues import Cues, cues_of
from takhrij.resources import Resources

ReadBytes = Callable[..., tuple[Document, Reading]]


@pytest.fixture(scope="session")
def resources() -> Resources:
    return Resources()


@pytest.fixture(scope="session")
def cues(resources: Resources) -> Cues:
    return cues_of(Arabic(), resources)


@pytest.fixture(scope="session")
def read_bytes(resources: Resources) -> ReadBytes:
    """Reads bytes with a named reader."""

    def run(data: bytes, reader: str = "text", name: str = "page") -> tuple[Document, Reading]:
        return read(Source(data, name, "page", readers()[reader].media_type, reader), Arabic(), resources)

    return run


@pytest.fixture(scope="session")
def read_page(read_bytes: ReadBytes) -> Callable[..., Reading]:
    """Reads one of the invented pages beside this file; `encoding` rewrites its bytes first."""

    def run(name: str, encoding: str = "utf-8") -> Reading:
        text = (Path(__file__).parent / "pages" / name).read_text(encoding="utf-8")
        return read_bytes(text.encode(encoding), "html", name)[1]

    return run


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the repository."""
    path = Path(__file__).resolve().parents[2].parent / "shared"
    if not path.is_dir():
        pytest.skip("the folder shared/ does not stand beside the repository")
    return path
