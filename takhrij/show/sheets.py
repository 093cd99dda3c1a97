"""Columns of the timeline, the map and the network as sheets: what the pictures show, a row each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from takhrij.show import words
from takhrij.show.columns import Column, Listing

Json = dict[str, Any]


def _plain(key: str, name: str | None = None) -> Column:
    return Column(name or key, lambda row: "" if row[key] is None else str(row[key]))


def _time(row: Mapping[str, Any], key: str) -> str:
    return str((row["time"] or {}).get(key) or "")


TIMELINE = Listing(
    "Timeline",
    (
        _plain("id"),
        _plain("type"),
        _plain("label", "event"),
        Column("time", lambda r: words.when(r["time"]["edtf"]) if r["time"] else words.untold()),
        Column("edtf", lambda r: _time(r, "edtf")),
        Column("first day", lambda r: _time(r, "first")),
        Column("last day", lambda r: _time(r, "last")),
        Column("precision", lambda r: _time(r, "precision")),
        Column("rival times", lambda r: "; ".join(t["edtf"] for t in r["rivals"])),
        Column("place", lambda r: r["place"]["name"] if r["place"] else words.untold()),
        Column("actors", lambda r: words.joined([a["name"] for a in r["actors"]])),
        _plain("reports"),
        _plain("origins"),
        Column("grade", lambda r: f"{r['reliability']}{r['credibility']}"),
        Column("conflicts", lambda r: ", ".join(r["conflicts"])),
    ),
    "no events fit",
)
MAP = Listing(
    "Places",
    (
        _plain("id"),
        _plain("name"),
        _plain("name_ar", "name in Arabic"),
        _plain("lat"),
        _plain("lon"),
        _plain("precision"),
        _plain("radius_m", "radius in metres"),
        _plain("at", "stands at"),
        Column("events", lambda r: str(len({e["id"] for e in r["events"]}))),
        Column("event ids", lambda r: " ".join(dict.fromkeys(e["id"] for e in r["events"]))),
        Column("rival for", lambda r: " ".join(dict.fromkeys(e["id"] for e in r["events"] if e["rival"]))),
        _plain("origins"),
    ),
    "no places fit",
)
NETWORK = Listing(
    "Ties and dealings",
    (
        _plain("kind"),
        _plain("type"),
        _plain("source"),
        Column("source name", lambda r: r["names"][0]),
        _plain("target"),
        Column("target name", lambda r: r["names"][1]),
        Column("directed", lambda r: "yes" if r["directed"] else "no"),
        _plain("weight", "origins"),
        _plain("denied", "origins that deny it"),
        Column("planned only", lambda r: "yes" if r["planned"] else "no"),
        Column("times", lambda r: "; ".join(sorted({e["edtf"] for e in r["evidence"] if e["edtf"]}))),
        Column("evidence", lambda r: " ".join(e["id"] for e in r["evidence"])),
    ),
    "no ties and no dealings fit",
)


def places(collection: Json) -> Iterator[Json]:
    """A row for every feature of a map."""
    for feature in collection["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        yield {**feature["properties"], "lat": lat, "lon": lon}


def edges(graph: Json) -> Iterator[Json]:
    """A row for every edge of a network, with the names of its ends."""
    names = {node["id"]: node["name"] for node in graph["nodes"]}
    return ({**e, "names": (names[e["source"]], names[e["target"]])} for e in graph["edges"])
