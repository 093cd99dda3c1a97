"""The speed bench measures what it says: articles given, articles refused, memory within the bound.

Pace is a figure of the machine, so `make bench` prints it and no test holds it; memory is held here.
"""

from __future__ import annotations

import pytest

from bench.speed.extract import CORPUS, measure

MOST_MEGABYTES = 600


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder shared/ is not beside the repository")
def test_memory_stays_within_its_bound() -> None:
    measured = measure(2000)
    assert measured["articles"] == 2000
    assert 0 <= measured["refused"] < 100
    assert measured["articles_per_second"] > 0
    assert measured["peak_mb"] <= MOST_MEGABYTES
