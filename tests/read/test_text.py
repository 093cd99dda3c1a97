from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from takhrij.core.errors import InputRefused
from takhrij.core.records import Document, Reading

ReadBytes = Callable[..., tuple[Document, Reading]]
BODY = "قال مصدر محلي مسؤول إن عملية تبادل أسرى جرت مساء الاثنين في مديرية الصومعة بمحافظة البيضاء."
MORE = "وأضاف المصدر أن الوساطة القبلية استمرت عدة أسابيع، وأن أحد الطرفين رفض الإفراج عن أسير ثالث."


def marked(reading: Reading) -> list[str]:
    return [line for a, b in reading.boilerplate for line in reading.text[a:b].split("\n") if line.strip()]


def test_a_page_flattened_to_text(read_bytes: ReadBytes) -> None:
    lines = ["كتاباتالرئيسيةآراء", "", "عنوان المقال", "", "ليلى المثالية – صحيفة النموذج", "", BODY, "", MORE, ""]
    tail = ["#تبادل_الأسرى", "", "الوسوم", "البيضاء", "وساطة قبلية", "", "اترك تعليقاً", "", "رأيي أن المقال ناقص جدا"]
    _, reading = read_bytes("\r\n".join(lines + tail).encode())
    assert (reading.title, reading.author, reading.outlet) == ("عنوان المقال", "ليلى المثالية", "صحيفة النموذج")
    assert (reading.genre, reading.tags) == ("opinion", ("تبادل_الأسرى", "البيضاء", "وساطة قبلية"))
    assert marked(reading) == [lines[0], *[x for x in tail[2:] if x]]
    assert "\r" not in reading.text


def test_the_seed_page(read_bytes: ReadBytes, shared: Path) -> None:
    _, reading = read_bytes((shared / "cases" / "seed" / "page.txt").read_bytes())
    assert reading.title == "العلاقة بين الحوثيين وتنظيم القاعدة"
    assert (reading.author, reading.outlet) == ("براء شيبان", "اليمن الجمهوري")
    assert (reading.tags, reading.genre, reading.published) == (("اليمن_الجمهوري",), "opinion", None)
    assert [line.split()[0] for line in marked(reading)] == [
        "اُراء",
        "الوسوم",
        "اظهر",
        "اترك",
        "لن",
        "هذا",
        "إغلاق",
    ]


@pytest.mark.parametrize(
    ("byline", "author", "outlet"),
    [
        ("سالم النموذجي – صحيفة النموذج", "سالم النموذجي", "صحيفة النموذج"),
        ("كتب/ سالم النموذجي", "سالم النموذجي", None),
        ("بقلم سالم النموذجي", "سالم النموذجي", None),
        ("المكلا: سالم النموذجي", "سالم النموذجي", None),
        ("عدن – وكالة المثال", None, "وكالة المثال"),
        ("صنعاء - خاص", None, None),
    ],
)
def test_bylines(read_bytes: ReadBytes, byline: str, author: str | None, outlet: str | None) -> None:
    _, reading = read_bytes(f"عنوان الصفحة هنا\n\n{byline}\n\n{BODY}\n\n{MORE}\n".encode())
    assert (reading.title, reading.author, reading.outlet) == ("عنوان الصفحة هنا", author, outlet)
    assert reading.boilerplate == ()


def test_a_byline_before_the_title(read_bytes: ReadBytes) -> None:
    _, reading = read_bytes(f"كتب/ سالم النموذجي\n\nعنوان الصفحة هنا\n\n{BODY}\n".encode())
    assert (reading.title, reading.author) == ("عنوان الصفحة هنا", "سالم النموذجي")


def test_prose_without_a_title(read_bytes: ReadBytes) -> None:
    _, reading = read_bytes(f"{BODY}\n{MORE}\n".encode())
    assert (reading.title, reading.author, reading.boilerplate) == (None, None, ())


def test_a_day_in_figures_under_the_title(read_bytes: ReadBytes) -> None:
    _, reading = read_bytes(f"عنوان الصفحة هنا\n\n٢٨/٧/٢٠٢١\n\n{BODY}\n".encode())
    assert reading.published == "2021-07-28"


def test_a_related_box_within_the_article(read_bytes: ReadBytes) -> None:
    page = f"عنوان الصفحة هنا\n\n{BODY}\n\nاقرأ أيضا\n\nعودة الهدوء إلى الجبهة الشرقية\n\n{MORE}\n"
    _, reading = read_bytes(page.encode())
    assert marked(reading) == ["اقرأ أيضا", "عودة الهدوء إلى الجبهة الشرقية"]


def test_a_link_to_comments_above_the_article_does_not_swallow_it(read_bytes: ReadBytes) -> None:
    _, reading = read_bytes(f"عنوان الصفحة هنا\n\nأضف تعليق\n\n{BODY}\n\n{MORE}\n".encode())
    assert marked(reading) == ["أضف تعليق"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "windows-1256", "iso8859-6"])
def test_encodings(read_bytes: ReadBytes, encoding: str) -> None:
    text = f"عنوان الصفحة هنا\n\n{BODY}\n\n{MORE}\n"
    assert read_bytes(text.encode(encoding))[1].text == text


def test_a_page_cut_within_a_letter(read_bytes: ReadBytes) -> None:
    _, reading = read_bytes(f"{BODY} {MORE}".encode()[:-2])
    assert reading.text.endswith("\ufffd")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"%PDF-1.7 \xd8\xa7", "binary"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"A local source said that the exchange took place.", "not_arabic"),
        ("الرئيسية\n\nأخبار\n\nاتصل بنا\n".encode(), "no_article"),
    ],
)
def test_bytes_that_are_refused(read_bytes: ReadBytes, data: bytes, reason: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_bytes(data)
    assert refused.value.reason == reason
