from collections.abc import Callable

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import ActorValue, Mention, Reading
from takhrij.find import groups
from takhrij.find.group_pairs import GroupPairFinder
from takhrij.resources import Resources

Find = Callable[[str], tuple[Mention, ...]]


def named(mentions: tuple[Mention, ...]) -> list[tuple[str, str]]:
    return [
        (m.value.id, m.span.text) for m in mentions if isinstance(m.value, ActorValue) and m.value.kind != "state"
    ]


def test_every_row_yields_what_its_example_promises() -> None:
    assert list(groups.check(Arabic(), Resources())) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أطلقت جبهة السنديان سراح أسير", [("other:جبهه-السنديان", "جبهة السنديان")]),
        ("سلم نفسه للواء السيل", [("other:لواء-السيل", "لواء السيل")]),
        ("عربة لكتيبة الحور", [("other:كتيبه-الحور", "كتيبة الحور")]),
        ("انسحبت كتائب أبو صلفان", [("other:كتايب-ابو-صلفان", "كتائب أبو صلفان")]),
        ("أعلنت جماعة «نور الوادي» الهدنة", [("other:جماعه-نور-الوادي", "جماعة «نور الوادي")]),
        ("انسحبت كتيبة خالد بن سالم أمس", [("other:كتيبه-خالد-بن-سالم", "كتيبة خالد بن سالم")]),
        ("سلم نفسه للانفصاليين", [("other:الانفصاليون", "للانفصاليين")]),
        ("خطف مسلحين بورونديين", [("other:مسلحون-بورونديون", "مسلحين بورونديين")]),
    ],
)
def test_a_group_outside_the_codebook_is_known_by_its_words(
    find: Find, text: str, expected: list[tuple[str, str]]
) -> None:
    assert named(find(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "اندلعت مواجهات في جبهة الضباب",
        "وصلت تعزيزات إلى الجبهة الشمالية",
        "توقفت حركة الملاحة",
        "وصل جيش من العمال",
        "تحدثت جماعة من الناس",
        "قال اللواء ناصر الصلفاني ذلك",
        "قال لواء ركن متقاعد ذلك",
        "عقد مجلس الوزراء جلسة ودعا مجلس الأمن إلى الهدنة",
        "كتيبة ألقت السلاح",
        "قوات الى المدينة",
        "شن فريق الكتيبة الإسلامية هجوما على المرمى",
        "قالت الجبهة ذلك",
    ],
)
def test_what_only_looks_like_a_group_is_none(find: Find, text: str) -> None:
    values = [m.value for m in find(text) if isinstance(m.value, ActorValue)]
    assert [v.name for v in values if v.kind == "group" and not v.id.isascii()] == []


def test_the_bare_noun_stands_for_the_last_group_of_its_body(find: Find) -> None:
    text = "هاجم لواء السيل كتيبة الحور، ثم انسحب اللواء وقالت الكتيبة ذلك"
    assert [i for i, _ in named(find(text))] == [
        "other:لواء-السيل",
        "other:كتيبه-الحور",
        "other:لواء-السيل",
        "other:كتيبه-الحور",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أفرجت جماعة الحوثي عن أسرى", "houthi"),
        ("تقدمت كتائب المقاومة الشعبية", "popular_resistance"),
        ("أعلن تنظيم القاعدة ذلك", "alqaeda"),
        ("أعلنت حركة طالبان ذلك", "other:taliban"),
    ],
)
def test_the_codebook_is_read_before_a_general_group(find: Find, text: str, expected: str) -> None:
    assert {i for i, _ in named(find(text))} == {expected}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("انسحب الجيش السرنداوي من البلدة", "الجيش السرنداوي"),
        ("وقعت حكومة سرندا اتفاقا مع الجبهة", "حكومة سرندا"),
        ("أفرجت حركة رياح التلال عن أسير", "حركة رياح التلال"),
        ("نشرت قوة حماية القناطر عشرين عربة", "قوة حماية القناطر"),
        ("خطفتهم جماعة تطلق على نفسها اسم «فتية الكهف» قبل شهر", "جماعة تطلق على نفسها اسم «فتية الكهف"),
    ],
)
def test_bodies_of_a_land_that_no_table_knows_are_groups(find: Find, text: str, group: str) -> None:
    assert group in [m.span.text for m in find(text) if m.kind == "actor"]


@pytest.mark.parametrize(
    "text",
    ["ضبطت الشرطة عصابة لسرقة السيارات", "وصلت القوات الإضافية إلى المدينة", "شكلوا حكومة وحدة وطنية"],
)
def test_what_a_body_is_for_or_like_is_no_name(find: Find, text: str) -> None:
    assert not [m for m in find(text) if isinstance(m.value, ActorValue) and m.value.id.startswith("other:")]


@pytest.mark.parametrize("words", ["فصيلي الفجر وعد", "حركتي الفجر، والمرجان", "حركتي فتح وحماس", "لواءي الفجر ولا"])
def test_a_dual_without_two_names_names_no_pair(words: str) -> None:
    assert not GroupPairFinder(Arabic(), Resources()).find(Arabic().tokenize(words), Reading("", "t", ""))


def test_each_group_of_a_pair_is_quoted_by_its_own_words() -> None:
    found = GroupPairFinder(Arabic(), Resources()).find(
        Arabic().tokenize("اجتمع بحركتي الفجر والمرجان أمس"), Reading("", "t", "")
    )
    assert [(m.span.text, m.value.id) for m in found if isinstance(m.value, ActorValue)] == [
        ("حركتي الفجر", "other:حركه-الفجر"),
        ("المرجان", "other:حركه-المرجان"),
    ]
