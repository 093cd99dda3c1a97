"""The network: who deals with whom, in independent origins, through time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from starlette.responses import JSONResponse, Response

from takhrij.show import network
from takhrij.show.names import ActorNames
from takhrij.show.sheets import NETWORK, edges
from takhrij.show.wording import Words
from takhrij.web.filters import Asked, document_address, event_address, facet_choices
from takhrij.web.screen import Page, Screen

Json = dict[str, Any]
_PATH = "/network"
MOST_EDGES = 150
MOST_PROOFS = 12
_MONTHS = 12


def network_page(screen: Screen) -> Response:
    """Ties and dealings between actors; as JSON nodes and edges."""
    asked = Asked(_PATH, screen.query)
    told = screen.view.lately(network.Asked(asked.facets(), screen.workbench.resources))
    if screen.extension != "html":
        graph = told.graph(ActorNames.of(screen.view, screen.workbench.resources))
        return JSONResponse(graph) if screen.extension == "json" else screen.rows(edges(graph), NETWORK, "network")
    words = screen.words
    strongest = [told.row(key) for key in told.keys[:MOST_EDGES]]
    shown = [words.t.many("views.ties", len(told.keys)), words.many("actor", len(told.degrees))]
    shown += [words.t("network.strongest", n=MOST_EDGES)] if len(told.keys) > MOST_EDGES else []
    return screen.page(
        "network.html.j2",
        form=asked.form(told.keys, facet_choices(screen.view, asked, words, screen.workbench.resources)),
        shown=" · ".join(shown),
        edges=[_said(told.row(key), words) for key in asked.slice(told.keys)],
        months=_months(strongest),
        picture=_picture(strongest, words),
    )


def _months(rows: Sequence[Json]) -> tuple[int, int] | None:
    """The first and the last month told, counted from the year 0; None where no time is."""
    days = [day for row in rows for proof in row["evidence"] for day in (proof["first"], proof["last"]) if day]
    months = [int(day[:4]) * _MONTHS + int(day[5:7]) - 1 for day in days]
    return (min(months), max(months)) if months else None


def _verb(row: Mapping[str, Any], words: Words) -> str:
    return words.relation(row["type"]) if row["kind"] == "tie" else words.kind(row["type"])


def _proof(proof: Json, words: Words) -> Json:
    told = f"{document_address(proof['sha256'])}#{quote(proof['id'])}"
    return {
        "document": proof["document"],
        "href": event_address(proof["event"]) if proof["event"] else told,
        "when": words.when(proof["edtf"]) if proof["edtf"] else words.t("network.untimed"),
    }


def _said(row: Json, words: Words) -> Json:
    told = [_proof(proof, words) for proof in row["evidence"]]
    # A page that tells it twice in one event is told in once.
    proofs = list({(proof["document"], proof["href"]): proof for proof in told}.values())
    more = len(proofs) - MOST_PROOFS
    return {
        **row,
        "from": words.named(row["source"]),
        "with": words.named(row["target"]),
        "said": _verb(row, words),
        "times": words.joined(list(dict.fromkeys(proof["when"] for proof in told))[:MOST_PROOFS]),
        "proofs": proofs[:MOST_PROOFS],
        "more": words.t("views.more", n=f"{more:,}") if more > 0 else "",
        "denied_said": words.t("network.denied", n=words.many("origin", row["denied"])) if row["denied"] else "",
    }


def _picture(rows: Sequence[Json], words: Words) -> Json:
    ends = dict.fromkeys(end for row in rows for end in (row["source"], row["target"]))
    kept = ("id", "kind", "source", "target", "directed", "planned", "weight")
    return {
        "language": words.language,
        "nodes": [{"id": actor, "name": words.named(actor)} for actor in ends],
        "edges": [
            {key: row[key] for key in kept}
            | {"said": _verb(row, words), "chip": words.many("independent_origin", row["weight"])}
            | {"evidence": [_drawn(proof, words) for proof in row["evidence"]]}
            for row in rows
        ],
        "words": {"shown": words.t("network.shown")},
    }


def _drawn(proof: Json, words: Words) -> Json:
    return {key: proof[key] for key in ("origin", "first", "last")} | _proof(proof, words)


PAGES = (Page(_PATH, network_page, listing=True, rehearsed=True),)
