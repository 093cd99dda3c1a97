"""Told as done, ahead, hedged or denied: the words around a predicate decide."""

from __future__ import annotations

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Claim, Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.resources import Resources

ARABIC, RESOURCES = Arabic(), Resources()
FINDERS, FRAMER = Finders(ARABIC, RESOURCES), Framer(ARABIC, RESOURCES)


def first(words: str, kind: str) -> Claim:
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    text = ARABIC.tokenize(words)
    return next(c for c in FRAMER.frame(text, reading, FINDERS.find(text, reading)).claims if c.type == kind)


@pytest.mark.parametrize(
    ("words", "kind", "modality"),
    [
        ("قال إن المقاومة الشعبية ستواصل تطهير مدينة عدن من الحوثيين", "seize", "planned"),
        ("أكد أن تحرير صنعاء من الحوثيين مسألة وقت", "seize", "planned"),
        ("أكد أن تحرير صنعاء من الحوثيين سيتم في الأشهر المقبلة", "seize", "planned"),
        ("توقع مصدر محلي سيطرة المقاومة الشعبية على صنعاء", "seize", "planned"),
        ("تحاول جماعة الحوثي السيطرة على مدينة مأرب", "seize", "planned"),
        ("حاولت جماعة الحوثي التقدم نحو مواقع المقاومة الشعبية", "clash", "asserted"),
        ("أحبطت المقاومة الشعبية هجوما للحوثيين في مأرب", "clash", "asserted"),
        ("تعرضت مواقع الحوثيين في صعدة لغارات جوية", "airstrike", "asserted"),
        ("لا يزال القتال بين الحوثيين والمقاومة الشعبية مستمرا في تعز", "clash", "asserted"),
        ("لم تتوقف المقاتلات عن قصف مواقع الحوثيين في صعدة", "airstrike", "asserted"),
        ("قصفت طائرة بلا طيار استهدفت الحوثيين في صعدة", "airstrike", "asserted"),
        ("دعا المبعوث بعد اشتباكات بين الحوثيين والمقاومة الشعبية في تعز الأطراف إلى التهدئة", "clash", "asserted"),
        ("يجب على المقاومة الشعبية السيطرة على مدينة مأرب", "seize", "planned"),
        ("تهدف العملية إلى استعادة مدينة تعز من الحوثيين", "seize", "planned"),
        ("ينص الاتفاق على انسحاب الحوثيين من صنعاء", "withdraw", "planned"),
        ("قد تشن الولايات المتحدة غارات على مواقع داعش في العراق", "airstrike", "planned"),
        ("قال إن المعركة المقبلة ضد الحوثيين في صنعاء", "clash", "planned"),
        ("حذرت الأمم المتحدة من هجوم للتحالف العربي على الحديدة", "clash", "planned"),
        ("أكد المتحدث عقد مفاوضات مع الحوثيين إذا انسحبوا من المدن", "negotiation", "planned"),
        ("يرجح أن تنظيم القاعدة نفذ الهجوم على معسكر الجيش اليمني", "clash", "alleged"),
        ("قال إن طائرات التحالف العربي ستكثف قصف مواقع الحوثيين في صعدة", "airstrike", "planned"),
        ("استهدفت سيارة مفخخة لتنظيم القاعدة قصف دورية في سياق الهجوم على الحوثيين في تعز", "clash", "asserted"),
        ("خرقت جماعة الحوثي الهدنة في تعز", "agreement", "denied"),
        ("اشترطت المقاومة الشعبية، في بيان على موقعها، انسحاب الحوثيين من تعز", "withdraw", "planned"),
        ("لم تشهد مدينة صعدة أمس أي قصف من الحوثيين", "shelling", "denied"),
        ("قال إن جماعة الحوثي لم تكن حتى مساء الأحد قد أفرجت عن الأسرى", "release", "denied"),
        ("رفعت جماعة الحوثي السبت حصارا عن مدينة تعز", "siege", "denied"),
        ("بعد هدنتين فاشلتين بين الحوثيين والمقاومة الشعبية في تعز", "agreement", "denied"),
        ("نفذت المقاومة الشعبية كمائن لتعزيزات الحوثيين في تعز", "mobilize", "asserted"),
        ("أنكرت جماعة الحوثي قصف مدينة مأرب بالمدفعية", "shelling", "denied"),
        ("من المنتظر أن تصل تعزيزات الجيش اليمني إلى مأرب", "mobilize", "planned"),
    ],
)
def test_cues_decide_what_is_told_as_done(words: str, kind: str, modality: str) -> None:
    assert first(words, kind).modality == modality


def test_the_aim_of_a_deed_is_no_claim_of_its_own() -> None:
    words = "هدنة في تعز.\nشن الحوثيون هجوما على المقاومة الشعبية في تعز من أجل السيطرة على المدينة."
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    text = ARABIC.tokenize(words)
    types = [c.type for c in FRAMER.frame(text, reading, FINDERS.find(text, reading)).claims]
    assert "clash" in types and "seize" not in types
