"""Judging claims: the page's text on one side, the claim's fields on the other, one decision at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response

from takhrij.core.codec import NUMBER_ROLES
from takhrij.core.errors import UsageError
from takhrij.core.records import Claim, Decision
from takhrij.pipeline import judging, proposing
from takhrij.show import marked, query
from takhrij.show.index import Asked, Found
from takhrij.show.view import CaseView
from takhrij.store.pins import CHAIN, CLASSES
from takhrij.store.rounds import CLOSED, CODE, ROUND, blinded
from takhrij.store.seals import SEAL, UNSEAL
from takhrij.web.listings import BY_NAME, asked, number, verdict, verdicts_of
from takhrij.web.screen import ForbiddenError, NotFoundError, Page, Screen
from takhrij.web.workbench import Judged, StaleError

FACETS = BY_NAME["claims"].facets
EDITORS = (ROUND, CLOSED, CODE, SEAL, UNSEAL, "sample")
"""Verbs that only an editor may undo."""
SEEN = ("", "new", "judged", "unsure")
VERBS = ("accept", "reject", "unsure")
ROLES = (
    *("actor", "target", "mediator", "beneficiary", "place", "origin_place", "destination", "time"),
    *(*NUMBER_ROLES, "amount", "condition", "purpose", "instrument"),
)


def queue(screen: Screen, parameters: Mapping[str, str]) -> list[str]:
    """The claims that the filters of an address choose, in the case's order, rejected ones left out unless judged."""
    view = screen.view
    seen = parameters.get("seen", "")
    if seen not in SEEN:
        raise UsageError(f"'{seen[:40]}' is no choice for 'seen'; give new, judged or unsure")
    verdicts = view.once(verdicts_of)
    wanted = asked(screen.query, FACETS)
    there = screen.index.keys("claim", wanted)
    rejected = screen.index.keys("rejected", wanted)
    if rejected:
        there = tuple(sorted(dict.fromkeys((*there, *rejected)), key=lambda key: _place(view, key)))
    if seen == "new":
        return [key for key in there if key not in verdicts and key in view.claims]
    if seen:
        return [key for key in there if key in verdicts and seen in ("judged", verdicts[key])]
    return [key for key in there if key in view.claims or key in view.rejected]


def _place(view: CaseView, key: str) -> tuple[str, int, str]:
    """Where a claim stands in the case's order: by document, then in text order."""
    claim = view.claims.get(key) or view.rejected.get(key)
    return (claim.document, claim.trigger.start, key) if claim is not None else ("", 0, key)


def review(screen: Screen) -> Response:
    """The claim in hand out of those that the filters choose."""
    keys = queue(screen, screen.query)
    at = screen.query.get("at", "")
    if not keys:
        return screen.page("review_none.html.j2")
    if at and at not in keys:
        # Never another claim than the one asked for: a key pressed there would judge the wrong one.
        if at not in screen.view.claims and at not in screen.view.rejected:
            raise NotFoundError(screen.t("no_claim"))
        return screen.redirect(f"/claims/{at}")
    place = keys.index(at) if at else 0
    return _claim_page(screen, keys[place], keys, place)


def claim(screen: Screen) -> Response:
    """One claim by its id."""
    view, key = screen.view, screen.path["claim"]
    if key not in view.claims and key not in view.rejected:
        found = [c for c in (*view.claims, *view.rejected) if c.startswith(key)]
        if len(found) != 1:
            raise NotFoundError(screen.t("no_claim"))
        key = found[0]
    return _claim_page(screen, key, [key], 0)


def _claim_page(screen: Screen, key: str, keys: list[str], place: int) -> Response:
    view = screen.view
    told = view.claims.get(key) or view.rejected[key]
    reading = view.readings[told.document]
    others = [c for c in view.claims_of.get(told.document, ()) if c.id != key]
    copies = [c for c in view.copies if told.document in (c.a, c.b)]
    stretches = [*marked.of_page(reading, others, copies), *marked.of_claim(told)]
    verdicts = view.once(verdicts_of)
    total = len(keys)
    judged = sum(1 for k in keys if k in verdicts) if verdicts else 0
    wanted = asked(screen.query, FACETS) if screen.address == "/review" else Asked()
    quoted = [t for t in view.translations if t.document == told.document]
    return screen.page(
        "review.html.j2",
        claim=told,
        row=query.claim_row(view, told),
        statement=screen.words.statement(told),
        fields=fields(screen, told),
        reading=reading,
        document=view.documents[told.document],
        pieces=marked.pieces(reading.text, stretches),
        copies=copies,
        event=view.by_id.get(view.event_of.get(key, "")),
        decisions=view.decided.get(key, ()),
        rejected=key in view.rejected,
        verdict=verdict(view, key),
        seen=judging.fingerprint(view, key),
        place=place,
        total=total,
        judged=judged,
        previous=keys[place - 1] if place else None,
        following=keys[place + 1] if place + 1 < len(keys) else None,
        wanted=wanted,
        found=Found((), total, screen.index.counts("claim", wanted)),
        translations=quoted,
        roles=ROLES,
        links=[(link.source_class, link.span) for link in told.attribution],
        classes=CLASSES,
        types=sorted(screen.workbench.resources.documents("events")),
        last=last_decision(screen),
        undone=just_undone(screen),
    )


def fields(screen: Screen, told: Claim) -> list[dict[str, Any]]:
    """A row for every filler of a claim: its role, value in words, the page's words and its field id."""
    words = screen.words
    rows: list[dict[str, Any]] = [
        {"role": "type", "value": words.kind(told.type), "quoted": told.trigger.text, "field": "trigger"},
        {"role": "modality", "value": words.modality(told.modality), "quoted": "", "field": ""},
        {
            "role": "polarity",
            "value": words.polarity(told.polarity) or screen.t("happened"),
            "quoted": "",
            "field": "",
        },
    ]
    for role, fillers in told.roles.items():
        for n, filler in enumerate(fillers):
            span = getattr(filler, "span", None)
            quoted = span.text if span else ""
            rows.append({"role": role, "value": words.filler(filler), "quoted": quoted, "field": f"{role}-{n}"})
    for n, link in enumerate(told.attribution):
        quoted = link.span.text if link.span else ""
        said = words.speaker(link.source_class)
        rows.append({"role": "speaker", "value": said, "quoted": quoted, "field": f"source-{n}"})
    for row in rows:
        row["edited"] = told.edit(CHAIN if row["role"] == "speaker" else row["role"])
    return rows


def last_decision(screen: Screen) -> Any:
    """The newest decision of whoever is signed in that still stands, for undo; None where there is none."""
    undone = {d.undoes for d in screen.view.decisions if d.undoes}
    mine = (d for d in reversed(screen.view.decisions) if d.by == screen.user.name and d.verb != "undo")
    return next((d for d in mine if d.id not in undone), None)


def just_undone(screen: Screen) -> Any:
    """The decision that whoever is signed in took back as the last thing done; None where it was something else."""
    newest = next((d for d in reversed(screen.view.decisions) if d.by == screen.user.name), None)
    if newest is None or newest.verb != "undo":
        return None
    return next((d for d in screen.view.decisions if d.id == newest.undoes), None)


def judge(screen: Screen) -> Response:
    """Take in one judgement and go on to the next claim of the filters."""
    key, form = screen.path["claim"], screen.form
    verb = form.get("verb", "")
    # What comes next is settled before the judgement takes this claim out of what the filters choose.
    after = _next(screen, key) if verb in VERBS else key
    try:
        screen.workbench.judge(_judged(screen, key, verb))
    except StaleError:
        return _stale(screen, key)
    return screen.redirect(_back(screen, after))


def _judged(screen: Screen, key: str, verb: str) -> Judged:
    form = screen.form
    told: dict[str, Any] = {
        "claim": key,
        "by": screen.user.name,
        "why": form.get("why", "")[:2000],
        "seen": form.get("seen"),
    }
    if verb in VERBS:
        return Judged(verb=verb, **told)
    if verb == "grade":
        return Judged(verb=verb, value=number(form.get("value", ""), 1, 6, "credibility"), **told)
    if verb == "edit":
        place = None
        if form.get("start") and form.get("end"):
            place = (number(form["start"], 0, 10**9, "place"), number(form["end"], 0, 10**9, "place"))
        name = form.get("field", "")
        value = chain_of(form) if name == CHAIN else value_of(name, form.get("value", ""), form.get("empty") == "1")
        return Judged(verb=verb, field=name, value=value, words=place, **told)
    raise UsageError(f"'{verb[:40]}' is no judgement of a claim; give accept, reject, unsure, edit or grade")


def chain_of(form: Mapping[str, str]) -> list[dict[str, Any]]:
    """The links of a chain of speakers as a form tells them: numbered rows of class, words and where these stand, in the
    order that `place` gives; a row without a class is left out.

    >>> chain_of({"class-0": "official", "text-0": "b", "place-0": "2", "class-1": "media", "text-1": "a", "place-1": "1"})
    [{'class': 'media', 'text': 'a'}, {'class': 'official', 'text': 'b'}]
    """
    rows = []
    for n in sorted(int(key[6:]) for key in form if key.startswith("class-") and key[6:].isdigit()):
        if form[f"class-{n}"]:
            link: dict[str, Any] = {"class": form[f"class-{n}"], "text": form.get(f"text-{n}", "").strip()}
            if start := form.get(f"start-{n}", ""):
                link["start"] = number(start, 0, 10**9, "place")
            rows.append((number(form.get(f"place-{n}") or str(n + 1), 1, 99, "place"), n, link))
    return [link for _, _, link in sorted(rows, key=lambda row: row[:2])]


def value_of(field: str, told: str, empty: bool) -> Any:
    """The value of a field as a form tells it: JSON where it is JSON, else the words; None empties a role.

    >>> value_of("released", "20", False), value_of("time", "2018", False), value_of("actor", "houthi", False)
    (20, '2018', 'houthi')
    """
    if empty:
        return None
    told = told.strip()
    if not told:
        raise UsageError("no value was given; write one, or choose to empty the field")
    if field in ("time", "type", "modality", "polarity"):
        return told
    try:
        return json.loads(told)
    except ValueError:
        return told


def _next(screen: Screen, key: str) -> str:
    keys = queue(screen, screen.query) if screen.query.get("next") == "1" else [key]
    if key not in keys:
        return key
    place = keys.index(key)
    return keys[place + 1] if place + 1 < len(keys) else keys[max(place - 1, 0)]


def _back(screen: Screen, key: str) -> str:
    if "at" not in screen.query:
        return f"/claims/{key}"
    kept = [(k, v) for k, v in screen.query.multi_items() if k not in ("at", "next")]
    return f"/review?{urlencode([*kept, ('at', key)])}"


def _stale(screen: Screen, key: str) -> Response:
    screen.reload()
    view = screen.view
    now = view.claims.get(key)
    return screen.page(
        "stale.html.j2",
        status=409,
        key=key,
        sent=screen.form,
        now=screen.words.statement(now) if now is not None else None,
        decisions=view.decided.get(key, ()),
        seen=judging.fingerprint(view, key),
    )


def add(screen: Screen) -> Response:
    """A claim that the machine missed: words of the page and a type."""
    form = screen.form
    place = (number(form.get("start", ""), 0, 10**9, "place"), number(form.get("end", ""), 0, 10**9, "place"))
    signed = (screen.user.name, form.get("why", "")[:2000])
    made = screen.workbench.add(screen.path["key"], place, form.get("type", ""), signed)
    return screen.redirect(f"/claims/{made.id}")


def translate(screen: Screen) -> Response:
    """A human translation of quoted words, with its translator."""
    form = screen.form
    place = (number(form.get("start", ""), 0, 10**9, "place"), number(form.get("end", ""), 0, 10**9, "place"))
    value = {"language": form.get("language", "en")[:20], "text": form.get("text", "")[:20_000]}
    value["translator"] = form.get("translator", "").strip()[:200] or screen.user.name
    screen.workbench.translate(screen.path["key"], place, value, screen.user.name)
    return screen.redirect(form.get("back", f"/documents/{screen.path['key']}"))


def propose(screen: Screen) -> Response:
    """What the program reads in chosen words, as values for a field: ``[{"value", "told"}]``."""
    reading = screen.view.readings.get(screen.path["key"])
    if reading is None:
        raise NotFoundError(screen.t("no_document"))
    start = number(screen.query.get("start", ""), 0, 10**9, "place")
    end = number(screen.query.get("end", ""), 0, 10**9, "place")
    found = proposing.proposals(reading, (start, end), screen.query.get("field", ""), screen.workbench.overlay)
    return JSONResponse(found)


def undo(screen: Screen) -> Response:
    """Take a decision back. Rounds, samples and seals are the editors'; a coder takes back only what is still blind."""
    with screen.workbench.store() as store:
        _refuse_undo(screen, {d.id: d for d in store.decisions()})
    screen.workbench.undo(screen.form.get("decision", ""), screen.user.name, screen.form.get("why", "")[:2000])
    return screen.redirect(screen.form.get("back", "/decisions"))


def _refuse_undo(screen: Screen, every: Mapping[str, Decision]) -> None:
    """Raises ForbiddenError for a decision that is not this person's to undo, NotFoundError for one that is not there."""
    # Only whole ids: the beginning of one could name what was not looked at here.
    target = every.get(screen.form.get("decision", ""))
    while target is not None and target.undoes is not None:
        target = every.get(target.undoes)
    if target is None:
        raise NotFoundError(screen.t("no_decision"))
    if target.verb == CODE and target not in blinded(every.values()):
        allowed = target.by == screen.user.name
    else:
        allowed = target.verb not in EDITORS or screen.user.may("editor")
    if not allowed:
        raise ForbiddenError(screen.t("forbidden", role=screen.t("role.editor")))


PAGES = (
    Page("/review", review, rehearsed=True),
    Page("/claims/{claim}", claim),
    Page("/claims/{claim}/judge", judge, methods=("POST",), role="reviewer"),
    Page("/documents/{key}/add", add, methods=("POST",), role="reviewer"),
    Page("/documents/{key}/translate", translate, methods=("POST",), role="reviewer"),
    Page("/documents/{key}/propose", propose),
    Page("/undo", undo, methods=("POST",), role="reviewer"),
)
