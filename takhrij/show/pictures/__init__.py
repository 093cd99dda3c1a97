"""Timeline, map and network of a dossier, each with the same told in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from takhrij.resources import Resources
from takhrij.show.cards import EventCard
from takhrij.show.pictures import map as maps
from takhrij.show.pictures import network, timeline
from takhrij.show.pictures.drawing import Picture
from takhrij.show.pictures.sheet import Sheet
from takhrij.show.private import Veil
from takhrij.show.view import CaseView
from takhrij.show.wording import Words


def pictures(
    view: CaseView, cards: Sequence[EventCard], words: Words, resources: Resources, veil: Veil | None = None
) -> Iterator[Picture]:
    """The pictures of a case's events; one that would be empty is left out. Private names are left out by `veil`."""
    sheet = Sheet(view, tuple(cards), words, resources, veil)
    for draw in (timeline.picture, maps.picture, network.picture):
        found = draw(sheet)
        if found is not None:
            yield found
