"""Where a decision holds, told by its words and their surroundings, and found again in another Reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from takhrij.core.errors import DecisionError
from takhrij.core.language import FoldedText
from takhrij.core.records import Anchor, Reading, Span

CONTEXT = 32
"""Characters kept on either side of the quotation."""

LEAST = 4
"""Letters of context that must agree to choose among several places; fewer agree by chance."""

FoldMap = Callable[[str], FoldedText]


def make_anchor(reading: Reading, span: Span, type: str, field: str | None = None) -> Anchor:
    """The anchor of a Span of a Reading for a decision about a type and, if one, a field.

    Raises DecisionError when the Span is empty or does not quote this Reading.
    """
    text = reading.text
    if not 0 <= span.start < span.end <= len(text) or text[span.start : span.end] != span.text:
        raise DecisionError(f"«{span.text}» does not stand at {span.start} in this document; look the claim up again")
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return Anchor(reading.document, span.text, before, after, type, field)


def locate(anchor: Anchor, text: str, fold_map: FoldMap) -> Span | None:
    """The Span of a Reading's text where an anchor holds, or None.

    The exact quotation is looked for first, then the folded one with any white space between its words. Of
    several places the one with the longest agreeing context wins, then the earliest; several places of which
    none agrees with the context by a word or so are nowhere. `fold_map` is `Language.fold_map`.
    """
    if not anchor.quote.strip():
        return None
    exact = _best(_exact_places(anchor.quote, text), text, anchor.prefix, anchor.suffix)
    if exact is not None:
        return Span(*exact, text[exact[0] : exact[1]])
    folded = fold_map(text)
    context = [fold_map(part).text for part in (anchor.prefix, anchor.suffix)]
    places = _folded_places(fold_map(anchor.quote).text, folded.text)
    found = _best(places, folded.text, context[0], context[1])
    return None if found is None else folded.span(*found)


def _exact_places(quote: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(quote)
    while at >= 0:
        yield at, at + len(quote)
        at = text.find(quote, at + 1)


def _folded_places(quote: str, text: str) -> Iterator[tuple[int, int]]:
    words = quote.split()
    if not words:
        return
    for match in re.finditer(r"\s+".join(re.escape(word) for word in words), text):
        yield match.span()


def _best(places: Iterator[tuple[int, int]], text: str, prefix: str, suffix: str) -> tuple[int, int] | None:
    # A quotation that was cut at words must not be found inside a longer word.
    whole = [place for place in places if _fits(text, place, prefix, suffix)]
    if len(whole) <= 1:
        return whole[0] if whole else None
    scored = [(_agreement(text, place, prefix, suffix), place) for place in whole]
    best = max(score for score, _ in scored)
    return next(place for score, place in scored if score == best) if best >= LEAST else None


def _fits(text: str, place: tuple[int, int], prefix: str, suffix: str) -> bool:
    start, end = place
    inside_before = start > 0 and text[start - 1].isalnum() and not prefix[-1:].isalnum()
    inside_after = end < len(text) and text[end].isalnum() and not suffix[:1].isalnum()
    return not (inside_before or inside_after)


def _agreement(text: str, place: tuple[int, int], prefix: str, suffix: str) -> int:
    """How many letters and digits of the context agree, outwards from the place to the first difference.

    A context that is the same to the last character counts as more than any that is not.
    """
    before = text[max(0, place[0] - 2 * CONTEXT) : place[0]]
    after = text[place[1] : place[1] + 2 * CONTEXT]
    # A context shorter than it may be tells that the text began or ended there.
    begins = len(prefix) >= CONTEXT or len(before) == len(prefix)
    ends = len(suffix) >= CONTEXT or len(after) == len(suffix)
    if begins and ends and before.endswith(prefix) and after.startswith(suffix):
        return 4 * CONTEXT
    return _common(before[::-1], prefix[::-1]) + _common(after, suffix)


def _common(a: str, b: str) -> int:
    # White space and punctuation differ between Readings of one page (menus, line ends) and say little.
    left, right = ([c for c in side if c.isalnum()] for side in (a, b))
    length = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        length += 1
    return length
