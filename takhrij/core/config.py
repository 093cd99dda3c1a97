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
        jobs: worker processes beside this one.
        overlay: folder with a case's own types, actors, places and terms, or None.
        max_input_bytes: an input larger than this is refused, in bytes.
        allow_erased: whether bytes that were erased from a case may be added to it again.
        copy_threshold: smallest containment that `copies` prints, 0 to 1.
        columns: the columns of tables that the user named, by field.
        by: who works, for the case's record; empty where nobody is told.
        seconds: of processor time that one document may take before its worker is ended.
        caged: whether foreign bytes are read in worker processes that may die without harm. Without it everything
            runs in this process, whatever `jobs` says, and a hostile page can end or fill it: for tests and for
            programs that put a cage of their own around Takhrij.
    """

    jobs: int = 1
    overlay: Path | None = None
    max_input_bytes: int = 64 * 2**20
    copy_threshold: float = 0.5
    allow_erased: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    by: str = ""
    seconds: int = 120
    caged: bool = True


def passphrase_file(environment: Mapping[str, str] | None = None) -> str | None:
    """The file that TAKHRIJ_PASSPHRASE_FILE names, which holds the passphrase of encrypted cases, or None."""
    return (os.environ if environment is None else environment).get("TAKHRIJ_PASSPHRASE_FILE") or None


def from_environment(environment: Mapping[str, str] | None = None) -> Config:
    """Config with the defaults a user set through TAKHRIJ_JOBS and TAKHRIJ_SECONDS.

    >>> from_environment({"TAKHRIJ_JOBS": "2"}).jobs
    2
    """
    env = os.environ if environment is None else environment
    unset = Config()
    return Config(
        jobs=_positive(env.get("TAKHRIJ_JOBS"), unset.jobs),
        seconds=_positive(env.get("TAKHRIJ_SECONDS"), unset.seconds),
    )


def _positive(told: str | None, otherwise: int) -> int:
    return int(told) if told and told.isdigit() and int(told) > 0 else otherwise
