"""Files made in processes of their own: given, told of when they fail, one at a time, and not without bound."""

from __future__ import annotations

import os
import threading

import pytest

from takhrij.core.errors import TakhrijError, UsageError
from takhrij.web import making
from takhrij.web.making import GivenUpError, Makings


def echoed(data: bytes) -> bytes:
    return data + str(os.getpid()).encode()


def refused(reason: str) -> bytes:
    raise UsageError(reason)


def fallen() -> bytes:
    os._exit(9)


def broken() -> bytes:
    raise ValueError("nobody foresaw this")


@pytest.mark.slow
def test_what_a_process_makes_is_given_and_what_befalls_it_is_told() -> None:
    makings = Makings()
    made = makings.begin("a", lambda: (echoed, (b"x",)))
    assert made.done.wait(60) and made.data is not None
    assert made.data.startswith(b"x") and made.data != echoed(b"x"), "it was made by another process"
    assert makings.begin("a", lambda: (echoed, (b"y",))) is made is makings.find("a")
    for call, arguments, told in (
        (refused, ("no such event",), "no such event"),
        (fallen, (), "ended before it was done"),
        (broken, (), "ended before it was done"),
    ):
        made = makings.begin(call.__name__, lambda call=call, arguments=arguments: (call, arguments))  # type: ignore[misc]
        assert made.done.wait(60) and made.data is None
        assert isinstance(made.fault, TakhrijError) and told in str(made.fault)


def test_a_failure_before_the_process_is_told_too() -> None:
    def work() -> tuple[object, tuple[object, ...]]:
        raise KeyError("x")

    made = Makings().begin("a", work)  # type: ignore[arg-type]
    assert made.done.wait(60) and isinstance(made.fault, GivenUpError) and "KeyError" in str(made.fault)


def test_files_are_made_one_at_a_time_and_no_more_than_a_few_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST", 3)
    go_on, running = threading.Event(), []

    def slowly(*_: object) -> bytes:
        running.append(1)
        assert go_on.wait(60)
        return b"made"

    monkeypatch.setattr(making, "_by_process", slowly)
    makings = Makings()
    begun = [makings.begin(n, lambda: (echoed, ())) for n in range(3)]
    with pytest.raises(UsageError, match="too many"):
        makings.begin(3, lambda: (echoed, ()))
    assert len(running) <= 1
    go_on.set()
    assert all(made.done.wait(60) for made in begun) and len(running) == 3
    monkeypatch.setattr(making, "KEPT", 0.0)
    assert makings.find(0) is None, "what was made long ago is let go"
    assert makings.begin(3, lambda: (echoed, ())).done.wait(60)
