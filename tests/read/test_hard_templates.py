"""Pages of templates that mislead: each tells the same three paragraphs, which are all of the body and stay whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from takhrij.core.records import Document, Reading

ReadBytes = Callable[..., tuple[Document, Reading]]
PAGES = Path(__file__).parent / "pages"
BODY = (
    (
        "قال مصدر محلي مسؤول إن عملية تبادل أسرى جرت مساء الاثنين في مديرية الصومعة بمحافظة البيضاء،"
        " وشملت أسيرين من كل طرف."
    ),
    (
        "وأضاف المصدر أن الوساطة القبلية استمرت عدة أسابيع، وأن أحد الطرفين رفض الإفراج عن أسير ثالث كان اسمه"
        " ضمن القائمة."
    ),
    "ولم يصدر أي تعليق رسمي من الطرفين حتى لحظة نشر هذا الخبر.",
)


class Told(NamedTuple):
    """What a page says of itself, and how its lines that are neither head nor body begin."""

    title: str
    author: str | None
    outlet: str | None
    published: str
    beside: tuple[str, ...]


TOLD = {
    "hard-nested.html": Told(
        "وساطة قبلية تنهي خلافا على أسيرين",
        "سالم النموذجي",
        "المثال برس",
        "2021-07-28",
        ("المثال برس - سالم", "الأربعاء 28 يوليو"),
    ),
    "hard-table.html": Told(
        "تعثر جولة التفاوض على قوائم الأسرى",
        None,
        "المثال نت",
        "2021-07-27",
        ("تاريخ النشر", "عدن / خاص", "الجولة", "العدد", "الأولى", "١٦ أسيرا"),
    ),
    "hard-amp.html": Told(
        "إطلاق ثلاثة محتجزين بعد وساطة",
        "ليلى المثالية",
        None,
        "2021-07-29",
        ("ليلى المثالية", "منذ 3 أيام", "صورة أرشيفية"),
    ),
    "hard-comments.html": Told(
        "تبادل جثامين برعاية وجهاء", "سالم النموذجي", "صحيفة السطر", "2021-07-30", ("كتب: سالم",)
    ),
    "hard-teasers.html": Told(
        "قافلة مساعدات تصل البلدة بعد فتح الطريق", None, "شبكة السطر", "2021-07-29", ("نُشر في",)
    ),
    "hard-flat.txt": Told(
        "تعثر الوساطة بين قبيلتين في الوادي",
        None,
        "شبكة السطر",
        "2021-07-31",
        ("الأحد 1 أغسطس", "السبت 31 يوليو", "شبكة السطر - خاص"),
    ),
}
every_page = pytest.mark.parametrize("name", sorted(TOLD))


@pytest.fixture
def read_named(read_bytes: ReadBytes) -> Callable[[str], Reading]:
    def run(name: str) -> Reading:
        return read_bytes((PAGES / name).read_bytes(), "html" if name.endswith("html") else "text", name)[1]

    return run


def unmarked(reading: Reading) -> list[str]:
    left, at = "", 0
    for start, end in reading.boilerplate:
        left += reading.text[at:start]
        at = end
    return [line.strip() for line in (left + reading.text[at:]).splitlines() if line.strip()]


@every_page
def test_what_the_page_says_of_itself(name: str, read_named: Callable[[str], Reading]) -> None:
    reading, told = read_named(name), TOLD[name]
    assert (reading.title, reading.author, reading.outlet, reading.published) == told[:4]


@every_page
def test_the_body_is_whole_and_nothing_else_is_left(name: str, read_named: Callable[[str], Reading]) -> None:
    left, told = unmarked(read_named(name)), TOLD[name]
    body = BODY[:2] if name == "hard-comments.html" else BODY
    assert [line for line in left if line in BODY] == list(body)
    rest = [line for line in left if line not in BODY and line != told.title]
    assert [line for line in rest if not line.startswith(told.beside)] == []
    assert len(rest) == len(told.beside)


SECOND = f"{BODY[1]}\n\n{BODY[2]}"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("الأحد 19 يوليو 2026 - 10:32 ص", "2026-07-19"),
        ("نشر في: 19 تموز 2026", "2026-07-19"),
        ("تاريخ النشر: ١٩/٠٧/٢٠٢٦ - آخر تحديث: ٢٠/٠٧/٢٠٢٦", "2026-07-19"),
        ("الأحد 4 صفر 1448 هـ الموافق 19 يوليو 2026 م", "2026-07-19"),
        ("الأحد، ١٩ يوليو/تموز ٢٠٢٦ الساعة ١٠ مساءً بتوقيت مكة المكرمة", "2026-07-19"),
        ("آخر تحديث: 20 يوليو 2026", None),
        ("قتل خمسة جنود في هجوم وقع في 3 مايو 2020", None),
    ],
)
@pytest.mark.parametrize("form", ["text", "html"])
def test_the_day_under_a_title(read_bytes: ReadBytes, line: str, day: str | None, form: str) -> None:
    parts = ["عنوان الصفحة هنا", line, BODY[0], SECOND]
    if form == "html":
        parts = [f"<html><body><h1>{parts[0]}</h1>", *(f"<div>{p}</div>" for p in parts[1:]), "</body></html>"]
    reading = read_bytes("\n\n".join(parts).encode(), form)[1]
    assert (reading.title, reading.published) == ("عنوان الصفحة هنا", day)


def test_a_site_s_clock_above_the_menu_is_no_day_of_publication(read_bytes: ReadBytes) -> None:
    page = f"الأحد 19 يوليو 2026\n\nالرئيسية أخبار تقارير\n\nعنوان الصفحة هنا\n\n{BODY[0]}\n\n{SECOND}\n"
    reading = read_bytes(page.encode())[1]
    assert (reading.title, reading.published) == ("عنوان الصفحة هنا", None)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("بواسطة: سالم النموذجي 19 يوليو، 2026 3 دقائق قراءة", "سالم النموذجي"),
        ("سالم النموذجي - 19 يوليو 2026", "سالم النموذجي"),
        ("19/7/2026 | آخر تحديث: 20/7/2026 10:22 (توقيت المدينة)", None),
        ("أخبار محلية - 19 يوليو 2026", None),
        ("غرفة الأخبار | 19 يوليو 2026", None),
    ],
)
def test_a_name_beside_the_day(read_bytes: ReadBytes, line: str, author: str | None) -> None:
    reading = read_bytes(f"عنوان الصفحة هنا\n\n{line}\n\n{BODY[0]}\n\n{SECOND}\n".encode())[1]
    assert (reading.author, reading.published) == (author, "2026-07-19")


def test_the_day_told_at_the_foot_of_an_article(read_bytes: ReadBytes) -> None:
    page = f"عنوان الصفحة هنا\n\n{BODY[0]}\n\n{SECOND}\n\nنشر بتاريخ: 19 يوليو 2026\n"
    assert read_bytes(page.encode())[1].published == "2026-07-19"


def test_prose_that_is_cut_off_at_the_end_is_no_teaser(read_bytes: ReadBytes) -> None:
    page = f"عنوان الصفحة هنا\n\n{BODY[0]}\n\nمن الوسيط\n\n{BODY[1][:-1]}...\n\nاقرأ المزيد\n"
    reading = read_bytes(page.encode())[1]
    assert [reading.text[a:b] for a, b in reading.boilerplate] == ["اقرأ المزيد"]
