"""A page's glyphs as lines of text: marks on their letters, columns one after the other, words apart."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median
from typing import NamedTuple

from takhrij.read.glyphs import Glyph
from takhrij.read.visual import in_reading_order, kind

# In units of the size of the letters.
_SAME_ROW = 0.45
_WORD_GAP = 0.25
_WORD_GAP_SPACED = 0.6
_CELL_GAP = 2.5
_GUTTER = 1.2
_TWICE = 0.12
_MARK_REACH = 1.5
_BESIDE = 0.4
_SETTLES = 0.7
_FEWEST_ROWS = 3
_PROSE_FILL = 0.7
_TITLE = 1.15
_FLUSH = 0.3
_RAISED = 0.15
# The sides of a mark in the order of painting; and how many of a page's marks make a habit.
_BEFORE, _AFTER = 0, 1
_MOSTLY = 0.9


@dataclass(slots=True)
class TextLine:
    """One line: its text, and the same with brackets the other way round; box, base line and size in points.

    `first` is the width of its first word, `room` what is free between its end and the edge of its column, `indent`
    what is free before its start; `cells` says that wide gaps divide it; `column` numbers the columns of the page.
    """

    text: str
    turned: str
    x0: float
    x1: float
    base: float
    size: float
    first: float
    cells: bool
    column: int = 0
    room: float = 0.0
    indent: float = 0.0


def is_rtl(glyphs: Sequence[Glyph]) -> bool:
    """The direction of a page: that of most of its letters."""
    kinds = [kind(g.text) for g in glyphs]
    return kinds.count("R") >= kinds.count("L")


def lines(glyphs: Sequence[Glyph], rtl: bool) -> list[TextLine]:
    """The lines of a page in the order of reading, columns one after the other."""
    signs = _settled(_marked(_once(glyphs)))
    found: list[TextLine] = []
    spaced = sum(g.text == " " for g in signs) * 15 > len(signs)
    for number, column in enumerate(_columns(signs, rtl)):
        told = [line for row in _rows(column) if (line := _line(row, rtl, spaced)) is not None]
        if not told:
            continue
        _place(told, number, rtl)
        found += told
    return found


def _place(column: Sequence[TextLine], number: int, rtl: bool) -> None:
    """Tell each line of a column what is free before and after it; indents only where most lines begin at one edge."""
    left, right = min(line.x0 for line in column), max(line.x1 for line in column)
    for line in column:
        line.column = number
        line.indent, line.room = (right - line.x1, line.x0 - left) if rtl else (line.x0 - left, right - line.x1)
    if sum(line.indent < _FLUSH * line.size for line in column) * 2 <= len(column):
        for line in column:
            line.room, line.indent = line.room + line.indent, 0.0


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs without those painted twice on one spot, by which some programs make letters bold."""
    seen: dict[tuple[str, int], list[Glyph]] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        near = max(0.05, _TWICE * glyph.size)
        spot = seen.setdefault((glyph.text, round(glyph.base)), [])
        if glyph.text.strip() and any(
            abs(g.x0 - glyph.x0) < near and abs(g.x1 - glyph.x1) < near and abs(g.base - glyph.base) < near
            for g in spot[-8:]
        ):
            continue
        spot.append(glyph)
        kept.append(glyph)
    return kept


def _is_mark(text: str) -> bool:
    return bool(text) and all(unicodedata.category(c) == "Mn" for c in text)


def _marked(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Letters with the marks that stand over or under them; a mark without a letter near is let go."""
    beside = _beside(glyphs)
    habit = _habit(glyphs, beside)
    by_row: dict[int, list[tuple[int, Glyph]]] = {}
    for i, g in enumerate(glyphs):
        if g.text.strip() and not _is_mark(g.text):
            by_row.setdefault(int(g.base // 20), []).append((i, g))
    own: dict[int, list[str]] = {}
    for at, sides in beside.items():
        mark, painted = glyphs[at], sides[habit] if habit is not None else None
        letter = painted if _is_near(glyphs, painted, mark) else _nearest(by_row, at, mark)
        if letter is not None:
            own.setdefault(letter, []).append(mark.text)
    for letter, marks in own.items():
        # Who paints marks before their letter, paints the last of them first.
        glyphs[letter].text += "".join(marks[::-1] if habit == _AFTER else marks)
    return [g for g in glyphs if not _is_mark(g.text)]


def _beside(glyphs: Sequence[Glyph]) -> dict[int, tuple[int | None, int | None]]:
    """For each mark, by its place in the order of painting, the places of the last sign before it and of the first
    after it that are no marks."""
    marks = [i for i, g in enumerate(glyphs) if _is_mark(g.text)]
    before: dict[int, int | None] = {}
    after: dict[int, int | None] = {}
    for order, step, found in ((marks, -1, before), (marks[::-1], 1, after)):
        for i in order:
            next_to = i + step
            inside = next_to if 0 <= next_to < len(glyphs) else None
            found[i] = found.get(next_to, inside)
    return {i: (before[i], after[i]) for i in marks}


def _habit(glyphs: Sequence[Glyph], beside: Mapping[int, tuple[int | None, int | None]]) -> int | None:
    """Whether the page's marks are painted behind their letters or before them, None where they keep no such order.

    Boxes alone cannot tell: some fonts set a mark beside the box of its letter, where the next letter has its own.
    """
    near = [
        sum(_is_near(glyphs, sides[side], glyphs[at]) for at, sides in beside.items()) for side in (_BEFORE, _AFTER)
    ]
    side = _AFTER if near[_AFTER] > near[_BEFORE] else _BEFORE
    return side if near[_BEFORE] != near[_AFTER] and near[side] >= _MOSTLY * len(beside) else None


def _is_near(glyphs: Sequence[Glyph], letter: int | None, mark: Glyph) -> bool:
    """Whether a sign is a letter on the mark's line that the mark may stand on."""
    base = glyphs[letter] if letter is not None else None
    if base is None or kind(base.text) != "R" or _is_other_line(base, mark):
        return False
    return _away(base, mark) <= _BESIDE * base.size


def _nearest(by_row: Mapping[int, Sequence[tuple[int, Glyph]]], at: int, mark: Glyph) -> int | None:
    """The place of the letter whose box is nearest to a mark, those on its own line first."""
    row = int(mark.base // 20)
    near = [b for r in (row - 1, row, row + 1) for b in by_row.get(r, ()) if kind(b[1].text) == "R"]
    near = [b for b in near if abs(b[1].base - mark.base) < _MARK_REACH * b[1].size and _away(b[1], mark) < b[1].size]
    # Of two letters that both reach the mark, the one painted next to it is its own.
    best = min(
        near, key=lambda b: (_is_other_line(b[1], mark), _away(b[1], mark), abs(b[0] - at), -b[0]), default=None
    )
    return None if best is None else best[0]


def _settled(glyphs: list[Glyph]) -> list[Glyph]:
    """Glyphs with those on the base line of their row whose text is a letter and its mark but whose spot the mark's."""
    crowd = Counter(round(g.base, 1) for g in glyphs if g.text.strip())
    common = sorted(base for base, number in crowd.items() if number >= _FEWEST_ROWS)
    kept: list[Glyph] = []
    for i, glyph in enumerate(glyphs):
        if len(glyph.text) > 1 and any(unicodedata.category(c) == "Mn" for c in glyph.text):
            near = [base for base in common if abs(base - glyph.base) < _SETTLES * glyph.size]
            settled = min(near, key=lambda base: abs(base - glyph.base), default=glyph.base)
            own = next((g for g in glyphs[max(0, i - 1) : i + 2] if settled != glyph.base and _bears(g, glyph)), None)
            if own is not None:
                # The letter is painted under the mark that tells both.
                own.text = glyph.text
                continue
            glyph.base = settled
        kept.append(glyph)
    return kept


def _bears(letter: Glyph, both: Glyph) -> bool:
    return letter.text == both.text[0] and letter.x0 - 1 <= both.middle <= letter.x1 + 1


def _away(base: Glyph, mark: Glyph) -> float:
    """How far beside a letter's box a mark stands, rounded so that touching boxes count alike."""
    return round(max(base.x0 - mark.middle, mark.middle - base.x1, 0.0), 1)


def _is_other_line(base: Glyph, mark: Glyph) -> bool:
    return abs(base.base - mark.base) >= base.size


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by base line, the highest row first, each from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -g.base):
        if rows and rows[-1][0].base - glyph.base < _SAME_ROW * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda g: (g.middle, g.x0)) for row in rows]


def _line(row: Sequence[Glyph], rtl: bool, spaced: bool) -> TextLine | None:
    """The line of a row of glyphs, None for a row of spaces."""
    inked = [g for g in row if g.text.strip()]
    if not inked:
        return None
    size, base = median(g.size for g in inked), median(g.base for g in inked)
    signs, edges, cells = _apart(row, size, base, _WORD_GAP_SPACED if spaced else _WORD_GAP)
    kinds = {kind(s) for s in signs}
    # A line without a single Arabic letter runs as Latin does, unless its full stop says otherwise.
    backward = rtl and ("R" in kinds or "L" not in kinds or signs[0] in ".,:;!?")
    text, turned = in_reading_order(signs, backward)
    x0, x1 = min(g.x0 for g in inked), max(g.x1 for g in inked)
    breaks = [(a, b) for s, a, b in zip(signs, edges, edges[1:], strict=False) if not s.strip()]
    first = (x1 - breaks[-1][1] if backward else breaks[0][0] - x0) if breaks else x1 - x0
    return TextLine(text.strip(), turned.strip(), x0, x1, base, size, first, cells)


def _apart(row: Sequence[Glyph], size: float, base: float, gap: float) -> tuple[list[str], list[float], bool]:
    """The texts of a row with one space between words and a tab in wide gaps, where each begins, and whether there
    are wide gaps."""
    signs: list[str] = []
    edges: list[float] = []
    cells = False
    end: float | None = None
    waiting = raised = False
    for glyph in row:
        if glyph.text.isspace():
            waiting = True
            continue
        if not glyph.text:
            # What stretches a letter has no text of its own, but it is no gap either.
            end = glyph.x1 if end is not None and not waiting else end
            continue
        free = glyph.x0 - end if end is not None else 0.0
        # The number of a note stands small and high behind a word, and is no part of it.
        is_raised = kind(glyph.text) == "N" and glyph.base - base > _RAISED * size
        waiting = waiting or is_raised != raised
        raised = is_raised
        if end is not None and (waiting or free > gap * size):
            wide = free > _CELL_GAP * size
            cells = cells or wide
            signs.append("\t" if wide else " ")
            edges.append(end)
        signs.append(glyph.text)
        edges.append(glyph.x0)
        end = max(glyph.x1, end) if end is not None else glyph.x1
        waiting = False
    edges.append(end or 0.0)
    return signs, edges, cells


# -- columns ------------------------------------------------------------------------------------------------


def _columns(glyphs: Sequence[Glyph], rtl: bool) -> list[list[Glyph]]:
    """The glyphs of each column of a page, in the order of reading; whole-width text between columns is its own."""
    rows = [_Row(row, _gaps(row), median(g.size for g in row)) for row in _rows(glyphs)]
    found: list[list[Glyph]] = []
    plain: list[Glyph] = []
    at = 0
    while at < len(rows):
        band = _band(rows, at)
        if band is None:
            plain += rows[at].glyphs
            at += 1
            continue
        end, gutter = band
        if plain:
            found.append(plain)
            plain = []
        part = [g for row in rows[at:end] for g in row.glyphs]
        sides = [[g for g in part if g.middle < gutter], [g for g in part if g.middle >= gutter]]
        for side in reversed(sides) if rtl else sides:
            found += _columns(side, rtl)
        at = end
    return [*found, plain] if plain else found


class _Row(NamedTuple):
    """Glyphs on one base line, the free stretches between and beside them, and the size of its letters."""

    glyphs: list[Glyph]
    gaps: list[tuple[float, float]]
    size: float


def _band(rows: Sequence[_Row], at: int) -> tuple[int, float] | None:
    """The end of the rows from one on that a gutter divides into two columns of prose, and the gutter's middle."""
    if at + 1 < len(rows) and rows[at].size > _TITLE * rows[at + 1].size:
        return None  # a title above columns, on whichever side it stands
    left = min((row.gaps[0][1] for row in rows[at:]), default=0.0)
    right = max((row.gaps[-1][0] for row in rows[at:]), default=0.0)
    free = rows[at].gaps
    gutters: list[tuple[float, float]] = []
    end = at + 1
    while end < len(rows):
        least = _GUTTER * rows[end].size
        both = [(max(a, x), min(b, y)) for a, b in free for x, y in rows[end].gaps]
        free = [(a, b) for a, b in both if b - a >= least]
        inner = [(a, b) for a, b in free if a > left and b < right]
        if not free or (gutters and not inner):
            break
        gutters = inner
        end += 1
    a, b = max(gutters, key=lambda g: g[1] - g[0], default=(0.0, 0.0))
    return (end, (a + b) / 2) if gutters and _is_prose([row.glyphs for row in rows[at:end]], (a + b) / 2) else None


def _gaps(row: Sequence[Glyph]) -> list[tuple[float, float]]:
    """Free stretches of a row that are as wide as a gutter, and those beside it: columns need not share base lines."""
    inked = [g for g in row if g.text.strip()]
    if not inked:
        return [(-inf, inf)]
    least = _GUTTER * median(g.size for g in inked)
    gaps: list[tuple[float, float]] = []
    end = inked[0].x1
    for glyph in inked[1:]:
        if glyph.x0 - end >= least:
            gaps.append((end, glyph.x0))
        end = max(end, glyph.x1)
    return [(-inf, inked[0].x0), *gaps, (end, inf)]


def _is_prose(rows: Sequence[Sequence[Glyph]], gutter: float) -> bool:
    """Whether both sides of a gutter are columns of prose: rows enough, and most of them full; a table's are not."""
    for is_right in (False, True):
        sides = [[g for g in row if g.text.strip() and (g.middle >= gutter) == is_right] for row in rows]
        widths = [max(g.x1 for g in side) - min(g.x0 for g in side) for side in sides if side]
        if len(widths) < _FEWEST_ROWS or median(widths) < _PROSE_FILL * max(widths):
            return False
        if max(widths) < 8 * median(g.size for side in sides for g in side):
            return False
    return True
