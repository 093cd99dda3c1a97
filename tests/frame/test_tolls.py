"""Who is counted dead or injured, and by which event."""

from __future__ import annotations

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Claim, Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.resources import Resources

ARABIC, RESOURCES = Arabic(), Resources()
FINDERS, FRAMER = Finders(ARABIC, RESOURCES), Framer(ARABIC, RESOURCES)


def claims(words: str) -> tuple[Claim, ...]:
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    text = ARABIC.tokenize(words)
    return FRAMER.frame(text, reading, FINDERS.find(text, reading)).claims


def told(words: str, kind: str) -> dict[str, tuple[int | None, int | None]]:
    claim = next(c for c in claims(words) if c.type == kind)
    keys = ("killed", "injured", "captured", "released", "surrendered", "exchanged", "strikes", "vehicles")
    return {key: (count.min, count.max) for key in keys for count in claim.counts(key)}


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("مقتل جندي سعودي في هجوم للحوثيين في جازان", "clash", {"killed": (1, 1)}),
        (
            "مصرع قيادي حوثي وإصابة اثنين في غارة لطيران التحالف العربي",
            "airstrike",
            {"killed": (1, 1), "injured": (2, 2)},
        ),
        ("مقتل أحد قادة تنظيم القاعدة في غارة أمريكية", "airstrike", {"killed": (1, 1)}),
        ("لقي قيادي حوثي مصرعه في اشتباكات مع المقاومة الشعبية في تعز", "clash", {"killed": (1, 1)}),
        ("لقي 15 حوثيا مصرعهم في اشتباكات مع المقاومة الشعبية في تعز", "clash", {"killed": (15, 15)}),
        ("مقتل ضابط وجندي في هجوم للحوثيين في جازان", "clash", {"killed": (2, 2)}),
        ("قتل جندي وآخر من الحوثيين في اشتباكات في تعز", "clash", {"killed": (2, 2)}),
        ("خمسة مدنيين و11 من الحوثيين وأربعة جنود قتلوا في معارك في تعز", "clash", {"killed": (20, 20)}),
        (
            "قال إن 57 مدنيا بينهم 12 طفلا وست نساء قتلوا في غارة لطيران التحالف العربي",
            "airstrike",
            {"killed": (57, 57)},
        ),
        (
            "أسفرت معارك الحوثيين في تعز عن سقوط 28 قتيلا وعشرات الجرحى",
            "clash",
            {"killed": (28, 28), "injured": (20, 99)},
        ),
        ("مقتل وإصابة عشرين من الحوثيين في معارك في تعز", "clash", {}),
        ("قتل ستة من المدنيين وأصيب آخرون في غارة لطيران التحالف العربي", "airstrike", {"killed": (6, 6)}),
        ("قصف الحوثيون بالمدفعية مدينة عدن دون وقوع إصابات", "shelling", {"injured": (0, 0)}),
        ("خمس غارات لطيران التحالف قصفت مواقع الحوثيين في صعدة", "airstrike", {"strikes": (5, 5)}),
        ("تدمير ثلاث دبابات وطقمين للحوثيين في غارة لطيران التحالف العربي", "airstrike", {"vehicles": (5, 5)}),
        ("تفجير سيارة مفخخة لتنظيم القاعدة راح ضحيته عشرون شخصا", "bombing", {"killed": (20, 20)}),
        ("غارة لطيران التحالف العربي في صعدة قتلت قياديا حوثيا", "airstrike", {"killed": (1, 1)}),
        (
            "لقي ما لا يقل عن عشرين من عناصر تنظيم القاعدة في بلدة من بلدات أبين حتفهم في غارة أمريكية",
            "airstrike",
            {"killed": (20, None)},
        ),
        (
            "اندلعت معارك بين الحوثيين والمقاومة الشعبية في تعز.\nوأوضحت المصادر أن 14 حوثيا قتلوا.",
            "clash",
            {"killed": (14, 14)},
        ),
        ("أطلق تنظيم القاعدة سراح أستاذ جامعي وطالبين في البيضاء", "release", {"released": (3, 3)}),
        ("أفرجت جماعة الحوثي عن طبيب في صنعاء", "release", {"released": (1, 1)}),
        ("استسلم قيادي حوثي وخمسة من مرافقيه في مأرب", "surrender", {"surrendered": (6, 6)}),
        ("اعتقلت السلطات منذ الجمعة في تركيا 90 من عناصر داعش", "detain", {"captured": (90, 90)}),
        ("اعتقلت جماعة الحوثي صحفيا في صنعاء", "detain", {"captured": (1, 1)}),
        ("أسرت المقاومة الشعبية العشرات من الحوثيين", "detain", {"captured": (20, 99)}),
    ],
)
def test_a_toll_counts_what_is_told(words: str, kind: str, expected: dict[str, tuple[int, int]]) -> None:
    assert told(words, kind) == expected


def test_the_dead_of_two_sides_make_one_count_with_its_parts() -> None:
    words = "قتل 15 متمردا من الحوثيين في اشتباكات في تعز في حين قتل 6 من مقاتلي المقاومة الشعبية"
    count = next(c for c in claims(words) if c.type == "clash").counts("killed")[0]
    assert (count.min, count.max) == (21, 21)
    assert [(p.min, p.of) for p in count.parts] == [(15, ("houthi",)), (6, ("popular_resistance",))]


def test_a_toll_goes_to_the_event_of_its_own_clause() -> None:
    words = "لقي 8 مدنيين مصرعهم بقصف الحوثيين المدفعي على عدن فيما قتل 9 من الحوثيين في هجوم للمقاومة الشعبية بمأرب"
    assert told(words, "shelling") == {"killed": (8, 8)}
    assert told(words, "clash") == {"killed": (9, 9)}


def test_those_counted_of_a_party_are_done_to_and_not_doers() -> None:
    claim = next(
        c for c in claims("أعلن التحالف العربي أنه أطلق سراح عشرين أسيرا من جماعة الحوثي") if c.type == "release"
    )
    assert (claim.actors("actor"), claim.actors("target")) == (("coalition",), ("houthi",))


def test_bodies_are_no_toll() -> None:
    assert [c.type for c in claims("تبادل الحوثيون والمقاومة الشعبية جثث ثلاثين قتيلا")] == ["exchange"]


def test_whose_they_are_is_not_told_by_the_deed_they_fell_to() -> None:
    count = next(c for c in claims("مقتل ضابط واثنين من مرافقيه في كمين لتنظيم القاعدة بأبين")).counts("killed")[0]
    assert (count.min, count.max) == (3, 3)
    assert "alqaeda" not in count.of


def test_who_kills_is_no_victim() -> None:
    found = claims("وقتلت حركة الفجر 4 مدنيين في السوق. وقتل تنظيم داعش 4 مدنيين بينهم طفل.")
    by = [c for c in found if c.type == "killing" and set(c.actors("actor")) == {"isis"}]
    assert len(by) == 1
    assert set(by[0].actors("target")) == {"civilians"}


def test_those_by_whose_hand_people_died_do_not_make_it_a_fight() -> None:
    found = claims("أكثر من 90 شخصا قتلوا على يد تنظيم داعش خلال أربعة أشهر")
    assert [c.type for c in found] == ["killing"]
