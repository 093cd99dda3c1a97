"""Invented references, and random predictions made from them."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
COUNTS = ("killed", "injured", "captured", "released", "exchanged", "surrendered", "strikes", "vehicles", "other")
IDS = ("houthi", "aqap", "alqaeda", "tribes", "tribes:مراد", "civilians", "other:كتيبة النموذج", "coalition", None)
TIMES = ("2015-07-19", "2015-07", "2015-07~", "2015", "2015-07-01/2015-07-10", "../2015-07-01", "2015-03-26/..", "")


@pytest.fixture
def shared() -> Path:
    """The folder `shared` beside the repository."""
    if not (SHARED / "gold" / "score.py").is_file():
        pytest.skip("the folder shared/ is not beside the repository")
    return SHARED


def _span(text: str, words: str) -> dict[str, Any]:
    start = text.find(words)
    return {"start": max(start, 0), "end": max(start, 0) + len(words), "text": words}


def _count(value: str, rng: random.Random) -> dict[str, Any]:
    numbers = [int(n) for n in re.findall(r"\d+", value)] or [rng.choice((10, 20, 200, 5000))]
    n = rng.choice(numbers) + rng.choice((0, 0, 0, 1, -1))
    return {"min": rng.choice((n, n, None)), "max": rng.choice((n, n, None, n + 2))}


def claim_of(event: dict[str, Any], text: str, rng: random.Random, types: list[str]) -> dict[str, Any]:
    """A claim that answers an event, spoiled at random."""

    def often(value: Any, other: Any) -> Any:
        return value if rng.random() < 0.8 else other

    quote = rng.choice(event["evidence"])
    at = text.find(quote.split()[0]) if rng.random() < 0.1 else max(text.find(quote), 0)
    roles: dict[str, Any] = {}
    for role, key in (("actor", "actors"), ("target", "targets")):
        ids = [often(i, rng.choice(IDS)) for i in event[key] if rng.random() < 0.9]
        ids += [rng.choice(IDS)] if rng.random() < 0.1 else []
        roles[role] = [{"id": i, "text": often(str(i).partition(":")[2], "كتيبة")} for i in ids]
    names = [often(p, rng.choice(("صنعاء", "محافظة " + p, p + " القديمة"))) for p in event["places"]]
    roles["place"] = [{"text": n, "name": None, "name_ar": often(None, n)} for n in names if rng.random() < 0.8]
    told = (event["date"] or "").split("|")[0]
    edtf = often(told, rng.choice(TIMES))
    roles["time"] = [{"edtf": None if edtf == "null" else edtf}] if rng.random() < 0.9 else []
    for key, value in (event["counts"] or {}).items():
        roles[often(key, rng.choice(COUNTS))] = [_count(str(value), rng)]
    speaker = often(event["attribution"]["class"], "media")
    return {
        "type": often(event["type"], rng.choice([*types, "protest"])),
        "modality": often(event["modality"].split("|")[0], "planned"),
        "trigger": {"start": at, "end": at + 4},
        "roles": roles,
        "attribution": often([{"class": "media"}, {"class": speaker}], []),
    }


def spoiled(references: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Predictions for references: claims with errors, some missing, some twice, some from nowhere."""
    rng = random.Random(seed)
    types = sorted({e["type"] for d in references for e in d["events"]})
    out = []
    for document in references:
        text = document["text"]
        claims = []
        for event in document["events"]:
            copies = rng.choice((0, 1, 1, 1, 1, 2, 3))
            claims += [claim_of(event, text, rng, types) for _ in range(copies)]
        if rng.random() < 0.3:
            start = rng.randrange(len(text))
            claims.append({"type": rng.choice(types), "trigger": {"start": start, "end": start + 3}, "roles": {}})
        relations = [
            {
                "type": r["type"],
                "subject": [{"id": i} for i in r["must"] if rng.random() < 0.8],
                "object": [{"id": "houthi"}, {"claim": "x"}],
                "between": [],
                "evidence": [_span(text, r["evidence"])],
            }
            for r in document.get("relations", [])
            if rng.random() < 0.9
        ]
        rng.shuffle(claims)
        if rng.random() < 0.95 or not out:
            out.append({"id": document["id"], "text": text, "claims": claims, "relations": relations})
    return out


@pytest.fixture
def spoil() -> Any:
    """`spoil(references, seed)`: random predictions."""
    return spoiled
