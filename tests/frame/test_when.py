"""Which date a predicate takes: its own, one carried from the account, or none."""

from __future__ import annotations

import importlib.resources
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.arabic import Arabic
from takhrij.core.edtf import valid
from takhrij.core.errors import DataError
from takhrij.core.records import Claim, Reading, TimeRef
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.frame.when import Clock
from takhrij.resources import Resources

LANGUAGE = Arabic()
RESOURCES = Resources()
FINDERS, FRAMER = Finders(LANGUAGE, RESOURCES), Framer(LANGUAGE, RESOURCES)


def claims(text: str, published: str | None = "2019-05-02") -> tuple[Claim, ...]:
    """Claims of a page published on a Thursday."""
    reading = Reading("0" * 64, "test@1", text, published=published)
    tokens = LANGUAGE.tokenize(text)
    return FRAMER.frame(tokens, reading, FINDERS.find(tokens, reading)).claims


def time_of(text: str, kind: str) -> str | None:
    """The time of the first claim of a type."""
    found = [claim for claim in claims(text) if claim.type == kind]
    assert found, f"no {kind} in «{text}»"
    times = found[0].roles.get("time", ())
    return times[0].edtf if times and isinstance(times[0], TimeRef) else None


@pytest.mark.parametrize(
    ("text", "kind", "edtf"),
    [
        ("قصفت الطائرات مواقع الحوثيين في تعز أمس", "airstrike", "2019-05-01"),
        ("قال متحدث أمس إن الجيش السوداني سيطر على التلة يوم الأحد", "seize", "2019-04-28"),
        ("أعلن الجيش السوداني الأربعاء أنه سيطر على التلة في 26 أبريل", "seize", "2019-04-26"),
        ("قصفت الطائرات مواقع الحوثيين في تعز أمس بعد ثلاثة أيام على سيطرة الحوثيين عليها", "seize", "2019-04-28"),
        (
            "اندلعت اشتباكات بين الحوثيين والجيش اليمني مساء السبت واستمرت حتى فجر الاثنين",
            "clash",
            "2019-04-27/2019-04-29",
        ),
        ("قصفت الطائرات مواقع الحوثيين", "airstrike", None),
    ],
)
def test_the_date_of_a_deed(text: str, kind: str, edtf: str | None) -> None:
    assert time_of(text, kind) == edtf


def test_a_headline_takes_the_day_of_its_lead() -> None:
    text = "الجيش السوداني يسيطر على مدينة عدن\n\nسيطر الجيش السوداني على مدينة عدن، السبت، بعد معارك."
    assert {t.edtf for c in claims(text) if c.type == "seize" for t in c.roles["time"] if isinstance(t, TimeRef)} == {
        "2019-04-27"
    }


def test_what_was_told_before_takes_no_day_of_the_news() -> None:
    text = "خبر\n\nقصفت الطائرات مواقع الحوثيين في تعز أمس.\nوكان الحوثيون قد سيطروا على البلدة."
    assert time_of(text, "seize") is None


def test_a_time_is_no_invention() -> None:
    """A claim's time quotes the page and is a date that it tells."""
    text = "خبر\n\nقصفت الطائرات مواقع الحوثيين أمس. واستهدفت مواقع أخرى. وفي 3 مارس 2018 سيطر الحوثيون على التلة."
    for claim in claims(text):
        for time in claim.roles.get("time", ()):
            assert isinstance(time, TimeRef)
            assert text[time.span.start : time.span.end] == time.span.text
            assert valid(time.edtf)


def test_weights_name_no_words_of_pages() -> None:
    """Features speak of place and shape; the Arabic in them are prepositions of the lexicon."""
    raw = json.loads(importlib.resources.files("takhrij").joinpath("data", "time_model.json").read_text("utf-8"))
    known = {row["value"] for row in RESOURCES.table("lexicons/ar/prepositions")} | set("بلك")
    for feature, weight in raw["weights"].items():
        words = [word for word in feature.split() if any("ء" <= char <= "ي" for char in word)]
        assert isinstance(weight, int) and set(words) <= known, feature


def test_a_model_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Resources, "json", lambda self, name: {"version": 0})
    with pytest.raises(DataError, match="fit the model again"):
        Clock.load(Resources())


_PIECES = st.sampled_from(
    [
        "أمس",
        "اليوم",
        "الأحد",
        "حتى",
        "منذ",
        "بعد",
        "قبل",
        "بين",
        "من",
        "إلى",
        "يومين",
        "أيام",
        "3",
        "13",
        "١٣",
        "31",
        "99",
        "2018",
        "٢٠١٨",
        "نوفمبر",
        "شباط",
        "رمضان",
        "الماضي",
        "خلال",
        "ساعة",
        "ال",
        "الأسبوع",
        "الأخير",
        "غداة",
        "قصف",
        "الحوثيون",
        "سيطر",
        "الجيش",
        "على",
        "التلة",
        ".",
        "،",
        "/",
        "-",
        "(",
        ")",
        "«",
        "13/11/2018",
        "00/00/0000",
        "٩٩٩٩",
        "\n",
        "شتاء",
        "عام",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(_PIECES, max_size=30), st.sampled_from([None, "2019-05-02", "0001-01-01", "9999-12-31", "2019-13-45"])
)
def test_any_heap_of_dates_is_read(pieces: list[str], published: str | None) -> None:
    text = " ".join(pieces)
    reading = Reading("0" * 64, "test@1", text, published=published)
    for mention in FINDERS.find(LANGUAGE.tokenize(text), reading):
        assert text[mention.span.start : mention.span.end] == mention.span.text
    for claim in claims(text, published):
        for time in claim.roles.get("time", ()):
            assert isinstance(time, TimeRef) and valid(time.edtf)


@pytest.mark.parametrize(
    ("text", "kind", "edtf"),
    [
        ("وصل الوفد بعد يومين من هجوم شنه الحوثيون على مدينة تعز", "clash", "2019-04-30"),
        ("قصفت الطائرات مواقع الجيش الأحد غداة سيطرة الحوثيين على البلدة", "seize", "2019-04-27"),
        ("وصل الوفد اليوم الثلاثاء بعد يومين من هجوم شنه الحوثيون على مدينة تعز", "clash", "2019-04-28"),
    ],
)
def test_a_length_is_counted_from_the_day_of_the_sentence(text: str, kind: str, edtf: str) -> None:
    assert time_of(text, kind) == edtf
