"""Numbers in words and digits."""

from __future__ import annotations

from collections.abc import Sequence

from takhrij.core.language import Numeral, Token


def numeral(tokens: Sequence[Token], index: int) -> Numeral | None:
    """The longest number that starts at a token, or None: digits only so far."""
    form = tokens[index].form
    return Numeral(index, index + 1, int(form), int(form), False) if form.isdigit() else None
