"""Commands that encrypt a case and open it for good again. Passphrases are asked for or read from a file, never given
as arguments, where other users of the machine could read them."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from takhrij.cli.terms import Case, login, say
from takhrij.core.errors import CaseEncrypted, UsageError
from takhrij.core.passphrase import PASSPHRASES, from_file

_LOST = "Nobody, and no program, can open the case without this passphrase: if it is forgotten, the case is lost."
_KEPT = (
    "The files that were plain are overwritten. A solid-state disk, a journalling file system, snapshots, swap space and"
    " backups may keep earlier copies all the same; a case that is encrypted before the first `add` never lay there plain."
)


def ask(folder: Path) -> str:
    """The passphrase of a case, typed in a terminal. Raises CaseEncrypted where there is none."""
    if not sys.stdin.isatty():
        raise CaseEncrypted(
            f"{folder} is encrypted; give --passphrase-file FILE, or set TAKHRIJ_PASSPHRASE_FILE to a file that holds it"
        )
    return getpass.getpass(f"Passphrase of {folder}: ")


def encrypt(
    *,
    case: Case,
    change: Annotated[
        bool, Parameter(help="set another passphrase; nothing else is written anew", negative="")
    ] = False,
    new_passphrase_file: Annotated[
        Path | None, Parameter(help="file with the new passphrase on its first line; asked for unless given")
    ] = None,
) -> None:
    """Encrypt a case, or make a new encrypted one where there is none; every command then asks for its passphrase.

    In an encrypted case it takes in a plain `codebook` folder that was put there.
    """
    from takhrij.store import open_case
    from takhrij.store.conversion import Passphrase, seal_overlay
    from takhrij.store.conversion import encrypt as convert
    from takhrij.store.keyfile import RING, Cost, is_encrypted, new_vault, write_key

    folder = Path(case)
    if is_encrypted(folder):
        with open_case(case):
            vault = RING.vault(folder)
        assert vault is not None
        taken_in = seal_overlay(folder, vault)
        if change:
            write_key(folder, vault, _chosen(new_passphrase_file), Cost())
            print(f"{folder} has another passphrase. Earlier backups still open with the earlier one.")
        elif taken_in:
            print(f"The codebook of {folder} is encrypted.")
        else:
            raise UsageError(f"{folder} is encrypted already; --change sets another passphrase")
        return
    if change:
        raise UsageError(f"{folder} is not encrypted; run `takhrij encrypt --case {folder}` without --change")
    if not (folder / "case.sqlite3").exists():
        passphrase = _chosen(new_passphrase_file or PASSPHRASES.named)
        _refuse_filled(folder)
        folder.mkdir(parents=True, exist_ok=True)
        write_key(folder, RING.hold(new_vault()), passphrase, Cost())
        open_case(case, create=True).close()
        print(f"{folder} is a new encrypted case. {_LOST}")
        return
    open_case(case).close()  # brings it to the newest format, and says whether it is a case at all
    passphrase = _chosen(new_passphrase_file or PASSPHRASES.named)
    RING.hold(convert(folder, Passphrase(passphrase)))
    _log(case, "encrypted")
    print(f"{folder} is encrypted. {_LOST}\n{_KEPT}")
    _tell_strangers(folder)


def decrypt(
    *,
    case: Case,
    codebook: Annotated[
        bool,
        Parameter(help="only lay the codebook open for editing; `takhrij encrypt` takes it in again", negative=""),
    ] = False,
) -> None:
    """Make an encrypted case a plain one again."""
    from takhrij.store import open_case
    from takhrij.store.conversion import decrypt as convert
    from takhrij.store.conversion import open_overlay
    from takhrij.store.keyfile import RING

    folder = Path(case)
    open_case(case).close()
    vault = RING.vault(folder)
    if vault is None:
        raise UsageError(f"{folder} is not encrypted")
    if codebook:
        open_overlay(folder, vault)
        print(f"{folder / 'codebook'} lies open; `takhrij encrypt --case {folder}` takes it in again.")
        return
    convert(folder, vault)
    _log(case, "decrypted")
    print(f"{folder} is no longer encrypted: whoever can read the folder can read the case.")


def _log(case: str, what: str) -> None:
    from takhrij import pipeline
    from takhrij.store import open_case

    with open_case(case) as store:
        store.audit.append("protection", login(), {"change": what}, pipeline.now())


def _chosen(named: str | Path | None) -> str:
    """A new passphrase. Raises UsageError where two tries at typing it differ, or nobody is there to type it."""
    from takhrij.store.keyfile import LEAST

    if named is not None:
        chosen = from_file(named)
    elif not sys.stdin.isatty():
        raise UsageError("no terminal to ask for the new passphrase in; give --new-passphrase-file FILE")
    else:
        say(_LOST)
        chosen = getpass.getpass("New passphrase: ")
        if getpass.getpass("Again: ") != chosen:
            raise UsageError("the two passphrases differ; nothing was changed")
    if len(chosen) < LEAST:
        raise UsageError(f"a passphrase has at least {LEAST} characters; take five or six words")
    return chosen


def _refuse_filled(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} holds other files and is not a case; name an empty or a new folder")


def _tell_strangers(folder: Path) -> None:
    from takhrij.store.layout import strangers

    for name in strangers(folder):
        say(f"{folder / name} is no part of the case and stays as it is, plain")
