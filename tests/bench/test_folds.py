"""Scores by outlet add up to the documents that were given."""

from __future__ import annotations

from typing import Any

from bench.quality.folds import fold_rows, spread

TEXT = "أفرجت جماعة المثال عن عشرين أسيرا."
EVENT = {
    "type": "release",
    "modality": "asserted",
    "attribution": {"class": "narrator"},
    "evidence": ["أفرجت جماعة المثال"],
}
CLAIM = {"type": "release", "modality": "asserted", "trigger": {"start": 0, "end": 5}, "roles": {}}


def document(name: str, outlet: str) -> dict[str, Any]:
    return {"id": name, "source": outlet, "text": TEXT, "events": [EVENT]}


def test_each_outlet_is_scored_on_its_own_documents() -> None:
    references = [document("a", "x"), document("b", "x"), document("c", "y")]
    predictions = [{"id": name, "text": TEXT, "claims": [CLAIM]} for name in ("a", "b")]
    rows = fold_rows(predictions, references, "source")
    assert [(row["fold"], row["docs"], row["event F1"]) for row in rows] == [("x", 2, 1.0), ("y", 1, 0.0)]
    assert spread(rows, "event F1", least=1).startswith("event F1: 0.000 lowest, 0.500 mean, 1.000 highest")
    assert "fewer than two" in spread(rows, "event F1", least=2)
