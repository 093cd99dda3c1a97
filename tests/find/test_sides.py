from collections.abc import Callable

import pytest

from takhrij.core.records import ActorValue, Mention

Find = Callable[[str], tuple[Mention, ...]]


def ids(mentions: tuple[Mention, ...]) -> list[tuple[str, str]]:
    return [(m.value.id, m.span.text) for m in mentions if isinstance(m.value, ActorValue)]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("انسحبت حركة الشباب من البلدة. وقتل عشرون متمردا", ("other:shabaab", "متمردا")),
        ("اقتحم المتمردون القرية. وقال شاهد إن نمور التاميل انسحبوا بعدها", ("other:ltte", "نمور التاميل")),
        ("هاجم تنظيم داعش البلدة. وقتل الحراس عشرة من العناصر الإرهابية", ("isis", "العناصر الإرهابية")),
    ],
)
def test_a_word_for_a_side_is_the_party_named_on_the_page(find: Find, text: str, last: tuple[str, str]) -> None:
    assert ids(find(text))[-1] == last


def test_whoever_is_named_later_is_meant_where_nobody_was_named_before(find: Find) -> None:
    text = "اقتحم المتمردون القرية. وقال شاهد إن نمور التاميل انسحبوا بعدها"
    assert ids(find(text))[0] == ("other:ltte", "المتمردون")


def test_gunmen_far_from_any_group_stay_unknown(find: Find) -> None:
    text = "انسحبت حركة الشباب. ووصلت المساعدات. وفتحت الأسواق. وعاد الناس. وقتل مسلحون تاجرا"
    assert ("unknown_gunmen", "مسلحون") in ids(find(text))


def test_a_group_that_may_not_be_called_so_is_not_meant(find: Find) -> None:
    text = "قالت منظمة الصليب الأحمر ذلك في كولومبيا، وانسحب المتمردون"
    assert "other:red-cross" not in [identity for identity, words in ids(find(text)) if words == "المتمردون"]


def test_the_loaded_word_is_kept_beside_the_neutral_name(find: Find) -> None:
    mention = find("هاجم تنظيم داعش البلدة، وانسحب الإرهابيون")[-1]
    assert isinstance(mention.value, ActorValue)
    assert (mention.value.id, mention.value.loaded) == ("isis", ("الإرهابيون",))


def test_only_the_adjective_of_a_deed_names_its_state(find: Find) -> None:
    assert ("russia", "روسية") in ids(find("قتل رجل في غارات جوية روسية على البلدة"))


def test_forces_of_one_country_are_one_party_however_they_are_told(find: Find) -> None:
    found = ids(find("انسحب الجنود الأفغان من الموقع، وقصف الجيش الأفغاني القرية"))
    assert {identity for identity, _ in found if identity.endswith("-forces")} == {"other:af-forces"}


def test_the_base_of_the_page_is_not_al_qaeda(find: Find) -> None:
    text = "حاصرت المقاومة قاعدة العند الجوية، ثم اقتحمت القاعدة في لحج"
    assert "alqaeda" not in [identity for identity, _ in ids(find(text))]


def test_the_soldiers_of_an_unknown_land_are_of_its_army(find: Find) -> None:
    found = ids(find("انسحب الجيش السرنداوي من التل، وقتل اثنان من الجنود"))
    assert found == [("other:الجيش-السرنداوي", "الجيش السرنداوي"), ("other:الجيش-السرنداوي", "الجنود")]


def test_a_tribe_once_told_needs_no_word_for_tribe(find: Find) -> None:
    found = ids(find("وقعت قبيلتا الصلفاء والمرجان الصلح، ثم أفرجت المرجان عن أسيرين"))
    assert found == [
        ("tribes:الصلفاء", "قبيلتا الصلفاء"),
        ("tribes:المرجان", "المرجان"),
        ("tribes:المرجان", "المرجان"),
    ]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("انسحبت كتيبة الحور من البلدة، وقالت الكتيبة ذلك", "الكتيبة", "كتيبة الحور"),
        ("انسحبت حركة الشباب من البلدة، وأسر المتمردون اثنين", "المتمردون", "حركة الشباب"),
    ],
)
def test_words_that_stand_for_a_group_point_at_its_name(find: Find, text: str, words: str, name: str) -> None:
    (value,) = [m.value for m in find(text) if m.kind == "actor" and m.span.text == words]
    assert isinstance(value, ActorValue) and value.told is not None
    assert text[value.told.start : value.told.end] == name
