"""Names of files as they can be shown: nothing in them acts on a terminal or turns the words around them."""

from __future__ import annotations

import re

# Control characters, what turns the direction of a line, line ends, and bytes that are no text (lone surrogates).
_ACTING = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\u2028\\u2029\\ud800-\\udfff]")


def shown(name: str) -> str:
    """The name with every character that acts instead of being seen written as its number.

    >>> shown("page\\u202egnp.html")
    'page\\\\u202egnp.html'
    """
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", name)
