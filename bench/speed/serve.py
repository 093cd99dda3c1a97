"""Server time of the workbench over many claims: each kind of page asked for many times, through the whole application.

The case is made up in memory (no page of anybody's): documents with their claims, three to an event, so that facets,
search and lists have as much to go through as a large case gives them. `python -m bench.speed.serve --claims 100000`.
"""

from __future__ import annotations

import argparse
import logging
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from starlette.testclient import TestClient

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.ids import claim_anchor, sha256
from takhrij.core.records import (
    ActorRef,
    Claim,
    ClaimLink,
    Comparison,
    CountRef,
    Document,
    Event,
    Filler,
    Grade,
    Origin,
    PlaceRef,
    Reading,
    Span,
    TimeRef,
    Traced,
)
from takhrij.pipeline import searching
from takhrij.show.view import CaseView
from takhrij.web.access import OneTimeLink, User
from takhrij.web.app import Served, application, paths
from takhrij.web.rendering import Renderer
from takhrij.web.workbench import Snapshot, Workbench

PER_DOCUMENT = 5
PER_EVENT = 3
VERBS = {"release": "أفرجت", "detain": "احتجزت", "clash": "اشتبكت", "shelling": "قصفت", "withdraw": "انسحبت"}
ACTORS = (
    ("houthi", "جماعة الحوثي"),
    ("alqaeda", "تنظيم القاعدة"),
    ("tribes", "القبائل"),
    ("yemen_gov", "القوات الحكومية"),
)
PLACES = ("صنعاء", "عدن", "مأرب", "تعز", "البيضاء", "الحديدة", "شبوة", "أبين", "لحج", "حجة", "ذمار", "إب")
MONTHS = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)


def made_up(claims: int, seed: int = 1) -> CaseView:
    """A case of so many claims; the same seed gives the same case."""
    chance = random.Random(seed)
    documents: dict[str, Document] = {}
    readings: dict[str, Reading] = {}
    told: dict[str, Claim] = {}
    for number in range(claims // PER_DOCUMENT):
        document, reading, found = _document(number, chance)
        documents[document.sha256], readings[document.sha256] = document, reading
        told.update((claim.id, claim) for claim in found)
    events, links = _events(list(told.values()), chance)
    origins = tuple(Origin(key, (key,), readings[key].outlet or "") for key in documents)
    return CaseView(documents, readings, told, origins=origins, links=tuple(links), events=tuple(events))


def _document(number: int, chance: random.Random) -> tuple[Document, Reading, list[Claim]]:
    outlet = f"صحيفة {number % 60}"
    text, told = f"خبر رقم {number}\n\n", []
    for _ in range(PER_DOCUMENT):
        kind, place, actor = chance.choice(list(VERBS)), chance.choice(PLACES), chance.choice(ACTORS)
        day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2012, 2022)
        words = (VERBS[kind], actor[1], str(chance.randint(2, 40)), place, f"{day} {MONTHS[month - 1]} {year}")
        line = f"{words[0]} {words[1]} {words[2]} أشخاص في {words[3]} يوم {words[4]}، بحسب سكان في الحي رقم {number}."
        told.append((len(text), line, kind, actor, words, f"{year}-{month:02}-{day:02}"))
        text += line + "\n"
    key = sha256(text.encode())
    reading = Reading(key, "made@1", text, f"خبر رقم {number}", outlet, published="2022-12-31")
    return (
        Document(key, f"page-{number}", "page.txt", "text/plain", len(text)),
        reading,
        [_claim(key, *t) for t in told],
    )


def _claim(
    key: str, start: int, line: str, kind: str, actor: tuple[str, str], words: tuple[str, ...], day: str
) -> Claim:
    def span(text: str) -> Span:
        at = start + line.index(text)
        return Span(at, at + len(text), text)

    roles: dict[str, tuple[Filler, ...]] = {
        "actor": (ActorRef(actor[0], actor[0].title(), span(words[1])),),
        "place": (PlaceRef(words[3], words[3], words[3], "town", span(words[3]), 15.0, 44.0),),
        "time": (TimeRef(day, span(words[4])),),
        "other": (CountRef(int(words[2]), int(words[2]), span(words[2])),),
    }
    evidence = (Span(start, start + len(line), line),)
    return Claim(claim_anchor(key, kind, start), key, kind, "asserted", "did", span(words[0]), evidence, roles)


def _events(claims: list[Claim], chance: random.Random) -> tuple[list[Event], list[ClaimLink]]:
    order = list(claims)
    chance.shuffle(order)
    events, links = [], []
    for at in range(0, len(order), PER_EVENT):
        group = order[at : at + PER_EVENT]
        first, place = group[0], group[0].places[0]
        time_ = first.time.edtf if first.time else None
        documents = tuple(dict.fromkeys(c.document for c in group))
        members = tuple((c.id, c.document) for c in group)
        traced = tuple(Traced(c.id, c.document, "tells it in its own voice") for c in group)
        grade = Grade(chance.randint(1, 6), "made up")
        label = f"{first.type}: {place.name}, {time_}"
        where, origins = (place.id, place.name), tuple((d,) for d in documents)
        events.append(
            Event(first.id, first.type, label, time_, where, members, origins, (), (), grade, traced=traced)
        )
        links += [ClaimLink(first.id, c.id, 5.0, (Comparison("time", 1, 5.0, "made up"),)) for c in group[1:]]
    return events, links


def asked(view: CaseView, chance: random.Random, times: int) -> Iterator[tuple[str, str]]:
    """What is asked for: the kind of page and its address."""
    events, claims, documents = list(view.by_id), list(view.claims), list(view.documents)
    for _ in range(times):
        words = f"{chance.choice(list(VERBS.values()))} {chance.choice(PLACES)}"
        yield "search", f"/search?q={words}"
        yield "search", f"/search?q={chance.choice(ACTORS)[1]}"
        yield "events", f"/events?type={chance.choice(list(VERBS))}&page={chance.randint(1, 40)}"
        yield "events", f"/events?place={chance.choice(PLACES)}&q={chance.choice(PLACES)}"
        yield "claims", f"/claims?page={chance.randint(1, 900)}"
        yield "claims", f"/claims?type={chance.choice(list(VERBS))}&outlet=صحيفة {chance.randint(0, 59)}"
        yield "documents", f"/documents?page={chance.randint(1, 300)}"
        yield "event", f"/events/{chance.choice(events)}"
        yield "claim", f"/claims/{chance.choice(claims)}"
        yield "review", f"/review?seen=new&at={chance.choice(claims)}"
        yield "review", f"/review?seen=new&type={chance.choice(list(VERBS))}"
        yield "document", f"/documents/{chance.choice(documents)}"
        yield "first", "/"
        for path in ("/timeline", "/map", "/network", "/captives", "/sources", "/conflicts", "/problems"):
            if path in paths():
                yield path[1:], path


def main() -> None:
    """Print median and 95th percentile of server time in milliseconds, page by page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=12)
    given = parser.parse_args()
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    begun = time.perf_counter()
    view = made_up(given.claims)
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        (Path(folder) / "page.txt").write_text("خبر قصير من صحيفة مخترعة عن يوم هادئ في المدينة.\n", encoding="utf-8")
        pipeline.add([Path(folder) / "page.txt"], str(case), Config())
        workbench = Workbench(str(case), Config())
        built = time.perf_counter()
        index = searching.index(view, workbench.resources)
        print(
            f"{len(view.claims):,} claims, {len(view.events):,} events, {len(view.documents):,} documents; ", end=""
        )
        print(f"made in {built - begun:.1f} s, indexed in {time.perf_counter() - built:.1f} s")
        workbench._snapshot = Snapshot(view, index, workbench._stamp(), workbench.resources)
        access = OneTimeLink(User("bench", "admin"))
        app = application(Served(workbench, access, Renderer(workbench.resources, paths())))
        with TestClient(app, base_url="http://127.0.0.1") as client:
            client.get(f"/open?key={access.key}")
            _measure(client, view, given.times)


def _measure(client: TestClient, view: CaseView, times: int) -> None:
    chance = random.Random(7)
    warm = list(asked(view, chance, 1))
    for _, path in warm:
        assert client.get(path).status_code == 200, path
    taken: dict[str, list[float]] = {}
    for kind, path in asked(view, chance, times):
        begun = time.perf_counter()
        status = client.get(path).status_code
        taken.setdefault(kind, []).append((time.perf_counter() - begun) * 1000)
        assert status == 200, path
    every = [value for values in taken.values() for value in values]
    print(f"{'page':<12}{'median ms':>10}{'p95 ms':>10}")
    for kind, values in [*sorted(taken.items()), ("all", every)]:
        print(f"{kind:<12}{statistics.median(values):>10.0f}{_p95(values):>10.0f}")


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


if __name__ == "__main__":
    main()
