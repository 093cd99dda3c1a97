"""The command that searches a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from cyclopts import Parameter

from takhrij.cli.terms import Case, FormatOption, HidePrivate, codebook, look, put, veiled

Several = tuple[str, ...]


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Filters:
    """What else must hold of what is found; a filter given twice takes either value."""

    kind: Annotated[
        tuple[Literal["event", "claim", "document", "relation"], ...],
        Parameter(help="what to look for; all four unless given", negative=""),
    ] = ()
    type: Annotated[Several, Parameter(help="event type or kind of tie", negative="")] = ()
    actor: Annotated[Several, Parameter(help="actor, by id or neutral name", negative="")] = ()
    place: Annotated[Several, Parameter(help="place, by id or English name", negative="")] = ()
    outlet: Annotated[Several, Parameter(help="outlet, as its pages name it", negative="")] = ()
    since: Annotated[str, Parameter(name="--from", help="first day: 2018-11-13, 2018-11 or 2018")] = ""
    until: Annotated[str, Parameter(name="--to", help="last day, a whole month or year included")] = ""


_ALL = Filters()


def search(
    *words: Annotated[str, Parameter(help="words that must all be there; letters are folded, particles taken off")],
    case: Case,
    exact: Annotated[bool, Parameter(help="find the words whole and as they are written", negative="")] = False,
    filters: Filters = _ALL,
    hide_private: HidePrivate = False,
    format: FormatOption = None,
) -> None:
    """Search events, claims, documents and ties by Arabic or English words, ids and filters."""
    from takhrij.pipeline import searching
    from takhrij.resources import Resources
    from takhrij.show import facets, hits
    from takhrij.show.index import Asked

    days = facets.parse({"from": filters.since, "to": filters.until})
    told = {name: getattr(filters, name) for name in facets.CHOICES}
    asked = Asked(
        " ".join(words),
        exact,
        tuple((name, values) for name, values in told.items() if values),
        days.first.isoformat() if days.first else "",
        days.last.isoformat() if days.last else "",
    )
    view = look(case, hide_private)
    index = searching.index(view, Resources(codebook(case)))
    found = hits.hits(view, index, asked, tuple(filters.kind))
    put(veiled(found, view, hide_private), hits.FOUND, format)
