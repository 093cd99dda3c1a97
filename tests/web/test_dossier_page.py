"""The dossier on the workbench: events by the filter, files by format, who took one is on record."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.browser import served

QUICK = "pictures=no"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_offers_the_events_that_fit_the_filter(client: TestClient, language: str) -> None:
    client.get(f"/prefer?language={language}&back=/")
    page = client.get("/dossier")
    assert page.status_code == 200 and f'<html lang="{language}"' in page.text
    assert " style=" not in page.text and page.text.count('<ol class="told">') == 1
    every, releases = (p.text.count('<span class="when">') for p in (page, client.get("/dossier?type=release")))
    assert 0 < releases < every
    assert '<input type="hidden" name="type" value="release">' in client.get("/dossier?type=release").text


def test_a_file_holds_the_chosen_events_and_is_on_record(case: Path) -> None:
    browser, workbench = served(case)
    with browser:
        answer = browser.get(f"/dossier/file?type=release&language=both&title=Ab+«c»&{QUICK}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["content-disposition"].startswith(
            "attachment; filename=\"Ab-c.html\"; filename*=UTF-8''"
        )
        assert "Exchange of captives:" not in answer.text and "Release:" in answer.text
        assert 'lang="ar" dir="rtl"' in answer.text
    with workbench.store() as store:
        taken = [entry for entry in store.audit.entries() if entry.kind == "export"]
    assert taken[-1].by == "amal" and taken[-1].payload["path"] == "/dossier/file"
    assert "type=release" in taken[-1].payload["query"]


def test_docx_and_markdown_are_files_of_their_kind(client: TestClient) -> None:
    docx = client.get(f"/dossier/file?format=docx&{QUICK}")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(docx.content)).namelist()
    assert client.get(f"/dossier/file?format=md&{QUICK}").text.startswith("# ")


@pytest.mark.parametrize("broken", ["format=exe", "language=fr", "private=maybe", "title=" + "x" * 301, "colour=red"])
def test_a_broken_wish_is_a_clear_page(client: TestClient, broken: str) -> None:
    for path in ("/dossier", "/dossier/file"):
        answer = client.get(f"{path}?{broken}")
        assert answer.status_code == 400
        assert '<section class="error">' in answer.text and "Traceback" not in answer.text


def test_nothing_fits_is_said(client: TestClient) -> None:
    assert "No event fits" in client.get("/dossier?from=1950&to=1951").text
    assert client.get("/dossier/file?from=1950&to=1951").status_code == 400


def test_a_title_is_no_markup_and_no_header(client: TestClient) -> None:
    hostile = "%3Cscript%3Ealert(1)%3C/script%3E%0D%0AX-A:%20b"
    answer = client.get(f"/dossier/file?title={hostile}&{QUICK}")
    assert answer.status_code == 200 and "x-a" not in answer.headers
    assert "<script" not in answer.text and "&lt;script&gt;" in answer.text


@pytest.mark.slow
def test_a_long_pdf_is_made_in_a_process_of_its_own_and_then_taken(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))
    from takhrij.web.pages import dossier

    monkeypatch.setattr(dossier, "MOST_PDF", 3)
    browser, workbench = served(case)
    with browser:
        assert "More than 3 events" in browser.get("/dossier").text
        asked = f"/dossier/file?format=pdf&title=Long&{QUICK}"
        assert "not being made" in browser.get(asked.replace("file", "wait")).text
        page = browser.get(asked)
        assert page.url.path == "/dossier/wait"
        if page.headers.get("refresh"):
            assert "is being made" in page.text
        (made,) = workbench.makings._made.values()
        assert made.done.wait(300)
        ready = browser.get(str(page.url))
        assert "refresh" not in ready.headers and 'id="take"' in ready.text
        taken = browser.get(asked)
        assert taken.content.startswith(b"%PDF") and taken.headers["content-type"] == "application/pdf"
    with workbench.store() as store:
        (export,) = [entry for entry in store.audit.entries() if entry.kind == "export"]
    assert export.payload["path"] == "/dossier/file" and "title=Long" in export.payload["query"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_long_pdf_that_cannot_be_made_is_told_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    from takhrij.core.errors import NotInstalled
    from takhrij.web import making
    from takhrij.web.pages import dossier

    def broken(*_: object) -> bytes:
        raise NotInstalled("a PDF needs the libraries of Pango; install them")

    monkeypatch.setattr(dossier, "MOST_PDF", 3)
    monkeypatch.setattr(making, "_by_process", broken)
    client.get(f"/prefer?language={language}&back=/")
    page = client.get("/dossier/file?format=pdf")
    while page.headers.get("refresh"):
        page = client.get("/dossier/wait?format=pdf")
    assert page.status_code == 400 and "Pango" in page.text
    assert client.get("/dossier/wait?format=pdf").status_code == 200, "it can be asked for again"


def test_short_dossiers_and_other_formats_are_there_at_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from takhrij.web.pages import dossier

    monkeypatch.setattr(dossier, "MOST_PDF", 3)
    answer = client.get(f"/dossier/file?format=html&{QUICK}")
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
