"""Which columns a table or a CSV has, and how a row fills each: one `Listing` a question."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from takhrij.show import words

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and the text of a row.

    `narrow` columns are never folded over lines; `apart` ones are printed under the table, a line a row.
    """

    name: str
    cell: Callable[[Row], str]
    narrow: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A question's columns; `empty` is the line printed where there is nothing to list."""

    title: str
    columns: tuple[Column, ...]
    empty: str


def _plain(key: str, name: str | None = None, narrow: bool = False) -> Column:
    def cell(row: Row) -> str:
        value = row[key]
        return "" if value is None else str(value)

    return Column(name or key, cell, narrow)


def _listed(key: str, name: str | None = None) -> Column:
    return Column(name or key, lambda row: ", ".join(str(v) for v in row[key]))


def _number(key: str) -> Column:
    return Column(key, lambda row: str(len(row[key])), narrow=True)


def _texts(row: Row, role: str) -> str:
    return words.joined([f.get("name") or f.get("text") or f.get("claim", "") for f in row["roles"].get(role, [])])


def _role(name: str) -> Column:
    return Column(name, lambda row: _texts(row, name))


def _claim_time(row: Row) -> str:
    return ", ".join(words.when(t["edtf"]) for t in row["roles"].get("time", []))


def claim_counts(row: Row) -> str:
    """The counts of a claim row: "20 released; 3 killed"."""
    told = [
        f"{words.how_many(f['min'], f['max'], f['approx'])} {role}"
        for role, fillers in row["roles"].items()
        for f in fillers
        if "min" in f
    ]
    return "; ".join(told)


def _speaker(row: Row) -> str:
    links = row["attribution"]
    return str(links[-1]["text"] or words.speaker(links[-1]["class"])) if links else words.speaker("narrator")


def _values(row: Row) -> str:
    return " | ".join(f"{v['value']} ({words.plural(len(v['claims']), 'claim')})" for v in row["values"])


def _between(row: Row) -> str:
    return words.joined([a["name"] for a in row["between"]])


def _objects(row: Row) -> str:
    return words.joined([o.get("name") or o.get("claim") or o.get("relation", "") for o in row["object"]])


def _step(step: Row) -> str:
    """A step in the course of captives: "released 13 November 2018 (20)"."""
    count = step["count"]
    number = f" ({words.how_many(count['min'], count['max'])})" if count else ""
    return f"{step['stage']} {words.when(step['time'])}{number}"


def _decided(value: Any) -> str:
    """What a decision sets, as the user wrote it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


EVENTS = Listing(
    "Events",
    (
        _plain("id", narrow=True),
        _plain("label", "event"),
        Column("time", lambda r: words.when(r["time"]["edtf"]) if r["time"] else words.untold()),
        Column("place", lambda r: r["place"]["name"] if r["place"] else words.untold()),
        _number("claims"),
        _number("origins"),
        Column("conflicts", lambda r: ", ".join(c["field"] for c in r["conflicts"])),
        Column("grade", lambda r: str(r["grade"]["credibility"]), narrow=True),
    ),
    "no events yet; `takhrij add INPUT --case CASE` reads pages into the case",
)
CLAIMS = Listing(
    "Claims",
    (
        _plain("id", narrow=True),
        _plain("document"),
        _plain("type", narrow=True),
        Column(
            "put forward as",
            lambda r: r["modality"] if r["polarity"] == "did" else f"{r['modality']}: {r['polarity']}",
        ),
        _role("actor"),
        _role("target"),
        Column("time", _claim_time),
        _role("place"),
        Column("counts", claim_counts),
        Column("speaker", _speaker),
        Column("words", lambda r: r["trigger"]["text"]),
        Column("set by a human", lambda r: ", ".join(f"{e['field']} ({e['by']})" for e in r.get("edited", ()))),
    ),
    "no claims yet; `takhrij add INPUT --case CASE` reads pages into the case",
)
DOCUMENTS = Listing(
    "Documents",
    (
        _plain("document"),
        _plain("outlet"),
        _plain("author"),
        _plain("title"),
        _plain("published", narrow=True),
        _plain("retrieved"),
        _plain("claims", narrow=True),
        _plain("url"),
        _plain("sha256"),
    ),
    "no documents yet; `takhrij add INPUT --case CASE` reads pages into the case",
)
SOURCES = Listing(
    "Sources",
    (
        Column("source", lambda r: "، ".join([r["source"], *(f"= {name}" for name in r.get("same_as", ()))])),
        _plain("class", narrow=True),
        _plain("actor"),
        _plain("claims", narrow=True),
        _plain("reliability", narrow=True),
        Column("history", lambda r: ", ".join(f"{n} {k.replace('_', ' ')}" for k, n in r["history"].items() if n)),
        _listed("documents"),
    ),
    "no claims yet, so no one who speaks; `takhrij add INPUT --case CASE` reads pages into the case",
)
PEOPLE = Listing(
    "People",
    (
        _plain("id"),
        _plain("name"),
        _plain("latin"),
        Column("also", lambda r: "، ".join(r["names"][1:])),
        Column("titles", lambda r: "، ".join(r["titles"])),
        _listed("documents"),
        Column("private", lambda r: "private" if r["private"] else "", narrow=True),
        Column("joined by", lambda r: "; ".join(words.joined(j["reasons"]) for j in r["joins"])),
        Column("not", lambda r: "; ".join(f"{other['name']} ({other['reason']})" for other in r["apart"])),
    ),
    "no person is named; `takhrij add INPUT --case CASE` reads pages into the case",
)
ACTORS = Listing(
    "Actors",
    (
        _plain("id"),
        _plain("name"),
        Column("roles", lambda r: ", ".join(f"{k} {v}" for k, v in r["roles"].items())),
        _number("claims"),
        _number("documents"),
        Column("named by", lambda r: "، ".join(r["words"])),
    ),
    "no actors yet; `takhrij add INPUT --case CASE` reads pages into the case",
)


def _from(row: Mapping[str, Any]) -> str:
    """What a dated tie rests on, and that it is a case's own row."""
    own = "overlay, instead of the package" if row["replaces"] else "overlay" if row["overlay"] else ""
    return ": ".join(filter(None, (own, row["source"]))) or "no source named"


HISTORY = Listing(
    "History",
    (
        Column("tie", lambda r: r["tie"].replace("_", " "), narrow=True),
        Column("with", lambda r: r["other"]["name"]),
        Column("since", lambda r: r["since"] or "", narrow=True),
        Column("until", lambda r: r["until"] or "", narrow=True),
        Column("stands", lambda r: {True: "yes", False: "no", None: ""}[r["stands"]], narrow=True),
        Column("told", lambda r: r["says"]),
        Column("source", lambda r: r["source"] or "none named"),
        Column("from", _from),
    ),
    "no dated ties of this actor are known; rows of actors/history.tsv in an overlay add them",
)
ORIGINS = Listing(
    "Origins",
    (
        Column("id", lambda r: r["id"][:12], narrow=True),
        _plain("label", "origin"),
        _listed("documents"),
        Column("reasons", lambda r: "; ".join(f"{d}: {why}" for d, why in r["reasons"].items())),
    ),
    "no origins yet; `takhrij add INPUT --case CASE` reads pages into the case",
)
COPIES = Listing(
    "Copies",
    (
        _plain("a"),
        _plain("b"),
        Column("containment", lambda r: f"{r['containment']:.4f}", narrow=True),
        Column("direction", lambda r: r["direction"] or ""),
        Column("reason", lambda r: r.get("reason", "")),
    ),
    "no copied passages found",
)
CONFLICTS = Listing(
    "Conflicts",
    (_plain("event", narrow=True), _plain("label"), _plain("field", narrow=True), Column("values", _values)),
    "no conflicts found",
)
CAPTIVES = Listing(
    "Captives",
    (
        Column("captives", lambda r: r["captive"] or words.joined([a["name"] for a in r["of"]]) or words.untold()),
        Column("held by", lambda r: words.joined([a["name"] for a in r["held_by"]]) or words.untold()),
        Column("where", lambda r: "، ".join(r["places"])),
        Column("since", lambda r: words.when(r["since"]) if r["since"] else ""),
        Column("course", lambda r: "; ".join(_step(s) for s in r["steps"])),
        Column("documents", lambda r: ", ".join(dict.fromkeys(d for s in r["steps"] for d in s["documents"]))),
        Column("does not add up", lambda r: "; ".join(r["does_not_add_up"])),
    ),
    "no captives told in this case",
)
RELATIONS = Listing(
    "Relations",
    (
        _plain("id", narrow=True),
        _plain("document"),
        Column("subject", lambda r: words.joined([a["name"] for a in r["subject"]])),
        _plain("type", narrow=True),
        Column("object", _objects),
        Column("between", _between),
        Column("time", lambda r: ", ".join(words.when(t["edtf"]) for t in r["time"])),
        Column("speaker", _speaker),
        Column("read off", lambda r: ", ".join(r.get("derived_from", ()))),
        Column("words", lambda r: r["evidence"][0]["text"] if r["evidence"] else ""),
    ),
    "no relations found",
)
FRAMING = Listing(
    "Framing",
    (
        _plain("document"),
        _plain("text", "words"),
        _plain("names"),
        Column("loaded", lambda r: "، ".join(r["loaded"])),
        Column("used by", lambda r: (r.get("speaker_words") or {}).get("text") or words.speaker(r["speaker"])),
    ),
    "no loaded terms found",
)
_FRAMING_COUNTED = (
    Column("side named", lambda r: r["names"]["name"] if r["names"] else words.untold()),
    _plain("term"),
    _plain("times", narrow=True),
    _plain("own_voice", "own voice", narrow=True),
    Column("quoted from", lambda r: ", ".join(f"{who} {n}" for who, n in r["quoted"].items())),
    Column("neutral", lambda r: r["neutral"] or ""),
    Column("examples", lambda r: "، ".join(r["examples"])),
)
FRAMING_COUNTS = {
    "outlet": Listing("Framing by outlet", (_plain("outlet"), *_FRAMING_COUNTED), "no loaded terms found"),
    "side": Listing(
        "Framing by side",
        (_plain("side", "used by"), *_FRAMING_COUNTED, Column("in", lambda r: "، ".join(r["outlets"]))),
        "no loaded terms found",
    ),
}
PROBLEMS = Listing(
    "Problems",
    (
        _plain("name"),
        _plain("reason", narrow=True),
        _plain("stage", narrow=True),
        _plain("message"),
        _plain("retry", "what to do"),
    ),
    "no problems",
)
DECISIONS = Listing(
    "Decisions",
    (
        Column("id", lambda r: r["id"][:12], narrow=True),
        _plain("at", narrow=True),
        _plain("by"),
        _plain("verb", narrow=True),
        _plain("document"),
        _plain("type"),
        _plain("field"),
        _plain("quote", "words"),
        Column("value", lambda r: _decided(r["value"])),
        _plain("why"),
        Column("undone", lambda r: "undone" if r["undone"] else ""),
    ),
    "no decisions yet; `takhrij decide CLAIM accept --case CASE` makes one",
)
COMPARE = Listing(
    "Accounts side by side",
    (
        _plain("document"),
        Column("speaker", _speaker),
        Column(
            "put forward as",
            lambda r: r["modality"] if r["polarity"] == "did" else f"{r['modality']}: {r['polarity']}",
        ),
        _plain("type", narrow=True),
        _role("actor"),
        _role("target"),
        Column("time", _claim_time),
        _role("place"),
        Column("counts", claim_counts),
        _role("mediator"),
        _role("amount"),
        Column("words", lambda r: " … ".join(e["text"] for e in r["evidence"]), apart=True),
    ),
    "this event has no claims",
)
