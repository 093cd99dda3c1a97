"""Commands that list what a case holds: each prints one question's rows."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated, Literal

from cyclopts import Parameter

from takhrij.cli.terms import (
    Case,
    FormatOption,
    HidePrivate,
    Inputs,
    Jobs,
    codebook,
    look,
    put,
    say,
    settings,
    tell,
    veiled,
)
from takhrij.core.errors import UsageError

EventName = Annotated[str, Parameter(help="id of an event or of a claim of it; its beginning will do")]


def events(*, case: Case, hide_private: HidePrivate = False, format: FormatOption = None) -> None:
    """List events: what is told of one happening, by how many independent origins, and its grade."""
    from takhrij.show import columns, query

    view = look(case, hide_private)
    put(veiled(query.events(view), view, hide_private), columns.EVENTS, format)


def event(
    name: EventName,
    *,
    case: Case,
    why: Annotated[bool, Parameter(help="say how claims were linked, graded and traced", negative="")] = False,
    hide_private: HidePrivate = False,
    format: FormatOption = None,
) -> None:
    """Show one event: its claims, conflicts, sums and grade."""
    from takhrij.show import account, columns, formats, query

    view = look(case, hide_private)
    found = view.event(name)
    form = formats.choose(format, sys.stdout.isatty())
    (row,) = veiled([query.explained(view, found)], view, hide_private)
    row = {key: value for key, value in row.items() if why or key != "why"}
    if form == "table":
        account.write(row, sys.stdout)
    elif form == "csv":
        put(row["told"], columns.CLAIMS, "csv")
    else:
        print(formats.json_text(row))


def compare(name: EventName, *, case: Case, hide_private: HidePrivate = False, format: FormatOption = None) -> None:
    """Set the accounts of one event side by side: a row a claim, a column a field."""
    from takhrij.show import columns, query

    view = look(case, hide_private)
    told = [c for c, _ in view.event(name).claims if c in view.claims]
    rows = (query.claim_row(view, view.claims[c]) for c in told)
    put(veiled(rows, view, hide_private), columns.COMPARE, format)


def claims(*, case: Case, hide_private: HidePrivate = False, format: FormatOption = None) -> None:
    """List claims: one row for each thing told, with who tells it."""
    from takhrij.show import columns, query

    view = look(case, hide_private)
    put(veiled(query.claims(view), view, hide_private), columns.CLAIMS, format)


def sources(
    *,
    case: Case,
    documents: Annotated[
        bool, Parameter(help="list the documents with hash and address instead", negative="")
    ] = False,
    format: FormatOption = None,
) -> None:
    """List who speaks: outlets and those whom they quote."""
    from takhrij.show import columns, query, reliability

    view = look(case)
    if documents:
        put(query.documents(view), columns.DOCUMENTS, format)
    else:
        put(query.sources(view), columns.SOURCES, format)
        on, known = reliability.diagonal(view)
        if known:
            say(f"{on} of {known} claims with both marks known stand on the diagonal (A1, B2 … E5): {on / known:.0%}")


def actors(*, case: Case, hide_private: HidePrivate = False, format: FormatOption = None) -> None:
    """List actors by neutral name, with the words that name them."""
    from takhrij.show import columns, query

    view = look(case, hide_private)
    put(veiled(query.actors(view), view, hide_private), columns.ACTORS, format)


def people(
    *,
    case: Case,
    public: Annotated[bool, Parameter(help="leave out who holds no office or rank", negative="")] = False,
    format: FormatOption = None,
) -> None:
    """List the persons named, joined over the documents where more than the name speaks for it, and why."""
    from takhrij.show import columns
    from takhrij.show import people as naming

    put(naming.people(look(case, people=True), public), columns.PEOPLE, format)


def origins(*, case: Case, format: FormatOption = None) -> None:
    """List independent origins: documents that go back to one report, and why."""
    from takhrij.show import columns, query

    put(query.origins(look(case)), columns.ORIGINS, format)


def copies(
    *inputs: Inputs,
    case: Annotated[str | None, Parameter(help="folder of a case; or give inputs")] = None,
    min: Annotated[float, Parameter(help="smallest containment, 0 to 1")] = 0.5,
    jobs: Jobs = None,
    format: FormatOption = None,
) -> int:
    """List copied pages: of a case, or among the inputs given (no case needed)."""
    from takhrij.show import columns, query

    paths = list(inputs)
    if bool(paths) == bool(case):
        raise UsageError("give either inputs or --case CASE")
    if not 0 < min <= 1:
        raise UsageError("--min is a share of the shorter text; give a number over 0 and up to 1")
    if case:
        put(query.copies(look(case), min), columns.COPIES, format)
        return 0
    from takhrij import pipeline

    found, labels, problems = pipeline.copies_of(paths, replace(settings(jobs), copy_threshold=min))
    put((query.copy_to_json(c, labels[c.a], labels[c.b]) for c in found), columns.COPIES, format)
    for problem in problems:
        tell(problem)
    return (1 if labels else 3) if problems else 0


def conflicts(*, case: Case, hide_private: HidePrivate = False, format: FormatOption = None) -> None:
    """List fields on which accounts of one event differ, and sums that do not hold."""
    from takhrij.show import columns, query

    view = look(case, hide_private)
    put(veiled(query.conflicts(view), view, hide_private), columns.CONFLICTS, format)


def relations(*, case: Case, hide_private: HidePrivate = False, format: FormatOption = None) -> None:
    """List standing ties between actors, as told."""
    from takhrij.show import columns, query

    view = look(case, hide_private)
    put(veiled(query.relations(view), view, hide_private), columns.RELATIONS, format)


def captives(*, case: Case, hide_private: HidePrivate = False, format: FormatOption = None) -> None:
    """List captives: who holds them, where and since when, what became of them, and what does not add up."""
    from takhrij.show import captives as course
    from takhrij.show import columns

    # Two lists of the same men are known by the persons of the case.
    view = look(case, True)
    put(veiled(course.captives(view), view, hide_private), columns.CAPTIVES, format)


def framing(
    *,
    case: Case,
    by: Annotated[
        Literal["outlet", "side"], Parameter(help="count by who prints, or by whose side speaks")
    ] = "outlet",
    each: Annotated[bool, Parameter(help="list every use instead of counting them", negative="")] = False,
    hide_private: HidePrivate = False,
    format: FormatOption = None,
) -> None:
    """Count loaded words: who uses which for whom, how often, in whose voice, and their neutral counterpart."""
    from takhrij.resources import Resources
    from takhrij.show import columns, query
    from takhrij.show import framing as counts

    view = look(case, hide_private)
    if each:
        put(veiled(query.framing(view), view, hide_private), columns.FRAMING, format)
    else:
        counted = counts.counted(view, Resources(codebook(case)), by)
        put(veiled(counted, view, hide_private), columns.FRAMING_COUNTS[by], format)


def problems(
    *,
    case: Case,
    retry: Annotated[bool, Parameter(help="try again those that can be, and list the others", negative="")] = False,
    jobs: Jobs = None,
    format: FormatOption = None,
) -> int:
    """List inputs that could not be read and decisions that need a person; --retry tries again what can be."""
    from takhrij.show import columns, query

    if retry:
        from takhrij.pipeline.retrying import retry as again

        done, _ = again(case, settings(jobs))
        for problem, why in done.left:
            tell(replace(problem, message=f"{problem.message}; not tried: {why}"))
        say(f"{done.tried} tried again, {done.settled} settled")
    view = look(case)
    put(query.problems(view), columns.PROBLEMS, format)
    return 1 if retry and view.problems else 0
