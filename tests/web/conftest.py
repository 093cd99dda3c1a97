"""A workbench over a small case of invented pages, and a browser signed in to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from takhrij import pipeline
from takhrij.core.config import Config
from tests.web.browser import served

PAGES = Path(__file__).resolve().parents[2] / "examples" / "pages"


@pytest.fixture(scope="session")
def read_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example pages, read once; tests that write copy it."""
    case = tmp_path_factory.mktemp("read") / "case"
    pipeline.add([PAGES], str(case), Config())
    return case


@pytest.fixture
def case(read_case: Path, tmp_path: Path) -> Path:
    """A case that a test may change."""
    import shutil

    copied = tmp_path / "case"
    shutil.copytree(read_case, copied)
    return copied


@pytest.fixture
def client(case: Path) -> Iterator[TestClient]:
    """A browser signed in as admin."""
    browser, _ = served(case)
    with browser:
        yield browser
