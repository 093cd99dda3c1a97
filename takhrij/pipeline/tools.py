"""The language of the program, and the finders and frames of a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from takhrij import find, frame
from takhrij.arabic import Arabic
from takhrij.resources import Resources
from takhrij.run.lasting import lasting

LANGUAGE = Arabic()


@lru_cache(maxsize=2)
def tools(overlay: Path | None, model: str) -> tuple[find.Finders, frame.Framer]:
    """Finders and frames, built once a process; `model` tells apart what an overlay said at other times."""
    with lasting():
        resources = Resources(overlay)
        return find.Finders(LANGUAGE, resources), frame.Framer(LANGUAGE, resources)
