"""Pieces of HTML as the text of a document: what feeds and exports of messengers carry."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from takhrij.read.markup import page_lines


def fragment_text(markup: str) -> str:
    """The visible text of a piece of HTML: a blank line between its blocks, a newline at a break within one."""
    root = LexborHTMLParser(f"<body>{markup}</body>").root
    if root is None:
        return ""
    text = ""
    block: int | None = None
    for line in page_lines(root, lambda _names: None):
        if line.place.hidden:
            continue
        joint = "" if not text else "\n" if line.br and line.place.block == block else "\n\n"
        text, block = f"{text}{joint}{line.text}", line.place.block
    return text
