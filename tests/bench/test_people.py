"""The measure of persons, and the floors under it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.quality.people import FILE, documents, measured


@pytest.mark.parametrize("file", [FILE, FILE.with_name("more_people.jsonl")], ids=lambda file: file.stem)
def test_persons_are_joined_as_well_as_they_were(file: Path) -> None:
    told = {row["what"]: row for row in measured(documents(None, file)).rows()}
    assert told["namings"]["P"] >= 0.95 and told["namings"]["R"] >= 0.94
    assert told["pairs"]["P"] >= 0.97 and told["pairs"]["R"] >= 0.89
    assert told["pairs across"]["P"] >= 0.97 and told["pairs across"]["R"] >= 0.85
