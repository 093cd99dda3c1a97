"""What a process keeps is built without collections and left out of later ones."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from takhrij.run.lasting import lasting


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    threshold, running = gc.get_threshold(), gc.isenabled()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    (gc.enable if running else gc.disable)()


def test_nothing_is_collected_while_building_and_the_collector_runs_again_after() -> None:
    gc.enable()
    with lasting():
        assert not gc.isenabled()
        kept = [[number] for number in range(100)]
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(kept)


def test_a_failure_while_building_leaves_the_collector_as_it_was() -> None:
    gc.enable()
    threshold = gc.get_threshold()
    with pytest.raises(ValueError, match="broken row"), lasting():
        raise ValueError("broken row")
    assert gc.isenabled()
    assert gc.get_threshold() == threshold


def test_a_host_that_collects_by_itself_or_more_rarely_keeps_its_ways() -> None:
    gc.disable()
    gc.set_threshold(100_000, 5, 5)
    with lasting():
        pass
    assert not gc.isenabled()
    assert gc.get_threshold()[0] == 100_000
    gc.set_threshold(0)
    with lasting():
        pass
    assert gc.get_threshold()[0] == 0
