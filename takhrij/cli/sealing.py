"""Commands that keep documents from all below a role, and open them again."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from takhrij.cli.team import Judge, document_named
from takhrij.cli.terms import Case
from takhrij.core.errors import UsageError

DocumentName = Annotated[str | None, Parameter(help="label of the document, or its SHA-256")]
SourceName = Annotated[
    str, Parameter(help="a source instead: an outlet or a person; every page that names it is sealed, later ones too")
]
_JUDGE = Judge()


def seal(
    document: DocumentName = None,
    *,
    case: Case,
    source: SourceName = "",
    role: Annotated[
        Literal["reviewer", "editor", "admin"], Parameter(help="the least role that may still see it")
    ] = "admin",
    judge: Judge = _JUDGE,
) -> None:
    """Keep a document, or all that names a source, from all below a role, and out of what commands list and export."""
    count = _log((document, source), case, role, judge)
    who = f"{role}{'' if role == 'admin' else ' and above'}"
    pages = "" if document else f" ({count} {'page names' if count == 1 else 'pages name'} it now)"
    print(f"'{document or source}' is sealed{pages}: in the workbench only {who} may see it, commands leave it out.")


def unseal(document: DocumentName = None, *, case: Case, source: SourceName = "", judge: Judge = _JUDGE) -> None:
    """Let everyone who may open the case see a document, or what names a source, again."""
    _log((document, source), case, None, judge)
    print(f"'{document or source}' is open to all who may open the case.")


def _log(what: tuple[str | None, str], case: str, role: str | None, judge: Judge) -> int:
    """Log a seal, or that it is lifted; the number of documents kept back now. Raises UsageError."""
    from takhrij import pipeline
    from takhrij.pipeline.sealing import kept_back
    from takhrij.store import open_case
    from takhrij.store.seals import sealing

    document, source = what
    if (document is None) == (not source):
        raise UsageError("name a document, or a source with --source")
    with open_case(case) as store:
        key = document_named(pipeline.view(store), document) if document else ""
        before = len(kept_back(store))
        store.append_decision(sealing(key, role, judge.signature, source))
        return abs(len(kept_back(store)) - before)
