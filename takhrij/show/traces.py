"""To which origin each claim and each document goes back, so that ties and places are counted in origins."""

from __future__ import annotations

from collections.abc import Mapping

from takhrij.show.view import CaseView


def claim_origins(view: CaseView) -> Mapping[str, str]:
    """Origin id by claim id, as the events trace it; `view.once(claim_origins)` keeps them."""
    return {t.claim: t.origin for event in view.events for t in event.traced}


def origin(view: CaseView, claim: str, document: str) -> str:
    """The origin of a claim or relation: as traced, else its document's, else the document itself."""
    traced = view.once(claim_origins, lasting=True).get(claim)
    if traced is not None:
        return traced
    known = view.origin_of.get(document)
    return known.id if known is not None else document
