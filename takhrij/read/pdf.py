"""PDF: the text rebuilt from the glyphs, since what libraries give reverses figures and brackets of Arabic lines."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from takhrij.core.errors import InputRefused
from takhrij.core.language import Language
from takhrij.core.records import Problem
from takhrij.read.contract import Draft, Reader, Source, problem
from takhrij.read.paper import Told, draft
from takhrij.read.visual import balance
from takhrij.resources import Resources

_MOST_PAGES = 2000
_MOST_GLYPHS = 6_000_000
_LARGEST_STREAM = 256 * 2**20
_LARGEST_TOTAL = 1024 * 2**20
_STREAM = re.compile(rb"stream\r?\n")
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d))?")
_MARK = b"%PDF-"
_HEAD = 1024
_SHOWN = 8


def _read(source: Source, language: Language, resources: Resources) -> Draft:
    from takhrij.read.paragraphs import (
        PageLines,
        blocks,
    )  # pdfminer costs a tenth of a second that others need not pay
    from takhrij.read.sheets import is_rtl, lines

    _guard(source)
    pages: list[PageLines] = []
    pictures: list[int] = []
    recognised: list[int] = []
    document = _opened(source)
    for number, sheet in enumerate(_sheets(document, source), start=1):
        seen = [g for g in sheet.glyphs if not g.hidden]
        unseen = [g for g in sheet.glyphs if g.hidden]
        if sheet.is_recognised:
            recognised.append(number)
            seen, unseen = unseen, seen
        if not any(g.text.strip() for g in seen) and sheet.pictured:
            pictures.append(number)
        rtl = is_rtl(seen)
        pages.append(
            PageLines(number, sheet.box[1], sheet.box[3] - sheet.box[1], lines(seen, rtl), lines(unseen, rtl))
        )
    if not pages:
        raise InputRefused("empty", f"{source.name} has no pages; save it again")
    if not any(page.seen for page in pages):
        if pictures:
            told = f"{source.name} is pictures of pages without text; run text recognition (OCR) over it, then add it"
            raise InputRefused("needs_ocr", told)
        raise InputRefused("empty", f"{source.name} holds no text that can be seen; add a version that does")
    _brackets(pages)
    headers = _headers(document, recognised)
    own = Told(title=headers.get("file:title"), headers=headers, problems=_left_out(source.name, pictures))
    return draft(blocks(pages), own, source.name, language, resources)


def _guard(source: Source) -> None:
    """Refuses a file whose streams unpack to more than a page can need, before anything is made of them."""
    total = 0
    for match in _STREAM.finditer(source.data):
        unpacker = zlib.decompressobj()
        piece, size = memoryview(source.data)[match.end() : match.end() + 2**16], 0
        at = match.end()
        try:
            while piece and not unpacker.eof:
                size += len(unpacker.decompress(piece, 2**22))
                if size > _LARGEST_STREAM or total + size > _LARGEST_TOTAL:
                    raise InputRefused("too_large", f"{source.name} is packed like a bomb; it was not read")
                if unpacker.unconsumed_tail:
                    piece = memoryview(unpacker.unconsumed_tail)
                else:
                    at += 2**16
                    piece = memoryview(source.data)[at : at + 2**16]
        except zlib.error:
            pass  # not packed this way: what pdfminer makes of it is no larger than the file
        total += size


def _opened(source: Source) -> Any:
    """The document. Raises InputRefused: ``locked``, ``malformed`` or ``too_large``."""
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    start = source.data.find(_MARK, 0, _HEAD)
    try:
        return PDFDocument(PDFParser(io.BytesIO(source.data[max(0, start) :])))
    except PDFPasswordIncorrect:
        raise InputRefused("locked", f"{source.name} is locked with a password; save a copy without it") from None
    except PDFEncryptionError:
        told = f"{source.name} is locked in a way that is not known; save a copy without protection"
        raise InputRefused("locked", told) from None
    except Exception as error:
        raise InputRefused("malformed", f"{source.name} is a damaged PDF; get it again") from error


def _sheets(document: Any, source: Source) -> Iterator[Any]:
    """The Sheets of a document, one after the other. Raises InputRefused."""
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    from takhrij.read.glyphs import GlyphDevice

    manager = PDFResourceManager(caching=True)
    device = GlyphDevice(manager, _MOST_GLYPHS)
    interpreter = PDFPageInterpreter(manager, device)
    try:
        pages = list(islice(PDFPage.create_pages(document), _MOST_PAGES + 1))
    except Exception as error:
        raise InputRefused("malformed", f"{source.name} is a damaged PDF; get it again") from error
    if len(pages) > _MOST_PAGES:
        raise InputRefused(
            "too_large", f"{source.name} has more than {_MOST_PAGES} pages; split it into smaller files"
        )
    for number, page in enumerate(pages, start=1):
        try:
            interpreter.process_page(page)
        except MemoryError:
            raise
        except OverflowError as error:
            told = f"{source.name} holds more than {_MOST_GLYPHS} signs; split it into smaller files"
            raise InputRefused("too_large", told) from error
        except Exception as error:
            raise InputRefused("malformed", f"{source.name} is damaged on page {number}; get it again") from error
        yield device.sheet


def _brackets(pages: list[Any]) -> None:
    """Turns all brackets of a document round where that makes more of them meet."""
    every = [line for page in pages for line in (*page.seen, *page.hidden)]
    kept = sum(balance(line.text) for line in every)
    if sum(balance(line.turned) for line in every) > kept:
        for line in every:
            line.text = line.turned


def _left_out(name: str, pictures: list[int]) -> tuple[Problem, ...]:
    if not pictures:
        return ()
    shown = ", ".join(map(str, pictures[:_SHOWN])) + (" …" if len(pictures) > _SHOWN else "")
    return (problem("needs_ocr", name, f"{name}: pictures without text on page {shown}; only the rest was read"),)


def _headers(document: Any, recognised: list[int]) -> Mapping[str, str]:
    """What the file tells of itself, under ``file:`` names: nobody verified it, and its dates are not of publication."""
    told: dict[str, str] = {}
    info = document.info[0] if document.info and isinstance(document.info[0], dict) else {}
    for key, name in (("Title", "title"), ("Author", "author"), ("Producer", "producer"), ("Creator", "program")):
        value = _string(info.get(key))
        if value:
            told[f"file:{name}"] = value
    for key, name in (("CreationDate", "created"), ("ModDate", "modified")):
        match = _DATE.match(_string(info.get(key)))
        if match:
            day = "-".join(part for part in match.groups()[:3] if part)
            told[f"file:{name}"] = f"{day}T{match[4]}:{match[5]}" if match[4] else day
    if recognised:
        told["file:text"] = "recognised by a machine"
    return told


def _string(value: Any) -> str:
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        text = value[2:].decode("utf-16-be", "replace")
    else:
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = value.decode("latin-1")
    return " ".join(text.replace("\0", " ").split())[:300]


def _sniff(head: bytes) -> bool:
    return _MARK in head[:_HEAD]


READER = Reader("pdf", "2", "application/pdf", (".pdf",), _read, _sniff)
