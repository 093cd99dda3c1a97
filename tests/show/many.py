"""A large case made of one small one: the same happening on other days, each on pages of its own."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta

from takhrij.core.records import Claim, Event, TimeRef
from takhrij.show.view import CaseView

_FIRST = date(2015, 1, 1)


def many(view: CaseView, events: int) -> CaseView:
    """`events` copies of the first event of a view, a day apart, on as many pairs of pages."""
    made = CaseView()
    documents, readings, claims, told = {}, {}, {}, []
    first = view.events[0]
    pages = list(dict.fromkeys(document for _, document in first.claims))[:2]
    for n in range(events):
        names = {page: hashlib.sha256(f"{page} {n}".encode()).hexdigest() for page in pages}
        day = (_FIRST + timedelta(days=n)).isoformat()
        for page, name in names.items():
            documents[name] = replace(view.documents[page], sha256=name, label=f"{view.documents[page].label}-{n}")
            readings[name] = replace(view.readings[page], document=name)
        mine = [_claim(view.claims[c], names[page], n, day) for c, page in first.claims if page in names]
        claims.update({claim.id: claim for claim in mine})
        told.append(_event(first, mine, day))
    made = replace(made, documents=documents, readings=readings, claims=claims, events=tuple(told))
    return made


def _claim(claim: Claim, document: str, n: int, day: str) -> Claim:
    time = claim.time
    roles = {**claim.roles, "time": (TimeRef(day, time.span),)} if time is not None else claim.roles
    return replace(claim, id=f"{document[:12]}-{claim.type}-{n}", document=document, roles=roles)


def _event(first: Event, claims: list[Claim], day: str) -> Event:
    pages = tuple((c.document,) for c in claims)
    ids = tuple((c.id, c.document) for c in claims)
    bare = replace(first, conflicts=(), checks=(), notes=(), sides=())
    return replace(bare, id=claims[0].id, time=day, label=f"Exchange, al-Bayda, {day}", claims=ids, origins=pages)
