"""MHTML: a page that a browser saved whole; its own part is read as HTML, with the address and the time of saving."""

from __future__ import annotations

from dataclasses import replace

from takhrij.core.errors import InputRefused
from takhrij.core.language import Language
from takhrij.read import eml, html
from takhrij.read.contract import Draft, Reader, Source
from takhrij.resources import Resources

_UTF8 = b"\xef\xbb\xbf"


def _read(source: Source, language: Language, resources: Resources) -> Draft:
    message = eml.parsed(source.data, source.name)
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    url = eml.header(message, "snapshot-content-location")
    own = next((p for p in pages if url and eml.header(p, "content-location") == url), pages[0] if pages else None)
    if own is None:
        raise InputRefused("no_article", f"{source.name} holds no page; save it again")
    charset = own.get_content_charset()
    data = own.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    if charset is not None:
        # The part's own header outranks what the page says of its letters.
        data = _UTF8 + eml.words(own, source.name, language).encode("utf-8", "replace")
    draft = html.READER.read(replace(source, data=data, reader=html.READER.name), language, resources)
    address = url or eml.header(own, "content-location")
    told = address if address.startswith(("http://", "https://")) else None
    return replace(draft, url=told or draft.url, retrieved=eml.moment(message) or draft.retrieved)


def _sniff(head: bytes) -> bool:
    return b"MIME-Version:" in head and eml.SAVED_PAGE.search(head) is not None


READER = Reader("mhtml", "1", "multipart/related", (".mhtml", ".mht"), _read, _sniff)
