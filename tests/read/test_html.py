from __future__ import annotations

from collections.abc import Callable

import pytest

from takhrij.core.errors import InputRefused
from takhrij.core.records import Document, Reading

ReadPage = Callable[..., Reading]
ReadBytes = Callable[..., tuple[Document, Reading]]


def body(reading: Reading) -> list[str]:
    """The lines of a Reading that are not marked."""
    left, at = "", 0
    for start, end in reading.boilerplate:
        left += reading.text[at:start]
        at = end
    return [line.strip() for line in (left + reading.text[at:]).splitlines() if line.strip()]


def test_a_page_of_a_blog_system(read_page: ReadPage) -> None:
    reading = read_page("wordpress.html")
    assert reading.title == "المسارات الثلاثة لتبادل الأسرى"
    assert (reading.author, reading.outlet) == ("سالم النموذجي", "صحيفة النموذج")
    assert (reading.published, reading.genre, reading.section) == ("2021-07-28", "opinion", "آراء ومقالات")
    assert reading.tags == ("صحيفة_النموذج", "تبادل_الأسرى", "البيضاء", "تبادل الأسرى")
    assert body(reading) == [
        "المسارات الثلاثة لتبادل الأسرى",
        "محرر الموقع 28 يوليو، 2021 311 مشاهدة",
        "سالم النموذجي – صحيفة النموذج",
        (
            "شهدت مديرية الصومعة في محافظة البيضاء أواخر يوليو عملية تبادل لأسيرين مقابل أسيرين بعد وساطة قبلية استمرت"
            " أسابيع، بحسب ما قاله مصدر محلي مسؤول."
        ),
        (
            "وتقول الروايات المتداولة إن طرفاً رفض تسليم أسير ثالث، فيما تقول رواية أخرى إنه وافق ثم تراجع عن ذلك قبل"
            " ساعات من التنفيذ."
        ),
        "من الوسيط؟",
        (
            "الوسيط في كل المرات شيخ قبلي، وتختلف المصادر في تسمية الجهة التي كلّفته بالمهمة، ولا يذكر أي منها مقابلاً"
            " مالياً."
        ),
        "#صحيفة_النموذج #تبادل_الأسرى",
    ]


def test_hidden_text_is_kept_apart(read_page: ReadPage) -> None:
    reading = read_page("wordpress.html")
    assert [reading.text[a:b].split()[:3] for a, b in reading.hidden] == [["نص", "مخفي", "عن"]]
    assert all(any(a <= start and end <= b for a, b in reading.boilerplate) for start, end in reading.hidden)


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-8", "utf-8-sig", "utf-16"])
def test_a_page_of_tables_in_any_encoding(read_page: ReadPage, encoding: str) -> None:
    reading = read_page("tables.html", encoding)
    assert (reading.title, reading.author) == ("تبادل أسرى بين طرفين في محافظة البيضاء بوساطة قبلية", None)
    # The only day on the page is the site's clock in its head, which is not the day of publication.
    assert (reading.outlet, reading.published, reading.genre) == ("موقع المثال", None, None)
    assert body(reading) == [
        "تبادل أسرى بين طرفين في محافظة البيضاء بوساطة قبلية",
        "البيضاء – وكالة المثال",
        (
            "قال مصدر محلي مسؤول إن عملية تبادل أسرى جرت مساء الاثنين في مديرية الصومعة بمحافظة البيضاء، وشملت أسيرين من"
            " كل طرف."
        ),
        (
            "وأضاف المصدر أن الوساطة القبلية استمرت عدة أسابيع، وأن أحد الطرفين رفض الإفراج عن أسير ثالث كان اسمه ضمن"
            " القائمة."
        ),
        "ولم يصدر أي تعليق رسمي من الطرفين حتى لحظة نشر هذا الخبر.",
    ]


def test_a_page_of_divisions_without_meaning(read_page: ReadPage) -> None:
    reading = read_page("divs.html")
    assert (reading.title, reading.author) == ("تقرير: كيف تجري صفقات التبادل", "ليلى المثالية")
    assert (reading.outlet, reading.published, reading.genre) == ("المثال نيوز", "2021-08-03", "report")
    assert body(reading)[:3] == ["تقرير: كيف تجري صفقات التبادل", "إعداد/ ليلى المثالية", "2021-08-03 10:15"]
    assert len(body(reading)) == 6
    assert body(reading)[-1].endswith("ولم تُعلن شروط أي من هذه العمليات.")


PARAGRAPH = "<p>قال مصدر محلي مسؤول إن عملية تبادل أسرى جرت مساء الاثنين في مديرية الصومعة بمحافظة البيضاء.</p>"


def test_text_stays_as_written(read_bytes: ReadBytes) -> None:
    words = "المِليّْشيا\u200f قالت إن الطرف الآخر لم يُسلِّم القائمة كاملةً حتى مساء يوم الاثنين"
    _, reading = read_bytes(f"<html><body><p>{words}</p>{PARAGRAPH}</body></html>".encode(), "html")
    assert words in reading.text


def test_a_title_that_the_page_does_not_show_is_put_before(read_bytes: ReadBytes) -> None:
    page = f"<html><head><title>عنوان الصفحة كاملا | موقع المثال</title></head><body>{PARAGRAPH * 2}</body></html>"
    _, reading = read_bytes(page.encode(), "html")
    assert reading.title == "عنوان الصفحة كاملا"
    assert reading.text.startswith("عنوان الصفحة كاملا\n\nقال مصدر")


def test_broken_html_is_read_as_far_as_it_goes(read_bytes: ReadBytes) -> None:
    page = f"<html><body><div><h1>عنوان الصفحة<p>{PARAGRAPH[3:-4]}<table><tr><td>خلية"
    _, reading = read_bytes(page.encode()[:-3], "html")
    assert "مديرية الصومعة" in reading.text


def test_metadata_that_is_broken_is_passed_over(read_bytes: ReadBytes) -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
    _, reading = read_bytes(f"<html><head>{head}</head><body>{PARAGRAPH * 2}</body></html>".encode(), "html")
    assert (reading.title, reading.published) == (None, None)


def test_the_address_that_a_browser_noted(read_bytes: ReadBytes) -> None:
    page = (
        f"<!-- saved from url=(0027)https://example.org/opinion/7.html --><html><body>{PARAGRAPH * 2}</body></html>"
    )
    document, reading = read_bytes(page.encode(), "html")
    assert (document.url, reading.genre) == ("https://example.org/opinion/7.html", "opinion")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (
            "<html><body><ul><li><a href=/>الرئيسية</a></li><li><a href=/n>أخبار</a></li></ul></body></html>",
            "no_article",
        ),
        ("<html><body></body></html>", "no_article"),
        (
            f"<html><body>{'<div><a href=/1>وصول دفعة من المساعدات إلى ميناء المدينة اليوم</a></div>' * 9}",
            "no_article",
        ),
        (
            f"<html><body>{'<p>A local source said that the exchange took place on Monday evening.</p>' * 4}",
            "not_arabic",
        ),
    ],
)
def test_pages_that_are_refused(read_bytes: ReadBytes, page: str, reason: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_bytes(page.encode(), "html")
    assert refused.value.reason == reason
    assert "\n" not in str(refused.value)


def test_names_that_mislead_do_not_lose_the_article(read_bytes: ReadBytes) -> None:
    head = (
        "<div class=menu><a>الرئيسية</a> | <a>أخبار</a></div><h2>عنوان الصفحة هنا</h2><div>كتب/ سالم النموذجي</div>"
    )
    page = f"<html><body><div class='page-with-sidebar comments-open'>{head}{PARAGRAPH * 3}</div></body></html>"
    _, reading = read_bytes(page.encode(), "html")
    assert (reading.title, reading.author) == ("عنوان الصفحة هنا", "سالم النموذجي")
    assert body(reading)[:2] == ["عنوان الصفحة هنا", "كتب/ سالم النموذجي"]


def test_a_table_within_the_article_belongs_to_it(read_bytes: ReadBytes) -> None:
    table = "<table><tr><td>نوفمبر ٢٠١٨</td><td>٢٠</td></tr></table>"
    page = f"<html><body><h1>عنوان الصفحة هنا</h1>{PARAGRAPH * 2}{table}{PARAGRAPH * 2}</body></html>"
    assert "نوفمبر ٢٠١٨" in body(read_bytes(page.encode(), "html")[1])


def test_readers_comments_are_furniture(read_bytes: ReadBytes) -> None:
    comment = "<div>قارئ: أظن أن الطرفين تبادلا خمسين أسيرا في مدينة المثال قبل أسبوع وهذا معروف للجميع</div>"
    page = f"<html><body><h1>عنوان الصفحة هنا</h1>{PARAGRAPH * 3}<div>تعليقات</div>{comment}</body></html>"
    assert not any("خمسين" in line for line in body(read_bytes(page.encode(), "html")[1]))


def test_deep_nesting(read_bytes: ReadBytes) -> None:
    page = "<div>" * 3000 + PARAGRAPH * 3 + "</div>" * 3000
    _, reading = read_bytes(page.encode(), "html")
    assert "مديرية الصومعة" in reading.text
