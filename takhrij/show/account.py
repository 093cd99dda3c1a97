"""One event, or one reading of words, as a page in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TextIO

from takhrij.show import tables, words
from takhrij.show.columns import COMPARE, CONFLICTS, Column, Listing
from takhrij.show.direction import clean, isolated

Row = Mapping[str, Any]
_LINKS = Listing(
    "Links",
    (
        Column("claims", lambda r: r["pair"]),
        Column("field", lambda r: r["field"], narrow=True),
        Column("level", lambda r: r["level"], narrow=True),
        Column("bits", lambda r: r["weight"], narrow=True),
        Column("reason", lambda r: r["reason"]),
    ),
    "no links: the event has one claim, or all claims of one page",
)
_TRACED = Listing(
    "Claims",
    (
        Column("page", lambda r: r["document"], narrow=True),
        Column("goes back to", lambda r: r["origin"]),
        Column("counted", lambda r: "yes" if r["counted"] else "no", narrow=True),
        Column("reason", lambda r: r["reason"]),
    ),
    "no claims",
)
_TOKENS = Listing(
    "Words",
    (
        Column("word", lambda r: r["text"]),
        Column("folded", lambda r: r["form"]),
        Column("read as", lambda r: "، ".join(" + ".join(p for p in s if p) for s in r["splits"])),
    ),
    "no words",
)
_ROWS = Listing(
    "Rows",
    (
        Column("word", lambda r: r["text"]),
        Column("rows that fired", lambda r: ", ".join(r["rows"])),
        Column("frames it may open", lambda r: ", ".join(r["frames"])),
        Column("mention", lambda r: r["mention"] or "", narrow=True),
        Column("told by", lambda r: r["teller"], narrow=True),
    ),
    "no words",
)
_TELLERS = Listing(
    "Who tells",
    (
        Column("from", lambda r: r["from"]),
        Column("chain", lambda r: " > ".join(f"{k['class']} {k['text'] or ''}".strip() for k in r["chain"])),
        Column("reason", lambda r: r["reason"]),
    ),
    "no words",
)
_PREDICATES = Listing(
    "Predicates",
    (
        Column("word", lambda r: r["text"]),
        Column("frame", lambda r: f"{r['type']}/{r['frame']}"),
        Column("told as", lambda r: f"{r['modality']}, by {r['teller']}"),
        Column("fate", lambda r: r["fate"]),
    ),
    "no predicates",
)
_FILLERS = Listing(
    "Roles",
    (
        Column("predicate", lambda r: r["predicate"]),
        Column("role", lambda r: r["role"], narrow=True),
        Column("words", lambda r: r["text"]),
        Column("why", lambda r: r["why"]),
    ),
    "no roles",
)
_UNREAD = Listing(
    "Unread",
    (Column("word", lambda r: r["text"]), Column("frames that did not fit", lambda r: ", ".join(r["frames"]))),
    "none: every word that may open a frame opened one",
)
_MENTIONS = Listing(
    "Mentions",
    (
        Column("kind", lambda r: r["kind"], narrow=True),
        Column("words", lambda r: r["text"]),
        Column("value", lambda r: mention_value(r)),
    ),
    "no mentions",
)


def mention_value(row: Row) -> str:
    """What a mention was read as, in words."""
    if "edtf" in row:
        return words.when(row["edtf"])
    if "min" in row:
        return words.how_many(row["min"], row["max"])
    return f"{row['name'] or ''} ({row['id']})" if row.get("id") else str(row.get("name") or "")


def _heading(out: TextIO, text: str) -> None:
    out.write(f"\n{text}\n")


def write(row: Row, out: TextIO) -> None:
    """Print an event as `query.explained` gives it; its ``why`` where it is there."""
    time = words.when(row["time"]["edtf"]) if row["time"] else f"time {words.untold()}"
    place = row["place"]["name"] if row["place"] else f"place {words.untold()}"
    out.write(f"{clean(row['label'])}\n{row['id']} · {time} · {clean(place)}\n")
    out.write(f"Credibility {row['grade']['credibility']}: {clean(row['grade']['reason'])}\n")
    out.write(f"{_strength(row)}\n")
    out.writelines(f"{clean(note)}\n" for note in row["notes"])
    tables.write(row["told"], COMPARE, out)
    if row["conflicts"]:
        _heading(out, "Where the accounts differ")
        tables.write([{"event": "", "label": "", **c} for c in row["conflicts"]], CONFLICTS, out)
    for check in row["checks"]:
        verdict = "holds" if check["holds"] else "does not hold"
        out.write(f"Sum {verdict}: {isolated(clean(check['statement']))}\n")
    if "why" in row:
        _write_why(row["why"], out)


def _strength(row: Row) -> str:
    told = words.plural(len(row["claims"]), "claim")
    line = f"Told in {told}, from {words.plural(len(row['origins']), 'independent origin')}"
    if row.get("effective") is not None and row["effective"] != len(row["origins"]):
        line += f" (effectively {row['effective']:g}: they share words)"
    if row.get("denials"):
        line += f"; {words.plural(len(row['denials']), 'origin')} said that it did not happen"
    return line


def _write_why(why: Row, out: TextIO) -> None:
    _heading(out, "Why these claims are one event")
    lines = [
        {
            "pair": f"{x['a']} = {x['b']}",
            "field": c["field"],
            "level": str(c["level"]),
            "weight": f"{c['weight']:+.2f}",
        }
        | {"reason": c["reason"]}
        for x in why["links"]
        for c in [*x["comparisons"], _total(x)]
    ]
    tables.write(lines, _LINKS, out)
    if why["uncounted"]:
        _heading(out, "Pages that add no origin")
        out.writelines(
            f"{isolated(clean(r['document']))}: {isolated(clean(r['reason']))}\n" for r in why["uncounted"]
        )
    if why["claims"]:
        _heading(out, "Where each claim goes back to")
        tables.write(why["claims"], _TRACED, out)
    _heading(out, "Why these origins")
    for origin in why["origins"]:
        out.write(f"{isolated(clean(origin['label']))} ({origin['id'][:12]})\n")
        out.writelines(
            f"  {isolated(clean(document))}: {isolated(clean(reason))}\n"
            for document, reason in origin["reasons"].items()
        )


def _total(link: Row) -> Row:
    reason = "judged by a person" if link["judged"] == "human" else "sum of the weights"
    return {"field": "total", "level": "", "weight": link["weight"], "reason": reason}


def _fillers(predicates: list[Row]) -> list[Row]:
    """One row for everything that took a role of a predicate, or could have and did not."""
    rows: list[Row] = []
    for predicate in predicates:
        told = [(role, held) for role, fillers in predicate["roles"].items() for held in fillers]
        told += [("none", held) for held in predicate["left"]]
        rows += [{"predicate": predicate["text"], "role": role, **held} for role, held in told]
    return rows


def write_reading(row: Row, out: TextIO) -> None:
    """Print what was made of words, as `pipeline.explained` gives it."""
    from takhrij.show.columns import CLAIMS

    trace = row["trace"]
    for title, rows, listing in (
        ("Words", row["tokens"], _TOKENS),
        ("Rows", trace["words"], _ROWS),
        ("Mentions", row["mentions"], _MENTIONS),
        ("Who tells", trace["tellers"], _TELLERS),
        ("Predicates", trace["predicates"], _PREDICATES),
        ("Words that opened no frame", trace["unread"], _UNREAD),
        ("Roles", _fillers(trace["predicates"]), _FILLERS),
    ):
        _heading(out, title)
        tables.write(rows, listing, out)
    _heading(out, "Claims")
    tables.write([{"document": "", **claim} for claim in row["claims"]], CLAIMS, out)
    out.writelines(f"{clean(problem['message'])}\n" for problem in row["problems"])
