"""Commands that read: extract, add, rebuild."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from takhrij.cli.network import Network, fetcher_of
from takhrij.cli.progress import Bar
from takhrij.cli.terms import Case, Inputs, Jobs, Overlay, settings, tell, told_of
from takhrij.core.errors import UsageError
from takhrij.core.records import Problem

if TYPE_CHECKING:
    from takhrij.core.config import Config
    from takhrij.pipeline import Summary

Label = Annotated[str | None, Parameter(name="--id", help="id of the document, where the input holds one")]
Anything = Annotated[
    str, Parameter(help="files and folders; web addresses and lists of them (FILE.urls), which are fetched")
]
ColumnNames = Annotated[str | None, Parameter(help="columns of a table by field: text=المحتوى,published=التاريخ")]
SummaryFormat = Annotated[
    Literal["text", "json"], Parameter(name="--format", help="summary as text or as one JSON object")
]


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Intake(Network):
    """What of the inputs is taken, and how."""

    columns: ColumnNames = None
    allow_erased: Annotated[bool, Parameter(help="add again what was erased from the case", negative="")] = False


_ALL = Intake()


def extract(
    *inputs: Inputs,
    format: Annotated[
        Literal["json", "jsonl"], Parameter(help="jsonl: one object a line; json: one array")
    ] = "jsonl",
    mentions: Annotated[
        bool, Parameter(help="print dates, places, actors and numbers found too", negative="")
    ] = False,
    id: Label = None,
    jobs: Jobs = None,
    overlay: Overlay = None,
    columns: ColumnNames = None,
) -> int:
    """Print the claims, relations and framing of pages; needs no case."""
    from takhrij import pipeline
    from takhrij.show.formats import json_text

    paths = _given(inputs)
    done = refused = troubled = 0
    for row in pipeline.extract_inputs(paths, _told(settings(jobs, overlay), columns), id, mentions):
        if isinstance(row, Problem):
            refused += 1
            tell(row)
            continue
        troubled += bool(row["problems"])
        lead = "" if format == "jsonl" else ",\n" if done else "["
        sys.stdout.write(lead + json_text(row) + ("\n" if format == "jsonl" else ""))
        done += 1
    if format == "json":
        sys.stdout.write("]\n" if done else "[]\n")
    return _code(done, refused + troubled)


def add(
    *inputs: Anything,
    case: Case,
    id: Label = None,
    jobs: Jobs = None,
    format: SummaryFormat = "text",
    intake: Intake = _ALL,
) -> int:
    """Read pages into a case, which is made where there is none; then extract, link and weigh.

    Adding the same input twice changes nothing. An interrupted run goes on where it stopped. Addresses, and those of a
    list (FILE.urls, one a line), are fetched; nothing else asks the network.
    """
    from takhrij import pipeline
    from takhrij.pipeline.collecting import Errand, addresses_in, collect, is_list
    from takhrij.read.addresses import is_address

    _given(tuple(map(Path, inputs)))
    paths = [Path(told) for told in inputs if not is_address(told)]
    lists = [path for path in paths if is_list(path)]
    files = [path for path in paths if path not in lists]
    pages = [told for told in inputs if is_address(told)] + [url for path in lists for url in addresses_in(path)]
    if (pages or lists) and id is not None:
        raise UsageError("--id names the document of one file; leave it out, an address names its page")
    config = replace(_told(settings(jobs), intake.columns), allow_erased=intake.allow_erased)
    with Bar() as bar:
        if pages or lists:
            summary = collect(Errand(pages, files=files), case, config, fetcher_of(intake), bar.step)
        else:
            summary = pipeline.add(paths, case, config, bar.step, label=id)
    return report(summary, case, format)


def rebuild(*, case: Case, jobs: Jobs = None, format: SummaryFormat = "text") -> int:
    """Make everything but originals and decisions anew, with the readers and words of today."""
    from takhrij import pipeline

    with Bar() as bar:
        summary = pipeline.rebuild(case, settings(jobs), bar.step)
    return report(summary, case, format)


_WORDS = {
    "read": "read",
    "exhibits": "of them exhibits (pictures, sound, film)",
    "duplicate": "known already",
    "skipped": "skipped",
    "failed": "failed",
    "extracted": "gone through for claims",
    "claims": "claims in the case",
    "events": "events",
    "origins": "independent origins",
    "unsettled": "decisions without a place",
}
_ALWAYS = ("read", "duplicate", "skipped", "failed", "claims", "events", "origins")


def _given(inputs: tuple[Path, ...]) -> list[Path]:
    paths = list(inputs)
    if not paths:
        raise UsageError("no input given; name files or folders to read")
    return paths


def _told(config: Config, columns: str | None) -> Config:
    """The settings with the columns that `--columns` names. Raises UsageError."""
    named = [pair.partition("=") for pair in columns.split(",")] if columns else []
    if not all(field.strip() and column.strip() for field, _, column in named):
        raise UsageError("--columns wants FIELD=COLUMN with commas between, e.g. text=Content,published=Date")
    return replace(config, columns=tuple((field.strip(), column.strip()) for field, _, column in named))


def _code(done: int, problems: int) -> int:
    return (1 if done else 3) if problems else (0 if done else 3)


def report(summary: Summary, case: str, form: str) -> int:
    """Print what a run did to a case, and give the exit code."""
    done = summary.read + summary.duplicate
    for problem in told_of(case, summary.problems):
        tell(problem)
    if form == "json":
        print(json.dumps(summary.figures))
    else:
        told = [f"{number} {_WORDS[name]}" for name, number in summary.figures.items() if number or name in _ALWAYS]
        print(", ".join(told))
        if done:
            print(f"Next: takhrij events --case {case}")
    return _code(done, len(summary.problems))
