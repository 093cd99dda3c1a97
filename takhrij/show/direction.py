"""Words of both directions on one line: what is right to left, and how it is kept from moving its neighbours."""

from __future__ import annotations

import re
import unicodedata

ISOLATE, POP = "\u2068", "\u2069"
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_STRETCH = re.compile(rf"[{_RIGHT}]+(?:[\s\u200c\u200d-]+[{_RIGHT}]+)*")
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


def mixed(text: str) -> str:
    """A left-to-right line whose right-to-left stretches are guarded, so that what follows them keeps its place.

    >>> mixed("Talks: A and \u0646\u0628\u064a\u0644, 2020-04-20") == "Talks: A and \u2068\u0646\u0628\u064a\u0644\u2069, 2020-04-20"
    True
    """
    if begins_right_to_left(text) or ISOLATE in text or not right_to_left(text):
        return text
    return _STRETCH.sub(lambda found: f"{ISOLATE}{found[0]}{POP}", text)


def isolated(text: str) -> str:
    """A name or line guarded so that its direction ends with it; left-to-right text stays as it is."""
    return f"{ISOLATE}{text}{POP}" if right_to_left(text) else text


def left_to_right(text: str) -> bool:
    """Whether any letter of the text is written from left to right."""
    return any(unicodedata.bidirectional(c) == "L" for c in text)
