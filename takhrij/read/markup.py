"""An HTML page as lines of visible text, each with what its place in the tree tells about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from takhrij.read.unseen import NOTHING_UNSEEN, Unseen

# fmt: off
_SKIPPED = frozenset(
    {
        "script", "style", "head", "template", "noscript", "svg", "iframe", "object", "embed", "select",
        "textarea", "input", "canvas", "audio", "video", "map", "math", "datalist", "link", "meta",
    }
)
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "button", "label",
    }
)
# fmt: on
_FURNITURE = {"nav": "menu", "footer": "footer", "aside": "sidebar", "form": "form", "button": "action"}
_ROLES = {
    "navigation": "menu",
    "banner": "menu",
    "contentinfo": "footer",
    "complementary": "sidebar",
    "search": "menu",
    "button": "action",
}
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_WHOLE_PAGE = frozenset({"html", "body", "main", "article"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WRITER = re.compile(
    r"(?<![a-z])(?:author|byline|writer|vcard|createdby|username|bigusername|fn)(?![a-z])", re.IGNORECASE
)
_LONGEST_NAME = 80
_DEEPEST_ENTRY = 16
# An element of a list of entries is an article, or carries a number of its own: post-12, post_message_4411.
_NUMBERED = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: its block, the furniture elements about it (number and class), heading level 1–3 or 0, and
    the elements about it that may be one of several entries (number and shape), outermost first.

    `shut` says that it stands in an element that is hidden with all that is in it, `veils` what makes its letters unseen.
    """

    block: int
    parent: int
    furniture: tuple[tuple[int, str], ...]
    heading: int
    names: str
    shut: bool = False
    veils: frozenset[str] = frozenset()
    entries: tuple[tuple[int, str], ...] = ()

    @property
    def hidden(self) -> bool:
        """Whether the page does not show what stands here."""
        return self.shut or bool(self.veils)


@dataclass(slots=True)
class PageLine:
    """One line of visible text; `linked` counts its characters that stand in links; `br` that a break began it; `writer`
    are its words that the page marks as a writer's name, `time` its first machine-readable time, `unseen` the ranges of
    a line that is seen otherwise which the page hides."""

    text: str
    place: Place
    linked: int
    br: bool
    writer: str | None = None
    time: str | None = None
    unseen: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _Writer:
    lines: list[PageLine] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    unseen: set[int] = field(default_factory=set)
    linked: int = 0
    br: bool = False
    writer: str | None = None
    time: str | None = None
    apart: bool = False

    def flush(self, place: Place, *, br: bool) -> None:
        text, unseen = self._joined() if self.unseen else (_SPACE.sub(" ", "".join(self.pieces)).strip(" "), ())
        if text.strip():
            if unseen == ((0, len(text)),):
                place, unseen = replace(place, shut=True), ()
            self.lines.append(PageLine(text, place, self.linked, self.br, self.writer, self.time, unseen))
            self.writer = self.time = None
            self.br = br
        else:
            # A second break with nothing before it is a blank line.
            self.br = False
        self.pieces.clear()
        self.unseen.clear()
        self.linked = 0

    def _joined(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The line's text and the ranges of it that stand in hidden elements."""
        text = ""
        ranges: list[tuple[int, int]] = []
        for i, piece in enumerate(self.pieces):
            told = _SPACE.sub(" ", piece)
            told = told.lstrip(" ") if not text or text.endswith(" ") else told
            if i in self.unseen and told.strip():
                ranges.append((len(text), len(text) + len(told.rstrip(" "))))
            text += told
        joined: list[tuple[int, int]] = []
        for start, end in ranges:
            if joined and not text[joined[-1][1] : start].strip():
                start = joined.pop()[0]
            joined.append((start, end))
        return text.rstrip(" "), tuple(joined)


def _steps(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Nodes in document order as (node, True on entering, False on leaving an element); never recursive."""
    stack: list[tuple[LexborNode, bool]] = [(root, True)]
    while stack:
        node, entering = stack.pop()
        yield node, entering
        if not entering or node.tag in _SKIPPED or node.tag == "-text":
            continue
        stack.append((node, False))
        child = node.last_child
        while child is not None:
            stack.append((child, True))
            child = child.prev


def page_lines(
    root: LexborNode, container: Callable[[str], str | None], unseen: Unseen = NOTHING_UNSEEN
) -> list[PageLine]:
    """The lines of a page in document order; `container` classes an element's class and id names."""
    writer = _Writer()
    place = Place(0, 0, (), 0, "")
    open_places: list[Place] = []
    number = in_link = 0
    for node, entering in _steps(root):
        tag = node.tag
        if tag == "-text":
            piece = node.text_content or ""
            if place.hidden:
                writer.unseen.add(len(writer.pieces))
            writer.pieces.append(piece)
            writer.apart = False
            writer.linked += len(piece.strip()) if in_link else 0
            continue
        if tag is None or tag in _SKIPPED or tag.startswith(("-", "!")):
            continue
        if tag == "a":
            in_link += 1 if entering else -1
        if tag == "br":
            if entering:
                writer.flush(place, br=True)
            continue
        if not entering:
            if tag in _BLOCKS:
                writer.flush(place, br=False)
            named = node.attributes
            writer.apart = writer.apart or tag == "time" or bool(named.get("class") or named.get("itemprop"))
            place = open_places.pop()
            continue
        number += 1
        attributes = node.attributes
        if tag in _BLOCKS:
            writer.flush(place, br=False)
        elif writer.apart or tag == "time":
            # Elements with names beside one another are set apart by their style sheet.
            writer.pieces.append(" ")
        if attributes:
            _note(writer, node, tag, attributes)
        open_places.append(place)
        place = _entered(tag, attributes, _veiled(place, node.mem_id, unseen), number, container)
    writer.flush(place, br=False)
    return writer.lines


def _veiled(place: Place, element: int, unseen: Unseen) -> Place:
    """The Place within an element, as far as it can be seen."""
    veils = place.veils
    if veils or element in unseen.veils:
        veils = (veils - unseen.lifts.get(element, frozenset())) | unseen.veils.get(element, frozenset())
    shut = place.shut or element in unseen.hidden
    return place if (shut, veils) == (place.shut, place.veils) else replace(place, shut=shut, veils=veils)


def _note(writer: _Writer, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
    """Keeps a machine-readable time, and the words of an element that says that they are a writer's name."""
    if tag == "time" and writer.time is None:
        writer.time = attributes.get("datetime")
    if attributes.get("rel") == "author" or attributes.get("itemprop") == "author":
        is_writer = True
    else:
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        is_writer = _WRITER.search(_CAMEL.sub("-", names)) is not None
    if is_writer:
        told = _SPACE.sub(" ", node.text(separator=" ")).strip()
        # The innermost counts: «بواسطة فلان» holds «فلان». What stands beside it («أرسل بريدا») is no other writer.
        if told and len(told) <= _LONGEST_NAME and (writer.writer is None or told in writer.writer):
            writer.writer = told


def _shape(tag: str, attributes: dict[str, str | None]) -> str | None:
    """What elements of one list of entries have in common, or None for an element that is none."""
    number = attributes.get("id") or attributes.get("data-post") or ""
    is_entry = tag == "article" or attributes.get("role") == "article" or _NUMBERED.search(number) is not None
    return f"{tag} {_NUMBERED.sub('0', number)}" if is_entry else None


def _entered(
    tag: str,
    attributes: dict[str, str | None],
    place: Place,
    number: int,
    container: Callable[[str], str | None],
) -> Place:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip() if attributes else ""
    names = f"{names} caption" if tag == "figcaption" else names
    kind = _FURNITURE.get(tag)
    if attributes and kind is None and tag not in _WHOLE_PAGE:
        kind = _ROLES.get(attributes.get("role") or "") or (container(names) if names else None)
    if kind == "content":
        kind = None
    if kind is None and tag not in _BLOCKS and not names:
        return place
    shape = _shape(tag, attributes) if attributes or tag == "article" else None
    furniture = (*place.furniture, (number, kind)) if kind else place.furniture
    entries = (*place.entries, (number, shape)) if shape and len(place.entries) < _DEEPEST_ENTRY else place.entries
    is_block = tag in _BLOCKS
    return Place(
        block=number if is_block else place.block,
        parent=place.block if is_block else place.parent,
        furniture=furniture,
        heading=_HEADINGS.get(tag, place.heading),
        shut=place.shut,
        veils=place.veils,
        names=f"{place.names[-200:]} {names}" if names else place.names,
        entries=entries,
    )
