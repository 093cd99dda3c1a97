"""How events, origins and contradictions are held against the truth of a case."""

from __future__ import annotations

import pytest

from bench.quality.tracing import Case, Told, answers, b_cubed, best_events, contradictions, origins_right

TRUTH = {
    "events": [
        {
            "id": "H1",
            "type": "release",
            "claims": [{"document": "a", "quote": "أفرجت الجماعة"}, {"document": "b", "quote": "أفرجت الجماعة"}],
            "origins": [
                {"origin": "the group's statement", "documents": ["a", "b"]},
                {"origin": "the ministry's denial", "documents": ["b"]},
            ],
        }
    ],
    "contradictions": [
        {
            "event": "H1",
            "field": "released",
            "values": [{"value": "3", "documents": ["a"]}, {"value": "4", "documents": ["b"]}],
        }
    ],
}
PAGES = {key: {"text": "خبر\n\nأفرجت الجماعة عن أسرى"} for key in "ab"}


def claim(document: str, kind: str = "release", start: int = 5) -> dict[str, object]:
    trigger = {"start": start, "end": start + 5, "text": "أفرجت"}
    return {
        "id": f"{document}1",
        "document": document,
        "type": kind,
        "trigger": trigger,
        "evidence": [trigger],
        "roles": {},
    }


def test_b_cubed_of_two_joined_and_one_apart() -> None:
    assert b_cubed({0: "x", 1: "x", 2: "x"}, {0: "e", 1: "e", 2: "f"}) == pytest.approx((5 / 9, 1.0, 5 / 7))
    assert b_cubed({}, {}) == (0.0, 0.0, 0.0)


def test_a_claim_answers_where_its_trigger_stands_in_the_quotation() -> None:
    told = answers(TRUTH, PAGES, [claim("a"), claim("b", start=0)])
    assert [item.answer for item in told] == ["a1", None]


def test_denials_are_no_origin_and_a_conflict_must_part_the_documents() -> None:
    claims = [claim("a"), claim("b")]
    told = answers(TRUTH, PAGES, claims)
    assert told == [Told("H1", "a", "a1"), Told("H1", "b", "b1")]
    event = {"id": "a1", "claims": [{"id": "a1"}, {"id": "b1"}], "origins": [["a", "b"]]}
    values = [{"value": "3", "claims": ["a1"]}, {"value": "4", "claims": ["b1"]}]
    case = Case(claims, [event], [{"event": "a1", "field": "released", "values": values}])
    best = best_events(told, case)
    assert origins_right(TRUTH, told, best) == {"H1": (1, 1)}
    assert [len(part) for part in contradictions(TRUTH, best, case)] == [1, 0, 0]
    together = [{"value": "3", "claims": ["a1", "b1"]}]
    lone = Case(claims, [event], [{"event": "a1", "field": "released", "values": together}])
    assert [len(part) for part in contradictions(TRUTH, best, lone)] == [0, 1, 1]
