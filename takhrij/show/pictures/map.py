"""Events on a map of outlines: a point a place, as large as its events are many, in a circle as wide as it is vague."""

from __future__ import annotations

import math
from typing import Any

from babel.core import get_global

from takhrij.show.geo import Geography, collection
from takhrij.show.pictures.drawing import Picture
from takhrij.show.pictures.sheet import Sheet
from takhrij.show.pictures.style import ACCENT, CLASH, CONFIG, INK, LINE, LITE, WIDTH

Json = dict[str, Any]
Box = tuple[float, float, float, float]
_HEIGHT = 430
_NAMED = 14
_CORNERS = 36
_METRES = 111_320.0
"""Metres in a degree of latitude."""
_LEAST_MARGIN, _EDGE = 2.5, 0.25
_FAR_LATITUDE = 75.0
# Where a name may stand beside its point: how it is aligned to it, and how far down, in units of the drawing.
_SPOTS = (("left", 0), ("right", 0), ("left", -13), ("right", -13), ("left", 13), ("right", 13))
_AWAY, _TALL, _LETTER, _DOT = 9, 13, 6.2, 6
_QUANTA = 9999
"""Steps of a quantized shape: its last coordinate is the corner of the country's box."""


def picture(sheet: Sheet) -> Picture | None:
    """The map; None where no event stands anywhere."""
    found = collection(sheet.view, sheet.facts, Geography(sheet.resources))
    places = [_place(sheet, feature) for feature in found["features"]]
    if not places:
        return None
    words = sheet.words
    lines = [
        sheet.line(
            words.t("picture.place", place=words.isolated(p["name"]), events=words.many("event", len(p["events"]))),
            p["events"],
        )
        for p in places
    ]
    nowhere = found["unplaced"] + found["without_coordinates"]
    if nowhere:
        off = [card.event.id for card in sheet.cards if not any(card.event.id in p["events"] for p in places)]
        lines.append(sheet.line(words.t("picture.nowhere", events=words.many("event", nowhere)), off))
    return Picture("map", words.t("picture.map"), sheet.lines(lines), _map(sheet, places))


def _place(sheet: Sheet, feature: Json) -> Json:
    told = feature["properties"]
    lon, lat = feature["geometry"]["coordinates"]
    name = told["name_ar"] if sheet.words.language == "ar" and told["name_ar"] else told["name"]
    own = [e["id"] for e in told["events"]]
    return {
        "name": name,
        "lat": lat,
        "lon": lon,
        "radius": told["radius_m"],
        "events": list(dict.fromkeys(own)),
        "rival": all(e["rival"] for e in told["events"]),
    }


def _map(sheet: Sheet, places: list[Json]) -> Json:
    shapes = _shapes(sheet)
    corners = _corners(places, shapes)
    points = _points(sheet, places, corners)
    projection = {
        "type": "mercator",
        "fit": {"type": "MultiPoint", "coordinates": corners},
        "size": [WIDTH, _HEIGHT],
        "clipExtent": [[0, 0], [WIDTH, _HEIGHT]],
    }
    colour = {"condition": {"test": "datum.rival", "value": CLASH}, "value": ACCENT}
    at = {"longitude": {"field": "lon", "type": "quantitative"}, "latitude": {"field": "lat", "type": "quantitative"}}
    circles = [_circle(p) for p in places if p["radius"]]
    layers: list[Json] = [
        {"data": data, "mark": {"type": "geoshape", "fill": fill, "stroke": "#aab1ba", "strokeWidth": width}}
        for data, fill, width in _outlines(sheet, shapes)
    ]
    layers += [
        {
            "data": {"values": circles},
            "mark": {"type": "geoshape", "fill": ACCENT, "fillOpacity": 0.07, "stroke": ACCENT, "strokeOpacity": 0.3},
        },
        {
            "data": {"values": points},
            "mark": {"type": "circle", "opacity": 0.85, "stroke": "white", "strokeWidth": 0.8},
            "encoding": at | {"color": colour, "size": _size(points)},
        },
        *(layer for spot in _SPOTS for layer in _names(points, spot)),
    ]
    return {
        "$schema": LITE,
        "config": CONFIG | {"view": {"stroke": LINE, "fill": "#eef3f7"}},
        "width": WIDTH,
        "height": _HEIGHT,
        "projection": projection,
        "view": {"stroke": LINE, "fill": "#eef3f7"},
        "layer": layers,
    }


def _points(sheet: Sheet, places: list[Json], corners: list[list[float]]) -> list[Json]:
    """Places as points, the first ones with their names, each at the first spot where it covers nothing drawn before;
    a name without such a spot is left to the lines under the picture."""
    (west, south), (east, north) = corners
    scale = min(WIDTH / (east - west), _HEIGHT / (north - south))
    spots = _SPOTS if not sheet.mirrored else (*_SPOTS[1::2], *_SPOTS[::2])
    at = [(p["lon"] * scale, -p["lat"] * scale) for p in places]
    taken = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in at]
    points = []
    for n, p in enumerate(places):
        label, spot = sheet.label(p["name"], 28), None
        if n < _NAMED:
            boxes = {s: _box(at[n], s, len(label)) for s in spots}
            others = [box for m, box in enumerate(taken) if m != n]
            spot = next((s for s, box in boxes.items() if not any(_meet(box, other) for other in others)), None)
            taken += [boxes[spot]] if spot is not None else []
        told = {"label": label if spot else "", "spot": _SPOTS.index(spot) if spot else -1, "count": len(p["events"])}
        points.append({k: p[k] for k in ("lat", "lon", "rival")} | told)
    return points


def _box(at: tuple[float, float], spot: tuple[str, int], letters: int) -> Box:
    side, down = spot
    wide, (x, y) = letters * _LETTER, at
    left = x + _AWAY if side == "left" else x - _AWAY - wide
    return left, y + down - _TALL / 2, left + wide, y + down + _TALL / 2


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _names(points: list[Json], spot: tuple[str, int]) -> list[Json]:
    """Names at one spot beside their points, twice: a white edge, then the letters."""
    mine = [p for p in points if p["spot"] == _SPOTS.index(spot)]
    if not mine:
        return []
    side, down = spot
    text = {"type": "text", "align": side, "dx": _AWAY if side == "left" else -_AWAY, "dy": down, "fontSize": 11}
    at = {"longitude": {"field": "lon", "type": "quantitative"}, "latitude": {"field": "lat", "type": "quantitative"}}
    told = {"data": {"values": mine}, "encoding": at | {"text": {"field": "label"}}}
    edge = {"stroke": "white", "strokeWidth": 3, "opacity": 0.9}
    return [told | {"mark": text | {"baseline": "middle"} | paint} for paint in (edge, {"fill": INK})]


def _size(points: list[Json]) -> Json:
    most = max(p["count"] for p in points)
    return {
        "field": "count",
        "type": "quantitative",
        "scale": {"type": "sqrt", "domain": [0, max(most, 4)], "range": [20, 420]},
        "legend": None,
    }


def _corners(places: list[Json], shapes: list[Json]) -> list[list[float]]:
    """Two corners of a box about all places and about the countries that are shown by their governorates."""
    points = [(p["lat"], p["lon"]) for p in places]
    for shape in shapes:
        (wide, high), (west, south) = shape["transform"]["scale"], shape["transform"]["translate"]
        points += [(south, west), (south + _QUANTA * high, west + _QUANTA * wide)]
    lows = min(lat for lat, _ in points), min(lon for _, lon in points)
    highs = max(lat for lat, _ in points), max(lon for _, lon in points)
    margin = _LEAST_MARGIN if not shapes else _EDGE
    south, north = max(lows[0] - margin, -_FAR_LATITUDE), min(highs[0] + margin, _FAR_LATITUDE)
    west, east = max(lows[1] - margin, -179.0), min(highs[1] + margin, 179.0)
    return [[west, south], [east, north]]


def _circle(place: Json) -> Json:
    """The ring within which a place may lie, as a polygon that runs clockwise, as the drawing engine wants it."""
    high = place["radius"] / _METRES
    wide = high / max(math.cos(math.radians(place["lat"])), 0.1)
    turn = [-2 * math.pi * n / _CORNERS for n in range(_CORNERS)]
    ring = [[round(place["lon"] + wide * math.cos(a), 4), round(place["lat"] + high * math.sin(a), 4)] for a in turn]
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}


def _outlines(sheet: Sheet, shapes: list[Json]) -> list[tuple[Json, str, float]]:
    """Countries, and the governorates of those in which a place lies, as far as the package has them."""
    world = sheet.resources.outlines("countries-50m")
    layers = [(_topology(world, "countries"), "#fbfaf7", 0.8)] if world is not None else []
    return layers + [(_topology(shape, next(iter(shape["objects"]))), "#f3f0e8", 0.5) for shape in shapes]


def _topology(shape: Json, name: str) -> Json:
    return {"values": shape, "format": {"type": "topojson", "feature": name}}


def _shapes(sheet: Sheet) -> list[Json]:
    """The outlines of the countries that claims tell of; their files are named by ISO 3166 alpha-3 codes."""
    told = {c for claim in sheet.view.claims.values() for p in claim.places for c in (p.id, *p.within)}
    stems = sorted(old.lower() for old, new in get_global("territory_aliases").items() if new[0] in told)
    found = (sheet.resources.outlines(f"{stem}.topo") for stem in stems if stem.isalpha())
    return [shape for shape in found if shape is not None]
