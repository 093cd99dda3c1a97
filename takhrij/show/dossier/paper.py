"""Paragraphs, runs, tables and links of a DOCX in both directions.

python-docx keeps the package, the styles and the pictures; it knows no right-to-left paragraphs, tables and complex
scripts, and looks through the whole document for each paragraph it adds. So these are built as elements here, with
their properties in the order that the schema wants.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from takhrij.show.direction import begins_right_to_left, right_to_left

etree: Any = import_module("lxml.etree")
FONT = "Arial"
"""A font that the machines of readers have, with Arabic letters; a DOCX does not carry fonts."""
ARABIC, ENGLISH = "ar-SA", "en-GB"
SOFT, LINKED = "5C6470", "2F5D8A"
_SMALL = "17"
_INDENT = "360"
_TWIPS = 635
"""English metric units in a twentieth of a point, in which widths are told."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")
_LOOSE = dict.fromkeys([0x2068, 0x2069])
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every member of the file: the earliest that a zip can tell."""

Cell = str | Callable[["Writing"], None]


@dataclass(frozen=True, slots=True)
class Look:
    """How words look."""

    bold: bool = False
    italic: bool = False
    small: bool = False
    colour: str = ""


PLAIN = Look()


def fit(text: object) -> str:
    """Text without characters that XML cannot hold."""
    return _CONTROLS.sub("\ufffd", str(text))


def _name(target: str) -> str:
    """A bookmark's name: letters, digits and underscores, at most forty."""
    return re.sub(r"\W", "_", target)[:40]


def _put(parent: Any, tag: str, **values: str) -> Any:
    made = etree.SubElement(parent, qn(f"w:{tag}"))
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


class Writing:
    """One paragraph that words are written to; `right` where it runs from right to left."""

    def __init__(self, element: Any, right: bool) -> None:
        self.element, self.right = element, right

    def text(self, text: str, look: Look = PLAIN) -> Writing:
        """Words. Runs are cut where a name of the other direction is guarded, for Word knows no isolates."""
        at = 0
        text = fit(text)
        for match in _ISOLATED.finditer(text):
            self._run(self.element, text[at : match.start()], look)
            self._run(self.element, match[1], look)
            at = match.end()
        self._run(self.element, text[at:], look)
        return self

    def link(self, text: str, target: str) -> None:
        """A link to a place in the document."""
        self._run(_put(self.element, "hyperlink", anchor=_name(target)), text, Look(small=True, colour=LINKED))

    def _run(self, parent: Any, text: str, look: Look) -> None:
        text = text.translate(_LOOSE)
        if not text:
            return
        right = begins_right_to_left(text) or (self.right and not any(c.isascii() and c.isalpha() for c in text))
        run = _put(parent, "r")
        held = _put(run, "rPr")
        for tag, wanted in (("b", look.bold), ("bCs", look.bold), ("i", look.italic), ("iCs", look.italic)):
            if wanted:
                _put(held, tag)
        if look.colour:
            _put(held, "color", val=look.colour)
        if look.small:
            _put(held, "sz", val=_SMALL)
            _put(held, "szCs", val=_SMALL)
        if right:
            _put(held, "rtl")
        _put(held, "lang", val=ENGLISH, bidi=ARABIC)
        told = _put(run, "t")
        told.text = text
        told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


class Paper:
    """A document written from top to bottom. `right` is the direction of what is written next."""

    def __init__(self, dated: str, title: str) -> None:
        self.document: Any = Document()
        self.right = False
        self._bookmarks = 0
        self.document.styles["Normal"].font.size = Pt(10)
        self._styles = {style.name: style.style_id for style in self.document.styles}
        for name in ("Normal", "Title", *(f"Heading {n}" for n in range(1, 5))):
            _fonts(self.document.styles[name])
        core = self.document.core_properties
        core.title, core.author, core.comments = fit(title)[:250], "Takhrij", ""
        core.created = core.modified = datetime.fromisoformat(f"{dated}T00:00:00")
        core.last_modified_by, core.revision = "Takhrij", 1
        section: Any = self.document.sections[0]
        self._width = int(section.page_width - section.left_margin - section.right_margin)
        self._end = self.document.element.body.sectPr

    # -- paragraphs ------------------------------------------------------------------------------------------

    def paragraph(
        self, style: str = "", right: bool | None = None, follows: bool = False, indent: str = ""
    ) -> Writing:
        """A new paragraph in the direction asked for, else in that of the paper; `follows` keeps it with the next."""
        right = self.right if right is None else right
        made = etree.Element(qn("w:p"))
        self._end.addprevious(made)
        held = _put(made, "pPr")
        if style:
            _put(held, "pStyle", val=self._styles[style])
        if follows:
            _put(held, "keepNext")
        if right:
            _put(held, "bidi")
        if indent:
            _put(held, "ind", left=indent, right=indent)
        return Writing(made, right)

    def heading(self, text: str, level: int, name: str = "") -> None:
        """A heading, the target of links to `name`; level 0 is the title."""
        made = self.paragraph(f"Heading {level}" if level else "Title", follows=True)
        if name:
            self.target(made, name)
        made.text(text)

    def target(self, paragraph: Writing, name: str) -> None:
        """Makes a paragraph the place that links to `name` lead to."""
        self._bookmarks += 1
        _put(paragraph.element, "bookmarkStart", id=str(self._bookmarks), name=_name(name))
        _put(paragraph.element, "bookmarkEnd", id=str(self._bookmarks))

    def quote(self, text: str) -> None:
        """A quotation in its own direction, indented."""
        self.paragraph(right=right_to_left(text), follows=True, indent=_INDENT).text(text)

    def picture(self, data: bytes, words: str) -> None:
        """A picture as wide as the page, with its description for those who do not see it."""
        shape = self.document.add_picture(io.BytesIO(data), width=Emu(self._width))
        shape._inline.docPr.set("descr", fit(words))

    def new_page(self) -> None:
        """What follows begins on a new page."""
        _put(_put(self.paragraph().element, "r"), "br", type="page")

    # -- tables ----------------------------------------------------------------------------------------------

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[Cell]], shares: Sequence[int]) -> None:
        """A table whose columns run in the direction of the paper; a cell is text or a function that writes it.

        `shares` are the columns' parts of the width. The head is repeated on every page, and no row is cut.
        """
        widths = [str(self._width * share // sum(shares) // _TWIPS) for share in shares]
        made = etree.Element(qn("w:tbl"))
        self._end.addprevious(made)
        held = _put(made, "tblPr")
        _put(held, "tblStyle", val=self._styles["Table Grid"])
        if self.right:
            _put(held, "bidiVisual")
        _put(held, "tblW", w=str(self._width // _TWIPS), type="dxa")
        _put(held, "tblLayout", type="fixed")
        grid = _put(made, "tblGrid")
        for width in widths:
            _put(grid, "gridCol", w=width)
        if heads:
            self._row(made, heads, widths, Look(bold=True, small=True))
        for row in rows:
            self._row(made, row, widths, Look(small=True))
        self.paragraph()

    def _row(self, table: Any, row: Sequence[Cell], widths: Sequence[str], look: Look) -> None:
        made = _put(table, "tr")
        held = _put(made, "trPr")
        _put(held, "cantSplit")
        if look.bold:
            _put(held, "tblHeader")
        for value, width in zip(row, widths, strict=True):
            cell = _put(made, "tc")
            _put(_put(cell, "tcPr"), "tcW", w=width, type="dxa")
            paragraph = _put(cell, "p")
            if self.right:
                _put(_put(paragraph, "pPr"), "bidi")
            writing = Writing(paragraph, self.right)
            if callable(value):
                value(writing)
            else:
                writing.text(value, look)

    # -- the file --------------------------------------------------------------------------------------------

    def bytes(self) -> bytes:
        """The file, its members in order and without times of their own: equal documents give equal bytes."""
        held = io.BytesIO()
        self.document.save(held)
        made = io.BytesIO()
        with zipfile.ZipFile(held) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                member = zipfile.ZipInfo(name, _FIRST_TIME)
                member.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(member, old.read(name))
        return made.getvalue()


def _fonts(style: Any) -> None:
    """One font for all scripts, the style's own theme fonts taken out."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = etree.Element(qn("w:rFonts"))
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    properties.insert(0, fonts)
    size = properties.find(qn("w:sz"))
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    if size is not None:
        double = etree.Element(qn("w:szCs"))
        double.set(qn("w:val"), size.get(qn("w:val")))
        size.addnext(double)
