"""PDFs of three producers read word by word; what no eye sees, what is locked, damaged, scanned or too much."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from takhrij.core.errors import InputRefused
from takhrij.core.records import Reading
from takhrij.read.glyphs import Glyph
from takhrij.read.sheets import lines
from takhrij.read.visual import balance, in_reading_order
from tests.read.printing import PRINTERS, TEXTS, Printer

BODY = (
    "أعلن مجلس وجهاء وادي السدر أن الطرفين تبادلا (٢٠) أسيراً مساء الثلاثاء ١٣ نوفمبر ٢٠١٨، بعد وساطة قبلية استمرت أسابيع، "
    "وأن المرحلة الثانية لا تزال قيد البحث بين اللجان الميدانية."
)


VOCALISED = (
    "نُقِلَ سوقُ الخُضرةِ القديمُ إلى ساحةٍ أوسعَ، وقُدِّمَ طلبٌ خطّيٌّ إلى المجلسِ المحلّيِّ مساءً، ثمّ عُقِدَ اجتماعٌ حضرَهُ كثيرونَ.",
    (
        "وكانَ المجلسُ قد وعدَ بأن يُفتَحَ الجسرُ غداً للمارّةِ مجّاناً، مضيفاً أنّ موقعاً بديلاً جُهِّزَ بعيداً عن المدرسةِ، وأنّ "
        "رسوماً رمزيّةً تُدفَعُ شهريّاً بينَهم جميعاً."
    ),
    "وصل ثلاثة من التجار أولاً، وبينهم بائع نُقلت بضاعته فوراً، فيما بقي سوق السمك في مكانه قريباً من المرفأ.",
)


@pytest.fixture
def of_html(read_bytes: Callable[..., Any]) -> Callable[..., Reading]:
    import weasyprint

    def run(body: str, style: str = "") -> Reading:
        page = f"<html lang=ar dir=rtl><style>body {{ font: 12pt 'Noto Naskh Arabic' }} {style}</style>{body}</html>"
        reading: Reading = read_bytes(weasyprint.HTML(string=page).write_pdf(), "pdf", "x.pdf")[1]
        return reading

    return run


@pytest.mark.slow
@pytest.mark.parametrize("key", TEXTS)
@pytest.mark.parametrize("printer", PRINTERS, ids=lambda p: p.name)
def test_every_word_in_order(printer: Printer, key: str, tmp_path: Path, read_bytes: Callable[..., Any]) -> None:
    reading = read_bytes(printer.pdf(key, tmp_path), "pdf", "x.pdf")[1]
    assert reading.text.split() == " ".join(TEXTS[key]).split()
    assert reading.text.split("\n\n") == list(TEXTS[key])
    assert reading.title == TEXTS[key][0]
    assert len(reading.pages) == (2 if key == "latin" else 1)


@pytest.mark.parametrize("columns", (1, 2))
@pytest.mark.parametrize("family", ("DejaVu Sans", "Noto Sans Arabic"))
def test_marks_stay_on_their_letters(family: str, columns: int, of_html: Callable[..., Reading]) -> None:
    style = f"body {{ font: 12pt/1.2 '{family}'; columns: {columns} }}"
    reading = of_html("".join(f"<p>{paragraph}</p>" for paragraph in VOCALISED), style)
    assert reading.text.split() == " ".join(VOCALISED).split()


@pytest.mark.parametrize("letter_first", (True, False))
def test_marks_are_told_by_the_order_of_painting(letter_first: bool) -> None:
    painted: list[Glyph] = []
    words = (("ر", "س", "م"), ("د", "ر\u064f", "س\u0651\u064c"), ("ق\u064e", "ر\u064e", "أ"))
    for row, word in enumerate(words):
        base = 100.0 - 12 * row
        for place, cluster in enumerate(reversed(word)):
            letter, marks = cluster[0], cluster[1:]
            left = 10.0 * place
            sign = Glyph(letter, left, left + 10, base - 3, base + 10, base, 12)
            # Each mark stands a little outside its letter's box, over its neighbour's or over free paper.
            beside = left - 1 if not letter_first else left + 11
            over = [Glyph(mark, beside, beside, base, base + 13, base + 3, 12) for mark in marks]
            painted += [sign, *over] if letter_first else [*over[::-1], sign]
    assert [line.text for line in lines(painted, rtl=True)] == ["".join(word) for word in words]


def test_what_no_eye_sees_is_marked(of_html: Callable[..., Reading]) -> None:
    reading = of_html(
        f"<p>{BODY}</p><p style='color: #fff'>نص أبيض على أبيض</p><p style='font-size: 1pt'>نص دقيق جدا</p>"
        "<p style='background: #000; color: #fff'>نص أبيض على أسود</p><table><tr><td>خلية في جدول</table>",
        "td { border: 1pt solid }",
    )
    hidden = " ".join(reading.text[a:b] for a, b in reading.hidden)
    assert " ".join(hidden.split()) == "نص أبيض على أبيض نص دقيق جدا"
    assert "نص أبيض على أسود" in reading.text and "خلية في جدول" in reading.text


def test_headers_footers_and_notes_stand_apart(of_html: Callable[..., Reading]) -> None:
    note = "<span style='float: footnote; font-size: 8pt'>انظر تقرير المجلس السابق</span>"
    style = "@page { size: A5; margin: 2cm; @top-right { content: 'نشرة الضفة' } @bottom-center { content: counter(page) } }"
    paragraphs = [f"الفقرة {name}: {BODY} {BODY}" for name in ("الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة")]
    reading = of_html(f"<p>{BODY}{note}</p>" + "".join(f"<p>{p}</p>" for p in paragraphs), style)
    assert len(reading.pages) > 1
    marked = "\n\n".join(reading.text[a:b] for a, b in reading.boilerplate).split("\n\n")
    assert marked == [x for page in range(1, len(reading.pages) + 1) for x in ("نشرة الضفة", str(page))]
    told = reading.text.split("\n\n")
    assert [p for p in told if p.startswith("الفقرة")] == paragraphs, "a paragraph that runs over a page is one"
    assert f"{BODY} 1" in told and "1. انظر تقرير المجلس السابق" in told
    second = reading.text.index("الفقرة الخامسة")
    assert (reading.page_at(0), reading.page_at(second)) == (1, len(reading.pages))


def test_a_page_of_a_picture_alone_needs_recognition(of_html: Callable[..., Reading]) -> None:
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
    image = f"<img style='width: 15cm; height: 20cm' src='data:image/png;base64,{dot}'>"
    with pytest.raises(InputRefused) as refused:
        of_html(image)
    assert refused.value.reason == "needs_ocr"
    reading = of_html(f"<p>{BODY}</p><div style='break-before: page'>{image}</div>")
    assert [(p.reason, "page 2" in p.message) for p in reading.problems] == [("needs_ocr", True)]


def pdf(*objects: bytes) -> bytes:
    """A PDF of given objects, the first of which is the catalogue."""
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    start = len(out)
    trailer = b"trailer<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, _locked(objects))
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + trailer
        + b"startxref\n%d\n%%%%EOF" % start
    )


def _locked(objects: tuple[bytes, ...]) -> bytes:
    return b"/Encrypt %d 0 R/ID[(x)(x)]" % len(objects) if b"/Standard" in objects[-1] else b""


CATALOGUE, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"


def refusal(data: bytes, read_bytes: Callable[..., Any]) -> str:
    with pytest.raises(InputRefused) as refused:
        read_bytes(data, "pdf", "x.pdf")
    assert "\n" not in str(refused.value)
    return refused.value.reason


def test_files_that_are_refused(read_bytes: Callable[..., Any]) -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>"
    locked = b"<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>" % (b"a" * 32, b"b" * 32)
    assert refusal(pdf(CATALOGUE, PAGES, page, locked), read_bytes) == "locked"
    assert refusal(pdf(CATALOGUE, PAGES, page), read_bytes) == "empty"
    assert refusal(pdf(CATALOGUE, b"<</Type/Pages/Count 0/Kids[]>>"), read_bytes) == "empty"
    assert refusal(b"%PDF-1.7\nnothing", read_bytes) == "malformed"
    kids = b" ".join(b"%d 0 R" % n for n in range(3, 2004))
    many = pdf(CATALOGUE, b"<</Type/Pages/Count 2001/Kids[%s]>>" % kids, *[page] * 2001)
    assert refusal(many, read_bytes) == "too_large"


@pytest.mark.slow
def test_a_packed_bomb_is_not_unpacked(read_bytes: Callable[..., Any]) -> None:
    stream = zlib.compress(bytes(300 * 2**20), 9)
    body = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(stream), stream)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>"
    assert refusal(pdf(CATALOGUE, PAGES, page, body), read_bytes) == "too_large"


@pytest.mark.parametrize(
    ("visual", "rtl", "read"),
    [
        ("دحأ .2018 AB", True, "AB 2018. أحد"),
        ("ب 35km ا", True, "ا 35km ب"),
        ("ب 13/11/2018 ا", True, "ا 13/11/2018 ب"),
        ("ب ١٠:٣٠ ا", True, "ا ١٠:٣٠ ب"),
        ("ب 2018-2014 ا", True, "ا 2014-2018 ب"),
        ("ب ,2014-2018", True, "2014-2018, ب"),
        ("ب AB (2019) ا", True, "ا AB (2019) ب"),
        ("the جرب ريبك tower", False, "the كبير برج tower"),
        ("said: « ريبك جرب", False, "said: «برج كبير"),
    ],
)
def test_lines_of_mixed_directions(visual: str, rtl: bool, read: str) -> None:
    assert in_reading_order(list(visual), rtl)[0] == read


def test_brackets_are_turned_where_more_then_meet() -> None:
    kept, turned = in_reading_order(list(")د ج( ب ا"), rtl=True)
    assert (kept, turned) == ("ا ب (ج د)", "ا ب )ج د(")
    assert balance(kept) > balance(turned)
