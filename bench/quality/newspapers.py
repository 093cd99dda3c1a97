"""Which claims of real newspaper articles on one happening join: happenings of July 2015, marked by ids and offsets.

usage: python -m bench.quality.newspapers [--every N] [--case CASE] [--list]

The articles lie in ../shared/data and are no part of this repository; newspapers.json says which of them tell which
happening and where (ranges of code points into the title, a blank line and the content). They were chosen by words of
their first lines and marked by reading; articles that tell a happening only in passing are not marked. The marked
articles are read into a new case among every N-th of all others (20 unless told); --case measures a case that is there.

Pairs are of articles of which a claim within the marked ranges was read. A pair of one happening is joined where one
event holds such a claim of both; a pair of two happenings that is joined is wrong. F1 of a happening is that of its best
event, over marked articles only.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from bench.corpus import ROOT, SHARED, Json, run_case, table
from takhrij import read
from takhrij.core.config import Config
from takhrij.core.ids import sha256
from takhrij.read.contract import Source

MARKS = ROOT / "bench" / "quality" / "newspapers.json"
CORPUS = SHARED / "data"
Events = Mapping[str, frozenset[str]]


def chosen(wanted: frozenset[str], every: int) -> list[bytes]:
    """The bytes of the marked articles and of every n-th other one, in the order of the corpus."""
    kept = []
    for at, item in enumerate(read.expand([CORPUS], Config().max_input_bytes)):
        if isinstance(item, Source) and (sha256(item.data) in wanted or at % every == 0):
            kept.append(item.data)
    return kept


def told(happenings: Iterable[Json], claims: Iterable[Json]) -> dict[str, Events]:
    """By happening and article (the marked ones with a claim in a marked range), the ids of those claims."""
    by_document: dict[str, list[Json]] = {}
    for claim in claims:
        by_document.setdefault(claim["document"], []).append(claim)
    found: dict[str, Events] = {}
    for happening in happenings:
        answered: dict[str, frozenset[str]] = {}
        for article in happening["articles"]:
            ids = frozenset(
                claim["id"]
                for claim in by_document.get(article["id"], ())
                if any(low <= claim["trigger"]["start"] < high for low, high in article["told"])
            )
            if ids:
                answered[article["id"]] = ids
        found[happening["name"]] = answered
    return found


def measure(happenings: Sequence[Json], claims: Sequence[Json], events: Sequence[Json]) -> list[Json]:
    """A row a happening and one for all of them; see the module."""
    event_of = {row["id"]: event["id"] for event in events for row in event["claims"]}
    answered = told(happenings, claims)
    homes = {
        (name, article): frozenset(event_of[claim] for claim in ids if claim in event_of)
        for name, articles in answered.items()
        for article, ids in articles.items()
    }
    pairs = {name: [0, 0, 0] for name in answered}
    for (one, a), (other, b) in combinations(sorted(homes), 2):
        joined = bool(homes[one, a] & homes[other, b])
        if one == other:
            pairs[one][0] += 1
            pairs[one][1] += joined
        elif joined:
            pairs[one][2] += 1
            pairs[other][2] += 1
    rows: list[Json] = []
    for happening in happenings:
        name = happening["name"]
        wanted, right, wrong = pairs[name]
        marked = len(happening["articles"])
        best = _best(name, homes, marked)
        rows.append(
            {"happening": name, "articles": marked, "read": len(answered[name]), "pairs": wanted, "joined": right}
            | {"wrong": wrong, "F1": best}
        )
    total = {key: sum(row[key] for row in rows) for key in ("articles", "read", "pairs", "joined")}
    wrong = sum(row["wrong"] for row in rows) // 2
    mean = sum(row["F1"] for row in rows) / len(rows)
    return [*rows, {"happening": "all", **total, "wrong": wrong, "F1": mean}]


def _best(name: str, homes: Mapping[tuple[str, str], frozenset[str]], marked: int) -> float:
    best = 0.0
    for event in {event for (one, _), events in homes.items() if one == name for event in events}:
        inside = [one for (one, _), events in homes.items() if event in events]
        right = inside.count(name)
        best = max(best, 2 * right / (len(inside) + marked))
    return best


def read_case(case: str) -> tuple[list[Json], list[Json]]:
    """The claims and events of a case."""
    rows = []
    for name in ("claims", "events"):
        text = run_case(name, "--case", case, "--format", "jsonl")
        rows.append([json.loads(line) for line in text.splitlines() if line.strip()])
    return rows[0], rows[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="newspapers", description="Which claims of real articles join.")
    parser.add_argument("--every", type=int, default=20, help="every N-th other article is read beside them")
    parser.add_argument("--case", help="measure a case that holds the articles")
    parser.add_argument("--list", action="store_true", help="print which events each article's claims are in")
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print("The folder shared/ is not beside the repository; lay it there.", file=sys.stderr)
        return 2
    happenings = json.loads(MARKS.read_text(encoding="utf-8"))["happenings"]
    if options.case:
        claims, events = read_case(options.case)
    else:
        with tempfile.TemporaryDirectory() as folder:
            wanted = frozenset(article["id"] for happening in happenings for article in happening["articles"])
            pages = Path(folder) / "articles.json"
            pages.write_bytes(b"[" + b",".join(chosen(wanted, options.every)) + b"]")
            run_case("add", str(pages), "--case", str(Path(folder) / "case"))
            claims, events = read_case(str(Path(folder) / "case"))
    print(table(measure(happenings, claims, events)))
    if options.list:
        event_of = {row["id"]: event for event in events for row in event["claims"]}
        for name, articles in told(happenings, claims).items():
            for article, ids in sorted(articles.items()):
                homes = sorted({f"{event_of[c]['id']} {event_of[c]['label']}" for c in ids if c in event_of})
                print(name, article[:12], "|", " ; ".join(homes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
