"""Who deals with whom: parties as nodes, ties and dealings as lines as strong as independent origins are many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from takhrij.show.cards import Line
from takhrij.show.facets import Facets
from takhrij.show.names import ActorNames
from takhrij.show.network import Network
from takhrij.show.pictures.drawing import Picture
from takhrij.show.pictures.sheet import Sheet
from takhrij.show.pictures.style import ACCENT, CLASH, CONFIG, INK, SOFT, VEGA, WIDTH

Json = dict[str, Any]
MOST_EDGES = 40
MOST_NODES = 24
_HEIGHT = 380
_LABEL = 30


def picture(sheet: Sheet) -> Picture | None:
    """The network; None where nobody is told to deal with anybody."""
    names = ActorNames.of(sheet.view, sheet.resources)
    graph = Network(sheet.view, Facets(()), sheet.resources).graph(names)
    if not graph["edges"]:
        return None
    named = {node["id"]: sheet.words.named(node["id"]) for node in graph["nodes"]}
    lines = [_line(sheet, edge, named) for edge in graph["edges"]]
    title = sheet.words.t("picture.network")
    return Picture("network", title, sheet.lines(lines), _graph(sheet, graph, named))


def _line(sheet: Sheet, edge: Json, named: dict[str, str]) -> Line:
    words = sheet.words
    kind = words.relation(edge["type"]) if edge["kind"] == "tie" else words.kind(edge["type"])
    sign = None if edge["directed"] else words.t("arrow.both")
    pair = words.arrow(named[edge["source"]], named[edge["target"]], sign)
    origins = words.many("independent_origin", edge["weight"])
    told = words.t("picture.edge", pair=pair, kind=kind, origins=origins)
    marks = [words.t("picture.planned")] * edge["planned"]
    marks += [words.t("picture.denied", origins=words.many("origin", edge["denied"]))] * bool(edge["denied"])
    if marks:
        told = words.t("picture.marked", line=told, marks=words.joined(marks))
    events = [proof["event"] for proof in edge["evidence"] if proof["event"]]
    line = sheet.line(told, events)
    # A tie is told beside events: it cites its page.
    return line if line.cites else Line(line.text, (), _pages(sheet, (p["document"] for p in edge["evidence"])))


def _pages(sheet: Sheet, labels: Iterable[str]) -> tuple[str, ...]:
    keys = {label: key for key, label in sheet.view.labels.items()}
    return tuple(dict.fromkeys(keys[label] for label in labels if label in keys))


def _graph(sheet: Sheet, graph: Json, named: dict[str, str]) -> Json:
    kept = [node["id"] for node in graph["nodes"][:MOST_NODES]]
    place = {actor: n for n, actor in enumerate(kept)}
    edges = [e for e in graph["edges"] if e["source"] in place and e["target"] in place][:MOST_EDGES]
    nodes = [{"name": sheet.label(named[actor], _LABEL), "degree": _degree(actor, edges)} for actor in kept]
    links = [
        {
            "source": place[e["source"]],
            "target": place[e["target"]],
            "weight": e["weight"],
            "tie": e["kind"] == "tie",
            "clash": bool(e["denied"]),
            "planned": e["planned"],
            "directed": e["directed"],
        }
        for e in edges
    ]
    return {
        "$schema": VEGA,
        "width": WIDTH,
        "height": _HEIGHT,
        "padding": 8,
        "autosize": "pad",
        "background": "white",
        "config": {"text": {"font": CONFIG["font"]}},
        "data": [
            {"name": "nodes", "values": nodes},
            {"name": "links", "values": links},
            {"name": "arrows", "source": "links", "transform": [{"type": "filter", "expr": "datum.directed"}]},
        ],
        "marks": [_points(len(nodes)), _lines(), _arrows(), _dots(), *_names()],
    }


def _degree(actor: str, edges: list[Json]) -> int:
    return sum(actor in (e["source"], e["target"]) for e in edges)


def _points(nodes: int) -> Json:
    """The nodes laid out, not yet drawn: lines come under them. Forces are reckoned at once, always the same way."""
    reach = 150 if nodes < 12 else 95
    return {
        "name": "points",
        "type": "symbol",
        "from": {"data": "nodes"},
        "encode": {"enter": {"opacity": {"value": 0}}},
        "transform": [
            {
                "type": "force",
                "static": True,
                "iterations": 400,
                "signal": "force",
                "forces": [
                    {"force": "center", "x": {"signal": "width / 2"}, "y": {"signal": "height / 2"}},
                    {"force": "collide", "radius": 44},
                    {"force": "nbody", "strength": -420},
                    {"force": "link", "links": "links", "distance": reach},
                ],
            }
        ],
    }


def _lines() -> Json:
    return {
        "type": "path",
        "from": {"data": "links"},
        "encode": {
            "update": {
                "stroke": [
                    {"test": "datum.clash", "value": CLASH},
                    {"test": "datum.tie", "value": ACCENT},
                    {"value": SOFT},
                ],
                "strokeWidth": {"signal": "0.8 + 1.1 * min(datum.weight, 6)"},
                "strokeOpacity": {"value": 0.6},
                "strokeDash": [{"test": "datum.planned", "value": [4, 4]}, {"value": [1, 0]}],
            }
        },
        "transform": [
            {
                "type": "linkpath",
                "require": {"signal": "force"},
                "shape": "line",
                "sourceX": "datum.source.x",
                "sourceY": "datum.source.y",
                "targetX": "datum.target.x",
                "targetY": "datum.target.y",
            }
        ],
    }


def _arrows() -> Json:
    def between(axis: str) -> Json:
        return {"signal": f"0.35 * datum.source.{axis} + 0.65 * datum.target.{axis}"}

    angle = "90 + 180 / PI * atan2(datum.target.y - datum.source.y, datum.target.x - datum.source.x)"
    return {
        "type": "symbol",
        "from": {"data": "arrows"},
        "encode": {
            "update": {
                "x": between("x"),
                "y": between("y"),
                "shape": {"value": "triangle"},
                "size": {"value": 60},
                "angle": {"signal": angle},
                "fill": [
                    {"test": "datum.clash", "value": CLASH},
                    {"test": "datum.tie", "value": ACCENT},
                    {"value": SOFT},
                ],
            }
        },
    }


def _dots() -> Json:
    return {
        "name": "dots",
        "type": "symbol",
        "from": {"data": "points"},
        "encode": {
            "update": {
                "x": {"field": "x"},
                "y": {"field": "y"},
                "size": {"signal": "60 + 26 * min(datum.datum.degree, 12)"},
                "fill": {"value": ACCENT},
                "stroke": {"value": "white"},
            }
        },
    }


def _names() -> list[Json]:
    under = {"stroke": {"value": "white"}, "strokeWidth": {"value": 4}, "strokeJoin": {"value": "round"}}

    def name(paint: Json) -> Json:
        told = {
            "x": {"field": "x"},
            "y": {"field": "y", "offset": -13},
            "text": {"field": "datum.datum.name"},
            "align": {"value": "center"},
            "baseline": {"value": "bottom"},
            "fontSize": {"value": 12},
        }
        return {"type": "text", "from": {"data": "dots"}, "encode": {"update": told | paint}}

    return [name(under), name({"fill": {"value": INK}})]
