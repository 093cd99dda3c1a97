"""The glyphs of a PDF's pages as they are painted: where each stands, what it means, whether a reader would see it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import apply_matrix_pt

Box = tuple[float, float, float, float]
_UNPAINTED = (3, 7)
_TINY = 1.5
_NEAR_WHITE = 0.04
_DARK = 0.25
_COVERS = 0.6


@dataclass(slots=True)
class Glyph:
    """One painted sign: its text in logical order (empty for what has no letter), box, base line and size in points.

    `x0` < `x1` and `bottom` < `top`, y upwards from the page's lower edge; `hidden` says that no eye sees it.
    """

    text: str
    x0: float
    x1: float
    bottom: float
    top: float
    base: float
    size: float
    hidden: bool = False

    @property
    def middle(self) -> float:
        """The x in the middle of its box."""
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class Sheet:
    """One page: its visible box in points, its glyphs in painting order, the share of it that pictures cover."""

    box: Box
    glyphs: list[Glyph] = field(default_factory=list)
    pictured: float = 0.0
    unpainted: int = 0

    @property
    def is_recognised(self) -> bool:
        """Whether its text is a layer that a machine laid unseen over a picture of the page."""
        return self.pictured > _COVERS and 0 < self.unpainted == len(self.glyphs)


class GlyphDevice(PDFTextDevice):
    """Gathers one Sheet a page from pdfminer's interpreter. Raises OverflowError past `most` glyphs in all."""

    def __init__(self, manager: Any, most: int) -> None:
        super().__init__(manager)
        self.sheet = Sheet((0, 0, 0, 0))
        self._left = most
        self._mode = 0
        self._actual: list[tuple[str | None, int]] = []
        self._fills: list[tuple[Box, float, int]] = []
        self._spaces: list[tuple[tuple[int, int], Glyph]] = []
        self._stretchers: set[tuple[int, int]] = set()

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        """Start a Sheet; the crop box is what a reader sees of the page."""
        x0, y0, x1, y1 = page.cropbox
        corners = [apply_matrix_pt(ctm, p) for p in ((x0, y0), (x1, y1))]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        self.sheet = Sheet((xs[0], ys[0], xs[1], ys[1]))
        self._fills, self._actual, self._spaces = [], [], []

    def end_page(self, page: PDFPage) -> None:
        """Tell which glyphs a reader cannot see."""
        left, bottom, right, top = self.sheet.box
        for glyph in self.sheet.glyphs:
            inside = left - 1 <= glyph.middle <= right + 1 and bottom - 1 <= (glyph.bottom + glyph.top) / 2 <= top + 1
            glyph.hidden = glyph.hidden or not inside or glyph.size < _TINY
        self._covered()
        self._stretched()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Note the rendering mode, which the single signs are not told."""
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self, matrix: Any, font: PDFFont, fontsize: float, scaling: float, rise: float, cid: int, *state: Any
    ) -> float:
        """Keep one sign; gives its width in text space, by which the next one is placed."""
        self._left -= 1
        if self._left < 0:
            raise OverflowError("too many glyphs")
        try:
            text = font.to_unichr(cid)
        except (PDFUnicodeNotDefined, ValueError, KeyError):
            text = ""
        advance: float = font.char_width(cid) * fontsize * scaling
        low, high = font.get_descent() * fontsize + rise, font.get_ascent() * fontsize + rise
        points = [apply_matrix_pt(matrix, p) for p in ((0.0, low), (advance, low), (0.0, high), (advance, high))]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        size = abs(apply_matrix_pt(matrix, (0, fontsize))[1] - matrix[5]) or max(ys) - min(ys)
        glyph = Glyph(_letters(text), min(xs), max(xs), min(ys), max(ys), apply_matrix_pt(matrix, (0, rise))[1], size)
        ink = _light(state[1].ncolor) if len(state) > 1 else 0.0
        unpainted = self._mode in _UNPAINTED
        self.sheet.unpainted += unpainted
        glyph.hidden = unpainted or abs(ink - self._ground(glyph)) < _NEAR_WHITE
        self.sheet.glyphs.append(glyph)
        if glyph.text == " ":
            self._spaces.append(((id(font), cid), glyph))
        return advance

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """A stretch that tells its text itself (``/ActualText``) keeps that text and not its signs'."""
        told = props.get("ActualText") if isinstance(props, dict) else None
        self._actual.append((_told(told) if isinstance(told, bytes) else None, len(self.sheet.glyphs)))

    def end_tag(self) -> None:
        """Give the stretch's text to its first sign, and its room to that."""
        told, start = self._actual.pop() if self._actual else (None, 0)
        signs = self.sheet.glyphs[start:]
        if told is None or not signs:
            return
        first = signs[0]
        first.text = _letters(told)
        first.x0, first.x1 = min(g.x0 for g in signs), max(g.x1 for g in signs)
        del self.sheet.glyphs[start + 1 :]

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Note a filled box: it is the ground of what is painted on it, and hides what was painted before it."""
        if not fill or self.ctm is None or sum(step[0] == "m" for step in path) != 1:
            return  # two outlines at once are a frame
        points = [p for step in path for p in zip(step[1::2], step[2::2], strict=False)]
        if points:
            xs, ys = zip(*(apply_matrix_pt(self.ctm, p) for p in points), strict=True)
            box = (min(xs), min(ys), max(xs), max(ys))
            self._fills.append((box, _light(graphicstate.ncolor), len(self.sheet.glyphs)))

    def render_image(self, name: str, stream: Any) -> None:
        """Count the share of the page that a picture covers."""
        if self.ctm is None:
            return
        x0, y0 = apply_matrix_pt(self.ctm, (0, 0))
        x1, y1 = apply_matrix_pt(self.ctm, (1, 1))
        left, bottom, right, top = self.sheet.box
        area = max(1.0, (right - left) * (top - bottom))
        self.sheet.pictured = min(1.0, self.sheet.pictured + abs((x1 - x0) * (y1 - y0)) / area)

    def _stretched(self) -> None:
        """Empty the signs that only stretch letters to fill a line: some programs tell them as spaces, a second kind of
        space in a font, painted one over the other."""
        for (one, first), (other, second) in pairwise(self._spaces):
            if one == other and first.base == second.base and 0 < second.x0 - first.x0 < 0.95 * (first.x1 - first.x0):
                self._stretchers.add(one)
        for code, glyph in self._spaces:
            glyph.text = "" if code in self._stretchers else glyph.text

    def _ground(self, glyph: Glyph) -> float:
        """How light the paper is under a sign, 0 to 1: the last box filled there, else white."""
        y = (glyph.bottom + glyph.top) / 2
        for (x0, y0, x1, y1), light, _ in reversed(self._fills[-_GROUNDS:]):
            if x0 <= glyph.middle <= x1 and y0 <= y <= y1:
                return light
        return 1.0

    def _covered(self) -> None:
        """Hide what lies under a dark box that was painted later: only such a box blacks out surely."""
        for (x0, y0, x1, y1), light, count in self._fills[-_GROUNDS:]:
            if light > _DARK:
                continue
            for glyph in self.sheet.glyphs[:count]:
                if x0 <= glyph.middle <= x1 and y0 <= (glyph.bottom + glyph.top) / 2 <= y1:
                    glyph.hidden = True


_GROUNDS = 400


def _light(colour: Any) -> float:
    """How light a colour is, 0 black to 1 white; patterns and unknown spaces count as black, which is seen."""
    parts = colour if isinstance(colour, list | tuple) else (colour,)
    if not all(isinstance(p, int | float) for p in parts):
        return 0.0
    match parts:
        case (grey,):
            return float(grey)
        case (red, green, blue):
            return float(0.3 * red + 0.59 * green + 0.11 * blue)
        case (cyan, magenta, yellow, black):
            return float((1 - black) * (1 - 0.3 * cyan - 0.59 * magenta - 0.11 * yellow))
    return 0.0


def _told(value: bytes) -> str:
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    return value.decode("latin-1")


def _letters(text: str) -> str:
    """Letters for presentation forms and ligatures (ﻻ to لا), without control signs; spaces as one kind."""
    if text.startswith("(cid:"):
        return ""
    out = "".join(unicodedata.normalize("NFKC", c).strip() if _is_form(c) else c for c in text)
    return "".join(" " if c.isspace() else c for c in out if c.isspace() or unicodedata.category(c) not in _UNWRITTEN)


_UNWRITTEN = ("Cc", "Cf", "Cn", "Co", "Cs")


def _is_form(sign: str) -> bool:
    return "\ufb00" <= sign <= "\ufb06" or "\ufb50" <= sign <= "\ufdff" or "\ufe70" <= sign <= "\ufeff"
