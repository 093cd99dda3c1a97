"""Neutral names in the language of the screen, by id: what records carry is the English one."""

from __future__ import annotations

from collections.abc import Mapping

from takhrij.resources import Resources
from takhrij.show import words
from takhrij.show.view import CaseView

_ACTORS = "actors/actors"
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
        return arabic or self._told.get(actor) or row.get("name", "") or words.named(actor)

    def both(self, actor: str) -> dict[str, str]:
        """``{"id", "name", "name_ar"}``."""
        return {"id": actor, "name": self.name(actor), "name_ar": self.name(actor, ARABIC)}
