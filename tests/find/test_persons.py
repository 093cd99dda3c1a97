from collections.abc import Callable

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Mention, PersonValue
from takhrij.find import persons
from takhrij.resources import Resources

Find = Callable[[str], tuple[Mention, ...]]


def test_every_row_yields_what_its_example_promises() -> None:
    assert list(persons.check(Arabic(), Resources())) == []


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("قال العميد ناصر الصلفاني أمس", "ناصر الصلفاني", "العميد"),
        ("توسط الشيخ صالح بن هادي الصلفاني في الاتفاق", "صالح بن هادي الصلفاني", "الشيخ"),
        ("وقال وزير الخارجية اليمني سالم الصلفاني إن", "سالم الصلفاني", "وزير الخارجية اليمني"),
        ("اغتيال الدبلوماسي السعودي/ خالد صلفان العنيزي", "خالد صلفان العنيزي", "الدبلوماسي السعودي"),
    ],
)
def test_a_title_and_the_name_behind_it(find: Find, text: str, name: str, title: str) -> None:
    assert [m.value for m in find(text) if m.kind == "person"] == [PersonValue(name, title)]


@pytest.mark.parametrize("text", ["قال القائد في المدينة", "قال رئيس الوزراء إن", "محمد الصلفاني حضر"])
def test_no_person_without_a_title_and_a_name(find: Find, text: str) -> None:
    assert [m for m in find(text) if m.kind == "person"] == []
