"""The case's record: sign-ins, exports, changes of accounts and judgements, for whoever keeps the accounts; and seals."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from starlette.responses import Response

from takhrij import pipeline
from takhrij.show.columns import Column, Listing
from takhrij.store.contract import AuditEntry
from takhrij.store.seals import ROLES, sealed, sealing
from takhrij.web.listings import MOST_PAGE, number
from takhrij.web.screen import NotFoundError, Page, Screen

SIZE = 100
LISTING = Listing(
    "Record",
    tuple(Column(name, lambda row, name=name: str(row[name])) for name in ("seq", "at", "kind", "by", "told")),  # type: ignore[misc]
    "the record is empty",
)
_TOLD = ("verb", "change", "name", "role", "ok", "account", "address", "path", "document", "reason", "seq")


def record(screen: Screen) -> Response:
    """Every entry, newest first; files hold them in order."""
    with screen.workbench.store() as store:
        entries = list(store.audit.entries())
    if screen.extension != "html":
        return screen.rows(_rows(entries), LISTING, "record")
    kinds = sorted({entry.kind for entry in entries})
    kind = screen.query.get("kind", "")
    chosen = [entry for entry in entries if kind in ("", entry.kind)][::-1]
    page = number(screen.query.get("page", "1"), 1, MOST_PAGE, "page")
    shown = list(_rows(chosen[(page - 1) * SIZE : page * SIZE]))
    pages = max(1, -(-len(chosen) // SIZE))
    return screen.page("record.html.j2", rows=shown, page=page, pages=pages, kinds=kinds, kind=kind)


def _rows(entries: list[AuditEntry]) -> Iterator[Mapping[str, Any]]:
    for entry in entries:
        payload = entry.payload if isinstance(entry.payload, dict) else {}
        told = {key: payload[key] for key in _TOLD if payload.get(key) is not None}
        yield {
            "seq": entry.seq,
            "at": entry.at,
            "kind": entry.kind,
            "by": entry.by,
            "told": json.dumps(told, ensure_ascii=False),
        }


def seal(screen: Screen) -> Response:
    """Keep a document from all below a role, or open it to all."""
    key, role = screen.path["key"], screen.form.get("role", "")
    if key not in screen.view.documents:
        raise NotFoundError(screen.t("no_document"))
    signature = (screen.user.name, pipeline.now(), screen.form.get("why", "")[:2000])
    with screen.workbench.store() as store:
        before = sealed(store.decisions()).get(key)
        store.append_decision(sealing(key, role or None, signature))
    # Whoever seals for a higher role than their own will not see the page again.
    blind = role in ROLES and not screen.user.may(role)
    return screen.redirect("/documents" if blind or before == role else f"/documents/{key}")


PAGES = (
    Page("/record", record, role="admin", listing=True),
    Page("/documents/{key}/seal", seal, methods=("POST",), role="editor"),
)
