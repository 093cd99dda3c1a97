"""Every command that a tutorial shows is run as shown, and prints what is shown."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"http://127\.0\.0\.1:\d+/\S+")
_TUTORIALS = ("tutorial.md", "tutorial.ar.md")


@dataclass(frozen=True)
class Shown:
    """One command with the lines that the page prints under it."""

    command: str
    lines: tuple[str, ...]


def shown(page: str) -> list[Shown]:
    """All commands of a page, in order."""
    found: list[Shown] = []
    for block in _BLOCK.findall((_ROOT / "docs" / page).read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            found.append(Shown(command, tuple(lines)))
    return found


def pattern(lines: tuple[str, ...]) -> re.Pattern[str]:
    """What a page shows as a pattern of what a command prints: `…` stands for anything, a run of blanks for any."""
    words = " ".join(lines).split("…")
    return re.compile(r"[\s\S]*?".join(r"\s+".join(map(re.escape, part.split())) for part in words))


def run(command: str, folder: Path) -> str:
    words = shlex.split(command)
    assert words[0] == "takhrij"
    call = [sys.executable, "-m", "takhrij", *words[1:]]
    environment = {**os.environ, "COLUMNS": "160", "PYTHONPATH": str(_ROOT)}
    if words[1] == "serve":
        # Begun, asked for its link, and ended as a user ends it.
        return serve([*call, "--port", "0"], folder, environment)
    done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def serve(call: list[str], folder: Path, environment: dict[str, str]) -> str:
    """What the workbench prints until it gives its link."""
    with subprocess.Popen(
        call, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as server:
        assert server.stdout is not None
        ending = threading.Timer(120, server.kill)
        ending.start()
        try:
            printed = ""
            while not _LINK.search(printed) and (raw := server.stdout.readline()):
                printed += raw.decode()
            server.send_signal(signal.SIGINT)
        finally:
            ending.cancel()
    assert _LINK.search(printed), printed
    return printed


@pytest.mark.slow
@pytest.mark.parametrize("page", _TUTORIALS)
def test_a_tutorial_does_what_it_shows(page: str, tmp_path: Path) -> None:
    shutil.copytree(_ROOT / "examples" / "pages", tmp_path / "pages")
    steps = shown(page)
    assert len(steps) > 10
    for step in steps:
        printed = " ".join(run(step.command, tmp_path).split())
        assert pattern(step.lines).search(printed), f"{step.command}\nprints\n{printed[:2000]}"
    assert (tmp_path / "finding.html").stat().st_size > 10_000


def test_both_tutorials_show_the_same_commands() -> None:
    english, arabic = ([shlex.split(step.command)[1:3] for step in shown(page)] for page in _TUTORIALS)
    assert english == arabic
