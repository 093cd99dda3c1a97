"""Sources: who speaks, their record, the loaded words they use, and the letter that a human gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from takhrij.core.errors import UsageError
from takhrij.core.records import Decision
from takhrij.resources import Resources
from takhrij.show import query
from takhrij.show.chips import marks
from takhrij.show.columns import SOURCES
from takhrij.show.framing import counted
from takhrij.show.reliability import LETTERS, UNKNOWN, diagonal, marked
from takhrij.show.view import CaseView
from takhrij.show.wording import Words
from takhrij.show.words import outlet
from takhrij.web.filters import Asked
from takhrij.web.screen import NotFoundError, Page, Screen
from takhrij.web.workbench import StaleError

Json = dict[str, Any]
_PATH = "/sources"
MOST_TERMS = 6
MOST_NAMES = 500
"""Sources that a field proposes, those of most claims first; any other can be typed."""
MOST_WHY = 500


def all_sources(view: CaseView) -> tuple[Json, ...]:
    """Every source as it was when events were last linked; `view.once(all_sources, lasting=True)` keeps them."""
    return tuple(query.sources(view))


def lettered(view: CaseView) -> list[Json]:
    """Every source with the letter that it has now."""
    given = view.once(marks)
    rows = view.once(all_sources, lasting=True)
    return [row | {"reliability": given.get(row["source"], UNKNOWN)} for row in rows]


@dataclass(frozen=True)
class Framings:
    """The loaded words of each outlet's own voice, most used first; `view.once(Framings(resources))` keeps them."""

    resources: Resources

    def __call__(self, view: CaseView) -> Mapping[str, tuple[Json, ...]]:
        """Rows of `framing.counted` by outlet."""
        found: dict[str, list[Json]] = {}
        for row in counted(view, self.resources):
            if row["own_voice"]:
                found.setdefault(row["outlet"], []).append(row)
        return {
            outlet: tuple(sorted(rows, key=lambda r: (-r["own_voice"], r["term"]))) for outlet, rows in found.items()
        }


def sources(screen: Screen) -> Response:
    """Who speaks in the case."""
    asked = Asked(_PATH, screen.query, of=())
    rows = lettered(screen.view)
    if screen.extension != "html":
        return screen.rows(rows, SOURCES, "sources")
    words = screen.words
    on, known = screen.view.once(diagonal)
    return screen.page(
        "sources.html.j2",
        form=asked.form(rows),
        shown=words.many("source", len(rows)),
        diagonal=words.t("sources.diagonal", on=on, known=words.many("claim", known)) if known else "",
        may_set=screen.user.may("reviewer"),
        names=[row["source"] for row in rows[:MOST_NAMES]],
        letters=[{"value": letter, "said": f"{letter} {words.t(f'reliability.{letter}')}"} for letter in LETTERS],
        rows=_said(asked.slice(rows), screen),
    )


def _said(rows: Sequence[Json], screen: Screen) -> list[Json]:
    view, words = screen.view, screen.words
    framing = view.once(Framings(screen.workbench.resources), lasting=True)
    decided = marked(view)
    return [
        {
            **row,
            "source_said": words.t("unknown_outlet") if row["source"] == outlet(None) else row["source"],
            "actor_said": words.named(row["actor"]) if row["actor"] else "",
            "class_said": words.speaker(row["class"]),
            "documents_said": words.many("document", len(row["documents"])),
            "record": _record(row, words),
            "framing": [_use(use, words) for use in framing.get(row["source"], ())[:MOST_TERMS]]
            if row["class"] == "outlet"
            else [],
            "letter_said": f"{row['reliability']} {words.t('reliability.' + row['reliability'])}",
            "set": _set(decided[row["source"]], words) if row["source"] in decided else "",
        }
        for row in rows
    ]


def _record(row: Json, words: Words) -> str:
    told = [words.t(f"sources.record.{fate}", n=f"{n:,}") for fate, n in row["history"].items() if n]
    return " · ".join(told)


def _use(use: Json, words: Words) -> Json:
    times = words.t.many("views.times", use["own_voice"])
    side = words.named(use["names"]["id"]) if use["names"] else ""
    said = words.t("sources.uses", side=words.isolated(side), times=times) if side else times
    return {"term": use["term"], "said": said}


def _set(decision: Decision, words: Words) -> str:
    told = words.t("sources.by", by=words.isolated(decision.by), at=words.when(decision.at[:10]))
    return f"{told}: {decision.why}" if decision.why else told


def mark(screen: Screen) -> Response:
    """Log the letter of a source, as a form tells it, and go back to the list."""
    source, letter, why = (screen.form.get(name, "").strip() for name in ("source", "letter", "why"))
    known = {row["source"]: row["reliability"] for row in lettered(screen.view)}
    if source not in known:
        raise NotFoundError(screen.t("sources.none"))
    if len(why) > MOST_WHY:
        raise UsageError(f"the reason has {len(why):,} characters; keep it below {MOST_WHY}")
    if screen.form.get("seen", known[source]) != known[source]:
        raise StaleError(screen.t("sources.stale", letter=known[source]))
    screen.workbench.mark_source(source, letter, (screen.user.name, why))
    return screen.redirect(Asked(_PATH, {"page": screen.form.get("page", "")}, of=("page",)).address())


PAGES = (
    Page(_PATH, sources, listing=True, rehearsed=True),
    Page(f"{_PATH}/mark", mark, methods=("POST",), role="reviewer"),
)
