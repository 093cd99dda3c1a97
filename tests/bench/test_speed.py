"""The speed bench measures what it says: articles given, articles refused, memory within the bound.

Pace is a figure of the machine, so `make bench` prints it and no test holds it; memory is held here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.speed.extract import CORPUS

MOST_MEGABYTES = 600
_ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder shared/ is not beside the repository")
def test_memory_stays_within_its_bound() -> None:
    # Beside this process: the peak of a child counts what the process that began it holds, and tests hold much.
    call = [sys.executable, "-m", "bench.speed.extract", "--articles", "2000"]
    done = subprocess.run(call, cwd=_ROOT, capture_output=True, text=True, check=True)
    measured = json.loads(done.stdout.splitlines()[-1])
    assert measured["articles"] == 2000
    assert 0 <= measured["refused"] < 100
    assert measured["articles_per_second"] > 0
    assert measured["peak_mb"] <= MOST_MEGABYTES
