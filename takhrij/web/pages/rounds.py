"""Coding rounds: opening, coding blind, closing, agreement, settling."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from takhrij import pipeline
from takhrij.core.errors import UsageError
from takhrij.core.records import Claim, Span
from takhrij.evaluate import adjudication, coding, team
from takhrij.evaluate.adjudication import NONE, PROGRAM, Choice
from takhrij.evaluate.coding import Answer, Plan, Signature
from takhrij.evaluate.team import Unit
from takhrij.show import marked
from takhrij.show.team import AGREEMENT
from takhrij.store.rounds import Round, coded
from takhrij.store.rounds import rounds as opened
from takhrij.web.accounts.signing import Accounts
from takhrij.web.listings import number
from takhrij.web.pages.review import ROLES, fields, value_of
from takhrij.web.screen import NotFoundError, Page, Screen

MOST = 10**9


def signature(screen: Screen) -> Signature:
    """Who is signed in, now, and the reason sent."""
    return screen.user.name, pipeline.now(), screen.form.get("why", "")[:2000]


def found(screen: Screen) -> Round:
    """The round that the address names. Raises NotFoundError."""
    with screen.workbench.store() as store:
        told = next((r for r in opened(store.decisions()) if r.id == screen.path["round"]), None)
    if told is None:
        raise NotFoundError(screen.t("no_round"))
    return told


def rounds(screen: Screen) -> Response:
    """Every round with its progress, and for editors a form that opens one."""
    with screen.workbench.store() as store:
        rows = [
            (r, coding.progress(store, r), len(adjudication.settled(store, r))) for r in opened(store.decisions())
        ]
    people = (
        [a.name for a in screen.access.book.all() if a.role != "reader"]
        if isinstance(screen.access, Accounts)
        else []
    )
    documents = [(key, screen.view.label(key)) for key, told in screen.view.claims_of.items() if told]
    return screen.page("rounds.html.j2", rounds=rows, people=people, documents=documents)


def open_round(screen: Screen) -> Response:
    """Open a round over the documents chosen, or over some of them drawn by the seed."""
    form = screen.form
    coders = tuple(line.strip() for line in form.get("coders", "").replace(",", "\n").splitlines() if line.strip())
    every = tuple(key for key, told in screen.view.claims_of.items() if told)
    chosen = tuple(name.removeprefix("d:") for name in form if name.startswith("d:"))
    if any(key not in every for key in chosen):
        raise NotFoundError(screen.t("no_document"))
    draw = number(form["draw"], 1, MOST, "number of documents") if form.get("draw") else None
    seed = number(form.get("seed") or "0", 0, MOST, "seed")
    with screen.workbench.store() as store:
        made = coding.open_round(
            store, Plan(form.get("name", "").strip(), chosen or every, coders, seed, draw), signature(screen)
        )
    return screen.redirect(f"/rounds/{made.id}")


def round_page(screen: Screen) -> Response:
    """One round: for a coder what is left to judge; once closed the agreement, and what is to be settled."""
    told = found(screen)
    context: dict[str, Any] = {
        "round": told,
        "agreement": (),
        "units": (),
        "settled": {},
        "lines": {},
        "mine": {},
        "told": None,
    }
    with screen.workbench.store() as store:
        context["progress"] = coding.progress(store, told)
        if told.closed and screen.user.may("editor"):
            units = adjudication.closed_units(store, told)
            context["settled"] = adjudication.settled(store, told)
            context["units"] = [u for u in units if u.apart or u.changed]
            context["lines"] = {u.key: screen.words.statement(_any_claim(u)) for u in context["units"]}
            context["agreement"], context["told"] = _agreement(screen, told, units)
        elif not told.closed and screen.user.name in told.coders:
            context["mine"] = coding.own(store, told, screen.user.name)
    order = coding.order(told, screen.user.name) if context["mine"] or not told.closed else ()
    context["order"] = [(c, screen.words.statement(c)) for c in order] if screen.user.name in told.coders else []
    return screen.page("round.html.j2", **context)


def _any_claim(unit: Unit) -> Claim:
    """A telling of a unit: the program's, else the first coder's who has one."""
    told = [unit.shown, *(unit.claim(n) for n in range(len(unit.answers)))]
    return next(claim for claim in told if claim is not None)


def _agreement(
    screen: Screen, round: Round, units: tuple[Unit, ...]
) -> tuple[tuple[team.FieldAgreement, ...], str | None]:
    try:
        return team.agreement(round, units), None
    except UsageError as error:
        return (), screen.refusal(str(error))


def agreement(screen: Screen) -> Response:
    """How far the coders agree, field by field."""
    told = found(screen)
    with screen.workbench.store() as store:
        rows = [row.as_json() for row in team.agreement(told, adjudication.closed_units(store, told))]
    if screen.extension == "html":
        return screen.redirect(f"/rounds/{told.id}")
    return screen.rows(rows, AGREEMENT, f"agreement-{told.id}")


def coder_page(screen: Screen) -> Response:
    """One claim of a round, as its coder judges it: the text with its words, the fields, and what was judged before."""
    told = found(screen)
    name, key = screen.user.name, screen.path["unit"]
    if name not in told.coders:
        raise UsageError(screen.t("not_your_round"))
    with screen.workbench.store() as store:
        mine = coding.own(store, told, name)
    claim = told.claims.get(key) or (mine[key].claim if key in mine else None)
    if claim is None:
        raise NotFoundError(screen.t("no_claim"))
    answer = mine.get(key)
    now = answer.claim if answer is not None and answer.claim is not None else claim
    order = [c.id for c in coding.order(told, name)]
    place = order.index(key) if key in order else len(order)
    return screen.page(
        "coding.html.j2",
        round=told,
        claim=now,
        key=key,
        answer=answer,
        added=[(k, c.claim) for k, c in mine.items() if k not in told.claims and c.claim is not None],
        fields=fields(screen, now),
        statement=screen.words.statement(now),
        text=_text(screen, told, now),
        place=place,
        total=len(order),
        judged=sum(k in mine for k in order),
        previous=order[place - 1] if 0 < place <= len(order) else None,
        following=next((k for k in order[place + 1 :]), None),
        types=sorted(screen.workbench.resources.documents("events")),
        roles=ROLES,
    )


def _text(screen: Screen, round: Round, claim: Claim) -> Any:
    """The reading of a claim's document cut at its marks; nothing of other people's decisions is marked."""
    reading = screen.view.readings[claim.document]
    others = [c for c in round.claims.values() if c.document == claim.document and c.id != claim.id]
    stretches = [*marked.of_page(reading, others, ()), *marked.of_claim(claim)]
    return {"reading": reading, "pieces": marked.pieces(reading.text, stretches)}


def _words(screen: Screen, document: str) -> Span | None:
    """The words that were marked in a page; None where none were."""
    form = screen.form
    if not (form.get("start") and form.get("end")):
        return None
    start, end = number(form["start"], 0, MOST, "place"), number(form["end"], 0, MOST, "place")
    reading = screen.view.readings.get(document)
    if reading is None:
        raise NotFoundError(screen.t("no_document"))
    words = reading.text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()), words.strip()) if words.strip() else None


def code(screen: Screen) -> Response:
    """Take in one coder's judgement, and go on to the next claim that this coder has not judged."""
    told, key, form = found(screen), screen.path["unit"], screen.form
    verb = form.get("verb", "")
    if verb not in ("accept", "reject", "edit"):
        raise UsageError(f"'{verb[:40]}' is no judgement; give accept, reject or edit")
    with screen.workbench.store() as store:
        answer = Answer(verb)  # type: ignore[arg-type]
        if verb == "edit":
            name = form.get("field", "")
            value = value_of(name, form.get("value", ""), form.get("empty") == "1")
            document = told.claims[key].document if key in told.claims else _own_document(screen, told, key)
            answer = Answer("edit", name, value, _words(screen, document))
        coding.code(store, told, key, answer, signature(screen))
        mine = coding.own(store, told, screen.user.name)
    left = [c.id for c in coding.order(told, screen.user.name) if c.id not in mine]
    if verb == "edit":
        return screen.redirect(f"/rounds/{told.id}/code/{key}")
    return screen.redirect(f"/rounds/{told.id}/code/{left[0]}" if left else f"/rounds/{told.id}")


def _own_document(screen: Screen, round: Round, key: str) -> str:
    with screen.workbench.store() as store:
        answer = coding.own(store, round, screen.user.name).get(key)
    if answer is None or answer.claim is None:
        raise NotFoundError(screen.t("no_claim"))
    return answer.claim.document


def add(screen: Screen) -> Response:
    """A claim that the program missed, by words of a document of the round."""
    told, document = found(screen), screen.form.get("document", "")
    words = _words(screen, document)
    if words is None:
        raise UsageError(screen.t("no_words"))
    with screen.workbench.store() as store:
        told_by = (screen.form.get("type", ""), words.text, words.start)
        made = coding.add(store, told, document, told_by, signature(screen))
    return screen.redirect(f"/rounds/{told.id}/code/{made.unit}")


def close(screen: Screen) -> Response:
    """Close a round."""
    told = found(screen)
    with screen.workbench.store() as store:
        coding.close_round(store, told, signature(screen), screen.form.get("unfinished") == "1")
    return screen.redirect(f"/rounds/{told.id}")


def unit_page(screen: Screen) -> Response:
    """One claim of a closed round: what each coder made of it side by side, with the words, and what is chosen."""
    told = found(screen)
    with screen.workbench.store() as store:
        unit = _unit(screen, adjudication.closed_units(store, told))
        settled = adjudication.settled(store, told).get(unit.key)
        mine = {c.coder: c for c in coded(store.decisions(), told.id) if c.unit == unit.key}
    tellings: list[dict[str, Any]] = []
    if unit.shown is not None:
        tellings.append({"of": PROGRAM, "verdict": "", "claim": unit.shown, "why": ""})
    for n, coder in enumerate(told.coders):
        why = mine[coder].why if coder in mine else ""
        tellings.append({"of": coder, "verdict": unit.verdict(n), "claim": unit.claim(n), "why": why})
    for telling in tellings:
        claim = telling["claim"]
        telling["fields"] = {} if claim is None else _by_role(fields(screen, claim))
    claims = [t["claim"] for t in tellings if t["claim"] is not None]
    roles = list(dict.fromkeys(role for t in tellings for role in t["fields"]))
    return screen.page(
        "unit.html.j2",
        round=told,
        unit=unit,
        tellings=tellings,
        roles=roles,
        settled=settled,
        text=_text(screen, told, claims[0]),
        none=NONE,
    )


def _by_role(rows: list[dict[str, Any]]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["role"], []).append(row["value"])
    return {role: "; ".join(values) for role, values in found.items()}


def _unit(screen: Screen, units: tuple[Unit, ...]) -> Unit:
    unit = next((u for u in units if u.key == screen.path["unit"]), None)
    if unit is None:
        raise NotFoundError(screen.t("no_claim"))
    return unit


def adjudicate(screen: Screen) -> Response:
    """Settle a claim of a closed round, and go on to the next that is not settled."""
    told, key = found(screen), screen.path["unit"]
    seen = screen.form.get("settled", "")
    with screen.workbench.store() as store:
        earlier = adjudication.settled(store, told).get(key)
        # The page said which choice it showed; another one since is shown first, never overwritten.
        again = earlier is not None and earlier.id == seen
        adjudication.adjudicate(store, told, Choice(key, screen.form.get("of", "")), signature(screen), again)
        done = adjudication.settled(store, told)
        left = [u.key for u in adjudication.closed_units(store, told) if (u.apart or u.changed) and u.key not in done]
    screen.workbench.relink()
    return screen.redirect(f"/rounds/{told.id}/units/{left[0]}" if left else f"/rounds/{told.id}")


def agreed(screen: Screen) -> Response:
    """Settle every claim that all coders judged alike."""
    told = found(screen)
    with screen.workbench.store() as store:
        adjudication.adjudicate_agreed(store, told, signature(screen))
    screen.workbench.relink()
    return screen.redirect(f"/rounds/{told.id}")


PAGES = (
    Page("/rounds", rounds, role="reviewer"),
    Page("/rounds", open_round, methods=("POST",), role="editor"),
    Page("/rounds/{round}", round_page, role="reviewer"),
    Page("/rounds/{round}/agreement", agreement, role="editor", listing=True),
    Page("/rounds/{round}/code/{unit}", coder_page, role="reviewer"),
    Page("/rounds/{round}/code/{unit}", code, methods=("POST",), role="reviewer"),
    Page("/rounds/{round}/add", add, methods=("POST",), role="reviewer"),
    Page("/rounds/{round}/close", close, methods=("POST",), role="editor"),
    Page("/rounds/{round}/units/{unit}", unit_page, role="editor"),
    Page("/rounds/{round}/units/{unit}", adjudicate, methods=("POST",), role="editor"),
    Page("/rounds/{round}/agreed", agreed, methods=("POST",), role="editor"),
)
