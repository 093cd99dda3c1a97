"""The record of what was fetched goes to JSON and back as stores keep it."""

from __future__ import annotations

from takhrij.core.records import Acquisition, Hop
from takhrij.store.codec import record_from_json, record_to_json


def test_an_acquisition_comes_back_from_its_json_form() -> None:
    made = Acquisition(
        asked="http://example.org/a",
        url="https://example.org/b",
        outcome="fetched",
        started="2021-07-28T02:51:32Z",
        ended="2021-07-28T02:51:33Z",
        tool="takhrij 1",
        status=200,
        headers={"etag": '"x"'},
        address="192.0.2.7",
        hops=(Hop("http://example.org/a", 301, "https://example.org/b"),),
        sha256="0" * 64,
        size=7,
    )
    assert record_from_json(Acquisition, record_to_json(made)) == made
