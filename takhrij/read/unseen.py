"""Which elements of a page its own style sheets and attributes hide: what a reader with a browser does not see.

There is no renderer here. Told are display, visibility, opacity, no size, clipping, text moved off the screen, and text
in the colour of its ground, as inline styles, old attributes and the rules of ``<style>`` say; a linked style sheet, a
script, a picture behind the text, and an element that covers another are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_BRACE = re.compile(r"[{}]")
_ON_SCREEN = re.compile(r"@(?:supports|layer)\b|@media\s+(?:only\s+)?(?:all|screen)\s*$", re.IGNORECASE)
_DECLARATION = re.compile(r"(?<![a-z-])([a-z-]+)\s*:\s*([^;]+)", re.IGNORECASE)
_SELECTOR = re.compile(r"[\w\s.#>+~*\[\]=\"'-]+$")
_NAME = re.compile(r"[.#]([\w-]+)")
_LAST = re.compile(r"[^\s>+~]*$")
_MOST_RULES = 2000
_ZERO = re.compile(r"0*\.?0+(?:px|em|rem|pt|%|vh|vw)?$")
# Letters of two points or less are none to a reader.
_TINY = re.compile(rf"(?:{_ZERO.pattern[:-1]}|[0-2](?:\.\d+)?p[xt])$")
_SHRUNK = re.compile(r"\bscale(?:3d|x|y)?\(\s*0*\.?0+\s*[,)]")
_DOT = re.compile(r"[01](?:px)?$")
_FAR = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|em|rem|pt|%|vw|vh)?$")
_CLIPPED = re.compile(r"rect\(\s*[01](?:px)?(?:[\s,]+[01](?:px)?){3}\s*\)|inset\((?:50|100)%")
_CHANNELS = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+)(%?))?\s*\)$")
_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$")
_NAMED = {"white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "black": (0, 0, 0)}
_WHITE = (255, 255, 255)
# fmt: off
_TOLD = frozenset(
    {
        "display", "visibility", "opacity", "font-size", "position", "left", "right", "top", "text-indent", "clip",
        "clip-path", "max-height", "height", "width", "overflow", "color", "background", "background-color", "transform",
    }
)
# fmt: on
_SHEETS_HIDE_MOST = 0.5
_NEAR = 10
Styles = dict[str, str]


@dataclass(frozen=True, slots=True)
class Unseen:
    """Elements by memory id: those hidden with all that is in them; those on which a veil begins that an element
    within may lift (the colour, the visibility, the size of letters); and those that lift it."""

    hidden: frozenset[int] = frozenset()
    veils: Mapping[int, frozenset[str]] = field(default_factory=dict)
    lifts: Mapping[int, frozenset[str]] = field(default_factory=dict)


NOTHING_UNSEEN = Unseen()


def unseen(tree: LexborHTMLParser) -> Unseen:
    """What a page's own styles hide.

    Where rules would hide most of the page's words, a script shows them again, and the rules tell nothing.
    """
    inline = _inline(tree)
    sheets = "\n".join(node.text() for node in tree.css("style"))
    rules = _rules(sheets, frozenset(_page_names(tree.css("[class], [id]")))) if sheets else []
    if any(_may_hide(told) for _, told in rules):
        styles = _matched(tree, rules)
        for key, (node, told) in inline.items():
            styles[key] = (node, {**styles.get(key, (node, {}))[1], **told})
        found, nodes = _judged(styles)
        body = tree.body
        by_rule = [nodes[key] for key in (*found.hidden, *found.veils) if key not in inline]
        most = _SHEETS_HIDE_MOST * len(body.text()) if body is not None else 0
        if not any(len(node.text()) > most for node in by_rule):
            return found
    return _judged(inline)[0]


def _judged(styles: Mapping[int, tuple[LexborNode, Styles]]) -> tuple[Unseen, dict[int, LexborNode]]:
    grounds = {key: told["background"] for key, (_, told) in styles.items() if "background" in told}
    hidden: set[int] = set()
    veils: dict[int, frozenset[str]] = {}
    lifts: dict[int, frozenset[str]] = {}
    for key, (node, told) in styles.items():
        if _hides(told):
            hidden.add(key)
        drawn = {name: _veiled(node, name, told[name], grounds) for name in _VEILS if name in told}
        if any(drawn.values()):
            veils[key] = frozenset(name for name, veiled in drawn.items() if veiled)
        if not all(drawn.values()):
            lifts[key] = frozenset(name for name, veiled in drawn.items() if not veiled)
    return Unseen(frozenset(hidden), veils, lifts), {key: node for key, (node, _) in styles.items()}


_VEILS = ("color", "visibility", "font-size")


def _veiled(node: LexborNode, name: str, value: str, grounds: Mapping[int, str]) -> bool:
    if name == "visibility":
        return value in ("hidden", "collapse")
    return _TINY.match(value) is not None if name == "font-size" else _like_ground(node, value, grounds)


def _hides(told: Styles) -> bool:
    """Whether a style hides an element with all that is in it."""
    get = told.get
    if get("display") == "none" or _ZERO.match(get("opacity", "1")) or _FAR.match(get("text-indent", "")):
        return True
    placed = get("position") in ("absolute", "fixed")
    if placed and any(_FAR.match(get(side, "")) for side in ("left", "right", "top")):
        return True
    if (
        _SHRUNK.search(get("transform", ""))
        or _CLIPPED.search(get("clip-path", ""))
        or (placed and _CLIPPED.search(get("clip", "")))
    ):
        return True
    cut = get("overflow") in ("hidden", "clip")
    flat = any(_ZERO.match(get(side, "")) for side in ("max-height", "height", "width"))
    return cut and (flat or all(_DOT.match(get(side, "")) for side in ("height", "width")))


def _may_hide(told: Styles) -> object:
    """Whether a rule may hide, alone or with others: what is placed far off may be placed so by another rule."""
    ink, ground = _colour(told.get("color", "")), _colour(told.get("background", ""))
    drawn = ink == () or (
        ink is not None and (_is_near(ink, _WHITE) or (bool(ground) and _is_near(ink, ground or ())))
    )
    veiled = told.get("visibility") in ("hidden", "collapse") or _TINY.match(told.get("font-size", ""))
    return drawn or veiled or _hides({"position": "absolute", "overflow": "hidden", **told})


def _inline(tree: LexborHTMLParser) -> dict[int, tuple[LexborNode, Styles]]:
    """What elements tell by their own attributes."""
    found: dict[int, tuple[LexborNode, Styles]] = {}
    for node in tree.css("[style], [hidden], font[color], [bgcolor]"):
        attributes = node.attributes
        told = _declared(attributes.get("style") or "")
        if "hidden" in attributes:
            told["display"] = "none"
        if node.tag == "font" and attributes.get("color"):
            told.setdefault("color", (attributes.get("color") or "").lower())
        if attributes.get("bgcolor"):
            told.setdefault("background", (attributes.get("bgcolor") or "").lower())
        if told:
            found[node.mem_id] = (node, told)
    return found


def _declared(block: str) -> Styles:
    """The declarations that matter here, values in lower case; the ground's colour under ``background``."""
    told: Styles = {}
    for name, value in _DECLARATION.findall(block):
        if (name := name.lower()) in _TOLD:
            told["background" if name.startswith("background") else name] = (
                value.lower().replace("!important", "").strip()
            )
    return told


def _rules(sheets: str, names: frozenset[str]) -> list[tuple[str, Styles]]:
    """Simple selectors and their declarations, in the order in which they win: weight, then place in the sheet.

    Rules for other media than the screen, for states (``:hover``), and for names that the page has not are left out.
    """
    found: list[tuple[tuple[bool, int, int], str, Styles]] = []
    about: list[str] = []
    sheets, at = "".join(_without_comments(sheets)), 0
    for brace in _BRACE.finditer(sheets):
        between, at = sheets[at : brace.start()], brace.end()
        if brace[0] == "{":
            about.append(between.rpartition(";")[2].strip())
            continue
        prelude = about.pop() if about else "@"
        if prelude.startswith("@") or not all(_ON_SCREEN.match(rule) for rule in about):
            continue
        selectors = [s for s in map(str.strip, prelude.split(",")) if names.issuperset(_NAME.findall(s))]
        told = _declared(between) if selectors else {}
        for selector in filter(_SELECTOR.match, selectors if told else ()):
            found.append((("!important" in between, _weight(selector), len(found)), selector, told))
    return [(selector, told) for _, selector, told in sorted(found, key=lambda rule: rule[0])]


def _without_comments(sheets: str) -> Iterator[str]:
    at = 0
    while (opens := sheets.find("/*", at)) >= 0:
        yield sheets[at:opens]
        closes = sheets.find("*/", opens + 2)
        if closes < 0:
            return
        at = closes + 2
    yield sheets[at:]


def _weight(selector: str) -> int:
    return 100 * selector.count("#") + 10 * (selector.count(".") + selector.count("[")) + len(selector.split())


def _matched(tree: LexborHTMLParser, rules: Sequence[tuple[str, Styles]]) -> dict[int, tuple[LexborNode, Styles]]:
    """Elements that some rule may hide, and the grounds they stand on, with what all rules tell of them, a later rule
    over an earlier."""
    about: dict[int, LexborNode] = {}
    for selector, told in [rule for rule in rules if _may_hide(rule[1])][:_MOST_RULES]:
        for node in _chosen(tree, selector):
            above: LexborNode | None = node
            while above is not None and above.mem_id not in about:
                about[above.mem_id] = above
                above = above.parent if "color" in told else None
    theirs = set(_page_names(about.values()))
    found: dict[int, tuple[LexborNode, Styles]] = {}
    # Most rules of a sheet choose elements by names that none of these few bears.
    choosing = (rule for rule in rules if theirs.issuperset(_NAME.findall(_LAST.findall(rule[0])[0])))
    for selector, told in islice(choosing, _MOST_RULES):
        for node in _chosen(tree, selector):
            if node.mem_id in about:
                found.setdefault(node.mem_id, (node, {}))[1].update(told)
    return found


def _chosen(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except SelectolaxError:  # a selector that is none, which browsers pass over too
        return []


def _page_names(nodes: Iterable[LexborNode]) -> Iterator[str]:
    for node in nodes:
        yield from (node.attributes.get("class") or "").split()
        yield node.attributes.get("id") or ""


def _colour(value: str) -> tuple[int, ...] | None:
    """Red, green and blue from 0 to 255; empty for a colour that lets all through; None for what is no plain colour."""
    if value in _NAMED:
        return _NAMED[value]
    if value == "transparent":
        return ()
    if _HEX.match(value):
        figures = value[1:] if len(value) > 5 else "".join(2 * c for c in value[1:])
        return () if figures[6:] == "00" else tuple(int(figures[i : i + 2], 16) for i in (0, 2, 4))
    channels = _CHANNELS.match(value)
    if channels is None:
        return None
    return () if channels[4] is not None and float(channels[4]) == 0 else tuple(int(channels[i]) for i in (1, 2, 3))


def _like_ground(node: LexborNode, colour: str, grounds: Mapping[int, str]) -> bool:
    """Whether text of a colour stands on a ground of the same: the nearest one told about it, else white paper."""
    ink = _colour(colour)
    if not ink:
        return ink is not None
    above: LexborNode | None = node
    while above is not None:
        told = grounds.get(above.mem_id)
        if told is not None and told not in ("none", "transparent", "inherit", "initial"):
            ground = _colour(told)
            # A picture or a gradient: what stands behind the letters is not told.
            return bool(ground) and _is_near(ink, ground or ())
        above = above.parent
    return _is_near(ink, _WHITE)


def _is_near(ink: tuple[int, ...], ground: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(ink, ground, strict=True))
