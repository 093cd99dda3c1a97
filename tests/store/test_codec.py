from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.core.records import ClaimLink, Comparison, Copy, Decision, Document, Event, Origin, Problem, Reading
from takhrij.store.codec import dump, load, record_from_json, record_to_json

TEXTS = st.text(max_size=12)
FLOATS = st.floats(allow_nan=False)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
COMPARISONS = st.lists(st.builds(Comparison, weight=FLOATS), max_size=3).map(tuple)
RECORDS = {
    **{kind: st.from_type(kind) for kind in (Document, Reading, Problem, Origin)},
    Event: st.builds(Event, effective=st.none() | FLOATS),
    Copy: st.builds(Copy, containment=FLOATS),
    ClaimLink: st.builds(ClaimLink, weight=FLOATS, comparisons=COMPARISONS),
}


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_record_comes_back_exactly(kind, data):
    record = data.draw(RECORDS[kind])
    assert record_from_json(kind, load(dump(record_to_json(record)))) == record


@settings(max_examples=40, deadline=None)
@given(st.builds(Decision, value=JSON))
def test_decisions_come_back_exactly(record):
    assert record_from_json(Decision, load(dump(record_to_json(record)))) == record


def test_a_field_not_written_by_an_older_version_takes_its_default():
    value = record_to_json(Copy("a", "b", 0.5, None, "x"))
    del value["passages"]
    assert record_from_json(Copy, value).passages == ()


def test_lone_surrogates_pass():
    assert load(dump("\ud800\udc00a")) == "\ud800\udc00a"


@dataclass(frozen=True)
class _Odd:
    either: int | str


@dataclass(frozen=True)
class _Keyed:
    by: Mapping[int, str]


@pytest.mark.parametrize("record", [_Odd(1), _Keyed({1: "a"})])
def test_what_cannot_come_back_is_refused(record):
    with pytest.raises(TypeError, match="no JSON form"):
        record_to_json(record)
