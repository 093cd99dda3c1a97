from collections.abc import Callable

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import ActorValue, Mention, Reading
from takhrij.find import actors
from takhrij.resources import Resources

Find = Callable[[str], tuple[Mention, ...]]


def named(mentions: tuple[Mention, ...]) -> list[tuple[str, str]]:
    return [
        (m.value.id, m.span.text) for m in mentions if isinstance(m.value, ActorValue) and m.value.kind != "state"
    ]


def test_every_row_yields_what_its_example_promises() -> None:
    assert list(actors.check(Arabic(), Resources())) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أفرجت جماعة الحوثي عن أسرى", [("houthi", "جماعة الحوثي")]),
        ("أعلن أنصار الله الاتفاق", [("houthi", "أنصار الله")]),
        ("قصفت الطائرات الحربية التركية الموقع", []),
        ("تقدم الجيش اليمني", [("yemen_army", "الجيش اليمني")]),
        ("انسحبت القوات الأفغانية", [("other:af-forces", "القوات الأفغانية")]),
        ("أفرج عن عناصر من القاعدة", [("alqaeda", "القاعدة")]),
        ("سيطروا على القاعدة الجوية", []),
        ("قصف قاعدة العند", []),
        ("شن طيران التحالف الدولي غارات", [("other:anti-isis-coalition", "طيران التحالف الدولي")]),
        ("توسطت قبيلة بني صلفان في الاتفاق", [("tribes:بني صلفان", "قبيلة بني صلفان")]),
        ("انتهت المباراة لصالح الفريق", []),
    ],
)
def test_parties_are_named_as_sources_name_them(find: Find, text: str, expected: list[tuple[str, str]]) -> None:
    assert named(find(text)) == expected


def test_a_force_with_a_nationality_is_its_state(find: Find) -> None:
    ids = [m.value.id for m in find("قصفت الطائرات الحربية التركية الموقع") if isinstance(m.value, ActorValue)]
    assert ids == ["turkey"]


def test_one_form_may_name_two_actors_over_one_span(find: Find) -> None:
    both = [m for m in find("انسحبت ميليشيات الحوثي وصالح من مأرب") if m.kind == "actor"]
    assert [m.value.id for m in both if isinstance(m.value, ActorValue)] == ["houthi", "saleh_forces"]
    assert len({m.span for m in both}) == 1


def test_loaded_words_are_kept_as_the_source_wrote_them(find: Find) -> None:
    (mention,) = (m for m in find("انسحبت المليشيا الحوثية الإرهابية") if m.kind == "actor")
    assert isinstance(mention.value, ActorValue)
    assert mention.value.loaded == ("المليشيا", "الإرهابية")
    assert mention.value.name == "Houthis (Ansar Allah)"


def test_a_part_is_the_unit_of_its_actor(find: Find) -> None:
    (mention,) = (m for m in find("بإشراف جهاز استخبارات الحوثيين") if m.kind == "actor")
    assert isinstance(mention.value, ActorValue)
    assert (mention.value.id, mention.value.unit) == ("houthi", "houthi_intelligence")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("تقدم الجيش في محافظة مأرب", "yemen_army"),
        ("تقدم الجيش في مدينة الموصل", "iraq_government"),
        ("شن طيران التحالف غارات على صعدة", "coalition"),
        ("شن طيران التحالف غارات على الموصل", "other:anti-isis-coalition"),
        ("تقدمت المقاومة في تعز", "popular_resistance"),
    ],
)
def test_a_general_word_is_read_by_the_country_spoken_of(find: Find, text: str, actor: str) -> None:
    assert actor in [m.value.id for m in find(text) if isinstance(m.value, ActorValue)]


def test_a_bare_noun_stands_for_the_last_group_that_it_fits(find: Find) -> None:
    text = "أعلن تنظيم القاعدة وجماعة الحوثي اتفاقا، وانسحب مسلحو التنظيم"
    assert named(find(text))[-1] == ("alqaeda", "التنظيم")


def test_a_country_is_a_place_behind_a_preposition_and_may_be_both_elsewhere(find: Find) -> None:
    assert {m.kind for m in find("وصل إلى تركيا")} == {"place"}
    assert {m.kind for m in find("نفت تركيا ذلك")} == {"place", "actor"}


@pytest.mark.parametrize("words", ["ويدعى صالح العقيلي في اليمن", "قال صالح المثالي في صنعاء باليمن"])
def test_a_given_name_before_a_surname_is_nobody_famous(find: Find, words: str) -> None:
    assert "saleh_forces" not in {m.value.id for m in find(words) if isinstance(m.value, ActorValue)}


@pytest.mark.parametrize(("published", "named"), [("2016-03-01", True), (None, True), ("2019-03-01", False)])
def test_allies_are_those_of_the_day(published: str | None, named: bool) -> None:
    finder = actors.ActorFinder(Arabic(), Resources())
    text = Arabic().tokenize("انسحب الحوثيون وحلفاؤهم من مدينة عدن")
    found = finder.find(text, Reading("0" * 64, "test", "", published=published))
    ids = {m.value.id for m in found if isinstance(m.value, ActorValue)}
    assert ("saleh_forces" in ids) is named and "houthi" in ids
