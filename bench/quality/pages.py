"""How saved pages of the main publishing systems are read: words of the body, byline, outlet, days, hidden words.

usage: python -m bench.quality.pages [--held] [--show NAME] [--write FOLDER]

Token F1 is over bags of words of the unmarked text and of the article's own lines; lines about the article that are
neither its own nor furniture (byline, day) count on neither side. A field is right when it is the told value, or is
unknown where nothing tells it. `hidden` is the share of words that the page does not show which the reader marks so.
`parts` are the entries of pages that hold several, with their days. Held-out pages are only scored in all: their own rows
are not printed unless --held asks for them. Exit status 1 says that a measure fell below its floor in floors.json.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import table
from bench.quality.gate import load_floors, shortfalls
from bench.quality.saved_pages import SavedPage, saved_pages
from takhrij import read
from takhrij.core.errors import InputRefused
from takhrij.core.records import Reading
from takhrij.pipeline import LANGUAGE
from takhrij.read.contract import Source
from takhrij.resources import Resources

_WORD = re.compile(r"\w+")
NAME = "pages"
FIELDS = ("author", "outlet", "published", "updated")


@dataclass(frozen=True, slots=True)
class Score:
    """One page: shared, read and true words of the body; fields that are right; hidden words found, and in all;
    whether its entries are found, with their days."""

    name: str
    held: bool
    shared: int
    found: int
    wanted: int
    right: frozenset[str]
    unseen: int
    hidden: int
    parts: bool

    @property
    def f1(self) -> float:
        """Token F1 of the body."""
        return 2 * self.shared / (self.found + self.wanted)


def read_page(page: SavedPage, resources: Resources) -> Reading:
    """The Reading of a page of the collection; an empty one where the reader refuses it."""
    source = Source(page.data, f"{page.name}.html", page.name, "text/html", "html")
    try:
        return read.read(source, LANGUAGE, resources)[1]
    except InputRefused:
        return Reading(page.name, "none", "")


def left(reading: Reading) -> list[str]:
    """The lines of a Reading that are not marked."""
    kept, at = "", 0
    for start, end in sorted({*reading.boilerplate, *reading.hidden}):
        kept += reading.text[at:start] if start > at else ""
        at = max(at, end)
    return [line.strip() for line in (kept + reading.text[at:]).splitlines() if line.strip()]


def _within(line: str, besides: Iterable[str]) -> bool:
    told = f" {' '.join(_WORD.findall(line))} "
    return any(told in f" {' '.join(_WORD.findall(beside))} " for beside in besides)


def score(page: SavedPage, reading: Reading) -> Score:
    """What is right in the Reading of a page."""
    found = Counter(w for line in left(reading) if not _within(line, page.beside) for w in _WORD.findall(line))
    wanted = Counter(w for line in page.body for w in _WORD.findall(line))
    told = {"author": page.author, "outlet": page.outlet, "published": page.published, "updated": page.updated}
    marked = [reading.text[start:end] for start, end in reading.hidden]
    hidden = Counter(w for line in page.hidden for w in _WORD.findall(line))
    unseen = Counter(w for line in marked for w in _WORD.findall(line))
    return Score(
        name=page.name,
        held=page.held,
        shared=(found & wanted).total(),
        found=found.total(),
        wanted=wanted.total(),
        right=frozenset(name for name in FIELDS if getattr(reading, name, None) == told[name]),
        unseen=(hidden & unseen).total(),
        hidden=hidden.total(),
        parts=tuple(part.published for part in reading.parts) == page.parts,
    )


def measures(scores: Sequence[Score]) -> dict[str, float]:
    """Means over pages; the share of hidden words is left out where there are none."""
    told = {
        "f1": sum(s.f1 for s in scores),
        **{field: float(sum(field in s.right for s in scores)) for field in FIELDS},
    }
    told["parts"] = float(sum(s.parts for s in scores))
    hidden = sum(s.hidden for s in scores)
    share = {"hidden": sum(s.unseen for s in scores) / hidden} if hidden else {}
    return {name: value / len(scores) for name, value in told.items()} | share


def _row(name: str, scores: Sequence[Score]) -> dict[str, object]:
    found: dict[str, object] = {"hidden": "-", **measures(scores)}
    return {"pages": name, "n": len(scores), "lowest f1": min(s.f1 for s in scores), **found}


def scored() -> list[Score]:
    """Every page of the collection, read and scored."""
    resources = Resources()
    return [score(page, read_page(page, resources)) for page in saved_pages()]


def _show(page: SavedPage, reading: Reading) -> None:
    lines = left(reading)
    print("\n".join(f"  {line}" for line in lines))
    kept = Counter(w for line in lines for w in _WORD.findall(line))
    print("\n".join(f"- {line}" for line in page.body if Counter(_WORD.findall(line)) - kept))
    for field in FIELDS:
        print(f"{field}: {getattr(reading, field, None)!r}, told {getattr(page, field)!r}")
    print("\n".join(f"hidden: {reading.text[a:b]}" for a, b in reading.hidden))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="pages", description="Score the reading of saved pages.")
    parser.add_argument("--held", action="store_true", help="print the rows of held-out pages too")
    parser.add_argument("--show", metavar="NAME", help="print what is left of one page, and what is missing")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the pages as files")
    options = parser.parse_args(arguments)
    pages = saved_pages()
    if options.show:
        for page in pages:
            if page.name == options.show:
                _show(page, read_page(page, Resources()))
        return 0
    if options.write:
        options.write.mkdir(parents=True, exist_ok=True)
        for page in pages:
            (options.write / f"{page.name}.html").write_bytes(page.data)
        return 0
    scores = scored()
    seen, held = [s for s in scores if not s.held], [s for s in scores if s.held]
    rows = [_row(s.name, [s]) for s in (scores if options.held else seen)]
    print(table([*rows, _row("seen", seen), _row("held out", held), _row("all", scores)]))
    below = shortfalls(NAME, measures(scores), load_floors()[NAME]["floors"])
    for shortfall in below:
        print(shortfall, file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
