"""What must hold of a case whatever is read into it, tried on the pages of an invented case and on a sample of the corpus.

usage: python -m bench.quality.properties [--case FOLDER] [--articles N]

shuffled: the pages in another order give the same listings, byte for byte.
one by one: pages added singly give the listings of a case that is built of all at once, and of that case rebuilt.
merge, add, undo: two events joined, further pages added and the judgement undone give the listings of a case that never
saw the judgement.
copies: of N articles of the corpus, the pairs of containment 0.5 and more against exhaustive comparison, precision and
recall; left out where the corpus is not beside the repository.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from bench.corpus import ROOT, SHARED, Json, run_case, table
from takhrij import read
from takhrij.core.config import Config
from takhrij.link.copies import copies
from takhrij.link.grams import is_row
from takhrij.pipeline import LANGUAGE, Extractor
from takhrij.read.contract import Source
from takhrij.resources import Resources

PAGES = ROOT / "bench" / "quality" / "tracing_third"
CORPUS = SHARED / "data"
LISTINGS = ("claims", "events", "origins", "copies", "conflicts", "sources", "captives")
THRESHOLD = 0.5
_SEED = 5
_WORD = re.compile(r"\w+")
_GRAM = 5


def listings(case: Path) -> str:
    """Everything that is worked out of a case, as its own commands print it."""
    return "\n".join(run_case(name, "--case", str(case), "--format", "jsonl") for name in LISTINGS)


def _add(lines: Sequence[str], case: Path) -> None:
    pages = case.with_suffix(".jsonl")
    pages.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    run_case("add", str(pages), "--case", str(case))


def _pages_apart(lines: Sequence[str], folder: Path) -> list[Path]:
    """Each page in a file of its own; all are read under one name, so that nothing but their order differs."""
    made = []
    for at, line in enumerate(lines):
        place = folder / f"{at:03}" / "pages.jsonl"
        place.parent.mkdir(parents=True)
        place.write_text(f"{line}\n", encoding="utf-8")
        made.append(place)
    return made


def shuffled(lines: Sequence[str], folder: Path) -> bool:
    """Whether the pages in another order give the same listings."""
    other = list(lines)
    random.Random(_SEED).shuffle(other)
    _add(lines, folder / "told")
    _add(other, folder / "turned")
    return listings(folder / "told") == listings(folder / "turned")


def one_by_one(lines: Sequence[str], folder: Path) -> bool:
    """Whether pages that are added singly give the listings of all at once, and of a rebuilt case."""
    _add(lines, folder / "whole")
    for page in _pages_apart(lines, folder / "pages"):
        run_case("add", str(page), "--case", str(folder / "grown"))
    grown = listings(folder / "grown")
    run_case("rebuild", "--case", str(folder / "grown"))
    return listings(folder / "whole") == grown == listings(folder / "grown")


def merged_and_undone(lines: Sequence[str], folder: Path) -> bool:
    """Whether a judgement that is undone after further pages came leaves nothing behind but its log."""
    half = len(lines) // 2
    case = folder / "judged"
    _add(lines[:half], case)
    events = [json.loads(line) for line in run_case("events", "--case", str(case), "--format", "jsonl").splitlines()]
    one, other = (event["claims"][0]["id"] for event in (events[0], events[-1]))
    run_case("decide", one, "same", other, "--case", str(case), "--why", "tried")
    joined = run_case("events", "--case", str(case), "--format", "jsonl").splitlines()
    _add(lines, case)
    decided = [
        json.loads(line) for line in run_case("decisions", "--case", str(case), "--format", "jsonl").splitlines()
    ]
    run_case("undo", decided[-1]["id"], "--case", str(case))
    _add(lines, folder / "never")
    return len(joined) == len(events) - 1 and listings(case) == listings(folder / "never")


def _grams(text: str) -> frozenset[tuple[str, ...]]:
    """Distinct word 5-grams, written anew from the definition: nothing here is shared with what is measured."""
    words = _WORD.findall(text)
    return frozenset(tuple(words[i : i + _GRAM]) for i in range(len(words) - _GRAM + 1))


def _sample(articles: int) -> Iterator[Source]:
    """Articles spread over the corpus, the same on every machine."""
    found = [item for item in read.expand([CORPUS], Config().max_input_bytes) if isinstance(item, Source)]
    # Neighbours of one day copy each other: stretches of a hundred articles, not single ones far apart.
    starts = random.Random(_SEED).sample(range(max(1, len(found) - 100)), max(1, articles // 100))
    kept = {at: found[at] for start in starts for at in range(start, min(start + 100, len(found)))}
    yield from (kept[at] for at in sorted(kept))


def copied_pairs(articles: int) -> tuple[int, int, int]:
    """(pairs found, pairs that are there, pairs that are both) among a sample of the corpus."""
    extractor = Extractor(Config())
    readings = [outcome[1] for item in _sample(articles) if isinstance(outcome := extractor.read(item), tuple)]
    assert all(is_row(reading) for reading in readings)
    found = {(c.a, c.b) for c in copies(readings, THRESHOLD, LANGUAGE, Resources()) if c.containment >= THRESHOLD}
    grams = {reading.document: _grams(reading.text) for reading in readings}
    wanted = {
        (a, b)
        for a, b in combinations(sorted(key for key, told in grams.items() if told), 2)
        if len(grams[a] & grams[b]) >= THRESHOLD * min(len(grams[a]), len(grams[b]))
    }
    return len(found), len(wanted), len(found & wanted)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; it fails where anything does not hold."""
    parser = argparse.ArgumentParser(prog="properties", description="What must hold of any case.")
    parser.add_argument("--case", type=Path, default=PAGES, help="folder of pages.jsonl")
    parser.add_argument("--articles", type=int, default=1500, help="articles that are compared exhaustively")
    options = parser.parse_args(arguments)
    lines = (options.case / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[Json] = []
    for name, holds in (("shuffled", shuffled), ("one by one", one_by_one), ("merge, add, undo", merged_and_undone)):
        with tempfile.TemporaryDirectory() as folder:
            rows.append({"property": name, "over": f"{len(lines)} pages", "holds": holds(lines, Path(folder))})
    if CORPUS.is_dir():
        found, wanted, both = copied_pairs(options.articles)
        told = f"{both} of {wanted} pairs, {found - both} more"
        rows.append({"property": "copies", "over": told, "holds": both >= 0.99 * wanted and both >= 0.99 * found})
    print(table(rows))
    return 0 if all(row["holds"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
