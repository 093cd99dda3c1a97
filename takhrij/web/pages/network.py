"""The network: who deals with whom, in independent origins, through time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup
from starlette.responses import JSONResponse, Response

from takhrij.show import network
from takhrij.show.names import ActorNames
from takhrij.show.network import Key, Network, Proof
from takhrij.show.sheets import NETWORK, edges
from takhrij.show.view import CaseView
from takhrij.show.wording import Words
from takhrij.web.filters import Asked, document_address, event_address, facet_choices
from takhrij.web.screen import Page, Screen

Json = dict[str, Any]
Span = tuple[int, int | None, int | None]
_PATH = "/network"
MOST_EDGES = 150
MOST_PROOFS = 12


def network_page(screen: Screen) -> Response:
    """Ties and dealings between actors; as JSON nodes and edges."""
    asked = Asked(_PATH, screen.query)
    wanted = network.Asked(asked.facets(), screen.workbench.resources)
    told = screen.view.lately(wanted)
    if screen.extension != "html":
        graph = told.graph(ActorNames.of(screen.view, screen.workbench.resources))
        return JSONResponse(graph) if screen.extension == "json" else screen.rows(edges(graph), NETWORK, "network")
    words = screen.words
    drawn = screen.view.lately(Drawn(wanted, words.language, words))
    shown = [words.t.many("views.ties", len(told.keys)), words.many("actor", len(told.degrees))]
    shown += [words.t("network.strongest", n=MOST_EDGES)] if len(told.keys) > MOST_EDGES else []
    return screen.page(
        "network.html.j2",
        form=asked.form(told.keys, facet_choices(screen.view, asked, words, screen.workbench.resources)),
        shown=" · ".join(shown),
        edges=[_said(told, key, words) for key in asked.slice(told.keys)],
        months=drawn.months,
        picture=drawn.data,
    )


class Picture(NamedTuple):
    """The first and the last month that a picture tells, and its data as JSON that may stand in a page."""

    months: tuple[int, int] | None
    data: Markup


@dataclass(frozen=True)
class Drawn:
    """The picture of a network in a language; `view.lately(Drawn(asked, language, words))` keeps it for a while."""

    asked: network.Asked
    language: str
    words: Words = field(compare=False)

    def __call__(self, view: CaseView) -> Picture:
        """The picture of a case."""
        told = view.lately(self.asked)
        spans = {key: told.spans(key) for key in told.keys[:MOST_EDGES]}
        return Picture(_months(spans.values()), htmlsafe_json_dumps(_picture(told, spans, self.words)))


def _months(spans: Iterable[Sequence[Span]]) -> tuple[int, int] | None:
    """The first and the last month told, counted from the year 0; None where no time is."""
    months = [month for told in spans for _, *ends in told for month in ends if month is not None]
    return (min(months), max(months)) if months else None


def _verb(row: Mapping[str, Any], words: Words) -> str:
    return words.relation(row["type"]) if row["kind"] == "tie" else words.kind(row["type"])


def _href(proof: Proof) -> str:
    return event_address(proof.event) if proof.event else f"{document_address(proof.document)}#{quote(proof.id)}"


def _evidence(told: Network, key: Key, words: Words) -> tuple[list[Json], str]:
    """Where an edge is told, the first few, and how many more; a page that tells it twice in one event is told in once."""
    proofs = list({(p.document, p.event or p.id): p for p in reversed(told.proofs(key))}.values())[::-1]
    shown = [
        {
            "document": told.label(proof.document),
            "href": _href(proof),
            "when": words.when(proof.edtf) if proof.edtf else words.t("network.untimed"),
        }
        for proof in proofs[:MOST_PROOFS]
    ]
    more = len(proofs) - MOST_PROOFS
    return shown, words.t("views.more", n=f"{more:,}") if more > 0 else ""


def _said(told: Network, key: Key, words: Words) -> Json:
    row = told.summary(key)
    proofs, more = _evidence(told, key, words)
    times = list(dict.fromkeys(proof.edtf for proof in told.proofs(key)))[:MOST_PROOFS]
    return {
        **row,
        "from": words.named(row["source"]),
        "with": words.named(row["target"]),
        "said": _verb(row, words),
        "times": words.joined([words.when(edtf) if edtf else words.t("network.untimed") for edtf in times]),
        "proofs": proofs,
        "more": more,
        "denied_said": words.t("network.denied", n=words.many("origin", row["denied"])) if row["denied"] else "",
    }


def _picture(told: Network, spans: Mapping[Key, Sequence[Span]], words: Words) -> Json:
    ends = dict.fromkeys(end for key in spans for end in (key.source, key.target))
    return {
        "language": words.language,
        "nodes": [{"id": actor, "name": words.named(actor)} for actor in ends],
        "edges": [_drawn(told, key, spans[key], words) for key in spans],
        "words": {"shown": words.t("network.shown")},
    }


def _drawn(told: Network, key: Key, spans: Sequence[Span], words: Words) -> Json:
    row = told.summary(key)
    kept = ("id", "kind", "source", "target", "directed", "planned", "weight")
    evidence, more = _evidence(told, key, words)
    return {name: row[name] for name in kept} | {
        "said": _verb(row, words),
        "chip": words.many("independent_origin", row["weight"]),
        "spans": spans,
        "evidence": evidence,
        "more": more,
    }


PAGES = (Page(_PATH, network_page, listing=True, rehearsed=True),)
