import itertools

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Entity, Person, PersonJudgement, Reading
from takhrij.find import Finders
from takhrij.link.persons import entities, given_names
from takhrij.link.persons.document import persons_of
from takhrij.link.persons.names import ALIKE, SAME, TURNED, WITHIN, agreement
from takhrij.resources import Resources

FINDERS = Finders(Arabic(), Resources())
GIVEN = given_names(Arabic(), Resources())


def read(words: str) -> tuple[Person, ...]:
    text = Arabic().tokenize(words)
    return FINDERS.people.find(text, FINDERS.find(text, Reading("", "test", words)))


def joined(*pages: str) -> tuple[Entity, ...]:
    return entities({f"{at:064d}": read(page) for at, page in enumerate(pages)}, GIVEN)


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("ناصر الصلفاني", "ناصر الصلفاني", SAME),
        ("ناصر علي الصلفاني", "ناصر الصلفاني", WITHIN),
        ("بلحاج عبدالقادر", "عبدالقادر بلحاج", TURNED),
        ("دانيال موكوتا", "دانييل موكوتا", ALIKE),
        ("ناصر الصلفاني", "فيصل الصلفاني", 0),
        ("فيصل ناصر الصلفاني", "ناصر الصلفاني", 0),
    ],
)
def test_names_agree_by_parts_in_order(a: str, b: str, level: int) -> None:
    assert agreement(a.split(), b.split()) == level


def test_bare_names_of_a_page_stand_for_who_bears_them() -> None:
    page = read(
        "قالت السفيرة سلمى الصلفاني ذلك. ورد الوزير مازن الصلفاني. ورفضت السفيرة الصلفاني، وقال الصلفاني إنه باق."
    )
    assert persons_of(page) == [[0, 2], [1, 3]]


COLONEL = "قال العقيد طارق الصلفاني قائد اللواء السابع إن الهدنة باقية."
LATER = "أعلن قائد اللواء السابع العميد طارق الصلفاني انسحاب قواته."
HEADMASTER = "كرم المعرض مدير مدرسة البلدة طارق الصلفاني أمس."


def test_an_office_joins_over_documents_and_says_so() -> None:
    (entity,) = joined(COLONEL, LATER)
    (join,) = entity.joins
    assert any(reason.startswith("office") for reason in join.reasons) and not entity.private


def test_a_name_alone_joins_nobody() -> None:
    assert len(joined("حضر طارق الصلفاني الحفل.", "غادر طارق الصلفاني المدينة.")) == 2
    assert len(joined("قال أبو صقر ذلك.", "نفى أبو صقر الخبر.")) == 2
    assert len(joined(COLONEL, HEADMASTER)) == 2


def test_the_order_of_documents_does_not_matter() -> None:
    pages = {f"{at:064d}": read(page) for at, page in enumerate((COLONEL, LATER, HEADMASTER))}
    told = {entities(dict(order), GIVEN) for order in itertools.permutations(pages.items())}
    assert len(told) == 1


def test_who_is_told_no_office_is_private() -> None:
    (entity,) = joined("باع التاجر ناصر الصلفاني دكانه أمس.")
    assert entity.private


def test_many_documents_of_one_name_take_no_time() -> None:
    page = read(COLONEL)
    assert len(entities({f"{at:064d}": page for at in range(400)}, GIVEN)) < 400


def test_a_relative_of_nearly_the_same_name_is_another() -> None:
    assert persons_of(read("حضر ناصر علي الصلفاني الحفل ومعه ابنه ناصر الصلفاني.")) == [[0], [1]]


def test_two_of_one_name_on_a_page_are_told_apart_by_their_trades() -> None:
    page = read("أفرجت الجماعة عن الصحفي منير الصلفاني والطالب منير الصلفاني أمس.")
    assert persons_of(page) == [[0], [1]]


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        (("وسيم", "الدرعاني"), ("وسام", "الدرعاني"), 0),
        (("دانيال", "موكوتا"), ("دانييل", "موكوتا"), ALIKE),
        (("يورغن", "هالستروم"), ("يورغين", "هالسترم"), ALIKE),
        (("عبدالله", "راجح"), ("عبدالله", "راجح", "الشيباني"), ALIKE),
    ],
)
def test_names_of_the_language_are_no_spellings_of_each_other(
    a: tuple[str, ...], b: tuple[str, ...], level: int
) -> None:
    assert agreement(a, b, {"وسيم", "وسام", "دانيال", "دانييل", "عبدالله"}) == level


def test_a_kunya_that_a_page_gives_to_a_bare_name_is_his() -> None:
    page = read("حضر العميد ناصر الصلفاني والعميد صبري الوهيبي. وقال الصلفاني، المكنى أبو فيصل، ذلك.")
    assert [sorted(page[at].span.text for at in group) for group in persons_of(page)] == [
        ["أبو فيصل", "الصلفاني", "ناصر الصلفاني"],
        ["صبري الوهيبي"],
    ]


def test_a_human_different_holds_through_every_joining() -> None:
    pages = {
        key: read("قال قائد اللواء السابع العميد ناصر علي الصلفاني في تعز إن القوات باقية. وحضر صبري الوهيبي.")
        for key in "abc"
    }
    assert len(entities(pages)) == 2
    apart = PersonJudgement(("a", 0), ("c", 0), same=False, why="two men")
    homes = {member: entity.id for entity in entities(pages, (), [apart]) for member in entity.members}
    assert homes["a", 0] != homes["c", 0]
    # Who is judged to be one of either makes them no one.
    bridge = [PersonJudgement(("a", 0), ("b", 0), same=True), PersonJudgement(("b", 0), ("c", 0), same=True), apart]
    homes = {member: entity.id for entity in entities(pages, (), bridge) for member in entity.members}
    assert homes["a", 0] == homes["b", 0] != homes["c", 0]
