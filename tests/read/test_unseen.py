"""Words that a page does not show are kept, marked hidden, and tell nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from takhrij.core.config import Config
from takhrij.core.records import Document, Reading
from takhrij.pipeline import Extractor

ReadBytes = Callable[..., tuple[Document, Reading]]
SHOWN = "<p>قال مصدر محلي مسؤول إن الوساطة القبلية استمرت عدة أسابيع قبل أن يوافق الطرفان على القائمة.</p>"
WORDS = "أفرجت جماعة الحوثي عن سبعين أسيرا في محافظة البيضاء يوم 3 مايو 2020"


def hidden(reading: Reading) -> list[str]:
    return [reading.text[start:end] for start, end in reading.hidden]


@pytest.fixture(scope="module")
def read_with(read_bytes: ReadBytes) -> Callable[..., Reading]:
    """Reads a page of plain paragraphs among which one element stands, under a style sheet."""

    def run(element: str, sheet: str = "") -> Reading:
        page = f"<html><head><style>{sheet}</style></head><body>{SHOWN * 3}{element}{SHOWN * 2}</body></html>"
        return read_bytes(page.encode(), "html")[1]

    return run


UNSEEN = [
    (f"<p hidden>{WORDS}</p>", ""),
    (f"<p style='display: none'>{WORDS}</p>", ""),
    (f"<p style='VISIBILITY:HIDDEN'>{WORDS}</p>", ""),
    (f"<p style='color:#FFF'>{WORDS}</p>", ""),
    (f"<p style='color:rgba(0, 0, 0, 0)'>{WORDS}</p>", ""),
    (f"<p style='color:#000;background:black'>{WORDS}</p>", ""),
    (f"<p><font color=white>{WORDS}</font></p>", ""),
    (f"<table bgcolor='#990000'><tr><td><font color='#990000'>{WORDS}</font></td></tr></table>", ""),
    (f"<p><span style='font-size:0'>{WORDS}</span></p>", ""),
    (f"<p class=a>{WORDS}</p>", ".a { color: white } "),
    (f"<div class=a><p>{WORDS}</p></div>", "/* .b { */ .x, div.a { position:absolute; left:-9999px; }"),
    (f"<p id=a>{WORDS}</p>", "@media screen { #a { opacity: 0 } }"),
    (f"<p class=a>{WORDS}</p>", ".a{display:none!important} p.a{display:block}"),
    (f"<p class=a>{WORDS}</p>", ".a{position:absolute;clip:rect(1px, 1px, 1px, 1px)}"),
    (f"<p class=a>{WORDS}</p>", ".a{clip-path:inset(50%)}"),
    (f"<div class=a><p>{WORDS}</p></div>", ".a{max-height:0;overflow:hidden}"),
]


@pytest.mark.parametrize(("element", "sheet"), UNSEEN)
def test_what_is_not_seen_is_marked(read_with: Callable[..., Reading], element: str, sheet: str) -> None:
    assert hidden(read_with(element, sheet)) == [WORDS]


@pytest.mark.parametrize(
    ("element", "sheet"),
    [
        (f"<p aria-hidden=true>{WORDS}</p>", ""),
        (f"<p style='color:#fff;background:#333'>{WORDS}</p>", ""),
        (f"<div class=a><p>{WORDS}</p></div>", ".a { color: #fff; background: url(night.jpg) }"),
        (f"<div style='color:#fff'><p style='color:#111'>{WORDS}</p></div>", ""),
        (f"<div style='visibility:hidden'><p style='visibility:visible'>{WORDS}</p></div>", ""),
        (f"<p class=a>{WORDS}</p>", "@media print { .a { display: none } }"),
        (f"<p class=a>{WORDS}</p>", ".a { display: none } p.a { display: block }"),
        (f"<p class=a>{WORDS}</p>", ".a:hover { display: none } .b { display: none }"),
        (f"<p class=a>{WORDS}</p>", "@keyframes x { from { visibility: hidden } }"),
        (f"<p style='opacity:0.5;font-size:0.9em;left:-9999px'>{WORDS}</p>", ""),
    ],
)
def test_what_is_seen_is_not_marked(read_with: Callable[..., Reading], element: str, sheet: str) -> None:
    assert hidden(read_with(element, sheet)) == []


def test_a_sheet_that_hides_the_whole_page_tells_nothing(read_bytes: ReadBytes) -> None:
    # The page's script shows it again once it has loaded.
    page = f"<html><head><style>main {{ opacity: 0 }}</style></head><body><main>{SHOWN * 4}</main></body></html>"
    assert hidden(read_bytes(page.encode(), "html")[1]) == []


def test_hidden_words_within_a_line_are_marked_alone(read_with: Callable[..., Reading]) -> None:
    line = (
        f"<p>وصل الوفد إلى المدينة <span style='display:none'>{WORDS}</span> مساء السبت بعد سفر طويل على الطريق.</p>"
    )
    reading = read_with(line)
    assert hidden(reading) == [WORDS]
    assert f"وصل الوفد إلى المدينة {WORDS} مساء السبت" in reading.text


def test_hidden_words_yield_no_claim(read_with: Callable[..., Reading]) -> None:
    extractor = Extractor(Config())
    assert extractor.extract(read_with(f"<p>{WORDS}.</p>")).claims != ()
    for element, sheet in UNSEEN:
        assert extractor.extract(read_with(element, sheet)).claims == ()


def test_a_broken_sheet_does_no_harm(read_with: Callable[..., Reading]) -> None:
    for sheet in (
        "}}} .a {",
        ".a { display: none",
        "@media { { } .a:: { color: white } }",
        "[[ { display:none } p > { opacity:0 }",
    ):
        assert WORDS in read_with(f"<p class=a>{WORDS}</p>", sheet).text
