"""Every format that a case ever had is opened by today's program, and tells what the program of its time told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.errors import CaseTooNew
from takhrij.show import query
from takhrij.store import open_case
from takhrij.store.migrations import APPLICATION_ID, MIGRATIONS

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.sql"))
WORDED = {"statement"}
"""Lines for people, whose wording may change."""


def laid(folder: Path, name: str) -> Path:
    """The folder of a case as the program of its time left it."""
    deeper = name == "v1-first"
    for original in (FIXTURES / "originals").iterdir():
        key = original.name
        place = folder / "archive" / key[:2] / key[2:4] if deeper else folder / "archive" / key[:2]
        place.mkdir(parents=True, exist_ok=True)
        (place / key).write_bytes(original.read_bytes())
    with closing(sqlite3.connect(folder / "case.sqlite3")) as database:
        database.executescript((FIXTURES / f"{name}.sql").read_text(encoding="utf-8"))
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute("PRAGMA journal_mode = WAL")
    return folder


@pytest.fixture(params=NAMES)
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    told = json.loads((FIXTURES / f"{request.param}.json").read_text(encoding="utf-8"))
    return laid(tmp_path, request.param), told


def differences(then: Any, now: Any, place: str = "") -> Iterator[str]:
    """Where what is told now is not what was told then; fields that were added since are none."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in then.keys() - WORDED:
            yield from differences(then[key], now.get(key, "(gone)"), f"{place}.{key}")
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif then != now:
        yield f"{place}: {then!r} -> {now!r}"


def test_every_format_that_was_ever_written_is_among_them() -> None:
    assert {int(name[1]) for name in NAMES} == {m.version for m in MIGRATIONS}


def test_an_earlier_case_tells_what_it_told(earlier: tuple[Path, dict[str, Any]]) -> None:
    case, then = earlier
    with open_case(case) as store:
        view = pipeline.view(store)
        keys = [d.sha256 for d in store.documents()]
        assert all(store.original(key) for key in keys) and list(store.archive.keys()) == keys  # type: ignore[attr-defined]
        assert not list(store.archive.damaged())  # type: ignore[attr-defined]
        assert store.audit.verify() >= len(then["decisions"])
        assert [d.id for d in store.decisions()] == [d["id"] for d in then["decisions"]]
    now = {
        "claims": list(query.claims(view)),
        "events": list(query.events(view)),
        "origins": list(query.origins(view)),
        "copies": list(query.copies(view, 0.5)),
        "problems": list(query.problems(view)),
        "documents": list(query.documents(view)),
        "decisions": list(query.decisions(view)),
    }
    for row in then["decisions"]:
        # The first program printed the whole pinned claim.
        if isinstance(row.get("value"), dict) and "claim" in row["value"]:
            row["value"] = row["value"].get("value")
    assert list(differences(then, json.loads(json.dumps(now)))) == []


def test_an_earlier_case_goes_on(earlier: tuple[Path, dict[str, Any]]) -> None:
    """Read anew by today's program, no decision is lost and none is without its place."""
    case, then = earlier
    summary = pipeline.rebuild(str(case), Config())
    assert summary.figures["unsettled"] == 0
    with open_case(case) as store:
        assert len(store.decisions()) == len(then["decisions"])
        assert all(store.sha512(d.sha256) for d in store.documents())
        view = pipeline.view(store)
        assert store.audit.verify() >= len(then["decisions"])
    edited = [c for c in view.claims.values() if c.edits]
    assert [e.field for c in edited for e in c.edits] == ["released"]


def test_a_case_of_a_later_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    case = laid(tmp_path, NAMES[-1])
    with closing(sqlite3.connect(case / "case.sqlite3")) as database, database:
        database.execute("INSERT INTO migrations VALUES (999, 'later', '99.0')")
    before = (case / "case.sqlite3").read_bytes()
    with pytest.raises(CaseTooNew, match="newer Takhrij.*999.*upgrade"):
        open_case(case)
    assert (case / "case.sqlite3").read_bytes() == before
