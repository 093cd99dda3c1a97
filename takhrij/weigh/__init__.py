"""Links to Events: what was told of one happening, by how many independent origins, where they differ."""

from __future__ import annotations

from takhrij.core.records import Event
from takhrij.resources import Resources
from takhrij.weigh.events import Weigher
from takhrij.weigh.material import Material

__all__ = ["Material", "Weigher", "weigh"]


def weigh(material: Material, resources: Resources) -> tuple[Event, ...]:
    """Events of a case, in order; see `Weigher.weigh`."""
    return Weigher(resources).weigh(material)
