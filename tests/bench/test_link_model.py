"""The frozen weights come from one command, and it makes them byte for byte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_frozen_weights_are_those_of_the_stated_assumptions(tmp_path: Path) -> None:
    made = tmp_path / "link_model.json"
    command = [sys.executable, str(ROOT / "bench" / "link" / "fit.py"), "--stated", "-o", str(made)]
    subprocess.run(command, check=True, cwd=ROOT)
    assert made.read_bytes() == (ROOT / "takhrij" / "data" / "link_model.json").read_bytes()
