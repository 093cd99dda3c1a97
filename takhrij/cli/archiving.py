"""Commands on originals as evidence: archive verify, export and stamp; custody."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from takhrij.cli.progress import Bar
from takhrij.cli.terms import Case, FormatOption, Jobs, known_login, opened, put, say, settings
from takhrij.core.errors import UsageError

Roots = Annotated[
    tuple[Path, ...], Parameter(name="--tsa-root", help="root certificates (PEM) that time-stamps must go back to")
]


def verify(
    *,
    case: Case,
    quick: Annotated[bool, Parameter(help="do not make the readings again", negative="")] = False,
    tsa_root: Roots = (),
    jobs: Jobs = None,
    format: Annotated[Literal["text", "json"], Parameter(help="a report as text or one JSON object")] = "text",
) -> int:
    """Check every original, reading, quotation, entry of the record and time-stamp of a case."""
    from takhrij.pipeline.verifying import Wish, verify
    from takhrij.show.words import plural

    with Bar() as bar:
        wish = Wish(reread=not quick, roots=tsa_root, by=known_login())
        report = verify(case, settings(jobs), wish, bar.step)
    if format == "json":
        faults = [{"kind": f.kind, "document": f.document, "message": f.message} for f in report.faults]
        print(json.dumps({**report.figures, "faults": faults, "notes": report.notes}, ensure_ascii=False))
    else:
        for fault in report.faults:
            say(f"{fault.kind} {(fault.document or '')[:12]}: {fault.message}")
        for note in report.notes:
            say(note)
        told = ", ".join(f"{number:,} {_WORDS[name]}" for name, number in report.figures.items())
        print(f"{'All holds' if not report.faults else plural(len(report.faults), 'fault')}: {told} checked.")
    return 1 if report.faults else 0


_WORDS = {
    "originals": "originals",
    "bytes": "bytes",
    "readings": "readings made again",
    "spans": "quotations",
    "entries": "entries of the record",
    "stamps": "time-stamps",
}


def export(
    *,
    case: Case,
    to: Annotated[Literal["wacz", "bagit"], Parameter(help="a web archive, or a bag for any repository")],
    output: Annotated[Path, Parameter(name=["-o", "--output"], help="the file; for a bag a new folder or a .zip")],
    events: Annotated[
        tuple[str, ...], Parameter(consume_multiple=True, help="ids of events whose pages to take; all unless given")
    ] = (),
    sealed: Annotated[bool, Parameter(help="sealed documents too; --why is then needed", negative="")] = False,
    why: Annotated[str, Parameter(help="for whom or what; kept in the record")] = "",
) -> None:
    """Hand on the originals unchanged, with their hashes and custody, in a form that other programs check."""
    from takhrij.pipeline.handing import Handing, hand_on

    if sealed and not why.strip():
        raise UsageError("sealed documents are handed on for a reason only; say it with --why")
    told = hand_on(case, Handing(to, output, events, sealed, why, known_login()))
    if told["sealed"]:
        say(f"{told['sealed']} sealed documents were left out; --sealed --why REASON takes them")
    print(f"{output.resolve()}: {told['originals']} originals")


def stamp(
    *,
    case: Case,
    tsa: Annotated[str, Parameter(help="address of a time-stamp server (RFC 3161); it is sent one hash")],
    tsa_root: Annotated[
        Path | None, Parameter(name="--tsa-root", help="root certificate (PEM) of the server, kept with its answer")
    ] = None,
) -> None:
    """Have a server of your choice sign that the originals and the record were there at this time."""
    from takhrij import pipeline
    from takhrij.pipeline.stamping import stamp
    from takhrij.store import open_case

    with open_case(case) as store:
        told = stamp(store, tsa, (known_login(), pipeline.now()), tsa_root)
    if not told["trusted"]:
        say("its signature was not checked: name the server's root certificate with --tsa-root FILE")
    print(
        f"{told['originals']} originals and {told['seq']} entries of the record stamped at {told['time']} by {tsa}."
    )


def custody(
    document: Annotated[str, Parameter(help="label of the document, or its SHA-256")],
    *,
    case: Case,
    format: FormatOption = None,
) -> None:
    """Tell what was done to an original: who added it, when and from where; exports, checks, seals."""
    from takhrij import pipeline
    from takhrij.cli.team import document_named
    from takhrij.show import custody as shown
    from takhrij.show.export.manifest import manifest

    with opened(case) as store:
        key = document_named(pipeline.view(store), document)
        (row,) = manifest(store, (key,))
    if (format or ("table" if sys.stdout.isatty() else "jsonl")) in ("table", "csv"):
        if format != "csv":
            shown.write(row, sys.stdout)
        put(shown.steps(row), shown.CUSTODY, format)
    else:
        from takhrij.show.formats import json_text

        print(json_text(row))
