"""How long saved pages take to read beside trafilatura alone, in processor time of one run.

usage: python -m bench.speed.pages [--rounds N]

All read the collection of bench/quality/pages, turn by turn on the same page, so that a busy machine troubles all alike.
What compares is trafilatura's text and metadata, since the reader gives both; its text alone, without title, byline and
day, is printed too. The reader calls trafilatura for its text, so that this is part of its own time.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import trafilatura

from bench.corpus import table
from bench.quality.pages import read_page
from bench.quality.saved_pages import SavedPage, saved_pages
from takhrij.resources import Resources

# As the reader asks for it.
OPTIONS: dict[str, Any] = {"include_comments": False, "include_tables": True, "favor_recall": True}


def _theirs(page: SavedPage) -> object:
    return trafilatura.bare_extraction(page.data, with_metadata=True, **OPTIONS)


def _their_text(page: SavedPage) -> object:
    return trafilatura.extract(page.data, **OPTIONS)


def _spent(work: Callable[[SavedPage], object], page: SavedPage) -> float:
    begin = time.process_time()
    work(page)
    return time.process_time() - begin


def measure(rounds: int) -> list[dict[str, object]]:
    """Processor seconds of each reader, over all rounds and of the fastest time of each page."""
    pages, resources = saved_pages(), Resources()
    works: dict[str, Callable[[SavedPage], object]] = {
        "trafilatura, text": _their_text,
        "trafilatura, text and metadata": _theirs,
        "takhrij": partial(read_page, resources=resources),
    }
    for page in pages:  # tables and models are loaded once, and not timed
        for work in works.values():
            work(page)
    spent: dict[str, list[list[float]]] = {name: [[] for _ in pages] for name in works}
    for _ in range(rounds):
        for i, page in enumerate(pages):
            for name, work in works.items():
                spent[name][i].append(_spent(work, page))
    ours = spent["takhrij"]
    return [
        {
            "reader": name,
            "pages read": rounds * len(pages),
            "seconds": sum(map(sum, times)),
            "takhrij / it": sum(map(sum, ours)) / sum(map(sum, times)),
            "fastest": sum(map(min, times)),
            "takhrij / fastest": sum(map(min, ours)) / sum(map(min, times)),
        }
        for name, times in spent.items()
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="pages", description="Time the reading of saved pages beside trafilatura.")
    parser.add_argument("--rounds", type=int, default=5)
    print(table(measure(parser.parse_args(arguments).rounds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
