"""Lines of a PDF's pages to blocks: paragraphs across lines, columns and pages; headers, footers and page numbers told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from takhrij.read.paper import Block
from takhrij.read.sheets import TextLine

_EDGE = 0.12
_LOOSE = 1.25
_LOOSEST = 2.6
_OTHER_SIZE = 0.15
_HEADING = 1.15
_FIRST_HEADING = 1.4
_LONGEST_HEADING = 200
_SMALL = 0.88
# What a line may leave free beyond the next word: programs are not exact, and a sentence that goes on counts more.
_SPARE = 0.3
_SPARE_AMID = 1.2
_INDENT = 0.8
_ENDS = tuple(".؟?!:؛»")
_OPENS = ("(", "[", "«", "{")
_HYPHENS = ("-", "\u2010")
_FIGURES = re.compile(r"\d+")
# «٣», «- 3 -», «صفحة ٣ من ١٠», «Page 3/10»: a figure or two and at most two words.
_PAGE_NUMBER = re.compile(r"[\W_]*(?:[^\W\d_]+\s+)?\d{1,4}(?:\s*(?:/|[^\W\d_]+)\s*\d{1,4})?[\W_]*")
_BULLET = re.compile(r"(?:[•◦▪●○*–-]|\(?\d{1,2}[.)-])\s")


@dataclass(slots=True)
class PageLines:
    """One page: its number from 1, lower edge and height in points, the lines that are seen and those that are not."""

    number: int
    bottom: float
    height: float
    seen: list[TextLine]
    hidden: list[TextLine] = field(default_factory=list)


@dataclass(slots=True)
class _Paragraph:
    """Lines that are one paragraph; `turns` are the offsets of its text at which a later page begins."""

    lines: list[TextLine]
    page: int
    turns: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        return joined([line.text for line in self.lines])


def joined(lines: Sequence[str]) -> str:
    """Lines as one: with a space between, but none behind a hyphen within a word or number, or an opening bracket."""
    out = ""
    for line in lines:
        glued = out.endswith(_OPENS) or (out[-1:] in _HYPHENS and out[-2:-1].isalnum())
        out += line if glued or not out else f" {line}"
    return out


def blocks(pages: Sequence[PageLines]) -> list[Block]:
    """The blocks of a document in the order of reading; what stands at the edges of its pages is furniture.

    A paragraph that runs over to the next page is one; the notes and the footer of its first page come before it.
    """
    edges = _repeated(pages)
    body = _body_size(pages)
    sheets = [_parted(page, edges, body) for page in pages]
    found: list[Block] = []
    held: _Paragraph | None = None
    for i, (paragraphs, rest) in enumerate(sheets):
        if held is not None:
            first = paragraphs.pop(0)
            held.turns = (*held.turns, (len(joined([held.text, first.text])) - len(first.text), pages[i].number))
            held.lines += first.lines
            if not paragraphs:
                paragraphs = [held]
            else:
                found.append(_block(held, body))
            held = None
        following = next((p for p, _ in sheets[i + 1 : i + 2]), [])
        last = paragraphs[-1] if paragraphs else None
        if last is not None and following and _continues(last.lines[-1], following[0].lines[0], body):
            held = paragraphs.pop()
        found += [*(_block(p, body) for p in paragraphs), *rest]
    return found if held is None else [*found, _block(held, body)]


def _parted(page: PageLines, edges: frozenset[str], body: float) -> tuple[list[_Paragraph], list[Block]]:
    """A page's paragraphs, and the blocks of what stands about them: notes, headers and footers, hidden text."""
    inside = [line for line in page.seen if not _is_furniture(line, page, edges)]
    outside = [line for line in page.seen if _is_furniture(line, page, edges)]
    notes = _notes(inside, body)
    text = inside[: len(inside) - notes]
    rest = [Block(p.text, page=page.number) for p in _paragraphs(inside[len(inside) - notes :], page.number, body)]
    rest += [Block(line.text, furniture=True, page=page.number) for line in outside]
    rest += [Block(p.text, hidden=True, page=page.number) for p in _paragraphs(page.hidden, page.number, body)]
    return _paragraphs(text, page.number, body), rest


def _paragraphs(lines: Sequence[TextLine], page: int, body: float) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    pitch = _pitch(lines)
    for i, line in enumerate(lines):
        last = lines[i - 1] if i else None
        if last is None or _begins(last, line, pitch, body):
            found.append(_Paragraph([line], page))
        else:
            found[-1].lines.append(line)
    return found


def _begins(last: TextLine, line: TextLine, pitch: float, body: float) -> bool:
    """Whether a line begins a paragraph, by the line before it."""
    if line.column != last.column:
        return not _continues(last, line, body)
    gap = last.base - line.base
    if abs(line.size - last.size) > _OTHER_SIZE * last.size or gap > max(_LOOSE * pitch, 1.2 * line.size):
        return True
    if line.size > _HEADING * body and gap < _LOOSEST * line.size:
        return False
    if (line.cells and last.cells) or _BULLET.match(line.text):
        return True
    return _is_short(last, line) or (
        line.indent > _INDENT * line.size and last.indent < line.indent - _INDENT * line.size
    )


def _is_short(last: TextLine, line: TextLine) -> bool:
    """Whether a line left so much of its column free that the next line's first word had found room."""
    spare = _SPARE if last.text.endswith(_ENDS) else _SPARE_AMID
    return last.room > line.first + spare * line.size


def _continues(last: TextLine, line: TextLine, body: float) -> bool:
    """Whether a column's or a page's first line goes on where the last line of the one before stopped."""
    if last.text.endswith(_ENDS) or abs(line.size - last.size) > _OTHER_SIZE * last.size or line.cells:
        return False
    return not _is_short(last, line) and line.size <= _HEADING * body and not _BULLET.match(line.text)


def _pitch(lines: Sequence[TextLine]) -> float:
    """The usual distance of base lines within paragraphs: a quarter of the lines stand closer."""
    gaps = sorted(a.base - b.base for a, b in pairwise(lines) if a.column == b.column and a.base > b.base)
    return gaps[len(gaps) // 4] if gaps else 0.0


def _body_size(pages: Sequence[PageLines]) -> float:
    sizes: Counter[float] = Counter()
    for line in (x for page in pages for x in page.seen):
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda s: (sizes[s], s)) if sizes else 0.0


def _block(paragraph: _Paragraph, body: float) -> Block:
    size = median(line.size for line in paragraph.lines)
    text = paragraph.text
    big = size > _HEADING * body and len(text) <= _LONGEST_HEADING
    level = (1 if size > _FIRST_HEADING * body else 2) if big else 0
    return Block(text, heading=level, page=paragraph.page, turns=paragraph.turns)


def _notes(lines: Sequence[TextLine], body: float) -> int:
    """How many of a page's last lines are notes: smaller than the text, in its last column."""
    count = 0
    while count < len(lines) and lines[-1 - count].size < _SMALL * body:
        count += 1
    return count if count < len(lines) else 0


def _repeated(pages: Sequence[PageLines]) -> frozenset[str]:
    """Lines at the edges that stand on two pages or more, whatever the figures in them."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_key(line.text) for line in page.seen if _at_edge(line, page)})
    least = max(2, len(pages) // 4)
    return frozenset(key for key, times in seen.items() if times >= least)


def _is_furniture(line: TextLine, page: PageLines, edges: frozenset[str]) -> bool:
    return _at_edge(line, page) and (_key(line.text) in edges or _PAGE_NUMBER.fullmatch(line.text) is not None)


def _at_edge(line: TextLine, page: PageLines) -> bool:
    return not _EDGE < (line.base - page.bottom) / max(1.0, page.height) < 1 - _EDGE


def _key(text: str) -> str:
    return _FIGURES.sub("0", " ".join(text.split()))
