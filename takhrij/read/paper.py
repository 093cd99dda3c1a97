"""What papers have in common (PDF, office files, mail): blocks of text, some of them furniture, to one Draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from takhrij.core.errors import InputRefused
from takhrij.core.language import Language
from takhrij.core.records import Problem
from takhrij.read.contract import Draft
from takhrij.read.cues import Cues, cues_of
from takhrij.read.layout import Given, lay_out
from takhrij.resources import Resources

_FEWEST_WORDS = 4
_TITLE_AMONG = 6


@dataclass(slots=True)
class Block:
    """A paragraph, heading, cell, header or footnote: its text in one or more lines.

    `heading` is its level from 1 (a title), 0 for text; `furniture` is what stands on every page; `hidden` what no eye
    sees, with `unseen` as ranges of the text where only parts are; `page` is the number of the page it begins on, and
    `turns` the offsets at which later pages begin within it.
    """

    text: str
    heading: int = 0
    furniture: bool = False
    hidden: bool = False
    unseen: tuple[tuple[int, int], ...] = ()
    page: int | None = None
    turns: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a paper says about itself beside its text; nothing of it is verified."""

    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def draft(blocks: Sequence[Block], told: Told, name: str, language: Language, resources: Resources) -> Draft:
    """The Draft of a paper. Raises InputRefused: ``empty``, ``no_article`` or ``not_arabic``."""
    kept = [_clean(block) for block in blocks if block.text.strip()]
    seen = "\n".join(b.text for b in kept if not (b.hidden or b.furniture))
    if not seen.strip():
        raise InputRefused("empty", f"{name} holds no text that can be seen; add a version that does")
    if not language.is_written(seen):
        raise InputRefused("not_arabic", f"{name} is not written in Arabic; add its Arabic original")
    text, starts = _joined(kept)
    cues = cues_of(language, resources)
    layout = lay_out(text, cues, Given(_title(kept, told, cues), told.outlet, told.url, (), _outside(kept)))
    if layout.body_words < _FEWEST_WORDS and layout.title is None:
        raise InputRefused("no_article", f"{name} holds only headings or menus; add the article itself")
    return Draft(
        text=text,
        title=layout.title,
        outlet=told.outlet or layout.outlet,
        author=told.author or layout.author,
        published=told.published or layout.published,
        genre=layout.genre,
        section=layout.section,
        tags=layout.tags,
        boilerplate=layout.boilerplate,
        hidden=_hidden(kept, starts),
        url=told.url,
        pages=_pages(kept, starts),
        headers=told.headers,
        problems=told.problems,
    )


def _clean(block: Block) -> Block:
    """A block without white space about it, its ranges moved along."""
    lead = len(block.text) - len(block.text.lstrip())
    text = block.text.strip()
    unseen = tuple((max(0, a - lead), min(len(text), b - lead)) for a, b in block.unseen if b > lead)
    turns = tuple((max(0, at - lead), page) for at, page in block.turns)
    return Block(text, block.heading, block.furniture, block.hidden, unseen, block.page, turns)


def _joined(blocks: Sequence[Block]) -> tuple[str, list[int]]:
    starts: list[int] = []
    at = 0
    for block in blocks:
        starts.append(at)
        at += len(block.text) + 2
    return "\n\n".join(block.text for block in blocks), starts


def _outside(blocks: Sequence[Block]) -> frozenset[int]:
    """The numbers of the lines, blank ones not counted, that are furniture or hidden."""
    found: set[int] = set()
    line = 0
    for block in blocks:
        lines = sum(1 for x in block.text.split("\n") if x.strip())
        if block.furniture or block.hidden:
            found.update(range(line, line + lines))
        line += lines
    return frozenset(found)


def _title(blocks: Sequence[Block], told: Told, cues: Cues) -> str | None:
    """The title: the paper's own where it is shown, else the highest of the first headings."""
    shown = [b for b in blocks if not (b.furniture or b.hidden)]
    own = cues.key(told.title) if told.title else ""
    for block in shown:
        if own and cues.key(block.text) == own:
            return block.text
    first = [b for b in shown[:_TITLE_AMONG] if b.heading and "\n" not in b.text]
    return min(first, key=lambda b: b.heading).text if first else None


def _hidden(blocks: Sequence[Block], starts: Sequence[int]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for block, at in zip(blocks, starts, strict=True):
        ranges = ((0, len(block.text)),) if block.hidden else block.unseen
        found += [(at + a, at + b) for a, b in ranges if a < b]
    return tuple(found)


def _pages(blocks: Sequence[Block], starts: Sequence[int]) -> tuple[int, ...]:
    """The offset at which each page begins; one without text of its own begins where the next does."""
    begins: dict[int, int] = {}
    for block, at in zip(blocks, starts, strict=True):
        if block.page is not None:
            begins.setdefault(block.page, at)
        for turn, page in block.turns:
            begins[page] = min(begins.get(page, at + turn), at + turn)
    found: list[int] = []
    for page in range(max(begins, default=0), 0, -1):
        found.append(min(begins.get(page, found[-1] if found else 0), found[-1] if found else begins.get(page, 0)))
    return tuple(reversed(found))
