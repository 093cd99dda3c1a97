"""Workers that may do little, and may die without harm."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from takhrij.core.errors import TakhrijError
from takhrij.core.records import Problem
from takhrij.run import CagedRunner, Caps, Fall, wire

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="enforced on Linux only; docs/threats.md says so")
SMALL = Caps(seconds=1, clock=3, memory=300 * 2**20, result=2**20)

_ready: list[int] = []


def prepare():
    _ready.append(os.getpid())


def prepared(_):
    return os.getpid(), list(_ready)


def unprepared():
    raise TakhrijError("the data cannot be read; reinstall")


def fail(_):
    raise KeyError("x")


@dataclass(frozen=True)
class Named:
    name: str


def die(_):
    os._exit(9)


def fault(_):
    ctypes.string_at(0)


def spin(_):
    while True:
        pass


def sleep(_):
    time.sleep(600)


def swell(_):
    held = []
    while True:
        held.append(bytearray(2**24))


def shout(_):
    return b"x" * 2**22


def lie(_):
    wire.write_all(_line(), wire.frame(wire.RESULT, pickle.dumps(Path.home)))


def babble(_):
    wire.write_all(_line(), b"\xff" * 4096)


def _line():
    (line,) = (int(name) for name in os.listdir("/proc/self/fd") if int(name) > 2 and _is_socket(int(name)))
    return line


def _is_socket(number):
    try:
        return os.readlink(f"/proc/self/fd/{number}").startswith("socket:")
    except OSError:
        return False


def told(item, fall):
    return fall.reason


DOINGS = {f.__name__: f for f in (die, fault, spin, sleep, swell, shout, lie, babble)}


def do(name):
    return DOINGS[name](name) if name in DOINGS else name.upper()


FATES = {
    "die": "crashed",
    "fault": "crashed",
    "spin": "too_slow",
    "sleep": "too_slow",
    "swell": "too_much_memory",
    "shout": "too_large",
    "lie": "crashed",
    "babble": "too_large",
}


@LINUX
@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("name", sorted(FATES))
def test_a_fallen_worker_costs_its_item_only(name, jobs):
    with CagedRunner(jobs, SMALL) as runner:
        for _ in range(2):
            found = list(runner.map(do, ["a", "b", name, "c", "d"], told))
            assert found == ["A", "B", FATES[name], "C", "D"]


@LINUX
def test_a_fall_without_a_stand_in_names_its_item():
    with CagedRunner() as runner:
        with pytest.raises(TakhrijError, match=r"^die ended its worker process .*; leave it out, then run again$"):
            list(runner.map(do, ["die"]))
        assert list(runner.map(do, ["a"])) == ["A"]


_seen: list[str] = []


def remembers(name):
    """Ends its process at `odd`, where another item was there before: no fault of `odd`."""
    _seen.append(name)
    if name == "odd" and len(_seen) > 1:
        os._exit(1)
    return len(_seen)


def remembers_while_flowing(name):
    for number in range(10):
        if number == 5:
            remembers(name)
        yield number


def test_an_item_is_blamed_only_by_a_worker_that_met_no_other():
    with CagedRunner() as runner:
        assert list(runner.map(remembers, ["a", "b", "odd", "c"], told)) == [1, 2, 1, 2]
        assert [*runner.flow(remembers_while_flowing, "a", told)] == list(range(10))
        assert [*runner.flow(remembers_while_flowing, "odd", told)] == list(range(10))


def breaks_off(number):
    yield from range(number)
    os._exit(1)


def test_what_a_worker_gave_before_it_fell_is_kept():
    with CagedRunner() as runner:
        assert list(runner.flow(breaks_off, 3, told)) == [0, 1, 2, "crashed"]
        assert list(runner.flow(breaks_off, 0, told)) == ["crashed"]


def test_only_plain_values_and_records_come_back():
    problem = Problem("empty", "nothing", "read", "a.txt")
    plain = [1, "ا", b"x", (None, True, 0.5), {"a": [problem]}, frozenset({2})]
    assert wire.rebuilt(pickle.dumps(plain)) == plain
    assert isinstance(wire.rebuilt(pickle.dumps(TakhrijError("no"))), TakhrijError)
    for foreign in (os.system, Path("/"), subprocess.Popen, wire.frame, ValueError("x"), Named("x")):
        with pytest.raises(pickle.UnpicklingError, match="is no record"):
            wire.rebuilt(pickle.dumps(foreign))


# -- what a worker may not do


def _tried(action):
    try:
        action()
    except OSError as error:
        return type(error).__name__
    return "done"


def attempts(folder):
    """What happens to a worker that tries, through Python, what it should not need."""
    place = Path(folder)
    actions = {
        "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
        "resolve": lambda: socket.getaddrinfo("localhost", 80),
        "socket": lambda: socket.socket(socket.AF_UNIX),
        "program": lambda: subprocess.run(["true"], check=False),
        "shell": lambda: os.system("true"),
        "fork": os.fork,
        "write": lambda: (place / "new").write_text("x"),
        "append": lambda: (place / "there").open("a"),
        "remove": lambda: (place / "there").unlink(),
        "rename": lambda: (place / "there").rename(place / "gone"),
        "folder": lambda: (place / "sub").mkdir(),
        "link": lambda: (place / "link").symlink_to(place / "there"),
        "rights": lambda: (place / "there").chmod(0o777),
        "kill": lambda: os.kill(os.getppid(), signal.SIGTERM),
    }
    return {name: _tried(action) for name, action in actions.items()}


def attempts_by_machine_code(folder):
    """The same past Python: what native code that was taken over could try."""
    libc = ctypes.CDLL(None, use_errno=True)
    place = os.fsencode(folder)
    results = {
        "socket": libc.socket(2, 1, 0),
        "fork": libc.fork(),
        "execve": libc.execve(b"/bin/true", None, None),
        "open": libc.open(place + b"/new", os.O_WRONLY | os.O_CREAT, 0o600),
        "append": libc.open(place + b"/there", os.O_RDWR),
        "unlink": libc.unlink(place + b"/there"),
        "rename": libc.rename(place + b"/there", place + b"/gone"),
        "mkdir": libc.mkdir(place + b"/sub", 0o700),
        "kill": libc.kill(os.getppid(), 15),
        "ptrace": libc.ptrace(16, os.getppid(), None, None),
    }
    readable = libc.open(place + b"/there", os.O_RDONLY)
    return {name: result == -1 for name, result in results.items()}, readable >= 0


@pytest.mark.parametrize("threads", [False, True], ids=["forked", "started anew"])
def test_a_worker_can_neither_call_nor_write_nor_start_anything(tmp_path, threads):
    (tmp_path / "there").write_text("x")
    with _threads(threads), CagedRunner() as runner:
        (found,) = runner.map(attempts, [str(tmp_path)])
    assert set(found.values()) == {"PermissionError"}, found
    assert [p.name for p in tmp_path.iterdir()] == ["there"]


@LINUX
@pytest.mark.parametrize("threads", [False, True], ids=["forked", "started anew"])
def test_nor_can_machine_code_in_it(tmp_path, threads):
    (tmp_path / "there").write_text("x")
    with _threads(threads), CagedRunner() as runner:
        ((refused, readable),) = runner.map(attempts_by_machine_code, [str(tmp_path)])
    assert all(refused.values()), refused
    assert readable
    assert [p.name for p in tmp_path.iterdir()] == ["there"]


class _threads:
    """Within, this process has a second thread, so that workers are not forked from it."""

    def __init__(self, wanted):
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._over.wait) if wanted else None

    def __enter__(self):
        if self._thread is not None:
            self._thread.start()

    def __exit__(self, *_):
        self._over.set()
        if self._thread is not None:
            self._thread.join()


def speak(_):
    print("on standard output")
    os.write(2, b"on standard error")
    return sys.stdin.read()


def test_a_worker_has_no_terminal(capfd):
    with CagedRunner() as runner:
        assert list(runner.map(speak, ["x"])) == [""]
    assert capfd.readouterr() == ("", "")


def descriptors(_):
    return sorted(int(name) for name in os.listdir("/proc/self/fd"))


@LINUX
def test_a_worker_holds_no_file_of_its_parent(tmp_path):
    with (tmp_path / "open").open("w"), CagedRunner() as runner:
        (found,) = runner.map(descriptors, ["x"])
    # The three standard streams, the line, and the folder being listed.
    assert len(found) == 5


# -- preparing, failing, ending


@pytest.mark.parametrize("threads", [False, True], ids=["forked", "started anew"])
def test_each_process_is_prepared_once(threads):
    _ready.clear()
    with _threads(threads), CagedRunner(2, prepare=prepare) as runner:
        seen = list(runner.map(prepared, range(40))) + list(runner.map(prepared, range(40)))
    workers = {process for process, _ in seen}
    assert len(workers) == 2 and os.getpid() not in workers
    assert all(ready == [process if threads else os.getpid()] for process, ready in seen)


@pytest.mark.parametrize("threads", [False, True], ids=["forked", "started anew"])
def test_a_preparation_that_fails_is_told(threads):
    with (
        _threads(threads),
        CagedRunner(prepare=unprepared) as runner,
        pytest.raises(TakhrijError, match="cannot be read; reinstall"),
    ):
        list(runner.map(prepared, range(3)))


@pytest.mark.parametrize(("item", "name"), [(Named("a.html"), "a.html"), ("b.txt", "b.txt"), (b"x" * 500, "b'xxx")])
def test_a_failure_is_one_line_with_the_item_in_it(item, name):
    with CagedRunner() as runner, pytest.raises(TakhrijError) as caught:
        list(runner.map(fail, [item]))
    assert str(caught.value).startswith(name) and len(str(caught.value)) < 200 and "\n" not in str(caught.value)
    assert "in worker" in caught.value.__notes__[0] and "KeyError" in caught.value.__notes__[0]


def test_a_function_that_cannot_travel_is_a_failure_and_no_fall():
    with CagedRunner() as runner, pytest.raises(TakhrijError, match="gone failed"):
        list(runner.map(_Vanishing(), ["gone"], told))


class _Vanishing:
    def __call__(self, item):
        return item

    def __reduce__(self):
        return _vanish, ()


def _vanish():
    raise AttributeError("there is no such function")


def large(number):
    return bytes(number)


def test_large_items_and_results_do_not_wait_for_each_other():
    with CagedRunner(2) as runner:
        assert [len(found) for found in runner.map(large, [2**22] * 20)] == [2**22] * 20
        assert list(runner.map(len, [bytes(2**22)] * 20)) == [2**22] * 20


def test_fall_is_what_a_message_needs():
    fall = Fall("too_slow", "took more than 1 seconds of work")
    assert f"a.pdf {fall.words}" == "a.pdf took more than 1 seconds of work"


# A job in the background of a shell is started with interrupts ignored; a user's terminal does not.
LONG = """
import os, signal, sys, threading, time
from takhrij.run import CagedRunner
def work(number):
    if number > 20:
        time.sleep(600)
    return os.getpid()
if __name__ == "__main__":
    sys.modules["long"] = sys.modules["__main__"]
    work.__module__ = "long"
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.argv[1] == "threads":
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
    with CagedRunner(2) as runner:
        seen = set()
        for number, worker in enumerate(runner.map(work, range(100))):
            seen.add(worker)
            if number == 20:
                print(*seen, flush=True)
"""


@LINUX
@pytest.mark.parametrize("threads", ["none", "threads"])
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_master(tmp_path, end, threads):
    script = tmp_path / "long.py"
    script.write_text(LONG)
    command = [sys.executable, str(script), threads]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([os.getcwd(), str(tmp_path)])}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True, "text": True}
    with subprocess.Popen(command, **options, env=environment) as process:
        workers = [int(word) for word in process.stdout.readline().split()]
        assert len(workers) == 2
        if end == signal.SIGINT:
            # As a terminal does: to the whole group.
            os.killpg(process.pid, end)
        else:
            process.send_signal(end)
        try:
            _, errors = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert errors.count("Traceback") <= 1
    assert ("KeyboardInterrupt" in errors) == (end == signal.SIGINT)
    for _ in range(600):
        left = [worker for worker in workers if _runs(worker)]
        if not left:
            return
        time.sleep(0.1)
    raise AssertionError(f"workers {left} still run")


def _runs(process):
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as told:
            return told.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
