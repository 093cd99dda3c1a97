"""An HTML page as lines of visible text, each with what its place in the tree tells about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

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
}
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WHOLE_PAGE = frozenset({"html", "body", "main", "article"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: its block, the furniture elements about it (number and class), heading level 1–3 or 0."""

    block: int
    parent: int
    furniture: tuple[tuple[int, str], ...]
    heading: int
    hidden: bool
    names: str


@dataclass(slots=True)
class PageLine:
    """One line of visible text; `linked` counts its characters that stand in links; `br` that a break began it."""

    text: str
    place: Place
    linked: int
    br: bool


@dataclass(slots=True)
class _Writer:
    lines: list[PageLine] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    br: bool = False

    def flush(self, place: Place, *, br: bool) -> None:
        text = _SPACE.sub(" ", "".join(self.pieces)).strip(" ")
        if text.strip():
            self.lines.append(PageLine(text, place, self.linked, self.br))
            self.br = br
        else:
            # A second break with nothing before it is a blank line.
            self.br = False
        self.pieces.clear()
        self.linked = 0


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


def page_lines(root: LexborNode, container: Callable[[str], str | None]) -> list[PageLine]:
    """The visible lines of a page in document order; `container` classes an element's class and id names."""
    writer = _Writer()
    place = Place(0, 0, (), 0, False, "")
    open_places: list[Place] = []
    number = in_link = 0
    for node, entering in _steps(root):
        tag = node.tag
        if tag == "-text":
            piece = node.text_content or ""
            writer.pieces.append(piece)
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
            place = open_places.pop()
            continue
        if tag in _BLOCKS:
            writer.flush(place, br=False)
        number += 1
        open_places.append(place)
        place = _entered(node, tag, place, number, container)
    writer.flush(place, br=False)
    return writer.lines


def _entered(node: LexborNode, tag: str, place: Place, number: int, container: Callable[[str], str | None]) -> Place:
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip() if attributes else ""
    kind = _FURNITURE.get(tag)
    if attributes and kind is None and tag not in _WHOLE_PAGE:
        kind = _ROLES.get(attributes.get("role") or "") or (container(names) if names else None)
    hidden = place.hidden or (bool(attributes) and _is_hidden(attributes))
    if kind is None and tag not in _BLOCKS and hidden == place.hidden and not names:
        return place
    furniture = (*place.furniture, (number, kind)) if kind else place.furniture
    is_block = tag in _BLOCKS
    return Place(
        block=number if is_block else place.block,
        parent=place.block if is_block else place.parent,
        furniture=furniture,
        heading=_HEADINGS.get(tag, place.heading),
        hidden=hidden,
        names=f"{place.names[-200:]} {names}" if names else place.names,
    )


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return "hidden" in attributes or _UNSEEN.search(attributes.get("style") or "") is not None
