"""The gate fails below a floor, and no update lowers one."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import corpus
from bench.corpus import MeasureError, Reference
from bench.quality import gate

TEXT = "أفرجت جماعة المثال عن عشرين أسيرا. واندلعت اشتباكات قرب الجسر."
EVENT = {
    "modality": "asserted",
    "actors": [],
    "targets": [],
    "places": [],
    "date": None,
    "counts": {},
    "attribution": {"class": "narrator", "span": None},
}
EVENTS = [
    {**EVENT, "type": "release", "evidence": ["أفرجت جماعة المثال"]},
    {**EVENT, "type": "clash", "evidence": ["واندلعت اشتباكات"]},
]
CLAIMS = [
    {"type": "release", "modality": "asserted", "trigger": {"start": 0, "end": 5}, "roles": {}},
    {"type": "clash", "modality": "asserted", "trigger": {"start": 35, "end": 43}, "roles": {}},
]
HALF = st.integers(0, 100).map(lambda n: n / 100)


@pytest.fixture
def reference(tmp_path: Path) -> Reference:
    file = tmp_path / "small.jsonl"
    document = {"id": "d", "text": TEXT, "events": EVENTS}
    file.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
    return Reference("small", file)


@pytest.fixture
def run(reference: Reference, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`run(claims, *options)`: the gate over one small reference with the given claims."""
    floors = tmp_path / "floors.json"
    floors.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(gate, "present", lambda: [reference])

    def call(claims: list[dict[str, Any]], *, update: bool = False, new: tuple[str, ...] = ()) -> int:
        monkeypatch.setattr(gate, "extracted", lambda _: [{"id": "d", "text": TEXT, "claims": claims}])
        options = argparse.Namespace(update=update, table=False, new_reference=list(new))
        return gate.run(options, floors)

    call.floors = lambda: json.loads(floors.read_text(encoding="utf-8"))["small"]["floors"]  # type: ignore[attr-defined]
    return call


def test_a_lowered_score_fails(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(CLAIMS, update=True) == 0
    assert run(CLAIMS) == 0
    assert run(CLAIMS[:1]) == 1
    assert "small: event.f1 is 0.667, its floor is 1.000" in capsys.readouterr().err


def test_an_update_never_lowers(run: Any) -> None:
    run(CLAIMS, update=True)
    before = run.floors()
    run(CLAIMS[:1], update=True)
    assert run.floors() == before
    assert before["event.f1"] == 1.0


def test_an_update_raises(run: Any) -> None:
    run(CLAIMS[:1], update=True)
    assert run.floors()["event.f1"] == 0.66
    run(CLAIMS, update=True)
    assert run.floors()["event.f1"] == 1.0


def test_changed_annotations_are_refused_until_they_are_meant(run: Any, reference: Reference) -> None:
    run(CLAIMS, update=True)
    document = {"id": "d", "text": TEXT, "events": EVENTS[:1]}
    reference.file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    for update in (False, True):
        with pytest.raises(MeasureError, match="--new-reference small"):
            run(CLAIMS, update=update)
    assert run.floors()["event.f1"] == 1.0
    assert run(CLAIMS, update=True, new=("small",)) == 0
    assert run.floors()["event.f1"] == 0.66


def test_naming_a_reference_that_has_not_changed_lowers_nothing(run: Any) -> None:
    run(CLAIMS, update=True)
    run([], update=True, new=("small",))
    assert run.floors()["event.f1"] == 1.0


@given(st.dictionaries(st.sampled_from(gate.GUARDED), HALF), HALF, HALF)
def test_raised_floors_hold_for_what_was_measured(floors: dict[str, float], event: float, whole: float) -> None:
    scores = {"event": {"f1": event}, "whole": {"f1": whole}}
    after = gate.raised(floors, scores)
    assert all(after[measure] >= floor for measure, floor in floors.items())
    risen = {measure: floor for measure, floor in after.items() if floor > floors.get(measure, 0)}
    assert gate.shortfalls("x", scores, risen) == []


def test_a_measure_that_is_gone_is_below_its_floor() -> None:
    assert [s.value for s in gate.shortfalls("x", {}, {"relations.found": 4})] == [0.0]


def test_nothing_to_measure_is_said_and_is_no_success(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = (Reference("small", Path("nowhere.jsonl")),)
    monkeypatch.setattr(gate, "present", lambda: corpus.present(absent))
    assert gate.main([]) == 2
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_the_floors_that_are_kept_belong_to_the_references_that_lie_here() -> None:
    floors = gate.load_floors()
    for reference in corpus.present():
        gate.check_reference(reference, floors)
        for measure, floor in floors.get(reference.name, {}).get("floors", {}).items():
            assert floor > 0, f"{reference.name}: {measure} has a floor that cannot fail"


def test_extraction_is_shown_the_text_and_no_annotation(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def fake(file: Path, *options: str) -> list[dict[str, Any]]:
        seen.append(file.read_text(encoding="utf-8"))
        return []

    monkeypatch.setattr(corpus, "run_extract", fake)
    corpus.extracted(reference)
    assert json.loads(seen[0])["text"] == TEXT
    assert "events" not in json.loads(seen[0])
