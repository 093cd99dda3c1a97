"""Extraction keeps its pace and its memory over the corpus."""

from __future__ import annotations

import pytest

from bench.speed.extract import CORPUS, measure

LEAST_ARTICLES_PER_SECOND = 150
MOST_MEGABYTES = 600


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder shared/ is not beside the repository")
def test_pace_and_memory() -> None:
    measured = measure(2000)
    assert measured["articles"] == 2000
    assert measured["articles_per_second"] >= LEAST_ARTICLES_PER_SECOND
    assert measured["peak_mb"] <= MOST_MEGABYTES
