"""Memory that a process keeps to its end is not searched for garbage again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects between two collections: a document makes tens of thousands that go with it, hardly any in cycles.
_BETWEEN = 20_000


@contextmanager
def undisturbed() -> Iterator[None]:
    """No collection runs meanwhile: for a stretch of work whose many records hold each other in no circles."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@contextmanager
def lasting() -> Iterator[None]:
    """What is built within stays: no collection runs meanwhile, later ones are rarer and pass over it."""
    with undisturbed():
        yield
        gc.freeze()
        first, *others = gc.get_threshold()
        if first:
            gc.set_threshold(max(first, _BETWEEN), *others)
