"""What happens to the machine under a run: no decision lost, no half document, one plain line about it."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.durability.kills import digest
from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.errors import CaseError, CaseLocked, StoreFull, TakhrijError
from takhrij.core.records import Decision
from takhrij.store import open_case
from takhrij.store.decisions import NOWHERE

TEXT = "تبادلت جماعة الحوثي وتنظيم القاعدة {n} أسرى في مديرية الصومعة في 26 يوليو 2021.\n"
pytestmark = pytest.mark.slow
# Whole in this process where a failure is laid into a function of it.
HERE = Config(caged=False)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(3, 9):
        (folder / f"{number}.txt").write_text(f"خبر {number}\n\n{TEXT.format(n=number)}", encoding="utf-8")
    return folder


@pytest.fixture
def whole(pages: Path, tmp_path: Path) -> str:
    """The digest of a case that nothing happened to."""
    pipeline.add([pages], str(tmp_path / "whole"), HERE)
    return digest(tmp_path / "whole")


def decided(case: Path) -> Decision:
    with open_case(case) as store:
        claim = next(iter(store.claims()))
        made = Decision("", "accept", NOWHERE, "a monitor", pipeline.now(), "seen on the page")
        return pipeline.decide(store, claim, "accept", made)


def decisions(case: Path) -> list[str]:
    with open_case(case) as store:
        assert store.audit.breaks() == ()
        return [decision.id for decision in store.decisions()]


def fails_at(monkeypatch: pytest.MonkeyPatch, name: str, turn: int, code: int) -> None:
    """From its n-th call on, a function of the system fails as on a full or broken disk."""
    real: Callable[..., object] = getattr(os, name)
    calls = 0

    def failing(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls >= turn:
            raise OSError(code, os.strerror(code))
        return real(*arguments, **options)

    monkeypatch.setattr(os, name, failing)


@pytest.mark.parametrize("turn", [1, 2, 5])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_fills_up_leaves_whole_documents_and_the_run_goes_on_later(
    pages: Path, tmp_path: Path, whole: str, monkeypatch: pytest.MonkeyPatch, call: str, turn: int
) -> None:
    case = tmp_path / "case"
    fails_at(monkeypatch, call, turn, errno.ENOSPC)
    with pytest.raises(StoreFull, match=r"^no room left .*free some, then run again$"):
        pipeline.add([pages], str(case), HERE)
    monkeypatch.undo()
    if (case / "case.sqlite3").exists():
        with open_case(case) as store:
            for document in store.documents():
                assert store.reading(document.sha256) is not None
                assert len(store.original(document.sha256)) == document.size
    pipeline.add([pages], str(case), HERE)
    assert digest(case) == whole


# As a full disk does, but for this process and its files alone. The journal of the database meets it first.
FULL = """
import resource, signal, sys
from takhrij.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("room", [4_000, 20_000, 60_000, 120_000])
def test_no_room_at_any_size_is_one_line_and_harms_nothing(
    pages: Path, tmp_path: Path, whole: str, room: int
) -> None:
    case = tmp_path / "case"
    command = [sys.executable, "-c", FULL, str(room), "add", str(pages), "--case", str(case)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 3, run.stderr
    assert len(run.stderr.splitlines()) == 1 and "Traceback" not in run.stderr
    pipeline.add([pages], str(case), HERE)
    assert digest(case) == whole


def test_a_case_that_may_only_be_read_is_read_and_not_written(
    pages: Path, tmp_path: Path, whole: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tmp_path / "whole"
    made = decided(case)
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and may(path, mode))
    before = {p: p.read_bytes() for p in sorted(case.rglob("*")) if p.is_file()}
    with open_case(case) as store:
        assert [d.id for d in store.decisions()] == [made.id]
    with pytest.raises(CaseError, match="read-only; get the right"):
        pipeline.rebuild(str(case), HERE)
    (pages / "new.txt").write_text(f"خبر\n\n{TEXT.format(n=40)}", encoding="utf-8")
    with pytest.raises(CaseError, match="read-only"):
        pipeline.add([pages], str(case), HERE)
    assert {p: p.read_bytes() for p in sorted(case.rglob("*")) if p.is_file()} == before


def test_two_who_add_at_once_are_told_apart(pages: Path, tmp_path: Path, whole: str) -> None:
    case, met = tmp_path / "case", []

    def meanwhile(stage: str, done: int, _total: int | None) -> None:
        if (stage, done) == ("read", 2):
            with pytest.raises(CaseLocked, match=r"^another process is writing to .*wait until it has ended"):
                pipeline.add([pages], str(case), HERE)
            met.append(stage)

    pipeline.add([pages], str(case), HERE, meanwhile)
    assert met == ["read"]
    assert digest(case) == whole


def test_a_decision_beside_a_run_is_there_after_it(pages: Path, tmp_path: Path, whole: str) -> None:
    case, made = tmp_path / "case", []

    def meanwhile(stage: str, done: int, _total: int | None) -> None:
        if stage == "extract" and done > 1:
            made.append(decided(case).id)

    pipeline.add([pages], str(case), HERE, meanwhile)
    assert len(made) == 5 and decisions(case) == made


def test_a_clock_that_goes_backwards_loses_no_decision(
    pages: Path, tmp_path: Path, whole: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tmp_path / "case"
    moments = iter([f"20{year:02}-01-01T00:00:00Z" for year in range(60, 0, -1)])
    monkeypatch.setattr(pipeline, "now", lambda: next(moments))
    pipeline.add([pages], str(case), HERE)
    made = [decided(case).id for _ in range(3)]
    with open_case(case) as store:
        times = [decision.at for decision in store.decisions()]
    assert times == sorted(times, reverse=True)
    assert decisions(case) == made
    pipeline.rebuild(str(case), HERE)
    assert decisions(case) == made


def spoilt(path: Path, how: str) -> None:
    size = path.stat().st_size
    if how == "cut":
        os.truncate(path, size // 2)
    elif how == "emptied":
        os.truncate(path, 0)
    else:
        with path.open("r+b") as file:
            file.seek(size // 2)
            file.write(bytes(min(4096, size - size // 2)))


# Ends without closing the case, so that what is not yet folded into the file lies in the write-ahead log.
LEAVES_A_LOG = """
import os, sys
from pathlib import Path
from tests.test_durability import decided
from takhrij.store import open_case
held = open_case(sys.argv[1])
print(decided(Path(sys.argv[1])).id, flush=True)
os._exit(0)
"""


@pytest.mark.parametrize("how", ["cut", "emptied", "zeroed"])
def test_a_spoilt_log_is_told_or_harmless(pages: Path, tmp_path: Path, whole: str, how: str) -> None:
    case = tmp_path / "whole"
    earlier = decided(case).id
    subprocess.run([sys.executable, "-c", LEAVES_A_LOG, str(case)], check=True, capture_output=True)
    log = case / "case.sqlite3-wal"
    assert log.stat().st_size
    spoilt(log, how)
    # The log is checked frame by frame: what was folded in before stays, the rest is taken whole or not at all.
    assert decisions(case)[:1] == [earlier]
    pipeline.add([pages], str(case), HERE)
    assert decisions(case)[:1] == [earlier]


@pytest.mark.parametrize("how", ["cut", "emptied", "zeroed"])
def test_a_spoilt_database_is_one_line_and_never_built_over(
    pages: Path, tmp_path: Path, whole: str, how: str
) -> None:
    case = tmp_path / "whole"
    spoilt(case / "case.sqlite3", how)
    before = (case / "case.sqlite3").read_bytes()
    try:
        pipeline.add([pages], str(case), HERE)
        with open_case(case) as store:
            assert store.audit.breaks() == ()
    except TakhrijError as error:
        assert "\n" not in str(error) and "backup" in str(error)
        assert (case / "case.sqlite3").read_bytes() == before


@pytest.mark.parametrize("how", ["cut", "emptied", "zeroed"])
def test_a_spoilt_original_is_told_and_not_read_as_if_it_were_whole(
    pages: Path, tmp_path: Path, whole: str, how: str
) -> None:
    case = tmp_path / "whole"
    with open_case(case) as store:
        key = next(iter(store.documents())).sha256
    spoilt(case / "archive" / key[:2] / key, how)
    with open_case(case) as store, pytest.raises(CaseError, match=r"was changed; restore a backup$"):
        store.original(key)
    with pytest.raises(CaseError, match="restore a backup"):
        pipeline.rebuild(str(case), HERE)
    # A rebuild is one transaction: what it met did not cost what was there.
    assert digest_without_originals(case) == len(list(pages.iterdir()))


def digest_without_originals(case: Path) -> int:
    with open_case(case) as store:
        return sum(1 for _ in store.extractions())


def test_runs_killed_ten_times_end_as_one_that_nobody_disturbed() -> None:
    command = [sys.executable, "-m", "bench.durability.kills", "--times", "10", "--documents", "2000"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    told = json.loads(run.stdout)
    assert told["kills"] == 10 and told["differing"] == told["lost"] == told["broken"] == told["orphans"] == 0


# What a shell starts in the background ignores interrupts; a terminal's commands do not.
ENDED = """
import signal, sys
from takhrij.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_ended_by_hand_goes_on_where_it_stopped(
    pages: Path, tmp_path: Path, whole: str, end: signal.Signals
) -> None:
    case = tmp_path / "case"
    command = [sys.executable, "-c", ENDED, "add", str(pages), "--case", str(case)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not (case / "case.sqlite3").exists():
            time.sleep(0.01)
        process.send_signal(end)
        _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    pipeline.add([pages], str(case), HERE)
    assert digest(case) == whole
