"""Options that several commands share, and printing that all of them use."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter, validators

from takhrij.core.config import Config, from_environment
from takhrij.core.errors import UsageError
from takhrij.core.records import Problem

if TYPE_CHECKING:
    from takhrij.show.columns import Listing
    from takhrij.show.view import CaseView
    from takhrij.store import Store

Inputs = Annotated[Path, Parameter(help="files and folders: pages (HTML, text), JSON lines, JSON arrays, zips")]
Case = Annotated[str, Parameter(help="folder of the case")]
FormatOption = Annotated[
    Literal["table", "json", "jsonl", "csv"] | None,
    Parameter(name="--format", help="table (in a terminal), json, jsonl (in a pipe) or csv"),
]
HidePrivate = Annotated[
    bool, Parameter(help="leave out the names of who holds no office or rank, quotations too", negative="")
]
Jobs = Annotated[int | None, Parameter(help="worker processes", validator=validators.Number(gte=1))]
Overlay = Annotated[Path | None, Parameter(help="folder with own types, actors, places and terms")]


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides, and why."""

    by: Annotated[str | None, Parameter(help="who decides; your login name unless given")] = None
    why: Annotated[str, Parameter(help="the reason, kept with the decision")] = ""
    preview: Annotated[bool, Parameter(negative="", help="show what it would change, and log nothing")] = False


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Change:
    """What an edit or a grade sets."""

    field: Annotated[str | None, Parameter(help="the field to edit: type, modality, polarity or a role")] = None
    value: Annotated[str | None, Parameter(help="new value as JSON or plain words; null empties a role")] = None
    words: Annotated[str | None, Parameter(help="the page's words that tell the new value, copied exactly")] = None


def settings(jobs: int | None = None, overlay: Path | None = None) -> Config:
    """The settings of a run: the user's environment, then the options given."""
    config = from_environment()
    return replace(config, jobs=jobs or config.jobs, overlay=overlay, by=known_login())


def look(case: str, people: bool = False) -> CaseView:
    """A case as the screens read it; `people` joins the namings of persons, which only their listing needs."""
    from takhrij import pipeline

    with opened(case) as store:
        return pipeline.view(store, people)


class Seals:
    """Whether this run looks past seals: the reason, or None."""

    reason: str | None = None


@contextmanager
def opened(case: str) -> Iterator[Store]:
    """A case as a command shows it: without anything sealed, unless --show-sealed told why that is to be seen."""
    from takhrij.pipeline.sealing import shown
    from takhrij.store import open_case

    with open_case(case) as store:
        seen, kept_back = shown(store, settings(), known_login(), Seals.reason)
        if kept_back:
            what = "1 sealed document is" if kept_back == 1 else f"{kept_back} sealed documents are"
            say(f"{what} not shown; --show-sealed REASON shows them, and is noted in the record")
        yield seen


def told_of(case: str, problems: Iterable[Problem]) -> list[Problem]:
    """Problems without those of documents that are sealed."""
    from takhrij.pipeline.sealing import kept_back
    from takhrij.store import open_case

    every = list(problems)
    if Seals.reason is not None or not any(problem.document for problem in every):
        return every
    with open_case(case) as store:
        hidden = kept_back(store)
    return [problem for problem in every if problem.document not in hidden]


def codebook(case: str) -> Path | None:
    """The folder of a case's own codebook."""
    from takhrij.store import open_case

    with open_case(case) as store:
        return store.overlay


def veiled(rows: Iterable[Mapping[str, Any]], view: CaseView, hide: bool) -> Iterable[Mapping[str, Any]]:
    """Rows, without the names of private persons where those are to be left out."""
    from takhrij.show.private import Veil

    return Veil(view).rows(rows) if hide else rows


def put(
    rows: Iterable[Mapping[str, Any]], listing: Listing, asked: Literal["table", "json", "jsonl", "csv"] | None
) -> None:
    """Print rows in the format asked for, or in the one that fits where they go."""
    from takhrij.show import formats

    formats.write(rows, listing, formats.choose(asked, sys.stdout.isatty()), sys.stdout)


def tell(problem: Problem) -> None:
    """A problem as one line beside the output."""
    place = "" if problem.name in problem.message else f"{problem.name}: "
    say(f"{place}{' '.join(problem.message.split())}")


def say(message: str) -> None:
    """One line to the user, apart from the output."""
    print(f"takhrij: {message}", file=sys.stderr)


def known_login() -> str:
    """Who is at this machine, or nothing where that is not known: for records of what was done, not of judgements."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def login() -> str:
    """Who is at this machine. Raises UsageError where that is not known."""
    name = known_login()
    if not name:
        raise UsageError("your login name is not known here; say who decides with --by NAME")
    return name
