from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import pytest

from takhrij.core.errors import TakhrijError
from takhrij.run import LocalRunner

_ready: list[int] = []


def prepare():
    _ready.append(os.getpid())


def prepared(_):
    return os.getpid(), list(_ready)


def unprepared():
    raise TakhrijError("the data cannot be read; reinstall")


def vanish(_):
    os._exit(9)


def fail(_):
    raise KeyError("x")


@dataclass(frozen=True)
class Named:
    name: str


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_process_is_prepared_once(jobs):
    _ready.clear()
    with LocalRunner(jobs, prepare) as runner:
        seen = list(runner.map(prepared, range(40))) + list(runner.map(prepared, range(40)))
    assert all(ready == [process] for process, ready in seen)
    assert (os.getpid() in {process for process, _ in seen}) == (jobs == 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_preparation_that_fails_is_told(jobs):
    with LocalRunner(jobs, unprepared) as runner, pytest.raises(TakhrijError, match="cannot be read; reinstall"):
        list(runner.map(prepared, range(3)))


def test_a_worker_that_dies_is_told_and_the_runner_goes_on():
    with LocalRunner(2) as runner:
        with pytest.raises(TakhrijError, match="run again with --jobs 1"):
            list(runner.map(vanish, range(3)))
        assert [n for _, n in runner.map(prepared, range(2))] == [[], []]


@pytest.mark.parametrize(("item", "name"), [(Named("a.html"), "a.html"), ("b.txt", "b.txt"), (b"x" * 500, "b'xxx")])
def test_a_failure_is_one_line_with_the_item_in_it(item, name):
    with pytest.raises(TakhrijError) as caught:
        list(LocalRunner(1).map(fail, [item]))
    assert str(caught.value).startswith(name) and len(str(caught.value)) < 200 and "\n" not in str(caught.value)


# A job in the background of a shell is started with interrupts ignored; a user's terminal does not.
INTERRUPTED = """
import signal, sys, time
from takhrij.run import LocalRunner
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with LocalRunner(2) as runner:
        for number, _ in enumerate(runner.map(time.sleep, [0.01] * 100000)):
            if number == 20:
                print("ready", flush=True)
"""


def test_an_interrupt_ends_all_processes_soon(tmp_path):
    script = tmp_path / "long.py"
    script.write_text(INTERRUPTED)
    command = [sys.executable, str(script)]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True, "text": True}
    with subprocess.Popen(command, **options, env={**os.environ, "PYTHONPATH": os.getcwd()}) as process:
        assert process.stdout.readline() == "ready\n"
        # As a terminal does: to the whole group.
        os.killpg(process.pid, signal.SIGINT)
        begun = time.monotonic()
        try:
            _, errors = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert time.monotonic() - begun < 10
    assert errors.count("Traceback") <= 1 and "KeyboardInterrupt" in errors
    with pytest.raises(ProcessLookupError):
        for _ in range(50):
            os.killpg(process.pid, 0)
            time.sleep(0.05)
