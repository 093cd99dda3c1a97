"""The lists of the workbench: what each is filtered by, and its rows in files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from takhrij.core.edtf import bounds, valid
from takhrij.core.errors import UsageError
from takhrij.show import columns, query
from takhrij.show.columns import Listing
from takhrij.show.index import Asked
from takhrij.show.view import CaseView

PLAIN = ("q", "exact", "from", "to", "page", "size", "at", "seen", "next")
MOST_PAGE = 1_000_000

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One list: its name in addresses, its kind in the index, the facets offered, and its rows in files."""

    name: str
    kind: str
    facets: tuple[str, ...]
    listing: Listing
    row: Callable[[CaseView, str], Row]


KINDS = (
    Kind(
        "events",
        "event",
        ("type", "actor", "place", "outlet", "conflict", "credibility", "origins"),
        columns.EVENTS,
        lambda view, key: query.event_to_json(view, view.by_id[key]),
    ),
    Kind(
        "claims",
        "claim",
        ("type", "actor", "place", "outlet", "modality", "speaker", "conflict", "document"),
        columns.CLAIMS,
        lambda view, key: query.claim_row(view, view.claims[key]),
    ),
    Kind(
        "documents",
        "document",
        ("outlet", "genre", "author"),
        columns.DOCUMENTS,
        lambda view, key: query.document_row(view, key, len(view.claims_of.get(key, ()))),
    ),
    Kind(
        "relations",
        "relation",
        ("type", "actor", "outlet"),
        columns.RELATIONS,
        lambda view, key: query.relation_row(view, view.relation_by_id[key]),
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def asked(parameters: QueryParams, facets: tuple[str, ...], extra: tuple[str, ...] = ()) -> Asked:
    """What an address asks for. Raises UsageError for a filter that there is not, or a day that is none."""
    unknown = sorted({name for name in parameters if name not in (*PLAIN, *facets, *extra)})
    if unknown:
        raise UsageError(f"there is no filter '{unknown[0][:40]}' here; there are {', '.join((*PLAIN[:4], *facets))}")
    chosen = {name: tuple(parameters.getlist(name)) for name in facets if parameters.getlist(name)}
    chosen = {name: tuple(v for v in values if v) for name, values in chosen.items()}
    return Asked(
        parameters.get("q", ""),
        parameters.get("exact") == "1",
        tuple((name, values) for name, values in sorted(chosen.items()) if values),
        _day(parameters.get("from", ""), last=False),
        _day(parameters.get("to", ""), last=True),
    )


def _day(told: str, *, last: bool) -> str:
    """The first or last day of a day, month or year. Raises UsageError."""
    if not told:
        return ""
    span = bounds(told) if valid(told) and "/" not in told else None
    day = (span.last if last else span.first) if span is not None else None
    if day is None:
        raise UsageError(f"'{told[:40]}' is no day; write it as YYYY-MM-DD, YYYY-MM or YYYY")
    return day.isoformat()


def number(told: str, least: int, most: int, name: str) -> int:
    """A whole number of an address. Raises UsageError."""
    try:
        found = int(told)
    except ValueError:
        found = least - 1
    if not least <= found <= most:
        raise UsageError(f"'{told[:40]}' is no {name}; give a whole number from {least} to {most}")
    return found


def verdict(view: CaseView, claim: str) -> str:
    """What humans last made of a claim: accept, reject, edit, add, unsure or nothing."""
    made = [d.verb for d in view.decided.get(claim, ()) if d.verb in ("accept", "reject", "edit", "add", "unsure")]
    return made[-1] if made else ""


def verdicts_of(view: CaseView) -> Mapping[str, str]:
    """What humans last made of each claim that they judged, by its id."""
    return {key: told for key in view.decided if (told := verdict(view, key))}
