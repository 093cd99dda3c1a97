"""How well the claims of a case are joined to happenings and traced to origins: a case of pages and its truth.

usage: python -m bench.quality.tracing [--case FOLDER] [--told] [--list]

With --told the claims of the truth stand in the place of those that the program reads (`bench.quality.told`), so that
the figures are those of linking and weighing alone.

A told claim of the truth (a document and a quotation) is answered by the claim of that document whose trigger lies
in the quotation, of the same type where there is one. B-cubed is over the answered ones; `strict` counts those
unanswered as told apart from everything. An event's origins are right when they are as many as in the truth,
denials apart, over the documents that were read to tell it. The baseline joins claims of one type, day and place.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import ROOT, Json, MeasureError, run_case, table
from bench.quality.told import lay_over

FOLDER = ROOT / "bench" / "quality" / "tracing"
_DENIAL = "denial"


@dataclass(frozen=True, slots=True)
class Told:
    """One claim of the truth: whose event, where it stands, and the id of the claim that answers it or None."""

    event: str
    document: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """What the program makes of the pages."""

    claims: Sequence[Json]
    events: Sequence[Json]
    conflicts: Sequence[Json]


def b_cubed(found: Mapping[int, Hashable], wanted: Mapping[int, Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a clustering (item to cluster) against another over the same items."""
    if not wanted:
        return 0.0, 0.0, 0.0
    both = Counter((found[item], wanted[item]) for item in wanted)
    mine, theirs = Counter(found[item] for item in wanted), Counter(wanted.values())
    precision = sum(both[found[i], wanted[i]] / mine[found[i]] for i in wanted) / len(wanted)
    recall = sum(both[found[i], wanted[i]] / theirs[wanted[i]] for i in wanted) / len(wanted)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def answers(truth: Json, pages: Mapping[str, Json], claims: Sequence[Json]) -> list[Told]:
    """Every told claim of the truth with the program's claim that answers it.

    A claim answers one event only, and of that event each quotation that is among its evidence (a headline and a
    lead that tell the same are one claim).
    """
    by_document: dict[str, list[Json]] = defaultdict(list)
    for claim in claims:
        by_document[claim["document"]].append(claim)
    taken: dict[str, str] = {}
    told = []
    for event in truth["events"]:
        for row in event["claims"]:
            start = pages[row["document"]]["text"].find(row["quote"])
            place = start, start + len(row["quote"])
            free = [c for c in by_document[row["document"]] if taken.get(c["id"], event["id"]) == event["id"]]
            ranked = [(_nearness(claim, event["type"], place), claim["id"]) for claim in free]
            answer = min((pair for pair in ranked if pair[0] is not None), default=(None, None))[1]
            if answer is not None:
                taken[answer] = event["id"]
            told.append(Told(event["id"], row["document"], answer))
    return told


def _nearness(claim: Json, kind: str, place: tuple[int, int]) -> tuple[int, int] | None:
    """How near a claim is to a quotation of a type of event, smaller is nearer; None where it does not answer it."""
    inside = place[0] <= claim["trigger"]["start"] < place[1]
    same = claim["type"] == kind
    if inside:
        return 0 if same else 2, claim["trigger"]["start"]
    quoted = any(span["start"] < place[1] and place[0] < span["end"] for span in claim["evidence"])
    return (1, claim["trigger"]["start"]) if quoted and same else None


def baseline(claims: Sequence[Json]) -> dict[str, Hashable]:
    """Claims of one type, day and place are one happening; without a day or a place each stands alone."""
    found: dict[str, Hashable] = {}
    for claim in claims:
        days = [filler["edtf"] for filler in claim["roles"].get("time", ())]
        places = [filler["id"] for filler in claim["roles"].get("place", ())]
        found[claim["id"]] = (claim["type"], days[0], places[0]) if days and places else claim["id"]
    return found


def best_events(told: Sequence[Told], case: Case) -> dict[str, Json]:
    """For each event of the truth, the program's event that holds most of its answered claims."""
    event_of = {row["id"]: event for event in case.events for row in event["claims"]}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for item in told:
        if item.answer in event_of:
            votes[item.event][event_of[item.answer]["id"]] += 1
    by_id = {event["id"]: event for event in case.events}
    return {event: by_id[min(counted, key=lambda e: (-counted[e], e))] for event, counted in votes.items()}


def origins_right(truth: Json, told: Sequence[Told], best: Mapping[str, Json]) -> dict[str, tuple[int, int]]:
    """For each event that was found: (origins wanted, origins found)."""
    answered: dict[str, set[str]] = defaultdict(set)
    for item in told:
        if item.answer:
            answered[item.event].add(item.document)
    found = {}
    for event in truth["events"]:
        if event["id"] not in best:
            continue
        groups = [
            origin["documents"]
            for origin in event["origins"]
            if _DENIAL not in origin["origin"].lower() and set(origin["documents"]) & answered[event["id"]]
        ]
        found[event["id"]] = len(groups), len(best[event["id"]]["origins"])
    return found


def contradictions(truth: Json, best: Mapping[str, Json], case: Case) -> tuple[list[Json], list[Json], list[Json]]:
    """(found, missed, invented): a planted one is found where a conflict of its field parts two of its documents."""
    document_of = {claim["id"]: claim["document"] for claim in case.claims}
    used: set[int] = set()
    found: list[Json] = []
    missed: list[Json] = []
    for planted in truth["contradictions"]:
        sides = [set(value["documents"]) for value in planted["values"]]
        event = best.get(planted["event"])
        hit = None
        for at, conflict in enumerate(case.conflicts):
            if event is None or conflict["event"] != event["id"] or conflict["field"] != planted["field"]:
                continue
            groups = [{document_of.get(c) for c in value["claims"]} for value in conflict["values"]]
            parted = sum(any(side & group for side in sides) for group in groups)
            hit = at if parted > 1 else hit
        (missed if hit is None else found).append(planted)
        used |= {hit} if hit is not None else set()
    return found, missed, [c for at, c in enumerate(case.conflicts) if at not in used]


def arithmetic(truth: Json, case: Case) -> tuple[list[Json], list[Json], frozenset[str]]:
    """(found, missed) of the planted sums, durations and ranks that do not hold, and the documents of all of them: one is
    found where a check fails on a claim of its document; those that hold are found where none fails."""
    document_of = {claim["id"]: claim["document"] for claim in case.claims}
    failed: Counter[str] = Counter()
    for row in case.conflicts:
        if row["field"] == "sum":
            failed[document_of.get(row["values"][0]["claims"][0], "")] += 1
    left = Counter(failed)
    found: list[Json] = []
    missed: list[Json] = []
    for row in truth.get("arithmetic", ()):
        right = left[row["document"]] > 0 if not row["holds"] else not failed[row["document"]]
        left[row["document"]] -= right and not row["holds"]
        (found if right else missed).append(row)
    return found, missed, frozenset(row["document"] for row in truth.get("arithmetic", ()) if not row["holds"])


def read_case(pages: Path, told: tuple[Mapping[str, Json], Json] | None = None) -> Case:
    """The pages read into a new case by the program's own commands; `told` lays the truth's claims over it."""
    with tempfile.TemporaryDirectory() as folder:
        case = str(Path(folder) / "case")
        run_case("add", str(pages), "--case", case)
        if told is not None:
            lay_over(Path(case), *told)
        listed = (run_case(name, "--case", case, "--format", "jsonl") for name in ("claims", "events", "conflicts"))
        rows = [[json.loads(line) for line in text.splitlines() if line.strip()] for text in listed]
    return Case(*rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="tracing", description="Scores events, origins and contradictions.")
    parser.add_argument("--case", type=Path, default=FOLDER, help="folder of pages.jsonl and truth.json")
    parser.add_argument("--told", action="store_true", help="link and weigh the claims of the truth")
    parser.add_argument("--list", action="store_true", help="print what is missed, wrong and invented")
    options = parser.parse_args(arguments)
    truth = json.loads((options.case / "truth.json").read_text(encoding="utf-8"))
    lines = (options.case / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    pages = {page["id"]: page for page in map(json.loads, lines)}
    try:
        case = read_case(options.case / "pages.jsonl", (pages, truth) if options.told else None)
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    told = answers(truth, pages, case.claims)
    best = best_events(told, case)
    print(table(clusterings(told, case)))
    origins = origins_right(truth, told, best)
    right = sum(wanted == found for wanted, found in origins.values())
    print(f"origins: right for {right} of {len(origins)} events found, of {len(truth['events'])} in all")
    found, missed, invented = contradictions(truth, best, case)
    summed, unsummed, planted = arithmetic(truth, case)
    documents = {claim["id"]: claim["document"] for claim in case.claims}
    invented = [
        row
        for row in invented
        if row["field"] != "sum" or documents.get(row["values"][0]["claims"][0]) not in planted
    ]
    print(f"contradictions: {len(found)} of {len(truth['contradictions'])} found, {len(invented)} not planted")
    if "arithmetic" in truth:
        print(f"arithmetic: {len(summed)} of {len(truth['arithmetic'])} judged right")
    if options.list:
        for event, (wanted, got) in origins.items():
            if wanted != got:
                print(f"origins of {event}: {wanted} wanted, {got} found ({best[event]['id']})")
        for name, rows in (("missed", missed), ("not planted", invented)):
            for row in rows:
                print(name, row["event"], row["field"], json.dumps(row["values"], ensure_ascii=False))
        for row in unsummed:
            print("misjudged", row["event"], row["document"], row["why"])
        for item in told:
            if item.answer is None:
                print("unanswered", item.event, item.document)
    return 0


def clusterings(told: Sequence[Told], case: Case) -> list[dict[str, object]]:
    """B-cubed of the program and of the baseline, over answered claims and strictly."""
    event_of: dict[str, Hashable] = {row["id"]: event["id"] for event in case.events for row in event["claims"]}
    rows: list[dict[str, object]] = []
    for name, cluster_of in (("Takhrij", event_of), ("same type, day, place", baseline(case.claims))):
        items = {at: item for at, item in enumerate(told) if item.answer is not None}
        found = {at: cluster_of.get(item.answer or "", item.answer) for at, item in items.items()}
        b3 = b_cubed(found, {at: item.event for at, item in items.items()})
        alone = {at: found.get(at, ("alone", at)) for at in range(len(told))}
        strict = b_cubed(alone, {at: item.event for at, item in enumerate(told)})
        row: dict[str, object] = {"events by": name, "answered": f"{len(items)} of {len(told)}"}
        row |= dict(zip(("P", "R", "F1", "strict P", "strict R", "strict F1"), (*b3, *strict), strict=True))
        rows.append(row)
    return rows


if __name__ == "__main__":
    sys.exit(main())
