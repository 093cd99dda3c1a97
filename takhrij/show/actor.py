"""One actor in time: what it is part of, its parts, and its dated alliances, breaks and successions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from takhrij.core.alliances import Tie, days, history
from takhrij.core.errors import UsageError
from takhrij.core.records import ActorRef, Relation
from takhrij.resources import Resources
from takhrij.show.view import CaseView

Json = dict[str, Any]
_ACTORS, _HISTORY = "actors/actors", "actors/history"
# The same tie from the other's side.
_TURNED = {"allied_with": "allied_with", "fights": "fights", "part_of": "has_part", "succeeds": "succeeded_by"}


class Actors:
    """The codebook's actors and their histories, with those of an overlay."""

    def __init__(self, resources: Resources) -> None:
        # A later row of the same id, which an overlay's is, replaces the one before.
        self._rows = {row["id"]: row for row in resources.table(_ACTORS)}
        self._ties, self.replaced = history(resources.table(_HISTORY))

    def known(self, asked: str) -> str | None:
        """The id of an actor asked for by its id or its neutral name, in any case of letters."""
        plain = asked.strip().casefold()
        return next((i for i, row in self._rows.items() if plain in (i.casefold(), row["name"].casefold())), None)

    def name(self, actor: str) -> str:
        """The neutral name; the id itself outside the codebook."""
        return self._rows[actor]["name"] if actor in self._rows else actor

    def parents(self, actor: str) -> list[str]:
        """What the actor is a part of at all times, nearest first. Raises UsageError where the parts run in a circle."""
        found: list[str] = []
        at = actor
        while parent := self._rows.get(at, {}).get("parent", ""):
            if parent == actor or parent in found:
                circle = " → ".join([actor, *found, parent])
                raise UsageError(
                    f"the actors' parents run in a circle: {circle}; mend actors/actors.tsv of the overlay"
                )
            found.append(parent)
            at = parent
        return found

    def parts(self, actor: str) -> list[str]:
        """Its parts at all times."""
        return [i for i, row in self._rows.items() if row["parent"] == actor]

    def history(self, actor: str, day: date | None = None) -> Iterator[Json]:
        """Its dated ties, oldest first; with a day, whether each stood on it."""
        rows = [row for row in self._ties if actor in (row["actor"], row["other"])]
        for row in sorted(rows, key=lambda r: (r["since"], r["tie"], r["actor"], r["other"])):
            turned = row["actor"] != actor
            other = row["actor"] if turned else row["other"]
            yield {
                "tie": _TURNED[row["tie"]] if turned else row["tie"],
                "other": {"id": other, "name": self.name(other)},
                "since": row["since"] or None,
                "until": row["until"] or None,
                "stands": None if day is None else stands(row, day),
                "says": f"{self.name(row['actor'])}: {row['says']}",
                "source": (row.get("source") or "").strip("-") or None,
                "overlay": bool(row["overlay"]),
                "replaces": (row["actor"], row["tie"], row["other"]) in self.replaced,
            }

    def page(self, actor: str, day: date | None = None, view: CaseView | None = None) -> Json:
        """All that is known of an actor, and with a case the ties that its pages tell of it."""
        row = self._rows.get(actor)
        told = [r for r in view.relations if actor in _parties(r)] if view is not None else []
        return {
            "id": actor,
            "name": self.name(actor),
            "kind": row["kind"] if row is not None else None,
            "parents": [{"id": p, "name": self.name(p)} for p in self.parents(actor)],
            "parts": [{"id": p, "name": self.name(p)} for p in self.parts(actor)],
            "on": day.isoformat() if day is not None else None,
            "history": list(self.history(actor, day)),
            "told": [r.id for r in told],
        }


def stands(row: Mapping[str, str], day: date) -> bool:
    """Whether a tie from the beginning of its `since` to the end of its `until` stands on a day; empty is open."""
    return Tie("", row.get("tie", ""), "", days(row)).stood((day.toordinal(), day.toordinal())) == "yes"


def _parties(relation: Relation) -> set[str]:
    sides = (*relation.subject, *relation.object, *relation.between)
    return {side.id for side in sides if isinstance(side, ActorRef)}
