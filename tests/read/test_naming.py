"""Whose page it is, who wrote it, when it was published and when changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from takhrij.core.records import Document, Reading
from takhrij.read.byline import parse_byline
from takhrij.read.cues import Cues
from takhrij.resources import Resources

ReadBytes = Callable[..., tuple[Document, Reading]]
BODY = "<p>قال مصدر محلي مسؤول إن الوساطة القبلية استمرت عدة أسابيع قبل أن يوافق الطرفان على القائمة.</p>" * 3
TITLE = "وساطة قبلية تنهي خلافا قديما"


@pytest.fixture(scope="module")
def read_head(read_bytes: ReadBytes) -> Callable[..., Reading]:
    """Reads a page with things in its head and about its article."""

    def run(head: str = "", above: str = "", below: str = "") -> Reading:
        page = f"<html><head>{head}</head><body><h1>{TITLE}</h1>{above}{BODY}{below}</body></html>"
        return read_bytes(page.encode(), "html")[1]

    return run


@pytest.mark.parametrize("row", Resources().table("reading/platforms"), ids=lambda row: row["form"])
def test_the_outlet_of_a_platform_s_page_is_the_account(read_bytes: ReadBytes, row: dict[str, str]) -> None:
    page = f"<html><head><title>{row['example']}</title></head><body>{BODY}</body></html>"
    reading = read_bytes(page.encode(), "html")[1]
    assert (reading.outlet, reading.title) == (row["account"] or None, None)


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        (f"{TITLE} | موقع الحرف", "موقع الحرف"),
        (f"دفتر القرية: {TITLE}", "دفتر القرية"),
        (f"صوت الحبر » {TITLE} » طباعة", "صوت الحبر"),
        (f"ملتقى السدر • مشاهدة الموضوع - {TITLE}", "ملتقى السدر"),
        (f"تقرير: {TITLE}", None),
        (TITLE, None),
    ],
)
def test_the_site_s_name_beside_the_title(read_head: Callable[..., Reading], title: str, outlet: str | None) -> None:
    reading = read_head(f"<title>{title}</title>")
    assert (reading.title, reading.outlet) == (TITLE, outlet)


def test_the_writer_in_the_byline_goes_before_the_site_s_editor(read_head: Callable[..., Reading]) -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"name":"ليلى المثالية"}}</script>'
    assert read_head(head, "<p>بقلم: سالم النموذجي</p>").author == "سالم النموذجي"
    assert read_head(head).author == "ليلى المثالية"


@pytest.mark.parametrize(
    "above",
    [
        "<div class='meta'><span class='author-name'>سالم الورّاق</span><a class='email'>أرسل بريدا</a></div>",
        "<div><a rel='author' href='#'>سالم الورّاق</a></div>",
        "<div itemscope itemprop='author'>الكاتب: <span itemprop='name'>سالم الورّاق</span></div>",
        "<span id='lblAuthor' class='ArticleAuthor'>سالم الورّاق</span>",
    ],
)
def test_a_name_that_the_page_marks_as_its_writer(read_head: Callable[..., Reading], above: str) -> None:
    assert read_head(above=above).author == "سالم الورّاق"


def test_those_who_comment_are_no_writers(read_head: Callable[..., Reading]) -> None:
    below = "<div class='comments'><cite class='author fn'>زائر كريم</cite><p>شكرا على هذا الخبر المهم جدا.</p></div>"
    assert read_head(below=below).author is None


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("كتب/المكلا: سالم النموذجي", "سالم النموذجي"),
        ("خاص – المكلا: سالم النموذجي", "سالم النموذجي"),
        ("عدن (سبأ) - سالم النموذجي", "سالم النموذجي"),
        ("كتب ـ سالم النموذجي", "سالم النموذجي"),
        ("عدن / خاص / كتب: سالم النموذجي", "سالم النموذجي"),
        ("كتب سالم النموذجي في 5 أكتوبر, 2021 @ 10:32 ص في تقارير | لا توجد تعليقات", "سالم النموذجي"),
        ("سالم النموذجي، المكلا", "سالم النموذجي"),
        ("سالم الورّاق – صحيفة النموذج", "سالم الورّاق"),
    ],
)
def test_forms_of_bylines(cues: Cues, line: str, author: str) -> None:
    told = parse_byline(line, cues, loose=True)
    assert told is not None
    assert told.author == author


@pytest.mark.parametrize("line", ["عدن (سبأ)", "بدأت التغطية: 20 أبريل 2023", "وقال سالم النموذجي"])
def test_lines_that_name_no_writer(cues: Cues, line: str) -> None:
    told = parse_byline(line, cues, loose=True)
    assert told is None or told.author is None


@pytest.mark.parametrize(
    ("head", "above", "published", "updated"),
    [
        ('<meta name="lastmod" content="2022-05-04">', "", None, "2022-05-04"),
        ("", "<div>نشر في 3 مايو 2022 | آخر تحديث: 4 مايو 2022</div>", "2022-05-03", "2022-05-04"),
        ("", "<div>آخر تحديث: ٤ أيار ٢٠٢٢</div>", None, "2022-05-04"),
        (
            "",
            '<time itemprop="dateModified" datetime="2022-05-04">-</time><div>نشر: 3/5/2022</div>',
            None,
            "2022-05-04",
        ),
        ("", "<div>منذ 3 أيام</div>", None, None),
        ("", "<div>كتب سالم النموذجي في 3 مايو 2022</div>", "2022-05-03", None),
        (
            "",
            '<span property="dc:date dc:created" content="2022-05-03T10:00:00+03:00">أمس</span>',
            "2022-05-03",
            None,
        ),
    ],
)
def test_days_of_publication_and_of_change(
    read_head: Callable[..., Reading], head: str, above: str, published: str | None, updated: str | None
) -> None:
    reading = read_head(head, above)
    assert (reading.published, reading.updated) == (published, updated)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("الخميس ٦ رمضان ١٤٤٣هـ", "2022-04-07"),
        # A country that began the month a day later.
        ("الجمعة 6 رمضان 1443 هـ", "2022-04-08"),
        ("الاثنين 6 رمضان 1443 هـ", None),
        ("6 رمضان 1443 هـ", None),
        ("الخميس 31 رمضان 1443 هـ", None),
        ("الأربعاء ٢٥ ذو الحجة ١٤٤٢هـ الموافق ٤ آب ٢٠٢١م", "2021-08-04"),
    ],
)
def test_a_hijri_day_is_known_by_its_weekday(cues: Cues, line: str, day: str | None) -> None:
    told = cues.dates.read(line)
    assert (told.day if told else None) == day
