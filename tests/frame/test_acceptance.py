"""What is told as a happening: no descriptions, ends in view, mere mentions of fighting, or things of another kind."""

from __future__ import annotations

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Claim, Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.resources import Resources

ARABIC, RESOURCES = Arabic(), Resources()
FINDERS, FRAMER = Finders(ARABIC, RESOURCES), Framer(ARABIC, RESOURCES)
TITLE = "أخبار الجنوب.\n\n"


def claims(words: str, *, title: str = TITLE) -> list[Claim]:
    words = title + words
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    text = ARABIC.tokenize(words)
    return list(FRAMER.frame(text, reading, FINDERS.find(text, reading)).claims)


def types(words: str) -> list[str]:
    return [claim.type for claim in claims(words)]


def test_a_place_described_by_its_holder_is_not_taken() -> None:
    assert "seize" not in types("قصف الجيش العراقي بلدة يسيطر عليها تنظيم داعش في نينوى.")
    assert "seize" not in types("قصف الجيش العراقي الموصل التي يسيطر عليها تنظيم داعش أمس الثلاثاء.")


def test_a_holding_told_with_its_beginning_is_a_taking() -> None:
    assert "seize" in types("قال تنظيم داعش، الذي يسيطر على الموصل منذ يونيو 2014، إنه باق فيها.")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("استولت المقاومة الشعبية على أربع دبابات للحوثيين في عدن.", "weapons"),
        ("استولت المقاومة الشعبية على معسكر للحوثيين في عدن.", "seize"),
        ("أرسلت إيران شحنات من الأسلحة إلى جماعة الحوثي.", "weapons"),
        ("أرسلت روسيا آلاف الجنود إلى الشيشان.", "mobilize"),
        ("غادرت قوات الحوثيين مواقعها في الضالع.", "withdraw"),
    ],
)
def test_what_is_governed_tells_the_type(words: str, kind: str) -> None:
    assert types(words) == [kind]


def test_money_received_is_no_handover_and_men_paid_are_no_reinforcement() -> None:
    assert "handover" not in types("تسلم تنظيم القاعدة من تجار مدينة عزان تسعين مليون ريال.")
    assert "mobilize" not in types("دفعت قبيلة آل المثال فدية لمسلحي تنظيم القاعدة.")


def test_fighting_as_the_cause_of_something_else_is_no_event() -> None:
    assert types("وصلت أول سفينة إلى الميناء بعد أشهر من الإغلاق بسبب المعارك في اليمن.") == []


def test_a_definite_noun_points_back_unless_its_figures_or_place_differ() -> None:
    one = "اندلعت معارك بين المقاومة الشعبية والحوثيين في لودر. وقال شهود إن المعارك كانت عنيفة."
    two = "اندلعت معارك بين المقاومة الشعبية والحوثيين في لودر. وأسفرت المعارك في زنجبار عن سقوط 12 قتيلا."
    assert types(one).count("clash") == 1
    assert types(two).count("clash") == 2


def test_an_outcome_counts_only_where_no_fight_is_told() -> None:
    alone = "ألحقت المقاومة الشعبية خسائر كبيرة بالحوثيين في لودر."
    beside = "اندلعت اشتباكات في لودر بين المقاومة الشعبية والحوثيين وألحقت المقاومة الشعبية خسائر كبيرة بهم."
    assert types(alone) == ["clash"]
    assert types(beside) == ["clash"]


def test_a_feminine_ending_is_no_pronoun() -> None:
    assert types("قالت حركة الشباب إن أسلحة كثيرة في البلاد.") == []


def test_parties_told_by_a_common_noun_or_the_speaker_make_a_claim() -> None:
    told = "تقاتل مسلحون ومتمردون عند الجسر شهرا. وانسحب الطرفان من البوابة بعد المعارك."
    assert "withdraw" in types(told)
    assert "withdraw" in types("قال مقاتل من تنظيم القاعدة: «انسحبنا من المعسكر طوعا ولم نقاتل الجيش العراقي».")


def test_a_headline_takes_the_type_that_the_body_tells() -> None:
    words = "شنت طائرات التحالف العربي غارات على معسكر للحوثيين في صنعاء."
    found = claims(words, title="التحالف العربي يقصف معسكرا للحوثيين في صنعاء\n\n")
    assert [claim.type for claim in found] == ["airstrike"]


def test_a_road_opened_ends_a_siege() -> None:
    found = [c for c in claims("فتح الجيش العراقي ممرا لخروج المدنيين من الفلوجة.") if c.type == "siege"]
    assert [claim.polarity for claim in found] == ["ended"]
