"""All commands by name, and the way from any failure to one plain line and an exit code."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence

from cyclopts import App, Group
from cyclopts.exceptions import CycloptsError

from takhrij.cli import (
    acquiring,
    actor,
    archiving,
    collecting,
    deciding,
    erasing,
    keeping,
    listing,
    protecting,
    reading,
    reporting,
    sampling,
    sealing,
    searching,
    serving,
    team,
    users,
    versions,
)
from takhrij.cli.terms import Seals, say
from takhrij.core import __version__
from takhrij.core.errors import TakhrijError, UsageError
from takhrij.core.passphrase import PASSPHRASES

DONE, PROBLEMS, USAGE, NOTHING = 0, 1, 2, 3
_EPILOGUE = (
    "Every command takes --verbose, which shows the trace of an error, --passphrase-file FILE for an encrypted case, and "
    "--show-sealed REASON, which shows sealed documents too and is noted in the record of the case. "
    "Exit codes: 0 done, 1 done with problems, 2 usage, 3 nothing could be done."
)
_GROUPS = {
    "Reading": (reading.extract, reading.add, collecting.watch, reading.rebuild),
    "Working": (serving.serve,),
    "What is told": (
        searching.search,
        *(listing.events, listing.event, listing.compare, listing.claims, listing.conflicts),
        *(listing.actors, actor.actor, listing.people, listing.captives, listing.relations, listing.framing),
    ),
    "Who tells it": (listing.sources, listing.origins, listing.copies),
    "Where it comes from": (acquiring.acquisitions, archiving.custody, versions.versions),
    "Deciding": (deciding.decide, deciding.decisions, deciding.undo, listing.problems),
    "Access": (sealing.seal, sealing.unseal, protecting.encrypt, protecting.decrypt, erasing.erase),
    "Keeping": (keeping.backup, keeping.restore),
    "Reporting and checking": (reporting.dossier, reporting.evaluation),
}
_NAMES = {"evaluation": "eval"}


def build() -> App:
    """The application with every command."""
    app = App(
        name="takhrij",
        help="Reads Arabic reporting on armed conflict: sourced claims, traced, compared and graded.",
        help_epilogue=_EPILOGUE,
        help_format="plaintext",  # the default would import a Markdown renderer on every start
        version=__version__,
        result_action="return_value",
        exit_on_error=False,
        print_error=False,
        suppress_keyboard_interrupt=False,
    )
    app["--help"].group = app["--version"].group = Group("About", sort_key=90)
    groups = {title: Group(title, sort_key=rank) for rank, title in enumerate(_GROUPS)}
    for title, commands in _GROUPS.items():
        for command in commands:
            app.command(command, name=_NAMES.get(command.__name__, command.__name__), group=groups[title])
    audit = App(name="audit", help="The append-only record of human decisions.", group=groups["Deciding"])
    audit.command(deciding.verify)
    app.command(_teams(groups["Deciding"]))
    app.command(_samples(groups["Deciding"]))
    app.command(_users(groups["Access"]))
    app.command(_archive(groups["Reporting and checking"]))
    log = App(name="log", help="Note what was done outside the program.", group=groups["Where it comes from"])
    log.command(acquiring.search)
    app.command(log)
    told = "What the program knows, and what it makes of words."
    lexicon = App(name="lexicon", help=told, group=groups["Reporting and checking"])
    lexicon.command(reporting.check)
    lexicon.command(reporting.explain)
    app.command(audit)
    app.command(lexicon)
    return app


def _teams(group: Group) -> App:
    app = App(name="team", help="Coding rounds: several people judge the same claims, each alone.", group=group)
    app.command(team.open_round, name="open")
    app.command(team.rounds, name="list")
    for command in (team.claims, team.code, team.add, team.close, team.agreement, team.differences, team.adjudicate):
        app.command(command)
    return app


def _archive(group: Group) -> App:
    app = App(
        name="archive", help="The originals as evidence: check them, hand them on, have them stamped.", group=group
    )
    for command in (archiving.verify, archiving.export, archiving.stamp):
        app.command(command)
    return app


def _samples(group: Group) -> App:
    app = App(name="sample", help="How often the program errs, by a random sample that people judge.", group=group)
    app.command(sampling.samples, name="list")
    for command in (sampling.draw, sampling.claims, sampling.check, sampling.report):
        app.command(command)
    return app


def _users(group: Group) -> App:
    app = App(name="users", help="Accounts of a case, for a workbench that others can reach.", group=group)
    app.command(users.users, name="list")
    for command in (users.add, users.role, users.password, users.totp, users.disable, users.fetching):
        app.command(command)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    tokens = list(sys.argv[1:] if arguments is None else arguments)
    verbose = "--verbose" in _options(tokens)
    if verbose:
        tokens.remove("--verbose")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        _take_session(tokens)
        code = build()(tokens)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except BaseException as error:  # noqa: BLE001 — every failure ends in one plain line
        if verbose and not isinstance(error, BrokenPipeError | SystemExit):
            traceback.print_exc()
        return _failed(error)


def _options(tokens: Sequence[str]) -> Sequence[str]:
    return tokens[: tokens.index("--")] if "--" in tokens else tokens


def _take_session(tokens: list[str]) -> None:
    """Say how encrypted cases are unlocked and whether seals hold in this run; the options that tell it go."""
    PASSPHRASES.ask = protecting.ask
    PASSPHRASES.file = _taken(tokens, "--passphrase-file", "the name of a file")
    Seals.reason = _taken(tokens, "--show-sealed", "a reason")


def _taken(tokens: list[str], option: str, what: str) -> str | None:
    """The value of an option that every command takes, out of the tokens; None where it is not there."""
    if option not in _options(tokens):
        return None
    at = tokens.index(option)
    if at + 1 == len(tokens) or not tokens[at + 1].strip():
        raise UsageError(f"{option} needs {what}")
    value = tokens[at + 1]
    del tokens[at : at + 2]
    return value


def _failed(error: BaseException) -> int:
    match error:
        case BrokenPipeError():  # whoever read from us had enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        case SystemExit():
            return error.code if isinstance(error.code, int) else DONE
        case KeyboardInterrupt():
            say("interrupted; what was read is kept, run the same command again to go on")
            return PROBLEMS
        case CycloptsError():
            say(f"{_one_line(str(error))} (`takhrij --help` lists the commands and their options)")
            return USAGE
        case TakhrijError():
            say(_one_line(str(error)))
            return error.exit_code
        case OSError() if error.errno in (errno.ENOSPC, errno.EDQUOT):
            say("the disk is full; make room and run the same command again, nothing is half-written")
            return NOTHING
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            say(f"{where}{error.strerror or error}; check the path and its permissions")
            return NOTHING
        case Exception():
            say(f"something went wrong ({type(error).__name__}: {_one_line(str(error))}); --verbose shows where")
            return NOTHING
    raise error


def _one_line(text: str) -> str:
    kept = [line.strip(" │╭╰─╮╯") for line in text.splitlines()]
    return " ".join(" ".join(line for line in kept if line).split())
