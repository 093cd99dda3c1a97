"""Where of a predicate, from its clause first, then its sentence."""

from __future__ import annotations

from takhrij.core.records import Mention, PlaceValue
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Hit
from takhrij.frame.near import mentions_of, nearest

_ORDER = {"site": 0, "village": 1, "town": 2, "front": 2, "area": 2, "district": 3, "governorate": 4, "country": 5}
# Names this few tokens apart are one list («الضباب والأشراف»).
_LISTED = 3
_WIDE = frozenset({"country", "region"})
_NOT_HERE = frozenset({"direction", "led", "حول", "وفق"})


def _value(mention: Mention) -> PlaceValue:
    assert isinstance(mention.value, PlaceValue)
    return mention.value


def _governor(notes: Annotated, at: int, low: int) -> str:
    """The preposition nearest before a place, looking over two nouns at the most."""
    prefix = notes.prefix_preposition(at)
    if prefix:
        return prefix
    for before in range(at - 1, max(low, at - 4) - 1, -1):
        mark = notes.mark(before, "prep")
        if mark is not None:
            return mark[0].value
        if notes.prefix_preposition(before):
            return notes.prefix_preposition(before)
    return ""


def _eligible(notes: Annotated, low: int, high: int) -> list[Mention]:
    found = []
    for mention in mentions_of(notes, low, high, "place"):
        over = notes.inside.get(mention.first)
        if over is not None and (over.first < mention.first or over.end_token > mention.end_token):
            continue
        if _governor(notes, mention.first, low) in _NOT_HERE:
            continue
        found.append(mention)
    return found


def same_place(a: PlaceValue, b: PlaceValue) -> bool:
    """Whether two readings name one place: a town and its governorate often share a name."""
    return a.id == b.id or a.name_ar == b.name_ar


def without_countries(found: list[Mention]) -> list[Mention]:
    """Places without the country or its quarter («جنوب اليمن»), where something within it is told."""
    narrow = [m for m in found if _value(m).precision not in _WIDE]
    return narrow or found


def related(a: PlaceValue, b: PlaceValue) -> bool:
    """Whether one place is, or lies in, the other."""
    return a.id == b.id or a.id in b.within or b.id in a.within


def _together(hit: Hit, found: list[Mention]) -> list[Mention]:
    """The place nearest to the predicate with those listed beside it or nested with it; each name once."""
    if not found:
        return []
    kept = [nearest(hit, found)]
    for _ in found:
        for mention in found:
            if any(same_place(_value(mention), _value(k)) for k in kept):
                continue
            beside = any(max(mention.first - k.end_token, k.first - mention.end_token) <= _LISTED for k in kept)
            if beside or any(related(_value(mention), _value(k)) for k in kept):
                kept.append(mention)
    return kept


def places_of(notes: Annotated, hit: Hit, bounds: tuple[int, int], used: set[int]) -> list[Mention]:
    """Places of the clause, most specific first, each once; `used` are tokens that already fill a role.

    A clause without a place takes those of its sentence that stand nearest.
    """
    found = [m for m in _eligible(notes, *bounds) if m.first not in used]
    if not found:
        sentence = notes.text.sentences[hit.sentence]
        rest = [m for m in _eligible(notes, *sentence) if m.first not in used]
        found = [nearest(hit, rest)] if rest else []
    kept = without_countries(_together(hit, found))
    return sorted(kept, key=lambda m: (_ORDER.get(_value(m).precision, 2), m.first))
