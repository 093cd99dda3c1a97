"""How long it takes to link and weigh the claims of a case, stage by stage, and how that grows with their number.

usage: python -m bench.speed.link CASE

CASE holds extracted documents (`takhrij add FOLDER --case CASE`). Nothing is written to it, and reading it is not timed.
The whole case is measured after the half of its documents that come first by key.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.corpus import table
from takhrij import weigh
from takhrij.core.config import Config
from takhrij.core.parties import parties
from takhrij.core.records import Claim, Person, Reading
from takhrij.link.copies import copies, passages_lifted
from takhrij.link.events import Linker
from takhrij.link.origins import Material, origins
from takhrij.pipeline import LANGUAGE
from takhrij.resources import Resources
from takhrij.run.lasting import undisturbed
from takhrij.store import open_case


@dataclass(frozen=True, slots=True)
class Told:
    """What a case holds: readings and persons by document, and claims."""

    readings: Mapping[str, Reading]
    people: Mapping[str, Sequence[Person]]
    claims: Sequence[Claim]

    def part(self, documents: Sequence[str]) -> Told:
        """What some of the documents hold."""
        kept = frozenset(documents)
        return Told(
            {d: r for d, r in self.readings.items() if d in kept},
            {d: p for d, p in self.people.items() if d in kept},
            [claim for claim in self.claims if claim.document in kept],
        )


def read(case: str) -> Told:
    """The extracted documents of a case, decisions left aside."""
    with open_case(case) as store:
        told = list(store.extractions())
    return Told(
        {e.reading.document: e.reading for e in told},
        {e.reading.document: e.people for e in told},
        [claim for extraction in told for claim in extraction.claims],
    )


@undisturbed()
def stages(told: Told) -> dict[str, float]:
    """Seconds that each stage takes."""
    resources = Resources()
    seconds: dict[str, float] = {}

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        seconds[name] = time.perf_counter() - start

    with timed("copies"):
        found = copies(told.readings.values(), Config().copy_threshold, LANGUAGE, resources)
        found += passages_lifted(told.claims, told.readings, found, LANGUAGE, resources)
    with timed("events"):
        linked = Linker(LANGUAGE, resources).link(told.claims, told.readings, (), found, told.people)
    with timed("origins"):
        sprung = origins(Material(told.readings, told.claims, found, linked.clusters), LANGUAGE, resources)
    with timed("weighing"):
        weighed = weigh.Material(
            told.readings,
            told.claims,
            linked.clusters,
            sprung.of_claim,
            copies=found,
            speaks=linked.speaks,
            parties=parties(LANGUAGE, resources.table("linking/heads")),
        )
        weigh.weigh(weighed, resources)
    return seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="link", description="Times linking and weighing, stage by stage.")
    parser.add_argument("case", help="a case that holds extracted documents")
    told = read(parser.parse_args(arguments).case)
    documents = sorted(told.readings)
    rows: list[dict[str, object]] = []
    for part in (told.part(documents[: len(documents) // 2]), told):
        seconds = stages(part)
        linking = sum(spent for name, spent in seconds.items() if name != "copies")
        sizes = {"documents": len(part.readings), "claims": len(part.claims)}
        rows.append({**sizes, **seconds, "linking": linking, "in all": sum(seconds.values())})
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
