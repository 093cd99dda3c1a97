"""ODT, packed or flat: paragraphs, tables and notes as they stand; what was struck out and remarks are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from takhrij.core.errors import InputRefused
from takhrij.core.language import Language
from takhrij.read.contract import Draft, Reader, Source
from takhrij.read.office import Package, once, root, run_block, struck_out
from takhrij.read.paper import Block, Told, draft
from takhrij.resources import Resources

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _STYLE = (f"{_NAMES}{name}:1.0}}" for name in ("office", "text", "style"))
_META = f"{_NAMES}meta:1.0}}"
_FO = f"{_NAMES}xsl-fo-compatible:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_PASSED_OVER = frozenset({f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", *_PARAGRAPHS})
_LEFT_OUT = (f"{_OFFICE}annotation", f"{_TEXT}tracked-changes")
_SPACE = re.compile(r"[ \t\r\n]+")


def _read(source: Source, language: Language, resources: Resources) -> Draft:
    content, styles, meta = _parts(source)
    body = next(content.iter(f"{_OFFICE}text"), None)
    if body is None:
        raise InputRefused("malformed", f"{source.name} is no text document; save it as one")
    hidden = _hidden_styles(content) | (_hidden_styles(styles) if styles is not None else set())
    notes = [p for note in body.iter(f"{_TEXT}note-body") for p in _paragraphs(note, hidden)]
    sides = {
        side: [b for e in styles.iter(f"{_STYLE}{side}") for b in _paragraphs(e, hidden, True)]
        for side in ("header", "footer")
        if styles is not None
    }
    head, foot = (list(once(sides.get(side, []))) for side in ("header", "footer"))
    blocks = [*head, *_paragraphs(body, hidden, inside=f"{_TEXT}note"), *notes, *foot]
    struck = sum(1 for _ in body.iter(f"{_TEXT}deletion"))
    headers = _headers(meta)
    return draft(
        blocks,
        Told(headers.get("file:title"), headers=headers, problems=struck_out(source.name, struck)),
        source.name,
        language,
        resources,
    )


def _parts(source: Source) -> tuple[Any, Any | None, Any | None]:
    """The roots of content, styles and metadata; a flat document is all three. Raises InputRefused."""
    if not source.data.startswith(b"PK"):
        flat = root(source.data, source.name)
        return flat, flat, flat
    package = Package(source)
    manifest = package.part("META-INF/manifest.xml")
    if manifest is not None and any(str(e.tag).endswith("}encryption-data") for e in manifest.iter()):
        raise InputRefused("locked", f"{source.name} is locked with a password; save a copy without it")
    content = package.part("content.xml")
    if content is None:
        raise InputRefused("malformed", f"{source.name} is a damaged document: it has no content.xml; get it again")
    return content, package.part("styles.xml"), package.part("meta.xml")


def _hidden_styles(tree: Any) -> set[str]:
    """The names of styles whose text no eye sees: not displayed, or white without a ground."""
    found: set[str] = set()
    for style in tree.iter(f"{_STYLE}style"):
        properties = style.find(f"{_STYLE}text-properties")
        if properties is None:
            continue
        white = (properties.get(f"{_FO}color") or "").lower() == "#ffffff"
        ground = (properties.get(f"{_FO}background-color") or "transparent") != "transparent"
        if properties.get(f"{_TEXT}display") == "none" or (white and not ground):
            found.add(style.get(f"{_STYLE}name", ""))
    return found


def _paragraphs(tree: Any, hidden: set[str], furniture: bool = False, inside: str | None = None) -> Iterator[Block]:
    """The paragraphs of an element in order, without those inside remarks, struck text and elements `inside`."""
    left_out = (*_LEFT_OUT, inside)
    for element in tree.iter(*_PARAGRAPHS):
        if any(above.tag in left_out for above in element.iterancestors()):
            continue
        level = element.get(f"{_TEXT}outline-level", "") if element.tag == f"{_TEXT}h" else ""
        name = element.get(f"{_TEXT}style-name", "")
        heading = 1 if name == "Title" else int(level) + 1 if level.isdecimal() else 0
        yield run_block(_pieces(element, hidden, name in hidden), heading, furniture)


def _pieces(element: Any, hidden: set[str], unseen: bool) -> Iterator[tuple[str, bool]]:
    """The texts of a paragraph in order, each with whether it is hidden."""
    yield _SPACE.sub(" ", element.text or ""), unseen
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _PASSED_OVER:
            pass
        elif child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            yield " " * min(int(count) if count.isdecimal() else 1, 100), unseen
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield "\t" if child.tag.endswith("tab") else "\n", unseen
        else:
            concealed = child.tag in (f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph")
            inner = unseen or concealed or child.get(f"{_TEXT}style-name", "") in hidden
            yield from _pieces(child, hidden, inner)
        yield _SPACE.sub(" ", child.tail or ""), unseen


def _headers(meta: Any | None) -> Mapping[str, str]:
    if meta is None:
        return {}
    names = {
        "title": f"{_DC}title",
        "author": f"{_META}initial-creator",
        "modified-by": f"{_DC}creator",
        "created": f"{_META}creation-date",
        "modified": f"{_DC}date",
    }
    found = {name: next(meta.iter(tag), None) for name, tag in names.items()}
    told = {name: " ".join((e.text or "").split()) for name, e in found.items() if e is not None}
    return {f"file:{name}": value[:300] for name, value in told.items() if value}


def _sniff(head: bytes) -> bool:
    return b"application/vnd.oasis.opendocument.text" in head


READER = Reader(
    "odt", "1", "application/vnd.oasis.opendocument.text", (".odt", ".fodt", ".ott"), _read, _sniff, packed=True
)
