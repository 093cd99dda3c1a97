"""A small case made by hand: an agency piece, its reprint, and a page that tells it otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from takhrij.core.ids import claim_anchor
from takhrij.core.records import (
    ActorRef,
    Anchor,
    ChainLink,
    Check,
    Claim,
    ClaimLink,
    Comparison,
    Conflict,
    ConflictValue,
    Copy,
    CountPart,
    CountRef,
    Decision,
    Document,
    Event,
    Framing,
    Grade,
    Origin,
    PlaceRef,
    Problem,
    Reading,
    Relation,
    Span,
    TimeRef,
)
from takhrij.show.view import CaseView

AGENCY = (
    "تبادل أسرى في البيضاء\n\n"
    "قال مصدر محلي إن جماعة الحوثي وتنظيم القاعدة تبادلا الأسرى في مديرية الصومعة في 28 يوليو 2021، "
    "وشمل التبادل (4) أسرى، عدد (2) من القاعدة و(2) من الحوثيين.\n\n"
    "وتشرف استخبارات الحوثيين على هذه الصفقات."
)
OTHER = (
    "إفراج بلا مقابل\n\n"
    "أفرجت المليشيا الحوثية الإرهابية في أواخر يوليو 2021 عن ثلاثة من عناصر القاعدة من سجن في صنعاء دون مقابل."
)


def span(text: str, words: str, nth: int = 0) -> Span:
    """The nth place of words in a text."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(at, at + len(words), words)


def key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _page(name: str, text: str, outlet: str, url: str | None) -> tuple[Document, Reading]:
    document = Document(key(name), name, f"{name}.html", "text/html", len(text), url, "2021-08-02")
    title = text.split("\n", 1)[0]
    reading = Reading(key(name), "html 1", text, title, outlet, "سامي المثال", "2021-07-29", "news")
    return document, reading


def _exchange(document: str) -> Claim:
    text = AGENCY
    trigger = span(text, "تبادلا")
    parts = (
        CountPart(2, 2, ("alqaeda",), span(text, "(2)")),
        CountPart(2, 2, ("houthi",), span(text, "(2)", 1)),
    )
    told = CountRef(4, 4, span(text, "(4)"), of=("alqaeda", "houthi"), parts=parts)
    return Claim(
        claim_anchor(document, "exchange", trigger.start),
        document,
        "exchange",
        "asserted",
        "did",
        trigger,
        (Span(span(text, "قال").start, span(text, "الحوثيين.").end, text.split("\n\n")[1]),),
        {
            "actor": (
                ActorRef("houthi", "Houthis (Ansar Allah)", span(text, "جماعة الحوثي")),
                ActorRef("alqaeda", "al-Qaeda", span(text, "تنظيم القاعدة")),
            ),
            "place": (PlaceRef("as-sawmaah", "As Sawma'ah", "الصومعة", "district", span(text, "الصومعة")),),
            "time": (TimeRef("2021-07-28", span(text, "28 يوليو 2021")),),
            "exchanged": (told,),
        },
        (ChainLink("anonymous", span(text, "مصدر محلي")),),
    )


def _release(document: str) -> Claim:
    text = OTHER
    trigger = span(text, "أفرجت")
    return Claim(
        claim_anchor(document, "release", trigger.start),
        document,
        "release",
        "alleged",
        "did",
        trigger,
        (Span(trigger.start, len(text), text[trigger.start :]),),
        {
            "actor": (ActorRef("houthi", "Houthis (Ansar Allah)", span(text, "المليشيا الحوثية الإرهابية")),),
            "target": (ActorRef("alqaeda", "al-Qaeda", span(text, "القاعدة")),),
            "place": (PlaceRef("sanaa", "Sanaa", "صنعاء", "town", span(text, "صنعاء"), 15.35, 44.2),),
            "time": (TimeRef("2021-07-21/2021-07-31", span(text, "أواخر يوليو 2021")),),
            "released": (CountRef(3, 3, span(text, "ثلاثة"), of=("alqaeda",)),),
        },
    )


def _event(a: Claim, b: Claim, other: Claim) -> Event:
    dates = ConflictValue("28 July 2021", (a.id, b.id)), ConflictValue("21–31 July 2021", (other.id,))
    kinds = ConflictValue("exchange", (a.id, b.id)), ConflictValue("release", (other.id,))
    return Event(
        a.id,
        "exchange",
        "Exchange of prisoners, al-Bayda, July 2021",
        "2021-07-28",
        ("as-sawmaah", "As Sawma'ah"),
        tuple((c.id, c.document) for c in (a, b, other)),
        ((a.document, b.document), (other.document,)),
        ("houthi", "alqaeda"),
        (Conflict("time", dates), Conflict("type", kinds, "one page tells it without anything in return")),
        Grade(2, "two independent origins agree on the freed men of al-Qaeda; they differ on what was given"),
        (Check(a.id, True, "2 + 2 = 4"),),
        ("One account is one-sided",),
    )


def _relation(document: str) -> Relation:
    subject = ActorRef("houthi_intelligence", "Houthi intelligence", span(AGENCY, "استخبارات الحوثيين"))
    words = AGENCY.split("\n\n")[2]
    evidence = (span(AGENCY, words),)
    return Relation(f"{document[:12]}-supervises-9", document, "supervises", (subject,), (), (), evidence)


@pytest.fixture
def view() -> CaseView:
    """Three pages, two origins, one event, one relation, one loaded term, a decision and a problem."""
    pages = [
        _page("agency", AGENCY, "وكالة المثال", "https://agency.example/1"),
        _page("reprint", AGENCY, "صحيفة النموذج", "https://paper.example/2"),
        _page("other", OTHER, "موقع العينة", "javascript:alert(1)"),
    ]
    a, b, other = _exchange(key("agency")), _exchange(key("reprint")), _release(key("other"))
    whole = (0, len(AGENCY))
    anchor = Anchor(a.document, a.trigger.text, "وتنظيم القاعدة ", " الأسرى", "exchange", "time")
    return CaseView(
        documents={d.sha256: d for d, _ in pages},
        readings={d.sha256: r for d, r in pages},
        claims={c.id: c for c in (a, b, other)},
        relations=(_relation(key("agency")),),
        framing=(
            (
                other.document,
                Framing(span(OTHER, "المليشيا الحوثية الإرهابية"), "houthi", ("المليشيا", "الإرهابية")),
            ),
        ),
        copies=(
            Copy(a.document, b.document, 1.0, b.document, "names the agency in its first line", ((whole, whole),)),
        ),
        origins=(
            Origin(a.document, (a.document, b.document), "وكالة المثال", {b.document: "copies 100% of it"}),
            Origin(other.document, (other.document,), "موقع العينة"),
        ),
        links=(ClaimLink(a.id, b.id, 9.5, (Comparison("time", 3, 4.25, "same day"),)),),
        events=(_event(a, b, other),),
        decisions=(
            Decision("d1", "edit", anchor, "reviewer", "2026-01-02T10:00:00Z", "seen on video", "2021-07-28"),
        ),
        problems=(Problem("empty", "empty.txt has no text; give a page with text", "read", "empty.txt"),),
    )


@pytest.fixture
def retitled() -> Callable[[CaseView, str], CaseView]:
    """The same case with hostile words wherever a page can put words of its own."""

    def make(view: CaseView, words: str) -> CaseView:
        first = next(iter(view.documents))
        reading = replace(view.readings[first], title=words, outlet=words, author=words, published=None)
        document = replace(view.documents[first], label=words, url=words, retrieved=words)
        event = replace(view.events[0], label=words, notes=(words,))
        return replace(
            view,
            documents={**view.documents, first: document},
            readings={**view.readings, first: reading},
            events=(event,),
            problems=(Problem(words, words, "read", words, retry=words),),
        )

    return make
