"""Paragraphs, runs, tables and links of a DOCX in both directions: what python-docx leaves to its XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor

from takhrij.show.direction import begins_right_to_left, right_to_left

FONT = "Arial"
"""A font that the machines of readers have, with Arabic letters; a DOCX does not carry fonts."""
ARABIC, ENGLISH = "ar-SA", "en-GB"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")
_STEPS = (1980, 1, 1, 0, 0, 0)
"""The time of every member of the file: the earliest that a zip can tell."""


def fit(text: object) -> str:
    """Text without characters that XML cannot hold."""
    return _CONTROLS.sub("\ufffd", str(text))


class Paper:
    """A document written from top to bottom. `right` is the direction of what is written next."""

    def __init__(self, dated: str, title: str) -> None:
        self.document: Any = Document()
        self.right = False
        self._bookmarks = 0
        style = self.document.styles["Normal"]
        style.font.size = Pt(10)
        for name in ("Normal", "Title", *(f"Heading {n}" for n in range(1, 5))):
            _fonts(self.document.styles[name])
        core = self.document.core_properties
        core.title, core.author, core.comments = fit(title)[:250], "Takhrij", ""
        core.created = core.modified = datetime.fromisoformat(f"{dated}T00:00:00")
        core.last_modified_by, core.revision = "Takhrij", 1

    # -- paragraphs ------------------------------------------------------------------------------------------

    def paragraph(self, style: str | None = None, right: bool | None = None, within: Any = None) -> Any:
        """A new paragraph in the direction asked for, else in that of the paper."""
        made = (within or self.document).add_paragraph(style=style)
        _direct(made, self.right if right is None else right)
        return made

    def heading(self, text: str, level: int, name: str = "") -> None:
        """A heading, the target of links to `name`."""
        made = self.document.add_heading("", level)
        _direct(made, self.right)
        if name:
            self.target(made, name)
        self.text(made, text)

    def text(self, paragraph: Any, text: str, **look: Any) -> None:
        """Words in a paragraph. Runs are cut where a name of the other direction is guarded, for Word knows no
        isolates; `bold`, `italic`, `soft` and `small` set how they look."""
        at = 0
        text = fit(text)
        for match in _ISOLATED.finditer(text):
            self._run(paragraph, text[at : match.start()], look)
            self._run(paragraph, match[1], look)
            at = match.end()
        self._run(paragraph, text[at:], look)

    def _run(self, paragraph: Any, text: str, look: dict[str, Any]) -> None:
        text = text.replace("\u2068", "").replace("\u2069", "")
        if not text:
            return
        run = paragraph.add_run(text)
        paper_right = paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:bidi")) is not None
        _dress(run, begins_right_to_left(text) or (paper_right and not _latin(text)), look)

    def link(self, paragraph: Any, text: str, target: str) -> None:
        """A link to a place in the document."""
        held = OxmlElement("w:hyperlink")
        held.set(qn("w:anchor"), _name(target))
        run = paragraph.add_run(text)
        _dress(run, False, {"small": True, "colour": RGBColor(0x2F, 0x5D, 0x8A)})
        held.append(run._r)
        paragraph._p.append(held)

    def target(self, paragraph: Any, name: str) -> None:
        """Makes a paragraph the place that links to `name` lead to."""
        self._bookmarks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self._bookmarks))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), _name(name))
            paragraph._p.append(mark)

    def quote(self, text: str) -> Any:
        """A quotation in its own direction, indented."""
        right = right_to_left(text)
        made = self.paragraph(right=right)
        made.paragraph_format.left_indent = made.paragraph_format.right_indent = Pt(18)
        self.text(made, text)
        return made

    def picture(self, data: bytes, words: str) -> None:
        """A picture as wide as the page, with its description for those who do not see it."""
        section = self.document.sections[0]
        width = section.page_width - section.left_margin - section.right_margin
        shape = self.document.add_picture(io.BytesIO(data), width=Emu(width))
        shape._inline.docPr.set("descr", fit(words))

    def new_page(self) -> None:
        """What follows begins on a new page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    # -- tables ----------------------------------------------------------------------------------------------

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[Any]], shares: Sequence[int]) -> None:
        """A table whose columns run in the direction of the paper; a cell is text or a function that fills its
        paragraph. `shares` are the columns' parts of the width. The head is repeated on every page."""
        filled = list(rows)
        made = self.document.add_table(rows=0, cols=len(shares), style="Table Grid")
        made.autofit = False
        if self.right:
            made._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        section = self.document.sections[0]
        width = section.page_width - section.left_margin - section.right_margin
        widths = [Emu(int(width * share / sum(shares))) for share in shares]
        for column, wide in zip(made.columns, widths, strict=True):
            column.width = wide
        for number, row in enumerate([heads, *filled] if heads else filled):
            cells = made.add_row().cells
            head = bool(heads) and number == 0
            _whole(made.rows[-1], head)
            for cell, value, wide in zip(cells, row, widths, strict=True):
                cell.width = wide
                paragraph = cell.paragraphs[0]
                _direct(paragraph, self.right)
                if callable(value):
                    value(paragraph)
                else:
                    self.text(paragraph, value, bold=head, small=True)
        self.document.add_paragraph()

    # -- the file --------------------------------------------------------------------------------------------

    def bytes(self) -> bytes:
        """The file, its members in order and without times of their own: equal documents give equal bytes."""
        held = io.BytesIO()
        self.document.save(held)
        made = io.BytesIO()
        with zipfile.ZipFile(held) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                member = zipfile.ZipInfo(name, _STEPS)
                member.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(member, old.read(name))
        return made.getvalue()


def _name(target: str) -> str:
    """A bookmark's name: letters, digits and underscores, at most forty."""
    return re.sub(r"\W", "_", target)[:40]


def _latin(text: str) -> bool:
    return any(c.isascii() and c.isalpha() for c in text)


def _direct(paragraph: Any, right: bool) -> None:
    if right:
        properties = paragraph._p.get_or_add_pPr()
        bidi = OxmlElement("w:bidi")
        # The schema wants it before spacing, indents and alignment.
        after = [properties.find(qn(f"w:{n}")) for n in ("spacing", "ind", "jc", "rPr")]
        first = next((e for e in after if e is not None), None)
        if first is not None:
            first.addprevious(bidi)
        else:
            properties.append(bidi)


def _fonts(style: Any) -> None:
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _dress(run: Any, right: bool, look: dict[str, Any]) -> None:
    """How a run looks; complex scripts have weight, slant and size of their own, and the schema has an order."""
    run.bold, run.italic = look.get("bold") or None, look.get("italic") or None
    if look.get("small"):
        run.font.size = Pt(8.5)
    if look.get("soft"):
        run.font.color.rgb = RGBColor(0x5C, 0x64, 0x70)
    if look.get("colour") is not None:
        run.font.color.rgb = look["colour"]
    run.font.rtl = True if right else None
    if right:
        run.font.cs_bold, run.font.cs_italic = run.bold, run.italic
    properties = run._r.get_or_add_rPr()
    size = properties.find(qn("w:sz"))
    if size is not None:
        double = OxmlElement("w:szCs")
        double.set(qn("w:val"), size.get(qn("w:val")))
        size.addnext(double)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), ENGLISH)
    language.set(qn("w:bidi"), ARABIC)
    properties.append(language)


def _whole(row: Any, head: bool) -> None:
    """A row is not cut over pages; the head stands on every one."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
