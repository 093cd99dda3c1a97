"""How well the persons of people.jsonl are found and joined to entities.

usage: python -m bench.quality.people [--file FILE] [--half even|odd] [--errors] [--json]

Namings are matched by their exact characters. Joining is scored on pairs of matched namings, within documents and
over all. `--half` makes a case of every second page only; read errors of the even half, measure on the odd.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from bench.corpus import ROOT, Json, table
from takhrij.core.config import Config
from takhrij.core.records import Reading
from takhrij.link.persons import entities, given_names
from takhrij.pipeline import LANGUAGE, Extractor
from takhrij.resources import Resources

FILE = ROOT / "bench" / "quality" / "people.jsonl"
HALVES = {"odd": 0, "even": 1}


@dataclass(slots=True)
class Measured:
    """Counts of right, false and missed, and the lines behind them."""

    counts: dict[str, list[int]] = field(
        default_factory=lambda: {name: [0, 0, 0] for name in ("namings", "pairs within", "pairs across", "pairs")}
    )
    errors: list[str] = field(default_factory=list)

    def rows(self) -> list[dict[str, object]]:
        """Precision and recall by name."""
        return [{"what": name, **_shares(*counts)} for name, counts in self.counts.items()]


def _shares(right: int, false: int, missed: int) -> dict[str, float | int]:
    precision = right / (right + false) if right + false else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    return {"n": right + missed, "P": round(precision, 3), "R": round(recall, 3)}


def documents(half: str | None = None, file: Path = FILE) -> list[Json]:
    """The pages of a file, or those of its even or odd lines."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return rows if half is None else rows[HALVES[half] :: 2]


def measured(pages: Sequence[Json]) -> Measured:
    """The pages read as one case and held against what is marked in them."""
    extractor = Extractor(Config(), people=True)
    readings = (Reading(p["id"], "reference", p["text"], outlet=p["source"], published=p["published"]) for p in pages)
    persons = {reading.document: extractor.extract(reading).people for reading in readings}
    given = given_names(LANGUAGE, Resources())
    entity_of = {member: entity.id for entity in entities(persons, given) for member in entity.members}
    result = Measured()
    matched: list[tuple[str, str, str, str]] = []
    for page in pages:
        found = {(p.span.start, p.span.end): at for at, p in enumerate(persons[page["id"]])}
        wanted = {(p["start"], p["end"]): p["entity"] for p in page["people"]}
        both = found.keys() & wanted.keys()
        _add(result.counts["namings"], (len(both), len(found) - len(both), len(wanted) - len(both)))
        for way, spans in (("false", found.keys() - wanted.keys()), ("missed", wanted.keys() - found.keys())):
            result.errors += [f"{way} naming {page['id']}: «{page['text'][s:e]}»" for s, e in sorted(spans)]
        matched += [
            (page["id"], wanted[at], entity_of[page["id"], found[at]], page["text"][slice(*at)])
            for at in sorted(both)
        ]
    for name, verdict, line in _pairs(matched):
        for key in (name, "pairs"):
            _add(result.counts[key], verdict)
        if line:
            result.errors.append(line)
    return result


def _add(counts: list[int], more: Sequence[int]) -> None:
    for at, number in enumerate(more):
        counts[at] += number


def _pairs(matched: Sequence[tuple[str, str, str, str]]) -> Iterator[tuple[str, tuple[int, int, int], str]]:
    for (page, want, got, words), (page2, want2, got2, words2) in combinations(matched, 2):
        same, joined = want == want2, got == got2
        if same or joined:
            line = f"{'joined' if joined else 'apart'} {page} «{words}» ({want}), {page2} «{words2}» ({want2})"
            name = "pairs within" if page == page2 else "pairs across"
            yield name, (same and joined, joined and not same, same and not joined), "" if same == joined else line


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="people", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--file", type=Path, default=FILE, help="another reference of the same form")
    parser.add_argument("--half", choices=HALVES, help="only the pages of even or odd lines")
    parser.add_argument("--errors", action="store_true", help="list the rows behind the figures")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args(arguments)
    result = measured(documents(options.half, options.file))
    rows: Sequence[Mapping[str, object]] = result.rows()
    print(json.dumps(rows) if options.json else table([dict(row) for row in rows]))
    for line in result.errors if options.errors else ():
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
