"""The truth of a tracing case as the claims that a faultless reader would hand on.

Linking and weighing are measured on them too, so that what reading misses and what linking errs in are told apart.

A claim of the truth takes its event's type and parties and the event's places that its page names. Told beside its
quotation are `counts`, `amount`, `speaker` (class and words), `via` (outlets cited), `mediators`, and `type`, `actors`, `targets` and
`time` where the page tells another one than the event's. Quotations of one page, event, speaker and modality are one claim.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bench.corpus import Json
from takhrij.core.config import Config
from takhrij.core.ids import claim_anchor
from takhrij.core.records import (
    ActorRef,
    AmountRef,
    ChainLink,
    Claim,
    CountPart,
    CountRef,
    Filler,
    PlaceRef,
    Reading,
    Span,
    TimeRef,
)
from takhrij.pipeline import LANGUAGE, Extractor, link_case
from takhrij.store import open_case

_WORD = re.compile(r"\w+")
_TOWN = "town"


def lay_over(case: Path, pages: Mapping[str, Json], truth: Json) -> None:
    """Put the told claims in the place of those that were read, and link the case anew."""
    with open_case(str(case)) as store:
        config = replace(Config(), overlay=store.overlay)
        model = Extractor(config, people=True).model
        labels = {document.sha256: document.label for document in store.documents()}
        for extraction in list(store.extractions()):
            label = labels[extraction.reading.document]
            claims = tuple(told_claims(extraction.reading, label, truth))
            store.put_extraction(replace(extraction, claims=claims, relations=(), mentions=()), model)
        link_case(store, config)


def told_claims(reading: Reading, label: str, truth: Json) -> Iterator[Claim]:
    """The claims of one page, by its label in the truth."""
    for event in truth["events"]:
        alike: dict[str, list[Json]] = {}
        for row in event["claims"]:
            if row["document"] == label:
                same = json.dumps([row.get("speaker"), row.get("via"), row["modality"]], ensure_ascii=False)
                alike.setdefault(same, []).append(row)
        for rank, rows in enumerate(alike.values()):
            yield _claim(reading, event, rows, rank, truth.get("place_kinds", {}))


def _claim(reading: Reading, event: Json, rows: Sequence[Json], rank: int, kinds: Mapping[str, str]) -> Claim:
    evidence = tuple(_span(reading, row["quote"]) for row in rows)
    word = _WORD.search(evidence[0].text)
    assert word is not None
    start = evidence[0].start + word.start()
    trigger = Span(start, start + len(word[0]), word[0])
    told = {key: event[key] for key in ("type", "actors", "targets")}
    told |= {key: value for row in reversed(rows) for key, value in row.items()}
    denied, planned = told["modality"] == "denied", told["modality"] == "planned"
    return Claim(
        id=claim_anchor(reading.document, f"{event['type']}-{event['id']}", start, rank),
        document=reading.document,
        type=told["type"],
        modality="denied" if denied else "planned" if planned else "asserted",
        polarity="did_not" if denied else "did",
        trigger=trigger,
        evidence=evidence,
        roles={role: fillers for role, fillers in _roles(reading, event, told, kinds, evidence[0]) if fillers},
        attribution=tuple(_chain(reading, told)),
    )


def _roles(
    reading: Reading, event: Json, told: Json, kinds: Mapping[str, str], words: Span
) -> Iterator[tuple[str, tuple[Filler, ...]]]:
    yield "actor", tuple(_actor(name, words) for name in told["actors"])
    yield "target", tuple(_actor(name, words) for name in told["targets"])
    yield "mediator", tuple(_actor(name, words) for name in told.get("mediators", ()))
    yield "place", tuple(_place(reading, name, kinds) for name in event["places"] if name in reading.text)
    edtf = told.get("time") or (event["date"] or "null").split("|")[0]
    yield "time", (TimeRef(edtf, words),) if edtf != "null" else ()
    for role, figure in told.get("counts", {}).items():
        yield role, (_count(figure, words),)
    if "amount" in told:
        yield "amount", (AmountRef(float(told["amount"][0]), told["amount"][1], words),)


def _span(reading: Reading, words: str) -> Span:
    at = reading.text.find(words)
    if at < 0:
        raise ValueError(f"«{words}» does not stand on the page")
    return Span(at, at + len(words), words)


def _slug(name: str) -> str:
    return "-".join(_WORD.findall(LANGUAGE.fold(name)))


def _actor(identity: str, words: Span) -> ActorRef:
    """An actor by the codebook's id, or by its name as a reader of pages would build an id from it."""
    kind, _, name = identity.partition(":")
    return ActorRef(f"{kind}:{_slug(name)}" if name else identity, name or identity, words)


def _place(reading: Reading, name: str, kinds: Mapping[str, str]) -> PlaceRef:
    return PlaceRef(f"x:{_slug(name)}", "", name, kinds.get(name, _TOWN), _span(reading, name))


def _count(figure: str, words: Span) -> CountRef:
    """``20``, ``~20``, ``20+``, or a total with its parts: ``20 (16+4)``."""
    total, _, divided = figure.partition(" ")
    number = int(total.strip("~+"))
    parts = tuple(CountPart(int(part), int(part), (), words) for part in divided.strip("()").split("+") if part)
    most = None if total.endswith("+") else number
    return CountRef(number, most, words, approx=total.startswith("~"), parts=parts)


def _chain(reading: Reading, told: Json) -> Iterator[ChainLink]:
    for outlet in told.get("via", ()):
        yield ChainLink("media", _span(reading, outlet))
    if "speaker" in told:
        kind, words = told["speaker"]
        yield ChainLink(kind, _span(reading, words))
    elif "via" not in told:
        yield ChainLink("narrator")
