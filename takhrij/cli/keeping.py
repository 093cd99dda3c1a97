"""Commands that keep a case alive: backup and restore."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from takhrij.cli.terms import Case, known_login
from takhrij.core.errors import CaseLocked, CaseReadOnly


def backup(
    *,
    case: Case,
    output: Annotated[Path, Parameter(name=["-o", "--output"], help="the file to write; it must not be there yet")],
    accounts: Annotated[bool, Parameter(help="the accounts too, with their secrets", negative="")] = False,
) -> None:
    """Write a case to one file while others work on it: database, originals, codebook. An encrypted case stays so."""
    from takhrij import pipeline
    from takhrij.store import backup as kept
    from takhrij.store import custody, open_case

    with open_case(case) as store, suppress(CaseReadOnly, CaseLocked):
        # Before it is made, so that what is restored tells of it too; where nobody can write now it goes unsaid.
        told = {"form": "backup", "all": True, "accounts": accounts, "tool": custody.TOOL}
        store.audit.append(custody.EXPORTED, known_login(), told, pipeline.now())
    made = kept.backup(Path(case), output, accounts=accounts)
    print(f"{output.resolve()}: {made.originals} originals in {made.files} files")
    print(
        f"The SHA-256 of its manifest is {made.manifest}; note it elsewhere: only so is an exchanged backup noticed."
    )


def restore(
    file: Annotated[Path, Parameter(help="file that `takhrij backup` wrote")],
    *,
    case: Annotated[str, Parameter(help="folder of the case to make; it must not be there yet")],
) -> None:
    """Make a case of a backup. All of it is checked before anything is put there; nothing is overwritten."""
    from takhrij.store import backup as kept

    made = kept.restore(file, Path(case))
    print(f"{case} holds {made.originals} originals again; every file has the hash that its backup tells.")
    print(f"The SHA-256 of the manifest is {made.manifest}.")
