"""Problems tried again: files that were refused and are still where they lay, and texts over which extraction failed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.records import Problem
from takhrij.pipeline.caging import runner, untold
from takhrij.pipeline.extracting import Extractor
from takhrij.pipeline.keeping import file_of
from takhrij.store import Store, custody, open_case


@dataclass(slots=True)
class Retried:
    """What came of it: problems tried and those that are gone, and those that nothing can be done for here, with why."""

    tried: int = 0
    settled: int = 0
    left: list[tuple[Problem, str]] = field(default_factory=list)


def retry(
    case: str, config: Config, progress: pipeline.Progress = pipeline.silent
) -> tuple[Retried, pipeline.Summary]:
    """Read again what was refused, take claims out of what failed, and link; what no longer fails is no problem any more."""
    done = Retried()
    with open_case(case) as store:
        places, refused, failed = _places(store), [], []
        for problem in store.problems():
            if problem.stage == "read" and not _kept(store, problem):
                given = places.get((problem.name, problem.reason))
                if given is None or file_of(problem.name, given) is None:
                    told = "it is not known where it lay" if given is None else f"it is no longer at {given}"
                    done.left.append((problem, f"{told}; give the file to `takhrij add` again"))
                else:
                    refused.append((problem, given))
            elif problem.stage == "extract" and problem.document is not None:
                failed.append(problem)
            else:
                done.left.append((problem, problem.retry or "it needs a person"))
        done.tried = len(refused) + len(failed)
        _extract(store, replace(config, overlay=store.overlay), [p.document for p in failed if p.document])
        before = store.problems()
    paths = sorted({path for _, path in refused})
    summary = pipeline.add(paths, case, config, progress) if paths else _linked(case, config)
    with open_case(case) as store:
        again = {(problem.name, problem.reason) for problem in summary.problems}
        gone = {problem for problem, _ in refused if (problem.name, problem.reason) not in again}
        table = [p for p in store.problems() if p.stage == "read" and not _kept(store, p) and p not in gone]
        store.replace_problems("read", table)
        done.settled = len(gone) + len({*failed} - {*before})
    return done, summary


def _kept(store: Store, problem: Problem) -> bool:
    """Whether a problem is of a document that is in the case, and was read in part."""
    return problem.document is not None and store.has(problem.document)


def _places(store: Store) -> dict[tuple[str, str], Path | None]:
    """The path that was given for each refused input, by its name and the reason; the newest refusal counts."""
    told = (entry.payload for entry in store.audit.entries((custody.REFUSED,)) if entry.payload)
    return {(row["name"], row["reason"]): Path(row["given"]) if row.get("given") else None for row in told}


def _extract(store: Store, config: Config, documents: list[str]) -> None:
    extractor = Extractor(config, people=True)
    readings = [reading for key in documents if (reading := store.reading(key)) is not None]
    with runner(config, extractor.prepare) as caged:
        for extraction in caged.map(extractor.extract, readings, untold):
            store.put_extraction(replace(extraction, mentions=()), extractor.model)


def _linked(case: str, config: Config) -> pipeline.Summary:
    with open_case(case) as store:
        return pipeline.link_case(store, config)
