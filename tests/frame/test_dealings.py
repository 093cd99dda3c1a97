"""Releases, exchanges and deaths: which of several words tell one happening, and of which type it is."""

from __future__ import annotations

from functools import lru_cache

import pytest

from takhrij.arabic import Arabic
from takhrij.core.codec import claim_from_json, claim_to_json
from takhrij.core.records import Claim, Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.resources import Resources


@lru_cache(maxsize=1)
def rooms() -> tuple[Arabic, Finders, Framer]:
    language, resources = Arabic(), Resources()
    return language, Finders(language, resources), Framer(language, resources)


def claims(words: str) -> tuple[Claim, ...]:
    language, finders, framer = rooms()
    text = language.tokenize(words)
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    return framer.frame(text, reading, finders.find(text, reading)).claims


def numbers(claim: Claim, key: str) -> list[tuple[int | None, int | None]]:
    return [(c.min, c.max) for c in claim.counts(key)]


@pytest.mark.parametrize(
    ("words", "released", "exchanged"),
    [
        ("تبادل أسرى: أطلقت حركة الفجر بموجب الصفقة ثلاثة عشر أسيرا، فيما أطلق لواء السيل ستة.", 13, 6),
        ("تسلم لواء السيل ثلاثة من جنوده من حركة الفجر مقابل سبعة من أسرى الحركة.", 3, 7),
        (
            "تسلمت حركة الفجر رفات 32 من مقاتليها من لواء السيل، وسلمت في المقابل رفات 17 جنديا إلى لواء السيل.",
            32,
            17,
        ),
    ],
)
def test_two_sides_of_a_deal_are_one_exchange(words: str, released: int, exchanged: int) -> None:
    swaps = [c for c in claims(words) if c.type == "exchange" and c.counts("released")]
    assert len(swaps) == 1
    assert numbers(swaps[0], "released") == [(released, released)]
    assert numbers(swaps[0], "exchanged") == [(exchanged, exchanged)]
    assert not [c for c in claims(words) if c.type in ("release", "handover")]


def test_a_go_between_is_no_party() -> None:
    swap = next(
        c for c in claims("أنجز وسطاء قبليون صفقة تبادل أسرى بين حركة الفجر ولواء السيل.") if c.type == "exchange"
    )
    assert "tribes" not in swap.actors("actor")


def test_a_bare_verb_frees_where_captives_are_told_of() -> None:
    assert [c.type for c in claims("أسرى حرب. أطلقت حركة الفجر ستة جنود.")] == ["release"]
    assert "release" not in [c.type for c in claims("أطلقت حركة الفجر ستة صواريخ على القرية.")]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("قتل شرطي في أحد أحياء المدينة برصاص مجهولين.", "killing"),
        ("مقتل عشرين من مسلحي حركة الفجر في ريف البلدة.", "clash"),
        ("أطلق مسلحون من حركة الفجر النار على لواء السيل في ريف حلب.", "clash"),
        ("فتح مسلحون النار على مدنيين في ريف حلب.", "killing"),
    ],
)
def test_deaths_told_alone_and_shots_are_of_the_type_of_the_victims(words: str, kind: str) -> None:
    assert [c.type for c in claims(words) if c.type in ("killing", "clash")] == [kind]


def test_a_death_that_fighting_followed_upon_is_its_own() -> None:
    told = claims("اندلعت اشتباكات بين حركة الفجر ولواء السيل عقب مقتل أحد الوجهاء في السوق.")
    assert sorted(c.type for c in told) == ["clash", "killing"]


def test_what_is_named_as_absent_and_what_is_only_heard_make_no_claim() -> None:
    assert "clash" not in [c.type for c in claims("دخل لواء السيل مدينة عدن دون قتال.")]
    told = claims("شنت طائرات التحالف غارات على معسكر للحوثيين في صنعاء. وسمع دوي انفجارات في المدينة.")
    assert "bombing" not in [c.type for c in told]


@pytest.mark.parametrize(
    ("words", "kind", "modality"),
    [
        ("دخل لواء السيل البلدة بعدما سلمها مسلحو حركة الفجر.", "handover", "asserted"),
        ("سمحت حركة الفجر بدخول القوافل إلى البلدة.", "siege", "denied"),
        ("لم تسمح حركة الفجر بدخول القوافل إلى البلدة.", "siege", "asserted"),
        ("انسحب وفد حركة الفجر من المفاوضات.", "negotiation", "denied"),
        ("رفضت الشركة دفع الفدية التي طلبها خاطفو الجنود.", "payment", "denied"),
        ("نفى لواء السيل خبرا. انتهت الهدنة مساء الجمعة.", "agreement", "denied"),
        ("أمهلت الحكومة مسلحي حركة الفجر أسبوعا لتسليم أنفسهم.", "surrender", "planned"),
        ("نصبت حركة الفجر كمينا لدورية من الجيش.", "clash", "asserted"),
    ],
)
def test_what_comes_of_a_dealing_is_told_by_the_words_around_it(words: str, kind: str, modality: str) -> None:
    assert modality in [c.modality for c in claims(words) if c.type == kind]


def test_who_was_held_is_who_is_let_go_in_the_same_breath() -> None:
    told = claims(
        "أفرج الحوثيون عن اثنين من عناصر تنظيم القاعدة كانا محتجزين منذ سنوات مقابل إطلاق التنظيم سراح أسيرين من الجماعة."
    )
    (held,) = [claim for claim in told if claim.type == "detain"]
    assert (held.actors("actor"), held.actors("target")) == (("houthi",), ("alqaeda",))


def test_a_demand_that_describes_the_money_paid_is_no_second_payment() -> None:
    found = [c for c in claims("دفعت الحكومة خمسة ملايين دولار طلبتها جماعة الصقور.") if c.type == "payment"]
    assert len(found) == 1 and found[0].modality == "asserted"
    assert found[0].actors("target") == ("other:جماعه-الصقور",)


def test_a_truce_that_enters_into_force_takes_no_place() -> None:
    found = claims("دخلت هدنة بين حركة الفجر وكتائب الوادي حيز التنفيذ فجر الاثنين في وادي الصفا.")
    assert [c.type for c in found] == ["agreement"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("نفذت حركة الفجر والحكومة الصفقة الخامسة لتبادل الأسرى أمس.", 5),
        ("هذه رابع هدنة بين الحكومة وحركة الفجر خلال عام.", 4),
        ("نفذت حركة الفجر والحكومة الصفقة الحادية عشرة لتبادل الأسرى أمس.", 11),
        ("تبادلت حركة الفجر والحكومة الأسرى أمس في ثالث عملية من نوعها بين الجانبين.", 3),
        ("نفذت حركة الفجر والحكومة الصفقة الأولى لتبادل الأسرى أمس.", None),
        ("نفذت حركة الفجر والحكومة صفقة تبادل الأسرى في الخامس من مايو.", None),
    ],
)
def test_which_of_a_row_of_dealings_it_was(words: str, number: int | None) -> None:
    told = [c for c in claims(words) if c.type in ("exchange", "agreement")]
    assert told
    assert [count.min for c in told for count in c.counts("round")] == ([number] if number else [])
    again = [claim_from_json(c.document, claim_to_json(c)) for c in told]
    assert again == told
