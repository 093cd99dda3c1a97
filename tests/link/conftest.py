"""Invented pages and claims: one agency piece, its reprints, a page that cites it, a one-sided account."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import (
    ActorRef,
    ChainLink,
    Claim,
    CountRef,
    PlaceRef,
    Reading,
    Span,
    TimeRef,
)
from takhrij.resources import Resources

_PLACES = {
    "sawmaa": ("al-Sawma'a", "الصومعة", "district", ("bayda", "ye")),
    "rada": ("Rada'", "رداع", "district", ("bayda", "ye")),
    "bayda": ("al-Bayda", "البيضاء", "governorate", ("ye",)),
    "sanaa": ("Sanaa", "صنعاء", "town", ("amanat", "ye")),
    "marib": ("Marib", "مأرب", "governorate", ("ye",)),
    "ye": ("Yemen", "اليمن", "country", ()),
}


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


@dataclass
class Maker:
    """Makes Readings and Claims whose spans are true."""

    readings: dict[str, Reading] = field(default_factory=dict)

    def page(self, name: str, text: str, **told: Any) -> Reading:
        told.setdefault("reader", "jsonl/1")
        reading = Reading(document=sha(name), text=text, **told)
        self.readings[reading.document] = reading
        return reading

    def claim(self, reading: Reading, quote: str, kind: str = "clash", **told: Any) -> Claim:
        start = reading.text.index(quote)
        span = Span(start, start + len(quote), quote)
        roles: dict[str, tuple[Any, ...]] = {}
        for role in ("actor", "target", "mediator"):
            if role in told:
                roles[role] = tuple(ActorRef(a, a.title(), span) for a in told.pop(role))
        if "place" in told:
            roles["place"] = tuple(
                PlaceRef(p, _PLACES[p][0], _PLACES[p][1], _PLACES[p][2], span, within=_PLACES[p][3])
                for p in told.pop("place")
            )
        if "time" in told:
            roles["time"] = (TimeRef(told.pop("time"), span),)
        for role, counts in told.pop("counts", {}).items():
            made = [c if isinstance(c, CountRef) else CountRef(c, c, span) for c in counts]
            roles[role] = tuple(made)
        chain = told.pop("chain", None)
        attribution = (ChainLink("narrator"),) if chain is None else (chain,)
        return Claim(
            id=f"{reading.document[:12]}-{kind}-{start}" + told.pop("mark", ""),
            document=reading.document,
            type=kind,
            modality=told.pop("modality", "asserted"),
            polarity=told.pop("polarity", "did"),
            trigger=Span(start, start + 1, reading.text[start]),
            evidence=(span,),
            roles=roles,
            attribution=attribution,
        )


LEAD = (
    "تبادلت جماعة الحوثي وتنظيم القاعدة في مديرية الصومعة بمحافظة البيضاء أسيرين من كل طرف بعد وساطة قبلية استمرت"
    " أسابيع طويلة بين الجانبين"
)
REFUSAL = "ورفضت جماعة الحوثي إطلاق رجل ثالث كان اسمه في القائمة الأولى التي قدمها الوسطاء"
MORE = (
    "وأوضح المصدر أن العملية جرت عند الظهر في منطقة خالية بين الجبلين وأن الوسطاء أشرفوا عليها من أولها إلى آخرها ولم"
    " يحضرها أحد من غير أهل المنطقة"
)


@pytest.fixture(scope="session")
def language() -> Arabic:
    return Arabic()


@pytest.fixture(scope="session")
def resources() -> Resources:
    return Resources()


@pytest.fixture
def maker() -> Maker:
    return Maker()


@dataclass
class Case:
    readings: dict[str, Reading]
    claims: list[Claim]
    names: dict[str, str]


@pytest.fixture(scope="session")
def swap() -> Case:
    """One happening told by: an agency, two reprints, a page citing it in other words, a one-sided page of
    another origin, a vague page that cites the agency's name only in its own chain; a refusal beside it."""
    make = Maker()
    day = "2021-07-27"
    agency = make.page("agency", f"{LEAD}.\n\n{REFUSAL}.\n\n{MORE}.", outlet="وكالة المثال", published=day)
    trimmed = make.page("trimmed", f"{LEAD}.\n\n{REFUSAL}.", outlet="صحيفة النموذج", published=day)
    retitled = make.page(
        "retitled",
        f"صفقة في البيضاء\n\n{LEAD}.\n\n{REFUSAL}.\n\n{MORE}.",
        outlet="موقع العينة",
        published="2021-07-28",
    )
    citing_text = (
        "ذكرت وكالة المثال أن الحوثيين والقاعدة تبادلوا أربعة رجال قبل يومين قرب البيضاء، ولم يصدر تعليق على الخبر حتى"
        " ساعة كتابته."
    )
    citing = make.page("citing", citing_text, outlet="قناة الشاهد", published="2021-07-29")
    one_sided_text = (
        "أفرجت جماعة الحوثي عن اثنين من عناصر القاعدة كانا في سجن الأمن القومي بصنعاء من غير مقابل معروف."
    )
    one_sided = make.page("one_sided", one_sided_text, outlet="منصة الشاهد الثاني", published="2021-07-28")
    vague_text = "شهد أواخر يوليو تبادل أسرى بين الحوثيين وتنظيم القاعدة في البيضاء قاده وجهاء من القبائل هناك."
    vague = make.page("vague", vague_text, outlet="مدونة الطريق", published="2021-08-20")
    told: dict[str, Any] = {"actor": ["houthi", "aqap"], "place": ["sawmaa", "bayda"], "time": "2021-07-27"}
    two = {"released": [2], "exchanged": [2]}
    claims = [make.claim(r, LEAD, "exchange", counts=two, **told) for r in (agency, trimmed, retitled)]
    refused = {"actor": ["houthi"], "target": ["aqap"], "place": ["sawmaa"], "counts": {"released": [1]}}
    claims += [
        make.claim(r, REFUSAL, "release", polarity="refused", modality="denied", **refused)
        for r in (agency, trimmed, retitled)
    ]
    claims.append(
        make.claim(
            citing,
            "الحوثيين والقاعدة تبادلوا أربعة رجال قبل يومين قرب البيضاء",
            "exchange",
            actor=["houthi", "alqaeda"],
            place=["bayda"],
            time="2021-07-27",
            counts={"exchanged": [4]},
        )
    )
    claims.append(
        make.claim(
            one_sided,
            "أفرجت جماعة الحوثي عن اثنين من عناصر القاعدة كانا في سجن الأمن القومي بصنعاء",
            "release",
            actor=["houthi"],
            target=["alqaeda"],
            place=["sanaa"],
            time="2021-07-28",
            counts={"released": [2]},
        )
    )
    claims.append(
        make.claim(
            vague,
            "شهد أواخر يوليو تبادل أسرى بين الحوثيين وتنظيم القاعدة في البيضاء",
            "exchange",
            actor=["houthi", "alqaeda"],
            place=["bayda"],
            time="2021-07-21/2021-07-31",
        )
    )
    names = {sha(n): n for n in ("agency", "trimmed", "retitled", "citing", "one_sided", "vague")}
    return Case(make.readings, claims, names)


@pytest.fixture
def by_name() -> Callable[[Case, str], list[Claim]]:
    return lambda case, name: [c for c in case.claims if case.names[c.document] == name]
