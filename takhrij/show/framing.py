"""Loaded words of a case counted: which outlet, or which side, calls which side what, in whose voice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from takhrij.core.alliances import alliances, when
from takhrij.core.phrases import expand
from takhrij.core.records import Framing
from takhrij.resources import Resources
from takhrij.show import words
from takhrij.show.view import CaseView

Json = dict[str, Any]
By = Literal["outlet", "side"]
_TABLE = "framing/terms"
_MOST_EXAMPLES = 3
_OWN = "narrator"
_NO_SIDE_OUTLET, _NO_SIDE_SPEAKER = "outlets of no known side", "quoted speakers of no known side"


class Terms:
    """The table of loaded words: the first spelling of each, and its neutral counterpart."""

    def __init__(self, resources: Resources) -> None:
        self._rows: dict[str, tuple[str, str]] = {}
        for row in resources.table(_TABLE):
            forms = expand(row["form"])
            neutral = "" if row["neutral"].startswith("(") else row["neutral"]
            for form in forms:
                self._rows[form] = (forms[0], neutral)

    def of(self, word: str) -> tuple[str, str]:
        """A word's first spelling and the neutral counterpart, itself and "" for one outside the table."""
        return self._rows.get(word, (word, ""))


class SidesOfWar:
    """Which side of a war an actor is of on a day, and whose an outlet is; None where nothing is known."""

    def __init__(self, resources: Resources) -> None:
        rows = {row["side"]: row for row in resources.table("framing/sides")}
        self._names = {side: row["name"] for side, row in rows.items()}
        self._against = {side: frozenset(row["against"].split()) for side, row in rows.items()}
        self._members = [(member, side) for side, row in rows.items() for member in row["members"].split()]
        self._outlets = {row["form"]: row["side"] for row in resources.table("framing/outlets")}
        self._alliances = alliances(resources.table("actors/actors"), resources.table("actors/history"))

    def name(self, side: str) -> str:
        """The neutral name of a side."""
        return self._names.get(side, side)

    def of_outlet(self, outlet: str | None) -> str | None:
        """The side that runs an outlet."""
        return self._outlets.get((outlet or "").strip())

    def of_actor(self, actor: str | None, published: str | None, named: str | None = None) -> str | None:
        """The side that an actor speaks on, on the day of publication, of `named`: the one that faces whoever is named,
        of its own and those whom it surely stood with; else its own, but for an ally of its own opponents."""
        if actor is None:
            return None
        day = when(published[:10] if published else None)
        stood = [s for m, s in self._members if self._alliances.one_side(actor, m, day).answer == "yes"]
        own = [s for m, s in self._members if m == actor]
        faced = {s for m, s in self._members if m == named}
        facing = [s for s in (*own, *stood) if not faced.isdisjoint(self._against.get(s, ()))]
        # «قوات صالح» of 2015 speak on the side of those whom they faced in 2018.
        joined = [s for s in stood if any(s in self._against.get(mine, ()) for mine in own)]
        return next(iter((*facing, *joined, *own, *dict.fromkeys(stood))), None)


def counted(view: CaseView, resources: Resources, by: By = "outlet") -> Iterator[Json]:
    """A row for every user (outlet or side), side named and term: how often, how often in the outlet's own voice,
    with examples. By side, a quoted speaker uses the word for the side of whom he speaks for."""
    terms, sides = Terms(resources), SidesOfWar(resources)
    rows: dict[tuple[str, str, str], Json] = {}
    for document, use in view.framing:
        reading = view.readings.get(document)
        outlet = words.outlet(reading)
        published = reading.published if reading is not None else None
        if by == "side":
            own = use.speaker.source_class == _OWN
            side = sides.of_outlet(outlet) if own else sides.of_actor(use.speaker.actor, published, use.names)
            user = sides.name(side) if side else (_NO_SIDE_OUTLET if own else _NO_SIDE_SPEAKER)
        else:
            user = outlet
        for word in use.loaded:
            term, neutral = terms.of(word)
            key = (user, use.names or "", term)
            row = rows.setdefault(key, _blank(view.actor_names, (by, user), use, (term, neutral)))
            _count(view, row, document, use, word)
            if by == "side" and outlet not in row["outlets"]:
                row["outlets"].append(outlet)
    yield from (rows[key] for key in sorted(rows, key=lambda k: (k[0], k[1], -rows[k]["times"], k[2])))


def _blank(names: Mapping[str, str], user: tuple[str, str], use: Framing, term: tuple[str, str]) -> Json:
    side = {"id": use.names, "name": names.get(use.names, use.names)} if use.names else None
    row: Json = {
        user[0]: user[1],
        "names": side,
        "term": term[0],
        "neutral": term[1] or None,
        "times": 0,
        "own_voice": 0,
        "quoted": {},
        "spellings": [],
        "documents": [],
        "examples": [],
    }
    return row if user[0] == "outlet" else {**row, "outlets": []}


def _count(view: CaseView, row: Json, document: str, use: Framing, word: str) -> None:
    row["times"] += 1
    if use.speaker.source_class == _OWN:
        row["own_voice"] += 1
    else:
        speaker = use.speaker.span.text if use.speaker.span else words.speaker(use.speaker.source_class)
        row["quoted"][speaker] = row["quoted"].get(speaker, 0) + 1
    label = view.label(document)
    for key, value in (("spellings", word), ("documents", label), ("examples", use.span.text)):
        if value not in row[key] and (key != "examples" or len(row[key]) < _MOST_EXAMPLES):
            row[key].append(value)
