"""The command that erases a document or words for good."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from takhrij.cli.team import document_named
from takhrij.cli.terms import Case, login, say, settings
from takhrij.core.errors import UsageError

if TYPE_CHECKING:
    from takhrij.pipeline.erasing import Erasure
    from takhrij.show.view import CaseView


def erase(
    document: Annotated[str | None, Parameter(help="label of the document, or its SHA-256")] = None,
    *,
    case: Case,
    why: Annotated[str, Parameter(help="the reason; it stays readable, so name nobody in it")],
    by: Annotated[str | None, Parameter(help="who erases; your login name unless given")] = None,
    words: Annotated[str, Parameter(help="erase every entry of the record that holds these words, as a name")] = "",
    yes: Annotated[bool, Parameter(help="do not ask again", negative="")] = False,
) -> None:
    """Erase a document with all that was made of it and decided on it; its hash and the fact stay. It cannot be undone."""
    from takhrij import pipeline
    from takhrij.pipeline import erasing
    from takhrij.store import open_case

    if not why.strip():
        raise UsageError("an erasure needs a reason: --why")
    with open_case(case) as store:
        view = pipeline.view(store)
        plan = erasing.planned(store, document_named(view, document) if document else "", words)
        for line in _told(view, plan):
            print(line)
        _confirm(yes)
        ended = erasing.erase(store, plan, (by or login(), pipeline.now(), why), settings())
        left = [view.label(key) for key in erasing.still_telling(store, words)] if words else []
    print("Erased. Backups, exports and dossiers made earlier still hold it.")
    if left:
        say(f"these words still stand in {', '.join(left)}; erase those documents too where they must go")
    if not ended:
        say("another process has the case open: close it, for earlier bytes lie in its journal until then")


def _told(view: CaseView, plan: Erasure) -> list[str]:
    lines = []
    if plan.document:
        lines.append(f"document {view.label(plan.document)} ({plan.document}) with {plan.claims} claims")
        twins = sorted({c.b if c.a == plan.document else c.a for c in view.copies if plan.document in (c.a, c.b)})
        if twins:
            lines.append(f"copies of it that stay: {', '.join(view.label(key) for key in twins)}")
    verbs = [e.payload["verb"] if e.kind == "decision" else e.kind for e in plan.entries]
    counts = ", ".join(f"{verbs.count(verb)} {verb}" for verb in dict.fromkeys(verbs))
    lines.append(f"{len(verbs)} entries of the record{f' ({counts})' if counts else ''}")
    if plan.problems:
        lines.append(f"{len(plan.problems)} problems")
    if {"round", "sample"} & set(verbs):
        lines.append("a coding round or a sample that holds its claims goes whole, what was judged of others too")
    return lines


def _confirm(yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("this cannot be undone; nothing was erased: give --yes to erase it")
    if input("This cannot be undone. Type 'erase' to go on: ").strip() != "erase":
        raise UsageError("nothing was erased")
