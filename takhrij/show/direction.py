"""Words of both directions on one line: what is right to left, and how it is kept from moving its neighbours."""

from __future__ import annotations

import unicodedata

ISOLATE, POP = "\u2068", "\u2069"
_CONTROLS = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clean(text: str) -> str:
    """A value fit for a terminal: no control characters, no stray direction marks, one line."""
    flat = " ".join(text.translate(_CONTROLS).split())
    return "".join(c for c in flat if unicodedata.category(c) not in ("Cc", "Cs"))


def right_to_left(text: str) -> bool:
    """Whether any letter of the text is written from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def begins_right_to_left(text: str) -> bool:
    """Whether the first letter of the text, which sets the direction of a line, is."""
    kinds = (unicodedata.bidirectional(c) for c in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def isolated(text: str) -> str:
    """A name or line guarded so that its direction ends with it; left-to-right text stays as it is."""
    return f"{ISOLATE}{text}{POP}" if right_to_left(text) else text


def left_to_right(text: str) -> bool:
    """Whether any letter of the text is written from left to right."""
    return any(unicodedata.bidirectional(c) == "L" for c in text)
