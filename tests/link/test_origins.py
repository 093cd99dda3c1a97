"""Origins: reprints and citations go back to one report; circles end; parties are told apart."""

from __future__ import annotations

import random
from typing import Any

from takhrij.core.records import ChainLink, Span
from takhrij.link.copies import copies
from takhrij.link.events import Linker
from takhrij.link.origins import Material, Origins, origins


def traced(make: Any, claims: list[Any], language: Any, resources: Any, **told: Any) -> Origins:
    found = copies(make.readings.values(), 0.3, language, resources)
    clusters = told.pop("clusters", None) or Linker(language, resources).link(claims, make.readings).clusters
    return origins(Material(make.readings, claims, found, clusters, **told), language, resources)


def test_reprints_and_the_citing_page_are_one_origin(swap: Any, language: Any, resources: Any) -> None:
    made = traced(swap, swap.claims, language, resources)
    told = {frozenset(swap.names[d] for d in o.documents) for o in made.origins}
    assert told == {
        frozenset({"agency", "trimmed", "retitled", "citing"}),
        frozenset({"one_sided"}),
        frozenset({"vague"}),
    }
    assert all(set(o.reasons) == set(o.documents) and all(o.reasons.values()) for o in made.origins)


def test_any_order_gives_the_same_origins(swap: Any, language: Any, resources: Any) -> None:
    first = traced(swap, swap.claims, language, resources)
    for seed in range(3):
        claims = list(swap.claims)
        random.Random(seed).shuffle(claims)
        again = traced(swap, claims, language, resources)
        assert again.origins == first.origins and dict(again.of_claim) == dict(first.of_claim)


def two_pages(maker: Any, texts: dict[str, tuple[str, str]]) -> list[Any]:
    claims = []
    for name, (outlet, text) in texts.items():
        page = maker.page(name, text, outlet=outlet, published="2021-07-01")
        claims.append(maker.claim(page, "فتح الطريق", "siege", polarity="ended"))
    return claims


def test_agency_outside_the_case_is_one_latent_origin(maker: Any, language: Any, resources: Any) -> None:
    claims = two_pages(
        maker,
        {
            "a": ("صحيفة النموذج", "قالت وكالة الغائبة إن الأهالي شهدوا فتح الطريق بعد ظهر اليوم"),
            "b": ("موقع العينة", "تم فتح الطريق وعبرت القوافل الأولى نقلا عن وكالة الغائبة مساء"),
        },
    )
    made = traced(maker, claims, language, resources, clusters=[[c.id for c in claims]])
    (origin,) = made.origins
    assert origin.id.startswith("source:") and len(origin.documents) == 2


def test_circle_of_citations_is_one_origin(maker: Any, language: Any, resources: Any) -> None:
    claims = two_pages(
        maker,
        {
            "a": ("صحيفة النموذج", "بحسب موقع العينة فإن فتح الطريق جرى ظهرا بحضور الأهالي"),
            "b": ("موقع العينة", "بحسب صحيفة النموذج فإن فتح الطريق تم بعد وساطة طويلة"),
        },
    )
    made = traced(maker, claims, language, resources, clusters=[[c.id for c in claims]])
    assert len(made.origins) == 1 and len(made.origins[0].documents) == 2


def test_two_parties_are_two_origins_and_one_statement_is_one(maker: Any, language: Any, resources: Any) -> None:
    texts = {n: (f"صحيفة {n}", f"خبر {n} عن فتح الطريق كما قال الناطق {n}") for n in ("أولى", "ثانية", "ثالثة")}
    claims = []
    for (name, (outlet, text)), actor in zip(texts.items(), ("houthi", "houthi", "hadi_government"), strict=True):
        page = maker.page(name, text, outlet=outlet)
        at = text.index("الناطق")
        chain = ChainLink("official", Span(at, at + 6, "الناطق"), actor)
        claims.append(maker.claim(page, "فتح الطريق", "siege", chain=chain))
    made = traced(maker, claims, language, resources, clusters=[[c.id for c in claims]])
    assert len(set(made.of_claim.values())) == 2
    assert made.of_claim[claims[0].id] == made.of_claim[claims[1].id]


def test_round_up_keeps_two_reports_apart(maker: Any, language: Any, resources: Any) -> None:
    one = "وصل الوفد صباحا إلى المدينة والتقى وجهاء القبائل وناقش معهم فتح الطريق أمام القوافل التجارية المتوقفة منذ شهر"
    two = "وفي الشمال أعلن مجلس محلي توقيع هدنة لثلاثة أيام بين قبيلتين تنازعتا على بئر ماء في الوادي الكبير"
    pages = {
        "one": maker.page("one", one, outlet="أ", published="2021-07-01"),
        "two": maker.page("two", two, outlet="ب", published="2021-07-01"),
        "both": maker.page("both", f"{one}.\n{two}.", outlet="ج", published="2021-07-01"),
    }
    claims = [maker.claim(pages[p], "فتح الطريق", "siege") for p in ("one", "both")]
    claims += [maker.claim(pages[p], "توقيع هدنة", "agreement") for p in ("two", "both")]
    made = traced(maker, claims, language, resources)
    assert made.of_claim[claims[0].id] == made.of_claim[claims[1].id] == pages["one"].document
    assert made.of_claim[claims[2].id] == made.of_claim[claims[3].id] == pages["two"].document


def test_versions_of_a_page_are_one_origin(maker: Any, language: Any, resources: Any) -> None:
    pages = [
        maker.page(f"v{n}", f"نص مختلف تماما {n} يروي فتح الطريق بكلمات {n}", published=f"2021-07-0{n}")
        for n in (1, 2)
    ]
    claims = [maker.claim(p, "فتح الطريق", "siege") for p in pages]
    urls = {p.document: "https://example.org/a" for p in pages}
    made = traced(maker, claims, language, resources, pages=urls)
    assert set(made.of_claim.values()) == {pages[0].document}


def test_a_cited_outlet_s_page_of_those_days_is_the_origin(maker: Any, language: Any, resources: Any) -> None:
    texts = {
        "a": ("وكالة المثال", "2021-07-26"),
        "b": ("شبكة العينة", "2021-07-28"),
        "c": ("إذاعة الشاهد", "2021-07-29"),
    }
    cited = {"a": "قالت مصادر هنا إن", "b": "ونقلت الوكالة عنها أن", "c": "ذكرت شبكة العينة نقلا عن وكالة المثال أن"}
    first = {"b": "وفق ما أوردته وكالة المثال، "}
    claims = []
    for name, (outlet, day) in texts.items():
        text = f"{first.get(name, '')}{cited[name]} رواية {name} بكلمات {name} وحدها تذكر فتح الطريق"
        page = maker.page(name, text, outlet=outlet, published=day)
        words = {"b": "الوكالة", "c": "كالة المثال"}.get(name)
        at = text.index(words) if words else 0
        chain = ChainLink("media", Span(at, at + len(words), words)) if words else None
        told = {"chain": chain} if chain is not None else {}
        claims.append(maker.claim(page, "فتح الطريق", "siege", actor=("houthi",), **told))
    made = traced(maker, claims, language, resources, clusters=[[c.id] for c in claims])
    assert len(made.origins) == 1 and len(made.origins[0].documents) == 3


def spoken(maker: Any, name: str, text: str, words: str, speaker: str, **told: Any) -> Any:
    page = next((r for r in maker.readings.values() if r.text == text), None) or maker.page(name, text, outlet=name)
    at = text.index(speaker)
    chain = ChainLink(told.pop("source", "official"), Span(at, at + len(speaker), speaker), told.pop("speaks", None))
    return maker.claim(page, words, "siege", chain=chain, **told)


def test_the_statement_points_back_to_who_made_it(maker: Any, language: Any, resources: Any) -> None:
    text = "قالت وزارة الطرق إنها بدأت فتح الطريق أمس وأضاف البيان أن فتح الطريق الثاني قريب"
    claims = [
        spoken(maker, "a", text, "فتح الطريق أمس", "وزارة الطرق"),
        spoken(maker, "a", text, "فتح الطريق الثاني", "البيان"),
    ]
    made = traced(maker, claims, language, resources, clusters=[[c.id for c in claims]])
    assert len(set(made.of_claim.values())) == 1


def test_what_a_page_tells_beside_a_statement_confirms_nothing(maker: Any, language: Any, resources: Any) -> None:
    text = "فتح الطريق صباحا بعد حصار طويل وقالت إدارة المستشفى إن فتح الطريق جرى عند الفجر"
    stated = spoken(maker, "a", text, "فتح الطريق جرى", "إدارة المستشفى")
    page = maker.readings[stated.document]
    beside = maker.claim(page, "فتح الطريق صباحا", "siege")
    both = [[stated.id, beside.id]]
    made = traced(maker, [stated, beside], language, resources, clusters=both)
    assert made.of_claim[beside.id] == made.of_claim[stated.id]
    assert "إدارة المستشفى" in made.why[beside.id]
    # What the page tells beside a party's statement is not that party's word.
    party = maker.claim(
        page,
        "فتح الطريق جرى",
        "siege",
        actor=["houthi"],
        chain=ChainLink("official", Span(0, 3, "فتح"), "houthi"),
        mark="p",
    )
    made = traced(maker, [party, beside], language, resources, clusters=[[party.id, beside.id]])
    assert made.of_claim[beside.id] != made.of_claim[party.id]
