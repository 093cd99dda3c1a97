"""Bytes to text: byte-order marks, declared charsets, UTF-8 and the older Arabic code pages."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from charset_normalizer import from_bytes

from takhrij.core.errors import InputRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KNOWN_FILES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip or office file"),
    (b"{\\rtf", "an RTF file (save it as DOCX)"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "a sound, film or image file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:-]{3,20})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:-]{3,20})""", re.IGNORECASE)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_NEWLINES = re.compile(r"\r\n?")
# A page cut off in the middle of a letter, or with a stray byte, is still that page: this much may be damaged.
_DAMAGE = 0.01
_SAMPLE = 65536


def decode(data: bytes, name: str, is_written: Callable[[str], bool], charset: str | None = None) -> str:
    """The text of an original, its newlines as ``\\n`` and nothing else changed.

    `is_written` says whether a text is in the language sought; it decides between guesses. `charset` is what a server
    said; marks and UTF-8 that holds go before it, as servers are often wrong. Raises InputRefused: ``empty``, ``binary`` or ``encoding``.
    """
    if not data.strip():
        raise InputRefused("empty", f"{name} is empty; save the page again")
    kind = next((kind for magic, kind in _KNOWN_FILES if data.startswith(magic)), None)
    if kind is not None:
        raise InputRefused("binary", f"{name} is {kind}, not a page; save the page as HTML or plain text")
    text = _decoded(data, name, is_written, charset)
    # Lone surrogates have no UTF-8 form; one replacement character each keeps every offset.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _lone(text) else text
    text = _NEWLINES.sub("\n", text)
    if not text.strip("\ufeff \n\t"):
        raise InputRefused("empty", f"{name} is empty; save the page again")
    return text


def encoding_of(sample: bytes) -> str | None:
    """The encoding that a file begins in, for one that is read as a stream; None when it cannot be told."""
    mark = next((encoding for mark, encoding in _MARKS if sample.startswith(mark)), None)
    if mark is not None:
        return "utf-8-sig" if mark == "utf-8" else mark[:6].rstrip("-")
    if b"\0" in sample:
        # Line ends, commas and spaces of either order show where the empty half of a unit stands.
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        best = from_bytes(sample, cp_isolation=["cp1256", "iso8859_6", "cp720", "cp864"]).best()
        return best.encoding if best is not None else None
    return "utf-8"


def _lone(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _decoded(data: bytes, name: str, is_written: Callable[[str], bool], charset: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _forgiving(data[len(mark) :], encoding, name)
    if b"\0" in data[:_SAMPLE]:
        return _sixteen_bits(data, name, is_written)
    controls = len(data[:_SAMPLE]) - len(data[:_SAMPLE].translate(None, _CONTROLS))
    if controls > max(2, len(data[:_SAMPLE]) // 100):
        raise InputRefused("binary", f"{name} is not text; save the page as HTML or plain text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, name, is_written, charset)


def _forgiving(data: bytes, encoding: str, name: str) -> str:
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") > max(2, len(text) * _DAMAGE):
        raise InputRefused("encoding", f"{name} is damaged: many of its bytes are no {encoding}; save it as UTF-8")
    return text


def _sixteen_bits(data: bytes, name: str, is_written: Callable[[str], bool]) -> str:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") <= len(text) * _DAMAGE and "\0" not in text and is_written(text[:_SAMPLE]):
            return text
    raise InputRefused("binary", f"{name} is not text; save the page as HTML or plain text")


def _legacy(data: bytes, name: str, is_written: Callable[[str], bool], charset: str | None) -> str:
    declared = _DECLARED.search(data[:_SAMPLE]) or _XML_DECLARED.search(data[:_SAMPLE])
    within = declared[1].decode("ascii") if declared is not None else None
    for told in (charset, within):
        text = _as_declared(data, told) if told is not None else None
        if text is not None and is_written(text):
            return text
    text = data.decode("utf-8", "replace")
    letters = sum(1 for c in text if c > "\x7f")
    if text.count("\ufffd") <= max(2, letters * _DAMAGE) and is_written(text):
        return text
    best = from_bytes(data[:_SAMPLE]).best()
    guesses = [best.encoding] if best is not None else []
    for encoding in (*guesses, "cp1256", "iso8859-6"):
        guess = _as_declared(data, encoding)
        if guess is not None and is_written(guess) and _wordlike(guess):
            return guess
    if best is not None:
        # Readable, only not in the language sought: let the language check say so.
        return str(best)
    raise InputRefused("encoding", f"{name} is in an unknown encoding; save it as UTF-8")


def _as_declared(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding, "replace")
    except (LookupError, ValueError):  # no such codec, or one that is not for text
        return None
    return text if text.count("\ufffd") <= max(2, len(text) * _DAMAGE) else None


_WORD = re.compile(r"\w+")


def _wordlike(text: str) -> bool:
    """Whether the letters stand in words as prose has them: random bytes give many marks and lone letters."""
    sample = text[:4096]
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    return bool(words) and letters / len(words) >= 2.5 and letters / max(1, len("".join(sample.split()))) >= 0.8
