from takhrij.core.records import Entity, Person, PersonJoin, Span
from takhrij.show.people import people
from takhrij.show.view import CaseView

A, B = "a" * 64, "b" * 64
COLONEL = Person(Span(11, 24, "ناصر الصلفاني"), "name", ("ناصر", "الصلفاني"), titles=("العقيد",))
MERCHANT = Person(Span(5, 15, "أبو الصلفاني"), "kunya", ("ابو الصلفاني",))
JOIN = PersonJoin(
    "aaaaaaaaaaaa-person-11", "bbbbbbbbbbbb-person-11", 5, ("name 2: «ناصر الصلفاني»", "office 3: السابع")
)
VIEW = CaseView(
    persons={A: (COLONEL, MERCHANT), B: (COLONEL,)},
    entities=(
        Entity("bbbbbbbbbbbb-person-5", "أبو الصلفاني", ((A, 1),)),
        Entity("aaaaaaaaaaaa-person-11", "ناصر الصلفاني", ((A, 0), (B, 0)), (JOIN,), private=False),
    ),
)


def test_a_row_tells_names_titles_documents_and_why() -> None:
    first, second = people(VIEW)
    assert (first["name"], first["titles"], first["documents"]) == ("ناصر الصلفاني", ["العقيد"], [A[:12], B[:12]])
    assert first["joins"][0]["reasons"][1] == "office 3: السابع" and not first["private"]
    assert second["private"] and second["joins"] == []


def test_private_names_can_be_left_out() -> None:
    assert [row["name"] for row in people(VIEW, public=True)] == ["ناصر الصلفاني"]
