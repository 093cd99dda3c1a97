"""Settings, frozen once and passed in; no other module reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Config:
    """What a run may be told.

    Attributes:
        jobs: worker processes; 1 stays in this process.
        overlay: folder with a case's own types, actors, places and terms, or None.
        max_input_bytes: an input larger than this is refused, in bytes.
        copy_threshold: smallest containment that `copies` prints, 0 to 1.
        columns: the columns of tables that the user named, by field.
        by: who works, for the case's record; empty where nobody is told.
    """

    jobs: int = 1
    overlay: Path | None = None
    max_input_bytes: int = 64 * 2**20
    copy_threshold: float = 0.5
    columns: tuple[tuple[str, str], ...] = ()
    by: str = ""


def passphrase_file(environment: Mapping[str, str] | None = None) -> str | None:
    """The file that TAKHRIJ_PASSPHRASE_FILE names, which holds the passphrase of encrypted cases, or None."""
    return (os.environ if environment is None else environment).get("TAKHRIJ_PASSPHRASE_FILE") or None


def from_environment(environment: Mapping[str, str] | None = None) -> Config:
    """Config with the defaults a user set through TAKHRIJ_JOBS.

    >>> from_environment({"TAKHRIJ_JOBS": "2"}).jobs
    2
    """
    env = os.environ if environment is None else environment
    jobs = env.get("TAKHRIJ_JOBS", "1")
    return Config(jobs=int(jobs) if jobs.isdigit() and int(jobs) > 0 else 1)
