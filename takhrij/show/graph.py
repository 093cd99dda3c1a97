"""Where the accounts of one event go back to, as a graph: pages, the origins behind them, and who copies whom."""

from __future__ import annotations

from typing import Any

from takhrij.core.records import Event
from takhrij.show import words
from takhrij.show.view import CaseView

Json = dict[str, Any]


def origins_graph(view: CaseView, event: Event) -> Json:
    """``{"nodes": [{"id", "kind", "label", "counted"}], "edges": [{"from", "to", "kind", "reason"}]}`` of an event.

    A node is a page (``document``), an origin outside the case (``source``); an edge leads from a page to what it
    copies, or to the origin that a claim of it goes back to.
    """
    documents = list(dict.fromkeys(document for _, document in event.claims))
    counted = {origin[0] for origin in event.origins if origin}
    nodes = [
        {
            "id": key,
            "kind": "document",
            "label": words.outlet(view.readings.get(key)),
            "title": view.label(key),
            "counted": key in counted,
        }
        for key in documents
    ]
    edges: list[Json] = []
    by_claim = dict(event.claims)
    labels = {origin.id: origin.label for origin in view.origins}
    for traced in event.traced:
        document = by_claim[traced.claim]
        if traced.origin == document:
            continue
        if traced.origin not in {node["id"] for node in nodes}:
            label = labels.get(traced.origin, traced.origin.removeprefix("source:"))
            kind = "document" if traced.origin in view.documents else "source"
            nodes.append({"id": traced.origin, "kind": kind, "label": label, "title": label, "counted": False})
        edge = {"from": document, "to": traced.origin, "kind": "goes_back_to", "reason": traced.reason}
        if edge not in edges:
            edges.append(edge)
    for copy in view.copies:
        if copy.a in documents and copy.b in documents:
            source = copy.a if copy.copier == copy.b else copy.b
            copier = copy.b if source == copy.a else copy.a
            kind = "copies" if copy.copier else "shares"
            edges.append({"from": copier, "to": source, "kind": kind, "reason": copy.reason})
    return {"nodes": nodes, "edges": edges}
