"""Tables in a terminal, with Arabic that stays in its cell.

A terminal that orders both directions does so over a whole line, so an Arabic cell would pull its
neighbours along. Every folded line of a cell is therefore isolated (U+2068 … U+2069): the isolate marks
have no width and copy along with the words they guard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from takhrij.show.columns import Listing
from takhrij.show.direction import clean, isolated

PIPE_WIDTH = 160
# A column that folds its words needs so much room; with less, words break and rows become towers.
_LEAST_WIDE = 14
_GAP = 3


class Cell:
    """A cell that isolates every line after folding; rich measures and folds the plain words."""

    def __init__(self, text: str, narrow: bool = False) -> None:
        self.text = Text(clean(text), no_wrap=narrow, overflow="fold")

    def __rich_measure__(self, console: Console, options: Any) -> Any:
        return self.text.__rich_measure__(console, options)

    def __rich_console__(self, console: Console, options: Any) -> Any:
        for line in self.text.wrap(console, options.max_width, overflow="fold", no_wrap=self.text.no_wrap):
            yield Text(isolated(line.plain.rstrip()), no_wrap=True, overflow="ignore")


def console(out: TextIO, width: int | None = None) -> Console:
    """A console for a stream; in a pipe it has no colour and a fixed width."""
    piped = not out.isatty()
    return Console(
        file=out, width=width or (PIPE_WIDTH if piped else None), highlight=False, emoji=False, markup=False
    )


def write(rows: Iterable[Mapping[str, Any]], listing: Listing, out: TextIO) -> int:
    """Print rows as a table and give their number; a column that no row fills is left out. Where the terminal is too
    narrow for the columns, each row is printed as a block of lines, one a column."""
    kept = list(rows)
    if not kept:
        out.write(f"{listing.empty}\n")
        return 0
    cells = [[c.cell(row) for c in listing.columns] for row in kept]
    shown = [i for i, column in enumerate(listing.columns) if not column.apart]
    filled = [i for i in shown if any(line[i] for line in cells)]
    page = console(out)
    if _cramped(page, listing, cells, filled):
        page.print(_blocks(listing, cells))
        return len(kept)
    table = Table(box=box.SIMPLE_HEAD, title=None, header_style="bold", pad_edge=False, show_lines=False)
    for i in filled:
        column = listing.columns[i]
        table.add_column(column.name, no_wrap=column.narrow, overflow="fold")
    for line in cells:
        table.add_row(*(Cell(line[i], listing.columns[i].narrow) for i in filled))
    page.print(table)
    for i in (i for i, column in enumerate(listing.columns) if column.apart):
        under = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 1))
        for line in cells:
            under.add_row(Cell(line[0], narrow=True), Cell(line[i]))
        page.print(under)
    return len(kept)


def _cramped(page: Console, listing: Listing, cells: list[list[str]], filled: list[int]) -> bool:
    """Whether the columns that fold would be left with too little room."""
    natural = {i: max(Text(line[i]).cell_len for line in cells) for i in filled}
    if sum(natural.values()) + _GAP * len(filled) <= page.width:
        return False
    fixed = sum(width for i, width in natural.items() if listing.columns[i].narrow or width <= _LEAST_WIDE)
    folding = [i for i, width in natural.items() if not listing.columns[i].narrow and width > _LEAST_WIDE]
    return page.width - fixed - _GAP * len(filled) < _LEAST_WIDE * len(folding)


def _blocks(listing: Listing, cells: list[list[str]]) -> Table:
    """Rows as blocks: the first column's value on a line of its own, under it the others, each after its name."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for line in cells:
        for i, column in enumerate(listing.columns):
            if line[i]:
                table.add_row(column.name, Cell(line[i]))
        table.add_row("", "")
    return table
