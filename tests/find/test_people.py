import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Person, Reading
from takhrij.find import Finders, people
from takhrij.resources import Resources

FINDERS = Finders(Arabic(), Resources())


def read(words: str) -> tuple[Person, ...]:
    text = Arabic().tokenize(words)
    return FINDERS.people.find(text, FINDERS.find(text, Reading("", "test", words)))


def names(words: str) -> list[str]:
    return [person.span.text for person in read(words)]


def test_every_row_yields_the_names_it_promises() -> None:
    assert list(people.check(Arabic(), Resources())) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("التقى فيصل ناصر الصلفاني وفدا من البلدة.", ["فيصل ناصر الصلفاني"]),
        ("قال مبعوث الاتحاد الإقليمي لوران بيترسون إنه متفائل.", ["لوران بيترسون"]),
        ("قال أبو صقر إن القوات باقية. وشكر لأبي صقر صبره.", ["أبو صقر", "أبي صقر"]),
        ("قال العميد ناصر بن علي الصلفاني ذلك. وأضاف الصلفاني أنه باق.", ["ناصر بن علي الصلفاني", "الصلفاني"]),
        ("قُتل القائد حازم الصلفاني المعروف باسم «أبو صقر» أمس.", ["حازم الصلفاني", "أبو صقر"]),
        ("انسحبت القوات من البلدة مساء أمس.", []),
        ("جلس على باب المدينة.", []),
    ],
)
def test_namings_with_and_without_title(words: str, expected: list[str]) -> None:
    assert names(words) == expected


def test_office_and_rank_stand_with_the_name() -> None:
    (one,) = read("نفى قائد اللواء السابع العميد ناصر الصلفاني ذلك.")
    assert one.titles == ("قائد", "العميد") or "العميد" in one.titles
    assert "military" in one.trades and "السابع" in one.office


def test_a_nickname_is_another_name_and_a_son_is_another_person() -> None:
    named, called = read("قتل القيادي ناصر الصلفاني الملقب بـ«الصقر» أمس.")
    assert (called.form, called.same, called.parts) == ("nickname", 0, ("الصقر",)) and named.same is None
    _, brother = read("حضر العقيد طارق الصلفاني وناب عنه شقيقه نصري الصلفاني.")
    assert (brother.parts, brother.kin) == (("نصري", "الصلفاني"), 0)


def test_a_page_of_hostile_names_comes_to_an_end() -> None:
    assert len(read("أبو صقر " * 300)) == 300
    assert read("ا ب ج د بن بن بن أبو أبو أم") is not None


def test_a_hundred_kunyas_in_a_sentence_are_a_hundred_namings() -> None:
    told = " و".join(f"أبو {name}" for name in ["سالم", "ناصر", "فيصل", "حمزة", "زيد"] * 20)
    assert len(names(f"أفرجت الجماعة عن {told} أمس.")) == 100


def test_a_name_of_one_letter_names_nobody() -> None:
    assert names("أفرجت الجماعة عن العقيد س والشيخ ع، وقال ق إن ص عاد.") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("وقالت إن قائدها العسكري صهيب الدباغ فر أمس", ["صهيب الدباغ"]),
        ("عاد الجراح الإيطالي ماركو بيليني، إلى بلاده", ["ماركو بيليني"]),
        ("ألقت الشرطة القبض على المهرب «الصقر» في الميناء", ["الصقر"]),
        ("قالت أم عبد الملك المعافي ذلك", ["أم عبد الملك المعافي"]),
        ("التقى ممثل المنظمة بن يوسف كمال أمس", ["بن يوسف كمال"]),
        ("أحيل إلى القاضي عبد الملك شرف الدين المعافي أمس", ["عبد الملك شرف الدين المعافي"]),
        ("رفض العقيد الجحدلي الحديث عن ذلك", ["الجحدلي"]),
        ("رفع القائد سلاحه وسار", []),
        ("ندد الوزير المتحدة بن ذلك", []),
    ],
)
def test_names_behind_offices_nations_and_quotation_marks(text: str, wanted: list[str]) -> None:
    assert [person.span.text for person in FINDERS.people.find(Arabic().tokenize(text), ())] == wanted
