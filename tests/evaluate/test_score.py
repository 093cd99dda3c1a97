"""Scores of small invented documents, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from takhrij.core.errors import UsageError
from takhrij.evaluate.score import score

FIRST = "أعلنت جماعة المثال الإفراج عن عشرين أسيرا في مدينة النموذج أمس."
SECOND = "وأفرجت الجماعة عن الأسرى العشرين بوساطة قبلية."
THIRD = "واندلعت اشتباكات قرب الجسر."
TEXT = f"{FIRST}\n{SECOND} {THIRD}"


def event(**changes: Any) -> dict[str, Any]:
    base = {
        "type": "release",
        "modality": "asserted",
        "actors": ["houthi"],
        "targets": ["aqap"],
        "places": ["النموذج"],
        "date": "2018-11-13",
        "counts": {"released": "20"},
        "attribution": {"class": "narrator", "span": None},
        "evidence": ["الإفراج عن عشرين أسيرا", "أفرجت الجماعة عن الأسرى"],
    }
    return {**base, **changes}


def claim(word: str, **changes: Any) -> dict[str, Any]:
    start = TEXT.index(word)
    roles = {
        "actor": [{"id": "houthi", "text": "جماعة المثال"}],
        "target": [{"id": "alqaeda", "text": "أسيرا"}],
        "place": [{"text": "مدينة النموذج", "name": None, "name_ar": None}],
        "time": [{"edtf": "2018-11-13"}],
        "released": [{"min": 20, "max": 20}],
    }
    roles |= changes.pop("roles", {})
    base = {
        "type": "release",
        "modality": "asserted",
        "trigger": {"start": start, "end": start + len(word)},
        "roles": roles,
        "attribution": [{"class": "narrator"}],
    }
    return {**base, **changes}


def scored(claims: list[dict[str, Any]], events: list[dict[str, Any]], **more: Any) -> Any:
    prediction = {"id": "d", "text": TEXT, "claims": claims, **more}
    return score([prediction], [{"id": "d", "text": TEXT, "events": events, "relations": more.get("wanted", [])}])


def test_a_right_row_is_whole() -> None:
    result = scored([claim("الإفراج")], [event()])
    assert (result.event.f1, result.whole.f1) == (1.0, 1.0)
    assert all(measure.f1 == 1.0 for measure in result.fields.values())
    assert result.errors.wrong == ()


def test_half_found_with_one_false_claim() -> None:
    events = [event(), event(type="clash", evidence=["واندلعت اشتباكات"], counts={}, places=[], date=None)]
    claims = [claim("الإفراج"), claim("اشتباكات", type="seize")]
    result = scored(claims, events)
    assert (result.event.precision, result.event.recall, result.event.n) == (0.5, 0.5, 2)
    # One true actor; the missed clash wants one more, the false claim tells one more.
    assert result.end_to_end["actor"].f1 == 0.5
    assert result.fields["actor"].f1 == 1.0
    assert [m.type for m in result.errors.missed] == ["clash"]
    assert [f.type for f in result.errors.false] == ["seize"]
    assert result.as_json()["types"]["seize"] == {"p": 0.0, "r": None, "n_pred": 1, "n_ref": 0}


def test_a_retelling_is_tolerated_once_for_each_further_quotation() -> None:
    twice = scored([claim("الإفراج"), claim("أفرجت")], [event()])
    assert twice.event.precision == 1.0
    thrice = scored([claim("الإفراج"), claim("أفرجت"), claim("عشرين")], [event()])
    assert thrice.event.precision == 0.5


def test_the_best_of_two_claims_is_paired() -> None:
    poor = claim("الإفراج", roles={"actor": [], "released": []})
    result = scored([poor, claim("أفرجت")], [event()])
    assert result.whole.f1 == 1.0


def test_a_trigger_outside_the_quoted_sentences_is_false() -> None:
    result = scored([claim("اشتباكات")], [event()])
    assert (result.event.f1, len(result.errors.missed), len(result.errors.false)) == (0.0, 1, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"roles": {"actor": []}}, "actor"),
        ({"roles": {"target": [{"id": "isis"}]}}, "target"),
        ({"roles": {"place": [{"text": "الجسر"}]}}, "place"),
        ({"roles": {"time": [{"edtf": "2018-11"}]}}, "time"),
        ({"roles": {"released": [{"min": 21, "max": 21}]}}, "count"),
        ({"roles": {"killed": [{"min": 1, "max": 1}]}}, "count"),
        ({"modality": "planned"}, "modality"),
    ],
)
def test_one_wrong_field_spoils_the_row(changes: dict[str, Any], field: str) -> None:
    result = scored([claim("الإفراج", **changes)], [event()])
    assert result.event.f1 == 1.0
    assert result.whole.f1 == 0.0
    assert [w.field for w in result.errors.wrong] == [field]


def test_a_wrong_speaker_is_reported_but_the_row_stays_whole() -> None:
    result = scored([claim("الإفراج", attribution=[{"class": "official"}])], [event()])
    assert (result.whole.f1, result.attribution.accuracy) == (1.0, 0.0)


def test_one_of_several_places_is_enough_but_a_wrong_one_is_not() -> None:
    places = ["النموذج", "المثال"]
    assert scored([claim("الإفراج")], [event(places=places)]).whole.f1 == 1.0
    more = [{"text": "النموذج"}, {"text": "الجسر"}]
    assert scored([claim("الإفراج", roles={"place": more})], [event(places=places)]).whole.f1 == 0.0


def test_types_that_are_not_marked_are_left_aside() -> None:
    result = scored([claim("الإفراج"), claim("اشتباكات", type="protest")], [event()])
    assert result.event.precision == 1.0


def test_claims_without_events_and_documents_without_predictions() -> None:
    references = [{"id": "d", "text": TEXT, "events": []}, {"id": "e", "text": TEXT, "events": [event()]}]
    result = score([{"id": "d", "text": TEXT, "claims": [claim("الإفراج")]}], references)
    out = result.as_json()
    assert out["documents"] == 2
    assert out["eventless"] == {"documents": 1, "claims": 1}
    assert out["event"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "n": 1}
    assert "relations" not in out


def test_a_relation_needs_its_words_its_type_and_its_actors() -> None:
    wanted = {"type": "supervises", "must": ["houthi"], "evidence": "بوساطة قبلية"}
    start = TEXT.index("بوساطة")
    found = {
        "type": "supervises",
        "subject": [{"id": "houthi"}],
        "object": [],
        "evidence": [{"start": start, "end": start + 3}],
    }
    assert scored([], [event()], relations=[found], wanted=[wanted]).as_json()["relations"] == {"found": 1, "n": 1}
    elsewhere = {**found, "evidence": [{"start": 0, "end": 3}]}
    for other in (elsewhere, {**found, "type": "fights"}, {**found, "subject": [{"id": "isis"}]}):
        assert scored([], [event()], relations=[other], wanted=[wanted]).relations.right == 0


def test_files_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(UsageError, match="No document id"):
        score([{"id": "x", "text": "", "claims": []}], [{"id": "y", "text": "", "events": []}])
