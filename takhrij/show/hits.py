"""What a search found, a row each: events, claims, documents and ties with the words that they stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from takhrij.core.errors import UsageError
from takhrij.show import words
from takhrij.show.columns import Column, Listing
from takhrij.show.facets import named
from takhrij.show.index import Asked, Index
from takhrij.show.view import CaseView

Json = dict[str, Any]
Row = Callable[[CaseView, str], Json]


def _event(view: CaseView, key: str) -> Json:
    event = view.by_id[key]
    documents = list(dict.fromkeys(view.label(d) for _, d in event.claims))
    return {"label": event.label, "documents": documents, "words": None}


def _claim(view: CaseView, key: str) -> Json:
    claim = view.claims[key]
    quoted = claim.evidence[0].text if claim.evidence else claim.trigger.text
    return {
        "label": words.statement(claim, view.actor_names),
        "documents": [view.label(claim.document)],
        "words": quoted,
    }


def _document(view: CaseView, key: str) -> Json:
    reading = view.readings.get(key)
    told = [reading.outlet, reading.published] if reading is not None else []
    return {
        "label": " · ".join(part for part in told if part) or words.untold(),
        "documents": [view.label(key)],
        "words": reading.title if reading is not None else None,
    }


def _relation(view: CaseView, key: str) -> Json:
    relation = view.relation_by_id[key]
    return {
        "label": words.tie(relation),
        "documents": [view.label(relation.document)],
        "words": relation.evidence[0].text if relation.evidence else None,
    }


KINDS: Mapping[str, Row] = {"event": _event, "claim": _claim, "document": _document, "relation": _relation}
"""What can be found, in the order shown."""

FOUND = Listing(
    "Found",
    (
        Column("kind", lambda r: str(r["kind"]), narrow=True),
        Column("id", lambda r: r["id"][:12] if r["kind"] == "document" else str(r["id"]), narrow=True),
        Column("what", lambda r: str(r["label"])),
        Column("documents", lambda r: ", ".join(r["documents"])),
        Column("words", lambda r: r["words"] or ""),
    ),
    "nothing found; leave a filter out, or search for fewer words",
)


def hits(view: CaseView, index: Index, asked: Asked, kinds: tuple[str, ...] = ()) -> Iterator[Json]:
    """A row for everything of some kinds (all where none is named) that is asked for, in the case's order: ``{"kind",
    "id", "label", "documents", "words"}``.

    An actor or a place may be asked for by its id too. Raises UsageError for a kind that there is not.
    """
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise UsageError(f"there is no kind '{unknown[0]}'; there are {', '.join(KINDS)}")
    asked = replace(asked, facets=tuple((facet, _known(view, facet, told)) for facet, told in asked.facets))
    for kind, row in KINDS.items():
        for key in index.keys(kind, asked) if not kinds or kind in kinds else ():
            if kind != "claim" or key in view.claims:  # a judgement may have taken it out since the case was indexed
                yield {"kind": kind, "id": key, **row(view, key)}


def _known(view: CaseView, facet: str, told: tuple[str, ...]) -> tuple[str, ...]:
    """The values by which the index knows what is asked for: names of actors and places, not ids."""
    names = view.once(named, lasting=True).get(facet, {})
    by_id = [name for name, ids in names.items() if ids & set(told)]
    return tuple(dict.fromkeys((*told, *by_id)))
