"""Server time of the workbench over a large made-up case, page by page, through the whole application.

First answers right after the start are told apart from later ones. Answers after a judgement, and while events are
linked beside the pages, are not measured here.
`python -m bench.speed.serve --claims 100000`; with `--case FOLDER` the case is kept there for the next time.
"""

from __future__ import annotations

import argparse
import logging
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from starlette.testclient import TestClient

from bench.speed.made_case import FIRST_NAMES, PLACES, TIES, VERBS, stored
from takhrij.core.config import Config
from takhrij.show.view import CaseView
from takhrij.web.access import OneTimeLink, User
from takhrij.web.app import Served, application, paths
from takhrij.web.rendering import Renderer
from takhrij.web.workbench import Workbench

Asked = tuple[str, str]
"""A kind of page, and an address of it."""


class Taken(NamedTuple):
    """Milliseconds of one answer: by the clock, and of this process on all its threads."""

    clock: float
    cpu: float


def first(view: CaseView, chance: random.Random) -> Iterator[Asked]:
    """One address of every kind of page, in an order that nobody foresees."""
    events, claims, documents = list(view.by_id), list(view.claims), list(view.documents)
    biggest = max(view.events, key=lambda e: len(e.claims)).id
    told = [
        ("home", "/"),
        *((name, f"/{name}") for name in ("events", "claims", "documents", "relations")),
        *((name, f"/{name}") for name in ("timeline", "map", "network", "captives", "sources", "conflicts")),
        *((name, f"/{name}") for name in ("problems", "decisions", "dossier")),
        ("search", f"/search?q={chance.choice(list(VERBS.values()))} {PLACES[0]}"),
        ("event", f"/events/{chance.choice(events)}"),
        ("event of 5 %", f"/events/{biggest}"),
        ("claim", f"/claims/{chance.choice(claims)}"),
        ("document", f"/documents/{chance.choice(documents)}"),
        ("review", f"/review?seen=new&at={chance.choice(claims)}"),
    ]
    chance.shuffle(told)
    return iter(told)


def again(view: CaseView, chance: random.Random) -> Iterator[Asked]:
    """A round of what is asked for all day: filters, further pages, other events."""
    events, claims, documents = list(view.by_id), list(view.claims), list(view.documents)
    outlet, kind, place = f"صحيفة {chance.randint(0, 59)}", chance.choice(list(VERBS)), chance.randint(1, 23)
    party = f"Party {chance.randint(0, 39)}"
    year = chance.randint(2012, 2022)
    for view_ in ("timeline", "map", "network", "captives", "conflicts", "dossier"):
        yield view_, f"/{view_}?type={kind}"
        yield view_, f"/{view_}?place=Town {place}&from={year}"
        yield view_, f"/{view_}?actor={party}&outlet={outlet}"
    yield "network", f"/network?type={chance.choice(list(TIES))}"
    yield "events", f"/events?type={kind}&page={chance.randint(1, 40)}"
    yield "events", f"/events?place=Town {place}&q={chance.choice(PLACES)}"
    yield "claims", f"/claims?page={chance.randint(1, 900)}"
    yield "claims", f"/claims?type={kind}&outlet={outlet}"
    yield "relations", f"/relations?actor={party}&page={chance.randint(1, 9)}"
    yield "documents", f"/documents?page={chance.randint(1, 300)}"
    yield "event", f"/events/{chance.choice(events)}"
    yield "claim", f"/claims/{chance.choice(claims)}"
    yield "review", f"/review?seen=new&at={chance.choice(claims)}"
    yield "review", f"/review?seen=new&type={kind}"
    yield "document", f"/documents/{chance.choice(documents)}"
    yield "sources", f"/sources?page={chance.randint(1, 3)}"
    yield "problems", f"/problems?page={chance.randint(1, 9)}"


def searches(view: CaseView, chance: random.Random) -> Iterator[Asked]:
    """What people look for: each search once, so that no answer is one that was kept."""
    reading = view.readings[chance.choice(list(view.readings))]
    claim = view.claims[chance.choice(list(view.claims))]
    verb, place, number = chance.choice(list(VERBS.values())), chance.choice(PLACES), chance.randint(1, 10**6)
    rare = reading.text.split()[-chance.randint(1, 50)].strip(".")
    yield "a rare word", rare
    yield "a word in half the claims", f"{PLACES[0]} {chance.choice(MONTHS_SAID)}"
    yield "a very common beginning", chance.choice(("ال", "س", "ب", "م", "أ", "1", "20", "p")) + "ق" * (number % 2)
    yield "verb and place", f"{verb} {place}"
    yield "particles", f"و{verb} ل{place}"
    yield "a name", f"{chance.choice(FIRST_NAMES)} {chance.choice(FIRST_NAMES)}"
    yield "a whole sentence", claim.evidence[0].text
    yield "no hits", f"{rare}ظظ{number}"
    yield "exact", f"{verb} {place}&exact=1"
    yield "exact sentence", f"{claim.evidence[0].text}&exact=1"
    yield "an id", claim.id
    yield "a year and a word", f"{chance.randint(2012, 2022)} {verb}"


MONTHS_SAID = ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر")


class Measured:
    """Answers of an application by kind of page."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self.taken: dict[str, list[Taken]] = {}

    def ask(self, asked: Iterable[Asked]) -> None:
        """Ask and note how long each answer took. Raises AssertionError for one that is no answer."""
        for kind, path in asked:
            clock, cpu = time.perf_counter(), time.process_time()
            status = self._client.get(path).status_code
            taken = Taken((time.perf_counter() - clock) * 1000, (time.process_time() - cpu) * 1000)
            self.taken.setdefault(kind, []).append(taken)
            assert status == 200, f"{status} {path}"

    def print(self, title: str) -> None:
        """A line a kind of page: how many were asked for, median, 95th percentile and longest in milliseconds."""
        every = [one for taken in self.taken.values() for one in taken]
        print(f"\n{title}\n{'':<28}{'n':>5}{'median':>9}{'p95':>9}{'longest':>9}   CPU: median{'p95':>9}")
        for kind, taken in [*sorted(self.taken.items()), ("all", every)]:
            clock, cpu = [t.clock for t in taken], [t.cpu for t in taken]
            figures = (statistics.median(clock), _p95(clock), max(clock), statistics.median(cpu), _p95(cpu))
            print(f"{kind:<28}{len(taken):>5}" + "{:>9.0f}{:>9.0f}{:>9.0f}{:>14.0f}{:>9.0f}".format(*figures))


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def megabytes() -> int:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def case_of(claims: int, kept: str | None) -> Iterator[str]:
    """A folder with a made-up case: the one given, made where it is not there yet, else one that goes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        case = kept or str(Path(folder) / "case")
        if not (Path(case) / "case.sqlite3").exists():
            stored(case, claims)
        yield case


def main() -> None:
    """Print what a start takes, and median and 95th percentile of every kind of page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--case", help="a folder in which the made-up case is kept")
    parser.add_argument("--times", type=int, default=8, help="rounds of every measurement")
    given = parser.parse_args()
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    with case_of(given.claims, given.case) as case:
        _serve(case, given.times)


def _serve(case: str, times: int) -> None:
    chance = random.Random(7)
    clock, cpu = time.perf_counter(), time.process_time()
    workbench = Workbench(case, Config())
    access = OneTimeLink(User("bench", "admin"))
    app = application(Served(workbench, access, Renderer(workbench.resources, paths())))
    workbench.prepare(wait=3600)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        client.get(f"/open?key={access.key}")
        view = workbench.snapshot().view
        print(
            f"{len(view.claims):,} claims, {len(view.events):,} events, {len(view.documents):,} documents,", end=" "
        )
        print(f"{len(view.relations):,} ties, {len(view.contested):,} contested, {len(view.entities):,} persons")
        print(f"ready after {time.perf_counter() - clock:.1f} s ({time.process_time() - cpu:.1f} s CPU)")
        measured = Measured(client)
        measured.ask(first(view, chance))
        measured.print("first answers after the start")
        measured = Measured(client)
        for _ in range(times):
            measured.ask(again(view, chance))
        measured.print("warm")
        measured = Measured(client)
        for _ in range(times):
            measured.ask((kind, f"/search?q={words}") for kind, words in searches(view, chance))
        measured.print("search")
        print(f"\n{megabytes():,} MB at most")


if __name__ == "__main__":
    main()
