"""Pages of several entries: each is a part with its own day; what readers answer in a thread is furniture."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Document, Reading
from takhrij.find.dates import DateFinder
from takhrij.resources import Resources

ReadBytes = Callable[..., tuple[Document, Reading]]
FIRST = "وصل وفد الوساطة إلى المدينة صباح اليوم بعد سفر استمر ثماني ساعات على الطريق الجبلي."
SECOND = "التقى الوفد أمس بوجهاء القبيلة، واتفق معهم على قائمة من تسعة أسماء تُعرض على الطرف الآخر."
THIRD = "عاد الوفد من غير اتفاق، وقال أحد أعضائه إن الخلاف على اسم واحد لم يُحل حتى الآن."


def unmarked(reading: Reading) -> str:
    left, at = "", 0
    for start, end in reading.boilerplate:
        left += reading.text[at:start]
        at = end
    return left + reading.text[at:]


def page(*entries: str, title: str = "متابعة الوساطة | موقع المثال") -> bytes:
    return f"<html><head><title>{title}</title></head><body><div>{''.join(entries)}</div></body></html>".encode()


def entry(text: str, day: str, heading: str = "", writer: str = "", number: int = 1) -> str:
    head = f"<h2>{heading}</h2>" if heading else ""
    who = f"<span class='author'>{writer}</span>" if writer else ""
    return f"<div id='post-{number}'>{head}{who}<time datetime='{day}T10:00:00+03:00'>10:00</time><p>{text}</p></div>"


def test_messages_are_parts_with_their_days(read_bytes: ReadBytes) -> None:
    data = page(entry(FIRST, "2022-05-01"), entry(SECOND, "2022-05-03", number=2))
    reading = read_bytes(data, "html")[1]
    assert [
        (reading.text[p.start : p.end].endswith(t), p.published)
        for p, t in zip(reading.parts, (FIRST, SECOND), strict=True)
    ] == [
        (True, "2022-05-01"),
        (True, "2022-05-03"),
    ]
    # Two days are told on the page, none of them for the page.
    assert reading.published is None
    assert FIRST in unmarked(reading) and SECOND in unmarked(reading)


def test_entries_of_one_day_give_the_page_s_day(read_bytes: ReadBytes) -> None:
    data = page(entry(FIRST, "2022-05-01", "وصول الوفد"), entry(SECOND, "2022-05-01", "لقاء الوجهاء", number=2))
    reading = read_bytes(data, "html")[1]
    assert [p.title for p in reading.parts] == ["وصول الوفد", "لقاء الوجهاء"]
    assert reading.published == "2022-05-01"


def test_relative_days_count_from_the_part_they_stand_in(read_bytes: ReadBytes) -> None:
    data = page(entry(FIRST, "2022-05-01"), entry(SECOND, "2022-05-03", number=2))
    reading = read_bytes(data, "html")[1]
    resources = Resources()
    text = Arabic().tokenize(reading.text, reading.boilerplate)
    found = {m.span.text: m.value.edtf for m in DateFinder(Arabic(), resources).find(text, reading)}
    assert found["اليوم"] == "2022-05-01"
    assert found["أمس"] == "2022-05-02"


def test_in_a_thread_only_the_first_post_is_the_article(read_bytes: ReadBytes) -> None:
    posts = [
        entry(FIRST, "2022-05-01", writer="ابن الوادي"),
        entry(SECOND, "2022-05-02", writer="زائر", number=2),
        entry(THIRD, "2022-05-03", writer="متابع قديم", number=3),
    ]
    reading = read_bytes(page(*posts), "html")[1]
    assert (reading.parts, reading.published, reading.author) == ((), "2022-05-01", "ابن الوادي")
    assert FIRST in unmarked(reading)
    assert SECOND not in unmarked(reading) and THIRD not in unmarked(reading)


def test_numbered_paragraphs_of_one_article_are_no_entries(read_bytes: ReadBytes) -> None:
    paragraphs = (f"<div id='p{n}'><p>{text}</p></div>" for n, text in enumerate((FIRST, SECOND, THIRD)))
    reading = read_bytes(page(*paragraphs), "html")[1]
    assert reading.parts == ()
    assert all(text in unmarked(reading) for text in (FIRST, SECOND, THIRD))


@pytest.mark.parametrize("number", [1, 2])
def test_an_article_beside_a_list_of_headlines_is_one(read_bytes: ReadBytes, number: int) -> None:
    cards = "".join(
        f"<article id='card-{i}'><a href=/{i}>عنوان خبر آخر {i}</a><time datetime='2022-01-0{i}'></time></article>"
        for i in (1, 2, 3)
    )
    reading = read_bytes(page(f"<h1>متابعة الوساطة</h1><p>{FIRST}</p><p>{SECOND}</p>" * number, cards), "html")[1]
    assert reading.parts == ()
    assert FIRST in unmarked(reading)
