from takhrij.core.records import Entity, Person, Span
from takhrij.show.private import Veil
from takhrij.show.view import CaseView

A = "a" * 64
VIEW = CaseView(
    persons={
        A: (
            Person(Span(0, 9, "أحمد شعلان"), "name", ("احمد", "شعلان")),
            Person(Span(20, 39, "أحمد شعلان الصرواحي"), "name", ("احمد", "شعلان", "الصرواحي"), titles=("العقيد",)),
            Person(Span(50, 58, "أم ياسر"), "kunya", ("ام ياسر",)),
        )
    },
    entities=(
        Entity("a-person-0", "أحمد شعلان", ((A, 0),)),
        Entity("a-person-20", "أحمد شعلان الصرواحي", ((A, 1),), private=False),
        Entity("a-person-50", "أم ياسر", ((A, 2),)),
    ),
)


def test_private_names_are_left_out_of_quotations_with_their_particles() -> None:
    told = Veil(VIEW).text("قالت أم ياسر: «التقينا بأحمد شعلان وأم ياسرة»")
    assert told == "قالت [private]: «التقينا ب[private] وأم ياسرة»"


def test_a_public_name_that_holds_a_private_one_stays() -> None:
    assert Veil(VIEW).text("العقيد أحمد شعلان الصرواحي") == "العقيد أحمد شعلان الصرواحي"


def test_ids_and_nested_values_are_veiled_too() -> None:
    row = {"actor": [{"id": "other:احمد_شعلان", "start": 4}], "evidence": ["أحمد شعلان"]}
    assert Veil(VIEW).value(row) == {"actor": [{"id": "other:[private]", "start": 4}], "evidence": ["[private]"]}


def test_a_case_without_private_persons_is_printed_as_it_is() -> None:
    assert Veil(CaseView()).text("أحمد شعلان") == "أحمد شعلان"
