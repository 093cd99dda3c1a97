"""Arabic wording: months of the region, number agreement, neutral names, every message in both languages."""

from __future__ import annotations

import re
import string
from dataclasses import replace

import pytest

from takhrij.core.errors import DataError
from takhrij.core.records import ActorRef, CountRef, PlaceRef, Span
from takhrij.resources import Resources
from takhrij.show.messages import FOLDER, LANGUAGES, Messages
from takhrij.show.view import CaseView
from takhrij.show.wording import Words

RESOURCES = Resources()
ARABIC = Words.plain("ar", RESOURCES)


@pytest.mark.parametrize(
    ("edtf", "told"),
    [
        (None, "غير مذكور"),
        ("2018-11-13", "13 نوفمبر 2018"),
        ("2018-11", "نوفمبر 2018"),
        ("2018~", "نحو 2018"),
        ("2018-08-01/2018-08-10", "من 1 إلى 10 أغسطس 2018"),
        ("2018-08-30/2018-09-02", "من 30 أغسطس إلى 2 سبتمبر 2018"),
        ("2018-12-30/2019-01-02", "من 30 ديسمبر 2018 إلى 2 يناير 2019"),
        ("../2014", "حتى 2014"),
        ("2018-04-02/..", "ابتداءً من 2 أبريل 2018"),
    ],
)
def test_a_date_is_said_in_arabic(edtf: str | None, told: str) -> None:
    assert ARABIC.when(edtf) == told


@pytest.mark.parametrize("row", RESOURCES.table("show/calendars"), ids=lambda row: row["line"])
def test_every_calendar_has_twelve_months_and_says_its_example(row: dict[str, str]) -> None:
    words = Words.plain(row["language"], RESOURCES, row["countries"].split("|")[0])
    assert len(words.dates.months) == 12
    assert words.when("2018-11-13") == row["example"]


@pytest.mark.parametrize(
    ("number", "told", "oblique"),
    [
        (0, "لا أقوال", "لا أقوال"),
        (1, "قول واحد", "قول واحد"),
        (2, "قولان", "قولين"),
        (3, "3 أقوال", "3 أقوال"),
        (10, "10 أقوال", "10 أقوال"),
        (11, "11 قولًا", "11 قولًا"),
        (100, "100 قول", "100 قول"),
        (103, "103 أقوال", "103 أقوال"),
        (1200, "1,200 قول", "1,200 قول"),
    ],
)
def test_a_number_agrees_with_its_noun(number: int, told: str, oblique: str) -> None:
    assert ARABIC.many("claim", number) == told
    assert ARABIC.many("claim", number, "of") == oblique
    assert Words.plain("en", RESOURCES).many("claim", number) == f"{number:,} claim" + "s" * (number != 1)


@pytest.mark.parametrize(
    ("least", "most", "approx", "told"),
    [
        (1, 1, False, "قتيل واحد"),
        (2, 2, False, "قتيلان"),
        (2, 2, True, "نحو قتيلين"),
        (3, 3, False, "3 قتلى"),
        (20, 20, True, "نحو 20 قتيلًا"),
        (21, None, False, "21 قتيلًا على الأقل"),
        (None, 100, False, "100 قتيل على الأكثر"),
        (20, 99, False, "20 إلى 99 قتيلًا"),
        (1, 2, False, "القتلى: 1 إلى 2"),
        (None, None, False, "القتلى: عدد غير مذكور"),
    ],
)
def test_what_is_counted_agrees_with_its_number(least: int | None, most: int | None, approx: bool, told: str) -> None:
    span = Span(0, 1, "x")
    view_claim = _claim({"killed": (CountRef(least, most, span, approx),)})
    assert ARABIC.counted(view_claim, "killed") == told


def _claim(roles):  # type: ignore[no-untyped-def]
    from takhrij.core.records import Claim

    return Claim("c", "d", "killing", "asserted", "did", Span(0, 1, "x"), (), roles)


def test_a_statement_is_arabic_throughout_where_names_are_known(view: CaseView) -> None:
    words = replace(Words.of(view, "ar", RESOURCES), actors={"houthi": "الحوثيون", "alqaeda": "تنظيم القاعدة"})
    release = next(c for c in view.claims.values() if c.type == "release")
    line = words.statement(release)
    assert line == "إفراج · الحوثيون ← تنظيم القاعدة · 3 مفرج عنهم (تنظيم القاعدة) · صنعاء · من 21 إلى 31 يوليو 2021"
    assert "المليشيا" not in line
    exchange = next(c for c in view.claims.values() if c.type == "exchange")
    assert "4 مشمولين بالتبادل (تنظيم القاعدة: 2 + الحوثيون: 2)" in words.statement(exchange)


def test_a_name_known_in_english_alone_keeps_its_place_in_an_arabic_line(view: CaseView) -> None:
    release = next(c for c in view.claims.values() if c.type == "release")
    line = replace(Words.of(view, "ar", RESOURCES), actors={}).statement(release)
    assert line.startswith("إفراج · \u2068Houthis (Ansar Allah)\u2069 ← \u2068al-Qaeda\u2069 · ")


def test_a_label_names_type_parties_place_and_day_in_arabic(view: CaseView) -> None:
    words = replace(Words.of(view, "ar", RESOURCES), actors={"houthi": "الحوثيون", "alqaeda": "القاعدة"})
    assert words.label(view.events[0]) == "تبادل أسرى: الحوثيون والقاعدة، الصومعة، 28 يوليو 2021"
    assert Words.of(view, "en", RESOURCES).label(view.events[0]) == view.events[0].label


def test_a_label_counts_further_parties(view: CaseView) -> None:
    span = Span(0, 1, "x")
    names = [ActorRef(f"other:{n}", n, span) for n in ("أ", "ب", "ج", "د")]
    claim = replace(view.claims[view.events[0].id], roles={"actor": tuple(names[:3])})
    four = replace(claim, roles={"actor": tuple(names)})
    for told, said in ((claim, "تبادل أسرى: أ وطرفان آخران"), (four, "تبادل أسرى: أ و3 أطراف أخرى")):
        words = replace(Words.of(view, "ar", RESOURCES), claims={claim.id: told})
        assert words.label(view.events[0]).startswith(said)


def test_months_follow_the_country_of_the_case(view: CaseView) -> None:
    place = PlaceRef("x:1", "Aleppo", "حلب", "town", Span(0, 1, "x"), within=("SY-HL", "SY"))
    claims = {k: replace(c, roles={"place": (place,)}) for k, c in view.claims.items()}
    assert Words.of(replace(view, claims=claims), "ar", RESOURCES).when("2021-07-28") == "28 تموز 2021"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("time", "2021-07-26", "26 يوليو 2021"),
        ("killed", "21+", "21 على الأقل"),
        ("killed", "~80", "نحو 80"),
        ("killed", "79-", "79 على الأكثر"),
        ("killed", "20-99", "20 إلى 99"),
        ("killed", "an untold number", "عدد غير مذكور"),
        ("type", "release", "إفراج"),
        ("polarity", "did_not", "قيل إنه لم يحدث"),
        ("modality", "done", "وقع"),
    ],
)
def test_contested_values_are_said_in_arabic(field: str, value: str, told: str) -> None:
    assert ARABIC.contested(field, value) == told


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_message_has_one_row_and_the_same_places_in_both_languages() -> None:
    seen: dict[str, str] = {}
    for table, rows in RESOURCES.tables(FOLDER).items():
        for row in rows:
            assert row["key"] not in seen, f"{row['line']}: {row['key']} is in {seen.get(row['key'])} too"
            seen[row["key"]] = table
            assert row["en"] or row["ar"], row["line"]
            if row["en"] and row["ar"] and not re.search(r"\.(zero|one|two|few|many|other)(\.of)?$", row["key"]):
                assert _places(row["en"]) | {"arrow"} >= _places(row["ar"]), row["line"]


def test_arabic_messages_hold_no_latin_words() -> None:
    allowed = re.compile(r"\{[^}]*\}|[A-Z0-9.-]*SHA-256|S1|PDF|DOCX|HTML|JSON|CSV|URL|Markdown|TOTP|κ|α")
    for table in ("words", "dossier"):
        for row in RESOURCES.table(f"{FOLDER}/{table}"):
            assert not re.search("[a-z]{2,}", allowed.sub("", row["ar"])), row["line"]


def test_a_missing_message_says_which_one() -> None:
    for language in LANGUAGES:
        with pytest.raises(DataError, match=r"no.such\.key"):
            Messages(language, RESOURCES)("no.such.key")
    with pytest.raises(DataError, match="fr"):
        Messages("fr", RESOURCES)
