"""Office files, mail and exhibits: what is refused, what lies within what, and captions beside pictures."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from takhrij.core.errors import InputRefused
from takhrij.core.records import Problem
from takhrij.read import Source, expand
from tests.read.making import FIRST, SECOND, TITLE, docx, odt, packed, paragraph, photograph

LIMIT = 2**20
Read = Callable[..., Any]


def refusal(read_bytes: Read, data: bytes, reader: str) -> str:
    with pytest.raises(InputRefused) as refused:
        read_bytes(data, reader, f"x.{reader}")
    assert "\n" not in str(refused.value)
    return refused.value.reason


def taken(*paths: Path) -> list[Source | Problem]:
    return list(expand(paths, LIMIT))


@pytest.mark.parametrize("reader", ["docx", "odt"])
def test_office_files_that_are_refused(read_bytes: Read, reader: str) -> None:
    part = "word/document.xml" if reader == "docx" else "content.xml"
    entities = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><d>&e;</d>'
    assert refusal(read_bytes, packed({part: entities}), reader) == "malformed"
    assert refusal(read_bytes, packed({"other.xml": "<a/>"}), reader) == "malformed"
    assert refusal(read_bytes, packed({part: "<a>"}), reader) == "malformed"
    assert refusal(read_bytes, packed({part: b" " * 70 * 2**20}), reader) == "too_large"
    assert refusal(read_bytes, packed({f"{i}.xml": "" for i in range(10_001)}), reader) == "too_large"
    deep = "<a>" * 5000 + "</a>" * 5000
    assert refusal(read_bytes, packed({part: deep}), reader) == "malformed"


def test_an_office_file_without_text_is_empty(read_bytes: Read) -> None:
    assert refusal(read_bytes, docx(paragraph("")), "docx") == "empty"
    assert refusal(read_bytes, docx(paragraph(FIRST, run="<w:vanish/>")), "docx") == "empty"
    assert refusal(read_bytes, odt(""), "odt") == "empty"
    assert refusal(read_bytes, docx(paragraph("A local source said so.")), "docx") == "not_arabic"


def test_text_that_is_too_small_or_white_is_hidden_unless_it_has_a_ground(read_bytes: Read) -> None:
    body = (
        paragraph(FIRST)
        + paragraph("دقيق", run='<w:szCs w:val="2"/>')
        + paragraph("أبيض", run='<w:color w:val="FFFFFF"/>')
        + paragraph("أبيض على أسود", run='<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>')
        + paragraph("ظاهر", run='<w:vanish w:val="0"/>')
    )
    reading = read_bytes(docx(body), "docx", "x.docx")[1]
    assert [reading.text[a:b] for a, b in reading.hidden] == ["دقيق", "أبيض"]


def test_an_office_file_in_a_zip_is_a_document_and_in_a_folder_too(tmp_path: Path) -> None:
    data = docx(paragraph(FIRST))
    with zipfile.ZipFile(tmp_path / "case.zip", "w") as archive:
        archive.writestr("a/b.docx", data)
    (tmp_path / "noending").write_bytes(data)
    (tmp_path / "x.odt").write_bytes(odt(f"<text:p>{FIRST}</text:p>"))
    found = taken(tmp_path)
    assert [getattr(x, "reader", x) for x in found] == ["docx", "docx", "odt"]


def test_messages_within_messages_are_documents_to_a_depth(tmp_path: Path, read_bytes: Read) -> None:
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = TITLE, "<0@example.org>"
    message.set_content(f"{FIRST}\n")
    for number in range(1, 8):
        outer = EmailMessage()
        outer["Subject"], outer["Message-ID"] = f"{TITLE} {number}", f"<{number}@example.org>"
        outer.set_content(f"{SECOND}\n")
        outer.add_attachment(message)
        message = outer
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())
    found = taken(path)
    assert [getattr(x, "reader", "refused") for x in found] == ["eml"] * 5 + ["refused"]
    assert isinstance(found[-1], Problem) and "too deep" in found[-1].message
    assert isinstance(found[1], Source)
    assert read_bytes(found[1].data, "eml", "b.eml")[1].title == f"{TITLE} 6"


def test_what_is_attached_is_read_by_its_own_reader(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = TITLE, "<0@example.org>"
    message.set_content(f"{FIRST}\n")
    message.add_attachment(docx(paragraph(FIRST)), maintype="application", subtype="x", filename="../../a.docx")
    message.add_attachment(photograph(), maintype="image", subtype="jpeg", filename="صورة.jpg")
    message.add_attachment(packed({"a": "b"}), maintype="application", subtype="zip", filename="a.zip")
    path = tmp_path / "m.eml"
    path.write_bytes(message.as_bytes())
    found = taken(path)
    assert [(x.name, getattr(x, "reader", "refused")) for x in found] == [
        ("m.eml", "eml"),
        ("m.eml/a.docx", "docx"),
        ("m.eml/صورة.jpg", "exhibit"),
        ("m.eml/a.zip", "refused"),
    ]


def test_a_message_without_text_is_empty(read_bytes: Read) -> None:
    data = b"From: a@example.org\nMIME-Version: 1.0\nContent-Type: image/png\n\nx"
    assert refusal(read_bytes, data, "eml") == "empty"
    assert (
        refusal(read_bytes, b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n", "mhtml")
        == "no_article"
    )


def test_a_picture_takes_the_caption_beside_it(tmp_path: Path, read_bytes: Read) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (tmp_path / name).write_bytes(photograph() + name.encode())
    (tmp_path / "a.jpg.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"description": SECOND}), encoding="utf-8")
    (tmp_path / "c.txt").write_text(f"{TITLE}\n\n" + f"{FIRST}\n\n" * 60, encoding="utf-8")
    found = [x for x in taken(tmp_path) if isinstance(x, Source)]
    assert [(x.label, x.reader, x.headers.get("caption")) for x in found] == [
        ("a", "exhibit", FIRST),
        ("b", "exhibit", SECOND),
        ("c", "exhibit", None),
        ("c", "text", None),
    ]
    assert next(x for x in taken(tmp_path / "a.jpg") if isinstance(x, Source)).headers["caption-file"] == "a.jpg.txt"


def test_a_damaged_picture_is_kept_all_the_same(read_bytes: Read) -> None:
    document, reading = read_bytes(photograph()[:60], "exhibit", "x.jpg")
    assert (document.size, reading.text, dict(document.headers)) == (60, "", {"file:type": "image/jpeg"})


def test_the_files_of_words_are_those_that_are_kept() -> None:
    from tests.read.making import FILES, FOLDER

    for name in ("statement.docx", "opened.odt", "locked.odt"):
        kept, made = (zipfile.ZipFile(io.BytesIO(d)) for d in ((FOLDER / name).read_bytes(), FILES[name]()))
        assert {n: kept.read(n) for n in kept.namelist()} == {n: made.read(n) for n in made.namelist()}
