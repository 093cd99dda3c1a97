"""What pages of a case without a page, and views that nothing fits, say to do next, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from takhrij import pipeline
from takhrij.core.config import Config
from tests.web.browser import served

VIEWS = (
    *("/", "/review", "/events", "/claims", "/documents", "/relations", "/timeline", "/map", "/network", "/captives"),
    *("/people", "/sources", "/conflicts", "/dossier"),
)


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A workbench over a case whose only input was refused."""
    folder: Path = tmp_path_factory.mktemp("nothing")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    pipeline.add([folder / "empty.txt"], str(folder / "case"), Config())
    return served(folder / "case")[0]


@pytest.mark.parametrize(("language", "told"), [("en", "No page has been read"), ("ar", "لم تُقرأ صفحة")])
def test_a_case_without_pages_says_how_it_is_begun(nothing: TestClient, language: str, told: str) -> None:
    nothing.get(f"/prefer?language={language}&back=/")
    for path in VIEWS:
        page = nothing.get(path)
        assert page.status_code == 200 and told in page.text and "takhrij add INPUT" in page.text, path


@pytest.mark.parametrize(("language", "told"), [("en", ("filter", "search")), ("ar", ("مرشح", "التصفية", "البحث"))])
def test_a_filter_that_nothing_fits_says_what_to_do(client: TestClient, language: str, told: tuple[str, ...]) -> None:
    client.get(f"/prefer?language={language}&back=/")
    for path in ("/events?from=1950&to=1951", "/timeline?from=1950&to=1951", "/people?q=xyz", "/search?q=xyz"):
        page = client.get(path).text
        text = page[page.index("<main") :]
        assert any(word in text for word in told) and "takhrij add INPUT" not in text, path
