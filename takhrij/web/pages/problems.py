"""Problems: what was refused or read in part, and decisions that found no place."""

from __future__ import annotations

from collections import Counter
from typing import Any

from starlette.responses import Response

from takhrij.show import query
from takhrij.show.columns import PROBLEMS
from takhrij.show.wording import Words
from takhrij.web.filters import Asked, document_address
from takhrij.web.screen import Page, Screen

Json = dict[str, Any]
_PATH = "/problems"


def problems(screen: Screen) -> Response:
    """Problems of the case; `stage` asks for those of one stage."""
    asked = Asked(_PATH, screen.query, own=("stage",), of=())
    view = screen.view
    rows = [row | {"sha256": p.document} for row, p in zip(query.problems(view), view.problems, strict=True)]
    stages = Counter(row["stage"] for row in rows)
    stage = screen.query.get("stage", "").strip()
    rows = [row for row in rows if row["stage"] == stage] if stage else rows
    if screen.extension != "html":
        return screen.rows(rows, PROBLEMS, "problems")
    words = screen.words
    return screen.page(
        "problems.html.j2",
        form=asked.form(rows),
        shown=words.many("problem", len(rows)),
        stages=[(_stage(name, words), n, asked.address(stage=name)) for name, n in stages.most_common()],
        rows=[_said(row, words, row["sha256"] in view.documents) for row in asked.slice(rows)],
    )


def _stage(name: str, words: Words) -> str:
    return words.t.find(f"stage.{name}") or name


def _said(row: Json, words: Words, known: bool) -> Json:
    href = document_address(row["sha256"]) if known else ""
    return {**row, "stage_said": _stage(row["stage"], words), "href": href}


PAGES = (Page(_PATH, problems, listing=True, rehearsed=True),)
