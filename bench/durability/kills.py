"""Kill `takhrij add` at random moments, go on, and compare the case with one that nobody disturbed.

usage: python -m bench.durability.kills [--times N] [--documents N] [--seed N] [--jobs N]

Documents are made up (`bench/durability/documents.py`). A run is killed (SIGKILL, its own process only) after a random
time and begun again, until it ends by itself; then a new case is begun, until there were N kills. Between the kills,
while a run is at work, claims are accepted and rejected. What is compared of each case is `digest`: documents,
readings, claims, links, events, problems and decisions, byte for byte; times and salts are left out. Prints one JSON
object; the exit code is 0 only where every case was the same, no decision was lost and no worker was left.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.corpus import ROOT, Json, MeasureError
from bench.durability.documents import write_documents
from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.errors import CaseError, DecisionError
from takhrij.core.records import Decision
from takhrij.store import Store, custody, open_case
from takhrij.store.decisions import NOWHERE

# Kills fall within so many seconds of work, at random: into the start of a run, reading, extracting and linking.
_SECONDS = 5.0


@dataclass(slots=True)
class Tally:
    """What happened: kills by the stage that the case shows, cases that ended otherwise, decisions that are gone."""

    kills: int = 0
    cases: int = 0
    decisions: int = 0
    differing: int = 0
    lost: int = 0
    broken: int = 0
    orphans: int = 0
    documents_at_kill: list[int] = field(default_factory=list)
    extracted_at_kill: list[int] = field(default_factory=list)


def digest(case: Path) -> str:
    """SHA-256 of all that a case tells; times of adding and deciding, ids of decisions and salts left out."""
    hashed = hashlib.sha256()
    with open_case(case) as store:
        for line in _told(store):
            hashed.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return hashed.hexdigest()


def _told(store: Store) -> Iterator[str]:
    for document in store.documents():
        yield repr((document, store.sightings(document.sha256), len(store.original(document.sha256))))
    yield from map(repr, store.readings())
    yield from map(repr, store.extractions())
    yield repr(store.links())
    yield from map(repr, store.problems())
    yield from (repr(replace(decision, id="", at="")) for decision in store.decisions())
    # Each document was noted once, when it was added, whatever came between.
    yield from sorted(e.payload["document"] for e in store.audit.entries() if e.kind == custody.ADDED)


def measure(folder: Path, times: int, documents: int, seed: int, jobs: int) -> Json:
    """Kill runs until there were so many kills; all cases lie below `folder`."""
    chance, pages, tally = random.Random(seed), folder / "pages", Tally()
    write_documents(pages, documents, seed)
    control = folder / "control"
    begun = time.monotonic()
    _finished(subprocess.run(_add(pages, control, jobs), cwd=ROOT, capture_output=True, check=False))
    whole = time.monotonic() - begun
    while tally.kills < times:
        tally.cases += 1
        case = folder / f"case-{tally.cases}"
        made = _disturbed(_add(pages, case, jobs), case, _Plan(chance, times), tally)
        _compare(control, case, made, tally)
        shutil.rmtree(case)
    told = {name: getattr(tally, name) for name in ("kills", "cases", "decisions")}
    faults = {name: getattr(tally, name) for name in ("differing", "lost", "broken", "orphans")}
    return {
        "documents": documents,
        "undisturbed_seconds": round(whole, 1),
        **told,
        **faults,
        "documents_at_kill": tally.documents_at_kill,
        "extracted_at_kill": tally.extracted_at_kill,
    }


@dataclass(frozen=True, slots=True)
class _Plan:
    chance: random.Random
    times: int


def _add(pages: Path, case: Path, jobs: int) -> list[str]:
    return [sys.executable, "-m", "takhrij", "add", str(pages), "--case", str(case), "--jobs", str(jobs)]


def _disturbed(command: Sequence[str], case: Path, plan: _Plan, tally: Tally) -> list[Decision]:
    """Run until the command ends by itself, killed on the way; the decisions made meanwhile."""
    made: list[Decision] = []
    while True:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        patience = plan.chance.uniform(0.0, _SECONDS) if tally.kills < plan.times else float("inf")
        while process.poll() is None and _spent(process.pid) < patience:
            time.sleep(0.01)
        if process.poll() is None:
            made += _decide(case, plan.chance)
            workers = _children(process.pid)
            process.kill()
            process.communicate()
            tally.kills += 1
            tally.orphans += _left(workers)
            _look(case, tally)
            continue
        _, errors = process.communicate()
        _finished(subprocess.CompletedProcess(command, process.returncode, b"", errors))
        return made


def _finished(run: subprocess.CompletedProcess[bytes]) -> None:
    # Some of the documents are refused: done with problems.
    if run.returncode != 1:
        raise MeasureError(f"takhrij add ended with status {run.returncode}: {run.stderr.decode()}")


def _decide(case: Path, chance: random.Random) -> list[Decision]:
    """Accept or reject a claim of the case, beside the run that is adding to it."""
    if not (case / "case.sqlite3").is_file():
        return []
    try:
        with open_case(case) as store:
            found = list(store.claims())
            if not found:
                return []
            verb = chance.choice(["accept", "reject"])
            made = Decision("", verb, NOWHERE, "a monitor", pipeline.now(), "looked at it")
            return [pipeline.decide(store, chance.choice(found), verb, made)]
    except (CaseError, DecisionError) as error:
        print(f"no decision: {error}", file=sys.stderr)
        return []


def _look(case: Path, tally: Tally) -> None:
    """What the case is right after a kill: whole, with every document readable and its chain unbroken."""
    if not (case / "case.sqlite3").is_file():
        return
    with open_case(case) as store:
        documents = list(store.documents())
        tally.documents_at_kill.append(len(documents))
        tally.extracted_at_kill.append(sum(1 for _ in store.extractions()))
        tally.broken += bool(store.audit.breaks())
        for document in documents:
            reading = store.reading(document.sha256)
            tally.broken += reading is None or len(store.original(document.sha256)) != document.size


def _compare(control: Path, case: Path, made: list[Decision], tally: Tally) -> None:
    """The disturbed case against a copy of the other with the same decisions."""
    tally.decisions += len(made)
    with open_case(case) as store:
        kept = {decision.id for decision in store.decisions()}
        pipeline.link_case(store, Config())
    tally.lost += sum(decision.id not in kept for decision in made)
    beside = control.with_name("beside")
    shutil.copytree(control, beside)
    with open_case(beside) as store:
        for decision in made:
            store.append_decision(replace(decision, id=""))
        pipeline.link_case(store, Config())
    tally.differing += digest(case) != digest(beside)
    shutil.rmtree(beside)


def _spent(process: int) -> float:
    """Seconds of processor time of a process and its workers: a busy machine moves no kill."""
    ticks = 0
    for one in (process, *_children(process)):
        try:
            fields = Path(f"/proc/{one}/stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _children(process: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _left(workers: list[int], seconds: float = 10.0) -> int:
    """How many of these processes still run after a while."""
    for _ in range(int(seconds * 20)):
        if not any(map(_runs, workers)):
            return 0
        time.sleep(0.05)
    return sum(map(_runs, workers))


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what happened as one JSON object."""
    parser = argparse.ArgumentParser(
        description="Kill `takhrij add` at random moments and compare what it ends with."
    )
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), told.times, told.documents, told.seed, told.jobs)
    print(json.dumps(found))
    return int(any(found[name] for name in ("differing", "lost", "broken", "orphans")))


if __name__ == "__main__":
    sys.exit(main())
