"""DOCX: paragraphs, tables, text boxes and notes as they stand; what was struck out under track changes is left out.

python-docx, which writes our dossiers, passes over inserted text, notes and text boxes; this reads the parts themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from takhrij.core.errors import InputRefused
from takhrij.core.language import Language
from takhrij.read.contract import Draft, Reader, Source
from takhrij.read.office import Package, once, run_block, struck_out
from takhrij.read.paper import Block, Told, draft
from takhrij.resources import Resources

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DELETED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}delText"})
_PASSED_OVER = _DELETED | {_FALLBACK, f"{_W}txbxContent", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr"}
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}
_TINY = 4
_MAIN = "word/document.xml"


def _read(source: Source, language: Language, resources: Resources) -> Draft:
    package = Package(source)
    main = package.part(_MAIN)
    if main is None:
        raise InputRefused("malformed", f"{source.name} is no Word file: it has no {_MAIN}; get it again")
    styles = _Styles(package.part("word/styles.xml"))
    head, foot = (_sides(package, kind, styles) for kind in ("header", "footer"))
    notes = [
        block for kind in ("footnotes", "endnotes") for block in _notes(package.part(f"word/{kind}.xml"), styles)
    ]
    blocks = [*head, *_paragraphs(main, styles), *notes, *foot]
    struck = sum(
        1 for e in main.iter(f"{_W}del", f"{_W}moveFrom") if next(e.iter(f"{_W}delText", f"{_W}t"), None) is not None
    )
    headers = _headers(package)
    return draft(
        blocks,
        Told(headers.get("file:title"), headers=headers, problems=struck_out(source.name, struck)),
        source.name,
        language,
        resources,
    )


class _Styles:
    """What styles tell: the level of a heading, and that text in them is hidden."""

    def __init__(self, root: Any | None) -> None:
        self.levels: dict[str, int] = {}
        self.hidden: set[str] = set()
        for style in root.iter(f"{_W}style") if root is not None else ():
            key = style.get(f"{_W}styleId", "")
            name = _value(style.find(f"{_W}name")).lower()
            level = 1 if name == "title" else _level(name.removeprefix("heading "))
            if level:
                self.levels[key] = level
            properties = style.find(f"{_W}rPr")
            if properties is not None and _is_on(properties.find(f"{_W}vanish")):
                self.hidden.add(key)


def _level(text: str) -> int:
    return int(text) + 1 if text.isdecimal() and len(text) == 1 else 0


def _value(element: Any | None) -> str:
    return str(element.get(f"{_W}val", "")) if element is not None else ""


def _is_on(element: Any | None) -> bool:
    return element is not None and element.get(f"{_W}val", "1") not in ("0", "false", "off")


def _paragraphs(root: Any, styles: _Styles, furniture: bool = False) -> Iterator[Block]:
    for paragraph in root.iter(f"{_W}p"):
        if any(above.tag in (_FALLBACK, f"{_W}del", f"{_W}moveFrom") for above in paragraph.iterancestors()):
            continue
        style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        yield run_block(_pieces(paragraph, styles, style in styles.hidden), styles.levels.get(style, 0), furniture)


def _pieces(element: Any, styles: _Styles, hidden: bool) -> Iterator[tuple[str, bool]]:
    """The texts of a paragraph in order, each with whether it is hidden; text boxes in it are paragraphs of their own."""
    for child in element:
        if child.tag in _PASSED_OVER or not isinstance(child.tag, str):
            continue
        if child.tag == f"{_W}t":
            yield child.text or "", hidden
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag], hidden
        elif child.tag == f"{_W}r":
            yield from _pieces(child, styles, hidden or _is_hidden(child.find(f"{_W}rPr"), styles))
        else:
            yield from _pieces(child, styles, hidden)


def _is_hidden(properties: Any | None, styles: _Styles) -> bool:
    """Whether a run is hidden: said to be, by its style, white on nothing, or too small to be seen."""
    if properties is None:
        return False
    if _is_on(properties.find(f"{_W}vanish")) or _value(properties.find(f"{_W}rStyle")) in styles.hidden:
        return True
    white = _value(properties.find(f"{_W}color")).upper() == "FFFFFF"
    ground = properties.find(f"{_W}shd") is not None or properties.find(f"{_W}highlight") is not None
    sizes = [_value(properties.find(f"{_W}{name}")) for name in ("sz", "szCs")]
    tiny = any(size.isdecimal() and int(size) < _TINY for size in sizes)
    return (white and not ground) or tiny


def _sides(package: Package, kind: str, styles: _Styles) -> list[Block]:
    parts = sorted(n for n in package.names if n.startswith(f"word/{kind}") and n.endswith(".xml"))
    roots = [root for name in parts if (root := package.part(name)) is not None]
    return list(once([block for root in roots for block in _paragraphs(root, styles, furniture=True)]))


def _notes(root: Any | None, styles: _Styles) -> Iterator[Block]:
    for note in root if root is not None else ():
        if note.get(f"{_W}type", "normal") == "normal":
            yield from _paragraphs(note, styles)


def _headers(package: Package) -> Mapping[str, str]:
    root = package.part("docProps/core.xml")
    if root is None:
        return {}
    names = {
        "title": f"{_DC}title",
        "author": f"{_DC}creator",
        "created": f"{_TERMS}created",
        "modified": f"{_TERMS}modified",
        "modified-by": f"{_CORE}lastModifiedBy",
    }
    told = {name: " ".join((root.findtext(tag) or "").split()) for name, tag in names.items()}
    return {f"file:{name}": value[:300] for name, value in told.items() if value}


def _sniff(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and b"word/" in head


READER = Reader(
    "docx",
    "1",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    (".docx", ".docm", ".dotx"),
    _read,
    _sniff,
    packed=True,
)
