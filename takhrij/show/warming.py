"""What many pages need of a case, worked out before the first of them is asked for."""

from __future__ import annotations

from takhrij.resources import Resources
from takhrij.show.facets import choices, facts, named
from takhrij.show.geo import Geography, Spots
from takhrij.show.names import told_places
from takhrij.show.network import Dealings, mutual, ties
from takhrij.show.view import CaseView


def warm(view: CaseView, resources: Resources) -> CaseView:
    """The same view, with facets, places and ties worked out; for a large case this takes seconds."""
    for make in (facts, choices, named, told_places, ties):
        view.once(make, lasting=True)
    view.once(Spots(Geography(resources)), lasting=True)
    view.once(Dealings(mutual(resources)), lasting=True)
    return view
