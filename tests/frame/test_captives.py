"""Dealings in captives: whom pronouns mean and how many they are, what is given in return, whose kin was taken."""

from __future__ import annotations

import pytest

from tests.frame.test_dealings import claims, numbers


@pytest.mark.parametrize(
    ("words", "kind", "key", "number"),
    [
        ("اختطفت حركة الفجر سبعة مزارعين. وقال لواء السيل إن الحركة أطلقت سراحهم أمس.", "release", "released", 7),
        ("أفرجت حركة الفجر عن ثلاثة جنود كانت قد أسرتهم في البلدة.", "detain", "captured", 3),
        ("قتل لواء السيل أسيرا. وقالت حركة الفجر إنها خطفتهما من القرية.", "detain", "captured", 2),
        ("أسرت كتيبة الحور ثلاثة من لواء السيل قرب الجسر.", "detain", "captured", 3),
        (
            "قال لواء السيل إن أحد عشر مقاتلا من حركة الفجر سلموا أنفسهم بعدما أفرجوا عن أربعة أسرى.",
            "surrender",
            "surrendered",
            11,
        ),
    ],
)
def test_a_predicate_counts_those_whom_its_words_mean(words: str, kind: str, key: str, number: int) -> None:
    told = [claim for claim in claims(words) if claim.type == kind]
    assert [(number, number)] in [numbers(claim, key) for claim in told]


def test_a_refused_release_of_one_tells_no_number() -> None:
    (refused,) = [c for c in claims("خطفت حركة الفجر جنديا. ورفضت الحركة إطلاقه.") if c.type == "release"]
    assert (refused.modality, numbers(refused, "released")) == ("denied", [])


def test_who_held_the_freed_is_the_other_side_of_the_exchange() -> None:
    told = claims("استعاد لواء السيل أربعة من مقاتليه كانوا في قبضة حركة الفجر، لقاء جثتي ضابطين، مساء الثلاثاء.")
    assert [claim.type for claim in told] == ["exchange"]
    assert set(told[0].actors("actor")) == {"other:حركه-الفجر", "other:لواء-السيل"}
    assert (numbers(told[0], "released"), numbers(told[0], "exchanged")) == ([(4, 4)], [(2, 2)])


def test_a_word_for_a_meeting_is_one_of_return_only_before_people_or_money() -> None:
    assert [c.type for c in claims("عقد قادة حركة الفجر ولواء السيل لقاء ثانيا في البلدة.")] == ["negotiation"]


def test_two_stages_of_a_deal_are_two_releases() -> None:
    told = claims(
        "اتفقت حركة الفجر ولواء السيل على الأسرى. وتفرج الحركة في المرحلة الأولى عن تسعة أسرى، على أن يطلق اللواء في"
        " المرحلة الثانية سراح ثلاثين أسيرا."
    )
    assert [claim.type for claim in told if claim.type in ("release", "exchange")] == ["release", "release"]


def test_somebodys_kin_are_none_of_his_men() -> None:
    (taken,) = claims("اختطف مسلحو حركة الفجر نجل قائد في لواء السيل من بيته.")
    assert (taken.actors("actor"), taken.actors("target")) == (("other:حركه-الفجر",), ("civilians",))


def test_a_name_in_quotation_marks_is_a_group_whatever_its_words() -> None:
    told = claims("أفرجت «الجبهة الشرقية الثورية» عن أسير. وقالت حركة شباب الوادي إن الجبهة خطفت عشرة جنود.")
    assert ("other:الجبهه-الشرقيه-الثوريه",) in [claim.actors("actor") for claim in told]


def test_the_day_and_the_place_of_a_release_are_not_those_of_the_capture_before_it() -> None:
    told = {
        claim.type: claim
        for claim in claims("أفرجت حركة الفجر أمس عن جنديين من لواء السيل كانت قد أسرتهما في مدينة تعز.")
    }
    assert (told["release"].time, told["detain"].time) != (None, told["release"].time)
    assert told["detain"].time is None


def test_captives_handed_to_a_third_party_are_let_go() -> None:
    told = claims("سلمت حركة الفجر أحد عشر جنديا إلى اللجنة الدولية للصليب الأحمر. وقال لواء السيل إنهم أسرى سابقون.")
    assert ("release", [(11, 11)]) in [(claim.type, numbers(claim, "released")) for claim in told]
