from __future__ import annotations

from dataclasses import replace

import pytest

from takhrij.core.errors import UsageError
from takhrij.show import query
from takhrij.show.view import CaseView


def test_an_event_prints_exactly_the_keys_of_the_contract(view: CaseView) -> None:
    (row,) = query.events(view)
    assert list(row) == ["id", "type", "label", "time", "place", "claims", "origins", "sides", "conflicts", "grade"]
    assert row["time"] == {"edtf": "2021-07-28"}
    assert row["origins"] == [["agency", "reprint"], ["other"]]
    assert [claim["document"] for claim in row["claims"]] == ["agency", "reprint", "other"]
    assert row["conflicts"][0] == {
        "field": "time",
        "values": [
            {"value": "28 July 2021", "claims": [c["id"] for c in row["claims"][:2]]},
            {"value": "21–31 July 2021", "claims": [row["claims"][2]["id"]]},
        ],
    }


def test_a_label_that_two_documents_share_is_told_apart_by_hash(view: CaseView) -> None:
    same = replace(view, documents={k: replace(d, label="page") for k, d in view.documents.items()})
    assert [same.label(k) for k in same.documents] == [f"page@{k[:8]}" for k in same.documents]


def test_any_member_claim_names_its_event(view: CaseView) -> None:
    event = view.events[0]
    for claim, _ in event.claims:
        assert view.event(claim) is event
        assert view.event(claim[:15]) is event
    with pytest.raises(UsageError, match="takhrij events"):
        view.event("nothing")


def test_copies_say_who_copies_whom(view: CaseView) -> None:
    (row,) = query.copies(view)
    assert (row["a"], row["b"], row["containment"], row["direction"]) == ("agency", "reprint", 1.0, "a>b")
    assert list(query.copies(view, 1.1)) == []


def test_sources_are_outlets_and_those_whom_they_quote(view: CaseView) -> None:
    rows = {(row["class"], row["source"]): row for row in query.sources(view)}
    assert rows["anonymous", "مصدر محلي"]["documents"] == ["agency", "reprint"]
    assert rows["outlet", "وكالة المثال"]["claims"] == 1


def test_an_actor_is_listed_with_all_the_words_that_name_it(view: CaseView) -> None:
    rows = {row["id"]: row for row in query.actors(view)}
    assert rows["houthi"]["words"] == ["جماعة الحوثي", "المليشيا الحوثية الإرهابية"]
    assert rows["houthi"]["roles"] == {"actor": 3}
