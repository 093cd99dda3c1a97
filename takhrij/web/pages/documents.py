"""One document: its text as read, with everything that was taken out of it, and the original as a download."""

from __future__ import annotations

from starlette.responses import Response

from takhrij.core.records import Document
from takhrij.show import marked, query
from takhrij.store.seals import sealed
from takhrij.web.cells import tie
from takhrij.web.screen import NotFoundError, Page, Screen

KEY = 64


def found(screen: Screen) -> Document:
    """The document that the address names by its SHA-256. Raises NotFoundError."""
    document = screen.view.documents.get(screen.path["key"])
    if document is None:
        raise NotFoundError(screen.t("no_document"))
    return document


def document(screen: Screen) -> Response:
    """The text with its claims, copied passages and what was left out of reading."""
    kept = found(screen)
    key = kept.sha256
    view, reading = screen.view, screen.view.readings.get(key)
    told = view.claims_of.get(key, ())
    copies = [c for c in view.copies if key in (c.a, c.b)]
    pieces = marked.pieces(reading.text, marked.of_page(reading, told, copies)) if reading is not None else ()
    return screen.page(
        "document.html.j2",
        document=kept,
        sealed_for=sealed(view.decisions).get(key, ""),
        reading=reading,
        row=query.document_row(view, key, len(told)),
        types=sorted(screen.workbench.resources.documents("events")),
        pieces=pieces,
        claims=[(c.id, screen.words.statement(c)) for c in told],
        copies=[(copy, copy.b if copy.a == key else copy.a) for copy in copies],
        relations=[(r, tie(view, screen.words, r)) for r in view.relations if r.document == key],
        framing=[f for d, f in view.framing if d == key],
    )


def original(screen: Screen) -> Response:
    """The archived bytes, as a download that no browser runs."""
    kept = found(screen)
    with screen.workbench.store() as store:
        data = store.original(kept.sha256)
    head = {
        "content-disposition": f'attachment; filename="{kept.sha256}"',
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(data, media_type="application/octet-stream", headers=head)


PAGES = (Page("/documents/{key}", document), Page("/documents/{key}/original", original))
