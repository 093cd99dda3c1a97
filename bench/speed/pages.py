"""How long saved pages take to read beside trafilatura alone, in processor time of one run.

usage: python -m bench.speed.pages [--rounds N]

Both read the collection of bench/quality/pages, turn by turn on the same page, so that a busy machine troubles both alike.
trafilatura is asked for what it gives of the same kind: text and metadata. The reader calls it too, so that a ratio of 1
would mean that all of our own work took no time. The ratio is of the sums; that of the fastest round each is beside it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from bench.corpus import table
from bench.quality.pages import read_page
from bench.quality.saved_pages import SavedPage, saved_pages
from takhrij.resources import Resources


def _bare(page: SavedPage) -> object:
    import trafilatura

    return trafilatura.bare_extraction(
        page.data, include_comments=False, include_tables=True, favor_recall=True, with_metadata=True
    )


def _spent(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def measure(rounds: int) -> list[dict[str, object]]:
    """Rows of processor seconds: one for all rounds, one for the fastest time of each page."""
    pages, resources = saved_pages(), Resources()
    for page in pages:  # tables and models are loaded once, and not timed
        _bare(page), read_page(page, resources)
    ours = [[_spent(lambda page=page: read_page(page, resources)) for page in pages] for _ in range(0)]
    theirs: list[list[float]] = []
    for _ in range(rounds):
        both = [(_spent(lambda p=p: _bare(p)), _spent(lambda p=p: read_page(p, resources))) for p in pages]
        theirs.append([bare for bare, _ in both])
        ours.append([own for _, own in both])
    best = [sum(map(min, zip(*times, strict=True))) for times in (theirs, ours)]
    whole = [sum(map(sum, times)) for times in (theirs, ours)]
    return [
        {"rounds": name, "pages": n, "trafilatura s": t, "takhrij s": o, "ratio": o / t}
        for name, n, (t, o) in (("all", rounds * len(pages), whole), ("fastest of each page", len(pages), best))
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="pages", description="Time the reading of saved pages beside trafilatura.")
    parser.add_argument("--rounds", type=int, default=5)
    print(table(measure(parser.parse_args(arguments).rounds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
