"""Neutral names in the language of the screen, by id: what records carry is the English one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from takhrij.core.phrases import expand
from takhrij.core.records import PlaceRef
from takhrij.resources import Resources
from takhrij.show import words
from takhrij.show.view import CaseView

_ACTORS = "actors/actors"
_PLACES = ("places/countries", "places/governorates")
ARABIC = "ar"


class ActorNames:
    """Neutral names of actors in English and Arabic; those outside the codebook keep the name that a case carries."""

    def __init__(self, resources: Resources, told: Mapping[str, str] = words.NO_NAMES) -> None:
        self._rows: dict[str, Mapping[str, str]] = {row["id"]: row for row in resources.table(_ACTORS)}
        self._told = told

    @classmethod
    def of(cls, view: CaseView, resources: Resources) -> ActorNames:
        """The names of a case: the codebook's, then those that its claims carry."""
        return cls(resources, view.actor_names)

    def name(self, actor: str, language: str = "en") -> str:
        """The name in a language; in English where a row has no Arabic one; the id as words where nobody tells any."""
        row = self._rows.get(actor, {})
        arabic = row.get("name_ar", "") if language == ARABIC else ""
        return arabic or self._told.get(actor) or row.get("name", "") or words.heading(actor.removeprefix("other:"))

    def both(self, actor: str) -> dict[str, str]:
        """``{"id", "name", "name_ar"}``."""
        return {"id": actor, "name": self.name(actor), "name_ar": self.name(actor, ARABIC)}


def told_places(view: CaseView) -> Mapping[str, tuple[str, str]]:
    """English and Arabic name of every place that a claim tells, by id; `view.once(told_places)` keeps them."""
    told: dict[str, tuple[str, str]] = {}
    for claim in view.claims.values():
        for fillers in claim.roles.values():
            for f in fillers:
                if isinstance(f, PlaceRef):
                    told.setdefault(f.id, (f.name, f.name_ar))
    return told


@lru_cache(maxsize=2)
def _territories(language: str) -> Mapping[str, str]:
    from babel import Locale

    return Locale(language).territories


class PlaceNames:
    """Names of places in English and Arabic: as claims tell them, else the governorates' and countries' own."""

    def __init__(self, resources: Resources, told: Mapping[str, tuple[str, str]]) -> None:
        rows = (row for table in _PLACES for row in resources.table(table))
        self._wide = {row["id"]: (row["name"], expand(row["form"])[0]) for row in rows}
        self._told = told

    @classmethod
    def of(cls, view: CaseView, resources: Resources) -> PlaceNames:
        """The names of a case."""
        return cls(resources, view.once(told_places, lasting=True))

    def name(self, place: str, language: str = "en") -> str:
        """The name in a language; the id itself where nobody tells any."""
        found = self._told.get(place) or self._wide.get(place)
        if found is None:
            return _territories(language).get(place, place)
        return found[1] if language == ARABIC and found[1] else found[0]
