"""Relations against reference pages: when one counts as right."""

from __future__ import annotations

from typing import Any

import pytest

from takhrij.core.errors import UsageError
from takhrij.evaluate.ties import TieScore, score_ties

TEXT = "تدعم دولة كاردان لواء السيل منذ عام 2014. وتتوسط قطر بين الطرفين."
WANTED = {
    "type": "supports",
    "subject": ["other:كاردان"],
    "object": ["other:لواء السيل"],
    "between": [],
    "time": "2014/..|null",
    "attribution": {"class": "narrator", "span": None},
    "evidence": "تدعم دولة كاردان لواء السيل",
}


def party(words: str, name: str | None = None) -> dict[str, Any]:
    return {"id": "other:" + words.replace(" ", "-"), "text": words, "name": name or words}


def found(**changes: Any) -> dict[str, Any]:
    base = {
        "id": "r1",
        "type": "supports",
        "subject": [party("كاردان")],
        "object": [party("لواء السيل")],
        "between": [],
        "time": [{"edtf": "2014/.."}],
        "evidence": [{"start": 0, "end": 27, "text": TEXT[:27]}],
        "attribution": [{"class": "narrator"}],
    }
    return base | changes


def scored(*relations: dict[str, Any], wanted: list[dict[str, Any]] | None = None) -> TieScore:
    page = {"id": "p", "text": TEXT, "relations": [WANTED] if wanted is None else wanted}
    return score_ties([{"id": "p", "relations": list(relations), "claims": []}], [page])


def test_type_parties_and_evidence_must_agree() -> None:
    right = scored(found())
    assert (right.all.right, right.time.right, right.speaker.right) == (1, 1, 1)
    wrong = [
        found(type="supervises"),
        found(subject=[party("لواء السيل")], object=[party("كاردان")]),
        found(object=[party("لواء السيل"), party("كتائب الوادي")]),
        found(evidence=[{"start": 43, "end": 60, "text": ""}]),
    ]
    assert [scored(relation).all.right for relation in wrong] == [0, 0, 0, 0]


def test_words_that_stand_for_a_party_count_by_its_name() -> None:
    assert scored(found(object=[party("اللواء", "لواء السيل")])).all.right == 1


def test_a_tie_found_twice_counts_once_and_one_on_an_empty_page_is_trapped() -> None:
    assert scored(found(), found(id="r2")).as_json()["relation"] == {"p": 0.5, "r": 1.0, "f1": 0.667, "n": 1}
    assert scored(found(), wanted=[]).trapped == 1


def test_an_object_that_is_a_deed_agrees_by_its_type() -> None:
    wanted = WANTED | {"type": "responsible_for", "object": {"claim": "bombing 2014-01-02"}}
    relation = found(type="responsible_for", object=[{"claim": "c1"}])
    page = {"id": "p", "text": TEXT, "relations": [wanted]}
    for kind, right in (("bombing", 1), ("killing", 0)):
        told = {"id": "p", "relations": [relation], "claims": [{"id": "c1", "type": kind}]}
        assert score_ties([told], [page]).all.right == right


def test_files_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(UsageError):
        score_ties([{"id": "q", "relations": []}], [{"id": "p", "text": TEXT, "relations": []}])
