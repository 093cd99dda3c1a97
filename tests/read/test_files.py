"""Every file of `files/` reads exactly as the expectation beside it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from takhrij.arabic import Arabic
from takhrij.core.errors import InputRefused
from takhrij.core.records import Problem
from takhrij.read import Source, archived, columns, expand, read, refusal
from takhrij.resources import Resources

FOLDER = Path(__file__).parent / "files"
ENDING = ".expected.json"
EXPECTED = sorted(FOLDER.glob(f"*{ENDING}"))
LIMIT = 2**20
_FIELDS = ("title", "outlet", "author", "published", "genre", "section", "tags", "text", "via", "excerpt")


def told(item: Source | Problem, resources: Resources) -> dict[str, Any]:
    """What a user gets of one Source: its reading without empty fields, or the problem."""
    if isinstance(item, Source):
        try:
            document, reading = read(item, Arabic(), resources)
        except InputRefused as error:
            item = refusal(item, error)
        else:
            assert read(archived(document, item.data, reading.reader), Arabic(), resources)[1] == reading
            quoted = {
                "boilerplate": [reading.text[a:b] for a, b in reading.boilerplate],
                "hidden": [reading.text[a:b] for a, b in reading.hidden],
                "pages": [" ".join(reading.text[at:].split()[:3]) for at in reading.pages],
                "problems": [p.reason for p in reading.problems],
            }
            out = {"name": document.name, "label": document.label, "reader": reading.reader.split("@")[0]}
            out |= {"url": document.url, "retrieved": document.retrieved, "headers": dict(document.headers)}
            out |= {field: getattr(reading, field) for field in _FIELDS} | quoted
            if document.label == document.sha256:
                del out["label"]
            return {key: list(v) if isinstance(v, tuple) else v for key, v in out.items() if v}
    return {"name": item.name, "problem": item.reason}


@pytest.mark.parametrize("path", EXPECTED, ids=lambda p: p.name.removesuffix(ENDING))
def test_a_file_reads_as_expected(path: Path, resources: Resources) -> None:
    original = path.with_name(path.name.removesuffix(ENDING))
    found = [told(item, resources) for item in expand([original], LIMIT, columns(resources, {}))]
    expected = json.loads(path.read_text(encoding="utf-8"))
    for one, other in zip(found, expected, strict=False):
        assert one == other
    assert len(found) == len(expected)


def test_every_file_has_its_expectation() -> None:
    originals = {p.name for p in FOLDER.iterdir() if not p.name.endswith(ENDING)} - {"README.md"}
    assert originals == {p.name.removesuffix(ENDING) for p in EXPECTED}
