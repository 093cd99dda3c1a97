"""Commands that keep documents from all below a role, and open them again."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from takhrij.cli.team import Judge, document_named
from takhrij.cli.terms import Case

DocumentName = Annotated[str, Parameter(help="label of the document, or its SHA-256")]
_JUDGE = Judge()


def seal(
    document: DocumentName,
    *,
    case: Case,
    role: Annotated[
        Literal["reviewer", "editor", "admin"], Parameter(help="the least role that may still see it")
    ] = "admin",
    judge: Judge = _JUDGE,
) -> None:
    """Keep a document from all below a role in the workbench: its text, claims and quotations, everywhere."""
    _log(document, case, role, judge)
    print(
        f"'{document}' is sealed: in the workbench only {role}{'' if role == 'admin' else ' and above'} may see it."
    )


def unseal(document: DocumentName, *, case: Case, judge: Judge = _JUDGE) -> None:
    """Let everyone who may open the case see a document again."""
    _log(document, case, None, judge)
    print(f"'{document}' is open to all who may open the case.")


def _log(document: str, case: str, role: str | None, judge: Judge) -> None:
    from takhrij import pipeline
    from takhrij.store import open_case
    from takhrij.store.seals import sealing

    with open_case(case) as store:
        key = document_named(pipeline.view(store), document)
        store.append_decision(sealing(key, role, judge.signature))
