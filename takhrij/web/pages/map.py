"""The map: places of events over plain outlines, with circles as wide as the places are vague."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import JSONResponse, Response

from takhrij.core.records import Event
from takhrij.show.facets import parse
from takhrij.show.geo import Collection, Geography
from takhrij.show.names import PlaceNames
from takhrij.show.outlines import Outlines, countries, numbers
from takhrij.show.sheets import MAP, places
from takhrij.show.view import CaseView
from takhrij.show.wording import Words
from takhrij.web.filters import Asked, event_address, facet_choices
from takhrij.web.screen import Page, Screen

Json = dict[str, Any]
_PATH = "/map"
_SHAPES = "/static/vendor/shapes"
MOST_EVENTS = 10
"""Events of one place that are listed by name; the rest are counted."""
MOST_NAMED = 400
"""Events of all places that the picture lists by name; the marks of further places lead to the timeline."""


def map_page(screen: Screen) -> Response:
    """Places of events; as JSON a GeoJSON FeatureCollection."""
    asked = Asked(_PATH, screen.query)
    told = screen.view.lately(Collection(asked.facets(), Geography(screen.workbench.resources)))
    if screen.extension == "json":
        return JSONResponse(told, media_type="application/geo+json")
    rows = list(places(told))
    if screen.extension == "csv":
        return screen.rows(rows, MAP, "map")
    words = screen.words
    says = _Says(screen.view, words, PlaceNames.of(screen.view, screen.workbench.resources), asked)
    return screen.page(
        "map.html.j2",
        form=asked.form(rows, facet_choices(screen.view, asked, words, screen.workbench.resources)),
        shown=_counts(told, len(rows), words),
        places=[says.place(row) for row in asked.slice(rows)],
        picture=_picture(screen, [says.mark(row) for row in rows], _lands(rows)),
    )


def of_event(screen: Screen, told: Event) -> Json | None:
    """The picture of one event's places; None where none of them is known."""
    alone = screen.view.alone(told)
    rows = list(places(Collection(parse({}), Geography(screen.workbench.resources))(alone)))
    asked = Asked(_PATH, {})
    says = _Says(screen.view, screen.words, PlaceNames.of(screen.view, screen.workbench.resources), asked)
    return _picture(screen, [says.mark(row) for row in rows], _lands(rows)) if rows else None


def _counts(told: Json, rows: int, words: Words) -> str:
    parts = [words.many("event", told["events"]), words.many("place", rows)]
    for key, message in (("unplaced", "map.unplaced"), ("without_coordinates", "map.nowhere")):
        parts += [words.t(message, n=words.many("event", told[key]))] if told[key] else []
    return " · ".join(parts)


class _Says:
    """Places in the words of the screen; `mark` grows shorter as the picture fills."""

    def __init__(self, view: CaseView, words: Words, names: PlaceNames, asked: Asked) -> None:
        self._view, self._words, self._names, self._asked = view, words, names, asked
        self._left = MOST_NAMED

    def place(self, row: Json, most: int = MOST_EVENTS) -> Json:
        """A row of the table."""
        words = self._words
        events = {event["id"]: event["rival"] for event in row["events"]}
        named = list(events)[:most]
        precision = words.t(f"precision.{row['precision']}")
        stands = words.t("map.stands", place=self._names.name(row["at"], words.language)) if row["at"] else ""
        more = len(events) - len(named)
        return {
            "id": row["id"],
            "name": self._names.name(row["id"], words.language),
            "precision": words.t("precision.within", precision=precision, km=f"{row['radius_m'] / 1000:g}"),
            "stands": stands,
            "count": len(events),
            "origins": row["origins"],
            "events": [
                {"href": event_address(e), "label": words.label(self._view.by_id[e]), "rival": events[e]}
                for e in named
            ],
            "rival": all(events.values()),
            "more": words.t("views.more", n=f"{more:,}") if more > 0 else "",
            "href": self._asked.at("/timeline", place=row["id"]),
        }

    def mark(self, row: Json) -> Json:
        """What the picture needs of a row."""
        words = self._words
        said = self.place(row, min(MOST_EVENTS, self._left))
        self._left -= len(said["events"])
        counts = f"{words.many('event', said['count'])} · {words.many('independent_origin', row['origins'])}"
        drawn = {"at": [row["lon"], row["lat"]], "radius": row["radius_m"], "counts": counts}
        return {key: said[key] for key in ("name", "precision", "count", "events", "rival", "more", "href")} | drawn


def _lands(rows: Sequence[Json]) -> list[str]:
    """The countries whose governorates are drawn: those of the places, else the war's."""
    return sorted({row["id"].split(".")[0].split("-")[0] for row in rows}) or ["YE"]


def _picture(screen: Screen, rows: Sequence[Json], lands: Sequence[str]) -> Json:
    """What the script draws, with the names of outlines in the language of the screen."""
    words, outlines = screen.words, Outlines(screen.workbench.resources)
    return {
        "direction": words.direction,
        "places": rows,
        "world": f"{_SHAPES}/countries-50m.json",
        "countries": countries(words.language),
        "under": [number for number, code in numbers().items() if outlines.file(code) and code in lands],
        "outlines": {
            f"{_SHAPES}/{file}.topo.json": outlines.names(land, words.language)
            for land in lands
            if (file := outlines.file(land)) is not None
        },
        "words": {"rival": words.t("map.rival"), "outlines": words.t("map.outlines")},
    }


PAGES = (Page(_PATH, map_page, listing=True, rehearsed=True),)
